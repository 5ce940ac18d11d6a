"""What speaks for and against the words of a flattened line being of a column: named observations, which the
parameters weigh.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from math import log

import numpy as np
from numpy.typing import NDArray

from viextract.language.syllables import is_syllable
from viextract.parse.tables.continuation import want_another, want_another_as_spelt
from viextract.parse.tables.flattened.continuity import Continuity, Ids, tail_of, words_of_tail
from viextract.parse.tables.flattened.parameters import Pairs, family_of
from viextract.parse.tables.flattened.widths import SPACE
from viextract.parse.tables.flattened.words import (
    BARE_CODE,
    CRITERION,
    RUNNING_NUMBER,
    SHARE,
    STANDARD,
    Token,
    ids_of,
    openings_of,
)
from viextract.parse.tables.linegrid import BODIES
from viextract.vocabulary.column_headings import folded
from viextract.vocabulary.column_words import UnitWords, is_percent, is_report_word, is_time_word

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
    "amount": 12,
    "report": 14,
    "note": 12,
    "other": 16,
}
"""Letters in a column's line, before the table's own lines have been seen; only their proportions count."""
USUAL_WIDTH = 16
FREE = 1.5
"""Letters by which a line may be wider than its column was measured, or leave room: damage changes widths."""
FREE_IN_PRINT = 0.5
"""Room that a line may leave in text without damage: no column is narrower than the lines that it was measured by."""
GUESSED_FREE = 0.15
"""The same while the width is a guess, as a share of it."""
MOST_SLACK, MOST_OVER, MOST_GAP = 5.0, 12.0, 4
"""Letters and lines beyond which more says nothing more."""
INNER_BOUND, SEAM_LEAST, SEAM_MOST = 5.0, -5.0, 6.0
"""A seam counts no more than this (natural log): a rare word is no proof."""
ROWS_APART = 1
"""Cells by which a column may be ahead of the rows, or behind them: in the middle of its height, a cell of one line
begins before or after the row's longest.
"""
ONE_A_ROW = frozenset({"number", "lead", "deadline"})
"""Columns of programmes that have a cell in each row."""
KEYS = ("indicator", "name", "content")
"""Columns whose cells make the rows, the first that a table has."""
SMOOTH = 2.0
"""Words of a column that a word's share there is smoothed with."""
MOST_OWN = 3.0
"""What a word's place in other lines of the table says at most (natural log)."""
USUAL_STEPS = (0.8, 0.12, 0.04, 0.02, 0.02)
"""Shares of the lines of a cell below none, one, two … lines of other columns, where a table says little."""
PRIOR = 2.0
"""Lines, or cells, that what a table is usually like counts as."""


def usual_widths(meanings: Sequence[str]) -> list[float]:
    """Letters in a line of each column, of which the proportions count."""
    return [float(USUAL_WIDTHS.get(meaning, USUAL_WIDTH)) for meaning in meanings]


@dataclass(slots=True, frozen=True)
class Column:
    """What a reading knows of a column after some lines: its last words, where its last line was and how wide."""

    tail: Ids = ()
    line: int = -99
    width: float = 0.0
    last: str = ""
    words: tuple[str, ...] = ()
    """Folded words of the cell so far (bodies only)."""
    step: int = -1
    """Lines of other columns between the last two lines of the cell; -1 in its first line."""
    begun: int = field(default=0, compare=False)
    """Cells since the last title of a group (see :meth:`Features.grammar`). Of readings that differ in nothing else the
    best is enough: counts alone would fill the beam.
    """


EMPTY = Column()


class Vocabulary:
    """Which words stand in which column on the other lines of the table, as a reading before this one found them."""

    def __init__(self, columns: int) -> None:
        self._counts = [Counter[str]() for _ in range(columns)]
        self._lines: dict[tuple[int, str], Counter[int]] = {}
        self._all = Counter[str]()

    def add(self, line: int, column: int, words: Sequence[str]) -> None:
        """The folded words of a run."""
        self._counts[column].update(words)
        self._all.update(words)
        for word in words:
            self._lines.setdefault((line, word), Counter())[column] += 1

    def own(self, line: int, column: int, word: str) -> float:
        """How much likelier the word is in this column than in any (natural log), by the other lines."""
        here = self._lines.get((line, word), Counter())
        among = self._counts[column][word] - here[column]
        total = self._all[word] - sum(here.values())
        share = (sum(self._counts[column].values()) + 1.0) / (sum(self._all.values()) + len(self._counts))
        return max(-MOST_OWN, min(MOST_OWN, log((among + SMOOTH * share) / (total + SMOOTH)) - log(share)))


