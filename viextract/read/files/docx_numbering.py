"""Automatic numbering of DOCX paragraphs (ECMA-376 Part 1, 17.9): labels that are printed but not stored as text."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field

from viextract.limits import whole_number

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9


@dataclass(slots=True)
class _Level:
    form: str = "decimal"
    text: str = "%1."
    start: int = 1


@dataclass(slots=True)
class _List:
    levels: dict[int, _Level] = field(default_factory=dict)
    abstract: str = ""


class Numbering:
    """Counts through a document: ask for the label of every paragraph once, in document order.

    numbering, styles: the roots of the parts of those names, None where the file has none.
    """

    def __init__(self, numbering: ET.Element | None, styles: ET.Element | None) -> None:
        self._lists = _read_lists(numbering)
        self._styles = _read_styles(styles)
        self._counts: dict[str, list[int]] = {}
        self._started: set[tuple[str, str]] = set()

    def label(self, paragraph: ET.Element) -> str:
        """The printed label, such as ``1.2.`` or ``-``; empty where the paragraph has none."""
        reference = self._reference(paragraph)
        if reference is None:
            return ""
        number, level = reference
        found = self._lists.get(number)
        if found is None or level not in found.levels:
            return ""
        definition = found.levels[level]
        if definition.form == "bullet":
            return _bullet(definition.text, level)
        counts = self._count(number, found, level)
        if definition.form == "none":
            return ""
        return _fill(definition.text, found, counts)

    def _reference(self, paragraph: ET.Element) -> tuple[str, int] | None:
        """List and level: what the paragraph says, completed by its style."""
        properties = paragraph.find(_W + "pPr")
        if properties is None:
            return None
        number, level = _list_reference(properties)
        style = properties.find(_W + "pStyle")
        if style is not None and (number is None or level is None):
            inherited = self._styles.get(style.get(_W + "val", ""), (None, None))
            number = number if number is not None else inherited[0]
            level = level if level is not None else inherited[1]
        if number is None or number == "0":  # list 0 means: none, whatever the style says
            return None
        return number, min(level or 0, _LEVELS - 1)

    def _count(self, number: str, found: _List, level: int) -> list[int]:
        counts = self._counts.setdefault(found.abstract, [0] * _LEVELS)
        if (number, found.abstract) not in self._started:
            self._started.add((number, found.abstract))
            if any(item.start != 1 for item in found.levels.values()):
                counts[:] = [0] * _LEVELS
        start = found.levels[level].start
        counts[level] = counts[level] + 1 if counts[level] else start
        for above in range(level):
            if not counts[above] and above in found.levels:
                counts[above] = found.levels[above].start
        counts[level + 1 :] = [0] * (_LEVELS - level - 1)
        return counts


def _list_reference(properties: ET.Element) -> tuple[str | None, int | None]:
    number = properties.find(f"{_W}numPr/{_W}numId")
    level = properties.find(f"{_W}numPr/{_W}ilvl")
    value = level.get(_W + "val", "") if level is not None else ""
    return (number.get(_W + "val") if number is not None else None), whole_number(value)


def _read_levels(parent: ET.Element) -> dict[int, _Level]:
    levels = {}
    for element in parent.iter(_W + "lvl"):
        index = whole_number(element.get(_W + "ilvl", ""))
        if index is not None:
            start = whole_number(_value(element, "start", "1"))
            levels[index] = _Level(
                _value(element, "numFmt", "decimal"),
                _value(element, "lvlText", ""),
                1 if start is None else start,
            )
    return levels


def _value(parent: ET.Element, tag: str, default: str) -> str:
    child = parent.find(_W + tag)
    return child.get(_W + "val", default) if child is not None else default


def _read_lists(root: ET.Element | None) -> dict[str, _List]:
    if root is None:
        return {}
    abstract = {item.get(_W + "abstractNumId", ""): _read_levels(item) for item in root.findall(_W + "abstractNum")}
    lists = {}
    for item in root.findall(_W + "num"):
        link = item.find(_W + "abstractNumId")
        key = link.get(_W + "val", "") if link is not None else ""
        found = _List(dict(abstract.get(key, {})), key)
        for override in item.findall(_W + "lvlOverride"):
            index = whole_number(override.get(_W + "ilvl", ""))
            if index is None:
                continue
            found.levels.update(_read_levels(override))
            start = override.find(_W + "startOverride")
            value = whole_number(start.get(_W + "val", "")) if start is not None else None
            if value is not None and index in found.levels:
                level = found.levels[index]
                found.levels[index] = _Level(level.form, level.text, value)
                found.abstract = f"{key}/{item.get(_W + 'numId', '')}"  # a list that starts anew counts for itself
        lists[item.get(_W + "numId", "")] = found
    return lists


def _read_styles(root: ET.Element | None) -> dict[str, tuple[str | None, int | None]]:
    styles = {}
    for style in root.findall(_W + "style") if root is not None else []:
        properties = style.find(_W + "pPr")
        if properties is not None:
            styles[style.get(_W + "styleId", "")] = _list_reference(properties)
    return styles


def _bullet(text: str, level: int) -> str:
    """``-`` and ``+`` as printed; another glyph says no more than its level, and becomes that level's mark."""
    if text in ("-", "+"):
        return text
    return "+" if level % 2 else "-"


def _fill(template: str, found: _List, counts: list[int]) -> str:
    def number(match: re.Match[str]) -> str:
        level = int(match.group(1)) - 1
        form = found.levels[level].form if level in found.levels else "decimal"
        return format_number(counts[level], form)

    return re.sub(r"%([1-9])", number, template)


def format_number(value: int, form: str) -> str:
    """A count in one of Word's number forms; unknown forms, and counts beyond Word's own, are written in digits.

    >>> format_number(4, "upperRoman"), format_number(28, "lowerLetter"), format_number(7, "decimalZero")
    ('IV', 'bb', '07')
    """
    if form in ("upperRoman", "lowerRoman") and value <= _MOST_ROMAN:
        roman = _roman(value)
        return roman if form == "upperRoman" else roman.lower()
    if form in ("upperLetter", "lowerLetter") and 0 < value <= _MOST_LETTERS:
        letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form == "decimalZero":
        return f"{value:02d}"
    return str(value)


_MOST_ROMAN, _MOST_LETTERS = 32_767, 780  # how far Word counts so; a count of billions would be megabytes of letters
_ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)


def _roman(value: int) -> str:
    result = ""
    for number, letters in _ROMAN:
        count, value = divmod(value, number)
        result += letters * count
    return result
