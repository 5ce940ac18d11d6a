"""Makes harder scans than the shared ones, with their true text: six kinds of damage, the same pages for the same seed.

A page is an administrative page in miniature (two-column head, title, justified body) in Tinos, whose body comes from
corpus lines that the language model never saw (`heldout.py`). Nothing is written here; `run.py` measures on what this
makes.
"""

from __future__ import annotations

import lzma
import math
import os
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

_ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(_ROOT / "benchmarks/recovery"))
from heldout import is_held_out  # noqa: E402

Image = npt.NDArray[np.uint8]

SHARED = Path(os.environ.get("VIEXTRACT_SHARED", _ROOT / "../shared"))
FONTS = Path(os.environ.get("VIEXTRACT_FONTS", "/usr/share/fonts/truetype/croscore"))

_WIDTH, _HEIGHT = 595.0, 842.0  # A4, points
_LEFT, _RIGHT, _BOTTOM = 85.0, 540.0, 775.0
_PLACES = ("phường Tân Giang", "xã Hòa Lâm", "phường An Khê Đông", "xã Phú Lạc Tây", "phường Bình Lâm", "xã Sơn Hạ")


@dataclass(frozen=True)
class Sample:
    """A picture of a page and what is printed on it, in reading order."""

    kind: str
    image: Image
    dpi: float
    text: str


def samples(kind: str, count: int) -> Iterator[Sample]:
    """The first ``count`` pages of a kind."""
    damage, dpi = KINDS[kind]
    bodies = held_out_bodies()
    for index in range(count):
        random_state = random.Random(f"{kind}-{index}")
        sheet, text = compose(bodies, random_state, dpi)
        yield Sample(kind, damage(sheet, random_state, np.random.default_rng(random_state.getrandbits(32))), dpi, text)


def held_out_bodies() -> list[str]:
    path = SHARED / "corpus/admin_local.txt.xz"
    with lzma.open(path, "rt", encoding="utf-8") as stream:
        lines = [line.strip() for line in stream]
    return [line for line in lines if 60 <= len(line) <= 600 and is_held_out(line)]


# --- a clean page -----------------------------------------------------------------------------------------------------


class _Sheet:
    """A white page on which text is set at a resolution in dots per inch."""

    def __init__(self, dpi: float) -> None:
        self.scale = dpi / 72
        self.image = Pillow.new("L", (round(_WIDTH * self.scale), round(_HEIGHT * self.scale)), 255)
        self.draw = ImageDraw.Draw(self.image)
        self._fonts: dict[tuple[str, float], ImageFont.FreeTypeFont] = {}

    def font(self, style: str, size: float) -> ImageFont.FreeTypeFont:
        key = (style, size)
        if key not in self._fonts:
            self._fonts[key] = ImageFont.truetype(str(FONTS / f"Tinos-{style}.ttf"), round(size * self.scale))
        return self._fonts[key]

    def width(self, text: str, style: str, size: float) -> float:
        return self.font(style, size).getlength(text) / self.scale

    def put(self, x: float, y: float, text: str, style: str, size: float) -> None:
        self.draw.text((x * self.scale, y * self.scale), text, font=self.font(style, size), fill=10)

    def centre(self, x: float, y: float, text: str, style: str, size: float) -> None:
        self.put(x - self.width(text, style, size) / 2, y, text, style, size)

    def rule(self, x0: float, x1: float, y: float) -> None:
        points = [value * self.scale for value in (x0, y, x1, y)]
        self.draw.line(points, fill=10, width=max(1, round(0.7 * self.scale)))


def compose(bodies: list[str], random_state: random.Random, dpi: float) -> tuple[Image, str]:
    """A page and its text in reading order: issuing bodies, motto, number, place and date, title, body."""
    sheet = _Sheet(dpi)
    place = random_state.choice(_PLACES)
    number = f"Số: {random_state.randint(3, 480)}/KH-UBND"
    name = place.split(" ", 1)[1]
    date = f"{name}, ngày {random_state.randint(10, 28)} tháng {random_state.randint(10, 12)} năm 2025"
    left = ["ỦY BAN NHÂN DÂN", place.upper()]
    right = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    sheet.centre(150, 60, left[0], "Regular", 12)
    sheet.centre(150, 75, left[1], "Bold", 12)
    sheet.rule(120, 180, 91)
    sheet.centre(390, 60, right[0], "Bold", 12)
    sheet.centre(390, 75, right[1], "Bold", 13)
    sheet.rule(310, 470, 92)
    sheet.centre(150, 98, number, "Regular", 13)
    sheet.centre(390, 98, date, "Italic", 13)
    sheet.centre(312, 130, "KẾ HOẠCH", "Bold", 14)
    lines = [*left, *right, number, date, "KẾ HOẠCH"]
    y, size, leading = 158.0, random_state.choice((13.0, 13.5, 14.0)), random_state.uniform(1.18, 1.4)
    while y < _BOTTOM:
        for line, last in _wrap(sheet, random_state.choice(bodies), size):
            if y >= _BOTTOM:
                break
            _justify(sheet, line, y, size, last)
            lines.append(" ".join(line.words))
            y += size * leading
        y += 5
    return np.asarray(sheet.image), "\n".join(lines)


