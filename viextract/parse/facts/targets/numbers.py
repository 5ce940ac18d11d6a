"""Numbers as they are printed in Vietnamese."""

from __future__ import annotations

import re

NUMBER = r"(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)"


def read_number(text: str) -> float | int:
    """A number as printed in Vietnamese; whole ones are int.

    >>> read_number("1.250"), read_number("55,55"), read_number("02"), read_number("10.5"), read_number("1.250,5")
    (1250, 55.55, 2, 10.5, 1250.5)
    """
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", text):
        text = text.replace(".", "")
    value = float(text.replace(",", "."))
    return int(value) if value.is_integer() else value
