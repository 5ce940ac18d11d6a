"""Lines of one flattened table cut into columns, and the words of their cells settled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

import regex as re

from viextract.model.document import Line
from viextract.parse.tables.flattened.alone import LEAST_DAMAGE, decoded_alone
from viextract.parse.tables.flattened.decoder import Cut, Decoder, Run
from viextract.parse.tables.flattened.features import Features, Layout, Vocabulary, usual_widths
from viextract.parse.tables.flattened.parameters import Parameters, fitted
from viextract.parse.tables.flattened.weigh import gains
from viextract.parse.tables.flattened.widths import column_width, print_width
from viextract.parse.tables.flattened.words import (
    MOST_BEFORE_CODE,
    Token,
    ids_of,
    is_whole_code,
    mended_code,
    openings_of,
    parted_code,
    tokens_of,
    words_as_read,
)
from viextract.parse.tables.linegrid import BODIES, PrintedLine
from viextract.vocabulary.column_headings import folded
from viextract.vocabulary.column_words import (
    GLUED_LENGTH,
    UnitWords,
    is_percent,
    is_report_word,
    report_spelling,
    time_spelling,
)

INTRUDER = 2.0
"""By how much (natural log) a cell must read better without a line's words for them to be left out."""

SURE = 0.5
"""Share of the readings that a line's cut must have; else the line is named as doubtful."""

WIDE = 1.5
"""Times the width of its column that no cell's line has, however its letters were misread."""

_BAND = re.compile(r"^\W{0,2}(\d{1,2}[.,)]|[IVX]{1,5}[.,)]?|[A-ZĐ][.)])[\s_|]+\p{Lu}\p{Ll}")
"""A code of one level, its point perhaps misread, and a title; bold print leaves traces between the two."""


