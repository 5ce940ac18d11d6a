"""One page of a PDF or a picture file: which text to take, and how to get it."""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from viextract.language.quality import text_quality
from viextract.model.document import BBox, Grid, Line, Page
from viextract.model.plan import PageSource
from viextract.model.warning_codes import WarningCode
from viextract.options import Options
from viextract.read.files.image import ImageFile
from viextract.read.files.pdf import POINTS_PER_INCH, Image, Layer, PdfFile, PdfPage
from viextract.read.layout.reading_order import lay_out, without_layout_tables, without_stamps
from viextract.read.layout.rows import in_rows
from viextract.read.layout.turned import main_turn, turned_words
from viextract.read.layout.words import Word, contains_centre, turned_box
from viextract.read.ocr.capitals import with_circumflexes
from viextract.read.ocr.dashes import with_dashes
from viextract.read.ocr.engines import OcrEngine, OcrWord, PictureLayout, load_engine
from viextract.read.ocr.figures import check_figures
from viextract.read.ocr.handwriting.head_slots import fill_slots
from viextract.read.ocr.highland_names import with_ia
from viextract.read.ocr.merge_readings import combine
from viextract.read.ocr.preprocess import LEAST_PIXELS, Prepared, prepare, turned, upside_down
from viextract.read.ocr.reread import look_again
from viextract.read.ocr.roman_strokes import count_strokes
from viextract.read.ocr.under_seal import read_under_seal
from viextract.read.ocr.vote_on_tones import vote_on_marks
from viextract.read.pages.drawings import draw_page
from viextract.read.pages.hidden import noise_lines, part_hidden
from viextract.read.pages.print_over import part_print_over
from viextract.read.pages.text_layer import COVERAGE_DPI, Verdict, judge_layer
from viextract.read.tables import (
    claim_lines,
    find_aligned_grids,
    find_pdf_grids,
    grids_of_all_turns,
    read_columns,
    read_image_grids,
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
    page = file.page(number - 1)
    layer = page.layer()
    encoding = layer.convert()
    layer.words, over = part_print_over(layer.words)
    draw = cache(lambda: page.render(COVERAGE_DPI, grey=True))
    hidden: list[Word] = []
    if layer.words and page.scan_dpi() is None:
        # The words over a scan are never drawn: whether they are seen is a question of pages that are typed.
        layer.words, hidden = part_hidden(layer.words, draw(), COVERAGE_DPI)
    verdict = judge_layer(layer, draw, encoding=encoding)
    if not needs_ocr(verdict, options):
        return _with_hidden(_layer_page(file, page, layer, number, verdict, options.debug_images), hidden, over)
    dpi = picture_dpi(page, options)
    reading = read_picture(page.render(dpi), dpi, number, options)
    if options.ocr == "auto" and verdict.score > reading.quality and verdict.name != "incomplete":
        # The fresh reading came out worse than what the file has: a text that is doubtful beats one that is more so.
        return _with_hidden(_layer_page(file, page, layer, number, verdict, options.debug_images), hidden, over)
    return _with_hidden(reading.page(verdict, layer.words, debug_images=options.debug_images), hidden)


def _with_hidden(page: Page, hidden: Sequence[Word], over: Sequence[Word] = ()) -> Page:
    """The page with the words that nobody sees on it as noise and a warning that says so; those of print across the
    page (``over``) as noise."""
    page.lines += noise_lines(over, len(page.lines) + 1, page.number, "watermark")
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
    file: PdfFile, page: PdfPage, layer: Layer, number: int, verdict: Verdict, debug_images: Path | None
) -> Page:
    turn = -main_turn(layer.words) % 360
    size = (page.height, page.width) if turn % 180 else (page.width, page.height)
    words = turned_words(layer.words, turn, (page.width, page.height))
    grids, warnings = _layer_grids(file, page, words, number, turn)
    source = PageSource(
        number=number,
        text_origin="text-layer",
        quality=verdict.score,
        verdict=verdict.name,
        reasons=list(verdict.reasons),
        rotation=turn,
    )
    result = _assembled(words, grids, *size, source)
    result.warnings += warnings
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