class Layout:
    """How a table sets its cells, as a reading before this one found it: how far apart the lines of a cell stand, and
    which columns begin their cells on the first line of a row.

    All of it as surprise (natural log, 0 for what is usual): tables differ. Where cells stand at the top, one that
    begins lower is a surprise, as is a gap within a cell; where they stand in the middle of their height, columns may
    be half a line apart, and neither is.
    """

    def __init__(self, columns: int) -> None:
        self._steps = [[share * PRIOR for share in USUAL_STEPS] for _ in range(MOST_GAP + 2)]
        self._beside = [[PRIOR / 2, PRIOR / 2] for _ in range(columns)]
        self._together = [[PRIOR / 2, PRIOR / 2] for _ in range(columns)]

    def add(self, before: Sequence[Column], cut: Sequence[tuple[int, int, bool]], line: int, key: int) -> None:
        """One line of the reading before, the columns as they were above it."""
        for column, (start, end, new) in enumerate(cut):
            if end > start and not new and before[column].line >= 0:
                self._steps[before[column].step + 1][gap_of(before[column], line)] += 1
            if end > start and new and key >= 0:
                self._beside[column][cut[key][2]] += 1
            if key >= 0 and cut[key][2]:
                self._together[column][end > start and new] += 1

    def gap(self, state: Column, line: int) -> float:
        """How surprising it is that a cell goes on so many lines below its last."""
        shares = self._steps[state.step + 1]
        return log(max(shares) / shares[gap_of(state, line)])

    def beside(self, column: int, with_key: bool) -> float:
        """How surprising it is that a cell of the column begins where a row does, or elsewhere."""
        return _surprise(self._beside[column], with_key)

    def together(self, column: int, begins: bool) -> float:
        """How surprising it is that where a row begins a cell of the column does, or does not."""
        return _surprise(self._together[column], begins)


def _surprise(counts: Sequence[float], seen: bool) -> float:
    return log(max(counts) / counts[seen])


def gap_of(state: Column, line: int) -> int:
    """Lines between a column's last one and this."""
    return min(line - state.line - 1, MOST_GAP)


