"""Legal and administrative documents that a text names with a number.

Kinds and their abbreviations are ``dictionaries/document_kinds.tsv`` (Nghị định 30/2020/NĐ-CP, Phụ lục III).

>>> found = find_citations("Quyết định số 15/QĐ-UBND ngày 03/02/2025 của UBND tỉnh Lâm Hải về phân công nhiệm vụ;")
>>> [(c.kind, c.symbol, c.issued_on, c.issuer, c.subject) for c in found]
[('Quyết định', '15/QĐ-UBND', '2025-02-03', 'UBND tỉnh Lâm Hải', 'phân công nhiệm vụ')]
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from viextract.data import read_tsv
from viextract.language.fold import fold
from viextract.model.plan import Citation, Span
from viextract.parse.facts.dates import DATE_PATTERN, iso_date
from viextract.vocabulary.units import read_units


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


# "12/KH-UBND", "23-NQ/TU", "59/2020/QH14", "4104/SNV-XDCQ&TCBC": a number, a year perhaps, then letters in parts. A
# blank after a hyphen is a line break or a slip of the typist.
_LETTER = "A-ZĐÐÂĂÊÔƠƯÁÀẢÃẠÝ"
_SYMBOL = re.compile(
    rf"(?<![\w/.,])(?P<number>\d{{1,6}}[a-z]?(?:[/-](?:19|20)\d\d)?)\s?[/-]\s?(?P<letters>[{_LETTER}][\w&.]*"
    rf"(?:\([{_LETTER}]+\))?(?:\s?[/-]\s?(?:[{_LETTER}][\w&.]*|\d{{1,3}}(?![\d/]))(?:\([{_LETTER}]+\))?){{0,4}})"
)
_NUMBER_CUE = re.compile(r"\bs[o06]\s*:?\s*$")
_DATE_AFTER = re.compile(r"\s*,?\s*\(?\s*(?:ban hanh\s+)?(?:ng\w{1,2}y\s*)?" + DATE_PATTERN)
_ISSUER_AFTER = re.compile(r"\s*\)?\s*,?\s*(?:cua|do)\s+")
_SUBJECT_AFTER = re.compile(
    r"\s*,?\s*(?:(?:ban hanh\s+)?(?:ve viec|ve|v/v)\s+"
    r"|(?=(?:phe duyet|ban hanh|quy dinh|huong dan|trien khai|sua doi|cong bo|thong qua|giao)\b))"
)
_SUBJECT_END = re.compile(
    r"[;\n]|\.(?:\s|$)|\((?:sau day|viet tat|goi tat)|,\s+(?=(?:so|"
    r"quyet dinh|ke hoach|nghi quyet|nghi dinh|thong tu|chi thi|cong van)\s+so)"
)
_LISTED = re.compile(
    r"\s*(?:[,;]|\bva\b)\s+(?:cac\s+)?"
    r"(?:so|quyet dinh|ke hoach|nghi quyet|nghi dinh|thong tu|chi thi|cong van|chuong trinh|huong dan)"
    r"(?:\s+so)?\s*$"
)
# ", UBND quận … ban hành kế hoạch": the sentence goes on after the document that it cites.
_MAIN_CLAUSE = re.compile(
    r",\s+(?=(?:ubnd|uy ban|hdnd|hoi dong|so|phong|ban|bo|truong|dang uy|tinh uy|thanh uy|hoi|doan|cong an|chi bo)\b"
    r"[^,;]{0,80}\b(?:ban hanh|xay dung|de nghi|yeu cau|trien khai|thong bao|bao cao|quyet dinh|to chuc|lap)\b)"
)
_NO_DOCUMENT = re.compile(r"\b(?:mau|bieu|phu luc|bieu mau|tai khoan|dien thoai|hop dong|to|thua)\s+(?:so\s*)?:?\s*$")
_ISSUER_END = re.compile(
    r"\s+(?:về|phê duyệt|ban hành|quy định|hướng dẫn|triển khai|khóa|tại|trong|nhằm|và)\b|[,;.()]|$"
)


@cache
def _kinds() -> tuple[dict[str, str], dict[str, str]]:
    """Names by their folded form; names by abbreviation."""
    names: dict[str, str] = {}
    shorts: dict[str, str] = {}
    for row in read_tsv("document_kinds.tsv"):
        names[fold(row["name"])] = row["name"]
        for short in filter(None, row["abbreviations"].split("|")):
            shorts.setdefault(short, row["name"])
    return names, shorts


@cache
def _kind_pattern() -> re.Pattern[str]:
    names = sorted(_kinds()[0], key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(name.replace(" ", r"\s+") for name in names) + r")(?!\w)")


def kind_of_symbol(symbol: str) -> str | None:
    """The kind of document that a symbol stands for, None where it names only bodies.

    >>> kind_of_symbol("30/2020/NĐ-CP"), kind_of_symbol("43/2019/QH14"), kind_of_symbol("86/SNV-CCVC")
    ('Nghị định', 'Luật', None)
    """
    shorts = _kinds()[1]
    for part in re.split(r"[/\-\s]+", symbol):
        name = shorts.get(part) or shorts.get(re.sub(r"\d+$", "", part))
        if name:
            return name
    return None


def normal_symbol(symbol: str) -> str:
    """The form by which two printings of one symbol are known to be the same."""
    return re.sub(r"[\s.]", "", fold(symbol))


def _kind_before(text: str, folded: str, start: int, floor: int) -> tuple[str | None, bool]:
    """The kind of document printed before position ``start``, and whether it stands directly before "số"."""
    cut = max(floor, start - 110, folded.rfind(";", 0, start) + 1)
    hits = list(_kind_pattern().finditer(folded, cut, start))
    if not hits:
        return None, False
    last = hits[-1]
    between = folded[last.end() : start].strip(" :.")
    direct = between in {"", "so"}
    if not direct and ("," in between or "(" in between or ". " in between + " "):
        return None, False
    name = _kinds()[0].get(re.sub(r"\s+", " ", last[0]))
    return name, direct


def find_citations(text: str) -> list[FoundCitation]:
    """The documents named with a number in ``text`` (NFC, one or more sentences), in order, repeats included.

    Several may share one kind ("các Quyết định số … và số …"). What merely looks like a symbol (a fraction, "24/7")
    is left out.
    """
    if "/" not in text and "-" not in text:
        return []
    folded = fold(text)
    found: list[FoundCitation] = []
    floor = 0
    for match in _SYMBOL.finditer(text):
        symbol = _repaired(re.sub(r"\s+", "", match[0]).rstrip(".&"))
        end = match.start() + len(match[0].rstrip(".& "))
        if _NO_DOCUMENT.search(folded, max(0, match.start() - 20), match.start()):
            continue
        before = _NUMBER_CUE.search(folded, max(0, match.start() - 8), match.start())
        kind, direct = _kind_before(text, folded, match.start(), floor)
        known = kind_of_symbol(symbol)
        if not (before or direct or (known and known not in {"Luật", "Lệnh"}) or (known and kind)):
            continue
        if kind is None and found and _shares_kind(folded[found[-1].stop : match.start()]):
            kind = found[-1].kind
        kind = kind or known or ("Công văn" if before else None)
        issued, issuer, subject, stop = _particulars(text, folded, end)
        found.append(FoundCitation(symbol, kind, issued, issuer, subject, match.start(), end, stop))
        floor = end
    return found


def _repaired(symbol: str) -> str:
    """A symbol in which OCR took Đ for the Icelandic letter that looks like it, or read it twice ("QĐÐ")."""
    return re.sub("Đ{2,}", "Đ", symbol.replace("Ð", "Đ")) if "Ð" in symbol else symbol


def _shares_kind(between: str) -> bool:
    """Whether only "và số" or ", số" parts two symbols: the kind named before the first holds for both."""
    return re.fullmatch(r"[\s,;]*(?:va|cung)?\s*(?:so)?\s*", between) is not None


def _particulars(text: str, folded: str, end: int) -> tuple[str | None, str | None, str | None, int]:
    """Date, issuer and subject as printed after the symbol that ends at ``end``, and where they stop."""
    issued = issuer = subject = None
    position = end
    if match := _DATE_AFTER.match(folded, position):
        part = match.groupdict()
        issued = iso_date(int(part["y1"] or part["y2"]), int(part["m1"] or part["m2"]), int(part["d1"] or part["d2"]))
        position = match.end()
    if match := _ISSUER_AFTER.match(folded, position):
        units, stop = read_units(text, match.end())
        if units:
            issuer = units[0].text
            stop = text.index(issuer, match.end()) + len(issuer) if issuer in text[match.end() :] else stop
        else:
            closing = _ISSUER_END.search(text, match.end())
            stop = closing.start() if closing else len(text)
            issuer = text[match.end() : stop].strip() or None
            if issuer and (len(issuer) > 90 or not issuer[0].isupper()):
                issuer, stop = None, position
        position = stop
    if match := _SUBJECT_AFTER.match(folded, position):
        closing = _SUBJECT_END.search(folded, match.end())
        next_symbol = _SYMBOL.search(text, match.end())
        stop = min(closing.start() if closing else len(text), match.end() + 400)
        if next_symbol and next_symbol.start() < stop:
            # The subject may itself name a document ("về sửa đổi Nghị định số …"); it ends before the next one of a
            # list.
            listed = _LISTED.search(folded, match.end(), next_symbol.start())
            if listed:
                stop = listed.start()
        if main := _MAIN_CLAUSE.search(folded, match.end(), stop):
            stop = main.start()
        subject = text[match.end() : stop].strip(" ,.;") or None
    return issued, issuer, subject, position


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
            key = normal_symbol(found.symbol)
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
