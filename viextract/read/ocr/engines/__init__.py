"""OCR engines behind one small interface; more plug in by entry points of the group ``viextract.ocr_engines``."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint, entry_points
from typing import Literal

import numpy as np
import numpy.typing as npt

from viextract.errors import EngineMissingError
from viextract.model.document import BBox

PictureLayout = Literal["page", "block"]

ENTRY_POINTS = "viextract.ocr_engines"
_BUILT_IN = (
    EntryPoint("tesseract", "viextract.read.ocr.engines.tesseract:TesseractEngine", ENTRY_POINTS),
    EntryPoint("asterocr", "viextract.read.ocr.engines.asterocr:AsterOcrEngine", ENTRY_POINTS),
    EntryPoint("trueocr", "viextract.read.ocr.engines.trueocr:TrueOcrEngine", ENTRY_POINTS),
)
"""There in a checkout that was not installed, too; an entry point of the same name goes first."""


@dataclass(slots=True)
class OcrWord:
    """One word as an engine sees it."""

    text: str
    bbox: BBox
    """Left, top, right, bottom in pixels of the picture that was read."""
    confidence: float
    """0 to 1."""
    line: int
    """Words with the same number stand on one line, in the engine's view."""
    alternatives: list[str] = field(default_factory=list)


class OcrEngine(ABC):
    """Reads the words in a picture. Instances must be cheap to make and are used in one process each."""

    name: str

    @abstractmethod
    def version(self, language: str) -> str:
        """Name, version and language data, such as ``tesseract 5.3.0 vie``: for the result and the cache's key.

        Raises EngineMissingError where the engine or its data are not installed.
        """

    @abstractmethod
    def recognise(
        self,
        image: npt.NDArray[np.uint8],
        *,
        dpi: float,
        language: str,
        seconds: float,
        layout: PictureLayout = "page",
    ) -> list[OcrWord]:
        """The words of an upright grey picture (height × width), in the engine's order.

        layout: ``page`` for a whole page, ``block`` for lines under one another with nothing beside them.

        Raises EngineMissingError, EngineFailedError, or TimedOutError after ``seconds``.
        """

    def read_lines(
        self,
        image: npt.NDArray[np.uint8],
        lines: list[list[OcrWord]],
        *,
        dpi: float,
        language: str,
        seconds: float,
    ) -> list[list[tuple[str, float]]]:
        """A second opinion on lines that another engine found: words in order with confidences, a list for each line.

        lines: the other engine's words. Here the whole page is read and its words are dealt out to the lines whose
        boxes hold their middles; an engine that reads single lines does better by overriding this.
        """
        seen = self.recognise(image, dpi=dpi, language=language, seconds=seconds)
        found: list[list[OcrWord]] = [[] for _ in lines]
        boxes = [_around(line) for line in lines]
        for word in seen:
            x, y = (word.bbox[0] + word.bbox[2]) / 2, (word.bbox[1] + word.bbox[3]) / 2
            held = [i for i, box in enumerate(boxes) if box[0] <= x <= box[2] and box[1] <= y <= box[3]]
            if held:
                found[min(held, key=lambda i: abs(boxes[i][1] + boxes[i][3] - 2 * y))].append(word)
        return [[(w.text, w.confidence) for w in sorted(words, key=lambda w: w.bbox[0])] for words in found]


def _around(line: list[OcrWord]) -> BBox:
    lefts, tops, rights, bottoms = zip(*(word.bbox for word in line), strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def pieces(line: list[OcrWord], widest: float) -> list[BBox]:
    """Boxes around runs of a line's words that are no wider than ``widest`` times their height, with a little margin.

    For recognisers of single lines, which squeeze or lose what is wider. A box goes over one word at least.
    """
    if not line:
        return []
    _, top, _, bottom = _around(line)
    words = sorted(line, key=lambda word: word.bbox[0])
    boxes: list[BBox] = []
    left, right = words[0].bbox[0], words[0].bbox[2]
    for word in words[1:]:
        if word.bbox[2] - left > widest * (bottom - top):
            boxes.append((left, top, right, bottom))
            left = word.bbox[0]
        right = max(word.bbox[2], left)
    boxes.append((left, top, right, bottom))
    return [(max(x0 - 2, 0.0), max(y0 - 1, 0.0), x1 + 2, y1 + 1) for x0, y0, x1, y1 in boxes]


def cut(image: npt.NDArray[np.uint8], box: BBox) -> npt.NDArray[np.uint8]:
    """The part of a picture inside a box of whole or broken pixels, its edge included."""
    left, top, right, bottom = (int(value) for value in box)
    return image[top : bottom + 1, left : right + 1]


def lacks_package(name: str, error: ImportError) -> EngineMissingError:
    """The error of an engine that is known but whose package is not installed."""
    return EngineMissingError(
        f"the OCR engine {name!r} lacks a package: {error}", advice='Install it: `pip install "viextract[onnx]"`.'
    )


def load_engine(name: str) -> OcrEngine:
    """The engine that is registered under a name.

    Raises EngineMissingError where there is none; the advice lists those that there are.
    """
    found = [*entry_points(group=ENTRY_POINTS), *_BUILT_IN]
    for entry in found:
        if entry.name == name:
            try:
                engine: OcrEngine = entry.load()()
            except ImportError as error:
                raise lacks_package(name, error) from error
            return engine
    known = ", ".join(sorted({entry.name for entry in found})) or "none"
    raise EngineMissingError(f"there is no OCR engine {name!r}", advice=f"Engines that are installed: {known}.")
