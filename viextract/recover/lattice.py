"""From pieces of text to a lattice: every way in which each piece may be read, as edges over the tokens of a clause.

What may stand for a piece depends on its text alone, so that edges are made once for each different text (a *set* of
edges) and laid wherever it occurs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import regex
from numpy.typing import NDArray

from viextract.language.loan_words import is_loan_word
from viextract.language.ngram import BITS, UNKNOWN_ID, model
from viextract.language.syllables import strip_marks, stripped_syllable_set
from viextract.language.tokens import CODE, NUMBER
from viextract.recover.channel import Candidates, Channel, channel, fuzzy_candidates, unmarked_candidates
from viextract.recover.ragged import Floats, Ints, gather, offsets, ranks, run_heads, take
from viextract.recover.tokenizer import Piece
from viextract.recover.windows import Lattice
from viextract.recover.words import common_abbreviations, in_case, lower, one_case, word_id

MOST_EDGES = 48
_NARROWEST, _WIDEST = 8.0, 12.0
"""Candidates that cost so much more (in nats, with their frequency) than the best are dropped; the more it costs
itself, the more of them are kept."""
_WIDER = 3.0
"""Added to that for poor pieces, of which twice as many candidates are kept."""

_LONGEST_CLAUSE = 90
_FULL_LINE = 50
"""Characters of a line that may end for want of room; shorter ones end where what they say does."""
_ODD_COST = 9.0
_OWN_WORD_BONUS = 6.0
"""What a word on the caller's own list is worth (nats): it must win against more frequent words of the same letters."""
_SHORTEST_SPLIT = 4
LOST_MARKS_COST = 2.5
_MOST_SPLITS, _MOST_JOINS = 6, 4
_JOIN_COST = 6.5
_SPLIT_COST = 7.0
_HALVES = 6
_HOPELESS = 15.0
"""A piece whose best candidate costs more than this is looked up by likeness as well."""

_POOR = 15.0
"""A piece whose best candidate costs more than this (with its frequency) may be part of a word, or more than one."""

_ITEM = regex.compile(r"\d{2,3}[a-hđB]")
_ITEM_COST = 4.0
"""What it costs that a figure and a letter are no word but what they seem (*Điều 15a*, *Mẫu số 05B*): the model knows
where such codes stand, but not which. Of 845 in administrative texts the likeliest costs 3.7 nats, the mean is 5.0."""
_FIGURE_COST = 0.05
_FIGURE_AS_WORD = 0.5
_ANY_FIGURE = {1: 1.0, 2: 2.5, 3: 4.0}
"""What a figure costs by its length where words may have been read as it: any one is the less likely, the longer
it is. Set by hand below the mean of administrative texts (1.9, 3.9 and 5.2 nats), so that in doubt a figure stays."""
_WORDS_FOR_A_FIGURE = 20

_STRANGE = regex.compile(r"[\p{Cc}\p{Co}\p{Cs}\p{Cn}]|(?!\p{Latin})\p{L}")
"""Controls, private use, and letters of other scripts: no engine takes Vietnamese letters for these, so they stay."""

AS_READ = 3
"""Where other edges have the case of their word: the edge is what was read."""


@dataclass(frozen=True, slots=True)
class Damage:
    """A kind of damage: where candidates come from and what the alternatives to them cost."""

    name: str
    candidates: Callable[[Sequence[str]], Candidates]
    keep_cost: float
    """-log P that a word which is read as printed is read so: low where reading is good."""
    spell_cost: float
    """-log P of each letter of a word that the model does not know."""
    tables: Channel | None = None
    """Says which strings were seen as the reading of a word; None where pieces are neither joined nor split."""
    keeps_when_unsure: bool = False
    """Whether a doubtful change is left undone: where most of what was read is right."""
    change_cost: float = 0.0
    """What every change costs on top: the rarer errors are in the text at hand than in the pairs that trained the
    channel."""
    fuzzy: bool = True
    """Whether words that nothing explains are looked up by likeness."""
    bare: bool = True
    """Whether any word without marks may have lost them."""
    scale: float = 1.0
    """Weight of the channel against the language model."""
    curve: str = ""
    """Name of what its posteriors are worth (``confidence.py``); empty where they are taken as they are."""


