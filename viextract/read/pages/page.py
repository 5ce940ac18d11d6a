"""One page of a PDF or a picture file: which text to take, and how to get it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import Any

from viextract.errors import EngineMissingError
from viextract.model.document import Grid, Page
from viextract.model.plan import PageSource
from viextract.model.warning_codes import WarningCode
from viextract.options import Options
from viextract.read.assembled import assembled, move_grid
from viextract.read.files.image import ImageFile
from viextract.read.files.pdf import PdfFile, PdfPage
from viextract.read.files.pdf_layer import Layer
from viextract.read.layout import main_turn, turned_words
from viextract.read.layout.words import Word, turned_box
from viextract.read.ocr.letter_boxes import COVERAGE_DPI
from viextract.read.ocr.preprocess import turned
from viextract.read.pages.doubled import lying_on_others, part_doubled
from viextract.read.pages.drawings import draw_page
from viextract.read.pages.hidden import noise_lines, part_covered, part_hidden
from viextract.read.pages.pictures import FromPictures, joined_pictures, read_pictures, unread_regions
from viextract.read.pages.print_over import part_print_over
from viextract.read.pages.reading import Reading, add_alternatives, read_picture
from viextract.read.pages.text_layer import Verdict, judge_layer
from viextract.read.raster import POINTS_PER_INCH
from viextract.read.tables import (
    find_aligned_grids,
    find_pdf_grids,
    grids_of_all_turns,
    upright,
)

_LOG = logging.getLogger(__name__)

_RENDER_DPI = 300.0  # for pages that are no scan: what the LSTM models were trained near
_LEAST_SCAN_DPI, _MOST_SCAN_DPI = 100.0, 400.0  # a scan within is taken as it is


def read_page(file: PdfFile | ImageFile, number: int, options: Options) -> Page:
    """One page, from 1, by the better of its own text and a fresh reading.

    Raises EngineMissingError, EngineFailedError, TimedOutError, DamagedFileError or TooLargeError.
    """
    if isinstance(file, ImageFile):
        image, dpi = file.frame(number - 1)
        missing = Verdict("none", 0.0, ("a picture has no text layer",))
        if options.ocr == "never":
            return _empty_page(number, image.shape[1] / dpi, image.shape[0] / dpi, missing)
        return read_picture(image, dpi, number, options).page(missing, debug_images=options.debug_images)
    return _read_pdf_page(file, number, options)


def _read_pdf_page(file: PdfFile, number: int, options: Options) -> Page:
    """A page by its own text where that is to be trusted and OCR is not asked for, else by its picture; the better of
    the two where the options leave the choice.
    """
    page = file.page(number - 1)
    layer = page.layer()
    encoding = layer.convert()
    layer.words, over = part_print_over(layer.words, scan=page.scan_dpi() is not None)
    draw = cache(lambda: page.render(COVERAGE_DPI, grey=True))
    hidden: list[Word] = []
    unsure = 0
    layer.words, doubled = part_doubled(layer.words)
    if layer.words and page.scan_dpi() is None:
        layer.words, hidden, unsure = part_hidden(layer.words, draw(), COVERAGE_DPI)
    elif layer.words:
        layer.words, hidden = part_covered(layer.words, draw(), COVERAGE_DPI, page.covers())
    overprinted = lying_on_others(layer.words, page.width, page.height) if page.scan_dpi() is None else 0
    printed = list(layer.words)
    layer.words += layer.values
    pictures = joined_pictures(page)
    places = [picture.bbox for picture in pictures]
    verdict = judge_layer(layer, draw, encoding=encoding, pictures=places)

    def typed(verdict: Verdict = verdict) -> Page:
        known = [*layer.words, *hidden, *over, *layer.statements]
        unread = unread_regions(page, draw, known, pictures) if verdict.name not in _WHOLLY_UNREAD else []
        read = read_pictures(page, [*pictures, *unread], layer.words, draw, number, options)
        found = _layer_page(file, page, layer, number, verdict, read, options.debug_images)
        if overprinted:
            message = f"page {number}: {overprinted} words are printed over others; which of them are seen is unknown"
            found.warnings.append((WarningCode.HIDDEN_TEXT, message))
        if unsure:
            message = f"page {number}: {unsure} of {len(layer.words)} words cannot be seen on the page; they were kept"
            found.warnings.append((WarningCode.HIDDEN_TEXT, message))
        return _with_hidden(found, hidden, over, layer.statements, doubled)

    if not needs_ocr(verdict, options):
        return typed()
    if over:
        # The scan below has the words that such print covers.
        page.take_out_text([word.bbox for word in over])
    dpi = picture_dpi(page, options)
    try:
        reading = read_picture(page.render(dpi), dpi, number, options)
    except EngineMissingError:
        if options.ocr == "auto" and verdict.name == "unmapped" and verdict.score >= _LEGIBLE:
            return typed()
        raise
    reading.add_typed(layer.values)
    if options.ocr == "auto" and verdict.exchanged and not _shows_others(reading, layer, verdict):
        # The words that seemed to be others stand on the page: names and rare words.
        return typed(judge_layer(layer, draw, encoding=encoding, pictures=places, suspicious=False))
    if options.ocr == "auto" and verdict.score > reading.quality and verdict.name != "incomplete":
        # The fresh reading came out worse than what the file has: a text that is doubtful beats one that is more so.
        return typed()
    found = reading.page(verdict, printed, debug_images=options.debug_images)
    return _with_hidden(found, hidden, over, layer.statements, doubled)


_WHOLLY_UNREAD = ("none", "incomplete")
"""Verdicts on pages of which so much is unread that they say so themselves."""
_LEGIBLE = 0.5  # of a layer's score: with warnings its text is worth more than an error
_GONE = 0.5  # share of the suspected words in which a reading has another letter


def _shows_others(reading: Reading, layer: Layer, verdict: Verdict) -> bool:
    """Whether a fresh reading has other letters where the layer's are suspected."""
    read, own = ("".join(word.text for word in words) for words in (reading.words, layer.words))
    return any(own.count(letter) - read.count(letter) >= _GONE * words for letter, words in verdict.exchanged)


