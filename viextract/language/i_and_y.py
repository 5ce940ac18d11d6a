"""The sound i behind k, l, m and qu is spelt y by offices and i by schoolbooks: "định kỳ", "định kì"."""

from __future__ import annotations

import re

_SYLLABLE = re.compile(r"(?<!\w)(k|l|m|qu)([iíìỉĩị])(?!\w)", re.IGNORECASE)
_AS_Y = str.maketrans("iíìỉĩịIÍÌỈĨỊ", "yýỳỷỹỵYÝỲỶỸỴ")


def with_y(text: str) -> str:
    """``text`` in the spelling of offices, position by position.

    >>> with_y("Định kì, quản lí, quí II, kĩ năng, chi tiết")
    'Định kỳ, quản lý, quý II, kỹ năng, chi tiết'
    """
    return _SYLLABLE.sub(lambda match: match[1] + match[2].translate(_AS_Y), text)
