"""The words that open the list of recipients, however badly they were read (Nghị định 30/2020/NĐ-CP, Appendix I)."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

_PRINTED = re.compile(r"[\W_]*noi\s+n\w{2,4}n\s*[:.]?\s*")
_BEFORE_COLON = re.compile(r"[\W_]*(?P<words>[a-z0-9|]+(?: [a-z0-9|]+)?)\s*(?:[:;.]\s*|$)")
_WORDS = "noi nhan"
_ALIKE = 85.0
"""Of 100: one letter lost or misread of seven; "nội dung" has 63, "nơi ở" 62."""


def recipients_end(folded: str) -> int | None:
    """Where the opening words end in folded text; None where the text does not open so.

    What is not quite these words counts only where a stop, a colon or nothing follows.

    >>> recipients_end("noi nhan: - nhu tren;"), recipients_end("noi nan: tm. uy ban")
    (10, 9)
    >>> recipients_end("noi dung: ve sinh"), recipients_end("moi nhan vien co the")
    (None, None)
    """
    if match := _PRINTED.match(folded):
        return match.end()
    near = _BEFORE_COLON.match(folded)
    return near.end() if near and fuzz.ratio(near["words"], _WORDS) >= _ALIKE else None
