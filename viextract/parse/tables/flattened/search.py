"""Tables that OCR has flattened: printed lines with the words of all columns side by side, columns rebuilt word by
word.

The columns are known from the line of headings. Each line is cut into runs of words, one for each column that has
words on it, so that every run reads on from the column's last line or begins a cell as cells of that column do. What
speaks for a cut: the language model over the seam (``… dùng nước`` | ``sạch đạt``), codes (``1.2.4.`` begins a
criterion), names of bodies, the words that report columns consist of, the width of a column, and the law of line
breaking: a cell that goes on had no room for the next word. A beam search keeps the best readings of all lines so
far; a second pass knows the widths that the first has found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

import regex as re
from rapidfuzz import fuzz

from viextract.language.ngram import UNKNOWN_ID
from viextract.language.syllables import is_syllable
from viextract.model.document import Line
from viextract.model.plan import Correction
from viextract.parse.tables.continuation import want_another
from viextract.parse.tables.flattened.alone import LEAST_DAMAGE, decoded_alone, readings
from viextract.parse.tables.flattened.continuity import Continuity, Ids, word_ids
from viextract.parse.tables.flattened.headline import HeadLine, find_headlines
from viextract.parse.tables.flattened.weigh import gains, table_end
from viextract.parse.tables.flattened.widths import SPACE, column_width, print_width
from viextract.parse.tables.linegrid import BODIES, LineTable, PrintedLine, rows_of
from viextract.parse.tables.logical import LogicalTable, Row, Text, flat
from viextract.vocabulary.column_headings import folded
from viextract.vocabulary.column_words import (
    UnitWords,
    is_percent,
    is_registered,
    is_report_word,
    is_time_word,
    report_spelling,
)

INTRUDER = 2.0
"""By how much (natural log) a cell must read better without a line's words for them to be left out."""
HOPELESS = -7.0
"""Runs that are so little of a column are not tried."""
BEAM = 40
"""Readings kept after each line."""
KEPT = 8
"""Cuts of one line kept for each reading."""
SHORT_START = 1.5
"""What a cell of long text costs whose first line has only a word or two: the rest would have had room on it."""
RUN_COST = 0.6
"""What each run of words costs: columns are not opened without need."""
MOST_SLACK = 4.0
"""What a line broken too early costs at most: damage shortens lines too."""
WIDER, TOO_WIDE = 1.5, 0.8
"""By how many letters a line may be wider than its column was measured, and what each further letter costs."""
NARROWER, TOO_EARLY = 1.5, 0.9
"""The same for the room that a line leaves which goes on on the next."""
INNER, SEAM = 0.5, 0.5
"""Weights of the language model between two words of a line, and between a cell's lines."""
CAPITAL, CAPITAL_WITHIN = 3.0, 2.0
"""What a capital costs at the start of a line that goes on, and within a line."""
NEW_CAPITAL = 0.6
"""What a capital is worth at the start of a cell."""
NEW_SHARE = 2.0
"""What such a share costs at the start of a line that goes on, unless the line before wants a figure."""
NAME_IS_WHOLE, NO_FIELD = -4.0, -3.5
"""For a word behind a body's whole name, and for one in a report column that is none of its words."""
MARKS_OFF = -0.2
"""A word of bodies' names but for its marks: damage, or another word (``số`` for ``sở``)."""
GAP_COST = 1.2
"""What each line between two lines of one cell costs."""
MOST_WORDS = 40
"""A line of more words is prose: a table's line holds a page's width."""

USUAL_WIDTHS = {
    "number": 4,
    "standard": 16,
    "criterion": 26,
    "indicator": 34,
    "unit": 16,
    "lead": 16,
    "partners": 17,
    "name": 34,
    "content": 34,
    "deadline": 14,
    "product": 18,
    "funding": 12,
    "report": 14,
    "note": 12,
    "other": 16,
}
"""Letters in a column's line, before the table's own lines have been seen; only their proportions count."""

_LONG = frozenset({"indicator", "name", "content"})

_STANDARD = re.compile(r"^\d{1,2}\s?[.:,]\s?\d{1,2}[.:,]?(?:\p{Lu}.*)?$")
_CRITERION = re.compile(r"^\d{1,2}[.:,]\d{1,2}[.:,]\d{1,2}[.:,]?")
_BARE_CODE = re.compile(r"^\d{1,2}(?:[.:,]\d{1,2}){1,2}[.:,]?$")
_BAND = re.compile(r"^\W{0,2}(\d{1,2}[.)]|[IVX]{1,5}[.)]?|[A-ZĐ][.)])\s+\p{Lu}\p{Ll}")
_SHARE = r"\d+([.,]\d+)?\s*%"
"""A figure with its per cent sign, with which indicators begin as with a capital."""
_NUMBERS_ONLY = re.compile(r"\W*\d{1,3}\W*|\s*(?:\(?(?:\d{1,2}|[A-ZĐ])\)?\s+){2,}\(?(?:\d{1,2}|[A-ZĐ])\)?\s*")
"""Page numbers, and the row ``(1) (2) (3)`` below headings."""
_END = re.compile(r"^\W*(?:Ghi chú|Nơi nhận|PHỤ LỤC|TM\.|KT\.)")