def _assembled(words: Sequence[Word], grids: list[Grid], width: float, height: float, source: PageSource) -> Page:
    grids, stamps = without_stamps(without_layout_tables(grids), width, height)
    lines = lay_out(words, width, height, source.number, tables=grids, stamps=stamps)
    claim_lines(lines, grids)
    for grid in grids:
        _move_grid(grid, _rounded)
        # Noise has its numbers after all else, wherever on the page it stands: it is no place for a table.
        grid.after_line = max((line.number for line in lines if line.number < _first_line(grid)), default=0)
    return Page(source.number, round(width, 2), round(height, 2), source, lines, grids)


def _first_line(grid: Grid) -> int:
    return grid.lines[0] if grid.lines != (0, 0) else grid.after_line + 1


# --- a fresh reading --------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Reading:
    """What OCR made of a page. Places are those on the level page, in points."""

    number: int
    engine: str
    prepared: Prepared
    words: list[Word]
    others: list[list[Word]]
    """Other readings of some lines."""
    grids: list[Grid]

    @property
    def quality(self) -> float:
        """How much the words are to be trusted: what their spelling says, not what the engine says of itself."""
        lines: dict[int, list[str]] = {}
        for word in self.words:
            lines.setdefault(word.line, []).append(word.text)
        return text_quality("\n".join(" ".join(line) for line in lines.values())).score

    def page(self, verdict: Verdict, layer: Sequence[Word] = (), *, debug_images: Path | None = None) -> Page:
        """The page laid out. layer: the words of the page's own text, kept as other readings of the lines."""
        prepared = self.prepared
        source = PageSource(
            number=self.number,
            text_origin="ocr",
            engine=self.engine,
            quality=self.quality,
            rotation=prepared.rotation,
            skew=round(prepared.skew, 2),
            verdict=verdict.name,
            reasons=list(verdict.reasons),
            steps=prepared.steps,
        )
        page = _assembled(self.words, self.grids, *prepared.size, source)
        for reading in self.others:
            add_alternatives(page.lines, [(word.bbox, word.text) for word in reading])
        add_alternatives(page.lines, [(self._place_of(word), word.text) for word in layer])
        if debug_images is not None:
            draw_page(prepared.image, page.lines, prepared.scale, self.number, debug_images)
        _put_on_page(page, prepared)
        return page

    def _place_of(self, word: Word) -> BBox:
        """Where a word of the page's own text stands on the level page."""
        width, height = self.prepared.size
        size = (height, width) if self.prepared.rotation % 180 else (width, height)
        return self.prepared.from_page(turned_box(word.bbox, self.prepared.rotation, *size))


def read_picture(image: Image, dpi: float, number: int, options: Options) -> Reading:
    """Prepares a picture and reads it."""
    engine = load_engine(options.engine)
    version = engine.version(options.language)
    if options.second_engine is not None:
        version += f" + {load_engine(options.second_engine).version(options.language)}"
    prepared = prepare(image, dpi)
    reading = Reading(number, version, prepared, *_recognise_page(engine, prepared, number, options))
    if len(reading.words) >= _WORDS_TO_JUDGE and reading.quality < _UPSIDE_DOWN_BELOW:
        # Only a page that comes out as nonsense is read a second time, so that upright pages cost nothing.
        prepared = upside_down(prepared)
        other = Reading(number, version, prepared, *_recognise_page(engine, prepared, number, options))
        if other.quality > reading.quality:
            return other
    return reading


_WORDS_TO_JUDGE = 8
_UPSIDE_DOWN_BELOW = 0.15  # of the quality: a poor reading of an upright page has 0.4, one of a page upside down 0.01


def _recognise_page(
    engine: OcrEngine, prepared: Prepared, number: int, options: Options
) -> tuple[list[Word], list[list[Word]], list[Grid]]:
    """The words of a page, other readings of some of its lines, and its tables; places in points."""

    if min(prepared.image.shape) < LEAST_PIXELS:
        return [], [], []

    def look(image: Image, layout: PictureLayout) -> list[OcrWord]:
        seconds = options.limits.page_seconds
        return engine.recognise(image, dpi=prepared.dpi, language=options.language, seconds=seconds, layout=layout)

    def block(image: Image) -> list[OcrWord]:
        return look(image, "block")

    tables = read_image_grids(prepared.image, prepared.scale, number, block, debug=options.debug_images)
    words = [_placed(word, prepared.scale) for word in look(tables.rest, "page")]
    words, second_best = look_again(tables.rest, prepared.scale, words, lambda image: look(image, "block"))
    words = count_strokes(tables.rest, prepared.scale, with_dashes(words))
    if options.second_engine is not None:
        words = second_opinion(load_engine(options.second_engine), tables.rest, prepared, words, options)
    words = in_rows(words)
    voted = with_ia(with_circumflexes(vote_on_marks(words)))
    others = [second_best, _lines_that_differ(words, voted)]
    voted, aligned = read_columns(tables.rest, prepared.scale, voted, number, block)
    voted = read_under_seal(tables.rest, prepared.scale, voted, block)
    voted, guesses = fill_slots(tables.rest, prepared.scale, voted, *prepared.size)
    checked, differing = check_figures(prepared.image, prepared.scale, [*voted, *tables.words], block)
    return checked, [*others, guesses, differing], [*tables.grids, *aligned]


