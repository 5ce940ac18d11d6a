"""Two readings of a line make one that is no worse than the better."""

from __future__ import annotations

import sys
import types
from collections.abc import Iterator, Sequence
from typing import ClassVar

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from viextract.errors import EngineFailedError, EngineMissingError
from viextract.read.layout.words import Word
from viextract.read.ocr.engines import OcrEngine, OcrWord, asterocr, load_engine, trueocr
from viextract.read.ocr.engines.asterocr import AsterOcrEngine
from viextract.read.ocr.engines.trueocr import TrueOcrEngine
from viextract.read.ocr.merge_readings import combine


def line(text: str, confidence: float = 0.9) -> list[Word]:
    return [Word(word, (30.0 * i, 10, 30.0 * i + 25, 22), confidence) for i, word in enumerate(text.split())]


def reading(text: str, confidence: float = 0.9) -> list[tuple[str, float]]:
    return [(word, confidence) for word in text.split()]


def combined(first: str, second: str, *, sure: float = 0.9, other: float = 0.9) -> str:
    return " ".join(word.text for word in combine(line(first, sure), reading(second, other)))


@pytest.mark.parametrize(
    ("first", "second", "best"),
    [
        ("nhân dân thành phó ban hành", "nhân dân thành phố ban hành", "nhân dân thành phố ban hành"),
        ("nhân dân thành phố ban hành", "nhân dân thành phó ban hành", "nhân dân thành phố ban hành"),
        ("quyên hạn và cơ cấu tổ chức", "quyền hạn và cơ cáu tổ chức", "quyền hạn và cơ cấu tổ chức"),
        ("MỘT SÓ ĐIỀU CỦA", "MỘT SỐ ĐIỀU CUA", "MỘT SỐ ĐIỀU CỦA"),
    ],
)
def test_the_word_that_goes_with_its_neighbours_wins(first: str, second: str, best: str) -> None:
    assert combined(first, second) == best


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("ngày 14 tháng 11", "ngày 19 tháng 11"),
        ("Số: 42/KH-UBND", "Số: 4Z/KHUBND"),
        ("tổ dân phố Hòa Lâm", "tổ dân phố Hoo Lrm"),
        ("trồng cây dọc kênh", "trồng cây dọc"),
        ("trồng cây dọc kênh", "trồng cây dọc bờ kênh"),
        ("trồng cây, tưới cây", "trồng cây tưới cây."),
        ("trồng cây dọc kênh", ""),
    ],
)
def test_figures_unsound_words_and_missing_words_change_nothing(first: str, second: str) -> None:
    assert combined(first, second) == first


SENTENCE = "Thường trực Tỉnh ủy yêu cầu các xã tổ chức thực hiện nghiêm túc kế hoạch nạo vét kênh mương nội đồng"


@st.composite
def cut_otherwise(draw: st.DrawFn) -> str:
    """The sentence with some of its blanks lost or set a letter too far to the left or right."""
    letters = list(SENTENCE)
    for at in range(1, len(letters) - 1):
        if letters[at] == " " and draw(st.integers(0, 5)) == 0:
            to = draw(st.sampled_from((None, at - 1, at + 1)))
            if to is None:
                letters[at] = ""
            else:
                letters[at], letters[to] = letters[to], letters[at]
    return " ".join("".join(letters).split())


@given(cut_otherwise(), cut_otherwise())
def test_where_words_are_cut_otherwise_no_letter_is_held_twice_or_lost(first: str, second: str) -> None:
    assert combined(first, second).replace(" ", "") == SENTENCE.replace(" ", "")


def test_what_an_engine_only_guesses_is_not_taken() -> None:
    assert combined("thành phó ban hành", "thành phố ban hành", other=0.3) == "thành phó ban hành"


def test_the_reading_that_lost_is_kept_as_an_alternative() -> None:
    words = combine(line("nhân dân thành phó ban hành"), reading("nhân dân thành phố ban hành"))
    assert [word.alternatives for word in words if word.alternatives] == [["phó"]]


class WholePages(OcrEngine):
    """An engine that reads pages only."""

    name = "pages"

    def version(self, language: str) -> str:
        return "pages 1"

    def recognise(
        self, image: npt.NDArray[np.uint8], *, dpi: float, language: str, seconds: float, layout: str = "page"
    ) -> list[OcrWord]:
        return [OcrWord("dưới", (0, 52, 40, 62), 0.8, 1), OcrWord("trên", (0, 11, 40, 21), 0.9, 0)]


def test_an_engine_that_reads_pages_gives_an_opinion_on_lines() -> None:
    lines = [[OcrWord("tren", (0, 10, 40, 22), 0.5, 0)], [OcrWord("duoi", (0, 50, 40, 62), 0.5, 1)]]
    opinions = WholePages().read_lines(np.zeros((80, 80), np.uint8), lines, dpi=200, language="vie", seconds=5)
    assert opinions == [[("trên", 0.9)], [("dưới", 0.8)]]


# --- trueocr, with a stand-in for its package ------------------------------------------------------------------------


class Prediction:
    text, confidence = "trồng cây", 0.9


