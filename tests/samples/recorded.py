"""OCR without an engine: what tesseract said of the samples' pictures, kept so that tests do not hang on its version.

A picture is known again by its size and a thumbnail, so that neither the order of the questions nor a library's last
digit matters.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import cv2
import numpy as np
import numpy.typing as npt

from viextract.read.ocr.engines import OcrWord
from viextract.read.ocr.engines.tesseract import TesseractEngine

FOLDER = Path(__file__).parent / "recorded"
_SIDE = 24
_ALIKE = 3.0  # mean difference of two thumbnails in grey levels: the same picture, but for rounding

Picture = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Call:
    """One picture and the words that were read from it."""

    size: tuple[int, int]
    thumbnail: npt.NDArray[np.int16]
    words: list[list[Any]]

    def differs_from(self, picture: Picture) -> float:
        if max(abs(a - b) for a, b in zip(self.size, picture.shape, strict=True)) > 2:
            return 255.0
        return float(np.abs(self.thumbnail - _thumbnail(picture)).mean())


def _thumbnail(picture: Picture) -> npt.NDArray[np.int16]:
    return np.asarray(cv2.resize(picture, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA), np.int16)


@contextmanager
def recording(name: str) -> Iterator[None]:
    """Run the real engine and keep what it says under a name."""
    lines: list[str] = []
    versions: list[str] = []
    version, recognise = TesseractEngine.version, TesseractEngine.recognise

    def kept_version(self: TesseractEngine, language: str) -> str:
        versions.append(version(self, language))
        return versions[-1]

    def kept_words(self: TesseractEngine, image: Picture, **named: Any) -> list[OcrWord]:
        words = recognise(self, image, **named)
        thumbnail = _thumbnail(image).astype(np.uint8).tobytes().hex()
        rows = [[word.text, [round(side) for side in word.bbox], word.confidence, word.line] for word in words]
        lines.append(json.dumps([image.shape, thumbnail, rows], ensure_ascii=False, separators=(",", ":")))
        return words

    with mock.patch.multiple(TesseractEngine, version=kept_version, recognise=kept_words):
        yield
    FOLDER.mkdir(exist_ok=True)
    calls = ",\n".join(lines)
    text = f'{{"version": {json.dumps(versions[0])}, "calls": [\n{calls}\n]}}\n'
    (FOLDER / f"{name}.json").write_text(text, "utf-8")


@contextmanager
def replaying(name: str) -> Iterator[None]:
    """Let the engine say what it said when it was recorded."""
    said = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    calls = [
        Call(
            tuple(size), np.frombuffer(bytes.fromhex(thumbnail), np.uint8).reshape(_SIDE, _SIDE).astype(np.int16), rows
        )
        for size, thumbnail, rows in said["calls"]
    ]

    def words(self: TesseractEngine, image: Picture, **_: Any) -> list[OcrWord]:
        nearest = min(calls, key=lambda call: call.differs_from(image))
        assert nearest.differs_from(image) <= _ALIKE, "a picture that was not recorded: `make golden`"
        return [
            OcrWord(text, (float(a), float(b), float(c), float(d)), conf, line)
            for text, (a, b, c, d), conf, line in nearest.words
        ]

    with mock.patch.multiple(TesseractEngine, version=lambda self, language: said["version"], recognise=words):
        yield