def wrong_language() -> Damage:
    """Read by an engine with another language's model."""
    tables = channel("wrong")
    return Damage("wrong-language-ocr", tables.candidates, 0.7, 4.5, tables, scale=0.8, curve="wrong-language-ocr")


def vietnamese(change_cost: float = 0.0) -> Damage:
    """Read by a Vietnamese engine from a poor page."""
    tables = channel("vie")
    return Damage(
        "vietnamese-ocr",
        tables.candidates,
        0.1,
        1.6,
        tables,
        keeps_when_unsure=True,
        fuzzy=False,
        change_cost=change_cost,
        curve="" if change_cost else "vietnamese-ocr",  # pages that were read well are another matter
    )


def stripped() -> Damage:
    """All marks removed, as in e-mail."""
    return Damage("stripped", unmarked_candidates, 0.0, 2.2, fuzzy=False)


class Edges(NamedTuple):
    """Edges of several sets, set after set, as columns of equal length."""

    begin: Ints
    """Where each set begins, and where the last ends."""
    w1: Ints
    w2: Ints
    """Id of the second word of a split; -1 where there is none."""
    cost: Floats
    case: NDArray[np.uint8]
    """The case of the word, or that the edge is as read, or that its text is kept with it."""


@dataclass(slots=True)
class Built:
    """The lattice of a text, and what its tokens and edges are."""

    lattice: Lattice
    pieces: list[Piece]
    """One for each token, clause after clause."""
    number: Ints
    """Number of each edge among those of the sets; -1 for those that belong to none."""
    case: NDArray[np.uint8]
    kept: dict[int, str]
    """Texts of the edges that are neither a word in a case nor as read, by number."""

    def texts(self, edges: Ints, reads: Sequence[str]) -> list[str]:
        """What edges of the lattice say, each where something was read."""
        vocabulary = model().vocabulary
        columns = self.case[edges].tolist(), self.number[edges].tolist(), self.lattice.w1[edges].tolist(), reads
        texts = []
        for case, number, word, read in zip(*columns, strict=True):
            if case == AS_READ:
                texts.append(read)
            else:
                kept = self.kept.get(number)
                texts.append(in_case(vocabulary[word], case) if kept is None else kept)
        return texts


