"""Words that are printed over a typed page and are no text of it: "BẢN SAO", "DỰ THẢO" across the sheet."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from statistics import median

from viextract.model.document import BBox
from viextract.read.layout.words import Word, contains_centre, union

_LARGE = 1.5  # of the size of the page's type: headings are up to 1.3 times as large (Nghị định 30/2020/NĐ-CP)
_HUGE = 2.5
_USUAL_SIZE = 13.0  # points, where no other type stands on the page
_LIGHT = 110  # grey value (0 black, 255 white) above which print is paler than any text, a coloured one too
_OVER = 2  # words of the page on which a run of print lies: less is a narrow space between lines


def part_print_over(words: Sequence[Word], *, scan: bool = False) -> tuple[list[Word], list[Word]]:
    """The words of the text, and those printed across it; whole runs of print go together.

    Print aslant is no text where it is large, pale or lies on other words; level print where it lies on other words
    and is either huge, or large and pale. scan: the words stand over a scan, which has the text itself.
    """
    upright = [word for word in words if not word.slant and word.size]
    if not upright and not scan:
        return list(words), []
    size = median(word.size or 0.0 for word in upright for _ in word.text) if upright else _USUAL_SIZE
    kept: list[Word] = []
    over: list[Word] = []
    for _, group in groupby(words, key=lambda word: (word.line, word.slant != 0.0)):
        run = list(group)
        (over if _is_print_over(run, words, size) else kept).extend(run)
    return kept, over


def _is_print_over(run: Sequence[Word], words: Sequence[Word], size: float) -> bool:
    largest = max(word.size or 0.0 for word in run)
    pale = all(word.grey is not None and word.grey >= _LIGHT for word in run)
    if any(word.slant for word in run):
        return largest >= _LARGE * size or pale or _lies_on(run, words)
    return (largest >= _HUGE * size or (pale and largest >= _LARGE * size)) and _lies_on(run, words)


def _lies_on(run: Sequence[Word], words: Sequence[Word]) -> bool:
    """Whether several words of another print have their middle in the run's box."""
    box: BBox = union(word.bbox for word in run)
    members = {id(word) for word in run}
    return sum(id(word) not in members and contains_centre(box, word.bbox) for word in words) >= _OVER
