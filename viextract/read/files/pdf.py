"""PDF files by pdfium: the words of the text layer with their places, and pictures of the pages.

pdfium is not thread-safe: use it in one thread of a process, and read pages in parallel over processes.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any

import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from viextract.errors import DamagedFileError, EmptyInputError, EncryptedFileError, TooLargeError
from viextract.model.document import BBox
from viextract.read.files.pdf_annotations import (
    draw_annotations,
    part_statements,
    signature_boxes,
    values_without_look,
)
from viextract.read.files.pdf_forms import MOST_STATEMENTS, statements_run
from viextract.read.files.pdf_layer import Layer, LayerReader, page_transform
from viextract.read.layout.words import Word, contains_centre, set_into_lines
from viextract.read.raster import POINTS_PER_INCH, Image

_MOST_DRAWN = 2_000_000
"""Bytes of statements of a page whose drawing is read: pages with large tables have some hundred thousand."""
_EVEN = 1.1  # times as many dots one way as the other, as those of any scanner that is set to one resolution


class PdfFile:
    """An open PDF file; pages count from 0. Use it as a context manager."""

    def __init__(self, data: bytes, name: str = "input") -> None:
        self.name = name
        self._data = data
        self._plumber: Any = None
        self._inside: pikepdf.Pdf | None = None
        self._counted: dict[int, int] = {}
        try:
            self._document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            raise _open_error(name, data, error) from error
        if len(self._document) == 0:
            self._document.close()
            raise EmptyInputError(f"{name} is a PDF without pages")

    def __enter__(self) -> PdfFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._document.close()
        if self._plumber is not None:
            self._plumber.close()
        if self._inside is not None:
            self._inside.close()

    def __len__(self) -> int:
        return len(self._document)

    def page(self, index: int) -> PdfPage:
        """Raises DamagedFileError where the page cannot be loaded."""
        if self._statements(index) > MOST_STATEMENTS:
            raise DamagedFileError(f"page {index + 1} of {self.name} is damaged: it runs statements without end")
        try:
            return PdfPage(self._document[index], self.name, self._document, index, self._inside)
        except pdfium.PdfiumError as error:
            raise DamagedFileError(f"page {index + 1} of {self.name} is damaged: {error}") from error

    def _statements(self, index: int) -> int:
        """Bytes of the statements of a page, counted once."""
        if index not in self._counted:
            try:
                if self._inside is None:
                    self._inside = pikepdf.open(io.BytesIO(self._data))
                self._counted[index] = statements_run(self._inside, index)
            except Exception:  # what qpdf makes nothing of pdfium may still read
                self._counted[index] = 0
        return self._counted[index]

    def plumber_page(self, index: int) -> Any:
        """The page as pdfplumber sees it, for its drawing; slow, so only where there is a drawing.

        Raises TooLargeError where there is more of it than any table needs.
        """
        if self._statements(index) > _MOST_DRAWN:
            raise TooLargeError(f"page {index + 1} of {self.name} draws more than tables do")
        import pdfplumber

        if self._plumber is None:
            self._plumber = pdfplumber.open(io.BytesIO(self._data))
        return self._plumber.pages[index]


def _open_error(name: str, data: bytes, error: pdfium.PdfiumError) -> Exception:
    """What is wrong with a file that pdfium does not open: qpdf tells the causes apart more surely."""
    try:
        with pikepdf.open(io.BytesIO(data)) as file:
            if len(file.pages) == 0:
                return EmptyInputError(f"{name} is a PDF without pages")
    except pikepdf.PasswordError:
        return EncryptedFileError(f"{name} is a PDF protected by a password")
    except (pikepdf.PdfError, ValueError, OSError):
        pass
    return DamagedFileError(f"{name} is a damaged or truncated PDF ({error})")


class PdfPage:
    """One page of an open PDF file."""

    def __init__(
        self,
        page: pdfium.PdfPage,
        name: str,
        document: pdfium.PdfDocument,
        index: int,
        inside: pikepdf.Pdf | None = None,
    ) -> None:
        self._page = page
        self._name = name
        self._document = document
        self._index = index
        self._inside = inside
        self.width, self.height = page.get_size()
        self._bare: pdfium.PdfPage | None = None
        """The page without what annotations print, where that has been drawn into it."""
        self._flags: list[BBox] = []
        """Where electronic signatures tell of themselves."""
        self._scan_dpi: tuple[pdfium.PdfPage, float | None] | None = None

    def render(self, dpi: float, *, grey: bool = False) -> Image:
        """The page as it looks, RGB or grey, at a resolution in dots per inch; without the flags of electronic
        signatures, which are no print.
        """
        picture = self._drawn(self._page, dpi, grey=grey)
        if self._bare is not None and self._flags:
            bare, scale = self._drawn(self._bare, dpi, grey=grey, annotations=False), dpi / POINTS_PER_INCH
            for left, top, right, bottom in self._flags:
                rows = slice(max(int(top * scale), 0), max(int(bottom * scale) + 1, 0))
                columns = slice(max(int(left * scale), 0), max(int(right * scale) + 1, 0))
                picture[rows, columns] = bare[rows, columns]
        return picture

    def _drawn(self, page: pdfium.PdfPage, dpi: float, *, grey: bool, annotations: bool = True) -> Image:
        try:
            bitmap = page.render(
                scale=dpi / POINTS_PER_INCH, grayscale=grey, rev_byteorder=True, draw_annots=annotations
            )
        except (pdfium.PdfiumError, MemoryError, ValueError) as error:
            raise DamagedFileError(f"a page of {self._name} cannot be drawn: {error}") from error
        array: Image = bitmap.to_numpy()
        if grey:
            return array.reshape(array.shape[0], array.shape[1]).copy()
        return array[:, :, :3].copy()

    def scan_dpi(self) -> float | None:
        """Resolution of the picture that covers the page, in dots per inch; None where no single picture does."""
        if self._scan_dpi is None or self._scan_dpi[0] is not self._page:
            self._scan_dpi = (self._page, self._find_scan_dpi())
        return self._scan_dpi[1]

    def _find_scan_dpi(self) -> float | None:
        best = None
        for item in self._page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
            try:
                left, bottom, right, top = item.get_bounds()
                columns, rows = item.get_px_size()
            except pdfium.PdfiumError:
                continue
            width, height = right - left, top - bottom
            if width * height < 0.6 * self.width * self.height or width <= 0 or height <= 0:
                continue
            if _is_quarter_turned(item):
                width, height = height, width
            across, down = columns / width, rows / height
            # Along the longer side, which is the more exact; of a fax the finer way, so that no dot is lost.
            even = 1 / _EVEN < across / down < _EVEN
            dpi = ((across if width > height else down) if even else max(across, down)) * POINTS_PER_INCH
            best = max(best or 0.0, dpi)
        return best

    def pictures(self) -> list[Picture]:
        """The pictures on the page, in the order in which they are drawn."""
        place = page_transform(self._page)
        found = []
        for item in self._page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=1):
            try:
                box = place(*item.get_bounds())
                columns, rows = item.get_px_size()
            except pdfium.PdfiumError:
                continue
            width, height = box[2] - box[0], box[3] - box[1]
            if (self._page.get_rotation() % 180 != 0) != _is_quarter_turned(item):
                columns, rows = rows, columns
            if width > 0 and height > 0:
                dpi = max(columns / width, rows / height) * POINTS_PER_INCH
                found.append(Picture(box, dpi, item if self._page.get_rotation() == 0 else None))
        return found

    def covers(self) -> list[BBox]:
        """Places of what is drawn on the page and is smaller than half of it: bars, patches, pictures."""
        place = page_transform(self._page)
        found = []
        for item in self._page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE], max_depth=1):
            try:
                box = place(*item.get_bounds())
            except pdfium.PdfiumError:
                continue
            if (box[2] - box[0]) * (box[3] - box[1]) < 0.5 * self.width * self.height:
                found.append(box)
        return found

    def take_out_text(self, boxes: Sequence[BBox]) -> None:
        """Leaves pieces of text out of the pictures of this page that are drawn from now on: those that cover one of
        the boxes. The file stays as it is."""
        place = page_transform(self._page)
        for item in list(self._page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=1)):
            around = place(*item.get_bounds())
            if any(_covers(around, box) for box in boxes):
                self._page.remove_obj(item)

    def rule_count(self) -> int:
        """How many lines and frames the page draws."""
        return sum(1 for _ in self._page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=2))

    def layer(self) -> Layer:
        """The words of the text layer, in the file's own order; behind them those that annotations print."""
        layer = self._text()
        signatures, values = signature_boxes(self._page), self._values()
        printed = len(layer.words)
        drawn = draw_annotations(self._document, self._index, self._page)
        if drawn is not None:
            self._bare, self._page = self._page, drawn
            layer = self._text()
        added, layer.statements = part_statements(layer.words[printed:], signatures)
        self._flags = [box for box in signatures if any(contains_centre(box, word.bbox) for word in layer.statements)]
        for words in (added, values):
            set_into_lines(words, layer.words[:printed])
        layer.words[printed:], layer.values = added, values
        return layer

    def _values(self) -> list[Word]:
        if self._inside is None or self._index >= len(self._inside.pages):
            return []
        return values_without_look(self._inside, self._index, page_transform(self._page), self.width, self.height)

    def _text(self) -> Layer:
        try:
            text_page = self._page.get_textpage()
        except pdfium.PdfiumError as error:
            raise DamagedFileError(f"the text of a page of {self._name} cannot be read: {error}") from error
        try:
            return LayerReader(text_page.raw, self._page).read()
        finally:
            text_page.close()


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture on a page."""

    bbox: BBox
    """On the page as it is shown, in points."""
    dpi: float
    _item: Any = None

    def alone(self, width: int, height: int) -> Image | None:
        """The picture without what is drawn over it, RGB, in this size; None where that cannot be had."""
        if self._item is None:
            return None
        try:
            bitmap = self._item.get_bitmap(render=True).to_pil().convert("RGB")
        except (pdfium.PdfiumError, MemoryError, ValueError):
            return None
        return np.asarray(bitmap.resize((width, height)))


def _covers(one: BBox, other: BBox) -> bool:
    """Whether the one box holds most of the other."""
    across, down = min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1])
    return across > 0 and down > 0 and across * down > 0.5 * (other[2] - other[0]) * (other[3] - other[1])


def _is_quarter_turned(item: pdfium.PdfObject) -> bool:
    """Whether a picture is stored turned by a quarter against how the page shows it."""
    matrix = item.get_matrix()
    return bool(abs(matrix.b) + abs(matrix.c) > abs(matrix.a) + abs(matrix.d))
