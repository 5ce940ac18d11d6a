"""Short forms in the list of recipients that were misread: "(b/e)" for "(b/c)", "Lưu: VF" for "Lưu: VT".

They are a closed set. The last line says which copy is filed, first of all that of the clerk's office: "VT" (Nghị định
30/2020/NĐ-CP, Appendix I); where the Party writes it is as often "VP".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import regex

from viextract.data import read_yaml
from viextract.vocabulary.letterhead import is_party_head

_REMARK = regex.compile(r"\s*[-–+*].{2,80}\((\p{L})/(\p{L})\)[\s.,;:]*")


_COMRADE = regex.compile(r"\s*[-–+*]\s*Đ([iịílj1|])c(?=\.?\s+\p{Lu})")
"""A comrade before a title: no syllable has these letters."""


@cache
def _known() -> frozenset[str]:
    return frozenset(read_yaml("plan_phrases.yaml")["recipient_remarks"])


def misread_remarks(line: str) -> Iterator[tuple[int, int, str]]:
    """The remark that closes a line of the recipients, as the one that it must be; none where it may be another.

    >>> list(misread_remarks("- Đảng ủy xã (b/e);"))
    [(14, 17, 'b/c')]
    >>> list(misread_remarks("- Địc Bí thư;"))
    [(3, 4, '/')]
    >>> list(misread_remarks("- Đảng ủy xã (b/c);")), list(misread_remarks("Lãi (b/e) của quỹ"))
    ([], [])
    """
    if comrade := _COMRADE.match(line):
        yield *comrade.span(1), "/"
    match = _REMARK.fullmatch(line)
    if match is None:
        return
    first, second = match[1].lower(), match[2].lower()
    near = {remark for remark in _known() if remark[0] == first and remark[-1] in _ALIKE.get(second, "")}
    if f"{first}/{second}" not in _known() and len(near) == 1:
        yield match.start(1), match.end(2), near.pop()


_ALIKE = {"e": "c", "o": "c", "g": "c", "n": "h", "b": "h", "l": "h", "d": "đ"}
"""What a letter of these remarks is misread as, and what it is."""


_ARCHIVE = regex.compile(r"\s*(?:[-–+*•]\s*)?(?:-\s*)?L[ưu]u\s*[:;.]?\s*V(?P<read>[FIl1|ÍÌĨỈ])(?=[\s.,;:(]|$)")
_LOOKS_LIKE_P = frozenset("F")
_MAY_BE_MEANT = frozenset("Il1")
"""Who types "V1" or "VI" may mean a department; who read it took the T for a stroke."""


def misread_archive(lines: Sequence[str]) -> list[list[tuple[int, int, str]]]:
    """The mark of the clerk's office behind "Lưu" where it was read with another letter, which stands for nothing.

    >>> misread_archive(["- Lưu: VF, VHXH.", "- Lưu: VT.", "- Lưu: VP.", "- Lưu: V1."])
    [[(8, 9, 'T')], [], [], []]
    """
    return [
        [(*match.span("read"), "T")] if match and match["read"] not in _MAY_BE_MEANT else []
        for match in _archive_lines(lines)
    ]


def misread_archive_of_reading(lines: Sequence[str]) -> list[list[tuple[int, int, str]]]:
    """The same mark where it was read as what may be meant in a text that was typed.

    >>> misread_archive_of_reading(["- Lưu: V1.", "- Lưu: VF."])
    [[(8, 9, 'T')], []]
    """
    return [
        [(*match.span("read"), "T")] if match and match["read"] in _MAY_BE_MEANT else []
        for match in _archive_lines(lines)
    ]


def _archive_lines(lines: Sequence[str]) -> list[regex.Match[str] | None]:
    """Of each line the mark that must be another; that of a Party's office may be "VP"."""
    found = [_ARCHIVE.match(line) for line in lines]
    if any(match and match["read"] in _LOOKS_LIKE_P for match in found) and any(map(is_party_head, lines)):
        return [match if match and match["read"] not in _LOOKS_LIKE_P else None for match in found]
    return found
