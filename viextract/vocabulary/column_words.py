"""Words that columns of bodies, of report fields and of times consist of, in damaged text too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise

from rapidfuzz import fuzz, process

from viextract.data import read_tsv, read_yaml
from viextract.vocabulary.column_headings import folded
from viextract.vocabulary.units import find_units

LEAST_LIKENESS = 75.0
"""Likeness of two folded syllables that damage may have made of one another."""

MENDED_LIKENESS = 85.0
"""The same of whole names of bodies."""
MENDED_LENGTH = 8
"""Letters from which on a name is told so."""
GLUED_LENGTH = 6
"""Letters from which on words of a name are told where they have run together."""
PLAINLY = 3.0
"""By how much the likest name must be likelier than the next."""


@cache
def _registered() -> tuple[tuple[str, ...], ...]:
    """The registry's names and their other ways to be written, as folded words."""
    names: list[str] = []
    for row in read_tsv("units.tsv"):
        names += [row["name"], *filter(None, row["aliases"].split("|"))]
    return tuple(tuple(folded(name).split()) for name in names)


_FIGURES_AS_LETTERS = str.maketrans("0156", "olso")


def _runs(name: str) -> Iterator[tuple[str, str]]:
    """Each run of two words or more of a name, run together and as printed."""
    words = [word.strip(",;.") for word in name.split()]
    for start in range(len(words)):
        for end in range(start + 2, len(words) + 1):
            glued = "".join(folded(word).replace(" ", "") for word in words[start:end])
            if len(glued) >= GLUED_LENGTH:
                yield glued, " ".join(words[start:end])


@cache
def _registered_runs() -> dict[str, str]:
    names = [row["name"] for row in read_tsv("units.tsv")]
    names += [f"{name} {place}" for name in names if _is_told_by_place(name) for place in sorted(_spelt_places())]
    return {glued: run for name in reversed(names) for glued, run in _runs(name)}


def _is_told_by_place(name: str) -> bool:
    """Bodies that each level has are told by a word for the place: ``Công an huyện``."""
    return spelling(name) in _told_by_place("names") or spelling(name).endswith(_told_by_place("ends"))


@cache
def _told_by_place(name: str) -> tuple[str, ...]:
    return tuple(read_yaml("units_words.yaml")["told_by_place"][name])


@cache
def _registered_words() -> frozenset[str]:
    return frozenset(
        word
        for row in read_tsv("units.tsv")
        for name in [row["name"], *filter(None, row["aliases"].split("|"))]
        for word in spelling(name).split()
    )


def spelling(text: str) -> str:
    """Letters with their marks in lower case, words parted by single spaces."""
    return re.sub(r"[\W_]+", " ", text).casefold().strip()


def is_registered(name: str) -> bool:
    """The name is the registry's, letter for letter but for case."""
    return name.casefold() in _registered_names()


def registered_like(name: str) -> str | None:
    """The registry's name that damage has made this of; None where that is not plain, or the name is another's.

    >>> registered_like("Phòng Quản lý thì"), registered_like("Phòng Kinh tế"), registered_like("Hội Nông dân các xã")
    ('Phòng Quản lý đô thị', None, None)
    """
    plain = folded(name)
    if plain in _folded_names() or len(plain) < MENDED_LENGTH:
        return None
    if plain.split()[1:2] == ["va"]:
        return _with_lost_words(plain)
    hits = process.extract(plain, list(_folded_names()), scorer=fuzz.ratio, score_cutoff=MENDED_LIKENESS, limit=2)
    if not hits or (len(hits) > 1 and hits[0][1] - hits[1][1] < PLAINLY):
        return None
    best = str(hits[0][0])
    another = plain.startswith(f"{best} ") or plain.split()[0] != best.split()[0]
    return None if another else _folded_names()[best]


def _with_lost_words(plain: str) -> str | None:
    """The only registered name that a name may be which has lost what should stand before its ``và``."""
    head, rest = plain.split(" ", 1)
    known = {n for n in _folded_names() if n.startswith(f"{head} ") and n.endswith(f" {rest}")}
    return _folded_names()[known.pop()] if len(known) == 1 else None


