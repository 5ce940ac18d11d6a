"""Words of a text layer that nobody sees on the page: white on white, under a bar, clipped away, beside the page."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import numpy as np

from viextract.model.document import BBox, Line, NoiseReason
from viextract.read.layout.words import Word, contains_centre, union
from viextract.read.raster import POINTS_PER_INCH, Image

_LEAST_CONTRAST = 12  # of 255 grey values between letter and ground; a light watermark (85 % white) has 38
_TYPE_ZONE = 0.15  # of a word's box at top and bottom that no letter without marks reaches, and a bar may leave open
_WHITE = 243  # grey value from which letters are lost on white paper (less than _LEAST_CONTRAST from it)
_GROUND_SHARE = (
    50  # per cent: more than half of a word's box is ground, behind bold type and where print crosses it too
)
_MOST_HIDDEN = 0.5  # share of a page's words above which rather the drawing fails than that a page hides its text


def part_hidden(words: Sequence[Word], picture: Image, dpi: float) -> tuple[list[Word], list[Word], int]:
    """The words that are seen and those that are not, by the picture of the page in grey at ``dpi``; and how many of
    the seen ones are not sure to be.

    A word is not seen where its place is all of one grey. Signs without letter and digit are too small to judge and go
    with the words of their line. Where more than half of a page's words would be hidden all count as seen, and those
    are not sure.
    """
    unseen = [_has_letters(word) and _is_blank(word, picture, dpi / POINTS_PER_INCH) for word in words]
    # One run of white type is unseen as a whole, also where a letter of other print fills the place of a short word.
    white = {word.line for word, hidden in zip(words, unseen, strict=True) if hidden and _is_white(word)}
    unseen = [hidden or (_is_white(word) and word.line in white) for word, hidden in zip(words, unseen, strict=True)]
    if not any(unseen) or sum(unseen) > _MOST_HIDDEN * len(words):
        return list(words), [], sum(unseen)
    seen_lines = {word.line for word, hidden in zip(words, unseen, strict=True) if _has_letters(word) and not hidden}
    hidden_lines = {word.line for word, hidden in zip(words, unseen, strict=True) if hidden} - seen_lines
    kept: list[Word] = []
    left_out: list[Word] = []
    for word, hidden in zip(words, unseen, strict=True):
        (left_out if hidden or word.line in hidden_lines else kept).append(word)
    return kept, left_out, 0


def part_covered(
    words: Sequence[Word], picture: Image, dpi: float, covers: Sequence[BBox]
) -> tuple[list[Word], list[Word]]:
    """The words over a scan, and those of them that a bar or a white patch covers.

    The text over a scan is never drawn: that a word is not seen tells only the picture. A place that is evenly black is
    a bar, also one in the scan itself; a white one may be the space between lines, where the text stands askew, and
    counts only below something that is drawn over the scan. covers: places of that, in points.
    """
    scale = dpi / POINTS_PER_INCH
    kept: list[Word] = []
    covered: list[Word] = []
    for word in words:
        place = _place(word, picture, scale)
        even = place.size > 0 and int(place.max()) - int(place.min()) < _LEAST_CONTRAST
        under = even and (int(place.max()) < _BLACK or any(contains_centre(box, word.bbox) for box in covers))
        (covered if under and _has_letters(word) else kept).append(word)
    return kept, covered


_BLACK = 60  # grey value up to which a place without any contrast is a bar


def _place(word: Word, picture: Image, scale: float) -> Image:
    """The part of the picture where a word's letters stand."""
    left, top, right, bottom = (value * scale for value in word.bbox)
    inset = _TYPE_ZONE * (bottom - top)
    rows = slice(max(0, int(top + inset)), max(0, int(bottom - inset) + 1))
    return picture[rows, max(0, int(left)) : max(0, int(right) + 1)]


def noise_lines(words: Sequence[Word], number: int, page: int, reason: NoiseReason) -> list[Line]:
    """Words of a page that are no text of it as lines of noise, numbered from ``number``."""
    found: list[Line] = []
    for _, group in groupby(words, key=lambda word: word.line):
        members = list(group)
        left, top, right, bottom = (round(value, 2) for value in union(word.bbox for word in members))
        text = " ".join(word.text for word in members)
        box = (left, top, right, bottom)
        found.append(Line(text, number + len(found), page, box, role="noise", noise=reason))
    return found


def _has_letters(word: Word) -> bool:
    return any(character.isalnum() for character in word.text)


def _is_white(word: Word) -> bool:
    return word.grey is not None and word.grey >= _WHITE


def _is_blank(word: Word, picture: Image, scale: float) -> bool:
    """Whether the picture is of one grey where the word's letters stand, or the word stands outside of it.

    White letters are seen on a dark ground alone: on paper they stay unseen where other print crosses them.
    """
    place = _place(word, picture, scale)
    if place.size == 0 or int(place.max()) - int(place.min()) < _LEAST_CONTRAST:
        return True
    return _is_white(word) and float(np.percentile(place, _GROUND_SHARE)) >= _WHITE