@dataclass
class _TextLine:
    words: list[str]
    indent: float


def _wrap(sheet: _Sheet, text: str, size: float, *, right: float = _RIGHT) -> Iterator[tuple[_TextLine, bool]]:
    line = _TextLine([], 28.0)
    for word in text.split():
        trial = " ".join([*line.words, word])
        if line.words and sheet.width(trial, "Regular", size) > right - _LEFT - line.indent:
            yield line, False
            line = _TextLine([], 0.0)
        line.words.append(word)
    yield line, True


def _justify(sheet: _Sheet, line: _TextLine, y: float, size: float, last: bool, *, right: float = _RIGHT) -> None:
    x = _LEFT + line.indent
    natural = sum(sheet.width(word, "Regular", size) for word in line.words)
    gap = (right - x - natural) / max(len(line.words) - 1, 1)
    if last or gap > 12:
        gap = sheet.width(" ", "Regular", size)
    for word in line.words:
        sheet.put(x, y, word, "Regular", size)
        x += sheet.width(word, "Regular", size) + gap


# --- kinds of damage --------------------------------------------------------------------------------------------------


def _scanned(image: Image, noise: np.random.Generator, *, blur: float, grain: float, quality: int) -> Image:
    """What every scanner does: a little blur, grain and JPEG."""
    soft = cv2.GaussianBlur(image, (0, 0), blur).astype(np.float32)
    soft = 8 + soft * (243 / 255) + noise.normal(0, grain, image.shape)
    packed = cv2.imencode(".jpg", soft.clip(0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_UNCHANGED), np.uint8)


def low_resolution(image: Image, _state: random.Random, noise: np.random.Generator) -> Image:
    return _scanned(image, noise, blur=0.6, grain=6, quality=60)


def skewed(image: Image, state: random.Random, noise: np.random.Generator) -> Image:
    angle = state.choice((-1, 1)) * state.uniform(0.8, 3.0)
    height, width = image.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned = cv2.warpAffine(image, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=255)
    return _scanned(np.asarray(turned, np.uint8), noise, blur=0.6, grain=6, quality=70)


def stamped(image: Image, state: random.Random, noise: np.random.Generator) -> Image:
    """A red round stamp over the text, and a signature in blue ink."""
    colour = cv2.cvtColor(image, cv2.COLOR_GRAY2RGB).astype(np.float32)
    height, width = image.shape
    scale = width / _WIDTH
    ink = np.zeros((height, width), np.uint8)
    centre = (round(state.uniform(0.3, 0.7) * width), round(state.uniform(0.35, 0.8) * height))
    for radius, thick in ((52, 2.2), (47, 0.8), (28, 0.8)):
        cv2.circle(ink, centre, round(radius * scale), 255, max(1, round(thick * scale)), cv2.LINE_AA)
    font = ImageFont.truetype(str(FONTS / "Tinos-Bold.ttf"), round(10 * scale))
    label = Pillow.new("L", (width, height), 0)
    draw = ImageDraw.Draw(label)
    for row, word in enumerate(("ỦY BAN", "NHÂN DÂN", "★")):
        draw.text((centre[0] - 24 * scale, centre[1] + (row - 1.5) * 12 * scale), word, font=font, fill=255)
    for index in range(24):
        angle = index * math.tau / 24
        x, y = centre[0] + 38 * scale * math.cos(angle), centre[1] + 38 * scale * math.sin(angle)
        draw.text((x - 3 * scale, y - 5 * scale), "HÒALÂMTÂNGIANG"[index % 14], font=font, fill=255)
    red = cv2.max(ink, np.asarray(label)).astype(np.float32)[..., None] / 255 * state.uniform(0.65, 0.95)
    colour *= 1 - red * (1 - np.array([0.87, 0.14, 0.2], np.float32))
    pen = np.zeros((height, width), np.uint8)
    start = (centre[0] - 20 * scale, centre[1] + 10 * scale)
    steps = [(start[0] + 9 * scale * i, start[1] + state.uniform(-26, 26) * scale) for i in range(9)]
    cv2.polylines(pen, [np.array(steps, np.int32)], False, 255, max(1, round(1.3 * scale)), cv2.LINE_AA)
    blue = pen.astype(np.float32)[..., None] / 255
    colour *= 1 - blue * (1 - np.array([0.15, 0.25, 0.75], np.float32))
    return _scanned(colour.clip(0, 255).astype(np.uint8), noise, blur=0.6, grain=5, quality=75)


