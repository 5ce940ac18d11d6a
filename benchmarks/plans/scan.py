"""The pages of a PDF as an office's scanner would bring them: a little turned, grained, grey, packed as JPEG; and the
text that an engine of the wrong language reads from them.
"""

from __future__ import annotations

import io

import numpy as np
import pypdfium2
import pytesseract
from PIL import Image

DPI = 200
_MOST_TURN = 0.7
"""Degrees by which a page lies askew."""


def ruined(pdf: bytes, seed: int) -> bytes:
    """The text that tesseract's English model reads from the scanned pages of a PDF: as old archives were filled."""
    document = pypdfium2.PdfDocument(scanned(pdf, seed))
    texts = [pytesseract.image_to_string(page.render(scale=DPI / 72).to_pil(), lang="eng") for page in document]
    return "\n".join(texts).encode()


def scanned(pdf: bytes, seed: int) -> bytes:
    """A PDF of pictures of the pages of another."""
    noise = np.random.default_rng(seed)
    document = pypdfium2.PdfDocument(pdf)
    pages = [_worn(page.render(scale=DPI / 72).to_pil().convert("L"), noise) for page in document]
    stream = io.BytesIO()
    pages[0].save(stream, "PDF", save_all=True, append_images=pages[1:], resolution=DPI, quality=65)
    return stream.getvalue()


def _worn(page: Image.Image, noise: np.random.Generator) -> Image.Image:
    turned = page.rotate(noise.uniform(-_MOST_TURN, _MOST_TURN), Image.Resampling.BICUBIC, fillcolor=255)
    grain = noise.normal(0, 9, (turned.height, turned.width))
    ink = np.asarray(turned, dtype=np.float64) * 0.82 + 38  # paper is no pure white, ink no pure black
    return Image.fromarray(np.clip(ink + grain, 0, 255).astype(np.uint8))
