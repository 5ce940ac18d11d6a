"""Finds documents of an archive by number, issuer, body, day and text; marks and capitals do not matter."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock

from viextract.archive.outcome import Entry
from viextract.archive.overview import Paper
from viextract.language.fold import fold

_MOST_WORDS = 20


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for; what is empty does not count."""

    text: str = ""
    symbol: str = ""
    issuer: str = ""
    body: str = ""
    since: str = ""
    until: str = ""
    grade: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Query:
        """From what a form has sent, where the text is called ``q``."""
        names = {name: given.get("q" if name == "text" else name, "")[:200].strip() for name in cls.__slots__}
        return cls(**names)


class Search:
    """Looks through what is known of each document, and through the texts in an index that the first search makes."""

    def __init__(self, out: Path, entries: Sequence[Entry], bodies: Callable[[str], Sequence[str]]) -> None:
        """bodies: those that have something to do in a document, by its path."""
        self._out, self._entries, self._bodies = out, entries, bodies
        self._papers = [_paper(entry) for entry in entries]
        self._known = [_known(paper) for paper in self._papers]
        self._index: sqlite3.Connection | None = None
        self._lock = Lock()

    def show(self, papers: Mapping[str, Paper]) -> None:
        """What was corrected since the results were made is found and shown as it is now; texts are those of the
        results.
        """
        self._papers = [papers.get(entry.path) or _paper(entry) for entry in self._entries]
        self._known = [_known(paper) for paper in self._papers]

    def find(self, query: Query) -> list[Paper]:
        """Documents that have all that is asked for, in the order of the entries."""
        asked, texts = _Asked(query), _Texts(self._with)
        return [paper for number, paper in enumerate(self._papers) if self._fits(number, paper, query, asked, texts)]

    def _fits(self, number: int, paper: Paper, query: Query, asked: _Asked, texts: _Texts) -> bool:
        day = paper.issued_on or ""
        # A day of which the month alone is known fits where the month does.
        if query.since and (not day or day < query.since[: len(day)]):
            return False
        if query.until and (not day or day > query.until[: len(day)]):
            return False
        if query.grade and paper.grade != query.grade:
            return False
        known = self._known[number]
        if not _has(known.symbol, asked.symbol) or not _has(known.issuer, asked.issuer):
            return False
        if asked.body and not any(_has(_folded(body), asked.body) for body in self._bodies(paper.path)):
            return False
        left = tuple(word for word in asked.text if word not in known.all)
        return not left or number in texts.with_words(left)

    def _with(self, words: tuple[str, ...]) -> set[int]:
        """Documents whose text has all the words, or words that begin so."""
        asked = " ".join(f'"{word}"*' for word in (word.replace('"', "") for word in words) if _can_be_found(word))
        if not asked:
            return set()
        with self._lock:
            if self._index is None:
                self._index = self._build()
            return {row[0] for row in self._index.execute("SELECT rowid FROM texts WHERE texts MATCH ?", (asked,))}

    def _build(self) -> sqlite3.Connection:
        index = sqlite3.connect(":memory:", check_same_thread=False)
        index.execute("CREATE VIRTUAL TABLE texts USING fts5(text, content='')")
        for number, entry in enumerate(self._entries):
            index.execute("INSERT INTO texts (rowid, text) VALUES (?, ?)", (number, fold(self._text(entry))))
        return index

    def _text(self, entry: Entry) -> str:
        outputs = entry.facts.outputs if entry.facts else ()
        path = next((output.path for output in outputs if output.path.endswith(".txt")), None)
        try:
            return (self._out / path).read_text("utf-8", "replace") if path else ""
        except OSError:
            return ""


class _Asked:
    """The words of a question, folded once and not for each document."""

    def __init__(self, query: Query) -> None:
        self.text, self.symbol, self.issuer, self.body = (
            _words(part) for part in (query.text, query.symbol, query.issuer, query.body)
        )


class _Texts:
    """The documents whose texts have the same words, looked up once in a search."""

    def __init__(self, look_up: Callable[[tuple[str, ...]], set[int]]) -> None:
        self._look_up = look_up
        self._found: dict[tuple[str, ...], set[int]] = {}

    def with_words(self, words: tuple[str, ...]) -> set[int]:
        if words not in self._found:
            self._found[words] = self._look_up(words)
        return self._found[words]


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a document, folded."""

    symbol: str
    issuer: str
    all: str


def _known(paper: Paper) -> _Known:
    about = (paper.path, paper.symbol, paper.issuer, paper.title, paper.grade, paper.issued_on, *paper.warnings)
    return _Known(fold(paper.symbol or ""), fold(paper.issuer or ""), fold(" ".join(part for part in about if part)))


@lru_cache(maxsize=10_000)
def _folded(text: str) -> str:
    """Names of bodies recur in an archive."""
    return fold(text)


def _has(folded: str, words: Sequence[str]) -> bool:
    """Whether all words that are asked for stand in a text, as parts of words, too."""
    return all(word in folded for word in words)


def _words(text: str) -> list[str]:
    return fold(text).split()[:_MOST_WORDS]


def _can_be_found(word: str) -> bool:
    return any(char.isalnum() for char in word)


def _paper(entry: Entry) -> Paper:
    facts = entry.facts
    assert facts is not None
    return Paper(
        entry.path,
        facts.symbol or facts.symbol_code,
        facts.issuer,
        facts.issued_on,
        facts.title,
        facts.grade or "",
        (),
        facts.warnings,
        facts.quality,
        (),
    )
