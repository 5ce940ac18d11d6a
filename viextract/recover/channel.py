"""The noisy channel: what may have stood on the page where a token was read, and how likely it would then be read so.

P(read | true) is counted where pairs are frequent, and backed by the syllable's own structure where they are not: a
reader confuses an onset and a rhyme independently of each other, so onset and rhyme tables cover syllables that were
never seen misread; a rhyme that was never seen misread this way is scored letter by letter (``letters.py``).

Candidates are worked out for many tokens at once and handed over as rows of arrays.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein
from unidecode import unidecode

from viextract.data import dictionaries
from viextract.language.arrays import Arrays
from viextract.language.ngram import BITS, model
from viextract.language.syllables import strip_marks
from viextract.recover.letters import Letters
from viextract.recover.ragged import Floats, Ints, gather, offsets, ranks, run_heads
from viextract.recover.words import bare_forms, case_like, in_case

MOST_CANDIDATES = 48
LONGEST_ONSET = 4
_LONGEST_SYLLABLE = 10
"""Characters as which one syllable (of seven letters at most) may be read: more are several words run together."""

RHYME_SHARE = 0.8
"""Weight of counted rhymes against rhymes scored letter by letter: another engine, scanner or typeface makes readings
that were never counted."""

COST_STEP = 0.1
"""Costs are kept in steps of this many nats."""

_LEAST_LOG_P = -17.0
_HIGHEST_COST = 23.0
_RARE = -11.5
"""log frequency below which a word is no candidate by likeness alone, and a rhyme none by its letters alone if all its
words are so rare."""

_NEAR_FORMS = 12
_FUZZY_COST, _FUZZY_COST_PER_EDIT = 6.0, 3.0
_FURTHEST = 3
"""Edits up to which a form is near, one letter at least being the same."""
_FREQUENT = 500
"""The most frequent forms, which may be meant by what is far from them."""
_FIGURES_AS_LETTERS = str.maketrans("014569", "oldsog")
_MOST_REMEMBERED = 50_000
"""Readings whose candidates are kept; a long batch meets no end of odd ones."""


class Candidate(NamedTuple):
    """One true form of a token; ``cost`` is -log P(read | true), ``id`` the language model's."""

    text: str
    id: int
    cost: float

    @property
    def weight(self) -> float:
        """Cost and frequency together: what the candidate costs without context."""
        return self.cost - float(model().unigram[self.id])


class Candidates(NamedTuple):
    """Candidates of several tokens, row after row, likeliest first by cost and frequency together."""

    begin: Ints
    """Where each token's row begins, and where the last ends."""
    ids: Ints
    cases: NDArray[np.uint8]
    costs: Floats

    def row(self, number: int) -> list[Candidate]:
        """The candidates of one token as values."""
        first, last = self.begin[number], self.begin[number + 1]
        vocabulary = model().vocabulary
        return [
            Candidate(in_case(vocabulary[i], case), i, cost)
            for i, case, cost in zip(
                self.ids[first:last].tolist(),
                self.cases[first:last].tolist(),
                self.costs[first:last].tolist(),
                strict=True,
            )
        ]

    def each(self) -> Iterator[list[Candidate]]:
        """The candidates of each token in turn."""
        return map(self.row, range(len(self.begin) - 1))


class Row(NamedTuple):
    """Candidates of one token."""

    ids: Ints
    cases: NDArray[np.uint8]
    costs: Floats


class _Parts(NamedTuple):
    """Onsets or rhymes by what they are read as: rows of indices with log P(read | part)."""

    row: dict[str, int]
    begin: Ints
    part: Ints
    log_p: Floats


class Forms(NamedTuple):
    """Syllables put together: which form an onset and a rhyme make, and what each form is."""

    of: Ints
    """Form by onset and rhyme (both by index); -1 where they make no word that the model knows."""
    ids: Ints
    cases: NDArray[np.uint8]
    discount: Floats
    """log of the share of the structural model against the table of whole tokens, by form."""


class Evidence(NamedTuple):
    """What speaks for forms as the truth of tokens: P(read | form) by one way of reading it, up to its discount."""

    number: Ints
    """The token's place among those that were asked for."""
    form: Ints
    p: Floats


