"""Where the name of a person or place is expected in decoded text: behind an address, in a signature, behind "xã".

A name has few words, each with a capital, and nothing but spaces between them. What stands before it (or, in a list of
members, behind it) tells that it is one; words that begin the name of a body or of a post are none.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from viextract.data import read_yaml
from viextract.recover.tokenizer import Piece
from viextract.vocabulary.positions import positions
from viextract.vocabulary.units import opens_body, tokenize, word_lists

_LEAST_WORDS, MOST_WORDS = 2, 4
"""Words of a whole name: more are hardly ever one."""

_LINES_OF_SIGNATURE = 4
"""Lines with text below a position among which the name of who signs is: a signature or stamp may be read between."""
_MOST_WORDS_OF_POSITION = 9
_LOOK_AHEAD = 6
"""Words from a place on in which a body or post shows."""


class Name(NamedTuple):
    """Tokens in which a name is expected."""

    first: int
    end: int
    kind: str
    """``person``, ``given`` (a given name alone) or ``place``."""
    cue: int = -1
    """The token that tells it; -1 where none does."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as decoded so far, token by token."""

    pieces: Sequence[Piece]
    words: Sequence[str]
    """In lower case; empty where a token is no single word."""
    lines: Sequence[str]
    ends: Container[int]
    """Tokens that end a clause."""

    def between(self, token: int) -> str:
        """What stands between a token and the next; a line's end is a space."""
        a, b = self.pieces[token], self.pieces[token + 1]
        if a.line == b.line:
            return self.lines[a.line][a.end : b.start]
        return self.lines[a.line][a.end :] + " " + self.lines[b.line][: b.start]

    def is_capital(self, token: int) -> bool:
        """Whether a word was read with a capital."""
        piece = self.pieces[token]
        return piece.kind == "word" and piece.text[:1].isupper()

    def run(self, first: int, most: int = MOST_WORDS + 1) -> int:
        """The token after the words with capitals that stand from ``first`` on with nothing but spaces between, all of
        them in one case."""
        end, cases = first, set[bool]()
        while end < len(self.pieces) and end - first < most and self.is_capital(end) and self.words[end]:
            if sum(map(str.isalpha, self.pieces[end].text)) > 1:
                cases.add(self.pieces[end].text.isupper())
            if len(cases) > 1:
                break
            end += 1
            if end - 1 in self.ends or (end < len(self.pieces) and self.between(end - 1).strip()):
                break
        return end

    def text(self, first: int, end: int) -> str:
        """Words as decoded, those with capitals with one."""
        words = range(first, min(end, len(self.pieces)))
        return " ".join(self.words[i].capitalize() if self.is_capital(i) else self.words[i] for i in words)


def _is_upper(text: str) -> bool:
    return len(text) > 1 and text.isupper()


def expected(reading: Reading) -> list[Name]:
    """Where names are expected, each place once, in order."""
    found: dict[int, Name] = {}
    for name in (*_behind_cues(reading), *_of_lines(reading), *_before_dates(reading)):
        if all(i not in found for i in range(name.first, name.end)):
            found.update((i, name) for i in range(name.first, name.end))
    return sorted(set(found.values()))


# --- behind cues ------------------------------------------------------------------------------------------------------


@cache
def _said(name: str) -> str:
    """One word of ``dictionaries/name_cues.yaml``."""
    word: str = read_yaml("name_cues.yaml")["words"][name]
    return word


@cache
def _cues() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    own = read_yaml("name_cues.yaml")
    places = (word_lists().places - set(own["not_places"])) | set(own["places"])
    by_last: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for kind, cues in (
        ("person", word_lists().addresses),
        ("label", own["labels"]),
        ("place", places | word_lists().school_levels),
    ):
        for cue in cues:
            words = tuple(word for word in cue.split() if word.isalpha())
            by_last.setdefault(words[-1], []).append((words[:-1], kind))
    return {last: sorted(rows, key=lambda row: -len(row[0])) for last, rows in by_last.items()}


def _behind_cues(reading: Reading) -> Iterator[Name]:
    cues, words = _cues(), reading.words
    for i in range(len(words) - 1):
        if words[i] in cues and reading.is_capital(i + 1):
            before, kind = next((row for row in cues[words[i]] if _ends(words, i, row[0])), ((), ""))
            gap = reading.between(i).strip()
            if kind == "place" and not gap:
                yield from _place(reading, i, len(before) + 1)
            elif (kind == "person" and gap in {"", ":"}) or (kind == "label" and gap in {"", ":"}):
                yield from _persons(reading, i, alone=kind == "person" and not reading.is_capital(i))


def _ends(words: Sequence[str], end: int, phrase: tuple[str, ...]) -> bool:
    return tuple(words[max(0, end - len(phrase)) : end]) == phrase


