"""TrueOCR (https://github.com/pvd0anh/trueocr, Apache-2.0): a line recogniser on ONNX Runtime, weights in the wheel.

A second opinion rather than a reader of pages: it reads the lines that the first engine found, some ten times as
fast. It is there once ``pip install "viextract[onnx]"`` has been run, and is asked for with ``--second-engine
trueocr``.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from typing import Any

import numpy as np
import numpy.typing as npt

from viextract.errors import EngineFailedError
from viextract.read.ocr.engines import OcrEngine, OcrWord, PictureLayout, cut, lacks_package, pieces

_WIDEST = 18.0  # times its height: the recogniser squeezes what is wider, and marks are the first to go


class TrueOcrEngine(OcrEngine):
    """Vietnamese only, whatever language is asked for."""

    name = "trueocr"

    def version(self, language: str) -> str:
        _recogniser()
        return f"trueocr {version('trueocr')}"

    def recognise(
        self,
        image: npt.NDArray[np.uint8],
        *,
        dpi: float,
        language: str,
        seconds: float,
        layout: PictureLayout = "page",
    ) -> list[OcrWord]:
        from PIL import Image as Pillow
        from trueocr import load_model

        try:
            lines = load_model(threads=1, auto_rotate=False).predict(Pillow.fromarray(image)).lines
        except (RuntimeError, ValueError, OSError) as error:
            raise EngineFailedError(f"trueocr ended with an error: {error}") from error
        return [word for number, line in enumerate(lines) for word in _words(line, number)]

    def read_lines(
        self,
        image: npt.NDArray[np.uint8],
        lines: list[list[OcrWord]],
        *,
        dpi: float,
        language: str,
        seconds: float,
    ) -> list[list[tuple[str, float]]]:
        boxes = [(index, box) for index, line in enumerate(lines) for box in pieces(line, _WIDEST)]
        crops = [(index, cut(image, box)) for index, box in boxes]
        usable = [(index, crop) for index, crop in crops if min(crop.shape) >= 4]
        found: list[list[tuple[str, float]]] = [[] for _ in lines]
        try:
            predictions = _recogniser().predict([crop for _, crop in usable])
        except (RuntimeError, ValueError, OSError) as error:
            raise EngineFailedError(f"trueocr ended with an error: {error}") from error
        for (index, _), prediction in zip(usable, predictions, strict=True):
            found[index] += [(text, float(prediction.confidence)) for text in prediction.text.split()]
        return found


@cache
def _recogniser() -> Any:
    """The line recogniser alone: what finds lines and turns pages is not needed."""
    try:
        from pathlib import Path

        import trueocr
        from trueocr.recognizer import Recognizer
    except ImportError as error:
        raise lacks_package("trueocr", error) from error
    return Recognizer(Path(trueocr.__file__).parent / "models", threads=1)


def _words(line: dict[str, Any], number: int) -> list[OcrWord]:
    """Words of a line that comes as a whole, each as wide as its share of the letters."""
    left, top, right, bottom = (float(value) for value in line["bbox"])
    text = str(line["text"])
    step = (right - left) / max(len(text), 1)
    words, at = [], 0
    for word in text.split():
        start = text.index(word, at)
        at = start + len(word)
        box = (left + start * step, top, left + at * step, bottom)
        words.append(OcrWord(word, box, float(line["confidence"]), number))
    return words