def _with_hidden(
    page: Page,
    hidden: Sequence[Word],
    over: Sequence[Word] = (),
    signatures: Sequence[Word] = (),
    doubled: Sequence[Word] = (),
) -> Page:
    """The page with the words that nobody sees on it as noise and a warning that says so; those of print across the
    page (``over``), those by which electronic signatures tell of themselves, and words that are printed twice in one
    place (``doubled``), as noise."""
    page.lines += noise_lines(over, len(page.lines) + 1, page.number, "watermark")
    page.lines += noise_lines(signatures, len(page.lines) + 1, page.number, "stamp")
    page.lines += noise_lines(doubled, len(page.lines) + 1, page.number, "duplicate-layer")
    if hidden:
        page.lines += noise_lines(hidden, len(page.lines) + 1, page.number, "hidden")
        message = f"page {page.number}: {len(hidden)} words that cannot be seen on the page were left out"
        page.warnings.append((WarningCode.HIDDEN_TEXT, message))
    return page


def needs_ocr(verdict: Verdict, options: Options) -> bool:
    """Whether the page is to be read again, as the options want it and the verdict on its text advises."""
    if options.ocr != "auto":
        return options.ocr == "always"
    return verdict.name in ("none", "incomplete", "unmapped") or verdict.score < options.layer_threshold


def picture_dpi(page: PdfPage, options: Options) -> float:
    """Resolution at which to draw a page: that of its scan, so that no pixel is lost or made up, within bounds."""
    dpi = min(max(page.scan_dpi() or _RENDER_DPI, _LEAST_SCAN_DPI), _MOST_SCAN_DPI)
    megapixels = page.width * page.height * (dpi / POINTS_PER_INCH) ** 2 / 1e6
    if megapixels > options.limits.max_megapixels:
        # A poster at its scan's resolution: read it coarser rather than not at all.
        dpi *= (options.limits.max_megapixels / megapixels) ** 0.5
    return dpi


# --- the page's own text ----------------------------------------------------------------------------------------------


def _layer_page(
    file: PdfFile,
    page: PdfPage,
    layer: Layer,
    number: int,
    verdict: Verdict,
    read: FromPictures,
    debug_images: Path | None,
) -> Page:
    """The page by its own text and what was read in its pictures."""
    shown = (page.width, page.height)
    turn = -main_turn([*layer.words, *read.words]) % 360
    size = (page.height, page.width) if turn % 180 else shown
    words = turned_words(layer.words, turn, shown)
    grids, warnings = _layer_grids(file, page, words, number, turn)
    for grid in read.grids:
        move_grid(grid, lambda box: turned_box(box, turn, *shown))
    last = max((word.line for word in words), default=0)
    in_pictures = [replace(word, line=word.line + last) for word in turned_words(read.words, turn, shown)]
    source = PageSource(
        number=number,
        text_origin="text-layer",
        quality=verdict.score,
        verdict=verdict.name,
        engine=read.engine,
        reasons=list(verdict.reasons),
        rotation=turn,
        steps=read.steps,
    )
    result = assembled([*words, *in_pictures], [*grids, *read.grids], *size, source)
    add_alternatives(result.lines, [(turned_box(word.bbox, turn, *shown), word.text) for word in read.others])
    result.warnings += [*warnings, *read.warnings]
    if debug_images is not None:
        picture = turned(page.render(_DEBUG_DPI), turn)
        draw_page(picture, result.lines, _DEBUG_DPI / POINTS_PER_INCH, number, debug_images)
    return result


_DEBUG_DPI = 150.0


def _layer_grids(
    file: PdfFile, page: PdfPage, words: Sequence[Word], number: int, turn: int
) -> tuple[list[Grid], list[tuple[str, str]]]:
    """The tables of a page with a text layer, and what went wrong.

    turn: degrees by which the sheet is turned clockwise so that most of it can be read; ``words`` have their places on
    the turned sheet.
    """
    warnings: list[tuple[str, str]] = []
    size = (page.height, page.width) if turn % 180 else (page.width, page.height)
    if page.rule_count() > 0:
        try:
            sheet = file.plumber_page(number - 1)
            return grids_of_all_turns(words, size, partial(_ruled_grids, sheet, number, turn)), warnings
        except Exception as error:
            # pdfminer reads the drawing, and fails in many ways on files that pdfium reads: the text is worth more than
            # the rules around it.
            message = f"page {number}: its drawing cannot be read ({error}); tables are told by alignment"
            _LOG.error(message)
            warnings.append((WarningCode.TABLE_DOUBTFUL, message))
    return grids_of_all_turns(words, size, lambda flat, _: find_aligned_grids(upright(flat), page=number)), warnings


def _ruled_grids(sheet: Any, number: int, sheet_turn: int, words: list[Word], turn: int) -> list[Grid]:
    return find_pdf_grids(sheet, words, number=number, turn=(sheet_turn + turn) % 360)


def _empty_page(number: int, width: float, height: float, verdict: Verdict) -> Page:
    source = PageSource(
        number=number, text_origin="text-layer", quality=0.0, verdict=verdict.name, reasons=list(verdict.reasons)
    )
    return Page(number, round(width * POINTS_PER_INCH, 2), round(height * POINTS_PER_INCH, 2), source)
