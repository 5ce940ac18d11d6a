"""Documents as a text names them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from viextract.language.fold import fold
from viextract.parse.facts.citations.particulars import date_before, read_particulars
from viextract.parse.facts.citations.symbols import STANDARD, SYMBOL, kind_of_symbol, kind_pattern, kinds, repaired


@dataclass(frozen=True, slots=True)
class FoundCitation:
    """A document as named at one place; ``start`` and ``end`` are the symbol's place, ``stop`` the end of all that
    was read.
    """

    symbol: str
    kind: str | None
    issued_on: str | None
    issuer: str | None
    subject: str | None
    start: int
    end: int
    stop: int


KIND_REACH = 110
"""Characters before a sign within which its kind is printed: "Luật Tổ chức chính quyền địa phương số …"."""
_NUMBER_CUE = re.compile(r"\bs[o06]\s*:?\s*$")
_ISSUER_BETWEEN = re.compile(r"\s+cua\s+(?P<issuer>[^,;]+?)\s+so\s*:?\s*")
_NO_DOCUMENT = re.compile(r"\b(?:mau|bieu|phu luc|bieu mau|tai khoan|dien thoai|hop dong|to|thua)\s+(?:so\s*)?:?\s*$")


@dataclass(frozen=True, slots=True)
class _Named:
    """What is printed before a sign: the kind, whether it stands directly there, the issuer between the two, and where
    the kind begins.
    """

    kind: str | None = None
    direct: bool = False
    issuer: str | None = None
    start: int | None = None


def _named_before(text: str, folded: str, start: int, floor: int) -> _Named:
    """The kind of document printed before position ``start``."""
    cut = max(floor, start - KIND_REACH)
    cut = max(cut, folded.rfind(";", cut, start) + 1)
    hits = list(kind_pattern().finditer(folded, cut, start))
    if not hits:
        return _Named()
    last = hits[-1]
    between = folded[last.end() : start]
    printed = between.strip(" :.")
    direct = printed in {"", "so"}
    if not direct and ("," in printed or "(" in printed or ". " in printed + " "):
        return _Named()
    issuer = None
    if owner := _ISSUER_BETWEEN.fullmatch(between):
        issuer = text[last.end() + owner.start("issuer") : last.end() + owner.end("issuer")]
    return _Named(kinds()[0].get(re.sub(r"\s+", " ", last[0])), direct, issuer, last.start())


def find_citations(text: str) -> list[FoundCitation]:
    """The documents named with a number in ``text`` (NFC, one or more sentences), in order, repeats included.

    Several may share one kind ("các Quyết định số … và số …"). What merely looks like a symbol (a fraction, "24/7")
    is left out. The time is linear in the length of the text.
    """
    if "/" not in text and "-" not in text and ":" not in text:
        return []
    folded = fold(text)
    found = [*_documents(text, folded), *_standards(text, folded)]
    found.sort(key=lambda citation: citation.start)
    return found


def _documents(text: str, folded: str) -> list[FoundCitation]:
    found: list[FoundCitation] = []
    floor = 0
    for match in SYMBOL.finditer(text):
        symbol = repaired(re.sub(r"\s+", "", match[0]).rstrip(".&"))
        end = match.start() + len(match[0].rstrip(".& "))
        if _NO_DOCUMENT.search(folded, max(0, match.start() - 20), match.start()):
            continue
        before = _NUMBER_CUE.search(folded, max(0, match.start() - 8), match.start())
        named = _named_before(text, folded, match.start(), floor)
        kind = named.kind
        known = kind_of_symbol(symbol)
        if not (before or named.direct or (known and known not in {"Luật", "Lệnh"}) or (known and kind)):
            continue
        if kind is None and found and _shares_kind(folded[found[-1].stop : match.start()][: KIND_REACH + 1]):
            kind = found[-1].kind
        kind = kind or known or ("Công văn" if before else None)
        issued, issuer, subject, stop = read_particulars(text, folded, end, joint=_is_joint(kind, symbol))
        issuer = issuer or named.issuer
        if issued is None and named.start is not None:
            issued = date_before(folded, named.start)
        found.append(FoundCitation(symbol, kind, issued, issuer, subject, match.start(), end, stop))
        floor = end
    return found


_JOINT_KIND = re.compile(r"lien\s+(?:tich|nganh)(?!\w)")
_JOINT_CODE = re.compile(r"/[A-ZĐ]*(?:LT|LN)(?:[-/]|$)")


def _is_joint(kind: str | None, symbol: str) -> bool:
    """Whether several bodies issue a document of this kind: "Thông tư liên tịch", "08/QCLN-…"."""
    return _JOINT_KIND.search(fold(kind or "")) is not None or _JOINT_CODE.search(symbol) is not None


def _standards(text: str, folded: str) -> list[FoundCitation]:
    """Technical regulations and standards: they have no date, and their kind is in their sign."""
    found = []
    for match in STANDARD.finditer(text):
        symbol = re.sub(r"\s*([-.:])\s*", r"\1", re.sub(r"\s+", " ", match[0]))
        kind = _named_before(text, folded, match.start(), 0)
        found.append(
            FoundCitation(
                symbol, kind.kind if kind.direct else None, None, None, None, match.start(), match.end(), match.end()
            )
        )
    return found


def _shares_kind(between: str) -> bool:
    """Whether only "và số" or ", số" parts two symbols: the kind named before the first holds for both."""
    return re.fullmatch(r"[\s,;]*(?:va|cung)?\s*(?:so)?\s*", between) is not None