def _lines_that_differ(words: Sequence[Word], others: Sequence[Word]) -> list[Word]:
    """The words of those lines in which two readings of the same words differ."""
    differing = {word.line for word, other in zip(words, others, strict=True) if word.text != other.text}
    return [word for word in words if word.line in differing]


def second_opinion(
    engine: OcrEngine, image: Image, prepared: Prepared, words: Sequence[Word], options: Options
) -> list[Word]:
    """The words of the page's lines, each line combined with what another engine reads in its place."""
    lines: dict[int, list[Word]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    asked = [[_on_picture(word, prepared.scale) for word in line] for line in lines.values()]
    opinions = engine.read_lines(
        image, asked, dpi=prepared.dpi, language=options.language, seconds=options.limits.page_seconds
    )
    pairs = zip(lines.values(), opinions, strict=True)
    return [word for line, opinion in pairs for word in (combine(line, opinion) if opinion else line)]


def _on_picture(word: Word, scale: float) -> OcrWord:
    left, top, right, bottom = word.bbox
    box = (left * scale, top * scale, right * scale, bottom * scale)
    return OcrWord(word.text, box, word.confidence, word.line)


def _placed(word: OcrWord, scale: float) -> Word:
    left, top, right, bottom = word.bbox
    box = (left / scale, top / scale, right / scale, bottom / scale)
    return Word(
        _with_one_d(unicodedata.normalize("NFC", word.text)), box, word.confidence, word.line, word.alternatives
    )


def _with_one_d(text: str) -> str:
    """Đ where an engine gives the Icelandic eth, which looks the same, or both of them for one letter.

    >>> _with_one_d("QĐÐ-UBND"), _with_one_d("Ðiều")
    ('QĐ-UBND', 'Điều')
    """
    return text.replace("ĐÐ", "Đ").replace("ÐĐ", "Đ").replace("Ð", "Đ")


def add_alternatives(lines: Sequence[Line], words: Sequence[tuple[BBox, str]]) -> None:
    """Gives each line the words of another reading that stand in its place, as one more reading of it.

    A word belongs to the line whose box holds its middle; the lowest such line where boxes overlap.
    """
    taken: dict[int, list[tuple[float, str]]] = {}
    for box, text in words:
        held = [line for line in lines if line.bbox is not None and contains_centre(line.bbox, box)]
        if held:
            nearest = min(held, key=lambda line: _distance(line.bbox, box))
            taken.setdefault(nearest.number, []).append((box[0], text))
    for line in lines:
        other = " ".join(text for _, text in sorted(taken.get(line.number, [])))
        if other and other != line.text and other not in line.alternatives:
            line.alternatives.append(other)


def _distance(line: BBox | None, box: BBox) -> float:
    return abs(line[1] + line[3] - box[1] - box[3]) if line is not None else 0.0


def _put_on_page(page: Page, prepared: Prepared) -> None:
    """Moves boxes from the level page to the page itself, where a viewer wants to show them."""
    if not prepared.skew:
        return

    def moved(box: BBox) -> BBox:
        return _rounded(prepared.to_page(box))

    for line in page.lines:
        line.bbox = moved(line.bbox) if line.bbox is not None else None
        line.places = [(start, end, moved(box)) for start, end, box in line.places]
    for grid in page.grids:
        _move_grid(grid, moved)


def _move_grid(grid: Grid, move: Callable[[BBox], BBox]) -> None:
    grid.bbox = move(grid.bbox) if grid.bbox is not None else None
    for cell in grid.cells:
        cell.bbox = move(cell.bbox) if cell.bbox is not None else None


def _rounded(box: BBox) -> BBox:
    left, top, right, bottom = (round(float(value), 2) for value in box)
    return left, top, right, bottom
