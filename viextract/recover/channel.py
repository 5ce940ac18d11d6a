"""The noisy channel: what may have stood on the page where a token was read, and how likely it would then be read so.

P(read | true) is counted where pairs are frequent, and backed by the syllable's own structure where they are not: a
reader confuses
an onset and a rhyme independently of each other, so onset and rhyme tables cover syllables that were never seen
misread; a rhyme
that was never seen misread this way is scored letter by letter (each true letter is read as none to three characters;
trained by
expectation maximisation, after Brill & Moore, "An Improved Error Model for Noisy Channel Spelling Correction", 2000).
"""

from __future__ import annotations

import json
import math
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein
from unidecode import unidecode

from viextract.data import dictionaries
from viextract.language.ngram import UNKNOWN_ID, model
from viextract.language.syllables import canonical_tone, strip_marks
from viextract.language.tokens import CLASSES

LONGEST_READING = 3
"""Characters as which one letter may be read at most."""

PRIOR_PAIRS = 8.0
"""Weight, in counted pairs, of the structural model against the table of whole tokens."""

_TABLE_SHARE = 0.8
"""Highest weight of the table of whole tokens: another engine, scanner or typeface makes readings that it never
counted."""

_RHYME_SHARE = 0.9
"""Weight of counted rhymes against rhymes scored letter by letter, for the same reason."""

_PLAUSIBLE = 11.0
"""What a reading's best candidate weighs at most that needs no others; letters are compared where all weigh more."""

_WELL_KNOWN = 6
"""A reading that was counted for this many rhymes needs no others."""

_UNSEEN = (2e-3, 1.5e-4, 5e-6, 1e-7)
"""Floor of the probability that a letter is read as a string of 0, 1, 2, 3 characters that training never showed."""

MOST_CANDIDATES = 24
_LEAST_LOG_P = -17.0
_FALLBACK_RHYMES = 32
_LONGEST_RHYME, _LONGEST_READ_RHYME = 5, 9
_NEVER_VOWELS = frozenset("bckhnpqrsxBCKHNPQRSX")
"""Letters as which no reader takes a vowel: a rhyme does not begin with them."""
_SHOWS_BASE = 60
_LEAST_RHYME = 1e-9
_RARE = -13.5
"""log frequency below which a word is no candidate by likeness alone."""

_NEAR_FORMS = 40
_FUZZY_COST, _FUZZY_COST_PER_EDIT = 6.0, 3.0
_FIGURES_AS_LETTERS = str.maketrans("014569", "oldsog")

_LONGEST_ONSET = 4


class Candidate(NamedTuple):
    """One true form of a token; ``cost`` is -log P(read | true), ``id`` the language model's, ``weight`` cost and
    frequency together."""

    text: str
    cost: float
    id: int
    weight: float


def pack_row(row: Iterable[tuple[str, float]]) -> str:
    """Strings without spaces and their figures as one string: what a table holds until a row is asked for.

    A table of strings loads faster than one of lists, and the garbage collector does not walk through it.
    """
    return " ".join(f"{text} {figure:g}" for text, figure in row)


def unpack_row(row: str) -> list[tuple[str, float]]:
    """The other way round."""
    parts = row.split(" ") if row else []
    return list(zip(parts[::2], map(float, parts[1::2]), strict=True))


def candidate(text: str, cost: float) -> Candidate:
    """A candidate with its id and weight looked up."""
    word = word_id(text)
    return Candidate(text, cost, word, cost - float(_unigrams()[word]))


@cache
def _unigrams() -> list[float]:
    # A plain list: single look-ups in a mapped array are slow.
    return [float(x) for x in model().unigram]