@pytest.fixture
def package(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[int, ...]]]:
    """A package of that name; gives the shapes of the crops that it was shown."""
    shapes: list[tuple[int, ...]] = []

    class Recognizer:
        def __init__(self, folder: object, threads: int) -> None:
            pass

        def predict(self, crops: Sequence[npt.NDArray[np.uint8]]) -> list[Prediction]:
            shapes.extend(crop.shape for crop in crops)
            return [Prediction() for _ in crops]

    main, part = types.ModuleType("trueocr"), types.ModuleType("trueocr.recognizer")
    main.__file__ = "/nowhere/trueocr/__init__.py"
    part.Recognizer = Recognizer  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "trueocr", main)
    monkeypatch.setitem(sys.modules, "trueocr.recognizer", part)
    trueocr._recogniser.cache_clear()
    yield shapes
    trueocr._recogniser.cache_clear()


def wide_line() -> list[OcrWord]:
    return [OcrWord("chữ", (100.0 * i, 20, 100.0 * i + 80, 50), 0.9, 0) for i in range(12)]


def test_lines_too_wide_for_the_recogniser_are_cut_between_words(package: list[tuple[int, ...]]) -> None:
    page = np.zeros((100, 1300), np.uint8)
    ((*words,),) = TrueOcrEngine().read_lines(page, [wide_line()], dpi=200, language="vie", seconds=5)
    assert len(package) == 3
    assert all(width <= 19 * height for height, width in package)
    assert [text for text, _ in words] == ["trồng", "cây"] * 3


def test_without_its_package_the_engine_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trueocr", None)
    trueocr._recogniser.cache_clear()
    with pytest.raises(EngineMissingError) as caught:
        load_engine("trueocr").version("vie")
    assert "viextract[onnx]" in caught.value.advice


def test_a_crash_of_the_recogniser_is_an_engine_failed(package: object, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(self: object, crops: object) -> None:
        raise RuntimeError("out of memory")

    monkeypatch.setattr(sys.modules["trueocr.recognizer"].Recognizer, "predict", crash)
    with pytest.raises(EngineFailedError, match="out of memory"):
        TrueOcrEngine().read_lines(np.zeros((100, 1300), np.uint8), [wide_line()], dpi=200, language="vie", seconds=5)


# --- asterocr, with a stand-in for its package ------------------------------------------------------------------------


class Session:
    """Says "cây to" for whatever it is shown; its last letter is less sure."""

    shapes: ClassVar[list[tuple[int, ...]]] = []

    def __init__(self, weights: str, settings: object, providers: list[str]) -> None:
        assert weights.endswith("asternet.onnx")

    def run(self, outputs: list[str], inputs: dict[str, npt.NDArray[np.uint8]]) -> list[npt.NDArray[np.float32]]:
        self.shapes.append(inputs["line"].shape)
        scores = np.full((9, 1, 7), 0.0, np.float32)
        for step, letter in enumerate((1, 1, 0, 2, 3, 4, 5, 0, 6)):
            scores[step, 0, letter] = 12.0 if letter < 6 else 1.0
        return [scores]


@pytest.fixture
def aster(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[int, ...]]]:
    """Packages of these names; gives the shapes of the crops that they were shown."""
    main, runtime = types.ModuleType("asterocr"), types.ModuleType("onnxruntime")
    main.__file__ = "/nowhere/asterocr/__init__.py"
    alphabet = types.SimpleNamespace(blank_idx=0, idx2char=dict(enumerate("_cây to")))
    engine = types.SimpleNamespace(
        vocab=alphabet, input_name="line", output_name="letters", preprocess_image=lambda crop: crop
    )
    main.AsterOCR = lambda **options: engine  # type: ignore[attr-defined]
    runtime.SessionOptions, runtime.InferenceSession = types.SimpleNamespace, Session  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "asterocr", main)
    monkeypatch.setitem(sys.modules, "onnxruntime", runtime)
    asterocr._recogniser.cache_clear()
    Session.shapes.clear()
    yield Session.shapes
    asterocr._recogniser.cache_clear()


def test_letters_become_words_with_the_probability_of_their_letters(aster: list[tuple[int, ...]]) -> None:
    ((first, second),) = AsterOcrEngine().read_lines(
        np.zeros((100, 1300), np.uint8), [wide_line()[:2]], dpi=200, language="vie", seconds=5
    )
    assert (first[0], second[0]) == ("cây", "to")
    assert first[1] > 0.99 > second[1] > 0.2


def test_asterocr_gets_no_line_wider_than_it_reads(aster: list[tuple[int, ...]]) -> None:
    AsterOcrEngine().read_lines(np.zeros((100, 1300), np.uint8), [wide_line()], dpi=200, language="vie", seconds=5)
    assert len(aster) == 2
    assert all(width <= 29 * height for height, width in aster)


def test_asterocr_reads_no_whole_pages() -> None:
    with pytest.raises(EngineFailedError, match="lines"):
        AsterOcrEngine().recognise(np.zeros((10, 10), np.uint8), dpi=200, language="vie", seconds=5)


def test_without_asterocr_the_engine_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "asterocr", None)
    asterocr._recogniser.cache_clear()
    with pytest.raises(EngineMissingError) as caught:
        load_engine("asterocr").version("vie")
    assert "viextract[onnx]" in caught.value.advice
