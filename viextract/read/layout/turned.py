"""Words that stand or lie upside down on a page: the columns' heads of a narrow table, a note along the margin, or all
of a page whose sheet was laid on its side.

They are read in their own direction. So that everything after need not know of it, a block of such words is laid flat:
its words get places within the block's own box, in lines from its top and from left to right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from viextract.model.document import BBox
from viextract.read.layout.rows import Fragment, as_one, group_rows, make_fragments
from viextract.read.layout.words import Word, turned_word, union, vertical_overlap

_ONE_BLOCK = 1.0  # heights of the type between two lines of one block


def main_turn(words: Iterable[Word]) -> int:
    """The turn in which most of the letters stand; 0 for a page without words."""
    letters: Counter[int] = Counter()
    for word in words:
        letters[word.turn] += len(word.text)
    return max(letters, key=lambda turn: (letters[turn], turn == 0), default=0)


def turned_words(words: Iterable[Word], degrees: int, size: tuple[float, float]) -> list[Word]:
    """The words on a page of this size that is turned clockwise by quarters."""
    return [turned_word(word, degrees, *size) for word in words]


def laid_flat(words: Sequence[Word]) -> list[Word]:
    """The words with those that are turned laid flat, as one block for each turn."""
    flat = [word for word in words if not word.turn]
    for turn in sorted({word.turn for word in words} - {0}):
        upright = [_upright(word) for word in words if word.turn == turn]
        flat += _into(union(word.bbox for word in words if word.turn == turn), _lines(upright))
    return flat


def turned_blocks(words: Sequence[Word]) -> list[list[Word]]:
    """Words that are turned, in blocks of lines below each other, each block laid flat."""
    blocks: list[list[Fragment]] = []
    for turn in sorted({word.turn for word in words} - {0}):
        of_turn: list[list[Fragment]] = []
        for row in group_rows(make_fragments(_upright(word) for word in words if word.turn == turn)):
            for fragment in row:
                block = next((block for block in of_turn if _follows(block[-1], fragment)), None)
                if block is None:
                    of_turn.append([fragment])
                else:
                    block.append(fragment)
        blocks += of_turn
    return [_into(union(_place(word) for line in block for word in line.words), block) for block in blocks]


def _follows(line: Fragment, other: Fragment) -> bool:
    beside = min(line.box[2], other.box[2]) - max(line.box[0], other.box[0])
    return beside > 0 and other.box[1] - line.box[3] < _ONE_BLOCK * line.height


def _upright(word: Word) -> Word:
    """The word on the sheet turned so that it can be read; its place on the page is kept."""
    return replace(turned_word(word, -word.turn, 0.0, 0.0), place=word.bbox)


def _place(word: Word) -> BBox:
    return word.place if word.place is not None else word.bbox


def _lines(words: Iterable[Word]) -> list[Fragment]:
    return [as_one(row) for row in group_rows(make_fragments(words))]


def _into(box: BBox, lines: Sequence[Fragment]) -> list[Word]:
    """The words of a block that can be read, shrunk and stretched into its box on the page; a number for each line."""
    left, top, right, bottom = union(line.box for line in lines)
    across = (box[2] - box[0]) / max(right - left, 1e-6)
    down = (box[3] - box[1]) / max(bottom - top, 1e-6)
    placed = []
    for line in lines:
        for word in line.words:
            x0, y0, x1, y1 = word.bbox
            flat = (
                box[0] + (x0 - left) * across,
                box[1] + (y0 - top) * down,
                box[0] + (x1 - left) * across,
                box[1] + (y1 - top) * down,
            )
            placed.append(replace(word, bbox=flat, turn=0, line=line.words[0].line))
    return placed


def stands_beside(box: BBox, others: Iterable[BBox]) -> bool:
    """Whether other print stands at the height of a box."""
    return any(vertical_overlap(box, other) > 0 for other in others)
