"""OCR engines behind one small interface; more plug in by entry points of the group ``viextract.ocr_engines``."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from typing import Literal

import numpy as np
import numpy.typing as npt

from viextract.errors import EngineMissingError
from viextract.model.document import BBox

PictureLayout = Literal["page", "block"]

ENTRY_POINTS = "viextract.ocr_engines"


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


def load_engine(name: str) -> OcrEngine:
    """The engine that is registered under a name.

    Raises EngineMissingError where there is none; the advice lists those that there are.
    """
    found = entry_points(group=ENTRY_POINTS)
    for entry in found:
        if entry.name == name:
            try:
                engine: OcrEngine = entry.load()()
            except ImportError as error:
                raise EngineMissingError(
                    f"the OCR engine {name!r} lacks a package: {error}",
                    advice='Install it with `pip install "viextract[onnx]"`.',
                ) from error
            return engine
    known = ", ".join(sorted({entry.name for entry in found})) or "none"
    raise EngineMissingError(f"there is no OCR engine {name!r}", advice=f"Engines that are installed: {known}.")
