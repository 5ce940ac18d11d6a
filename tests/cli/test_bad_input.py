"""Bad input gets the right error, advice and exit code; nothing half-written, and no traceback, reaches the user."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.bad_files import BAD, a_pdf, an_image
from viextract import errors

EXPECTED: dict[str, type[errors.ViextractError]] = {
    "missing": errors.InputNotFoundError,
    "a_folder": errors.InputNotFoundError,
    "broken_link": errors.InputNotFoundError,
    "forbidden": errors.InputUnreadableError,
    "empty": errors.EmptyInputError,
    "only_white_space": errors.EmptyInputError,
    "pdf_without_pages": errors.EmptyInputError,
    "pdf_header_only": errors.DamagedFileError,
    "truncated_pdf": errors.DamagedFileError,
    "pdf_of_noise": errors.DamagedFileError,
    "encrypted_pdf": errors.EncryptedFileError,
    "truncated_jpeg": errors.DamagedFileError,
    "truncated_png": errors.DamagedFileError,
    "huge_png": errors.TooLargeError,
    "random_binary": errors.UnsupportedFormatError,
    "a_program": errors.UnsupportedFormatError,
    "a_zip_archive": errors.UnsupportedFormatError,
    "a_workbook": errors.DamagedFileError,
    "docx_without_document": errors.DamagedFileError,
    "docx_with_bad_xml": errors.DamagedFileError,
    "truncated_docx": errors.DamagedFileError,
    "encrypted_office": errors.EncryptedFileError,
}

Cli = Callable[..., Any]


def assert_told(done: Any, kind: type[errors.ViextractError], output: Path) -> None:
    """The user got the cause, the advice and the code of this error, and no output at all."""
    assert done.code == kind.exit_code, done.err
    assert done.out == ""
    assert "error: " in done.err and "advice: " in done.err
    assert "Traceback" not in done.err and "Error:" not in done.err, done.err
    assert not output.exists()
    assert not list(output.parent.glob(".viextract-*"))


@pytest.mark.parametrize(("name", "kind"), EXPECTED.items(), ids=EXPECTED)
def test_bad_files(name: str, kind: type[errors.ViextractError], cli: Cli, open_folder: Path, request: Any) -> None:
    path = BAD[name](open_folder)
    open_folder.chmod(0o777)
    if name == "forbidden":
        request.getfixturevalue("as_nobody")
    output = open_folder / "result.json"
    assert_told(cli("extract", path, "-o", output), kind, output)


def test_what_was_written_before_stays(cli: Cli, tmp_path: Path) -> None:
    output = tmp_path / "result.json"
    output.write_text("of an earlier run", "utf-8")
    assert cli("extract", BAD["encrypted_pdf"](tmp_path), "-o", output).code == errors.EncryptedFileError.exit_code
    assert output.read_text("utf-8") == "of an earlier run"


@pytest.mark.parametrize("command", ["text", "restore"])
def test_the_other_commands_fail_in_the_same_way(command: str, cli: Cli, tmp_path: Path) -> None:
    output = tmp_path / "result.txt"
    assert_told(cli(command, BAD["missing"](tmp_path), "-o", output), errors.InputNotFoundError, output)
    assert_told(cli(command, BAD["random_binary"](tmp_path), "-o", output), errors.UnsupportedFormatError, output)
    assert_told(cli(command, "-", "-o", output, stdin=b""), errors.EmptyInputError, output)


def test_restore_takes_text_alone(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(a_pdf())
    done = cli("restore", path)
    assert_told(done, errors.UnsupportedFormatError, tmp_path / "result")
    assert "viextract text" in done.err


def test_a_scan_without_text_and_no_ocr_has_nothing_to_read(cli: Cli, tmp_path: Path) -> None:
    output = tmp_path / "result.json"
    path = BAD["scan_without_layer"](tmp_path)
    assert_told(cli("extract", path, "--no-ocr", "-o", output), errors.NothingRecognisedError, output)


@pytest.mark.tesseract
@pytest.mark.parametrize("size", [(1, 1), (3, 2000), (800, 600)], ids=["one pixel", "a strip", "a blank page"])
def test_pictures_with_nothing_on_them(size: tuple[int, int], cli: Cli, tmp_path: Path) -> None:
    path, output = tmp_path / "page.png", tmp_path / "result.json"
    path.write_bytes(an_image("PNG", size))
    assert_told(cli("extract", path, "-o", output), errors.NothingRecognisedError, output)


@pytest.mark.tesseract
def test_a_jpeg_named_pdf_is_read_as_what_it_is(cli: Cli, tmp_path: Path, samples: Path) -> None:
    import pypdfium2

    path = tmp_path / "scan.pdf"
    with pypdfium2.PdfDocument(samples / "rac-thai.digital.pdf") as pdf:
        page = pdf[0].render(scale=200 / 72).to_pil().convert("L")
    page.crop((0, 0, page.width, 500)).save(path, "JPEG")
    done = cli("text", path)
    assert done.code == 0, done.err
    assert "PHƯỜNG TÂN GIANG" in done.out


@pytest.mark.parametrize(
    ("options", "kind"),
    [
        (["--pages", "9"], errors.InvalidOptionError),
        (["--pages", "0"], errors.InvalidOptionError),
        (["--pages", "one"], errors.InvalidOptionError),
        (["--no-ocr", "--force-ocr"], errors.InvalidOptionError),
        (["--words", "no-such-file"], errors.InvalidOptionError),
        (["--force-ocr", "--engine", "no-such-engine"], errors.EngineMissingError),
        (["--timeout", "0"], errors.InvalidOptionError),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_options_that_make_no_sense(
    options: list[str], kind: type[errors.ViextractError], cli: Cli, tmp_path: Path
) -> None:
    path, output = tmp_path / "plan.pdf", tmp_path / "result.json"
    path.write_bytes(a_pdf(pages=2))
    assert_told(cli("extract", path, *options, "-o", output), kind, output)


@pytest.mark.tesseract
def test_a_language_that_the_engine_lacks(cli: Cli, tmp_path: Path) -> None:
    path, output = tmp_path / "plan.pdf", tmp_path / "result.json"
    path.write_bytes(a_pdf(pages=1))
    done = cli("extract", path, "--force-ocr", "--lang", "qqq", "-o", output)
    assert_told(done, errors.EngineMissingError, output)
    assert "tesseract-ocr-qqq" in done.err


@pytest.mark.tesseract
def test_a_page_that_takes_too_long(cli: Cli, tmp_path: Path, samples: Path) -> None:
    output = tmp_path / "result.json"
    scan = samples / "van-hoa-doc.scan.pdf"
    done = cli("extract", scan, "--force-ocr", "--pages", "1", "--timeout", "0.01", "--no-cache", "-o", output)
    assert_told(done, errors.TimedOutError, output)


def test_without_an_engine_a_scan_says_how_to_install_it(cli: Cli, tmp_path: Path) -> None:

    output = tmp_path / "result.json"
    path = BAD["scan_without_layer"](tmp_path)
    # In a process of its own: this one may have asked tesseract for its version and remembers it.
    done = subprocess.run(
        [sys.executable, "-c", "from viextract.cli.app import main; main()", "extract", path, "-o", output],
        env={**os.environ, "PATH": "/nowhere"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == errors.EngineMissingError.exit_code, done.stderr
    assert "tesseract is not installed" in done.stderr and "tesseract-ocr-vie" in done.stderr
    assert not output.exists()


def test_an_old_word_file_without_libreoffice(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    path, output = tmp_path / "plan.rtf", tmp_path / "result.json"
    path.write_bytes(b"{\\rtf1 K\\u7871? ho\\u7841?ch}")
    assert_told(cli("extract", path, "-o", output), errors.EngineMissingError, output)


def test_text_in_another_language_is_kept_as_it_is(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "english.txt"
    path.write_text("The committee met on Tuesday.\nNothing was decided, as usual.\n", "utf-8")
    assert cli("extract", path).code == 0
    assert cli("restore", path).out == path.read_text("utf-8")
