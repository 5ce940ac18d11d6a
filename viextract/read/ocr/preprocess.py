"""A page's picture made ready for OCR: each step only where it helps, and each on record."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import cv2
import numpy as np
import numpy.typing as npt

from viextract.model.document import BBox
from viextract.read.ocr.grey_marks import lift_grey_marks
from viextract.read.ocr.letter_boxes import COVERAGE_DPI, letter_boxes
from viextract.read.ocr.pale_marks import lift_pale_marks
from viextract.read.ocr.pictures import median_grey, scaled
from viextract.read.ocr.specks import despeckle, lift_specks
from viextract.read.raster import POINTS_PER_INCH, Image

LEAST_PIXELS = 24
"""A picture lower or narrower than this has no text that could be read."""


@dataclass(frozen=True, slots=True)
class Unlifted:
    """A grey picture with all marks on it, as it came."""

    grey: Image
    dpi: float
    fineness: float
    """Dots per inch that it has before it is made level."""


@dataclass(slots=True)
class Prepared:
    """A grey picture of the upright, level page, and how it came to be."""

    image: Image
    dpi: float
    rotation: int = 0
    """Degrees by which the page was turned upright, clockwise: 0, 90, 180 or 270."""
    skew: float = 0.0
    """Degrees by which the lines were slanted, clockwise positive; the picture is level."""
    steps: list[str] = field(default_factory=list)
    unlifted: Unlifted | None = None
    """The page before coloured marks were lifted off it; None where there were none."""

    @property
    def scale(self) -> float:
        """Pixels per point."""
        return self.dpi / POINTS_PER_INCH

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points."""
        return self.image.shape[1] / self.scale, self.image.shape[0] / self.scale

    def with_marks(self) -> Image | None:
        """The same level picture with the coloured marks that were lifted off it; None where there were none."""
        if self.unlifted is None:
            return None
        grey = scaled(self.unlifted.grey, self.unlifted.fineness / self.unlifted.dpi)
        level, _ = level_and_scale(turned(grey, self.rotation), self.unlifted.fineness, self.skew, [])
        return level

    def to_page(self, box: BBox) -> BBox:
        """A box of the level page, in points, as it stands on the page: its middle turned back, its size kept."""
        return _turned(box, self.size, self.skew)

    def from_page(self, box: BBox) -> BBox:
        """The way back: a box of the upright page as it stands on the level page."""
        return _turned(box, self.size, -self.skew)


def _turned(box: BBox, size: tuple[float, float], degrees: float) -> BBox:
    if not degrees:
        return box
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    middle_x, middle_y = size[0] / 2, size[1] / 2
    x, y = (box[0] + box[2]) / 2 - middle_x, (box[1] + box[3]) / 2 - middle_y
    x, y = middle_x + x * cos - y * sin, middle_y + x * sin + y * cos
    half_width, half_height = (box[2] - box[0]) / 2, (box[3] - box[1]) / 2
    return x - half_width, y - half_height, x + half_width, y + half_height


def prepare(image: Image, dpi: float) -> Prepared:
    """The picture of a page, RGB or grey, made ready for an engine."""
    steps: list[str] = []
    if min(image.shape[:2]) < LEAST_PIXELS or dpi < _LEAST_READABLE:
        return Prepared(to_grey(image), dpi)
    image = flatten_photograph(image, steps)
    marked = len(steps)
    grey = drop_coloured_ink(image, dpi, steps)
    unlifted = to_grey(image) if len(steps) > marked else None
    grey = even_light(grey, dpi, steps)
    grey = lift_grey_marks(grey, dpi, steps)
    grey = lift_pale_marks(grey, dpi, steps)
    grey = clear_borders(grey, dpi, steps)
    grey = despeckle(grey, steps)
    grey = stretch_contrast(grey, steps)
    grey = lift_specks(grey, dpi, steps)
    own_dpi = dpi
    grey, dpi = coarsen(grey, dpi, steps)
    before = Unlifted(unlifted, own_dpi, dpi) if unlifted is not None else None
    rotation, skew = find_turn(grey, dpi)
    grey = turned(grey, rotation)
    grey, dpi = level_and_scale(grey, dpi, skew, steps)
    return Prepared(grey, dpi, rotation, skew if abs(skew) >= _LEVEL_ENOUGH else 0.0, steps, before)