class Unmixer:
    """Cuts the lines of one table."""

    def __init__(
        self,
        meanings: list[str],
        lines: Sequence[Line],
        parameters: Parameters | None = None,
    ) -> None:
        self.meanings = meanings
        self.source = lines
        self.tokens = [tokens_of(line) for line in lines]
        self.bands = [self._band(line.text) for line in lines]
        self._mend_codes()
        units = UnitWords([line.text for line in lines])
        if self.damaged and any(meaning in BODIES for meaning in meanings):
            self._part_bodies(units)
            self._read_bodies(units)
        self.features = Features(meanings, self.tokens, units, self.damaged)
        self.continuity = self.features.continuity
        self._open_seams()
        self.decoder = Decoder(self.features, parameters or fitted(), [band is not None for band in self.bands])
        self._runs: list[Cut] = []

    def _band(self, text: str) -> str | None:
        """The title of a group that the line is: a code of one level and a title, nothing of other columns."""
        text = _without_traces(text)
        match = _BAND.match(text)
        if match is None:
            return None
        if match[1][0].isdigit() and "number" in self.meanings:
            return None
        tokens = text.split()
        if is_percent(tokens[-1]) or len(tokens) < 3 or sum(len(token) < 2 for token in tokens[1:]) * 4 > len(tokens):
            return None
        return text

    def _part_bodies(self, units: UnitWords) -> None:
        """Words of bodies that damage has run together (``Hộinôngdân``), parted."""
        for index, tokens in enumerate(self.tokens):
            parted = [(token, units.parted(token.text) if _may_be_glued(token) else None) for token in tokens]
            if any(words for _, words in parted):
                self.tokens[index] = [
                    part for token, words in parted for part in (token.parted(words) if words else [token])
                ]

    def _read_bodies(self, units: UnitWords) -> None:
        """Words as they were read where that is a word of bodies, and what recovery has made of them is none."""
        for tokens in self.tokens:
            for token in tokens:
                if token.letters and not units.knows(token.word) and units.knows(folded(token.letters)):
                    token.word = folded(token.letters)

    def _open_seams(self) -> None:
        """In damaged text each word stands after a seam for all that it may have been."""
        if not self.damaged:
            return
        words = [
            token
            for tokens in self.tokens
            for token in tokens
            if token.raw and len(token.ids) == 1 and not token.settled
        ]
        bare = [re.sub(r"^\W+|\W+$", "", token.raw) for token in words]
        self.continuity.learn([word for word in bare if word.isalpha()])
        for token, word in zip(words, bare, strict=True):
            number = self.continuity.reading(word)
            if number is not None:
                token.opening = (number,)

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
                number = "".join(re.findall(r"^\D{0,2}(\d{1,2})", title))
                if _is_code_without_points(number, group):
                    self.bands[index] = None
                else:
                    group = number
            if len(tokens) > 2 and tokens[2].capital:
                code = parted_code(tokens[0].text, tokens[1].text, group)
                tokens[:2] = [replace(tokens[1], text=code, raw="", width=print_width(code))] if code else tokens[:2]
            for k, token in enumerate(tokens):
                capital = k + 1 < len(tokens) and tokens[k + 1].text[:1].isupper()
                whole = is_whole_code(token.text)
                sure = whole or (capital and k <= MOST_BEFORE_CODE)
                code = mended_code(token.text, group) if sure else None
                if code is not None:
                    tokens[k] = replace(token, text=code)

    def gains(self) -> list[float]:
        """For each line by how much it reads better as a part of the table than as running text."""
        words = [[(token.text, token.ids, token.opening or token.ids) for token in tokens] for tokens in self.tokens]
        return gains(words, self._found(), [band is not None for band in self.bands], self.continuity)

    def _found(self) -> list[Cut]:
        """The words of each column on each line, after two passes."""
        if not self._runs:
            first = self.decoder.best(self.decoder.parameters.beam // 2)
            self.learn(first)
            self._runs = self.decoder.best()
        return self._runs

    def _cells(self, cuts: Sequence[Sequence[Run]]) -> list[list[tuple[int, int]]]:
        """The cells of words: (line, column) of their lines."""
        cells: list[list[tuple[int, int]]] = []
        for column, meaning in enumerate(self.meanings):
            if meaning in ("report", "number", "deadline"):
                continue
            ended = True
            for index, cut in enumerate(cuts):
                ended = ended or self.bands[index] is not None
                start, end, new = cut[column] if self.bands[index] is None else (0, 0, False)
                if end > start:
                    if new or ended:
                        cells.append([])
                    cells[-1].append((index, column))
                    ended = False
        return cells

    def without_text_below(self, count: int) -> int:
        """How many of the first ``count`` lines are left without those at their end that one column has all words of,
        and no room for: running text below the table is as wide as the page.
        """
        cuts = self._found()
        while count and self._is_wide(count - 1, cuts[count - 1]):
            count -= 1
        return count

    def _is_wide(self, line: int, cut: Cut) -> bool:
        widths = self.features.widths
        return self.bands[line] is None and any(
            (start, end) == (0, len(self.tokens[line])) and self.features.length(line, start, end) > WIDE * width
            for (start, end, _), width in zip(cut, widths, strict=True)
        )

    def doubtful(self) -> list[int]:
        """Numbers of the lines whose words may as well be of other columns."""
        return [number for number, value in self.shares().items() if value < SURE]

    def shares(self) -> dict[int, float]:
        """By line number, the share of all readings that cut the line in the same way."""
        sure = self.decoder.sureness(self._found())
        return {line.number: value for line, value in zip(self.source, sure, strict=True)}

    def learn(self, cuts: Sequence[Cut]) -> None:
        """What a first reading of the lines tells of the table: the widths of its columns, and their words."""
        self._learn_widths(cuts)
        vocabulary = Vocabulary(len(self.meanings))
        for line, cut in enumerate(cuts):
            for column, (start, end, _) in enumerate(cut):
                vocabulary.add(line, column, [token.word for token in self.tokens[line][start:end]])
        self.features.vocabulary = vocabulary
        self._learn_layout(cuts)

    def _learn_layout(self, cuts: Sequence[Cut]) -> None:
        """Where the cells begin, and how far apart their lines stand."""
        layout = Layout(len(self.meanings))
        columns = self.decoder.start().columns
        for line, cut in enumerate(cuts):
            if self.bands[line] is not None:
                columns = self.decoder.start().columns
                continue
            layout.add(columns, cut, line, self.features.key)
            columns = self.decoder.after(line, columns, cut)[0]
        self.features.layout = layout

    def lines(self) -> list[PrintedLine]:
        """The lines with a text for each column."""
        runs = self._without_intruders(self._found()) if self.damaged else self._found()
        printed: list[PrintedLine] = []
        damaged = self.damaged
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
                    tokens = self.tokens[index][start:end]
                    words = [_report_word(*pair) for pair in zip(words, tokens, strict=True)] if damaged else words
                if self.meanings[column] == "deadline" and damaged:
                    words = time_spelling(words)
                texts.append(" ".join(words).strip("|_ "))
                begins.append(new)
            printed.append(PrintedLine(index, line.number, line.page, texts, None, line.confidence, None, begins))
        if damaged:
            self._decode_cells(printed, runs)
        return printed

    @property
    def damage(self) -> float:
        """Share of the words that recovery has changed."""
        words = [token for tokens in self.tokens for token in tokens if token.text.isalpha()]
        return sum(token.raw != token.text for token in words) / max(len(words), 1)

    @property
    def damaged(self) -> bool:
        """Whether recovery has changed many of the words."""
        return self.damage >= LEAST_DAMAGE

    def _decode_cells(self, printed: Sequence[PrintedLine], runs: Sequence[Sequence[Run]]) -> None:
        """Each cell of words read anew from what was printed in it, in place."""
        cells = self._cells(runs)
        bands = [line for line in printed if line.band is not None]
        titles = [[" ".join(raw for _, raw in words_as_read(self.source[int(line.y)]))] for line in bands]
        for line, (title,) in zip(bands, decoded_alone(titles), strict=True):
            line.band = _without_traces(title)
        as_read = [[self._as_read(index, *runs[index][column][:2]) for index, column in cell] for cell in cells]
        for cell, lines in zip(cells, decoded_alone(as_read), strict=True):
            for (index, column), text in zip(cell, lines, strict=True):
                printed[index].texts[column] = text.strip("|_ ")

    def _as_read(self, index: int, start: int, end: int) -> str:
        """The words as they were read, figures and signs as they were settled."""
        words = [
            token.text if token.settled or re.search(r"[\d%≥≤<>]", token.text + token.raw) else token.raw
            for token in self.tokens[index][start:end]
        ]
        return " ".join(filter(None, words))

    def _without_intruders(self, runs: Sequence[Cut]) -> list[list[Run]]:
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
                a, b, c = (self.tokens[k][kept[k][column][0] : kept[k][column][1]] for k in (before, here, after))
                if self._seam(a, c) - self._seam(a, b) - self._seam(b, c) > INTRUDER:
                    kept[here][column] = (start, start, False)
            self._drop_stray_ends(kept, column)
        return kept

    def _seam(self, before: Sequence[Token], after: Sequence[Token]) -> float:
        pair = ids_of(before)[-3:], openings_of(after)[:2]
        self.continuity.prepare([pair])
        return self.continuity.seam(*pair)

    def _drop_stray_ends(self, kept: list[list[Run]], column: int) -> None:
        """A word or two that stand apart below a cell's last line, and do not follow it, belong to no cell."""
        held = [k for k, line in enumerate(kept) if line[column][1] > line[column][0]]
        for before, here, after in zip(held, held[1:], [*held[2:], -1], strict=False):
            start, end, new = kept[here][column]
            last = after < 0 or kept[after][column][2] or self.bands[here + 1 : after].count(None) < after - here - 1
            if new or not last or end - start > 2 or here - before < 2:
                continue
            a, b = (self.tokens[k][kept[k][column][0] : kept[k][column][1]] for k in (before, here))
            if self._seam(a, b) < 0.5:
                kept[here][column] = (start, start, False)

    def _learn_widths(self, runs: Sequence[Sequence[Run]]) -> None:
        """The columns are as wide as the lines that a first pass has found in them say: in two steps, since columns
        tell of each other how wide the whole table is.
        """
        evidence = []
        for column in range(len(self.meanings)):
            held = [
                (self.features.length(index, *line[column][:2]), self.tokens[index][line[column][0]], line[column][2])
                for index, line in enumerate(runs)
                if line[column][1] > line[column][0]
            ]
            broken = [(before[0], after[1].width) for before, after in pairwise(held) if not after[2]]
            evidence.append((broken, [item[0] for item in held]))
        first = [column_width(broken, lines) for broken, lines in evidence]
        usual = usual_widths(self.meanings)
        ratios = [width / own for width, own in zip(first, usual, strict=True) if width is not None]
        scale = median(ratios) if ratios else 1.0
        for column, (broken, lines) in enumerate(evidence):
            width = column_width(broken, lines, usual[column] * scale)
            if width is not None:
                self.features.widths[column] = width
        self.features.measured = True


def _is_code_without_points(number: str, group: str) -> bool:
    """Whether the number before a title is a code whose points damage has eaten: groups count up one by one, so that
    ``11.`` under group 1 is ``1.1.``.
    """
    return len(group) == 1 and len(number) == 2 and number[0] == group and int(number) > int(group) + 1


def _without_traces(text: str) -> str:
    """A title of a group without the rules that were read beside its words."""
    return " ".join(re.split(r"[\s_|]+", text)).strip()


def _may_be_glued(token: Token) -> bool:
    """No word that the language model knows, or one with figures within, and too long to be one."""
    strange = token.doubtful or re.search(r"\p{L}\d\p{L}", token.text) is not None
    return strange and len(token.text) >= GLUED_LENGTH and token.raw != ""


def _report_word(word: str, token: Token) -> str:
    """A word of a report column as such columns spell it, or as it was read where only that is a word of theirs."""
    spelt = report_spelling(word)
    read = report_spelling(token.letters) if token.letters and not is_report_word(word) else ""
    return read if read and is_report_word(read) else spelt
