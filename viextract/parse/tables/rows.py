"""From printed rows to logical ones: bands become groups, split rows are joined, what "same as above" stands for is
filled in.

One pass from top to bottom; each row is judged against the last resolved one.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from viextract.limits import whole_number
from viextract.parse.tables.columns import CODE
from viextract.parse.tables.continuation import (
    begins_anew,
    completes_unit,
    continuation_score,
    ends_open,
    is_total_label,
    says_same,
)
from viextract.parse.tables.logical import LogicalTable, Row, Text, distinct, flat
from viextract.vocabulary.column_headings import folded

SPANNING = frozenset({"standard", "criterion", "unit", "lead", "number", "name"})
"""Columns whose cells cover several rows by habit."""

BODIES = frozenset({"unit", "lead", "partners"})

SURE = 0.9
"""Confidence from which on a number that OCR read is believed against the count of the rows."""
MOST_SIGNS = 3
"""A misread running number is no longer than this."""

_BAND_CODE = re.compile(r"^\s*(?:[IVXLC]{1,6}|[A-ZĐ]|\d{1,2})\s*[.)/:-]\s*\S")


@dataclass(slots=True)
class BodyRow:
    """One row with every cell that covers it, and the group (band) that it stands under."""

    cells: Row
    own: list[Text] = field(default_factory=list)
    """The cells that are printed in this row and in no row above it."""
    printed: Row = field(default_factory=list)
    """The cells before empty ones were filled in."""
    group: str | None = None
    group_cell: Text | None = None


@dataclass(slots=True)
class _Pass:
    """What the pass over the rows remembers."""

    table: LogicalTable
    kind: str
    done: list[BodyRow] = field(default_factory=list)
    band: Text | None = None
    alias: dict[int, Text] = field(default_factory=dict)
    """Cells found to be the rest of another, by id: rows below that share them get the whole."""

    def cell(self, row: Row, meaning: str) -> Text | None:
        column = self.table.column(meaning)
        return None if column is None else row[column]


def resolve_rows(table: LogicalTable, kind: str) -> list[BodyRow]:
    """The table's logical rows in order; see the module."""
    state = _Pass(table, kind)
    after_band = True
    for index, printed in enumerate(table.rows):
        row = [state.alias.get(id(cell), cell) for cell in printed]
        at_break = index in table.breaks
        if not any(row):
            if at_break and state.done:
                _inherit_spans(state, row)
            continue
        if _repeats_header(row, table):
            continue
        previous = state.done[-1] if state.done and not after_band else None
        title = band_title(row, table)
        if (
            title is not None
            and state.done
            and at_break
            and continuation_score(state.done[-1].cells[0].text, title.text) > 2
        ):
            title = None  # the rest of a first column's cell, not a group's title
        if title is not None:
            if state.band is not None and after_band and continuation_score(state.band.text, title.text) > 1:
                state.band.append(title)
            else:
                state.band = title
            after_band = True
            continue
        if previous is not None and (at_break or table.origin in ("tabs", "pipes", "aligned")):
            if row_goes_on(previous.printed, row, table):
                _join(state, previous, row)
                continue
            _join_spanning(state, previous.cells, row)
            if at_break:
                _inherit_spans(state, row)
        row = [state.alias.get(id(cell), cell) for cell in row]
        above = {id(cell) for cell in previous.cells} if previous else set()
        own = [cell for cell in distinct(row) if cell and id(cell) not in above]
        printed_row = list(row)
        if previous is not None:
            row = _filled(state, previous.cells, row)
        elif state.done:
            row = _as_above(state.done[-1].cells, row)  # across the title of a group
        state.done.append(BodyRow(row, own, printed_row, group_cell=state.band))
        after_band = False
    _mend_numbers(state)
    for body in state.done:
        body.group = flat(body.group_cell.text) if body.group_cell else None
    return state.done


def _repeats_header(row: Row, table: LogicalTable) -> bool:
    """The row says what the header says: headings stand anew on each page, and pages are not always known."""
    said = [folded(cell.text) for cell in row]
    return len(said) > 1 and any(said) and said == [folded(name) for name in table.names]


