"""What annotations print on a PDF page: the number and the date that a clerk's electronic signature puts on it, the
values of a form's fields, remarks in type. pdfium's text of a page is without them until they are drawn into it.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from viextract.model.document import BBox
from viextract.read.files.pdf_layer import page_transform
from viextract.read.layout.words import Word, contains_centre
from viextract.vocabulary.letterhead import opens_flag

_TYPED = frozenset({raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP})
"""Kinds of annotations whose look is a part of the page; links, marks and notes are none."""
_STATEMENT_WORDS = 6
"""A signature that prints more words tells of itself: "Người ký: …, Thời gian ký: …"."""


def draw_annotations(document: pdfium.PdfDocument, index: int, page: pdfium.PdfPage) -> pdfium.PdfPage | None:
    """The page with its annotations as a part of what it prints, None where none prints anything. The file stays as it
    is.
    """
    if not any(kind in _TYPED for kind, _, _ in _annotations(page)):
        return None
    if raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY) != raw.FLATTEN_SUCCESS:
        return None
    return document[index]


def signature_boxes(page: pdfium.PdfPage) -> list[BBox]:
    """Where electronic signatures show on the page, in points from its top left."""
    place = page_transform(page)
    return [place(*box) for kind, field, box in _annotations(page) if kind == raw.FPDF_ANNOT_WIDGET and field == "Sig"]


def part_statements(words: Sequence[Word], boxes: Sequence[BBox]) -> tuple[list[Word], list[Word]]:
    """The words that annotations add to a page, and those by which a signature only tells of itself."""
    told: list[Word] = []
    for box in boxes:
        inside = [word for word in words if contains_centre(box, word.bbox)]
        told += inside if len(inside) > _STATEMENT_WORDS or opens_flag(" ".join(w.text for w in inside)) else []
    return [word for word in words if all(word is not other for other in told)], told


def values_without_look(
    file: pikepdf.Pdf, index: int, place: Callable[..., BBox], width: float, height: float
) -> list[Word]:
    """The words of fields and typed remarks of a page for whose look the file leaves the viewer to care: every viewer
    shows the value in the field's place, pdfium does not. place: from the page's own space to where it is shown. width,
    height: of the page as it is shown; what stands beside it, or in a box without room, no viewer shows.
    """
    words: list[Word] = []
    annotations: Any = file.pages[index].obj.get("/Annots")
    for number, annotation in enumerate(annotations if isinstance(annotations, pikepdf.Array) else ()):
        if isinstance(annotation, pikepdf.Dictionary) and "/AP" not in annotation:
            with suppress(ValueError, TypeError, KeyError, pikepdf.PdfError):  # what is damaged no viewer shows
                left, bottom, right, top = (float(side) for side in annotation["/Rect"])
                box = (min(left, right), min(bottom, top), max(left, right), max(bottom, top))
                if box[0] < box[2] and box[1] < box[3]:
                    words += _set_in(_value(annotation), place(*box), -1 - number)
    return [word for word in words if contains_centre((0.0, 0.0, width, height), word.bbox)]


_UNSEEN = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW
_PASSWORD = 1 << 13  # of a text field's flags (ISO 32000-1, table 228): its value is shown as stars
_MOST_ABOVE = 20  # fields that a field may be a part of


def _value(annotation: pikepdf.Dictionary) -> str:
    """What a viewer would show of an annotation without a look of its own."""
    if int(annotation.get("/F", 0)) & _UNSEEN:
        return ""
    if annotation.get("/Subtype") == "/FreeText":
        return str(annotation.get("/Contents", ""))
    typed = annotation.get("/Subtype") == "/Widget" and _inherited(annotation, "/FT") in ("/Tx", "/Ch")
    if not typed or int(_inherited(annotation, "/Ff") or 0) & _PASSWORD:
        return ""
    value = _inherited(annotation, "/V")
    return str(value) if isinstance(value, pikepdf.String) else ""


def _inherited(annotation: pikepdf.Dictionary, key: str) -> Any:
    """What an annotation says or, where it says nothing, the field that it shows."""
    field: Any = annotation
    for _ in range(_MOST_ABOVE):
        if not isinstance(field, pikepdf.Dictionary):
            return None
        if key in field:
            return field[key]
        field = field.get("/Parent")
    return None


_USUAL_TYPE = 12.0  # points, in fields that are higher
_LETTER, _BLANK = 0.5, 0.25  # of the type's size, in Times
_LEADING = 1.2


def _set_in(text: str, box: BBox, line: int) -> list[Word]:
    """The words of a text set in a box line by line, as a viewer would set them."""
    size = min(_USUAL_TYPE, box[3] - box[1])
    x, y = box[0], box[1] + max((box[3] - box[1] - size) / 2, 0.0) * (len(text) * _LETTER * size <= box[2] - box[0])
    words = []
    for text_line in text.splitlines():
        for piece in text_line.split():
            width = _LETTER * size * len(piece)
            if x > box[0] and x + width > box[2]:
                x, y = box[0], y + _LEADING * size
            words.append(Word(piece, (x, y, x + width, y + size), line=line, size=size))
            x += width + _BLANK * size
        x, y = box[0], y + _LEADING * size
    return words


def _corners(box: raw.FS_RECTF) -> BBox:
    """Left, bottom, right, top of a rectangle, whichever corners the file names."""
    (left, right), (bottom, top) = sorted((box.left, box.right)), sorted((box.bottom, box.top))
    return left, bottom, right, top


def _annotations(page: pdfium.PdfPage) -> list[tuple[int, str, BBox]]:
    """Kind, type of the form's field and place of each annotation that has a look of its own."""
    found = []
    for number in range(raw.FPDFPage_GetAnnotCount(page.raw)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, number)
        if not annotation:
            continue
        try:
            box = raw.FS_RECTF()
            if raw.FPDFAnnot_HasKey(annotation, b"AP") and raw.FPDFAnnot_GetRect(annotation, box):
                kind = int(raw.FPDFAnnot_GetSubtype(annotation))
                found.append((kind, _text(annotation, b"FT"), _corners(box)))
        finally:
            raw.FPDFPage_CloseAnnot(annotation)
    return found


def _text(annotation: object, key: bytes) -> str:
    size = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    letters = (ctypes.c_ushort * (size // 2 + 1))()
    raw.FPDFAnnot_GetStringValue(annotation, key, letters, size)
    return "".join(map(chr, letters[: size // 2])).rstrip("\0")