@dataclass(slots=True)
class _Token:
    text: str
    ids: Ids
    word: str
    """Letters and digits without case and marks."""
    after_bar: bool = False
    """The trace of a column rule stands before it."""
    doubtful: bool = False
    """No word that the language model knows, nor a figure or sign; or a guess at what may be a speck."""
    raw: str = ""
    """What was read in its place; empty where the word before it has that."""


@dataclass(slots=True, frozen=True)
class _Column:
    """What a reading knows of a column after some lines: its last words, where its last line was and how wide."""

    tail: Ids = ()
    line: int = -99
    width: float = 0.0
    last: str = ""
    words: tuple[str, ...] = ()
    """Folded words of the cell so far (bodies only)."""


@dataclass(slots=True)
class _Reading:
    """One way to cut all lines so far; ``runs``: for each line and column the words [from, to) and whether they
    begin a cell.
    """

    score: float
    columns: tuple[_Column, ...]
    runs: tuple[tuple[tuple[int, int, bool], ...], ...] = ()


def with_signs(lines: Sequence[Line], corrections: Sequence[Correction]) -> list[Line]:
    """The lines with the signs and figures that recovery has taken for words: ``%``, ``≥ 90%`` and codes stand alone
    in a table.
    """
    by_line = _by_line([c for c in corrections if re.search(r"\d|%|Yo$|^S?TT$", c.before)])
    mended: list[Line] = []
    for line in lines:
        text, at = line.text, 0
        for correction in by_line.get(line.number, []):
            place = re.compile(rf"(?<![\w]){re.escape(correction.after)}(?![\w])").search(text, at)
            sign = _sign(correction)
            if place is None or sign is None:
                continue
            text = text[: place.start()] + sign + text[place.end() :]
            at = place.start() + len(sign)
        mended.append(line if text == line.text else replace(line, text=text))
    return mended


def _by_line(corrections: Sequence[Correction]) -> dict[int, list[Correction]]:
    by_line: dict[int, list[Correction]] = {}
    for correction in corrections:
        if correction.source is not None:
            by_line.setdefault(correction.source.lines[0], []).append(correction)
    return by_line


def _sign(correction: Correction) -> str | None:
    """What a corrected token should have stayed; None where the correction is right."""
    before, after = correction.before, correction.after
    if before in ("TT", "STT"):  # the heading of the numbers, which is no word
        return before
    if is_percent(before):
        return "%"
    if _SPOILT_CODE.match(before) and not re.search(r"\d", after):
        return before
    figure = re.search(r"[<>≥≤]?\s*\d+([.,]\d+)?\s*%$", before)
    return f"{after} {figure[0].strip()}" if figure is not None and not re.search(r"\d", after) else None


MOST_REFUSED = 30
"""Lines of headings that turn out to be text, after which no more tables are looked for."""
TRIAL_LINES = 24
"""Lines below headings that tell whether it is worth reading on: half a page."""


def find_flattened(
    lines: Sequence[Line], start: int = 0, corrections: Sequence[Correction] = ()
) -> tuple[LogicalTable, set[int]] | None:
    """The first flattened table at or after index ``start``, as a table of rows, and the numbers of its lines; None
    without one.

    lines: the document's lines in reading order (those of tables found otherwise left out). corrections: what
    recovery has changed in them. Lines that read better as running text are none of a table
    (:mod:`viextract.parse.tables.flattened.weigh`).
    """
    for _ in range(MOST_REFUSED):
        head = _head(lines, start, corrections)
        if head is None:
            return None
        found = _table_below(lines, head, corrections)
        if found is not None:
            return found
        start = head.lines[0] + 1
    return None


def _table_below(
    lines: Sequence[Line], head: HeadLine, corrections: Sequence[Correction]
) -> tuple[LogicalTable, set[int]] | None:
    """The table below a line of headings, as far as it goes; None where text stands there."""
    first, end, taken = head.lines[0], _end(lines, head), set(head.lines)
    body = [k for k in range(first, end) if k not in taken and lines[k].text.strip()]
    body = [k for k in body if not _NUMBERS_ONLY.fullmatch(lines[k].text)]
    breaks = set(_page_breaks(lines, head))

    def unmixed(count: int) -> _Unmixer:
        return _Unmixer(head.meanings, [lines[k] for k in body[:count]], breaks, corrections)

    if len(body) < 2 or table_end(unmixed(TRIAL_LINES).gains()) < 2:
        return None
    unmixer = unmixed(len(body))
    count = table_end(unmixer.gains())
    if count < 2:
        return None
    if count < len(body):
        end = body[count]
        unmixer = unmixed(count)
    rows = rows_of(LineTable(head.meanings, unmixer.lines()))
    if _fills_one_column(rows):
        return None
    _leads_first(rows, head.meanings)
    _mend_bodies(rows, head.meanings)
    table = LogicalTable(head.names, head.meanings, rows, origin="flattened", page=lines[body[0]].page)
    table.header_text = " ".join(head.names)
    table.lines = {line.number for line in lines[first:end]}
    table.after_line = lines[first].number - 1
    return table, table.lines


