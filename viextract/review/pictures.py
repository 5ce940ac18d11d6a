"""Pictures of the pages as they were read: upright, small enough to be sent to a browser."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from PIL import Image as Pillow

from viextract.errors import ViextractError
from viextract.model.document import Document
from viextract.options import Limits
from viextract.read.files.image import ImageFile
from viextract.read.files.pdf import PdfFile
from viextract.read.raster import Image

DPI = 110.0
"""Letters of 13 points are 20 dots high: read with ease, at a tenth of the bytes of a scan."""
_QUALITY = 55
"""Of the picture's compression: letters stay clear, a page has some 60 kB."""
_MOST_DOTS = 4000
"""On the longer side, of a page of any size."""


@contextmanager
def open_pictures(data: bytes, document: Document, limits: Limits) -> Iterator[PagePictures | None]:
    """The pictures of a document; None for one that has no pages to see, as text has not.

    data: the bytes of its file.
    """
    if document.media_type == "application/pdf":
        with PdfFile(data, document.name) as pdf:
            yield PagePictures(pdf, document, limits)
    elif document.media_type.startswith("image/"):
        yield PagePictures(ImageFile(data, document.name, limits), document, limits)
    else:
        yield None


class PagePictures:
    """Draws pages of one open file."""

    def __init__(self, file: PdfFile | ImageFile, document: Document, limits: Limits) -> None:
        self._file = file
        self._pages = {page.number: page for page in document.pages}
        self._limits = limits

    def webp(self, number: int) -> bytes | None:
        """A page (from 1) as WebP; None where it cannot be drawn."""
        page = self._pages.get(number)
        if page is None:
            return None
        try:
            image, dpi = self._image(number - 1, page.width, page.height)
        except ViextractError:
            return None
        turned = np.ascontiguousarray(np.rot90(image, -(page.source.rotation // 90))) if page.source.rotation else image
        picture = Pillow.fromarray(turned)
        scale = min(DPI / dpi, _MOST_DOTS / max(picture.size), 1.0)
        if scale < 1.0:
            size = (max(round(picture.width * scale), 1), max(round(picture.height * scale), 1))
            picture = picture.resize(size, Pillow.Resampling.LANCZOS)
        out = io.BytesIO()
        picture.save(out, "WEBP", quality=_QUALITY, method=4)
        return out.getvalue()

    def _image(self, index: int, width: float, height: float) -> tuple[Image, float]:
        if isinstance(self._file, ImageFile):
            return self._file.frame(index)
        dots = max(width, height, 1.0) / 72 * DPI
        dpi = DPI * min(1.0, _MOST_DOTS / dots)
        return self._file.page(index).render(dpi), dpi
