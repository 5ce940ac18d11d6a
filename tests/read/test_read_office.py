"""Old word processor files go through LibreOffice, and say so where it is missing or fails."""

from __future__ import annotations

import io
import stat
from pathlib import Path

import docx
import pytest

from viextract.errors import DamagedFileError, EngineMissingError, TimedOutError
from viextract.options import Limits, Options
from viextract.read import read_document

RTF = b"{\\rtf1\\ansi Ke hoach}"


@pytest.fixture
def libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program named soffice that runs what the test writes into ``work`` beside it; $OUT is where the DOCX goes."""
    program = tmp_path / "soffice"
    find_folder = 'while [ "$1" != --outdir ]; do shift; done'
    program.write_text(f'#!/bin/sh\n{find_folder}\nOUT="$2/input.docx"\n. {tmp_path}/work\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    return tmp_path


def test_without_libreoffice_the_error_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EngineMissingError, match=r"\.rtf") as caught:
        read_document(RTF, Options(), name="cu.rtf")
    assert "libreoffice" in caught.value.advice.lower()


def test_the_converted_file_is_read(libreoffice: Path) -> None:
    stream = io.BytesIO()
    file = docx.Document()
    file.add_paragraph("Kế hoạch trồng cây")
    file.save(stream)
    (libreoffice / "converted.docx").write_bytes(stream.getvalue())
    (libreoffice / "work").write_text(f'cp {libreoffice}/converted.docx "$OUT"')
    document = read_document(RTF, Options(), name="cu.rtf")
    assert [line.text for line in document.lines()] == ["Kế hoạch trồng cây"]
    assert (document.name, document.media_type) == ("cu.rtf", "application/rtf")


def test_a_file_that_libreoffice_cannot_read_is_damaged(libreoffice: Path) -> None:
    (libreoffice / "work").write_text("echo 'source file could not be loaded' >&2")
    with pytest.raises(DamagedFileError, match="could not be loaded"):
        read_document(RTF, Options())


def test_libreoffice_has_a_time_limit(libreoffice: Path) -> None:
    (libreoffice / "work").write_text("exec sleep 20")
    with pytest.raises(TimedOutError):
        read_document(RTF, Options(limits=Limits(page_seconds=0.3)))
