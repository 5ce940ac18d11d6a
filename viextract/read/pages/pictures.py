"""Pictures of text on a typed page: they are read, and the rest of the page keeps its own text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from viextract.errors import EngineFailedError, EngineMissingError, TimedOutError
from viextract.model.document import BBox, Grid
from viextract.model.warning_codes import WarningCode
from viextract.options import Options
from viextract.read.assembled import move_grid
from viextract.read.files.pdf import PdfPage, Picture
from viextract.read.layout.words import Word, turned_box, turned_word, union
from viextract.read.pages.reading import Reading, read_picture
from viextract.read.pages.text_layer import groups_of, letters_outside, stray_letters
from viextract.read.pages.time_left import TimeLeft
from viextract.read.raster import POINTS_PER_INCH, Image

LEAST_LETTERS = 15  # three words: seals, signatures and the state's arms show fewer spots that look like letters
_TOUCHING = 2.0  # points between the strips into which some writers cut one picture
_LEAST_DPI, _MOST_DPI = 150.0, 400.0  # at which pictures are drawn: finer than they are where they are coarse
_MARGIN = 10.0  # points of white around the picture: an engine loses what touches the edge
_LEAST_QUALITY, _LEAST_CONFIDENCE = 0.6, 0.6  # of a reading that is text: photographs and seals give 0.1 to 0.4
MANY_LETTERS = 60  # in a picture whose reading is no text: worth a warning


@dataclass(slots=True)
class FromPictures:
    """What was read in the pictures of a page; places on the page as it is shown, in points."""

    words: list[Word] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    others: list[Word] = field(default_factory=list)
    """Other readings of some lines."""
    engine: str | None = None
    steps: list[str] = field(default_factory=list)
    warnings: list[tuple[str, str]] = field(default_factory=list)


def joined_pictures(page: PdfPage) -> list[Picture]:
    """The pictures of a typed page; those that touch are one, and those that cannot hold a line of print are left
    out. A page that is one large picture has none: it is a scan."""
    if page.scan_dpi() is not None:
        return []
    joined: list[Picture] = []
    for picture in page.pictures():
        touching = [other for other in joined if _touch(picture.bbox, other.bbox)]
        for other in touching:
            joined.remove(other)
            picture = Picture(union([picture.bbox, other.bbox]), max(picture.dpi, other.dpi))
        joined.append(picture)
    inside = [replace(p, bbox=_clipped(p.bbox, page.width, page.height)) for p in joined]
    return [p for p in inside if p.bbox[2] - p.bbox[0] > _LEAST_WIDTH and p.bbox[3] - p.bbox[1] > _LEAST_HEIGHT]


_LEAST_WIDTH, _LEAST_HEIGHT = 40.0, 8.0  # points: a few words in small type


def unread_regions(
    page: PdfPage, draw: Callable[[], Image], words: Sequence[Word], pictures: Sequence[Picture]
) -> list[Picture]:
    """Places of a page where letters stand that neither its words nor its pictures hold, as pictures: text that is
    drawn as outlines, in a font without letters, in a picture within a picture, or in a scan whose own text leaves it
    out.
    """
    letters = stray_letters(draw(), words, [picture.bbox for picture in pictures])
    dpi = page.scan_dpi() or _OUTLINES_DPI
    boxes = [_clipped(box, page.width, page.height) for box in groups_of(letters) if _holds_words(box)]
    return [Picture(box, dpi) for box in boxes]


_OUTLINES_DPI = 300.0  # what the LSTM models were trained near


def _holds_words(box: BBox) -> bool:
    return box[2] - box[0] > _LEAST_WIDTH and box[3] - box[1] > _LEAST_HEIGHT


def _touch(one: BBox, other: BBox) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across > -_TOUCHING and down > -_TOUCHING


def _clipped(box: BBox, width: float, height: float) -> BBox:
    return max(box[0], 0.0), max(box[1], 0.0), min(box[2], width), min(box[3], height)


def read_pictures(
    page: PdfPage,
    pictures: Sequence[Picture],
    words: Sequence[Word],
    draw: Callable[[], Image],
    number: int,
    options: Options,
) -> FromPictures:
    """What the pictures of a typed page say beside its own words.

    draw: gives the page in grey at ``COVERAGE_DPI``. A picture that cannot be read costs a warning, never the page; all
    of them have the time of one page.
    """
    found = FromPictures()
    time_left = TimeLeft(f"page {number}", options.limits.page_seconds)
    for picture in pictures:
        letters = letters_outside(draw(), words, picture.bbox)
        if letters < LEAST_LETTERS:
            continue
        where = f"page {number}: a picture with some {letters} letters"
        if options.ocr == "never":
            found.warnings.append((WarningCode.PICTURE_NOT_READ, f"{where} was not read"))
            continue
        try:
            reading = _read(page, picture, words, number, time_left.within(options))
        except (EngineMissingError, EngineFailedError, TimedOutError) as error:
            found.warnings.append((WarningCode.PICTURE_NOT_READ, f"{where} could not be read: {error}"))
            continue
        if is_text(reading):
            _add(found, reading, picture)
            found.steps.append(f"read {len(reading.words)} words in a picture at {reading.prepared.dpi:.0f} dpi")
        elif letters >= MANY_LETTERS:
            found.warnings.append((WarningCode.PICTURE_NOT_READ, f"{where} gave no text that could be trusted"))
    return found


def _read(page: PdfPage, picture: Picture, words: Sequence[Word], number: int, options: Options) -> Reading:
    dpi = min(max(picture.dpi, _LEAST_DPI), _MOST_DPI)
    margin = round(_MARGIN * dpi / POINTS_PER_INCH)
    alone = _without_words(page.render(dpi), picture, words, dpi)
    framed = np.pad(alone, ((margin, margin), (margin, margin), (0, 0)), constant_values=255)
    return read_picture(framed, dpi, number, options.model_copy(update={"debug_images": None}))


def _without_words(sheet: Image, picture: Picture, words: Sequence[Word], dpi: float) -> Image:
    """The picture as the page shows it, without the letters that the page prints over its edge."""
    scale = dpi / POINTS_PER_INCH
    left, top, right, bottom = (round(value * scale) for value in picture.bbox)
    shown = sheet[top:bottom, left:right].copy()
    over = [word for word in words if _touch(word.bbox, picture.bbox)]
    own = picture.alone(shown.shape[1], shown.shape[0]) if over else None
    for word in over:
        x0, y0, x1, y1 = (round(value * scale) for value in word.bbox)
        rows, columns = slice(max(y0 - top, 0), max(y1 - top, 0)), slice(max(x0 - left, 0), max(x1 - left, 0))
        # Print makes a picture darker: the lighter of the two is the picture, or what hides a part of it in white.
        shown[rows, columns] = 255 if own is None else np.maximum(shown[rows, columns], own[rows, columns])
    return shown


def is_text(reading: Reading) -> bool:
    if not reading.words:
        return False
    letters = sum(len(word.text) for word in reading.words)
    confidence = sum(word.confidence * len(word.text) for word in reading.words) / letters
    return reading.quality >= _LEAST_QUALITY and confidence >= _LEAST_CONFIDENCE


def _add(found: FromPictures, reading: Reading, picture: Picture) -> None:
    prepared = reading.prepared
    width, height = prepared.size

    def moved(box: BBox) -> BBox:
        left, top, right, bottom = turned_box(box, -prepared.rotation, width, height)
        across, down = picture.bbox[0] - _MARGIN, picture.bbox[1] - _MARGIN
        return left + across, top + down, right + across, bottom + down

    first = 1 + max((word.line for word in found.words), default=0)
    for kept, read in ((found.words, reading.words), *((found.others, other) for other in reading.others)):
        for word in read:
            turned = turned_word(word, -prepared.rotation, width, height)
            kept.append(replace(turned, bbox=moved(word.bbox), line=word.line + first))
    for grid in reading.grids:
        move_grid(grid, moved)
    found.grids += reading.grids
    found.engine = reading.engine
