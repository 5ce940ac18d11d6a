"""AsterOCR (https://github.com/asterxlabs/asterOCR, MIT): a line recogniser on ONNX Runtime, weights in the wheel.

A second opinion on the lines that the first engine found. It is there once ``pip install "viextract[onnx]"`` has been
run, and is asked for with ``--second-engine asterocr``. Of the package only the weights, the alphabet and the
preparation of a line are used; nothing is fetched.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from typing import Any

import numpy as np
import numpy.typing as npt

from viextract.errors import EngineFailedError
from viextract.read.ocr.engines import OcrEngine, OcrWord, PictureLayout, cut, lacks_package, pieces

_WIDEST = 28.0  # times its height: the recogniser loses what is wider than 32


class AsterOcrEngine(OcrEngine):
    """Vietnamese only, whatever language is asked for; reads lines that another engine found."""

    name = "asterocr"

    def version(self, language: str) -> str:
        _recogniser()
        return f"asterocr {version('asterocr')}"

    def recognise(
        self,
        image: npt.NDArray[np.uint8],
        *,
        dpi: float,
        language: str,
        seconds: float,
        layout: PictureLayout = "page",
    ) -> list[OcrWord]:
        raise EngineFailedError(
            "asterocr finds no lines of its own", advice="Use it as --second-engine, beside one that reads pages."
        )

    def read_lines(
        self,
        image: npt.NDArray[np.uint8],
        lines: list[list[OcrWord]],
        *,
        dpi: float,
        language: str,
        seconds: float,
    ) -> list[list[tuple[str, float]]]:
        found: list[list[tuple[str, float]]] = []
        for line in lines:
            crops = [cut(image, box) for box in pieces(line, _WIDEST)]
            found.append([word for crop in crops if min(crop.shape) >= 4 for word in _read(crop)])
        return found


def _read(crop: npt.NDArray[np.uint8]) -> list[tuple[str, float]]:
    """The words of a line's picture, each with the mean probability of its letters."""
    engine = _recogniser()
    try:
        outputs = engine.session.run([engine.output_name], {engine.input_name: engine.preprocess_image(crop)})
    except (RuntimeError, ValueError, OSError) as error:
        raise EngineFailedError(f"asterocr ended with an error: {error}") from error
    scores = np.asarray(outputs[0], np.float32).reshape(-1, outputs[0].shape[-1])
    best, sure = scores.argmax(axis=1), np.exp(scores.max(axis=1) - _log_sum(scores))
    words: list[tuple[str, list[float]]] = [("", [])]
    before = engine.vocab.blank_idx
    for index, probability in zip(best.tolist(), sure.tolist(), strict=True):
        if index not in (before, engine.vocab.blank_idx):
            letter = engine.vocab.idx2char.get(index, "")
            if letter.isspace():
                words.append(("", []))
            else:
                words[-1] = (words[-1][0] + letter, [*words[-1][1], probability])
        before = index
    return [(text, sum(letters) / len(letters)) for text, letters in words if text]


def _log_sum(scores: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    top = scores.max(axis=1)
    return np.asarray(top + np.log(np.exp(scores - top[:, None]).sum(axis=1)), np.float32)


@cache
def _recogniser() -> Any:
    """The recogniser with one thread, as each page has a core for itself."""
    try:
        from pathlib import Path

        import asterocr
        import onnxruntime
    except ImportError as error:
        raise lacks_package("asterocr", error) from error
    weights = str(Path(asterocr.__file__).parent / "assets" / "asternet.onnx")
    engine = asterocr.AsterOCR(model_path=weights, enable_telemetry=False)
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = settings.inter_op_num_threads = 1
    engine.session = onnxruntime.InferenceSession(weights, settings, providers=["CPUExecutionProvider"])
    return engine