class Channel:
    """One kind of damage, as counted from pairs of readings and truth."""

    def __init__(self, tables: Arrays) -> None:
        """``tables``: what scripts/build_channel.py writes."""
        self._onsets = _parts(tables, "onsets")
        self._rhymes = _parts(tables, "rhymes")
        onsets = tables.meta["onsets"]["kinds"]
        self.forms = Forms(
            tables.part("forms.of", np.int16).reshape(onsets, -1),
            tables.part("forms.ids", np.uint16).astype(np.int64),
            tables.part("forms.cases", np.uint8),
            tables.part("forms.discount", np.float32).astype(np.float64),
        )
        frequency = np.append(model().unigram[self.forms.ids], -np.inf)[self.forms.of].max(axis=0)
        common = np.flatnonzero(frequency > _RARE).tolist()
        self._letters = Letters(tables.meta["letters"], {i: tables.meta["inventory"][i] for i in common})
        # Candidates of every token that was seen when the tables were built.
        self._ready = {read: i for i, read in enumerate(tables.meta["ready"])}
        self._ready_begin = tables.part("ready.begin", np.uint32).astype(np.int64)
        self._ready_ids = tables.part("ready.ids", np.uint16)
        self._ready_cases = tables.part("ready.cases", np.uint8)
        self._ready_costs = tables.part("ready.costs", np.uint8)
        self._remembered: dict[str, Row] = {}

    def counted(self, read: str) -> bool:
        """Whether a token was seen as the reading of a word."""
        return read in self._ready

    def prepare(self, reads: Iterable[str]) -> None:
        """Work out the candidates of tokens that will be asked for: all at once is faster."""
        asked = {read for read in reads if read not in self._ready}
        unseen = asked - self._remembered.keys()
        if len(self._remembered) + len(unseen) > _MOST_REMEMBERED:
            self._remembered.clear()
            unseen = asked
        if unseen:
            self._work_out(sorted(unseen))

    def candidates(self, reads: Sequence[str]) -> Candidates:
        """True forms of tokens without outer punctuation; words that the language model knows only."""
        self.prepare(reads)
        numbers = np.array([self._ready.get(read, -1) for read in reads], dtype=np.int64)
        ready = np.flatnonzero(numbers >= 0)
        others = np.flatnonzero(numbers < 0)
        begin = self._ready_begin[numbers[ready]]
        lengths = np.zeros(len(reads), dtype=np.int64)
        lengths[ready] = self._ready_begin[numbers[ready] + 1] - begin
        rest = [self._remembered[reads[i]] for i in others.tolist()]
        lengths[others] = [len(row.ids) for row in rest]
        bounds = offsets(lengths)
        where, there = gather(bounds[ready], lengths[ready]), gather(begin, lengths[ready])
        elsewhere = gather(bounds[others], lengths[others])
        ids, cases = np.zeros(bounds[-1], dtype=np.int64), np.zeros(bounds[-1], dtype=np.uint8)
        costs = np.zeros(bounds[-1])
        ids[where], cases[where] = self._ready_ids[there], self._ready_cases[there]
        costs[where] = self._ready_costs[there] * COST_STEP
        _, ids[elsewhere], cases[elsewhere], costs[elsewhere] = together(rest)
        return Candidates(bounds, ids, cases, costs)

    def _work_out(self, reads: Sequence[str]) -> None:
        self._remembered.update(zip(reads, self.rows(reads), strict=True))

    def rows(self, reads: Sequence[str], counted: Evidence | None = None) -> list[Row]:
        """Candidates of tokens by onset and rhyme, and by what ``counted`` says besides."""
        # Ligatures of an engine (\ufb01) are two letters.
        plain = [unicodedata.normalize("NFKC", read) for read in reads]
        return list(_rows(self._ranked(len(reads), [self._structural(plain), counted])))

    def _structural(self, reads: Sequence[str]) -> Evidence:
        """P(read | syllable) by onset and rhyme, for every place where the two may meet."""
        short = [read for read in reads if len(read) <= _LONGEST_SYLLABLE]
        wanted = {read[cut:] for read in short for cut in _cuts(read) if read[:cut] in self._onsets.row}
        rests = sorted(rest for rest in wanted if rest not in self._rhymes.row and self._letters.may_read(rest))
        rhymes = self._with_letters(rests) if rests else self._rhymes
        pairs = []
        for number, read in enumerate(reads):
            for cut in _cuts(read):
                onset = self._onsets.row.get(read[:cut])
                rhyme = rhymes.row.get(read[cut:])
                if onset is not None and rhyme is not None:
                    pairs.append((number, onset, rhyme))
        return self._products(np.array(pairs, dtype=np.int64).reshape(-1, 3), rhymes)

    def _with_letters(self, rests: list[str]) -> _Parts:
        """The rhymes' table with rows for strings that were never seen as the reading of a rhyme."""
        index, log_p, lengths = self._letters.rhymes(rests)
        known = self._rhymes
        log_p = log_p + math.log(1 - RHYME_SHARE)
        row = {rest: len(known.begin) - 1 + i for i, rest in enumerate(rests)}
        begin = np.concatenate((known.begin, known.begin[-1] + np.cumsum(lengths)))
        return _Parts(
            {**known.row, **row}, begin, np.concatenate((known.part, index)), np.concatenate((known.log_p, log_p))
        )

    def _products(self, pairs: Ints, rhymes: _Parts) -> Evidence:
        number, onset, rhyme = pairs.T
        onsets = self._onsets
        n_onsets = onsets.begin[onset + 1] - onsets.begin[onset]
        n_rhymes = rhymes.begin[rhyme + 1] - rhymes.begin[rhyme]
        # Every onset of a pair ...
        each = gather(onsets.begin[onset], n_onsets)
        number, rhyme, n_rhymes = (np.repeat(column, n_onsets) for column in (number, rhyme, n_rhymes))
        # ... with every rhyme of it.
        o = np.repeat(each, n_rhymes)
        r = gather(rhymes.begin[rhyme], n_rhymes)
        form = self.forms.of[onsets.part[o], rhymes.part[r]].astype(np.int64)
        log_p = onsets.log_p[o] + rhymes.log_p[r]
        likely = np.flatnonzero((form >= 0) & (log_p >= _LEAST_LOG_P))
        return Evidence(np.repeat(number, n_rhymes)[likely], form[likely], np.exp(log_p[likely]))

    def _ranked(self, count: int, evidence: Sequence[Evidence | None]) -> Candidates:
        """Candidates of ``count`` tokens from all that speaks for each form, which is added up."""
        forms = self.forms
        number, form, p = (np.concatenate(column) for column in zip(*filter(None, evidence), strict=True))
        key = number * len(forms.ids) + form
        order = np.argsort(key, kind="stable")
        key = key[order]
        heads = run_heads(key)
        if not len(heads):
            return together([_NO_ROW] * count)
        number, form = key[heads] // len(forms.ids), key[heads] % len(forms.ids)
        cost = -np.log(np.add.reduceat(p[order], heads)) - forms.discount[form]
        return best_rows(count, number, forms.ids[form], forms.cases[form], cost)


