"""Stops that an engine has read as others: a comma as a full stop; in another language that of a label as a comma, and
dirt as a stop or colon.

What stands behind tells: no sentence begins with a small letter, and no number before a comma opens a line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from viextract.language.syllables import is_syllable

Edit = tuple[int, int, str]

_COMMA = regex.compile(r"(?<=\p{Ll}{2})\.(?= (?!ng.y)\p{Ll}{2,}(?!\.))")
"""Of 89 such stops in the pairs that channels are learned from, 83 are commas; the others stand before a date."""
_LABEL = regex.compile(r"\s*\d{1,2}(,)(?= \p{Lu})")
"""65 of 68 are labels."""
_SPECK = regex.compile(r"(?<![^\s(“\"])(\p{Ll}{2,})(\.)(\p{Ll}{2,})(?=[,;:.)”\"]*(?:\s|$))")
"""A full stop that lost its space stands before a capital: between syllables in small letters 39 of 39 are specks."""
_COLON_APART = regex.compile(r"(?<=\p{L}{2})( +:)\s*$")
"""Before a line that goes on, 80 of 80 are dirt; what a colon announces begins with a capital or a mark."""


_SPECK_BEFORE = regex.compile(r"(?<=\p{Ll}{2} )\.(?=[a-z]*[^\x00-\x7f]\p{Ll}*(?:[\s,;:)]|$))")
"""A stop stands behind a word, never right before one that has marks; those without may end an address."""


def stops_of_reading(lines: Sequence[str], by_engine: Sequence[bool]) -> list[list[Edit]]:
    """What an engine that has just read a line makes of a faint comma, and of a speck.

    >>> stops_of_reading(["vắng mặt. giao việc về .vụ án"] * 2, [True, False])
    [[(8, 9, ','), (23, 24, '')], []]
    """
    return [list(_of_reading(line)) if read else [] for line, read in zip(lines, by_engine, strict=True)]


def _of_reading(line: str) -> Iterator[Edit]:
    if "." in line:
        found = [(*match.span(), ",") for match in _COMMA.finditer(line)]
        yield from sorted([*found, *((*match.span(), "") for match in _SPECK_BEFORE.finditer(line))])


def misread_stops(lines: Sequence[str]) -> list[list[Edit]]:
    """Where another stop stands than was read, line by line.

    >>> misread_stops(["1, To chic hop", "thu gom. xir ly rac"])
    [[(1, 2, '.')], [(7, 8, ',')]]
    """
    return [list(_in_line(line, below)) for line, below in zip(lines, [*lines[1:], ""], strict=False)]


def _in_line(line: str, below: str) -> Iterator[Edit]:
    label = _LABEL.match(line)
    if label:
        yield *label.span(1), "."
    if ". " in line:
        for match in _COMMA.finditer(line):
            yield *match.span(), ","
    if "." in line:
        for match in _SPECK.finditer(line):
            if is_syllable(match[1]) and is_syllable(match[3]):
                yield *match.span(2), " "
    if below.lstrip()[:1].islower() and (colon := _COLON_APART.search(line)):
        yield *colon.span(1), ""
