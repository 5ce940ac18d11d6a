"""Old word processor files go through LibreOffice, and say so where it is missing or fails."""

from __future__ import annotations

import io
import stat
import time
import zipfile
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from xml.etree import ElementTree

import docx
import pytest

from viextract.errors import DamagedFileError, EngineMissingError, TimedOutError, TooLargeError
from viextract.options import Limits, Options
from viextract.read import read_document
from viextract.read.files.libreoffice import find_libreoffice

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


def test_what_has_grown_beyond_the_limit_is_refused(libreoffice: Path) -> None:
    (libreoffice / "work").write_text('head -c 3000 /dev/zero > "$OUT"')
    with pytest.raises(TooLargeError, match="3,000 bytes"):
        read_document(RTF, Options(limits=Limits(max_bytes=2000)))


def test_libreoffice_has_a_time_limit(libreoffice: Path) -> None:
    (libreoffice / "work").write_text("exec sleep 20")
    with pytest.raises(TimedOutError):
        read_document(RTF, Options(limits=Limits(page_seconds=0.3)))


def test_what_libreoffice_has_started_ends_with_it(libreoffice: Path) -> None:
    """The program that is run is a script; what it starts holds its pipes, and would be waited for."""
    waits = f"(sleep 60; touch {libreoffice}/waited)"
    (libreoffice / "work").write_text(f"{waits} & echo $! > {libreoffice}/started; wait")
    with pytest.raises(TimedOutError):
        read_document(RTF, Options(limits=Limits(page_seconds=3)))
    assert not (libreoffice / "waited").exists()
    assert _is_gone(int((libreoffice / "started").read_text()))


def _is_gone(number: int) -> bool:
    for _ in range(100):
        state = Path(f"/proc/{number}/stat")
        if not state.exists() or state.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


def test_libreoffice_is_told_to_fetch_nothing_and_run_nothing(libreoffice: Path) -> None:
    (libreoffice / "work").write_text(f'cat "${{OUT%/*}}"/profile/user/registrymodifications.xcu > {libreoffice}/told')
    with pytest.raises(DamagedFileError):
        read_document(RTF, Options())
    settings = ElementTree.parse(libreoffice / "told").getroot().iter("prop")
    told = {next(iter(one.attrib.values())): one.findtext("value") for one in settings}
    assert told["BlockUntrustedRefererLinks"] == told["DisableMacrosExecution"] == "true"


@pytest.mark.slow
@pytest.mark.skipif(find_libreoffice() is None, reason="LibreOffice is not installed")
def test_a_picture_elsewhere_is_not_fetched() -> None:
    asked: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET

    with HTTPServer(("127.0.0.1", 0), Listener) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        document = read_document(linked(f"http://127.0.0.1:{server.server_port}/a.png"), Options(), name="a.odt")
        server.shutdown()
    assert "Trồng cây" in document.lines()[0].text and asked == []


def linked(address: str) -> bytes:
    """An ODT with a picture that is elsewhere."""
    names = {"office": "office", "text": "text", "draw": "drawing", "svg": "svg-compatible"}
    spaces = " ".join(f'xmlns:{k}="urn:oasis:names:tc:opendocument:xmlns:{v}:1.0"' for k, v in names.items())
    picture = (
        '<draw:frame svg:width="2cm" svg:height="2cm" text:anchor-type="as-char">'
        f'<draw:image xlink:href="{address}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/>'
        "</draw:frame>"
    )
    content = (
        f'<office:document-content {spaces} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2">'
        f"<office:body><office:text><text:p>Trồng cây</text:p><text:p>{picture}</text:p></office:text></office:body>"
        "</office:document-content>"
    )
    entries = "".join(
        f'<m:file-entry m:full-path="{path}" m:media-type="{kind}"/>'
        for path, kind in (("/", "application/vnd.oasis.opendocument.text"), ("content.xml", "text/xml"))
    )
    manifest = f'<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{entries}</m:manifest>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    return out.getvalue()