def best_rows(count: int, number: Ints, ids: Ints, cases: NDArray[np.uint8], costs: Floats) -> Candidates:
    """Candidates sorted into rows: each word once, in its cheapest form, the best by cost and frequency first."""
    possible = np.flatnonzero(costs < _HIGHEST_COST)
    number, ids, cases, costs = number[possible], ids[possible], cases[possible], np.maximum(costs[possible], 0.0)
    word = number << BITS | ids
    order = np.lexsort((cases, costs, word))
    order = order[run_heads(word[order])]
    number, ids, cases, costs = number[order], ids[order], cases[order], costs[order]
    order = np.lexsort((costs - model().unigram[ids], number))  # and by word among equals, as they stand
    order = order[ranks(number[order]) < MOST_CANDIDATES]
    begin = offsets(np.bincount(number[order], minlength=count))
    return Candidates(begin, ids[order], cases[order], costs[order])


def _cuts(read: str) -> range:
    return range(min(LONGEST_ONSET, len(read) - 1) + 1)


_NO_ROW = Row(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.uint8), np.zeros(0))


def together(rows: Sequence[Row]) -> Candidates:
    """Rows of several tokens, one after another."""
    lengths = np.array([len(row.ids) for row in rows], dtype=np.int64)
    columns = (np.concatenate(column) for column in zip(_NO_ROW, *rows, strict=True))
    return Candidates(offsets(lengths), *columns)


def _rows(found: Candidates) -> Iterator[Row]:
    bounds = found.begin.tolist()
    for first, last in pairwise(bounds):
        yield Row(found.ids[first:last], found.cases[first:last], found.costs[first:last])


def _parts(tables: Arrays, name: str) -> _Parts:
    return _Parts(
        {read: i for i, read in enumerate(tables.meta[name]["read"])},
        tables.part(f"{name}.begin", np.uint32).astype(np.int64),
        tables.part(f"{name}.index", np.uint16).astype(np.int64),
        tables.part(f"{name}.costs", np.uint8) * -COST_STEP,
    )


@cache
def channel(name: str) -> Channel:
    """The channel of a kind of damage: ``wrong`` (an engine with the wrong language) or ``vie`` (a Vietnamese engine
    on a poor page)."""
    return Channel(Arrays(dictionaries() / "models", f"channel-{name}"))


# --- without a channel ------------------------------------------------------------------------------------------------


def unmarked_candidates(reads: Sequence[str], cost: float = 0.0) -> Candidates:
    """True forms of tokens whose marks were removed. Removal is certain, so that every form costs the same."""
    bare = bare_forms()
    rows = [bare.row.get(strip_marks(read.lower())) for read in reads]
    begin = np.array([0 if row is None else bare.begin[row] for row in rows], dtype=np.int64)
    lengths = np.array([0 if row is None else bare.begin[row + 1] - bare.begin[row] for row in rows], dtype=np.int64)
    ids = bare.ids[gather(begin, lengths)]
    cases = np.repeat(np.array([case_like(read, len(read)) for read in reads], dtype=np.uint8), lengths)
    return Candidates(offsets(lengths), ids, cases, np.full(len(ids), cost))


