"""Tesseract (https://github.com/tesseract-ocr/tesseract) through pytesseract."""

from __future__ import annotations

import os
import tempfile
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytesseract

from viextract.errors import EngineFailedError, EngineMissingError, TimedOutError
from viextract.read.ocr.engines import OcrEngine, OcrWord, PictureLayout
from viextract.read.ocr.engines.tesseract_kept import KEPT

# Mode 4, one column of text of variable sizes, keeps two-column heads in rows, where modes 3 and 6 lose or mix lines;
# mode 6 is for one uniform block.
_PAGE_MODES: dict[PictureLayout, int] = {"page": 4, "block": 6}
_COLUMNS = (
    *("level", "page_num", "block_num", "par_num", "line_num", "word_num"),
    *("left", "top", "width", "height", "conf", "text"),
)
"""Of tesseract's TSV output, since version 3.05."""
_WORD_LEVEL = "5"  # page, block, paragraph, line, word


class TesseractEngine(OcrEngine):
    """The default engine: the LSTM models, one thread a page."""

    name = "tesseract"

    def version(self, language: str) -> str:
        return f"tesseract {_version()} {_checked(language)}"

    def recognise(
        self,
        image: npt.NDArray[np.uint8],
        *,
        dpi: float,
        language: str,
        seconds: float,
        layout: PictureLayout = "page",
    ) -> list[OcrWord]:
        _checked(language)
        mode, version = _PAGE_MODES[layout], _version()
        rows = KEPT.read(image, mode=mode, dpi=dpi, language=language, version=version, seconds=seconds)
        if rows is not None:
            return parse_tsv("\n" + rows)
        # With several threads a page, pages in parallel wait for each other: some four times slower.
        os.environ["OMP_THREAD_LIMIT"] = "1"
        with tempfile.TemporaryDirectory(prefix="viextract-") as folder:
            picture = Path(folder) / "page.pgm"
            write_pgm(picture, image)
            table = _run(picture, f"--psm {mode} --oem 1 --dpi {round(dpi)}", language, seconds)
        return parse_tsv(table)


def write_pgm(path: Path, image: npt.NDArray[np.uint8]) -> None:
    """A grey picture in the plainest format: packing it as PNG would cost a tenth of the reading time."""
    height, width = image.shape
    path.write_bytes(b"P5 %d %d 255\n" % (width, height) + np.ascontiguousarray(image).tobytes())


def _run(picture: Path, config: str, language: str, seconds: float) -> str:
    try:
        table: str = pytesseract.image_to_data(str(picture), lang=language, config=config, timeout=seconds)
    except pytesseract.TesseractNotFoundError as error:
        raise _missing_program() from error
    except pytesseract.TesseractError as error:
        raise EngineFailedError(f"tesseract ended with an error: {error.message.strip()[-300:]}") from error
    except RuntimeError as error:
        raise TimedOutError(f"tesseract took more than {seconds:g} seconds for a page") from error
    except (OSError, UnicodeDecodeError) as error:
        raise EngineFailedError(f"tesseract could not be run: {error}") from error
    return table


def parse_tsv(table: str) -> list[OcrWord]:
    """The words in tesseract's TSV output, in its order; empty boxes are left out."""
    words = []
    lines: dict[tuple[str, ...], int] = {}
    for row in table.split("\n")[1:]:
        fields = row.split("\t", len(_COLUMNS) - 1)
        if len(fields) < len(_COLUMNS) or fields[0] != _WORD_LEVEL or not (text := fields[-1].strip()):
            continue
        left, top, width, height, confidence = (float(value) for value in fields[6:11])
        line = lines.setdefault(tuple(fields[2:5]), len(lines))
        box = (left, top, left + width, top + height)
        words.append(OcrWord(text, box, min(max(confidence / 100, 0.0), 1.0), line))
    return words


@cache
def _version() -> str:
    try:
        return str(pytesseract.get_tesseract_version())
    except (pytesseract.TesseractNotFoundError, SystemExit, OSError) as error:
        raise _missing_program() from error


@cache
def _languages() -> frozenset[str]:
    try:
        return frozenset(pytesseract.get_languages(config=""))
    except (pytesseract.TesseractNotFoundError, OSError) as error:
        raise _missing_program() from error


@cache
def _checked(language: str) -> str:
    """The language as given, if tesseract has data for all its parts (``vie+eng``)."""
    _version()
    for part in language.split("+"):
        if part not in _languages():
            raise EngineMissingError(
                f"tesseract has no data for the language {part!r}",
                advice=f"Install it (Debian or Ubuntu: `sudo apt install tesseract-ocr-{part}`).",
            )
    return language


def _missing_program() -> EngineMissingError:
    return EngineMissingError(
        "tesseract is not installed",
        advice="Install it (Debian or Ubuntu: `sudo apt install tesseract-ocr tesseract-ocr-vie`).",
    )
