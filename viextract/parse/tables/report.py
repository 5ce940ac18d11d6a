"""What the report column of a criteria table asks for, as one normal form."""

from __future__ import annotations

import regex as re

from viextract.parse.tables.logical import flat
from viextract.vocabulary.column_headings import labels

_SCALE = re.compile(r"(?<!\d)5\s+4\s+3\s+2\s+1(?!\d)")
_FIELD_END = re.compile(r"(?<=%)\s+(?=[^\s%;])")
_DOTS = re.compile(r"[.]{3,}|…+|_{2,}")


def report_fields(text: str) -> str | None:
    """The fields that a cell asks for, parted by semicolons; None for an empty cell.

    >>> report_fields("Nam %\\nNữ %\\nTổng %")
    'Nam %; Nữ %; Tổng %'
    >>> report_fields("Tăng Giảm")
    'Tăng; Giảm'
    >>> report_fields("5 4 3 2 1\\nXuất sắc Rất tốt Tốt Khá Yếu")
    '5 Xuất sắc; 4 Rất tốt; 3 Tốt; 2 Khá; 1 Yếu'
    """
    if not re.search(r"[\w%]", text):
        return None
    whole = flat(_DOTS.sub(" ", text))
    if _SCALE.search(whole):
        grades = _grades(_SCALE.sub(" ", whole))
        if len(grades) == 5:
            return "; ".join(f"{5 - k} {grade}" for k, grade in enumerate(grades))
    parts: list[str] = []
    for line in _DOTS.sub(" ", text).split("\n"):
        parts += [flat(part) for piece in re.split(r"[;]", line) for part in _FIELD_END.split(piece)]
    parts = [part.strip(" -:,") for part in parts if re.search(r"[\w%]", part)]
    # a figure alone is what is left of something else
    parts = _rejoined([part for part in parts if not part.isdigit()] or parts)
    parts = [field for part in parts for field in _opposites(part)]
    return "; ".join(parts) or None


def _grades(text: str) -> list[str]:
    """Grades of a scale: each begins with a capital."""
    return [flat(grade) for grade in re.findall(r"\p{Lu}\P{Lu}*", text.replace("|", " "))]


def _rejoined(parts: list[str]) -> list[str]:
    """A printed line that goes on in lower case, or a sign alone below its label, belongs to the field above."""
    fields: list[str] = []
    for part in parts:
        wrapped = fields and (part[0].islower() or part == "%") and not fields[-1].endswith("%")
        if wrapped:
            fields[-1] = f"{fields[-1]} {part}"
        else:
            fields.append(part)
    return fields


def _opposites(part: str) -> list[str]:
    """Words to tick, side by side on one line, each with a capital and nothing else: ``Tăng Giảm``, ``Đạt Không
    đạt``.
    """
    words = re.findall(r"\p{Lu}\p{Ll}*(?: \p{Ll}+)?", part)
    ticked = len(words) in (2, 3) and " ".join(words) == part and all(len(word.split()) <= 2 for word in words)
    return words if ticked and part.split()[0] in labels("ticked") else [part]