def upside_down(prepared: Prepared) -> Prepared:
    """The same page turned by half a turn; its slant stays what it was."""
    rotation = (prepared.rotation + 180) % 360
    return Prepared(
        turned(prepared.image, 180), prepared.dpi, rotation, prepared.skew, prepared.steps, prepared.unlifted
    )


def to_grey(image: Image) -> Image:
    """Brightness of a colour picture (ITU-R BT.601); a grey one as it is."""
    if image.ndim == 2:
        return image
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.uint8)


# --- geometry ---------------------------------------------------------------------------------------------------------

_LEVEL_ENOUGH = 0.1  # degrees: at the end of a line of 450 points that is less than a point
_MOST_SKEW = 6.0
_LEAST_READABLE = 20.0  # dots per inch; a page so large or so coarse shows no letters, and its measures make no sense
_LEAST_DPI = 140.0  # below, letters are so few pixels high that the engine loses marks


def find_turn(grey: Image, dpi: float) -> tuple[int, float]:
    """Degrees clockwise that make standing lines of text lie (0 or 90), and the slant that they then have.

    The slant is clockwise positive, at most six degrees: that at which ink piles up most sharply into rows (Postl
    1986), looked for coarsely, then finely about the best. Whether the page is upside down only reading can tell.
    """
    ink = _small_ink(grey, dpi)
    lying, standing = _coarse_slant(ink), _coarse_slant(np.rot90(ink, -1))
    if standing.sharpness > _CLEARLY * lying.sharpness:
        return 90, _fine_slant(standing)
    return 0, _fine_slant(lying)


_CLEARLY = 1.6  # times as sharp: columns of a table pile up too, but not like lines of text


def turned(grey: Image, degrees: int) -> Image:
    """The picture turned clockwise by a multiple of 90 degrees."""
    return np.ascontiguousarray(np.rot90(grey, -degrees // 90)) if degrees else grey


def _small_ink(grey: Image, dpi: float) -> npt.NDArray[np.bool_]:
    """Where letters are, at 75 dots per inch: without rules, pictures and borders, which have slants of their own."""
    factor = 75.0 / dpi
    small = scaled(grey, min(factor, 1.0))
    ink = cv2.adaptiveThreshold(small, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 12)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    sizes = np.asarray(stats)
    letters = (sizes[:, 2] < 110) & (sizes[:, 3] < 40) & (sizes[:, 4] > 2)
    letters[0] = False
    return np.asarray(letters[labels] if count > 1 else np.zeros(small.shape, bool))


class _Rows:
    """Ink as points, for the question how sharply it piles up into rows at a slant."""

    def __init__(self, ink: npt.NDArray[np.bool_]) -> None:
        rows, columns = np.nonzero(ink)
        step = len(rows) // _DOTS + 1
        self.count = len(rows)
        self._rows = rows[::step].astype(np.float32)
        self._columns = (columns[::step] - ink.shape[1] / 2).astype(np.float32)
        self._reach = ink.shape[1] * math.tan(math.radians(_MOST_SKEW + 1)) / 2 + 2
        self.degrees = 0.0
        self.sharpness = 0.0

    def at(self, degrees: float) -> float:
        """Sum of the squared steps from row to row of the ink's profile."""
        shifted = self._rows - self._columns * np.float32(math.tan(math.radians(degrees))) + np.float32(self._reach)
        profile = np.bincount(shifted.astype(np.int32)).astype(np.float64)
        return float(np.square(np.diff(profile)).sum())


def _coarse_slant(ink: npt.NDArray[np.bool_]) -> _Rows:
    found = _Rows(ink)
    if found.count >= _LEAST_INK:
        found.degrees = max((float(value) for value in np.arange(-_MOST_SKEW, _MOST_SKEW + 0.01, 0.5)), key=found.at)
        found.sharpness = found.at(found.degrees)
    return found


_DOTS = 25_000  # of a page's ink that are asked: as sharp as all of them to a hundredth of a degree
_LEAST_INK = 200  # dots at 75 dots per inch: a line of text has more


def _fine_slant(found: _Rows) -> float:
    best = found.degrees
    if found.count >= _LEAST_INK:
        for step in (0.1, 0.02):
            best = max((best + step * offset for offset in range(-5, 6)), key=found.at)
    return round(best, 2)


def level_and_scale(grey: Image, dpi: float, skew: float, steps: list[str]) -> tuple[Image, float]:
    """Turns the picture level and makes a coarse one finer, both at once: each resampling costs sharpness."""
    factor = 2.0 if dpi < _LEAST_DPI else 1.0
    if abs(skew) < _LEVEL_ENOUGH and factor == 1.0:
        return grey, dpi
    height, width = grey.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), skew if abs(skew) >= _LEVEL_ENOUGH else 0.0, factor)
    turn[0, 2] += width * (factor - 1) / 2
    turn[1, 2] += height * (factor - 1) / 2
    size = (round(width * factor), round(height * factor))
    level = cv2.warpAffine(grey, turn, size, flags=cv2.INTER_CUBIC, borderValue=255)
    if abs(skew) >= _LEVEL_ENOUGH:
        steps.append(f"deskew {skew:+.2f} degrees")
    if factor != 1.0:
        steps.append(f"scale {factor:g}")
    return np.asarray(level, np.uint8), dpi * factor


