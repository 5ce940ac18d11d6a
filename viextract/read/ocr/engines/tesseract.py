"""Tesseract (https://github.com/tesseract-ocr/tesseract), by its library where that is there, else by its program."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

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
        with tempfile.TemporaryDirectory(prefix="viextract-") as folder:
            picture = Path(folder) / "page.pgm"
            write_pgm(picture, image)
            options = ("-l", language, "--psm", str(mode), "--oem", "1", "--dpi", str(round(dpi)))
            table = _run(picture, options, seconds)
        return parse_tsv(table)


def write_pgm(path: Path, image: npt.NDArray[np.uint8]) -> None:
    """A grey picture in the plainest format: packing it as PNG would cost a tenth of the reading time."""
    height, width = image.shape
    path.write_bytes(b"P5 %d %d 255\n" % (width, height) + np.ascontiguousarray(image).tobytes())


def _run(picture: Path, options: Sequence[str], seconds: float) -> str:
    """The table that the program makes of a picture, in a file beside it."""
    made = picture.with_suffix("")
    command = ["tesseract", str(picture), str(made), *options, "-c", "tessedit_create_tsv=1"]
    try:
        # With several threads a page, pages in parallel wait for each other: some four times slower.
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=seconds,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
        if done.returncode:
            told = " ".join(done.stderr.decode("utf-8", "replace").split())
            raise EngineFailedError(f"tesseract ended with an error: {told[-300:]}")
        return made.with_suffix(".tsv").read_text("utf-8")
    except FileNotFoundError as error:
        if error.filename == command[0]:
            raise _missing_program() from error
        raise EngineFailedError("tesseract wrote no table") from error
    except subprocess.TimeoutExpired as error:
        raise TimedOutError(f"tesseract took more than {seconds:g} seconds for a page") from error
    except (OSError, UnicodeDecodeError) as error:
        raise EngineFailedError(f"tesseract could not be run: {error}") from error


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


_SAYS_VERSION = re.compile(r"\S*\s+v?(\d+(?:\.\d+)+)")
"""``tesseract 5.3.0-rc1``, ``tesseract v5.3.0.20221214``; the libraries that it uses follow on lines of their own."""
_LANGUAGE_NAME = re.compile(r"[A-Za-z_][\w/-]*")
"""A line of a name alone; the heading of the list has more words."""


@cache
def _version() -> str:
    said = _SAYS_VERSION.match(_said("--version"))
    if said is None:
        raise _missing_program()
    return said[1]


@cache
def _languages() -> frozenset[str]:
    lines = map(str.strip, _said("--list-langs").splitlines())
    return frozenset(line for line in lines if _LANGUAGE_NAME.fullmatch(line))


def _said(option: str) -> str:
    """What the program says of itself; versions before 4 say it where errors go."""
    try:
        done = subprocess.run(
            ["tesseract", option], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
    except OSError as error:
        raise _missing_program() from error
    return done.stdout.decode("utf-8", "replace")


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
