"""Words of a typed page that are printed twice in one place, and words that lie on others.

Some writers make type bold by printing it again a hair aside, and programs that stamp or mend pages print over what is
there. The first is one text; of the second nobody can say from the file which of the two is seen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from viextract.model.document import BBox
from viextract.read.layout.words import Word

_ASIDE = 0.25  # heights of the type by which a second print may stand aside, as a shadow does
_COVERS = 0.6  # share of the smaller of two words that lies on the other
_CELL = 40.0  # points of the squares by which words that are near each other are found
_MOST_SQUARES = 100  # along the longer side: on a poster they are larger
_MOST = 64  # words of a square that others are compared with: no page that is to be read has as many


def part_doubled(words: Sequence[Word]) -> tuple[list[Word], list[Word]]:
    """The words, each once; and those that print a word again where it stands."""
    seen: dict[tuple[str, int, int], list[Word]] = defaultdict(list)
    kept: list[Word] = []
    doubled: list[Word] = []
    for word in words:
        column, row = (int(value // _CELL) for value in word.centre)
        near = (
            other
            for across in (-1, 0, 1)
            for down in (-1, 0, 1)
            for other in seen.get((word.text, column + across, row + down), ())
        )
        if any(_in_one_place(word, other) for other in near):
            doubled.append(word)
            continue
        if len(seen[word.text, column, row]) < _MOST:
            seen[word.text, column, row].append(word)
        kept.append(word)
    return kept, doubled


def _in_one_place(one: Word, other: Word) -> bool:
    reach = _ASIDE * min(one.height, other.height)
    return all(abs(a - b) <= reach for a, b in zip(one.centre, other.centre, strict=True)) and one.turn == other.turn


def lying_on_others(words: Sequence[Word], width: float, height: float) -> int:
    """How many words of print of one direction lie on others; width, height: of the page, in points."""
    squares: dict[tuple[int, int], list[int]] = defaultdict(list)
    covered: set[int] = set()
    for index, word in enumerate(words):
        if word.slant or not any(map(str.isalnum, word.text)):
            continue
        for square in _squares(word.bbox, width, height):
            covered |= {index for other in squares[square] if _covers(word, words[other])}
            if len(squares[square]) < _MOST:
                squares[square].append(index)
    return len(covered)


def _squares(box: BBox, width: float, height: float) -> Iterator[tuple[int, int]]:
    """The squares of the page that a box touches: a glyph may be made many times as large as the page."""
    cell = max(_CELL, max(width, height) / _MOST_SQUARES)
    for column in range(int(max(box[0], 0.0) // cell), int(min(box[2], width) // cell) + 1):
        for row in range(int(max(box[1], 0.0) // cell), int(min(box[3], height) // cell) + 1):
            yield column, row


def _covers(one: Word, other: Word) -> bool:
    """Whether the smaller of two words of much the same size lies on the other."""
    across = min(one.bbox[2], other.bbox[2]) - max(one.bbox[0], other.bbox[0])
    down = min(one.bbox[3], other.bbox[3]) - max(one.bbox[1], other.bbox[1])
    smaller = min(one.width * one.height, other.width * other.height)
    return one.turn == other.turn and across > 0 and down > 0 and across * down > _COVERS * smaller