def kept_rows(found: Candidates, keep: Sequence[bool] | NDArray[np.bool_]) -> Candidates:
    """The candidates that are kept, in their rows."""
    kept = np.asarray(keep, dtype=bool)
    before = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(kept)))
    return Candidates(before[found.begin], found.ids[kept], found.cases[kept], found.costs[kept])


class _CommonForms(NamedTuple):
    """Words frequent enough to be meant by a token that resembles nothing, the most frequent first."""

    forms: list[str]
    rows: Ints
    """Their rows among all bare forms."""
    onsets: dict[str, int]
    onset: Ints
    """The consonants that each begins with, by their number in ``onsets``."""
    coda: NDArray[np.str_]
    """The consonant that each ends with; empty where it ends with a vowel."""
    limit: NDArray[np.uint8]
    """Edits up to which each may be meant: only frequent ones may be far."""


_BARE_VOWELS = frozenset("aeiouy")


@cache
def common_forms() -> _CommonForms:
    """The words that are looked up by likeness."""
    bare = bare_forms()
    frequency = model().unigram[bare.ids[bare.begin[:-1]]]
    rows = np.argsort(-frequency, kind="stable")[: int((frequency > _RARE).sum())]
    forms = [bare.forms[i] for i in rows]
    begins = [form[: next((i for i, c in enumerate(form) if c in _BARE_VOWELS), len(form))] for form in forms]
    onsets = {onset: i for i, onset in enumerate(sorted(set(begins)))}
    coda = np.array(["" if form[-1] in _BARE_VOWELS else form[-1] for form in forms])
    limit = np.where(np.arange(len(forms)) < _FREQUENT, _FURTHEST, _FURTHEST - 1).astype(np.uint8)
    return _CommonForms(forms, rows, onsets, np.array([onsets[begin] for begin in begins]), coda, limit)


def fuzzy_candidates(reads: Sequence[str]) -> Candidates:
    """True forms by nothing but likeness of the bare letters: the last resort for readings that no table explains."""
    plain = [_plain_letters(read) for read in reads]
    numbers = [i for i, letters in enumerate(plain) if len(letters) >= 2]
    if not numbers:
        return together([_NO_ROW] * len(reads))
    common, bare = common_forms(), bare_forms()
    asked = [plain[i] for i in numbers]
    distance = process.cdist(asked, common.forms, scorer=Levenshtein.distance, score_cutoff=_FURTHEST, dtype=np.uint8)
    limit = np.array([min(_FURTHEST, len(letters) - 1) for letters in asked], dtype=np.uint8)
    at, form = np.nonzero(distance <= np.minimum(limit[:, None], common.limit))
    order = np.lexsort((form, distance[at, form], at))
    order = order[ranks(at[order]) < _NEAR_FORMS]
    at, form = at[order], form[order]
    edits = distance[at, form] + _edges_differ(asked, at, common, form)
    rows = common.rows[form]
    lengths = bare.begin[rows + 1] - bare.begin[rows]
    ids = bare.ids[gather(bare.begin[rows], lengths)]
    number = np.repeat(np.array(numbers)[at], lengths)
    case = np.array([case_like(read, 2) for read in reads], dtype=np.uint8)
    return best_rows(
        len(reads), number, ids, case[number], np.repeat(_FUZZY_COST + _FUZZY_COST_PER_EDIT * edits, lengths)
    )


@lru_cache(maxsize=20_000)
def _plain_letters(read: str) -> str:
    return "".join(c for c in unidecode(read).lower().translate(_FIGURES_AS_LETTERS) if c.isalpha())


def _edges_differ(reads: Sequence[str], read: Ints, common: _CommonForms, form: Ints) -> Floats:
    """Consonants survive damage better than vowels: what to add to the distance of pairs of a reading and a form where
    those at the two ends are not the same."""
    begins = np.full((len(reads), LONGEST_ONSET + 1), -1)
    for i, letters in enumerate(reads):
        for length in range(min(LONGEST_ONSET, len(letters)) + 1):
            begins[i, length] = common.onsets.get(letters[:length], -1)
    same_onset = (begins[read] == common.onset[form][:, None]).any(axis=1)
    ends = np.array([letters[-1] for letters in reads])[read]
    coda_differs = (common.coda[form] != "") & (common.coda[form] != ends)
    added: Floats = (~same_onset) + 0.5 * coda_differs
    return added
