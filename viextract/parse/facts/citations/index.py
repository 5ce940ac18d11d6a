"""The documents that a plan names, collected."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from viextract.model.plan import Citation, Span
from viextract.parse.facts.citations.find import FoundCitation, find_citations
from viextract.parse.facts.citations.symbols import normal_symbol

_WITH_YEAR = re.compile(r"\d+/(?:19|20)\d\d/")
"""Number and year are those of one document of its kind, whoever issued it with whom."""


class CitationIndex:
    """The documents that a plan names, once each in order of first mention; later mentions add what the first lacks."""

    def __init__(self, own_symbol: str | None = None) -> None:
        self._own = normal_symbol(own_symbol) if own_symbol else None
        self._found: dict[str, tuple[FoundCitation, Span | None]] = {}
        self._ids: dict[str, str] = {}

    def add(self, text: str, source: Span | None = None) -> list[str]:
        """Take in the documents that ``text`` names; their ids, each once. The document's own symbol is not taken."""
        ids: list[str] = []
        for found in find_citations(text):
            key = self._known(found, normal_symbol(found.symbol))
            if key == self._own:
                continue
            if key not in self._found:
                self._ids[key] = f"c{len(self._found) + 1}"
                self._found[key] = found, source
            else:
                first, where = self._found[key]
                self._found[key] = (
                    replace(
                        first,
                        kind=first.kind or found.kind,
                        issued_on=first.issued_on or found.issued_on,
                        issuer=first.issuer or found.issuer,
                        subject=first.subject or found.subject,
                    ),
                    where,
                )
            if self._ids[key] not in ids:
                ids.append(self._ids[key])
        return ids

    def _known(self, found: FoundCitation, key: str) -> str:
        """The key of the document that a shortened sign means: "12/2026/NQLT" after "12/2026/NQLT/HĐND-MTTQ"."""
        if key in self._found or not _WITH_YEAR.match(key):
            return key
        longer = [
            other
            for other, (first, _) in self._found.items()
            if other.startswith((key + "/", key + "-")) and first.kind == found.kind
        ]
        return longer[0] if len(longer) == 1 else key

    def citations(self) -> list[Citation]:
        return [
            Citation(
                id=self._ids[key],
                kind=found.kind,
                symbol=found.symbol,
                issued_on=found.issued_on,
                issuer=found.issuer,
                subject=found.subject,
                source=source,
            )
            for key, (found, source) in self._found.items()
        ]


def collect(texts: Iterable[str], own_symbol: str | None = None) -> list[Citation]:
    """The documents that ``texts`` name, once each in order of first mention.

    >>> [c.id for c in collect(["Kế hoạch số 5/KH-UBND ngày 02/01/2025;", "theo Kế hoạch số 5/KH-UBND"])]
    ['c1']
    """
    index = CitationIndex(own_symbol)
    for text in texts:
        index.add(text)
    return index.citations()