class Channel:
    """One kind of damage, as counted from pairs of readings and truth."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        """``data``: the tables that scripts/build_channel.py writes."""
        self._tokens: dict[str, str] = data["tokens"]
        self._totals: dict[str, int] = data["totals"]
        self._onsets = {read: unpack_row(row) for read, row in data["onsets"].items()}
        self._rhymes: dict[str, str] = data["rhymes"]
        rhymes = {rhyme for row in self._rhymes.values() for rhyme, _ in unpack_row(row)}
        self._letters = _Letters(data["chars"], sorted(rhymes))
        self._seen: dict[tuple[str, bool], tuple[Candidate, ...]] = {}
        self._smooth: dict[str, list[tuple[str, float]]] = {}
        # Candidates of frequent tokens, worked out when the model was built.
        self._ready: dict[str, str] = data.get("ready", {})

    def candidates(self, read: str, thorough: bool = True) -> tuple[Candidate, ...]:
        """True forms of a token without outer punctuation, likeliest first by reading and frequency; words that the
        model knows only.

        ``thorough`` lets every rhyme that is spelt at all alike take part, not only those that were seen read so.
        """
        found = self._seen.get((read, thorough))
        if found is None:
            ready = self._ready.get(read)
            if ready is not None:
                found = tuple(candidate(text, cost) for text, cost in unpack_row(ready))
            else:
                plain = unicodedata.normalize("NFKC", read)  # ligatures of an engine (\ufb01) are two letters
                found = self._candidates(plain, self._structural(plain, self._counted_rhymes))
                if thorough and (not found or found[0].weight > _PLAUSIBLE):
                    found = self._candidates(plain, self._structural(plain, self._smoothed))
            self._seen[read, thorough] = found
        return found

    def _candidates(self, read: str, structural: dict[str, float]) -> tuple[Candidate, ...]:
        counted = dict(unpack_row(self._tokens.get(read, "")))
        best: dict[int | str, Candidate] = {}
        for text in structural.keys() | counted.keys():
            total = self._totals.get(text, 0)
            share = min(_TABLE_SHARE, total / (total + PRIOR_PAIRS))
            p = (share * counted.get(text, 0) / total if total else 0.0) + (1 - share) * structural.get(text, 0.0)
            if p > 1e-10:
                found = candidate(text, round(-math.log(p), 2))
                word = found.id if found.id != UNKNOWN_ID else lower(text)
                if word not in best or found.cost < best[word].cost:
                    best[word] = found
        return tuple(sorted(best.values(), key=lambda c: (c.weight, c.text))[:MOST_CANDIDATES])

    def _counted_rhymes(self, read: str) -> list[tuple[str, float]]:
        return unpack_row(self._rhymes.get(read, ""))

    def _smoothed(self, read: str) -> list[tuple[str, float]]:
        """Rhymes that may have been read so, and log P(read | rhyme), counted and letter by letter together."""
        if read not in self._smooth:
            counted = unpack_row(self._rhymes.get(read, ""))
            likely = self._letters.rhymes(read) if len(counted) < _WELL_KNOWN else []
            scores = {rhyme: (1 - _RHYME_SHARE) * p for rhyme, p in likely}
            for rhyme, log_p in counted:
                scores[rhyme] = scores.get(rhyme, 0.0) + _RHYME_SHARE * math.exp(log_p)
            self._smooth[read] = sorted(
                ((r, math.log(p)) for r, p in scores.items()), key=lambda row: (-row[1], row[0])
            )
        return self._smooth[read]

    def _structural(
        self, read: str, rhymes_of: Callable[[str], Sequence[tuple[str, float]] | None]
    ) -> dict[str, float]:
        """P(read | syllable) as a sum over the places where onset and rhyme may meet, for syllables the model knows."""
        total: dict[str, float] = defaultdict(float)
        for cut in range(min(_LONGEST_ONSET, len(read) - 1) + 1):
            onsets = self._onsets.get(read[:cut])
            rhymes = rhymes_of(read[cut:]) if onsets else None
            if not onsets or not rhymes:
                continue
            for onset, p_onset in onsets:
                for rhyme, p_rhyme in rhymes:
                    if p_onset + p_rhyme < _LEAST_LOG_P:
                        break
                    text = onset + rhyme
                    if word_id(text) != UNKNOWN_ID:
                        total[text] += math.exp(p_onset + p_rhyme)
        return total


@cache
def word_id(text: str) -> int:
    """The language model's id of a printed word in any of the usual cases; that of unknown words for the rest."""
    return model().id(lower(text)) if one_case(text) else UNKNOWN_ID