def clauses(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces of a paragraph that are read as words, parted where a clause ends."""
    found: list[list[Piece]] = []
    run: list[Piece] = []
    for piece in pieces:
        if piece.kind != "mark":
            run.append(piece)
        if run and (piece.breaks or len(run) >= _LONGEST_CLAUSE):
            found.append(run)
            run = []
    if run:
        found.append(run)
    return found


def build(found: Sequence[Sequence[Piece]], damage: Damage, own_words: dict[str, tuple[str, ...]]) -> Built:
    """The lattice over clauses. ``own_words`` maps bare lower-case forms to the caller's own words."""
    pieces = [piece for clause in found for piece in clause]
    lengths = np.array([len(clause) for clause in found], dtype=np.int64)
    sets = _Sets(damage)
    words = list(dict.fromkeys(piece.text for piece in pieces if piece.kind == "word"))
    own = {read: forms for read in words if own_words and (forms := _own_forms(read, own_words))}
    if damage.tables:
        damage.tables.prepare(words + [piece.text for piece in pieces if _may_be_word(piece, damage.tables)])
    poor = sets.add_words(words, own)
    number = {word: i for i, word in enumerate(words)}
    extra = {number[read]: sets.add_own(forms) for read, forms in own.items()}
    splits = sets.add_splits([word for word in words if number[word] in poor], number) if damage.tables else {}
    figures: dict[tuple[str, str], int] = {}
    over: list[int] = []
    first: list[tuple[int, int, int]] = []
    more: list[tuple[int, int, int]] = []
    for i, piece in enumerate(pieces):
        if piece.kind == "word":
            row = number[piece.text]
        else:  # the rest of a code may be spelt like a word
            key = piece.kind, piece.text
            row = figures[key] if key in figures else figures.setdefault(key, sets.add_figure(piece))
        over.append(row)
        if row in extra:
            first.append((extra[row], i, 1))
        if row in splits:
            more.append((splits[row], i, 1))
    if damage.tables:
        more += _joins(found, over, words, poor, sets, damage.tables)
    plain = np.ones((len(pieces), 3), dtype=np.int64)
    plain[:, 0], plain[:, 1] = over, np.arange(len(pieces))
    own_first, others = (np.array(rows, dtype=np.int64).reshape(-1, 3) for rows in (first, more))
    built = _laid(pieces, lengths, sets, np.concatenate((own_first, plain, others)))
    if damage.tables:
        built.lattice = replace(built.lattice, ends=_ends(found))
    return built


def _ends(found: Sequence[Sequence[Piece]]) -> NDArray[np.bool_]:
    """Whether a sentence ends with each clause: behind a full line without a stop it goes on, though a page may end
    there or its next line be lost, so that the last word need not be one that ends a sentence."""
    return np.array([clause[-1].breaks or clause[-1].end < _FULL_LINE for clause in found])


def _joins(
    found: Sequence[Sequence[Piece]], over: list[int], words: list[str], poor: set[int], sets: _Sets, tables: Channel
) -> Iterator[tuple[int, int, int]]:
    """Sets of edges over two pieces that may be one word with a space read into it."""
    # A word that was read poorly, or cannot be a syllable whatever marks it lost, may be a part of one; so may what
    # begins with a vowel be the rest of one (``ngu oi``).
    part = [i in poor or strip_marks(word.lower()) not in stripped_syllable_set() for i, word in enumerate(words)]
    rest = [strip_marks(word[0].lower()) in _VOWELS for word in words]
    known: dict[str, int] = {}
    token = 0
    for clause in found:
        for i, (left, right) in enumerate(pairwise(clause), token):
            a, b = over[i], over[i + 1]
            # Two letters by themselves are dirt, or labels.
            near = right.start - left.end == 1 and left.line == right.line and right.end - left.start > 3
            if near and a < len(part) > b and (part[a] or part[b] or rest[b]):
                joined = left.text + right.text
                if tables.counted(joined):
                    if joined not in known:
                        known[joined] = sets.add_join(joined)
                    yield known[joined], i, 2
        token += len(clause)


def _laid(pieces: list[Piece], lengths: Ints, sets: _Sets, where: Ints) -> Built:
    """Sets of edges laid over the tokens where they belong: rows of set, token and span."""
    over, place, span = where[np.argsort(where[:, 1], kind="stable")].T
    edges = sets.edges()
    count = edges.begin[over + 1] - edges.begin[over]
    edge = gather(edges.begin[over], count)
    place, span = np.repeat(place, count), np.repeat(span, count)
    joints = offsets(lengths)
    clause = np.repeat(np.arange(len(lengths)), lengths)[place]
    lattice = Lattice(lengths, clause, place - joints[clause], span, edges.w1[edge], edges.w2[edge], edges.cost[edge])
    return Built(lattice, pieces, edge, edges.case[edge], sets.texts)


def _may_be_word(piece: Piece, tables: Channel) -> bool:
    """Whether a figure is so short that a letter or word may have been read as one; of the longer ones, whether it has
    been (``101`` for *lời*)."""
    if piece.kind != "number":
        return False
    return len(piece.text) <= 2 or (len(piece.text) == 3 and tables.counted(piece.text))


class _Rows(NamedTuple):
    """Readings that words may stand for, as columns: the word's place in a list, id, case and cost."""

    number: Ints
    ids: Ints
    cases: NDArray[np.uint8]
    costs: Floats


class _Sets:
    """Sets of edges, added one kind after another: words first, whose sets have their numbers."""

    def __init__(self, damage: Damage) -> None:
        self._damage = damage
        self.texts: dict[int, str] = {}
        """Texts of the edges that are neither a word in a case nor as read, by number."""
        self._parts: list[Edges] = [Edges(np.zeros(1, dtype=np.int64), _NO_INTS, _NO_INTS, np.zeros(0), _NO_CASES)]
        self._sets = self._edges = 0

    def edges(self) -> Edges:
        """All sets together."""
        begins, last = [np.zeros(1, dtype=np.int64)], 0
        for part in self._parts:
            begins.append(part.begin[1:] + last)
            last += len(part.w1)
        columns = (np.concatenate(column) for column in zip(*(part[1:] for part in self._parts), strict=True))
        return Edges(np.concatenate(begins), *columns)

    def _add(self, part: Edges) -> int:
        """The number of the first set of ``part``."""
        first = self._sets
        self._parts.append(part)
        self._sets += len(part.begin) - 1
        self._edges += len(part.w1)
        return first

    def _add_one(self, rows: Sequence[_Edge]) -> int:
        """One set of edges with texts of their own."""
        self.texts.update((self._edges + i, row.text) for i, row in enumerate(rows) if row.text is not None)
        return self._add(
            Edges(
                np.array([0, len(rows)]),
                np.array([row.w1 for row in rows], dtype=np.int64),
                np.array([row.w2 for row in rows], dtype=np.int64),
                np.array([row.cost for row in rows], dtype=np.float64),
                np.array([AS_READ if row.text is None else 0 for row in rows], dtype=np.uint8),
            )
        )

    def add_figure(self, piece: Piece) -> int:
        """A figure or a code stands for itself; a short figure may be a letter or word that was read as one."""
        damage = self._damage
        rows = [_Edge(_id_of_figure(piece), -1, _FIGURE_COST)]
        if damage.tables and _may_be_word(piece, damage.tables):
            words = damage.candidates([piece.text]).row(0)[:_WORDS_FOR_A_FIGURE]
            rows[0] = rows[0]._replace(cost=_FIGURE_COST + _ANY_FIGURE[len(piece.text)])
            rows += [_Edge(c.id, -1, _FIGURE_AS_WORD + c.cost * damage.scale, c.text) for c in words]
        return self._add_one(rows)

    def add_join(self, read: str) -> int:
        """Two pieces that are one word with a space read into it."""
        best = self._damage.candidates([read]).row(0)[:_MOST_JOINS]
        return self._add_one([_Edge(c.id, -1, self._changed(c.cost) + _JOIN_COST, c.text) for c in best])

    def add_own(self, forms: Sequence[str]) -> int:
        """The caller's own words."""
        cost = self._changed(-_OWN_WORD_BONUS)
        return self._add_one([_Edge(word_id(form), -1, cost, form) for form in forms])

    def _changed(self, cost: float) -> float:
        return cost * self._damage.scale + self._damage.change_cost

    def add_splits(self, reads: Sequence[str], number: dict[str, int]) -> dict[int, int]:
        """Sets for words that were read without the space between them, by the number of the set as one word."""
        assert self._damage.tables is not None
        counted = self._damage.tables.counted
        cuts = {read: [cut for cut in _word_cuts(read) if counted(cut.left) and counted(cut.right)] for read in reads}
        halves = list(dict.fromkeys(half for row in cuts.values() for cut in row for half in (cut.left, cut.right)))
        best = {
            half: [c for c in row[:_HALVES] if c.weight < _POOR]
            for half, row in zip(halves, self._damage.candidates(halves).each(), strict=True)
        }
        pairs = [
            (read, a, cut.between, b)
            for read, row in cuts.items()
            for cut in row
            for a in best[cut.left]
            for b in best[cut.right]
        ]
        if not pairs:
            return {}
        first = np.array([a.id for _, a, _, _ in pairs], dtype=np.int64)
        second = np.array([b.id for *_, b in pairs], dtype=np.int64)
        together, _ = model().bigrams(first, second)
        cost = np.array([a.cost + b.cost for _, a, _, b in pairs])
        owner = np.array([number[read] for read, *_ in pairs])
        order = np.lexsort((cost - model().unigram[first] - together, owner))
        order = order[ranks(owner[order]) < _MOST_SPLITS]
        by_read: dict[int, list[_Edge]] = {}
        for i in order.tolist():
            read, a, between, b = pairs[i]
            edge = _Edge(a.id, b.id, self._changed(a.cost + b.cost) + _SPLIT_COST, f"{a.text}{between}{b.text}")
            by_read.setdefault(number[read], []).append(edge)
        return {read: self._add_one(edges) for read, edges in by_read.items()}

    def add_words(self, reads: Sequence[str], own: Mapping[str, Sequence[str]]) -> set[int]:
        """A set for each word; gives the numbers of those that were read poorly. ``own``: the caller's words that
        stand in a set of their own beside it."""
        damage, count = self._damage, len(reads)
        fixed = np.array([damage.keeps_when_unsure and _abbreviation(read) for read in reads], dtype=bool)
        fixed |= np.array([read in common_abbreviations() for read in reads], dtype=bool)
        if _STRANGE.search(" ".join(reads)):
            fixed |= np.array([bool(_STRANGE.search(read)) for read in reads])
        known = np.array([word_id(read) for read in reads], dtype=np.int64)
        rows, best = _candidate_rows(reads, known, damage)
        order = np.lexsort((rows.costs, rows.ids, rows.number))
        rows = take(rows, order[run_heads(rows.number[order] << BITS | rows.ids[order])])
        weight = rows.costs - model().unigram[rows.ids]
        order = np.lexsort((rows.ids, weight, rows.number))
        rows, weight = take(rows, order), weight[order]
        rows.cases[rows.ids == known[rows.number]] = AS_READ
        poor = best > _POOR
        most = np.where(poor, 2 * MOST_EDGES, MOST_EDGES)
        widest = np.where(poor, _WIDEST + _WIDER, np.clip(best, _NARROWEST, _WIDEST))
        kept = (ranks(rows.number) < most[rows.number]) & (weight <= (best + widest)[rows.number])
        kept = (kept | (rows.cases == AS_READ)) & ~fixed[rows.number]
        for i, read in enumerate(reads if own else ()):
            if read in own:
                kept &= ~((rows.number == i) & np.isin(rows.ids, [word_id(form) for form in own[read]]))
        number, ids, cases, costs = take(rows, np.flatnonzero(kept))
        costs = costs * damage.scale + np.where(cases == AS_READ, 0.0, damage.change_cost)
        strange = np.flatnonzero((known == UNKNOWN_ID) | fixed)
        spelling = [0.0 if fixed[i] else _spelling(reads[i], damage) for i in strange.tolist()]
        # First in their sets: what is cut to its first edges must have the reading itself.
        number, ids = np.concatenate((strange, number)), np.concatenate((_ids_of(reads, strange, known, fixed), ids))
        cases = np.concatenate((np.full(len(strange), AS_READ, dtype=np.uint8), cases))
        costs = np.concatenate((np.array(spelling, dtype=np.float64), costs))
        order = np.argsort(number, kind="stable")
        number, ids, cases, costs = number[order], ids[order], cases[order], costs[order]
        begin = offsets(np.bincount(number, minlength=count))
        self._add(Edges(begin, ids, np.full(len(ids), -1, dtype=np.int64), costs, cases))
        return set(np.flatnonzero(poor & ~fixed).tolist())


_NO_INTS = np.zeros(0, dtype=np.int64)
_NO_CASES = np.zeros(0, dtype=np.uint8)


class _Edge(NamedTuple):
    w1: int
    w2: int
    cost: float
    text: str | None = None
    """None where it is as read."""


_VOWELS = frozenset("aeiouy")
_HOOKS = frozenset("'‘’")
"""As which the hook of a letter is read."""


class _Cut(NamedTuple):
    left: str
    between: str
    right: str


def _word_cuts(read: str) -> Iterator[_Cut]:
    """Where a word may be two words; a stop between them stays."""
    if not _SHORTEST_SPLIT <= len(read) <= _LONGEST_SPLIT:
        return
    for cut in range(1, len(read)):
        left, rest = read[:cut], read[cut:]
        right = rest.lstrip(".,;:-")
        if right and (left[-1].isalnum() or left[-1] in _HOOKS) and right[0].isalnum():
            yield _Cut(left, _between(left, rest[: len(rest) - len(right)], right), right)


def _between(left: str, signs: str, right: str) -> str:
    """What stands between two words that were read as one: a full stop without its space before a small letter is a
    speck (73 of 73 times in the pairs that channels are learned from)."""
    return " " if signs == "." and left[-1].islower() and right[0].islower() else signs + " "


def _candidate_rows(reads: Sequence[str], known: Ints, damage: Damage) -> tuple[_Rows, Floats]:
    """What each of ``reads`` may stand for, and what the best of it costs without context."""
    count = len(reads)
    found = [_as_rows(damage.candidates(reads))]
    there = np.flatnonzero(known != UNKNOWN_ID)
    found.append(
        _Rows(there, known[there], np.zeros(len(there), dtype=np.uint8), np.full(len(there), damage.keep_cost))
    )
    bare = np.array([i for i, read in enumerate(reads) if damage.bare and read.isascii()], dtype=np.int64)
    unmarked = _as_rows(unmarked_candidates([reads[i] for i in bare.tolist()], LOST_MARKS_COST))
    found.append(unmarked._replace(number=bare[unmarked.number]))
    best = np.full(count, np.inf)
    for rows in found:
        np.minimum.at(best, rows.number, rows.costs - model().unigram[rows.ids])
    hopeless = np.flatnonzero(best > _HOPELESS)
    if damage.fuzzy and len(hopeless):
        alike = _as_rows(fuzzy_candidates([reads[i] for i in hopeless.tolist()]))
        found.append(alike._replace(number=hopeless[alike.number]))
        np.minimum.at(best, found[-1].number, alike.costs - model().unigram[alike.ids])
    return _Rows._make(np.concatenate(column) for column in zip(*found, strict=True)), best


def _as_rows(found: Candidates) -> _Rows:
    number = np.repeat(np.arange(len(found.begin) - 1), np.diff(found.begin))
    return _Rows(number, found.ids, found.cases, found.costs)


def _ids_of(reads: Sequence[str], numbers: Ints, known: Ints, fixed: NDArray[np.bool_]) -> Ints:
    """Ids of words as read; an abbreviation may be known to the model though it is in no usual case."""
    code = model().id(CODE)
    return np.array(
        [model().id(lower(reads[i])) if fixed[i] else code if _ITEM.fullmatch(reads[i]) else known[i] for i in numbers],
        dtype=np.int64,
    )


def _id_of_figure(piece: Piece) -> int:
    """The id of a number or code; a word of another language that the model knows has its own."""
    if piece.kind == "number":
        return model().id(NUMBER)
    known = model().id(lower(piece.text)) if is_loan_word(piece.text) else UNKNOWN_ID
    return model().id(CODE) if known == UNKNOWN_ID else known


def _own_forms(read: str, own_words: Mapping[str, Sequence[str]]) -> list[str]:
    return [word for word in own_words.get(strip_marks(lower(read)), ()) if _may_stand_for(word, read)]


def _may_stand_for(own: str, read: str) -> bool:
    """A name of the caller's own is no reading of a word in small letters: without marks they are often alike."""
    return read[:1].isupper() or not own[:1].isupper()


def _abbreviation(read: str) -> bool:
    """Capitals inside a word or between full stops (TTg, TT.HĐND), figures, signs: a Vietnamese engine reads them
    well."""
    inner_capitals = not one_case(read) and any(c.isupper() for c in read[1:])
    dotted = "." in read and read.replace(".", "").isupper()
    return inner_capitals or dotted or any(c.isdigit() for c in read) or not any(c.isalpha() for c in read)


def _spelling(read: str, damage: Damage) -> float:
    """What a word costs that the model does not know: capitals (names, abbreviations) are often right, odd characters
    never."""
    if _ITEM.fullmatch(read):
        return _ITEM_COST
    letters = sum(c.isalpha() for c in read)
    odd = len(read) - letters
    per_letter = damage.spell_cost * (0.5 if read[:1].isupper() else 1.0)
    return per_letter * letters + _ODD_COST * odd


_LONGEST_SPLIT = 24
"""Signs of the longest string that may be two words: two of the longest syllables (seven letters, "nghiêng"), a stop
between them, and half as many signs again read where there was one.
"""
