"""The foot of a document: recipients on the left, signing authority and name on the right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from viextract.model.document import LineRole
from viextract.read.layout.rows import Fragment, Row, as_one, group_rows, make_fragments
from viextract.read.layout.words import Word
from viextract.vocabulary.letterhead import is_recipients, opens_signature


def take_foot(rows: list[Row], width: float) -> tuple[list[Fragment], list[Row]]:
    """Recipients, then signature, and the rows above them."""
    start = next((i for i, row in enumerate(rows) if _is_recipients(row, width)), None)
    if start is None:
        return [], rows
    words = [word for row in rows[start:] for item in row for word in item.words]
    gutter = _beside_recipients(rows[start], words) or _white_strip(words, width)
    if gutter is None:
        # Nothing of the signature stands beside the recipients, under a seal for one: it may stand above them.
        first = _signature_start(rows, start, _RIGHT_HALF * width)
        words = [word for row in rows[first:] for item in row for word in item.words]
        gutter = _white_strip(words, width) if first < start else None
    if gutter is None:
        return _as_foot_left(rows[start:]), rows[:start]
    start = _signature_start(rows, start, gutter)
    words = [word for row in rows[start:] for item in row for word in item.words]
    left = _side([word for word in words if word.centre[0] < gutter], "foot-left")
    right = _side([word for word in words if word.centre[0] >= gutter], "foot-right")
    return [*left, *right], rows[:start]


_RIGHT_HALF = 0.42  # of the page's width: where the column of the signature may begin


def _is_recipients(row: Row, width: float) -> bool:
    if row[0].box[0] > 0.45 * width:
        return False
    return is_recipients(row[0].text)


def _beside_recipients(row: Row, words: Sequence[Word]) -> float | None:
    """Middle of the strip between "Nơi nhận:" and the words for whom one signs on the same row, wherever on the page
    that is: lines set in blanks, from the left margin on, have their second column where the middle of none is.
    """
    if len(row) < 2 or not opens_signature(row[1].text):
        return None
    return _strip_between(words, row[0].box[2], row[1].box[0])


def _white_strip(words: Sequence[Word], width: float) -> float | None:
    """Middle of the widest strip without words around the page's middle; None where nothing stands right of it."""
    return _strip_between(words, 0.3 * width, 0.75 * width)


def _strip_between(words: Sequence[Word], low: float, high: float) -> float | None:
    """Middle of the widest strip without words between two places; None where nothing stands right or left of it."""
    spans = sorted((word.bbox[0], word.bbox[2]) for word in words)
    best, best_gap, reach = None, 4.0, low
    for left, right in spans:
        if left > high:
            left = high
        if left - reach > best_gap:
            best, best_gap = (left + reach) / 2, left - reach
        reach = max(reach, min(right, high))
        if reach >= high:
            break
    if best is None or not any(left > best for left, _ in spans) or not any(right < best for _, right in spans):
        return None
    return best


def _signature_start(rows: Sequence[Row], start: int, gutter: float) -> int:
    """The signing authority may stand a row or two above "Nơi nhận": rows that lie wholly right of the gutter."""
    while start > 0 and all(item.box[0] > gutter for item in rows[start - 1]):
        gap = rows[start][0].box[1] - rows[start - 1][0].box[3]
        if gap > 2.5 * rows[start - 1][0].height:
            break
        start -= 1
    return start


def _side(words: Sequence[Word], role: LineRole) -> list[Fragment]:
    """One column's lines: its own rows, whatever stands at their height in the other column."""
    if not words:
        return []
    merged = [as_one(row) for row in group_rows(make_fragments(words))]
    for fragment in merged:
        fragment.role = role
    return merged


def _as_foot_left(rows: Iterable[Row]) -> list[Fragment]:
    merged = [as_one(row) for row in rows]
    for fragment in merged:
        fragment.role = "foot-left"
    return merged