class _Inventory(NamedTuple):
    """Rhymes as rows of letter indices, padded with -1."""

    rhymes: list[str]
    rows: NDArray[np.int64]
    lengths: NDArray[np.int64]


def _inventory(rhymes: list[str], index: dict[str, int]) -> _Inventory:
    rows = np.full((len(rhymes), max(map(len, rhymes))), -1)
    for row, rhyme in enumerate(rhymes):
        rows[row, : len(rhyme)] = [index[c] for c in rhyme]
    return _Inventory(rhymes, rows, np.array([len(r) for r in rhymes]))


class _Letters:
    """Rhymes for a string that was never seen as the reading of one, scored letter by letter."""

    def __init__(self, readings: dict[str, dict[str, float]], rhymes: list[str]) -> None:
        alphabet = sorted(readings)
        index = {letter: i for i, letter in enumerate(alphabet)}
        spelt = [r for r in rhymes if all(c in index for c in r) and len(r) <= _LONGEST_RHYME]
        self._small = _inventory([r for r in spelt if r.islower()], index)
        # A capital rhyme may be read as small letters (O as o), but not the other way round.
        self._capital = _inventory(spelt, index)
        self._emissions: dict[str, NDArray[np.float64]] = {}
        self._by_reading: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for letter, row_readings in readings.items():
            for reading, log_p in row_readings.items():
                self._by_reading[reading].append((index[letter], math.exp(log_p)))
        self._bases = [strip_marks(letter).lower() for letter in alphabet]

    def rhymes(self, read: str) -> list[tuple[str, float]]:
        """The likeliest rhymes and P(read | rhyme)."""
        if len(read) > _LONGEST_READ_RHYME or read[0] in _NEVER_VOWELS:
            return []
        return self._score(read)

    def _emission(self, reading: str) -> NDArray[np.float64]:
        """P(these characters | letter) for every letter of the alphabet, and for the padding after a rhyme's end."""
        found = self._emissions.get(reading)
        if found is None:
            found = self._emissions[reading] = self._count_emission(reading)
        return found

    def _count_emission(self, reading: str) -> NDArray[np.float64]:
        plain = reading.lower()
        floor = _UNSEEN[len(reading)]
        # A reading that still shows the letter's base is likelier than any other that was never seen.
        vector = np.array([floor * _SHOWS_BASE if base in plain else floor for base in self._bases] + [floor])
        for letter, p in self._by_reading.get(reading, ()):
            vector[letter] = max(p, vector[letter])
        return vector

    def _score(self, read: str) -> list[tuple[str, float]]:
        inventory = self._capital if read.isupper() else self._small
        m = len(read)
        # For each number of characters: P(those characters from j on | letter), a row for each j.
        emissions = [
            np.stack([self._emission(read[j : j + k]) for j in range(m + 1 - k)])
            for k in range(min(LONGEST_READING, m) + 1)
        ]
        count, width = inventory.rows.shape
        forward = np.zeros((m + 1, count))
        forward[0] = 1.0
        result = np.zeros(count)
        for i in range(width):
            letters = inventory.rows[:, i]
            following = forward * emissions[0][:, letters]
            for k in range(1, len(emissions)):
                following[k:] += forward[: m + 1 - k] * emissions[k][:, letters]
            forward = following
            np.copyto(result, forward[m], where=inventory.lengths == i + 1)
        top = np.argsort(-result, kind="stable")[:_FALLBACK_RHYMES]
        return [(inventory.rhymes[i], float(result[i])) for i in top if result[i] > _LEAST_RHYME]


