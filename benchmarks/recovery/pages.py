"""Pages printed from held-out text and read by the real tesseract with Vietnamese data: what recovery gets in practice.

Readings are kept on disk, since an engine gives the same text for the same picture.
"""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

FONTS = Path(os.environ.get("VIEXTRACT_FONTS", "/usr/share/fonts/truetype/croscore"))
_POINTS = 13.0
_WIDTH, _MARGIN, _LEADING = 455.0, 40.0, 1.45  # of the text, in points; of the lines, in font sizes
_LINES = 34


@dataclass(frozen=True)
class Quality:
    """How a page was scanned: dots per inch, radius of the blur and deviation of the noise (of 255), JPEG quality."""

    name: str
    dpi: int
    blur: float
    noise: float
    jpeg: int


GOOD = (Quality("300 dpi", 300, 0.8, 6, 75), Quality("200 dpi", 200, 0.7, 8, 60))
POOR = (Quality("150 dpi, blurred", 150, 1.1, 14, 40), Quality("130 dpi", 130, 0.7, 12, 35))


@dataclass(frozen=True)
class Page:
    """A page's lines as printed, and the text that the engine read."""

    quality: Quality
    printed: str
    read: str


def pages(texts: Sequence[str], qualities: Sequence[Quality], count: int, cache: Path) -> Iterator[Page]:
    """``count`` pages, the qualities in turn, filled with paragraphs of ``texts`` in order."""
    cache.mkdir(parents=True, exist_ok=True)
    rest = iter(texts)
    for number in range(count):
        quality = qualities[number % len(qualities)]
        lines: list[str] = []
        while len(lines) < _LINES:
            lines += _wrapped(next(rest))
        printed = "\n".join(lines)
        yield Page(quality, printed, _read(printed, quality, number, cache))


def _wrapped(paragraph: str) -> list[str]:
    font = _font(72)
    lines = [""]
    for word in paragraph.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) > _WIDTH and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _font(dpi: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / "Tinos-Regular.ttf"), round(_POINTS * dpi / 72))


def _read(printed: str, quality: Quality, seed: int, cache: Path) -> str:
    key = hashlib.sha256(f"{quality}\n{seed}\n{printed}".encode()).hexdigest()[:24]
    kept = cache / f"{key}.txt"
    if not kept.is_file():
        kept.write_text(_tesseract(_picture(printed, quality, seed), quality.dpi), "utf-8")
    return kept.read_text("utf-8")


def _picture(printed: str, quality: Quality, seed: int) -> Image.Image:
    font, scale = _font(quality.dpi), quality.dpi / 72
    lines = printed.split("\n")
    step = _POINTS * _LEADING * scale
    margin = round(_MARGIN * scale)
    sheet = Image.new("L", (round((_WIDTH + 2 * _MARGIN) * scale), round(step * len(lines)) + 2 * margin), 250)
    draw = ImageDraw.Draw(sheet)
    for i, line in enumerate(lines):
        draw.text((margin, margin + i * step), line, font=font, fill=25)
    sheet = sheet.rotate(random.Random(seed).uniform(-0.4, 0.4), Image.Resampling.BICUBIC, fillcolor=250)
    sheet = sheet.filter(ImageFilter.GaussianBlur(quality.blur))
    noise = np.random.default_rng(seed).normal(0, quality.noise, (sheet.height, sheet.width))
    sheet = Image.fromarray(np.clip(np.asarray(sheet) + noise, 0, 255).astype(np.uint8))
    jpeg = BytesIO()
    sheet.save(jpeg, "JPEG", quality=quality.jpeg)
    return Image.open(jpeg)


def _tesseract(picture: Image.Image, dpi: int) -> str:
    png = BytesIO()
    picture.save(png, "PNG", dpi=(dpi, dpi))
    command = ["tesseract", "-", "-", "-l", "vie", "--psm", "6", "--dpi", str(dpi)]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    done = subprocess.run(command, input=png.getvalue(), capture_output=True, check=True, env=environment)
    lines = done.stdout.decode("utf-8").replace("\f", "").split("\n")
    return "\n".join(line for line in lines if line.strip())