def _fills_one_column(rows: Sequence[Row]) -> bool:
    """Whether most rows have words in one column only: a list, or text."""
    own = [row for row in rows if not any(cell.wide for cell in row)]
    return 2 * sum(sum(bool(cell) for cell in row) <= 1 for row in own) > len(own)


def _head(lines: Sequence[Line], start: int, corrections: Sequence[Correction]) -> HeadLine | None:
    """The first line of headings, in the lines as they are or as they were read: headings side by side make no
    sentence, so that recovery may take them for other words, where their letters still tell what they are.
    """
    changed = _by_line(corrections)
    read = [
        replace(line, text=" ".join(raw for _, raw in readings(line.text, changed[line.number]) if raw))
        if line.number in changed
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
            longer = [other for other in recurring if other.startswith(f"{text} ")]
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


def _end(lines: Sequence[Line], head: HeadLine) -> int:
    """The index after the table: the document's end, or a line that begins something else."""
    for index in range(head.lines[0] + 1, len(lines)):
        if index not in head.lines and _END.match(lines[index].text):
            return index
    return len(lines)


def _page_breaks(lines: Sequence[Line], head: HeadLine) -> list[int]:
    """Numbers of the first lines below a repeated header."""
    return [lines[k + 1].number for k in head.lines if k + 1 < len(lines) and k + 1 not in head.lines]


class _Unmixer:
    """Cuts the lines of one table."""

    def __init__(
        self, meanings: list[str], lines: Sequence[Line], breaks: set[int], corrections: Sequence[Correction] = ()
    ) -> None:
        self.meanings = meanings
        self.source = lines
        self.breaks = breaks
        self.units = UnitWords(line.text for line in lines)
        self.continuity = Continuity()
        changed = _by_line(corrections)
        self.tokens = [_tokens(line.text, changed.get(line.number, [])) for line in lines]
        self.bands = [self._band(line.text) for line in lines]
        self._mend_codes()
        self.reach = [[0.0, *accumulate(print_width(t.text) + SPACE for t in tokens)] for tokens in self.tokens]
        self.numbered = self._numbered_on_top()
        full = sorted(sum(len(t.text) + 1 for t in tokens) for tokens in self.tokens)
        usual = [USUAL_WIDTHS.get(meaning, 16) for meaning in meanings]
        scale = full[int(0.9 * (len(full) - 1))] / sum(usual)
        self.widths = [max(3.0, width * scale) for width in usual]
        self._runs: list[tuple[tuple[int, int, bool], ...]] = []
        self.bodied = any(meaning in BODIES for meaning in meanings)
        self.coded = {
            "standard": sum(bool(_STANDARD.match(t.text)) for tokens in self.tokens for t in tokens) >= 1,
            "criterion": sum(bool(_CRITERION.match(t.text)) for tokens in self.tokens for t in tokens) >= 1,
        }

    def _band(self, text: str) -> str | None:
        """The title of a group that the line is: a code of one level and a title, nothing of other columns."""
        text = re.sub(r"\s+", " ", text).strip()
        match = _BAND.match(text)
        if match is None:
            return None
        if match[1][0].isdigit() and "number" in self.meanings:
            return None
        tokens = text.split()
        if is_percent(tokens[-1]) or len(tokens) < 3 or sum(len(token) < 2 for token in tokens[1:]) * 4 > len(tokens):
            return None
        return text.strip("|_ ")

    def _numbered_on_top(self) -> bool:
        """Rows are numbered on their first line: most lines that begin with a running number go on with a capital."""
        if "number" not in self.meanings:
            return False
        begun = [tokens for tokens in self.tokens if len(tokens) > 2 and re.fullmatch(r"\d{1,3}[.)]?", tokens[0].text)]
        capitals = sum(tokens[1].text[:1].isupper() for tokens in begun)
        words = sorted(len(tokens) for tokens in begun)
        return len(begun) >= 2 and capitals >= 0.9 * len(begun) and words[len(words) // 2] >= 6

    def _mend_codes(self) -> None:
        """Codes as they were before damage: ``12.1.`` under group 1 is ``1.2.1.``, ``211.`` under group 2 is
        ``2.1.1.``.
        """
        if "criterion" not in self.meanings:
            return
        group = ""
        for index, tokens in enumerate(self.tokens):
            title = self.bands[index]
            if title is not None:
                group = "".join(re.findall(r"^\D{0,2}(\d{1,2})", title))
            for k, token in enumerate(tokens):
                capital = k + 1 < len(tokens) and tokens[k + 1].text[:1].isupper()
                sure = capital or re.match(r"^\d\D\d\D\d\D{0,3}$", token.text) is not None
                code = mended_code(token.text, group) if sure and k <= MOST_BEFORE_CODE else None
                if code is not None:
                    tokens[k] = replace(token, text=code)

    def gains(self) -> list[float]:
        """For each line by how much it reads better as a part of the table than as running text."""
        words = [[(token.text, token.ids) for token in tokens] for tokens in self.tokens]
        return gains(words, self._found(), [band is not None for band in self.bands], self.continuity)

    def _found(self) -> list[tuple[tuple[int, int, bool], ...]]:
        """The words of each column on each line, after two passes."""
        if not self._runs:
            self._learn_widths(self._search(BEAM // 2))
            self._runs = self._search(BEAM)
        return self._runs

    def lines(self) -> list[PrintedLine]:
        """The lines with a text for each column."""
        runs = self._without_intruders(self._found())
        printed: list[PrintedLine] = []
        damaged = self._is_damaged()
        for index, line in enumerate(self.source):
            if self.bands[index] is not None:
                printed.append(
                    PrintedLine(
                        index, line.number, line.page, [""] * len(self.meanings), self.bands[index], line.confidence
                    )
                )
                continue
            texts, begins = [], []
            for column, (start, end, new) in enumerate(runs[index]):
                words = [token.text for token in self.tokens[index][start:end]]
                if self.meanings[column] == "report":
                    words = ["%" if is_percent(word) else word for word in words]
                    words = [report_spelling(word) for word in words] if damaged else words
                texts.append(" ".join(words).strip("|_ "))
                begins.append(new)
            printed.append(PrintedLine(index, line.number, line.page, texts, None, line.confidence, None, begins))
        if damaged:
            self._decode_cells(printed, runs)
        return printed

    def _is_damaged(self) -> bool:
        words = [token for tokens in self.tokens for token in tokens if token.text.isalpha()]
        return sum(token.raw != token.text for token in words) >= LEAST_DAMAGE * max(len(words), 1)

    def _decode_cells(self, printed: Sequence[PrintedLine], runs: Sequence[Sequence[tuple[int, int, bool]]]) -> None:
        """Each cell of words read anew from what was printed in it, in place."""
        cells: list[list[tuple[int, int]]] = []
        for column, meaning in enumerate(self.meanings):
            if meaning in ("report", "number", "deadline"):
                continue
            ended = True
            for index, line in enumerate(printed):
                ended = ended or line.band is not None
                start, end, new = runs[index][column] if line.band is None else (0, 0, False)
                if end > start:
                    if new or ended:
                        cells.append([])
                    cells[-1].append((index, column))
                    ended = False
        as_read = [[self._as_read(index, *runs[index][column][:2]) for index, column in cell] for cell in cells]
        for cell, lines in zip(cells, decoded_alone(as_read), strict=True):
            for (index, column), text in zip(cell, lines, strict=True):
                printed[index].texts[column] = text.strip("|_ ")

    def _as_read(self, index: int, start: int, end: int) -> str:
        """The words as they were read, figures and signs as they were settled."""
        words = [
            token.text if re.search(r"[\d%≥≤<>]", token.text + token.raw) else token.raw
            for token in self.tokens[index][start:end]
        ]
        return " ".join(filter(None, words))

    def _without_intruders(
        self, runs: Sequence[tuple[tuple[int, int, bool], ...]]
    ) -> list[list[tuple[int, int, bool]]]:
        """A few words in a cell that neither follow the line before nor lead to the line after, while those two
        follow each other, are dirt or stray from another column: they are left out.
        """
        kept = [list(line) for line in runs]
        for column, meaning in enumerate(self.meanings):
            if meaning in BODIES or meaning in ("report", "number", "deadline"):
                continue
            held = [k for k, line in enumerate(kept) if line[column][1] > line[column][0]]
            for before, here, after in zip(held, held[1:], held[2:], strict=False):
                start, end, new = kept[here][column]
                if new or kept[after][column][2] or end - start > 3:
                    continue
                a, b, c = (_ids(self.tokens[k][kept[k][column][0] : kept[k][column][1]]) for k in (before, here, after))
                self.continuity.prepare([(a[-3:], b[:2]), (b[-3:], c[:2]), (a[-3:], c[:2])])
                with_it = self.continuity.seam(a[-3:], b[:2]) + self.continuity.seam(b[-3:], c[:2])
                if self.continuity.seam(a[-3:], c[:2]) - with_it > INTRUDER:
                    kept[here][column] = (start, start, False)
            self._drop_stray_ends(kept, column)
        return kept

    def _drop_stray_ends(self, kept: list[list[tuple[int, int, bool]]], column: int) -> None:
        """A word or two that stand apart below a cell's last line, and do not follow it, belong to no cell."""
        held = [k for k, line in enumerate(kept) if line[column][1] > line[column][0]]
        for before, here, after in zip(held, held[1:], [*held[2:], -1], strict=False):
            start, end, new = kept[here][column]
            last = after < 0 or kept[after][column][2] or self.bands[here + 1 : after].count(None) < after - here - 1
            if new or not last or end - start > 2 or here - before < 2:
                continue
            a, b = (_ids(self.tokens[k][kept[k][column][0] : kept[k][column][1]]) for k in (before, here))
            self.continuity.prepare([(a[-3:], b[:2])])
            if self.continuity.seam(a[-3:], b[:2]) < 0.5:
                kept[here][column] = (start, start, False)

    measured = False
    """The widths are those of the table's own lines, not guesses."""

    def _learn_widths(self, runs: Sequence[Sequence[tuple[int, int, bool]]]) -> None:
        """The columns are as wide as the lines that a first pass has found in them say."""
        for column in range(len(self.meanings)):
            held = [
                (
                    self._length(index, line[column][0], line[column][1]),
                    self.tokens[index][line[column][0]],
                    line[column],
                )
                for index, line in enumerate(runs)
                if line and line[column][1] > line[column][0]
            ]
            broken = [(before[0], print_width(after[1].text)) for before, after in pairwise(held) if not after[2][2]]
            width = column_width(broken, [item[0] for item in held])
            if width is not None:
                self.widths[column] = width
        self.measured = True

    def _length(self, index: int, start: int, end: int) -> float:
        """The width of a run of words, in letters."""
        return self.reach[index][end] - self.reach[index][start] - SPACE if end > start else 0.0

    # --- search ---

    def _search(self, beam: int) -> list[tuple[tuple[int, int, bool], ...]]:
        readings = [_Reading(0.0, tuple(_Column() for _ in self.meanings))]
        for index in range(len(self.source)):
            if self.bands[index] is not None:
                blank = tuple((0, 0, False) for _ in self.meanings)
                readings = [
                    _Reading(r.score, tuple(_Column() for _ in self.meanings), (*r.runs, blank)) for r in readings
                ]
                continue
            inner, content, reach = self._line_scores(index)
            self._prepare(index, readings)
            grown = [new for reading in readings for new in self._cuts(index, reading, inner, content, reach)]
            grown.sort(key=lambda reading: -reading.score)
            readings = _distinct(grown, beam)
        return list(readings[0].runs)

    def _prepare(self, index: int, readings: Sequence[_Reading]) -> None:
        tokens = self.tokens[index]
        tails = {column.tail for reading in readings for column in reading.columns if column.tail}
        starts = {_ids(tokens[k : k + 3])[:2] for k in range(len(tokens))}
        self.continuity.prepare([(tail, start) for tail in tails for start in starts])

    def _line_scores(self, index: int) -> tuple[list[float], list[list[list[float]]], list[list[int]]]:
        """For each gap between words how much they belong together; for each column and run of words how much it is
        of that column.
        """
        tokens = self.tokens[index]
        pairs = [(_ids(tokens[max(0, k - 3) : k])[-3:], _ids(tokens[k : k + 3])[:2]) for k in range(1, len(tokens))]
        self.continuity.prepare(pairs)
        inner = [0.0] + [max(-2.5, min(2.5, INNER * self.continuity.seam(*pair))) for pair in pairs]
        for k in range(1, len(tokens)):
            if tokens[k].after_bar:
                inner[k] -= 3.0  # the trace of a column rule
            elif tokens[k].text[:1].isupper() and tokens[k - 1].text[-1:].islower():
                named = self.units.follows(tokens[k - 1].word, tokens[k].word, tokens[k].text)
                inner[k] -= 0.0 if named else CAPITAL_WITHIN  # cells begin with capitals
        count = len(tokens)
        content: list[list[list[float]]] = []
        reach: list[list[int]] = []
        for column, meaning in enumerate(self.meanings):
            weights = [self._word_weight(meaning, tokens, k) for k in range(count)]
            rows = []
            for start in range(count):
                total, row = 0.0, [0.0] * (count + 1)
                for end in range(start + 1, count + 1):
                    total += weights[end - 1]
                    if (
                        end - 1 > start
                        and meaning in ("standard", "criterion")
                        and _BARE_CODE.match(tokens[end - 1].text)
                    ):
                        total -= 10.0  # a code begins its cell
                    if meaning in BODIES and end - 1 > start:
                        total += self._beside(meaning, tokens[end - 2], tokens[end - 1])
                    bare = end == start + 1 < count and _BARE_CODE.match(tokens[start].text) is not None
                    row[end] = total - self._too_wide(index, column, start, end) - (2.0 if bare else 0.0)
                rows.append(row)
            content.append(rows)
            reach.append(
                [
                    max((end for end in range(start + 1, count + 1) if row[end] > HOPELESS), default=start)
                    for start, row in enumerate(rows)
                ]
            )
        return inner, content, reach

    def _too_wide(self, index: int, column: int, start: int, end: int) -> float:
        room = self.widths[column] + WIDER if self.measured else 1.15 * self.widths[column]
        over = self._length(index, start, end) - room
        return (TOO_WIDE if self.measured else 0.35) * over if over > 0 else 0.0

    def _word_weight(self, meaning: str, tokens: Sequence[_Token], k: int) -> float:
        """How much a word is one of a column of this meaning, by itself."""
        token = tokens[k]
        percent = is_percent(token.text)
        if meaning == "report":
            if percent:
                return 2.0
            if not is_report_word(token.text):
                return 0.6 if k and tokens[k - 1].word == "so" and token.text[0].islower() else NO_FIELD
            return 1.2 if token.text[0].isupper() or token.text[0].isdigit() else 0.4
        if percent:
            return -4.0
        if meaning in BODIES:
            return (0.6 if self.units.spells(token.text) else MARKS_OFF) if self.units.knows(token.word) else -1.6
        if meaning == "deadline":
            return 0.8 if is_time_word(token.text) else -2.2
        if meaning == "number":
            return 0.0 if re.fullmatch(r"\d{1,3}[.)]?|[IVX]+\.?", token.text) else -20.0
        if self.bodied and token.text[:1].isupper() and self.units.begins([t.word for t in tokens[k : k + 2]]):
            return -2.5
        if _CRITERION.match(token.text):
            return 1.0 if meaning == "criterion" else -4.0
        if _STANDARD.match(token.text):
            return 1.0 if meaning == "standard" else -4.0 if self.coded["standard"] else -0.5
        if token.doubtful:
            return -0.8
        return -1.5 if meaning in ("standard", "criterion") and re.fullmatch(r"\D?\d+\D?", token.text) else 0.0

    def _beside(self, meaning: str, first: _Token, second: _Token) -> float:
        """How much two neighbouring words are of one column of bodies."""
        if self.units.follows(first.word, second.word, second.text):
            return 0.8
        parted = first.text.endswith((";", ",")) or second.word == "va"
        return 0.0 if parted and second.text[:1].isupper() else -1.5

    def _start(self, index: int, k: int, column: int, state: _Column) -> tuple[float, bool]:
        """How well a run may start at word k in a column, and whether it then begins a cell."""
        going, new = self._going_on(index, k, column, state), self._new(index, k, column, state)
        return (going, False) if going >= new else (new, True)

    def _going_on(self, index: int, k: int, column: int, state: _Column) -> float:
        meaning, tokens = self.meanings[column], self.tokens[index]
        token = tokens[k]
        if state.line < 0 or meaning == "number":
            return -20.0
        if _CRITERION.match(token.text) or (_STANDARD.match(token.text) and meaning in ("standard", "criterion")):
            return -20.0
        gap = index - state.line - 1
        score = 0.8 - GAP_COST * min(gap, 4)
        if meaning == "report":
            return score - 0.3 if _begins_field(token) else -3.0
        if meaning in BODIES:
            return score + self._body_goes_on(state, tokens, k)
        score += max(-2.5, min(3.0, SEAM * self.continuity.seam(state.tail, _ids(tokens[k : k + 3])[:2])))
        score -= self._room_left(column, state.width + SPACE + print_width(token.text))
        if token.text[:1].isupper() and not state.last.endswith((",", "-", "/")):
            score -= CAPITAL
        if re.match(_SHARE, token.text) and folded(state.last) not in want_another():
            score -= NEW_SHARE
        if state.last.endswith((".", ";")):
            score -= 1.5
        return score

    def _room_left(self, column: int, width: float) -> float:
        """The law of line breaking: a word that the line before had room for does not begin the next line of its
        cell.
        """
        slack = self.widths[column] - width
        if not self.measured:
            return 0.25 * max(0.0, min(slack - 3.0, 8.0))
        return min(MOST_SLACK, TOO_EARLY * max(0.0, slack - NARROWER))

    def _body_goes_on(self, state: _Column, tokens: Sequence[_Token], k: int) -> float:
        """How well a word goes on a body's name (or a list of bodies)."""
        token = tokens[k]
        fresh = token.text[:1].isupper() and self.units.begins([t.word for t in tokens[k : k + 2]])
        if fresh and (state.last.endswith((";", ",")) or folded(state.last) not in want_another()):
            return 0.5 if state.last.endswith((";", ",")) else -3.0
        if self.units.is_beginning((*state.words, token.word), token.text):
            return 3.0 if self.units.spells(token.text) else 1.0
        if self.units.is_name(state.words):
            return NAME_IS_WHOLE
        return 1.5 if state.words and self.units.follows(state.words[-1], token.word, token.text) else -2.0

    def _new(self, index: int, k: int, column: int, state: _Column) -> float:
        meaning, tokens = self.meanings[column], self.tokens[index]
        token = tokens[k]
        if meaning in ("standard", "criterion") and self.coded[meaning]:
            pattern = _STANDARD if meaning == "standard" else _CRITERION
            return (
                4.0
                if pattern.match(token.text) and not (meaning == "standard" and _CRITERION.match(token.text))
                else -8.0
            )
        if meaning == "number":
            return 3.0 if k == 0 else -20.0
        if meaning == "report":
            return 0.0 if _begins_field(token) else -4.0
        waiting = 1.0 if state.line >= 0 and folded(state.last) in want_another() else 0.0
        if meaning in BODIES:
            words = [t.word for t in tokens[k : k + 2]]
            if token.text[:1].isupper() and self.units.begins(words):
                return 1.5 - waiting
            return (0.5 if token.text[:1].isupper() and self.units.is_head(token.word) else -4.0) - waiting
        if meaning == "deadline":
            if not is_time_word(token.text):
                return -2.5
            return 1.2 if token.text[:1].isupper() else 0.3 if "/" in token.text else -1.5
        first = token.text.lstrip("\"“'(")[:1]
        if token.doubtful or (token.text.isalpha() and len(token.text) <= 3 and not is_syllable(token.text.lower())):
            return -3.0 - waiting  # dirt does not begin a cell
        on_top = 0.0
        if self.numbered:  # cells begin on the lines with a number, and on no others
            on_top = 2.0 if re.fullmatch(r"\d{1,3}[.)]?", tokens[0].text) else -1.5
        if first.isupper() or re.match(_SHARE, token.text):
            return NEW_CAPITAL - 2.0 * waiting + on_top
        return -3.5 - waiting

    def _loss(self, token: _Token) -> float:
        """What it costs to give a word to no column: little for dirt."""
        return 0.5 if token.doubtful else 1.2 if token.text.isdigit() else 2.5

    def _cuts(
        self,
        index: int,
        reading: _Reading,
        inner: Sequence[float],
        content: Sequence[Sequence[Sequence[float]]],
        reach: Sequence[Sequence[int]],
    ) -> list[_Reading]:
        """The best few ways to cut a line, given one reading of the lines above it."""
        tokens = self.tokens[index]
        count = len(tokens)
        sums = [0.0]
        for value in inner[1:]:
            sums.append(sums[-1] + value)
        losses = [self._loss(token) for token in tokens]
        # partial cuts: words taken -> (score, runs); columns come one by one, left to right
        best: dict[int, list[tuple[float, tuple[tuple[int, int, bool], ...]]]] = {0: [(0.0, ())]}
        for column in range(len(self.meanings)):
            starts = [self._start(index, k, column, reading.columns[column]) for k in range(count)]
            grown: dict[int, list[tuple[float, tuple[tuple[int, int, bool], ...]]]] = {}
            for k in range(count):  # words that no column takes
                for score, runs in best.get(k, ()):
                    best.setdefault(k + 1, []).append((score - losses[k], runs))
            best = {taken: sorted(items, key=lambda item: -item[0])[:KEPT] for taken, items in best.items()}
            for taken, items in best.items():
                for score, runs in items:
                    grown.setdefault(taken, []).append((score, (*runs, (taken, taken, False))))
                    if taken >= count or starts[taken][0] < -15:
                        continue
                    begin, new = starts[taken]
                    row = content[column][taken]
                    for end in range(taken + 1, reach[column][taken] + 1):
                        short = SHORT_START if new and end - taken <= 2 and self.meanings[column] in _LONG else 0.0
                        value = score - short + begin - RUN_COST + row[end] + sums[end - 1] - sums[taken]
                        grown.setdefault(end, []).append((value, (*runs, (taken, end, new))))
            best = {taken: sorted(items, key=lambda item: -item[0])[:KEPT] for taken, items in grown.items()}
        results = []
        for taken, items in best.items():
            for score, runs in items:
                results.append((score - sum(losses[taken:]), runs))
        results.sort(key=lambda item: -item[0])
        return [self._after(index, reading, score, runs) for score, runs in results[:KEPT]]

    def _body_words(self, before: tuple[str, ...], words: Sequence[_Token]) -> tuple[str, ...]:
        """Folded words of the body that a cell names last: a list begins anew behind its separators."""
        held = list(before)
        for k, token in enumerate(words):
            if (k and words[k - 1].text.endswith(";")) or (
                held and token.text[:1].isupper() and self.units.is_name(held)
            ):
                held = []
            held.append(token.word)
        return tuple(held[-10:])

    def _after(self, index: int, reading: _Reading, score: float, runs: tuple[tuple[int, int, bool], ...]) -> _Reading:
        columns = []
        for column, (start, end, new) in enumerate(runs):
            state = reading.columns[column]
            if end > start:
                words = self.tokens[index][start:end]
                earlier = () if new else state.tail
                body = self._body_words(() if new else state.words, words)
                state = _Column(
                    (*earlier, *_ids(words))[-3:], index, self._length(index, start, end), words[-1].text, body
                )
            columns.append(state)
        return _Reading(reading.score + score, tuple(columns), (*reading.runs, runs))


_DIRT = re.compile(r"[^\w%]*[a-zA-ZâăêôơưàáạảãèéẹẻẽìíịỉĩòóọỏõùúụủũỳýỵỷỹđÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚĐ][^\w%)]*(?<![yYởýÝVIX)])")
"""A single letter that is no word: specks and parts of rules. ``y`` (tế), ``ở``, ``ý``, figures and ``a)`` are
words.
"""

MOST_BEFORE_CODE = 6
"""Words that may stand before a criterion's code on its line: those of the standard's column."""

_SPOILT_CODE = re.compile(r"^\D{0,2}\d{1,2}(?:[.,:;'‘’`°]{0,2}\d){1,2}[.,:;'‘’`°})]{0,3}$")


def mended_code(text: str, group: str) -> str | None:
    """The code of a standard or criterion that damage has left without its points, or with others; None for what is
    none.

    group: the number of the group that the line stands under, with which its codes begin.

    >>> mended_code("12.1.", "1"), mended_code("2'3'3'.", "2"), mended_code("211.", "2"), mended_code("1:2.", "1")
    ('1.2.1.', '2.3.3.', '2.1.1.', '1.2.')
    >>> mended_code("15-60", "1") is None, mended_code("100", "1") is None
    (True, True)
    """
    if not _SPOILT_CODE.match(text) or not re.search(r"[.,:;'‘’`°})]", text):
        return None
    digits = "".join(re.findall(r"\d", text))
    if not group or not digits.startswith(group) or not 1 <= len(digits) - len(group) <= 2:
        return None
    return ".".join([group, *digits[len(group) :]]) + "."


def _begins_field(token: _Token) -> bool:
    """A field of a report column begins with a capital, a per cent sign or a figure of a scale."""
    text = token.text
    return is_percent(text) or text[:1].isupper() or text[:1] == "…" or re.fullmatch(r"[1-5]", text) is not None


def _distinct(readings: Sequence[_Reading], beam: int) -> list[_Reading]:
    """The best readings that differ in what they leave for the lines below."""
    seen: set[tuple[_Column, ...]] = set()
    kept: list[_Reading] = []
    for reading in readings:
        if reading.columns not in seen:
            seen.add(reading.columns)
            kept.append(reading)
            if len(kept) == beam:
                break
    return kept


_GAP_TRACE = re.compile(r"[|_=~—]+[-|_=~—]*|-[-|_=~—]+")
"""What OCR makes of a column rule, or of the white between columns."""

_GUESS, _SPECK = 0.5, 3
"""Up to so many letters for which recovery has but guessed at a word may be specks between the columns."""


def _tokens(text: str, corrections: Sequence[Correction] = ()) -> list[_Token]:
    """Words of a line; specks of dirt (marks without letter, figure or per cent sign, single letters) are left out."""
    tokens: list[_Token] = []
    bar = False
    unsure = {c.before for c in corrections if c.confidence < _GUESS and len(c.before) <= _SPECK}
    for printed, raw in readings(_GAP_TRACE.sub(" | ", text), corrections):
        if printed in ("-", "–") and tokens:
            tokens[-1] = replace(tokens[-1], text=f"{tokens[-1].text} {printed}", raw=f"{tokens[-1].raw} {printed}")
            continue
        if not re.search(r"[^\W_]|%|≥|≤|>|<|…", printed) or _DIRT.fullmatch(printed):
            bar = bar or printed == "|"
            continue
        ids = word_ids(printed)
        doubtful = UNKNOWN_ID in ids or (len(folded(printed)) < 2 and not re.search(r"[\d%ởýỞÝ]", printed))
        doubtful = doubtful or raw in unsure
        tokens.append(_Token(printed, ids, folded(printed), bar, doubtful, raw))
        bar = False
    return tokens[:MOST_WORDS]


def _ids(tokens: Sequence[_Token]) -> Ids:
    return tuple(value for token in tokens for value in token.ids)
