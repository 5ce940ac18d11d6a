"""Pages of pictures and PDFs: the cache, failures, progress, the second look, alternatives."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pikepdf
import pytest
from PIL import Image as Pillow

from viextract.errors import DamagedFileError, EngineMissingError, NothingRecognisedError, TimedOutError, TooLargeError
from viextract.model.document import Cell, Grid, Line, Page
from viextract.model.plan import PageSource
from viextract.options import Limits, Options
from viextract.read import read_document
from viextract.read.layout.words import Word
from viextract.read.ocr.engines import OcrEngine, OcrWord
from viextract.read.ocr.preprocess import prepare
from viextract.read.ocr.reread import look_again
from viextract.read.ocr.roman_strokes import count_strokes
from viextract.read.pages import reading
from viextract.read.pages import run as pages
from viextract.read.pages.cache import PageCache, page_from_json, page_key, page_to_json
from viextract.read.pages.reading import add_alternatives

SOUND = "Phường mở đợt trồng cây xanh dọc bờ kênh"
Read = Callable[[npt.NDArray[np.uint8], str], Sequence[OcrWord]]


def words_of(text: str, *, top: float = 300, confidence: float = 0.95, line: int = 0) -> list[OcrWord]:
    found, left = [], 80.0
    for word in text.split():
        found.append(OcrWord(word, (left, top, left + 12 * len(word), top + 24), confidence, line))
        left += 12 * len(word) + 8
    return found


class FakeEngine(OcrEngine):
    """Says what it is told to, and counts how often it is asked."""

    name = "fake"

    def __init__(self, read: Read) -> None:
        self.read = read
        self.calls = 0

    def version(self, language: str) -> str:
        return f"fake 1 {language}"

    def recognise(
        self, image: npt.NDArray[np.uint8], *, dpi: float, language: str, seconds: float, layout: str = "page"
    ) -> list[OcrWord]:
        self.calls += 1
        return list(self.read(image, layout))


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Read], FakeEngine]]:
    def install(read: Read) -> FakeEngine:
        fake = FakeEngine(read)
        for module in (pages, reading):
            monkeypatch.setattr(module, "load_engine", lambda name: fake)
        return fake

    pages._engine_version.cache_clear()
    yield install
    pages._engine_version.cache_clear()


def tiff(*shades: int) -> bytes:
    stream = io.BytesIO()
    sheets = [Pillow.new("L", (600, 800), shade) for shade in shades]
    sheets[0].save(stream, "TIFF", save_all=True, append_images=sheets[1:], dpi=(100, 100))
    return stream.getvalue()


def png(size: tuple[int, int] = (600, 800), mode: str = "L") -> bytes:
    stream = io.BytesIO()
    Pillow.new(mode, size).save(stream, "PNG")
    return stream.getvalue()


def test_every_frame_of_a_tiff_is_a_page(engine: Callable[[Read], FakeEngine]) -> None:
    engine(lambda image, layout: words_of(SOUND))
    document = read_document(tiff(255, 250, 245), Options(cache=False), name="ba-trang.tif")
    assert [page.number for page in document.pages] == [1, 2, 3]
    assert [line.number for line in document.lines()] == [1, 2, 3]
    assert (document.media_type, document.page_count) == ("image/tiff", 3)
    assert document.pages[0].source.engine == "fake 1 vie"
    assert (document.pages[0].width, document.pages[0].height) == (432, 576)


@pytest.mark.parametrize("mode", ["1", "L", "RGB", "RGBA", "P", "LA", "I;16"])
def test_pictures_of_all_modes_are_read(mode: str, engine: Callable[[Read], FakeEngine]) -> None:
    engine(lambda image, layout: words_of(SOUND))
    assert read_document(png(mode=mode), Options(cache=False)).pages[0].lines[0].text == SOUND


def test_a_picture_of_one_pixel_has_no_text(engine: Callable[[Read], FakeEngine]) -> None:
    engine(lambda image, layout: [])
    with pytest.raises(NothingRecognisedError):
        read_document(png(size=(1, 1)), Options(cache=False))


def test_an_image_named_pdf_is_read_as_what_it_is(engine: Callable[[Read], FakeEngine]) -> None:
    engine(lambda image, layout: words_of(SOUND))
    document = read_document(png(), Options(cache=False), name="scan.pdf")
    assert document.media_type == "image/png"


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked(engine: Callable[[Read], FakeEngine]) -> None:
    fake = engine(lambda image, layout: [])
    with pytest.raises(TooLargeError, match="megapixels"):
        read_document(png(size=(2000, 1000)), Options(cache=False, limits=Limits(max_megapixels=1)))
    assert fake.calls == 0


def test_without_ocr_a_picture_has_no_text(engine: Callable[[Read], FakeEngine]) -> None:
    fake = engine(lambda image, layout: words_of(SOUND))
    with pytest.raises(NothingRecognisedError):
        read_document(png(), Options(ocr="never"))
    assert fake.calls == 0


def test_a_second_run_comes_from_the_cache_and_is_the_same(engine: Callable[[Read], FakeEngine]) -> None:
    fake = engine(lambda image, layout: words_of(SOUND, confidence=0.97))
    data = tiff(254, 253)
    first = read_document(data, Options())
    calls = fake.calls
    assert calls >= 2
    assert read_document(data, Options()) == first
    assert fake.calls == calls


def test_no_cache_means_reading_again(engine: Callable[[Read], FakeEngine]) -> None:
    fake = engine(lambda image, layout: words_of(SOUND))
    read_document(tiff(252), Options(cache=False))
    calls = fake.calls
    read_document(tiff(252), Options(cache=False))
    assert fake.calls == 2 * calls


def test_one_failed_page_does_not_take_the_others_with_it(engine: Callable[[Read], FakeEngine]) -> None:
    def read(image: npt.NDArray[np.uint8], layout: str) -> list[OcrWord]:
        if image.mean() < 100:
            raise TimedOutError("tesseract took more than 1 seconds for a page")
        return words_of(SOUND)

    engine(read)
    document = read_document(tiff(255, 90, 250), Options(cache=False))
    assert [bool(page.lines) for page in document.pages] == [True, False, True]
    assert document.pages[1].source.verdict == "failed"
    ((code, message, _),) = document.warnings
    assert code == "page-failed" and "page 2" in message


def test_if_all_pages_fail_the_error_is_raised(engine: Callable[[Read], FakeEngine]) -> None:
    def read(image: npt.NDArray[np.uint8], layout: str) -> list[OcrWord]:
        raise TimedOutError("too long")

    engine(read)
    with pytest.raises(TimedOutError):
        read_document(tiff(255, 250), Options(cache=False))


def test_a_missing_engine_is_an_error_however_many_pages_there_are(engine: Callable[[Read], FakeEngine]) -> None:
    def read(image: npt.NDArray[np.uint8], layout: str) -> list[OcrWord]:
        raise EngineMissingError("tesseract is not installed")

    engine(read)
    with pytest.raises(EngineMissingError):
        read_document(tiff(255, 250), Options(cache=False))


def test_the_time_for_a_file_is_limited(engine: Callable[[Read], FakeEngine]) -> None:
    engine(lambda image, layout: words_of(SOUND))
    with pytest.raises(TimedOutError):
        read_document(tiff(255, 250), Options(cache=False, limits=Limits(file_seconds=1e-9)))


def test_progress_is_told_page_by_page(engine: Callable[[Read], FakeEngine]) -> None:
    engine(lambda image, layout: words_of(SOUND))
    told: list[tuple[str, int, int]] = []
    read_document(tiff(255, 250), Options(cache=False), progress=lambda *step: told.append(step))
    assert told == [("read", 0, 2), ("read", 1, 2), ("read", 2, 2)]


def test_a_page_upside_down_is_read_again_the_other_way_up(engine: Callable[[Read], FakeEngine]) -> None:
    sheet = Pillow.new("L", (600, 800), 255)
    sheet.paste(0, (400, 700, 500, 704))  # a mark low on the page: high once it is turned

    def read(image: npt.NDArray[np.uint8], layout: str) -> list[OcrWord]:
        upright = image[:400].min() < 128
        return words_of(SOUND if upright else "yuex Aeo buq4 jop eou 6uond quey oq oop xa", confidence=0.5)

    engine(read)
    stream = io.BytesIO()
    sheet.save(stream, "PNG", dpi=(100, 100))
    page = read_document(stream.getvalue(), Options(cache=False)).pages[0]
    assert page.source.rotation == 180
    assert page.lines[0].text == SOUND


def test_pictures_for_debugging_are_written(engine: Callable[[Read], FakeEngine], tmp_path: Path) -> None:
    engine(lambda image, layout: words_of(SOUND))
    read_document(tiff(255, 250), Options(debug_images=tmp_path / "seen"))
    names = sorted(path.name for path in (tmp_path / "seen").iterdir())
    assert names == ["page-1-lines.png", "page-1-prepared.png", "page-2-lines.png", "page-2-prepared.png"]


def test_a_damaged_picture_is_damaged(engine: Callable[[Read], FakeEngine]) -> None:
    engine(lambda image, layout: [])
    data = bytearray(png())
    with pytest.raises(DamagedFileError):
        read_document(bytes(data[: len(data) // 2]), Options(cache=False))


# --- a second look ----------------------------------------------------------------------------------------------------


def test_a_doubtful_line_is_replaced_by_the_better_reading_and_the_other_is_kept() -> None:
    page = np.full((400, 600), 255, np.uint8)
    words = [Word("Trồng", (20, 20, 60, 34), 0.97, 0), Word("cdy", (20, 50, 60, 64), 0.4, 1)]
    seen: list[tuple[int, ...]] = []

    def look(strip: npt.NDArray[np.uint8]) -> list[OcrWord]:
        seen.append(strip.shape)
        return [OcrWord("cây", (30, 35, 80, 60), 0.96, 0)]

    best, others = look_again(page, 1.0, words, look)
    assert [word.text for word in best] == ["Trồng", "cây"]
    assert [word.text for word in others] == ["cdy"]
    assert len(seen) == 1
    left, top, right, bottom = best[1].bbox
    assert 10 < left < right < 70 and 40 < top < bottom < 75


def test_a_sure_page_is_not_looked_at_again() -> None:
    words = [Word("Trồng", (20, 20, 60, 34), 0.97, 0)]
    best, others = look_again(np.full((100, 100), 255, np.uint8), 1.0, words, lambda strip: pytest.fail("asked"))
    assert (best, others) == (words, [])


def test_a_worse_reading_changes_nothing() -> None:
    words = [Word("trồng", (20, 20, 60, 34), 0.6, 0)]
    reading_of_strip = [OcrWord("tr6ng", (30, 35, 80, 60), 0.3, 0)]
    best, others = look_again(np.full((100, 100), 255, np.uint8), 1.0, words, lambda strip: reading_of_strip)
    assert [word.text for word in best] == ["trồng"]
    assert [word.text for word in others] == ["tr6ng"]


def letters(page: npt.NDArray[np.uint8], left: int, top: int, count: int, height: int = 11) -> None:
    for index in range(count):
        page[top : top + height, left + 9 * index : left + 9 * index + 6] = 0


def test_a_line_that_nobody_read_is_found_by_its_ink() -> None:
    page = np.full((400, 600), 255, np.uint8)
    letters(page, 20, 20, 10)
    letters(page, 20, 60, 10)
    words = [Word("Trồng", (18, 18, 112, 33), 0.97, 0)]
    best, _ = look_again(page, 1.0, words, lambda strip: [OcrWord("cây", (30, 35, 160, 60), 0.95, 0)])
    assert [(word.text, word.line) for word in best] == [("Trồng", 0), ("cây", 1)]
    assert best[1].bbox[1] == pytest.approx(60, abs=10)


def test_signs_in_which_the_engine_does_not_believe_are_no_reading() -> None:
    page = np.full((400, 600), 255, np.uint8)
    letters(page, 20, 20, 10)
    page[60:71, 20:76] = 0  # letters that run together
    page[60:71, 26:70:11] = 255
    words = [Word("Trồng", (18, 18, 112, 33), 0.97, 0), Word(".''", (18, 58, 80, 73), 0.0, 1)]
    best, _ = look_again(page, 1.0, words, lambda strip: [OcrWord("Nơi", (22, 32, 140, 62), 0.95, 0)])
    assert [word.text for word in best] == ["Trồng", "Nơi"]


def test_ink_that_reads_as_no_text_stays_unread() -> None:
    page = np.full((400, 600), 255, np.uint8)
    letters(page, 300, 60, 10)
    words = [Word("Trồng", (18, 18, 112, 33), 0.97, 0)]
    best, _ = look_again(page, 1.0, words, lambda strip: [OcrWord("ƒz¡q", (30, 35, 160, 60), 0.4, 0)])
    assert [word.text for word in best] == ["Trồng"]


def test_dots_of_a_signature_read_as_letters_of_the_row_below_go_back_to_it() -> None:
    words = [
        Word("thôn;", (20, 20, 60, 30), 0.96, 0),
        Word("TICH", (300, 20, 360, 33), 0.95, 0),
        Word("dân;", (20, 35, 60, 45), 0.96, 1),
        Word("s", (330, 35, 332, 37), 0.9, 1),
    ]
    asked: list[int] = []

    def look(strip: npt.NDArray[np.uint8]) -> list[OcrWord]:
        asked.append(strip.shape[0])
        return [OcrWord("TỊCH", (30, 35, 120, 60), 0.97, 0)]

    best, _ = look_again(np.full((400, 600), 255, np.uint8), 1.0, words, look)
    assert len(asked) == 1
    assert sorted(word.text for word in best) == ["TỊCH", "dân;", "thôn;"]


def test_a_strip_gives_a_line_no_words_of_the_line_below() -> None:
    words = [Word("Nơj", (20, 20, 60, 34), 0.3, 0), Word("trực", (20, 38, 60, 48), 0.95, 1)]
    strip_words = [OcrWord("Nơi", (30, 30, 80, 45), 0.96, 0), OcrWord("trực", (30, 55, 80, 64), 0.96, 1)]
    best, _ = look_again(np.full((400, 600), 255, np.uint8), 1.0, words, lambda strip: strip_words)
    assert [word.text for word in best] == ["Nơi", "trực"]


@pytest.mark.parametrize(
    ("text", "strokes", "expected"),
    [
        ("II.", 3, "III."),
        ("IH.", 3, "III."),
        ("H", 2, "II"),
        ("I", 2, "II"),
        ("III.", 3, "III."),
        ("III", 2, "III"),
        ("II", 4, "II"),
        ("Il", 3, "Il"),
    ],
)
def test_strokes_of_a_numeral_are_counted(text: str, strokes: int, expected: str) -> None:
    page = np.full((100, 200), 250, np.uint8)
    letters(page, 42, 40, strokes, height=18)
    page[56:58, 90:92] = 0  # the full stop
    (word,) = count_strokes(page, 2.0, [Word(text, (20, 19, 47, 30), 0.9, 0)])
    assert word.text == expected
    assert word.alternatives == ([text] if text != expected else [])


def test_strokes_of_a_quarter_are_counted_before_the_slash_of_its_year() -> None:
    page = np.full((100, 200), 250, np.uint8)
    letters(page, 42, 40, 3, height=18)
    cv2.line(page, (74, 57), (80, 40), 0, 2)
    for left in (84, 96, 108, 120):
        cv2.rectangle(page, (left, 40), (left + 7, 57), 0, 2)
    (word,) = count_strokes(page, 2.0, [Word("II/2026;", (20, 19, 66, 30), 0.9, 0)])
    assert word.text == "III/2026;"


def test_other_readings_stand_beside_the_line_in_whose_place_they_are() -> None:
    lines = [Line("Trồng cây", 1, bbox=(50, 100, 200, 112)), Line("xanh", 2, bbox=(50, 116, 200, 128))]
    others = [((110, 101, 150, 113), "cay"), ((50, 101, 100, 113), "Trong"), ((50, 117, 90, 127), "xanh")]
    add_alternatives(lines, others)
    assert lines[0].alternatives == ["Trong cay"]
    assert lines[1].alternatives == []  # the same reading is no other reading


# --- the cache --------------------------------------------------------------------------------------------------------


def a_page(text: str = SOUND) -> Page:
    source = PageSource(number=3, text_origin="ocr", quality=0.9, steps=["scale 2"], reasons=["marks are missing"])
    line = Line(text, 1, page=3, bbox=(1.5, 2.0, 3.0, 4.25), alternatives=["khác"], starts_paragraph=True, bold=False)
    grid = Grid([Cell(0, 1, "ô", bbox=(1.0, 2.0, 3.0, 4.0), lines=(1, 1))], 1, 2, page=3, bbox=(0.0, 0.0, 9.0, 9.0))
    return Page(3, 595.0, 842.0, source, [line], [grid], [("table-doubtful", "page 3: its drawing cannot be read")])


def test_a_page_survives_the_cache_unchanged(tmp_path: Path) -> None:
    assert page_from_json(page_to_json(a_page())) == a_page()
    cache = PageCache(tmp_path)
    cache.put("ab12", a_page())
    assert cache.get("ab12") == a_page()
    assert cache.get("cd34") is None


def test_a_spoilt_entry_counts_as_none(tmp_path: Path) -> None:
    cache = PageCache(tmp_path)
    cache.put("ab12", a_page())
    (entry,) = tmp_path.rglob("*.json")
    for spoilt in ("", "{", "[]", '{"number": 1}'):
        entry.write_text(spoilt)
        assert cache.get("ab12") is None


def test_the_longest_unused_entries_go_first(tmp_path: Path) -> None:
    size = len(page_to_json(a_page()).encode())
    cache = PageCache(tmp_path, max_bytes=2 * size)
    for age, key in enumerate(("aa1", "bb2", "cc3")):
        cache.put(key, a_page())
        (entry,) = tmp_path.rglob(f"{key}.json")
        os.utime(entry, (1000 + age, 1000 + age))
    assert cache.get("aa1") is not None  # used just now
    cache.evict()
    assert [cache.get(key) is not None for key in ("aa1", "bb2", "cc3")] == [True, False, True]
    assert cache.size() <= 2 * size


def test_the_cache_can_be_cleared(tmp_path: Path) -> None:
    cache = PageCache(tmp_path)
    for key in ("aa1", "bb2"):
        cache.put(key, a_page())
    assert cache.clear() == 2
    assert (cache.size(), cache.get("aa1")) == (0, None)


def test_a_cache_that_cannot_be_written_is_silent(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    cache = PageCache(tmp_path / "file")
    cache.put("ab12", a_page())
    assert cache.get("ab12") is None


def test_the_key_changes_with_all_that_decides_the_result() -> None:
    base = page_key("ab", 1, Options(), ["tesseract 5 vie"])
    others = [
        page_key("cd", 1, Options(), ["tesseract 5 vie"]),
        page_key("ab", 2, Options(), ["tesseract 5 vie"]),
        page_key("ab", 1, Options(ocr="always"), ["tesseract 5 vie"]),
        page_key("ab", 1, Options(language="eng"), ["tesseract 5 vie"]),
        page_key("ab", 1, Options(layer_threshold=0.5), ["tesseract 5 vie"]),
        page_key("ab", 1, Options(), ["tesseract 6 vie"]),
    ]
    assert len({base, *others}) == len(others) + 1
    assert page_key("ab", 1, Options(jobs=4), ["tesseract 5 vie"]) == base


def test_words_that_were_dropped_at_a_lines_end_are_found_by_their_ink() -> None:
    page = np.full((400, 600), 255, np.uint8)
    for left in range(22, 150, 9):
        page[22:33, left : left + 6] = 0  # letters, of which those after x = 62 were read by nobody
    words = [Word("trồng", (20, 20, 62, 34), 0.97, 0)]
    whole = [OcrWord("trồng", (30, 35, 90, 60), 0.97, 0), OcrWord("cây", (95, 35, 130, 60), 0.95, 0)]
    best, _ = look_again(page, 1.0, words, lambda strip: whole)
    assert [word.text for word in best] == ["trồng", "cây"]
    scraps = [whole[0], OcrWord("j¡_", (95, 35, 130, 60), 0.3, 0)]
    best, _ = look_again(page, 1.0, words, lambda strip: scraps)
    assert [word.text for word in best] == ["trồng"]


def test_a_page_that_needs_a_missing_engine_does_not_take_the_others_with_it(tmp_path: Path) -> None:
    from PIL import Image as Picture
    from reportlab.pdfgen.canvas import Canvas

    picture = tmp_path / "page.png"
    Picture.new("L", (600, 800), 200).save(picture)
    canvas = Canvas(str(tmp_path / "two.pdf"))
    canvas.setFont("Helvetica", 12)
    for row in range(30):
        canvas.drawString(72, 760 - 20 * row, "The council of the ward meets on the first day of the month.")
    canvas.showPage()
    canvas.drawImage(str(picture), 0, 0, 595, 842)
    canvas.showPage()
    canvas.save()
    options = Options(engine="tesseract", language="tlh", cache=False, recover=False)
    document = read_document(tmp_path / "two.pdf", options)
    assert document.pages[0].lines
    assert [code for code, _, _ in document.warnings] == ["page-failed"]


def scan_with_a_field(value: str, left: float, top: float) -> bytes:
    """A page that is one picture of 432 by 576 points, and a field on it whose look is left to the viewer."""
    file = pikepdf.new()
    sheet = file.add_blank_page(page_size=(432, 576))
    dots = np.full((800, 600), 250, np.uint8)
    for row in range(60, 500, 24):
        for column in range(60, 540, 14):
            dots[row : row + 13, column : column + 8] = 20  # spots as large as letters
    picture = file.make_stream(dots.tobytes())
    picture.Type, picture.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    picture.Width, picture.Height, picture.BitsPerComponent = 600, 800, 8
    picture.ColorSpace = pikepdf.Name.DeviceGray
    sheet.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=picture))
    sheet.obj.Contents = file.make_stream(b"432 0 0 576 0 0 cm /Im Do")
    field = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Widget,
        Rect=[left, 576 - top - 16, left + 90, 576 - top],
        FT=pikepdf.Name.Tx,
        V=value,
        F=4,
    )
    sheet.obj.Annots = pikepdf.Array([file.make_indirect(field)])
    file.Root.AcroForm = pikepdf.Dictionary(Fields=sheet.obj.Annots)
    stream = io.BytesIO()
    file.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("ocr", ["auto", "always"])
def test_what_a_field_holds_on_a_scan_is_read_with_it(ocr: str, engine: Callable[[Read], FakeEngine]) -> None:
    engine(lambda image, layout: words_of(SOUND) if layout == "page" else [])
    document = read_document(scan_with_a_field("15/3/2026", 60, 400), Options(cache=False, ocr=ocr))
    assert document.pages[0].source.text_origin == "ocr"
    assert [line.text for line in document.lines()] == [SOUND, "15/3/2026"]
    assert not any("15/3" in text for line in document.lines() for text in line.alternatives)


def test_what_a_field_holds_stands_in_its_cell() -> None:
    cells = [Cell(0, 0, "Hạn", bbox=(50.0, 90.0, 120.0, 110.0)), Cell(0, 1, "", bbox=(120.0, 90.0, 300.0, 110.0))]
    sheet = prepare(np.full((800, 600, 3), 255, np.uint8), 100.0)
    found = reading.Reading(1, "fake", sheet, [], [], [Grid(cells, 1, 2)])
    found.add_typed([Word("15/3/2026", (130.0, 93.0, 180.0, 105.0))])
    assert [cell.raw for cell in cells] == ["Hạn", "15/3/2026"]


def test_a_word_whose_first_letter_went_to_another_line_is_one_word() -> None:
    rest = [
        Word(text, (60.0 + 40 * k, 50, 95.0 + 40 * k, 62), 0.93, 1) for k, text in enumerate(["iết", "định", "này./."])
    ]
    whole = [Word("Xiết", (40, 52, 92, 65), 0.9, 2), Word("xe", (200, 60, 210, 80), 0.2, 2)]
    best, _ = look_again(np.full((100, 300), 255, np.uint8), 1.0, [*rest, *whole], lambda strip: [])
    assert [word.text for word in best if word.line == 1] == ["Xiết", "định", "này./."]
    assert "Xiết" not in [word.text for word in best if word.line != 1]


def test_like_words_in_other_places_stay_two() -> None:
    words = [Word("nhà", (40, 50, 80, 62), 0.95, 1), Word("nhà", (40, 66, 80, 78), 0.95, 2)]
    best, _ = look_again(np.full((100, 300), 255, np.uint8), 1.0, words, lambda strip: [])
    assert [word.text for word in best] == ["nhà", "nhà"]