_LETTER_PIXELS = 23.0  # mean height of letters, tall and low ones, at which the engine reads best: 13 points at 200 dpi


def coarsen(grey: Image, dpi: float, steps: list[str]) -> tuple[Image, float]:
    """Makes a picture smaller whose letters have more dots than the engine makes use of.

    It brings each line to some 36 rows anyway; averaging takes grain off beforehand, and finding the lines takes time
    by the dot. Small type keeps its dots.
    """
    if dpi < _MANY_DOTS:
        return grey, dpi
    letters = letter_boxes(scaled(grey, COVERAGE_DPI / dpi), COVERAGE_DPI)
    if len(letters) < _FEW_LETTERS:
        return grey, dpi
    factor = _LETTER_PIXELS / (float(letters[:, 3].mean()) * dpi / COVERAGE_DPI)
    if factor > _WORTH_SCALING:
        return grey, dpi
    steps.append(f"scale {factor:.2f}")
    return scaled(grey, factor), dpi * factor


_MANY_DOTS = 225.0  # dots per inch below which ordinary type has no dots to spare
_FEW_LETTERS = 50
_WORTH_SCALING = 0.88


def flatten_photograph(image: Image, steps: list[str]) -> Image:
    """Cuts a bright page out of a dark surrounding and makes it rectangular, as if it had lain in a scanner."""
    corners = _page_corners(to_grey(image))
    if corners is None:
        return image
    top_left, top_right, bottom_right, bottom_left = corners
    width = round(float(max(np.linalg.norm(top_right - top_left), np.linalg.norm(bottom_right - bottom_left))))
    height = round(float(max(np.linalg.norm(bottom_left - top_left), np.linalg.norm(bottom_right - top_right))))
    target = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    view = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    steps.append("cut the page out of a photograph")
    return np.asarray(cv2.warpPerspective(image, view, (width, height), flags=cv2.INTER_CUBIC), np.uint8)


