"""Tables that OCR has flattened: printed lines with the words of all columns side by side, columns rebuilt word by
word.

The columns are known from the line of headings (:mod:`.headline`). Each line is cut into runs of words, one for each
column that has words on it (:mod:`.decoder`), so that every run reads on from the column's last line or begins a cell
as cells of that column do (:mod:`.features`). A second reading knows the widths and words of the columns that the
first has found (:mod:`.unmixer`). Rows are put together from the columns' cells as in other tables without rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex as re
from rapidfuzz import fuzz

from viextract.model.document import Line
from viextract.parse.tables.flattened.headline import HeadLine, find_headlines
from viextract.parse.tables.flattened.unmixer import Unmixer
from viextract.parse.tables.flattened.weigh import table_end
from viextract.parse.tables.flattened.words import words_as_read
from viextract.parse.tables.linegrid import BODIES, LineTable, rows_of
from viextract.parse.tables.logical import LogicalTable, Row, Text, flat
from viextract.vocabulary.column_headings import folded
from viextract.vocabulary.column_words import is_registered, registered_like
from viextract.vocabulary.letterhead import begins_foot

_NUMBERS_ONLY = re.compile(r"\W*\d{1,3}\W*|\s*(?:\(?(?:\d{1,2}|[A-ZĐ])\)?\s+){2,}\(?(?:\d{1,2}|[A-ZĐ])\)?\s*")
"""Page numbers, and the row ``(1) (2) (3)`` below headings."""
_END = re.compile(r"^\W*(?:Ghi chú|PHỤ LỤC)")

MOST_REFUSED = 30
"""Lines of headings that turn out to be text, after which no more tables are looked for."""
MOST_SIDE_BY_SIDE = 3
"""Of lines of headings one right below the other, those that are tried: a caption and parts of one heading stand so;
more are a list of such words, and each trial costs as much as half a page.
"""
TRIAL_LINES = 24
"""Lines below headings that tell whether it is worth reading on: half a page."""


def find_flattened(lines: Sequence[Line], start: int = 0) -> tuple[LogicalTable, set[int]] | None:
    """The first flattened table at or after index ``start``, as a table of rows, and the numbers of its lines; None
    without one.

    lines: the document's lines in reading order (those of tables found otherwise left out). Lines that read better as
    running text are none of a table (:mod:`viextract.parse.tables.flattened.weigh`).
    """
    first, side_by_side = start, 0
    for _ in range(MOST_REFUSED):
        head = _head(lines, start)
        if head is None:
            return None
        side_by_side = side_by_side + 1 if head.lines[0] == start and start > first else 0
        start = head.lines[0] + 1
        found = _table_below(lines, head) if side_by_side < MOST_SIDE_BY_SIDE else None
        if found is not None:
            return found
    return None


def _table_below(lines: Sequence[Line], head: HeadLine) -> tuple[LogicalTable, set[int]] | None:
    """The table below a line of headings, as far as it goes; None where text stands there."""
    first, end, taken = head.lines[0], _end(lines, head), set(head.lines)
    body = [k for k in range(first, end) if k not in taken and lines[k].text.strip()]
    body = [k for k in body if not _NUMBERS_ONLY.fullmatch(lines[k].text)]

    def unmixed(count: int) -> Unmixer:
        return Unmixer(head.meanings, [lines[k] for k in body[:count]])

    if len(body) < 2:
        return None
    trial = unmixed(TRIAL_LINES)
    if table_end(trial.gains()) < 2:
        return None
    unmixer = trial if len(body) <= TRIAL_LINES else unmixed(len(body))
    count = unmixer.without_text_below(table_end(unmixer.gains()))
    if count < 2:
        return None
    if count < len(body):
        end = body[count]
        unmixer = unmixed(count)
    rows = rows_of(LineTable(head.meanings, unmixer.lines()))
    if _fills_one_column(rows):
        return None
    _leads_first(rows, head.meanings)
    if unmixer.damaged:
        _mend_bodies(rows, head.meanings)
        _as_registered(rows, head.meanings)
        _counted_as_named(rows, head.meanings)
    table = LogicalTable(head.names, head.meanings, rows, origin="flattened", page=lines[body[0]].page)
    table.doubtful, table.cut, table.damage = unmixer.doubtful(), unmixer.shares(), unmixer.damage
    table.read = {line.number: line.confidence for line in unmixer.source}
    table.header_text = " ".join(head.names)
    table.lines = {line.number for line in lines[first:end]}
    table.after_line = lines[first].number - 1
    return table, table.lines


def _fills_one_column(rows: Sequence[Row]) -> bool:
    """Whether most rows have words in one column only: a list, or text."""
    own = [row for row in rows if not any(cell.wide for cell in row)]
    return 2 * sum(sum(bool(cell) for cell in row) <= 1 for row in own) > len(own)


def _head(lines: Sequence[Line], start: int) -> HeadLine | None:
    """The first line of headings, in the lines as they are or as they were read: headings side by side make no
    sentence, so that recovery may take them for other words, where their letters still tell what they are.
    """
    read = [
        replace(line, raw=" ".join(raw for _, raw in words_as_read(line) if raw), decisions=(), part=None)
        if line.changes
        else line
        for line in lines
    ]
    return find_headlines(lines, start) or find_headlines(read, start)


def _leads_first(rows: Sequence[Row], meanings: Sequence[str]) -> None:
    """A row that names one body names who leads it, in place: a body alone on its lines looks the same in the column
    of partners.

    Only in tables whose rows mostly have a leading body of their own.
    """
    if "lead" not in meanings or "partners" not in meanings:
        return
    lead, partners = meanings.index("lead"), meanings.index("partners")
    before: Text | None = None
    lacking: list[Row] = []
    body = [row for row in rows if not row[0].wide]
    for row in body:
        if not row[lead] or row[lead] is before:
            lacking.append(row)
        before = row[lead]
    if len(lacking) * 2 > len(body):
        return
    for row in lacking:
        if row[partners] and not re.search(r"[;,]\s", flat(row[partners].text)):
            row[lead], row[partners] = row[partners], Text("", row[partners].page)


SAME_BODY = 74.0
"""Likeness (letters without marks) at which a body that damage has spoilt is one that the table names elsewhere."""


def _mend_bodies(rows: Sequence[Row], meanings: Sequence[str]) -> None:
    """Bodies recur in a table: one read only once takes the form of the recurring or registered one that it is like,
    in place.
    """
    for column, meaning in enumerate(meanings):
        if meaning not in ("unit", "lead"):
            continue
        cells = {id(row[column]): row[column] for row in rows if row[column] and not row[column].wide}
        texts = [flat(cell.text) for cell in cells.values()]
        sure = {text for text in texts if is_registered(text)}
        recurring = {text for text in texts if texts.count(text) > 1}
        for cell in cells.values():
            text = flat(cell.text)
            longer = [other for other in recurring if other.startswith(f"{text} ")] or _with_lost_words(text, texts)
            if longer:  # the last word was lost, the place that tells the body's level
                cell.text = max(longer, key=texts.count)
                continue
            for known in (sure, recurring):
                # What a longer reading begins with is another body, of another level.
                others = [other for other in known if not folded(text).startswith(f"{folded(other)} ")]
                best = max(others, key=lambda other: (fuzz.ratio(folded(text), folded(other)), other), default=text)
                if text not in sure and fuzz.ratio(folded(text), folded(best)) >= SAME_BODY:
                    cell.text = best
                    break


def _with_lost_words(text: str, others: Sequence[str]) -> list[str]:
    """The only body of the table that a name may be which has lost what should stand before its ``và``."""
    head, _, rest = folded(text).partition(" ")
    if not rest.startswith(("va ", "- ")):
        return []
    known = {o for o in others if folded(o).startswith(f"{head} ") and folded(o).endswith(f" {rest}") and o != text}
    return list(known) if len(known) == 1 else []


def _as_registered(rows: Sequence[Row], meanings: Sequence[str]) -> None:
    """Bodies of a damaged table that are plainly a registered one, but for a few letters, take its name, in place."""
    cells = {
        id(row[column]): row[column]
        for row in rows
        for column, meaning in enumerate(meanings)
        if meaning in BODIES and row[column] and not row[column].wide
    }
    for cell in cells.values():
        names = re.split(r"(;\s*)", flat(cell.text))
        mended = "".join(registered_like(name) or name for name in names)
        if mended != flat(cell.text):
            cell.text = mended


def _counted_as_named(rows: Sequence[Row], meanings: Sequence[str]) -> None:
    """What a report is to count (``Số trường``) is spelt as the row's indicator spells it, in place: a cell of two
    words tells little of the marks of its second.
    """
    if "report" not in meanings or "indicator" not in meanings:
        return
    for row in rows:
        report, indicator = row[meanings.index("report")], row[meanings.index("indicator")]
        match = re.fullmatch(r"(Số )(\p{L}+)", flat(report.text)) if report and not report.wide else None
        named = {folded(word): word for word in re.findall(r"\p{L}+", indicator.text)} if match else {}
        if match and folded(match[2]) in named:
            report.text = match[1] + named[folded(match[2])].lower()


def _end(lines: Sequence[Line], head: HeadLine) -> int:
    """The index after the table: the document's end, or a line that begins something else."""
    for index in range(head.lines[0] + 1, len(lines)):
        if index not in head.lines and (_END.match(lines[index].text) or begins_foot(lines[index].text)):
            return index
    return len(lines)