def _persons(reading: Reading, cue: int, *, alone: bool) -> Iterator[Name]:
    """The person behind ``cue``, and those that follow in the same list. alone: whether it may be a given name only."""
    first = cue + 1
    while (name := _person(reading, first)) is not None:
        yield name._replace(cue=cue)
        cue = -1
        if name.end >= len(reading.pieces) or reading.between(name.end - 1).strip() not in {",", ";"}:
            return
        first, alone = name.end, False
    if alone and reading.run(first) == first + 1 and not _opens_other(reading, first):
        yield Name(first, first + 1, "given", cue)


def _person(reading: Reading, first: int) -> Name | None:
    """A whole name that begins at ``first``; without what tells the person's post."""
    end = reading.run(first)
    if end - first < _LEAST_WORDS:
        return None
    end = next((i for i in range(first, end) if _opens_other(reading, i)), end)
    return Name(first, end, "person") if _LEAST_WORDS <= end - first <= MOST_WORDS else None


def _place(reading: Reading, cue: int, words: int) -> Iterator[Name]:
    """The name of a place behind ``cue``. Among capitals a single word may be part of any ("XÃ HỘI"), unless it
    is that of the place whose committee it is, or begins its line. words: those that the cue has."""
    first = cue + 1
    if _is_upper(reading.pieces[cue].text) and words == 1:
        before = reading.words[cue - 1] if cue else ""
        if before != _said("people") and (cue and reading.pieces[cue - 1].line == reading.pieces[cue].line):
            return
    end = reading.run(first)
    end = next((i for i in range(first, end) if _opens_other(reading, i) or reading.words[i] in _cues()), end)
    if _LEAST_WORDS <= end - first <= MOST_WORDS:
        yield Name(first, end, "place", cue)


def _opens_other(reading: Reading, token: int) -> bool:
    """Whether the name of a body, or of a post, begins here."""
    tokens = tokenize(reading.text(token, token + _LOOK_AHEAD))
    return bool(tokens) and (opens_body(tokens, 0) or _position_end(reading, token) > token)


@cache
def _positions() -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(position.split()) for position in positions("signs"))


@cache
def _first_of_positions() -> frozenset[str]:
    return frozenset(position[0] for position in _positions())


def _position_end(reading: Reading, token: int) -> int:
    """The token after the position that begins here; ``token`` where none does."""
    if token >= len(reading.words) or reading.words[token] not in _first_of_positions():
        return token
    for length in range(_MOST_WORDS_OF_POSITION, 1, -1):
        if tuple(reading.words[token : token + length]) in _positions():
            return token + length
    return token


# --- in lines of their own --------------------------------------------------------------------------------------------


def _of_lines(reading: Reading) -> Iterator[Name]:
    """Names that are a line of the signature, or that open the line of a member."""
    since: int | None = None  # lines with text since a position in capitals
    for first, end in _lines(reading):
        since = None if since is None else since + 1
        in_signature = since is not None and since <= _LINES_OF_SIGNATURE
        if _position_end(reading, first) > first and all(reading.pieces[i].text.isupper() for i in range(first, end)):
            since = 0
        elif in_signature and reading.run(first) == end:
            yield from _whole_line(reading, first, end)
        start = first + (reading.pieces[first].kind == "number")
        if start < end - 2 and reading.is_capital(start) and reading.is_capital(start + 1):
            yield from _before_post(reading, start)


def _whole_line(reading: Reading, first: int, end: int) -> Iterator[Name]:
    name = _person(reading, first)
    if name is not None and name.end == end:
        yield name


def _lines(reading: Reading) -> Iterator[tuple[int, int]]:
    """The tokens of each line."""
    first = 0
    for i in range(1, len(reading.pieces) + 1):
        if i == len(reading.pieces) or reading.pieces[i].line != reading.pieces[first].line:
            yield first, i
            first = i


def _before_post(reading: Reading, first: int) -> Iterator[Name]:
    """ "1. Nguyễn Văn Tám, Phó Chủ tịch": a member of a list."""
    name = _person(reading, first)
    if name is None or name.end >= len(reading.pieces) or _position_end(reading, name.end) == name.end:
        return
    if reading.between(name.end - 1).strip() in _BEFORE_POST:
        yield name


_BEFORE_POST = frozenset({",", "-", "–", ":"})


def _before_dates(reading: Reading) -> Iterator[Name]:
    """ "Hòa Lâm, ngày 12": where a document was made. What stands before it on the line may be another column's."""
    for day in range(2, len(reading.words) - 1):
        if reading.words[day] == _said("day") and reading.between(day - 1).strip() in {",", "."}:
            dated = reading.pieces[day + 1].kind == "number" or reading.words[day + 1] == _said("month")
            starts = range(max(0, day - MOST_WORDS - 1), day - 1)
            first = next((i for i in starts if reading.run(i) == day), day)
            if dated and _LEAST_WORDS <= day - first <= MOST_WORDS and not _opens_other(reading, first):
                yield Name(first, day, "place")