def lower(text: str) -> str:
    """A token as the language model knows it: lower case, one tone style."""
    return canonical_tone(text.lower())


def one_case(text: str) -> bool:
    """All small, all capital or capitalised: what a printed word looks like."""
    return text.islower() or text.isupper() or (text[0].isupper() and text[1:].islower())


@cache
def channel(name: str) -> Channel:
    """The channel of a kind of damage: ``wrong`` (an engine with the wrong language) or ``vie`` (a Vietnamese engine
    on a poor page)."""
    with (dictionaries() / "models" / f"channel-{name}.json").open(encoding="utf-8") as stream:
        return Channel(json.load(stream))


class _Word(NamedTuple):
    """A word of the language model, with its frequency (log)."""

    text: str
    id: int
    frequency: float


@cache
def _by_bare_form() -> dict[str, tuple[_Word, ...]]:
    """Words the language model knows by their letters without marks, most frequent first."""
    frequency = _unigrams()
    table: dict[str, list[_Word]] = defaultdict(list)
    for i, word in enumerate(model().vocabulary[len(CLASSES) :], len(CLASSES)):
        table[strip_marks(word)].append(_Word(word, i, frequency[i]))
    return {bare: tuple(sorted(words, key=lambda w: (-w.frequency, w.text))) for bare, words in table.items()}


def _as_candidate(word: _Word, read: str, cost: float) -> Candidate:
    return Candidate(match_case(word.text, read), cost, word.id, cost - word.frequency)


def unmarked_candidates(read: str, thorough: bool = True) -> tuple[Candidate, ...]:
    """True forms of a token whose marks were removed. Removal is certain, so that every form costs nothing."""
    return tuple(_as_candidate(word, read, 0.0) for word in _by_bare_form().get(strip_marks(read.lower()), ()))


@cache
def _common_bare_forms() -> tuple[str, ...]:
    """Bare forms of the words frequent enough to be meant by a token that resembles nothing."""
    return tuple(sorted(bare for bare, words in _by_bare_form().items() if words[0].frequency > _RARE))


@lru_cache(maxsize=20_000)
def fuzzy_candidates(read: str) -> tuple[Candidate, ...]:
    """True forms by nothing but likeness of the bare letters: the last resort for readings that no table explains."""
    bare = "".join(c for c in unidecode(read).lower().translate(_FIGURES_AS_LETTERS) if c.isalpha())
    if len(bare) < 2:
        return ()
    forms = _common_bare_forms()
    near = process.extract(bare, forms, scorer=Levenshtein.distance, score_cutoff=_furthest(bare), limit=_NEAR_FORMS)
    rows = []
    for form, distance, _ in near:
        cost = _FUZZY_COST + _FUZZY_COST_PER_EDIT * (distance + _edges_differ(bare, form))
        rows += [(cost - word.frequency, cost, word) for word in _by_bare_form()[form]]
    rows.sort(key=lambda row: (row[0], row[2].text))
    return tuple(_as_candidate(word, read, cost) for _, cost, word in rows[:MOST_CANDIDATES])


def _furthest(bare: str) -> int:
    """Edits up to which a form is near: a short word that is three letters off is another word."""
    return 3 if len(bare) > 3 else 2


def _edges_differ(read: str, form: str) -> float:
    """Consonants survive damage better than vowels: what to add to the distance where those at the two ends are not
    the same."""
    onset = form[: next((i for i, c in enumerate(form) if c in "aeiouy"), len(form))]
    coda_differs = form[-1] not in "aeiouy" and read[-1] != form[-1]
    return (not read.startswith(onset)) + 0.5 * coda_differs


def match_case(word: str, like: str) -> str:
    """``word`` in the case of the token that it replaces."""
    if like.isupper() and (sum(map(str.isalpha, like)) > 1 or len(word) == 1):
        return word.upper()
    if like[:1].isupper():
        return word[:1].upper() + word[1:]
    return word
