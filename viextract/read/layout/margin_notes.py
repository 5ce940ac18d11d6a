"""Notes in pen in the left margin: who is to deal with the paper, and by when ("Kính chuyển P. Kinh tế").

The margin is free of print, 30 to 35 millimetres at the left (Nghị định 30/2020/NĐ-CP, Appendix I). An engine reads
a note there as the beginning of the lines beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from viextract.read.layout.rows import Row
from viextract.read.layout.words import Word

_OUTER = 45.0  # points from the sheet's edge, 16 mm: no print begins there
_SAME_EDGE = 3.0  # points within which words begin on one edge
_LEAST_ROWS = 3  # that begin on an edge of the text
_LEAST_SHARE = 0.15  # of the page's rows that do
_NEXT = 3.0  # heights of its writing from one line of a note to the next


def words_of_margin_notes(rows: Sequence[Row]) -> list[Word]:
    """The words of notes left of the text; what was typed, of which every word is sure, is none."""
    edge = _left_edge(rows)
    if edge is None:
        return []
    beside = [[word for item in row for word in item.words if word.bbox[2] <= edge] for row in rows]
    found: list[Word] = []
    for note in _notes([words for words in beside if words]):
        words = [word for line in note for word in line]
        outside = any(word.bbox[0] < _OUTER for word in words)
        if outside and any(_is_writing(line) for line in note) and any(word.confidence < 1 for word in words):
            found += words
    return found


def _left_edge(rows: Sequence[Row]) -> float | None:
    """Where lines of the text begin, the farthest left; None where no lines share an edge."""
    starts = sorted(word.bbox[0] for row in rows for item in row for word in item.words if word.bbox[0] >= _OUTER)
    least = max(_LEAST_ROWS, _LEAST_SHARE * len(rows))
    for k, start in enumerate(starts):
        if sum(other - start <= _SAME_EDGE for other in starts[k : k + 3 * len(rows)]) >= least:
            return start
    return None


def _notes(lines: Sequence[list[Word]]) -> Iterator[list[list[Word]]]:
    """Lines in the margin that stand close below one another."""
    note: list[list[Word]] = []
    for line in lines:
        height = max(word.height for word in line)
        if note and line[0].centre[1] - note[-1][0].centre[1] > _NEXT * height:
            yield note
            note = []
        note.append(line)
    if note:
        yield note


def _is_writing(line: Sequence[Word]) -> bool:
    """Whether a line is more than a label that is set into the margin: "Điều 1."."""
    return sum(sum(map(str.isalpha, word.text)) > 1 for word in line) > 1