@cache
def _folded_names() -> dict[str, str]:
    return {folded(row["name"]): row["name"] for row in reversed(list(read_tsv("units.tsv")))}


@cache
def _registered_names() -> frozenset[str]:
    return frozenset(row["name"].casefold() for row in read_tsv("units.tsv"))


@cache
def _report_words() -> frozenset[str]:
    return frozenset(word for phrase in read_yaml("table_words.yaml")["report_words"] for word in str(phrase).split())


@cache
def _places() -> frozenset[str]:
    return frozenset(folded(word).split()[0] for word in read_yaml("units_words.yaml")["places"]) | {"cac"}


@cache
def _spelt_places() -> frozenset[str]:
    return frozenset(spelling(word).split()[0] for word in read_yaml("units_words.yaml")["places"]) | {"các"}


@cache
def _time_words() -> frozenset[str]:
    return frozenset(word for phrase in read_yaml("table_words.yaml")["time_words"] for word in str(phrase).split())


def is_report_word(token: str) -> bool:
    """A word, sign or scale figure of a report column; dots to fill in count, ``%`` misread too.

    >>> is_report_word("%"), is_report_word("Giảm"), is_report_word("…"), is_report_word("khuyến")
    (True, True, True, False)
    """
    if is_percent(token) or re.fullmatch(r"[.…_|/]+|[1-5]", token):
        return True
    return folded(token) in _report_words()


@cache
def _report_spellings() -> dict[str, str]:
    return {folded(word): word for word in read_yaml("table_labels.yaml")["report_words"]}


def report_spelling(word: str) -> str:
    """A word of a report column with the marks that it has there; damage leaves its letters, the model guesses at
    these.

    >>> report_spelling("Tảng"), report_spelling("năm"), report_spelling("Hội")
    ('Tăng', 'nam', 'Hội')
    """
    known = _report_spellings().get(folded(word))
    if known is None:
        return word
    return known.capitalize() if word[:1].isupper() else known


@cache
def _periods() -> dict[str, str]:
    """Words for a recurring time without marks, and the first of the ways in which they are spelt."""
    found: dict[str, str] = {}
    for phrases in read_yaml("deadlines.yaml")["recurrence"].values():
        for phrase in phrases:
            found.setdefault(folded(phrase), phrase)
    return found


def time_spelling(words: Sequence[str]) -> list[str]:
    """The words of a column of times, one that recurs as it is spelt first: damage leaves its letters, the model takes
    the more frequent of two spellings.

    >>> time_spelling(["Hàng", "năm"]), time_spelling(["Quý", "II"])
    (['Hằng', 'năm'], ['Quý', 'II'])
    """
    known = _periods().get(folded(" ".join(words)))
    if known is None:
        return list(words)
    return (known[:1].upper() + known[1:] if words[0][:1].isupper() else known).split()


def is_percent(token: str) -> bool:
    """A per cent sign by itself, or what OCR makes of one (``Yo``, ``%o``, ``Đó``)."""
    return re.fullmatch(r"[%Y][oO0]?|[°º]/[oO0]?|0/0|%[.,]?", token) is not None


def is_time_word(token: str) -> bool:
    """A word or figure of a column of times."""
    return bool(re.fullmatch(r"[(\d][\d/.,)-]*", token)) or folded(token) in _time_words()