def _mend_numbers(state: _Pass) -> None:
    """A running number that was misread (``S`` for 5) is what the numbers before and after it say, in place.

    Only where most numbers do run on by one, and where no letter could be meant: the cell holds a mark or two.
    """
    column = state.table.column("number")
    if column is None:
        return
    cells: list[Text] = []
    for body in state.done:
        if not any(body.cells[column] is cell for cell in cells):
            cells.append(body.cells[column])
    read = [whole_number(flat(cell.text).strip(" .)")) for cell in cells]
    _count_on(cells, read)
    for index, cell in enumerate(cells):
        if cell.confidence < 1 and _looks_like_next(read, index):
            read[index] = None  # the next number in the run, misread as one of the same shape
    steps = [b - a == 1 for a, b in pairwise(read) if a is not None and b is not None]
    if len(steps) < 1 or sum(steps) < 0.8 * len(steps):
        return
    for index, cell in enumerate(cells):
        before = read[index - 1] if index else 0
        after = read[index + 1] if index + 1 < len(read) else None
        if read[index] is None and before is not None and len(flat(cell.text)) <= 2 and after in (None, before + 2):
            read[index] = before + 1
            cell.text = str(before + 1)


def _count_on(cells: list[Text], read: list[int | None]) -> None:
    """Cells that OCR read doubtfully get the number that they have by count, in place.

    Only where the sure numbers run on by one: an engine is poor at lone figures, and a table's rows are numbered.
    """
    counts = Counter(value - index for index, value in enumerate(read) if value is not None)
    first, support = max(counts.items(), key=lambda item: (item[1], -abs(item[0] - 1)), default=(0, 0))
    against = sum(
        value is not None and value != first + index and cells[index].confidence >= SURE
        for index, value in enumerate(read)
    )
    if support < max(2, 0.4 * len(cells)) or first < 1 or against:
        return
    for index, cell in enumerate(cells):
        if read[index] != first + index and cell.confidence < SURE and len(flat(cell.text)) <= MOST_SIGNS:
            read[index] = first + index
            cell.text = str(first + index)


_ALIKE = frozenset(map(frozenset, ("38", "58", "68", "08", "17", "56", "35", "69", "09")))
"""Figures that readers take for each other."""


def _looks_like_next(read: list[int | None], index: int) -> bool:
    """Whether a number breaks the run where one that looks like it would go on with it (1, 2, 8 for 1, 2, 3)."""
    before = read[index - 1] if index else 0
    own = read[index]
    after = read[index + 1] if index + 1 < len(read) else None
    if before is None or own is None or own == before + 1 or after not in (None, before + 2):
        return False
    pairs = [frozenset(pair) for pair in zip(str(own), str(before + 1), strict=False) if pair[0] != pair[1]]
    return len(str(own)) == len(str(before + 1)) and len(pairs) == 1 and pairs[0] in _ALIKE


_ROMAN = {"H": "II", "HI": "III", "IH": "III", "1I": "II", "I1": "II", "Il": "II", "IIl": "III"}
"""What OCR makes of Roman numbers: no plan letters its groups as far as H."""


def band_title(row: Row, table: LogicalTable) -> Text | None:
    """The title of a group that the row is, or None.

    A band covers all columns, or stands alone in the first with a code of one level (``2.``, ``II.``, ``B.``), or in
    capitals; or it is a Roman or lettered number with a title beside it and nothing else.
    """
    cells = [cell for cell in distinct(row) if cell]
    if len(cells) == 1:
        only = cells[0]
        text = flat(only.text)
        if only.wide or (table.meanings[0] == "number" and sum(cell is only for cell in row) >= table.width - 1 > 1):
            return only
        if only is row[0] and len(text.split()) > 1:
            if table.meanings[0] in ("number",) and not _BAND_CODE.match(text):
                return None
            return only if _BAND_CODE.match(text) or (text.isupper() and len(text) > 8) else None
        return only if text.isupper() and len(text) > 12 and table.origin != "ruled" else None
    if len(cells) == 2 and table.meanings[0] == "number" and cells[0] is row[0]:
        number = flat(cells[0].text).rstrip(".)")
        if cells[0].confidence < 1:
            number = _ROMAN.get(number, number)
        covers = sum(cell is cells[1] for cell in row)
        lettered = re.fullmatch(r"[IVXLC]{1,6}|[A-ZĐ]", number) is not None
        if lettered or (covers >= table.width - 1 and table.width > 2):
            title = flat(cells[1].text)
            cells[1].text = title if title.startswith(number) else f"{number}. {title}"
            return cells[1]
    return None