def faint(image: Image, state: random.Random, noise: np.random.Generator) -> Image:
    """An empty toner cartridge: pale letters with holes, in stripes."""
    height, width = image.shape
    pale = state.uniform(0.22, 0.34)
    stripes = 0.75 + 0.25 * np.sin(np.linspace(0, state.uniform(8, 20), width) + state.uniform(0, 6))
    holes = cv2.GaussianBlur(noise.random((height, width)).astype(np.float32), (0, 0), 1.2)
    holes = (holes > np.quantile(holes, 0.12)).astype(np.float32)
    ink = (255 - image.astype(np.float32)) * pale * stripes[None, :] * (0.35 + 0.65 * holes)
    return _scanned((255 - ink).clip(0, 255).astype(np.uint8), noise, blur=0.7, grain=4, quality=75)


def faxed(image: Image, state: random.Random, noise: np.random.Generator) -> Image:
    """Black and white at 204 × 98 dots per inch, with specks and lost lines; then as large as before."""
    height, width = image.shape
    coarse = cv2.resize(image, (width, round(height * 0.62)), interpolation=cv2.INTER_AREA)
    coarse = np.where(coarse.astype(np.float32) + noise.normal(0, 22, coarse.shape) < 150, 0, 255).astype(np.uint8)
    coarse[noise.random(coarse.shape) < 0.003] = 0
    coarse[noise.random(coarse.shape) < 0.003] = 255
    for _ in range(state.randint(1, 3)):
        row = state.randrange(coarse.shape[0])
        coarse[row] = 0 if state.random() < 0.5 else 255
    return np.asarray(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_NEAREST), np.uint8)


def photographed(image: Image, state: random.Random, noise: np.random.Generator) -> Image:
    """A page on a dark desk, held askew to the camera, lit from one side with a shadow over it."""
    height, width = image.shape
    frame_height, frame_width = round(height * 1.08), round(width * 1.1)
    slack = 0.045
    corners = [
        ((0.05 + state.uniform(-slack, slack) / 2) * frame_width, (0.04 + state.uniform(0, slack)) * frame_height),
        ((0.95 - state.uniform(0, slack)) * frame_width, (0.04 + state.uniform(0, slack)) * frame_height),
        ((0.96 - state.uniform(0, slack) / 2) * frame_width, (0.97 - state.uniform(0, slack)) * frame_height),
        ((0.04 + state.uniform(0, slack)) * frame_width, (0.97 - state.uniform(0, slack)) * frame_height),
    ]
    source = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    view = cv2.getPerspectiveTransform(source, np.array(corners, np.float32))
    size = (frame_width, frame_height)
    page = cv2.warpPerspective(image, view, size, flags=cv2.INTER_AREA, borderValue=60).astype(np.float32)
    y, x = np.mgrid[0:frame_height, 0:frame_width].astype(np.float32)
    angle = state.uniform(0, math.tau)
    light = (x / frame_width - 0.5) * math.cos(angle) + (y / frame_height - 0.5) * math.sin(angle)
    page *= 0.72 + 0.45 * light
    edge = state.uniform(0.25, 0.6) * frame_width + state.uniform(-0.4, 0.4) * y
    page *= 1 - 0.32 / (1 + np.exp(((x - edge) / (0.012 * frame_width)).clip(-50, 50)))
    colour = np.stack([page * 1.0, page * 0.96, page * 0.88], axis=-1)
    return _scanned(colour.clip(0, 255).astype(np.uint8), noise, blur=0.8, grain=4, quality=80)


Damage = Callable[[Image, random.Random, np.random.Generator], Image]

KINDS: dict[str, tuple[Damage, float]] = {
    "150 dpi": (low_resolution, 150.0),
    "skew": (skewed, 200.0),
    "stamp": (stamped, 200.0),
    "faint": (faint, 200.0),
    "fax": (faxed, 204.0),
    "photo": (photographed, 200.0),
}
