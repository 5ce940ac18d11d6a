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


@cache
def _known() -> frozenset[str]:
    return frozenset(read_yaml("plan_phrases.yaml")["recipient_remarks"])


def misread_remarks(line: str) -> Iterator[tuple[int, int, str]]:
    """The remark that closes a line of the recipients, as the one that it must be; none where it may be another.

    >>> list(misread_remarks("- Đảng ủy xã (b/e);"))
    [(14, 17, 'b/c')]
    >>> list(misread_remarks("- Đảng ủy xã (b/c);")), list(misread_remarks("Lãi (b/e) của quỹ"))
    ([], [])
    """
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


def misread_archive(lines: Sequence[str]) -> list[list[tuple[int, int, str]]]:
    """The mark of the clerk's office behind "Lưu" where it was read with another letter, which stands for nothing.

    >>> misread_archive(["- Lưu: VF, VHXH.", "- Lưu: VT.", "- Lưu: VP."])
    [[(8, 9, 'T')], [], []]
    """
    edits: list[list[tuple[int, int, str]]] = [[] for _ in lines]
    for index, line in enumerate(lines):
        match = _ARCHIVE.match(line)
        if match and not (match["read"] in _LOOKS_LIKE_P and any(map(is_party_head, lines))):
            edits[index].append((*match.span("read"), "T"))
    return edits
