"""What annotations print on a PDF page: the number and the date that a clerk's electronic signature puts on it, the
values of a form's fields, remarks in type. pdfium's text of a page is without them until they are drawn into it.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from viextract.model.document import BBox
from viextract.read.files.pdf_layer import page_transform
from viextract.read.layout.words import Word, contains_centre, vertical_overlap

_TYPED = frozenset({raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP})
"""Kinds of annotations whose look is a part of the page; links, marks and notes are none."""
_STATEMENT_WORDS = 6
"""A signature that prints more words tells of itself: "Người ký: …, Thời gian ký: …"."""
_BESIDE = 0.5  # share of its height that a word has in common with the line in whose slot it stands
_SLOT, _OVERLAP = 3.0, 0.5  # widest gap to that line's next word, and most of that word that is covered, in heights


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
        told += inside if len(inside) > _STATEMENT_WORDS else []
    return [word for word in words if all(word is not other for other in told)], told


def set_into_lines(words: Sequence[Word], printed: Sequence[Word]) -> None:
    """Gives words that annotations add the line of print in whose slot they stand: "Số: | 128 | /UBND-VP"."""
    for word in words:
        beside = [other for other in printed if vertical_overlap(word.bbox, other.bbox) > _BESIDE]
        gaps = [(max(other.bbox[0] - word.bbox[2], word.bbox[0] - other.bbox[2]), other.line) for other in beside]
        if gaps and -_OVERLAP * word.height < min(gaps)[0] < _SLOT * word.height:
            word.line = min(gaps)[1]


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
                left, right = sorted((box.left, box.right))
                bottom, top = sorted((box.bottom, box.top))
                kind = int(raw.FPDFAnnot_GetSubtype(annotation))
                found.append((kind, _text(annotation, b"FT"), (left, bottom, right, top)))
        finally:
            raw.FPDFPage_CloseAnnot(annotation)
    return found


def _text(annotation: object, key: bytes) -> str:
    size = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    letters = (ctypes.c_ushort * (size // 2 + 1))()
    raw.FPDFAnnot_GetStringValue(annotation, key, letters, size)
    return "".join(map(chr, letters[: size // 2])).rstrip("\0")
