"""A fresh reading of a page's picture: prepared, recognised, looked at again where it is doubtful."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from viextract.language.quality import text_quality
from viextract.model.document import BBox, Grid, Line, Page
from viextract.model.plan import PageSource
from viextract.options import Options
from viextract.read.assembled import assembled, move_grid, rounded
from viextract.read.layout import in_rows
from viextract.read.layout.words import Word, contains_centre, set_into_lines, turned_box
from viextract.read.ocr.bullets import with_bullets
from viextract.read.ocr.capitals import with_circumflexes, with_small_letters
from viextract.read.ocr.dashes import with_dashes
from viextract.read.ocr.engines import OcrEngine, OcrWord, PictureLayout, load_engine
from viextract.read.ocr.figures import check_figures
from viextract.read.ocr.handwriting import fill_slots
from viextract.read.ocr.highland_names import with_ia
from viextract.read.ocr.leaders import Leader, find_leaders, with_leaders, without_leaders
from viextract.read.ocr.merge_readings import combine
from viextract.read.ocr.missed_dashes import with_missed_dashes
from viextract.read.ocr.name_stamps import stamped_names
from viextract.read.ocr.on_its_head import stands_on_its_head
from viextract.read.ocr.paleness import with_paleness
from viextract.read.ocr.preprocess import LEAST_PIXELS, Prepared, prepare, upside_down
from viextract.read.ocr.reread import look_again
from viextract.read.ocr.roman_strokes import count_strokes
from viextract.read.ocr.semicolons import with_semicolons
from viextract.read.ocr.under_seal import read_under_seal
from viextract.read.ocr.vote_on_tones import vote_on_marks
from viextract.read.pages.drawings import draw_page
from viextract.read.pages.text_layer import Verdict
from viextract.read.raster import Image
from viextract.read.tables import (
    read_columns,
    read_image_grids,
)


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
        page = assembled(self.words, self.grids, *prepared.size, source)
        for reading in self.others:
            add_alternatives(page.lines, [(word.bbox, word.text) for word in reading])
        add_alternatives(page.lines, [(self._place_of(word), word.text) for word in layer])
        if debug_images is not None:
            draw_page(prepared.image, page.lines, prepared.scale, self.number, debug_images)
        _put_on_page(page, prepared)
        return page

    def add_typed(self, words: Sequence[Word]) -> None:
        """Adds words that no picture of the page shows and every viewer does: values of a form's fields."""
        added = [replace(word, bbox=self._place_of(word), line=-1 - abs(word.line)) for word in words]
        set_into_lines(added, self.words)
        self.words += added
        for cell in (cell for grid in self.grids for cell in grid.cells):
            inside = [word.text for word in added if cell.bbox and contains_centre(cell.bbox, word.bbox)]
            cell.raw = " ".join(text for text in (cell.raw, *inside) if text)

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
    if stands_on_its_head(prepared.image, prepared.dpi):
        prepared = upside_down(prepared)
    reading = Reading(number, version, prepared, *_recognise_page(engine, prepared, number, options))
    if len(reading.words) >= _WORDS_TO_JUDGE and reading.quality < _UPSIDE_DOWN_BELOW:
        # What the letters' edges say is mostly right: only a page that comes out as nonsense is read a second time.
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

    clean = not any(step.startswith("removed") for step in prepared.steps)

    def block(image: Image) -> list[OcrWord]:
        words = count_strokes(image, 1.0, look(image, "block"))
        return with_semicolons(image, 1.0, words) if clean else words

    leaders = find_leaders(prepared.image, prepared.scale)
    page = without_leaders(prepared.image, prepared.scale, leaders)
    tables = read_image_grids(page, prepared.scale, number, block, debug=options.debug_images)
    words = [_placed(word, prepared.scale) for word in look(tables.rest, "page")]
    words, second_best = look_again(tables.rest, prepared.scale, words, lambda image: look(image, "block"))
    words = count_strokes(tables.rest, prepared.scale, with_dashes(words))
    words = with_bullets(tables.rest, prepared.scale, words)
    words = with_missed_dashes(tables.rest, prepared.scale, words)
    if clean:  # beside a dot a speck looks like a tail
        words = with_semicolons(tables.rest, prepared.scale, words)
    if options.second_engine is not None:
        words = second_opinion(load_engine(options.second_engine), tables.rest, prepared, words, options)
    words = in_rows(words)
    voted = with_ia(with_circumflexes(with_small_letters(vote_on_marks(words))))
    others = [second_best, _lines_that_differ(words, voted)]
    voted, aligned = read_columns(tables.rest, prepared.scale, voted, number, block)
    voted = read_under_seal(tables.rest, prepared.scale, voted, block)
    voted = with_leaders(voted, prepared.scale, _outside(leaders, prepared.scale, [*tables.grids, *aligned]))
    voted, guesses = fill_slots(tables.rest, prepared.scale, voted, *prepared.size)
    voted, names = stamped_names(tables.rest, prepared.scale, voted, prepared.with_marks)
    checked, differing = check_figures(prepared.image, prepared.scale, [*voted, *tables.words], block)
    checked = with_paleness(prepared.image, prepared.scale, checked)
    checked = [replace(word, text=_with_one_d(word.text)) if "Ð" in word.text else word for word in checked]
    return checked, [*others, guesses, names, differing], [*tables.grids, *aligned]


def _outside(leaders: Sequence[Leader], scale: float, grids: Sequence[Grid]) -> list[Leader]:
    """The rows of dots outside tables: in a cell they say no more than an empty one."""
    boxes = [grid.bbox for grid in grids if grid.bbox is not None]
    return [leader for leader in leaders if not any(contains_centre(box, leader.bbox(scale)) for box in boxes)]


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
    """Đ where an engine gives the Icelandic eth, which looks the same, or both of them for one letter; and 5 where it
    gives a foreign S besides.

    >>> _with_one_d("QĐÐ-UBND"), _with_one_d("Ðiều"), _with_one_d("5Š:")
    ('QĐ-UBND', 'Điều', '5:')
    """
    return text.replace("5Š", "5").replace("Š5", "5").replace("ĐÐ", "Đ").replace("ÐĐ", "Đ").replace("Ð", "Đ")


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
        return rounded(prepared.to_page(box))

    for line in page.lines:
        line.bbox = moved(line.bbox) if line.bbox is not None else None
        line.places = [(start, end, moved(box)) for start, end, box in line.places]
    for grid in page.grids:
        move_grid(grid, moved)