def row_goes_on(before: Row, after: Row, table: LogicalTable) -> bool:
    """The printed row is the rest of the row before it: a cell goes on, none begins anew, and no new number is given.

    printed_apart: a rule or page break parts the rows, so that a mere capital in the cell that names the row is a
    new row.
    """
    total = 0.0
    for column, (old, new) in enumerate(zip(before, after, strict=True)):
        if not new or new is old:
            continue
        meaning = table.meanings[column]
        if meaning == "number":
            return False
        score = continuation_score(old.text, new.text)
        if meaning in BODIES and score < 0 and completes_unit(old.text, new.text):
            score = 2.0
        key = meaning in ("indicator", "name", "content")
        if score <= -4 or (key and score < 0 and (old or not _rest_of_page(before, table))):
            return False
        total += score
    return total > 0


def _rest_of_page(before: Row, table: LogicalTable) -> bool:
    """The row before has no text yet in the column that names it: the page may have ended above its first line."""
    key = table.column("indicator", "name", "content")
    return key is not None and not before[key]


def _join(state: _Pass, before: BodyRow, after: Row) -> None:
    """Add the rest of a row; what the first part had not printed yet, the rest brings."""
    for column, (old, new) in enumerate(zip(before.printed, after, strict=True)):
        if new is old:
            continue
        if new and not old:
            before.cells[column] = before.printed[column] = new
            before.own.append(new)
            continue
        if new:
            old.append(new)
        state.alias[id(new)] = old if old else before.cells[column]


def _join_spanning(state: _Pass, before: Row, after: Row) -> None:
    """A new row whose standard, criterion or body cell is the rest of the cell above, which covers both rows."""
    for column, (old, new) in enumerate(zip(before, after, strict=True)):
        if state.table.meanings[column] not in SPANNING - {"number", "name"} or new is old or not new or not old:
            continue
        goes_on = continuation_score(old.text, new.text) > 0 and not begins_anew(new.text)
        goes_on = goes_on or (
            ends_open(old.text) and not CODE.match(flat(new.text)) and state.table.meanings[column] not in BODIES
        )
        if goes_on or (state.table.meanings[column] in BODIES and completes_unit(old.text, new.text)):
            old.append(new)
            state.alias[id(new)] = old


def _inherit_spans(state: _Pass, row: Row) -> None:
    """At the top of a page an empty cell is the lower part of the cell that covers the last row of the page before.

    True of the columns that cover rows by habit, and of any cell that the grid shows to cover several rows.
    """
    if not state.done:
        return
    for column, cell in enumerate(row):
        if cell or cell.wide:
            continue
        if state.table.meanings[column] in SPANNING or cell.spans:
            state.alias[id(cell)] = state.done[-1].cells[column]


def _filled(state: _Pass, before: Row, row: Row) -> Row:
    """Empty cells that mean "same as above" get what stands above.

    A standard holds until the next, a criterion within its standard; a number and name hold for further content
    beside them. A body holds within its standard (or group) where the source lost its merged cells (text), not where
    rules show that the cell is empty.
    """
    table = state.table
    row = _as_above(before, row)
    same_standard = True
    standard = table.column("standard")
    if standard is not None:
        if not row[standard]:
            row[standard] = before[standard]
        same_standard = row[standard] is before[standard]
    criterion = table.column("criterion")
    indicator = table.column("indicator")
    if criterion is not None and not row[criterion] and same_standard and (indicator is None or row[indicator]):
        row[criterion] = before[criterion]
    if state.kind == "programme":
        number, name = table.column("number"), table.column("name", "content")
        content = table.column("content") if name != table.column("content") else None
        if (
            name is not None
            and not row[name]
            and (number is None or not row[number])
            and (content is None or row[content])
        ):
            row[name] = before[name]
            if number is not None:
                row[number] = before[number]
    if table.origin in ("tabs", "pipes", "aligned", "flattened") and same_standard:
        for column, meaning in enumerate(table.meanings):
            if meaning in ("unit", "lead") and not row[column]:
                row[column] = before[column]
    return row


def _as_above(before: Row, row: Row) -> Row:
    """The row with what stands above where a cell says that it is the same: "-nt-"."""
    return [up if up and says_same(cell.text) else cell for up, cell in zip(before, row, strict=True)]


def is_total(row: Row) -> bool:
    """A row that adds others up (``Tổng cộng``)."""
    first = next(
        (folded(cell.text) for cell in distinct(row) if cell and not re.fullmatch(r"[\d.,\s]+", cell.text)), ""
    )
    return is_total_label(first)
