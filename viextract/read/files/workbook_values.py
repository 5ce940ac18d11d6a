"""What the cells of a workbook show: numbers, days and shares in the way in which Vietnamese offices print them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from viextract.language.legacy import detect, shows_capitals, to_unicode
from viextract.language.normalise import normalised

_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
"""Parts of a number format that are printed as they stand or say nothing about the digits (ECMA-376, 18.8.31)."""


def unstruck(value: Any) -> tuple[Any, str]:
    """A cell's value without the parts of its text that are struck through, and these."""
    from openpyxl.cell.rich_text import CellRichText, TextBlock

    if not isinstance(value, CellRichText):
        return value, ""
    kept, struck = "", ""
    for part in value:
        if isinstance(part, TextBlock) and part.font is not None and part.font.strike:
            struck += str(part)
        else:
            kept += str(part)
    return kept, struck


def shown_value(value: Any, number_format: str) -> str:
    r"""A cell's value as its sheet shows it in Vietnam: 1.250.000, 12,5%, 05/03/2025.

    >>> shown_value(1250000, "#,##0"), shown_value(0.125, "0.0%"), shown_value(3.0, "General"), shown_value(2.5, "0.00")
    ('1.250.000', '12,5%', '3', '2,50')
    >>> shown_value(12, '0 "hộ"'), shown_value(7, '"Tháng "0'), shown_value(1500, '#,##0\\ "đ";-#,##0')
    ('12 hộ', 'Tháng 7', '1.500 đ')
    >>> shown_value(7, "00"), shown_value(7.5, "000.0"), shown_value(-5, "0")
    ('07', '007,5', '-5')
    >>> shown_value(datetime.datetime(2025, 3, 5), "dd/mm/yyyy"), shown_value(datetime.datetime(2025, 3, 1), "mm/yyyy")
    ('05/03/2025', '03/2025')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return _shown_time(value, number_format)
    if isinstance(value, int | float | Decimal):
        return _shown_number(float(value), number_format)
    return str(value)


def _shown_number(value: float, number_format: str) -> str:
    before, behind = _words_around(number_format)
    form = _QUOTED.sub("", number_format.split(";")[0])
    share = "%" in form
    digits = re.search(r"[0#?]\.([0#?]+)", form)
    places = len(digits[1]) if digits else 0
    if share:
        value *= 100
    general = not re.search(r"[0#?]", form)
    text = f"{value:.10g}" if general and abs(value) < 1e15 else f"{value:,.{places}f}"
    if not general and digits and "0" not in digits[1]:
        text = text.rstrip("0").rstrip(".")
    if not general and "," not in form:
        text = text.replace(",", "")
        if leading := re.fullmatch(r"0{2,}", form.partition(".")[0]):
            text = text.zfill(len(leading[0]) + (places + 1 if places else 0))
    text = text.translate(str.maketrans(",.", ".,")) + ("%" if share else "")
    return f"{before}{text}{behind}".strip()


_DIGITS = re.compile(r"[0#?][0#?.,]*%?")
_WORDS = re.compile(r'"([^"]*)"|\\(.)|( )')


def _words_around(number_format: str) -> tuple[str, str]:
    """What a number format prints before and behind the digits: ``0 "hộ"``."""
    if '"' not in number_format and "\\" not in number_format:
        return "", ""
    form = _SECTION.match(number_format)
    digits = _DIGITS.search(_masked(form[0])) if form else None
    if form is None or digits is None:
        return "", ""
    parts = form[0][: digits.start()], form[0][digits.end() :]
    before, behind = ("".join("".join(found) for found in _WORDS.findall(part)) for part in parts)
    return before, behind


_SECTION = re.compile(r'(?:"[^"]*"|\\.|[^;"])*')


def _masked(form: str) -> str:
    """A format with blanks for what is printed as it stands, so that no digit in it counts."""
    return _QUOTED.sub(lambda match: " " * len(match[0]), form)


def _shown_time(value: datetime.datetime | datetime.date | datetime.time, number_format: str) -> str:
    form = _QUOTED.sub("", number_format).lower()
    if isinstance(value, datetime.time):
        return value.strftime("%H:%M")
    if "d" not in form and "y" in form:
        return value.strftime("%m/%Y") if "m" in form else value.strftime("%Y")
    text = value.strftime("%d/%m/%Y")
    if isinstance(value, datetime.datetime) and "h" in form:
        text += value.strftime(" %H:%M")
    return text


def in_unicode(texts: Sequence[str], fonts: Sequence[str]) -> tuple[list[str], str | None]:
    """The texts of a sheet's cells out of the encoding of an old font, and that encoding; None where all is Unicode.

    fonts: the name of each cell's font. What the encoding is, all cells tell together: a single word may not.
    """
    lines = [line for text in texts for line in text.split("\n")]
    whole = "\n".join(lines)
    found = detect(whole)
    converted = to_unicode(whole).split("\n") if found.legacy else lines
    if len(converted) != len(lines):
        converted = lines
    result = []
    taken = 0
    for text, font in zip(texts, fonts, strict=True):
        count = text.count("\n") + 1
        own = "\n".join(normalised(line) for line in converted[taken : taken + count])
        taken += count
        result.append(own.upper() if found.legacy and shows_capitals(font) else own)
    return result, found.encoding if found.legacy else None