class Features:
    """What is seen of one table's lines.

    ``widths`` (letters), ``measured``, ``vocabulary`` and ``layout`` are set between two readings of the lines.
    damaged: whether recovery has changed many of the words; in what was printed well, widths are those of the print,
    and no word is dirt.
    """

    def __init__(
        self, meanings: Sequence[str], lines: Sequence[Sequence[Token]], units: UnitWords, damaged: bool = True
    ) -> None:
        self.meanings = list(meanings)
        self.families = [family_of(meaning) for meaning in meanings]
        self.lines = lines
        self.units = units
        self.damaged = damaged
        self.continuity = Continuity()
        self.reach = [[0.0, *accumulate(token.width + SPACE for token in tokens)] for tokens in lines]
        self.bodied = any(meaning in BODIES for meaning in meanings)
        self.leads_alone = {"lead", "partners"} <= set(meanings)
        """One body leads, so that a list is of those that take part."""
        self.numbered = self._numbered_on_top()
        words = [token.text for tokens in lines for token in tokens]
        self.coded = {
            "standard": any(STANDARD.match(word) for word in words),
            "criterion": any(CRITERION.match(word) for word in words),
        }
        full = sorted(sum(len(token.text) + 1 for token in tokens) for tokens in lines)
        usual = usual_widths(meanings)
        scale = full[int(0.9 * (len(full) - 1))] / sum(usual)
        self.widths = [max(3.0, width * scale) for width in usual]
        self.measured = False
        self.vocabulary: Vocabulary | None = None
        self.key = next((self.meanings.index(meaning) for meaning in KEYS if meaning in self.meanings), -1)
        self.one_a_row = [c for c, meaning in enumerate(self.meanings) if meaning in ONE_A_ROW and self._is_programme()]
        self.layout: Layout | None = None
        self._waits: dict[str, bool] = {}

    def _is_programme(self) -> bool:
        return "indicator" not in self.meanings and self.key >= 0

    def _numbered_on_top(self) -> bool:
        """Rows are numbered on their first line: most lines that begin with a running number go on with a capital."""
        if "number" not in self.meanings:
            return False
        begun = [tokens for tokens in self.lines if len(tokens) > 2 and RUNNING_NUMBER.fullmatch(tokens[0].text)]
        capitals = sum(tokens[1].capital for tokens in begun)
        words = sorted(len(tokens) for tokens in begun)
        return len(begun) >= 2 and capitals >= 0.9 * len(begun) and words[len(words) // 2] >= 6

    def length(self, line: int, start: int, end: int) -> float:
        """The width of a run of words, in letters."""
        return self.reach[line][end] - self.reach[line][start] - SPACE if end > start else 0.0

    def prepare(self, line: int, tails: set[Ids]) -> None:
        """Look up all seams that the line can have with what stands above it, and its own."""
        tokens = self.lines[line]
        starts = {_opening(tokens, k) for k in range(len(tokens))}
        pairs = [(tail, start) for tail in tails for start in starts]
        self.continuity.prepare(pairs + [_pair(tokens, k) for k in range(1, len(tokens))])

    # --- words and neighbours ---

    def word(self, line: int, column: int, k: int) -> Pairs:
        """How much a word is one of a column, by itself."""
        pairs = self._word(column, self.lines[line], k)
        if self.vocabulary is not None:
            pairs.append(("own", self.vocabulary.own(line, column, self.lines[line][k].word)))
        return pairs

    def _begins_body(self, tokens: Sequence[Token], k: int) -> bool:
        return tokens[k].capital and self.units.begins([token.word for token in tokens[k : k + 2]])

    def _word(self, column: int, tokens: Sequence[Token], k: int) -> Pairs:
        """What a word tells for or against standing in a column, by the column's family; each with its weight."""
        meaning, family, token = self.meanings[column], self.families[column], tokens[k]
        percent = is_percent(token.text)
        if family == "report":
            if percent:
                return [("percent", 1.0)]
            if not (is_report_word(token.text) or is_report_word(token.letters)):
                counted = k > 0 and tokens[k - 1].word == "so" and token.text[0].islower()
                return [("counted" if counted else "foreign", 1.0)]
            return [("field" if token.capital or token.text[0].isdigit() else "field_word", 1.0)]
        if percent:
            return [("percent", 1.0)]
        if family == "body":
            if not self.units.knows(token.word):
                return [("foreign", 1.0)]
            return [("known" if self.units.spells(token.text) else "marks_off", 1.0)]
        if family == "time":
            return [("known" if is_time_word(token.text) or is_time_word(token.letters) else "foreign", 1.0)]
        if family == "number":
            return [] if _is_number(token) else [("foreign", 1.0)]
        if self.bodied and self._begins_body(tokens, k):
            return [("body", 1.0)]
        if CRITERION.match(token.text):
            return [("own_code" if meaning == "criterion" else "foreign_code", 1.0)]
        if STANDARD.match(token.text):
            known = "foreign_code" if self.coded["standard"] else "figures"
            return [("own_code" if meaning == "standard" else known, 1.0)]
        if token.doubtful:
            return [("doubtful", 1.0)]
        return [("figure", 1.0)] if any(letter.isdigit() for letter in token.text) and len(token.text) <= 4 else []

    def beside(self, line: int, column: int, k: int) -> Pairs:
        """How much word ``k`` belongs beside the word before it, in one line of one column."""
        tokens = self.lines[line]
        first, second = tokens[k - 1], tokens[k]
        family = self.families[column]
        seam = self.continuity.seam(*_pair(tokens, k))
        pairs = [("inner", max(-INNER_BOUND, min(INNER_BOUND, seam)))]
        if second.after_bar:
            pairs.append(("bar", 1.0))
        elif family in ("text", "code", "other") and second.capital and not self.damaged and self._waits_on(first.text):
            # a sentence names a body ("báo cáo về Ban Chỉ đạo"); in damaged text too many words may be such
            pairs += [("body", -1.0)] if self.bodied and self._begins_body(tokens, k) else []
        elif second.capital and first.text[-1:].islower():
            named = self.units.follows(first.word, second.word, second.text)
            pairs += [] if named else [("capital_within", 1.0)]
        if family == "code" and BARE_CODE.match(second.text):
            pairs.append(("code_within", 1.0))
        if family == "body":
            if self.units.follows(first.word, second.word, second.text):
                pairs.append(("follows", 1.0))
            else:
                parted = first.text.endswith((";", ",")) or second.word == "va"
                pairs.append(("parted" if parted and second.capital else "apart", 1.0))
            if first.text.endswith(";") and self.meanings[column] == "lead":
                pairs.append(("lead_listed", 1.0))
        return pairs

    def run(self, line: int, column: int, start: int, end: int) -> Pairs:
        """The run as a whole: that there is one, and what of it the column has no room for."""
        over = float(self.overs(line, column)[start, end])
        pairs = self.run_to(line, column, end) + ([(self.over_name, over)] if over > 0 else [])
        return pairs + self.run_alone(line, start) if end == start + 1 else pairs

    @property
    def over_name(self) -> str:
        """What is observed where a run is wider than its column."""
        return "over" if self.measured else "over_guess"

    def overs(self, line: int, column: int) -> NDArray[np.float64]:
        """``[start, end]``: letters of the run [start, end) that the column has no room for."""
        width, reach = self.widths[column], np.array(self.reach[line])
        room = width + (FREE if self.measured else GUESSED_FREE * width)
        found: NDArray[np.float64] = np.clip(reach[None, :] - reach[:-1, None] - SPACE - room, 0.0, MOST_OVER)
        return found

    def run_to(self, line: int, column: int, end: int) -> Pairs:
        """A run that ends before a word, wherever it begins."""
        listed = self.leads_alone and self.meanings[column] == "lead" and self.lines[line][end - 1].text.endswith(";")
        return [("run", 1.0), ("lead_listed", 1.0)] if listed else [("run", 1.0)]

    def run_alone(self, line: int, k: int) -> Pairs:
        """A run of this word alone, which is not the line's last."""
        tokens = self.lines[line]
        return [("bare_code", 1.0)] if k + 1 < len(tokens) and BARE_CODE.match(tokens[k].text) else []

    # --- how a run begins ---

    def goes_on(self, line: int, column: int, k: int, state: Column) -> Pairs | None:
        """Word k as the beginning of a line that goes on in the column's cell; None where it cannot be."""
        meaning, family, tokens = self.meanings[column], self.families[column], self.lines[line]
        token = tokens[k]
        if state.line < 0 or family == "number":
            return None
        if CRITERION.match(token.text) or (STANDARD.match(token.text) and family == "code"):
            return None
        pairs = [("goes_on", 1.0)]
        if self.layout is None:
            pairs.append(("gap", float(gap_of(state, line))))
        else:
            pairs.append(("gap_here", self.layout.gap(state, line)))
        if meaning == "report":
            pairs.append(("field_on" if _begins_field(token) else "no_field_on", 1.0))
            return pairs
        if family == "body":
            pairs.append((self._body_on(state, tokens, k), 1.0))
            pairs += [("lead_listed", 1.0)] if meaning == "lead" and state.last.endswith(";") else []
            return pairs
        pairs.append(("seam", max(SEAM_LEAST, min(SEAM_MOST, self.continuity.seam(state.tail, _opening(tokens, k))))))
        slack = self.widths[column] - state.width - SPACE - token.width
        if self.measured:
            pairs.append(("room", min(MOST_SLACK, max(0.0, slack - (FREE if self.damaged else FREE_IN_PRINT)))))
        else:
            pairs.append(("room_guess", max(0.0, min(slack - 2 * FREE, 2 * MOST_SLACK))))
        if token.capital and not state.last.endswith((",", "-", "/")):
            pairs.append(("capital_on", 1.0))
        if SHARE.match(token.text) and not self._waits_on(state.last):
            pairs.append(("share_on", 1.0))
        if state.last.endswith((".", ";")):
            pairs.append(("after_stop", 1.0))
        elif self._waits_on(state.last):
            pairs.append(("waited", 1.0))
        return pairs

    def _waits_on(self, last: str) -> bool:
        """Whether a cell cannot end with the word."""
        if last not in self._waits:
            if self.damaged:
                self._waits[last] = folded(last) in want_another()
            else:
                self._waits[last] = last.casefold() in want_another_as_spelt() or last.endswith((" -", " –"))
        return self._waits[last]

    def _body_on(self, state: Column, tokens: Sequence[Token], k: int) -> str:
        """How a word goes on a body's name (or a list of bodies)."""
        token = tokens[k]
        listed = state.last.endswith((";", ","))
        part = self.units.is_beginning((*state.words, token.word), token.text)
        whole = self.units.is_whole(state.words)
        if self._begins_body(tokens, k) and (listed or whole or not part):
            if listed:
                return "next_listed"
            if not self._waits_on(state.last):
                return "next_body"
        if part and not self._may_be_whole(state, tokens, k):
            return "completes" if self.units.spells(token.text) else "completes_marks_off"
        if whole:
            return "after_whole"
        follows = bool(state.words) and self.units.follows(state.words[-1], token.word, token.text)
        return "follows_on" if follows else "strange_on"

    def _unfinished(self, words: tuple[str, ...]) -> bool:
        """Whether words begin a body's name and are none."""
        return len(words) > 1 and not self.units.is_whole(words) and self.units.is_beginning(words, words[-1])

    def _may_be_whole(self, state: Column, tokens: Sequence[Token], k: int) -> bool:
        """Whether a name is whole and the word that might make it a longer one (``và``) leads to none on this line."""
        if not self.units.is_whole(state.words) or self.units.is_whole((*state.words, tokens[k].word)):
            return False
        words = (*state.words, *(token.word for token in tokens[k : k + 2]))
        return k + 1 < len(tokens) and not self.units.is_beginning(words, tokens[k + 1].text)

    def begins(self, line: int, column: int, k: int, state: Column) -> Pairs | None:
        """Word k as the beginning of a cell; None where it cannot be."""
        meaning, family, tokens = self.meanings[column], self.families[column], self.lines[line]
        token = tokens[k]
        if family == "code" and self.coded[meaning]:
            own = STANDARD if meaning == "standard" else CRITERION
            coded = own.match(token.text) and not (meaning == "standard" and CRITERION.match(token.text))
            return [("new", 1.0), ("coded" if coded else "uncoded", 1.0)]
        if family == "number":
            return [("new", 1.0)] if k == 0 and _is_number(token) else None
        if family == "report":
            return [("new", 1.0), ("field_new" if _begins_field(token) else "no_field_new", 1.0)]
        pairs = [("new", 1.0)]
        if not self.damaged and token.text[:1].islower():
            pairs.append(("small_in_print", 1.0))
        if state.line >= 0 and self._waits_on(state.last) and not self.units.is_whole(state.words):
            pairs.append(("wanted", 1.0))
        if family == "body" and state.line >= 0 and state.last.endswith(";"):
            pairs.append(("list_open", 1.0))
        elif family == "body" and state.line >= 0 and self._unfinished(state.words):
            pairs.append(("unfinished", 1.0))
        if family == "body":
            words = [t.word for t in tokens[k : k + 2]]
            if token.capital and self.units.begins(words):
                return [*pairs, ("body_new", 1.0)]
            return [*pairs, ("head_new" if token.capital and self.units.is_head(token.word) else "strange_new", 1.0)]
        if family == "time":
            return [*pairs, (_time_begins(token), 1.0)]
        letters = token.text.isalpha() and len(token.text) <= 3
        if token.doubtful or (letters and not is_syllable(token.text.lower())):
            return [*pairs, ("dirt_new", 1.0)]
        if self.numbered:  # cells begin on the lines with a number, and on no others
            top = RUNNING_NUMBER.fullmatch(tokens[0].text)
            pairs.append(("on_top" if top else "not_on_top", 1.0))
        if token.text.lstrip("\"“'(")[:1].isupper() or SHARE.match(token.text):
            return [*pairs, ("capital_new", 1.0)]
        return [*pairs, ("small_new", 1.0)]

    def short(self, column: int) -> Pairs:
        """A new cell whose first line has only a word or two: the rest of a long text would have had room on it."""
        return [("short_new", 1.0)] if self.families[column] == "text" else []

    # --- whole lines ---

    def lost(self, token: Token) -> Pairs:
        """A word that is given to no column."""
        if token.doubtful or token.text.isdigit():
            return [("lost_doubtful" if token.doubtful else "lost_figure", 1.0)]
        return [("lost_word" if self.damaged else "lost_print", 1.0)]

    def grammar(
        self, line: int, before: Sequence[Column], cut: Sequence[tuple[int, int, bool]]
    ) -> tuple[Pairs, list[int]]:
        """What the rows say of a line: a row has one cell of each column, or shares that of the row above it, so
        that no column gets ahead of the rows, nor those with a cell in each row behind; where cells of this table
        begin, on the first line of a row or lower, counts too.

        Also the cells that each column has begun: where one has got ahead or behind nonetheless, counting starts over.
        """
        new = [end > start and anew for start, end, anew in cut]
        begun = [column.begun + anew for column, anew in zip(before, new, strict=True)]
        pairs: Pairs = []
        if self.key < 0:
            return pairs, begun
        rows = begun[self.key]
        for c, meaning in enumerate(self.meanings):
            if c == self.key or meaning in ("report", "content"):
                continue
            every = c in self.one_a_row
            if meaning == "number" and new[c] and new[self.key]:
                # they are of one row: a cell that has begun since the last number would have no number
                next_one = rows > begun[c] and self._counts_up(before[c].last, self.lines[line][cut[c][0]].text)
                pairs += [("numbered_late", 1.0)] if next_one else []
                begun[c] = rows
            if begun[c] > rows + ROWS_APART:
                pairs += [("ahead", 1.0)] if new[c] else []
                begun[c] = rows + ROWS_APART
            elif every and begun[c] < rows - ROWS_APART:
                pairs += [("behind", 1.0)] if new[self.key] else []
                begun[c] = rows - ROWS_APART
            if self.layout is not None and new[c]:
                pairs.append(("beside", self.layout.beside(c, new[self.key])))
            if self.layout is not None and every and new[self.key]:
                pairs.append(("together", self.layout.together(c, new[c])))
        return pairs, begun

    @staticmethod
    def _counts_up(last: str, number: str) -> bool:
        """Whether no number was lost between two running numbers, or before the first."""
        digits = re.sub(r"\D", "", number)
        return digits != "" and int(digits) == int(re.sub(r"\D", "", last) or 0) + 1

    # --- what comes of it ---

    def after(self, line: int, column: int, state: Column, start: int, end: int, new: bool) -> Column:
        """The column after a run."""
        words = self.lines[line][start:end]
        tail = tail_of((*(() if new else words_of_tail(state.tail)), *ids_of(words)), openings_of(words[-1:]))
        held = self._body_words(() if new else state.words, words) if self.families[column] == "body" else ()
        step = -1 if new or state.line < 0 else gap_of(state, line)
        return Column(tail, line, self.length(line, start, end), words[-1].text, held, step, state.begun)

    def _body_words(self, before: tuple[str, ...], words: Sequence[Token]) -> tuple[str, ...]:
        """Folded words of the body that a cell names last: a list begins anew behind its separators."""
        held = list(before)
        for k, token in enumerate(words):
            if (k and words[k - 1].text.endswith(";")) or (held and token.capital and self.units.is_whole(held)):
                held = []
            held.append(token.word)
        return tuple(held[-10:])


def _opening(tokens: Sequence[Token], k: int) -> Ids:
    return openings_of(tokens[k : k + 3])[:2]


def _pair(tokens: Sequence[Token], k: int) -> tuple[Ids, Ids]:
    return tail_of(ids_of(tokens[max(0, k - 3) : k]), openings_of(tokens[k - 1 : k])), _opening(tokens, k)


def _is_number(token: Token) -> bool:
    return RUNNING_NUMBER.fullmatch(token.text) is not None or token.text.rstrip(".") in _ROMAN


_ROMAN = frozenset(("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"))


def _time_begins(token: Token) -> str:
    if not is_time_word(token.text):
        return "strange_new"
    return "capital_new" if token.capital else "slash_new" if "/" in token.text else "small_new"


def _begins_field(token: Token) -> bool:
    """A field of a report column begins with a capital, a per cent sign or a figure of a scale."""
    text = token.text
    return is_percent(text) or token.capital or text[:1] == "…" or (len(text) == 1 and text in "12345")
