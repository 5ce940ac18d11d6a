"""OCR without an engine: what tesseract said of the samples' pictures, kept so that tests do not hang on its version.

The readings are played back in the order in which the pipeline asks for them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from viextract.read.engines import OcrWord
from viextract.read.engines.tesseract import TesseractEngine

FOLDER = Path(__file__).parent / "recorded"


@contextmanager
def recording(name: str) -> Iterator[None]:
    """Run the real engine and keep what it says under a name."""
    said: dict[str, Any] = {"version": None, "calls": []}
    version, recognise = TesseractEngine.version, TesseractEngine.recognise

    def kept_version(self: TesseractEngine, language: str) -> str:
        said["version"] = version(self, language)
        return str(said["version"])

    def kept_words(self: TesseractEngine, *arguments: Any, **named: Any) -> list[OcrWord]:
        words = recognise(self, *arguments, **named)
        said["calls"].append([[w.text, [round(side) for side in w.bbox], w.confidence, w.line] for w in words])
        return words

    with mock.patch.multiple(TesseractEngine, version=kept_version, recognise=kept_words):
        yield
    FOLDER.mkdir(exist_ok=True)
    calls = ",\n".join(json.dumps(call, ensure_ascii=False, separators=(",", ":")) for call in said["calls"])
    text = f'{{"version": {json.dumps(said["version"])}, "calls": [\n{calls}\n]}}\n'
    (FOLDER / f"{name}.json").write_text(text, "utf-8")


@contextmanager
def replaying(name: str) -> Iterator[None]:
    """Let the engine say what it said when it was recorded."""
    said = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    calls = iter(said["calls"])

    def words(self: TesseractEngine, *_: Any, **__: Any) -> list[OcrWord]:
        call = next(calls, None)
        assert call is not None, "the pipeline asks the engine more often than when it was recorded: `make golden`"
        return [OcrWord(text, tuple(map(float, bbox)), conf, line) for text, bbox, conf, line in call]

    with mock.patch.multiple(TesseractEngine, version=lambda self, language: said["version"], recognise=words):
        yield
    assert next(calls, None) is None, "the pipeline asks the engine less often than when it was recorded: `make golden`"