def _page_corners(grey: Image) -> npt.NDArray[np.float32] | None:
    """Corners of a page that lies on something dark, clockwise from the top left; None for what fills the picture.

    Each side is the line along which brightness steps up, seen from the picture's edge. A step is a ratio: where a
    shadow lies over the page it lies over the desk beside it, too.
    """
    factor = min(500.0 / max(grey.shape), 1.0)
    small = scaled(grey, factor)
    small = cv2.medianBlur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8)), 5)
    border = np.concatenate([small[0], small[-1], small[:, 0], small[:, -1]])
    level, _ = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    middle = small[small.shape[0] // 4 : -small.shape[0] // 4, small.shape[1] // 4 : -small.shape[1] // 4]
    if np.mean(border < level) < 0.6 or np.median(border) > 0.65 * np.median(middle):
        return None
    light = np.log(small.astype(np.float32) + 8.0)
    height, width = light.shape
    sides = [_side(light), _side(light[:, ::-1]), _side(light.T), _side(light.T[:, ::-1])]
    if any(side is None for side in sides):
        return None
    left, right, top, bottom = (side for side in sides if side is not None)
    right, bottom = (width - 1 - right[0], -right[1]), (height - 1 - bottom[0], -bottom[1])
    pairs = [(left, top), (right, top), (right, bottom), (left, bottom)]
    corners = np.array([_crossing(upright, lying) for upright, lying in pairs], np.float32)
    if not 0.3 * small.size < cv2.contourArea(corners) < 0.98 * small.size or not cv2.isContourConvex(corners):
        return None
    return corners * np.array([grey.shape[1] / width, grey.shape[0] / height], np.float32)


_Side = tuple[float, float]
"""A nearly upright line: its column in row 0, and columns to the right per row."""

_STEP = 0.3  # of the logarithm: the page is a third brighter than the desk beside it
_REACH = 5  # dots over which the step is taken: a page's edge is soft in a small picture
_INSIDE = 1.0  # dots by which the line is moved into the page: its very edge is half desk
_ON_SIDE = 0.5  # share of the rows whose step must lie on the line


def _side(light: npt.NDArray[np.float32]) -> _Side | None:
    """The page's left side in a picture's logarithm: a line through the first steps up of its rows; None without."""
    height, width = light.shape
    steps = light[:, 2 * _REACH : width // 2] - light[:, : width // 2 - 2 * _REACH]
    rows = np.flatnonzero((steps > _STEP).any(axis=1))
    if len(rows) < _ON_SIDE * height:
        return None
    first = (steps[rows] > _STEP).argmax(axis=1)
    # A step is seen from as many columns as it is taken over: its place is their middle.
    near = np.minimum(first[:, None] + np.arange(2 * _REACH), steps.shape[1] - 1)
    columns = np.average(near, axis=1, weights=np.maximum(steps[rows[:, None], near], 0.0)) + _REACH
    # Theil and Sen's line: the middle of the slopes between far rows, whatever a few rows say.
    half = len(rows) // 2
    slope = float(np.median((columns[half:] - columns[: len(rows) - half]) / (rows[half:] - rows[: len(rows) - half])))
    start = float(np.median(columns - slope * rows))
    on = np.abs(columns - slope * rows - start) < _REACH / 2
    if on.sum() < _ON_SIDE * height:
        return None
    slope, start = np.polyfit(rows[on], columns[on], 1)
    return float(start) + _INSIDE, float(slope)


def _crossing(upright: _Side, lying: _Side) -> tuple[float, float]:
    """Where x = a + b y meets y = c + d x."""
    (a, b), (c, d) = upright, lying
    x = (a + b * c) / (1 - b * d)
    return x, c + d * x


# --- ink and paper ----------------------------------------------------------------------------------------------------

_MARK_HEIGHT = 30.0  # points: higher than any letter, lower than a stamp or a signature
_CHROMA = 40  # difference between the strongest and the weakest channel: ink with a colour, paper with a tint has less
_COLOUR_DPI = 50.0  # of the picture in which coloured marks are looked for: enough for what is so high


def drop_coloured_ink(image: Image, dpi: float, steps: list[str]) -> Image:
    """Brightness of the page without red stamps and blue signatures; black print below them stays.

    Only marks higher than type are dropped: a title in red or a number written in blue is text.
    """
    grey = to_grey(image)
    if image.ndim == 2:
        return grey
    factor = min(1.0, _COLOUR_DPI / dpi)
    small = scaled(image, factor)
    # Paper and light have a tint of their own: what counts is the colour against that of the paper.
    paper = np.median(small.reshape(-1, 3), axis=0)
    balance = (paper.max() / np.maximum(paper, 1.0)).astype(np.float32)
    mark = _coloured_marks(small, balance)
    if mark is None:
        return grey
    white = int(median_grey(grey[::8, ::8]))
    grey = grey.copy()
    for left, top, width, height in _boxes(mark):
        rows = slice(int(top / factor), min(int((top + height) / factor) + 1, grey.shape[0]))
        columns = slice(int(left / factor), min(int((left + width) / factor) + 1, grey.shape[1]))
        size = (columns.stop - columns.start, rows.stop - rows.start)
        part = cv2.resize(mark[top : top + height, left : left + width], size, interpolation=cv2.INTER_NEAREST) > 0
        grey[rows, columns] = _without_colour(grey[rows, columns], image[rows, columns], part, balance, white)
    steps.append(f"dropped coloured ink on {np.mean(mark > 0):.1%} of the page")
    return grey


def _coloured_marks(small: Image, balance: npt.NDArray[np.float32]) -> Image | None:
    """Where coloured marks higher than type are, with a margin; None where there are none or all is in colour."""
    coloured = ((_chroma(small, balance) > 0.6 * _CHROMA) & (_brightest(small) > 70)).astype(np.uint8)
    if not 0.0003 < float(coloured.mean()) < 0.15:
        return None
    wide = np.asarray(cv2.dilate(coloured, np.ones((3, 3), np.uint8)), np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(wide, connectivity=8)
    boxes = np.asarray(stats)[:, :4]
    high = boxes[:, 3] > _MARK_HEIGHT * _COLOUR_DPI / POINTS_PER_INCH
    high[0] = False
    for left, top, width, height in boxes[high].tolist():
        if width * height < _LARGEST_STAMP * small.shape[0] * small.shape[1]:
            # What a stamp says stands within its ring or frame, in the same ink.
            high |= (
                (boxes[:, 0] >= left)
                & (boxes[:, 0] + boxes[:, 2] <= left + width)
                & (boxes[:, 1] >= top)
                & (boxes[:, 1] + boxes[:, 3] <= top + height)
            )
    return np.asarray(high[labels], np.uint8) if high.any() else None


_LARGEST_STAMP = 0.1  # of the page; a larger frame in colour stands around text


def _boxes(mask: Image) -> list[tuple[int, int, int, int]]:
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    return [(int(left), int(top), int(width), int(height)) for left, top, width, height, _ in np.asarray(stats)[1:]]


def _chroma(image: Image, balance: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    red, green, blue = (channel * weight for channel, weight in zip(cv2.split(image), balance, strict=True))
    strongest = cv2.max(cv2.max(red, green), blue)
    return np.asarray(strongest - cv2.min(cv2.min(red, green), blue), np.float32)


def _brightest(image: Image) -> Image:
    """The strongest channel of each dot."""
    red, green, blue = cv2.split(image)
    return np.asarray(cv2.max(cv2.max(red, green), blue), np.uint8)


def _without_colour(
    grey: Image, colour: Image, mark: npt.NDArray[np.bool_], balance: npt.NDArray[np.float32], white: int
) -> Image:
    """A part of the page without the coloured mark on it."""
    # In the channel of its own colour an ink is nearly as bright as paper, and black print is not.
    brightest = _brightest(colour)
    lifted = np.where(mark, brightest, grey)
    ghost = mark & (_chroma(colour, balance) > _CHROMA / 3) & (brightest > 0.45 * white)
    return np.asarray(np.where(ghost, np.maximum(lifted, white), lifted), np.uint8)


def even_light(grey: Image, dpi: float, steps: list[str]) -> Image:
    """Divides by the paper's own brightness where that varies over the page.

    The paper is what is brighter than print: the picture closed over strokes, so that the steep shadow along the spine
    of an open book keeps its slope. What is nearly black is no paper in shadow, and is only made a little brighter.
    """
    small = scaled(grey, _LIGHT_DPI / dpi)
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((_OVER_PRINT, _OVER_PRINT), np.uint8))
    paper = cv2.medianBlur(closed, _OVER_PATCHES)
    bright = float(np.quantile(paper, 0.98))
    lit = paper[paper >= _BLACK * bright]
    dark = float(np.quantile(lit, 0.02))
    if bright - dark <= 0.13 * bright:
        return grey
    height, width = grey.shape
    light = cv2.resize(cv2.max(paper, _BLACK * bright), (width, height), interpolation=cv2.INTER_LINEAR)
    steps.append(f"evened light that varied by {1 - dark / bright:.0%}")
    return np.asarray(cv2.divide(grey, light, scale=250.0), np.uint8)


_LIGHT_DPI = 36.0  # of the picture in which the paper's brightness is looked for
_OVER_PRINT, _OVER_PATCHES = 9, 11  # dots there: wider than any stroke of type; wider than a dirty patch
_BLACK = 0.2  # of the brightest paper's


def clear_borders(grey: Image, dpi: float, steps: list[str]) -> Image:
    """Whitens dark areas that touch the picture's edge: the scanner's lid, a punch hole, a copied fold."""
    factor = 50.0 / dpi
    small = scaled(grey, factor)
    dark = (small < 0.5 * median_grey(small)).astype(np.uint8)
    # Opening leaves what is thicker than any stroke of type.
    dark = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    sizes = np.asarray(stats)
    height, width = small.shape
    touches = (sizes[:, 0] <= 1) | (sizes[:, 1] <= 1)
    touches |= (sizes[:, 0] + sizes[:, 2] >= width - 1) | (sizes[:, 1] + sizes[:, 3] >= height - 1)
    touches[0] = False
    if not touches.any():
        return grey
    mask = cv2.dilate(touches[labels].astype(np.uint8), np.ones((5, 5), np.uint8))
    steps.append(f"cleared dark borders, {mask.mean():.1%} of the page")
    full = cv2.resize(mask, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_NEAREST)
    return np.asarray(cv2.max(grey, full * np.uint8(255)), np.uint8)


_LEAST_CONTRAST, _FAINT_CONTRAST = 12, 100  # grey levels: less is an empty page, more is read as well as it is


_ABOVE_GRAIN = 6.0  # times the spread of the paper's own grey: what is so much darker is print
_LEAST_PRINT = 100  # dots of half the picture's size: a word has more


def stretch_contrast(grey: Image, steps: list[str]) -> Image:
    """Makes faint print dark: stretches from the paper to the ink where the two are close.

    How dark ink is, the letters alone tell: on the last page, which holds a signature, they are so few that a share of
    all dots would be the paper's grain.
    """
    sample = scaled(grey, 0.5)
    # Blurred, since the darkest dots are grain: letters as a whole are paler, and it is they that are to be black.
    smooth = cv2.GaussianBlur(sample, (0, 0), 1.0)
    paper = median_grey(smooth[::2, ::2])
    grain = 1.4826 * float(np.median(np.abs(smooth[::2, ::2] - paper)))
    print_ = smooth < paper - max(_LEAST_CONTRAST, _ABOVE_GRAIN * grain)
    if np.count_nonzero(print_) < _LEAST_PRINT or paper - float(np.quantile(sample[print_], 0.1)) >= _FAINT_CONTRAST:
        return grey
    ink = float(np.quantile(smooth[print_], 0.2))
    scale = 235.0 / (paper - ink)
    steps.append(f"stretched contrast of {paper - ink:.0f} grey levels")
    levels = np.arange(256, dtype=np.float32)
    return np.asarray(cv2.LUT(grey, (250.0 - (paper - levels) * scale).clip(0, 255).astype(np.uint8)), np.uint8)