class UnitWords:
    """Runs of words that are part of a body's name: of the registry's and of those that the document names
    elsewhere.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        names = set(_registered())
        self._spelt = set(_registered_words())
        self._own_runs: dict[str, str] = {}
        for text in texts:
            found = find_units(text)
            self._own_runs |= {glued: run for unit in found for glued, run in _runs(unit.text)}
            names |= {tuple(folded(unit.text).split()) for unit in found}
            self._spelt |= {word for unit in found for word in spelling(unit.text).split()}
        self._names = {name for name in names if name}
        self._prefixes = {name[:k] for name in self._names for k in range(1, len(name) + 1)}
        self._words = {word for name in self._names for word in name}
        self._pairs = {pair for name in self._names for pair in pairwise(name)}
        self._beside: dict[str, set[str]] = {}
        for first, second in self._pairs:
            self._beside.setdefault(f"{first} ", set()).add(second)
            self._beside.setdefault(f" {second}", set()).add(first)
        self._known_pairs: dict[tuple[str, str], bool] = {}

    def knows(self, word: str) -> bool:
        """The folded word stands in some body's name."""
        return word in self._words

    def spells(self, word: str) -> bool:
        """The word stands in some body's name with these marks."""
        return spelling(word) in self._spelt

    def is_name(self, words: Sequence[str]) -> bool:
        """The folded words are a body's whole name."""
        return tuple(words) in self._names

    def is_whole(self, words: Sequence[str]) -> bool:
        """The folded words are a body's whole name, or one with the place that tells its level (``Công an huyện``)."""
        words = tuple(words)
        name = words[:-2] if words[-2:-1] == ("cac",) else words[:-1]
        return words in self._names or (name in self._names and words[-1] in _places())

    def is_beginning(self, words: Sequence[str], last: str) -> bool:
        """The folded words begin a body's name, are one, or one with the place word that tells its level.

        last: the last word as it is spelt; without its marks a place (``bản``) may be another word (``bàn``).
        """
        words = tuple(words)
        if words in self._prefixes:
            return True
        if spelling(last) not in _spelt_places():
            return False
        name = words[:-2] if words[-2:-1] == ("cac",) else words[:-1]
        # a people's committee or council is told by its place: "Ủy ban nhân dân các xã"
        return name in self._names and name[-2:] == ("nhan", "dan") and words[-1] in _places()

    def parted(self, word: str) -> list[str] | None:
        """The words of a body's name that damage has run together in one; None where it is not plain which.

        >>> UnitWords([]).parted("HOiN6ngdén"), UnitWords([]).parted("khuyếnkhích")
        (['Hội', 'Nông', 'dân'], None)
        """
        plain = folded(word).translate(_FIGURES_AS_LETTERS)
        if len(plain) < GLUED_LENGTH:
            return None
        for runs in (self._own_runs, _registered_runs()):
            if plain in runs:
                return runs[plain].split()
            if len(plain) < MENDED_LENGTH or word.islower():  # names have capitals
                continue
            hit = process.extractOne(plain, runs.keys(), scorer=fuzz.ratio, score_cutoff=MENDED_LIKENESS)
            if hit is not None:
                return runs[hit[0]].split()
        return None

    def is_head(self, word: str) -> bool:
        """Names of bodies begin with this folded word."""
        return (word,) in self._prefixes

    def begins(self, words: Sequence[str]) -> bool:
        """A body's name may begin with these one or two words."""
        return tuple(words[:2]) in self._prefixes

    def follows(self, first: str, second: str, spelt: str) -> bool:
        """The two folded words stand beside each other in some body's name, the longer ones perhaps slightly
        damaged; ``spelt`` is the second with its marks.
        """
        if first in ("dan", "cac") and spelling(spelt) in _spelt_places():
            return True
        pair = first, second
        if pair not in self._known_pairs:
            self._known_pairs[pair] = pair in self._pairs or (
                any(_like(second, other) for other in self._beside.get(f"{first} ", ()))
                or any(_like(first, other) for other in self._beside.get(f" {second}", ()))
            )
        return self._known_pairs[pair]


def _like(damaged: str, word: str) -> bool:
    return len(word) > 3 and len(damaged) > 3 and fuzz.ratio(damaged, word) >= LEAST_LIKENESS


def only_says_when(text: str) -> bool:
    """Whether a text is nothing but a time or a length: "15 ngày, từ ngày 02/3/2026".

    >>> only_says_when("từ ngày 15/12/2026 đến 31/01/2027"), only_says_when("tháng 4, các thôn họp")
    (True, False)
    """
    words = folded(text).split()
    known = frozenset(str(word) for word in read_yaml("table_words.yaml")["time_words"])
    return any(word.isdigit() for word in words) and all(word.isdigit() or word in known for word in words)
