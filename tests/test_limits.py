"""Limits stop files that would exhaust the machine; each can be raised or lowered by the caller."""

from pathlib import Path

import pytest

import viextract
from tests.cli.bad_files import CONTENT_TYPES, a_pdf, an_archive, an_image
from viextract import Limits, Options
from viextract.errors import TooLargeError

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def a_docx(characters: int) -> bytes:
    document = (
        f"<w:document {W}><w:body><w:p><w:r><w:t>{'a ' * (characters // 2)}</w:t></w:r></w:p></w:body></w:document>"
    )
    return an_archive(**{"[Content_Types]_dot_xml": CONTENT_TYPES, "word__document_dot_xml": document})


@pytest.mark.parametrize(
    ("limit", "data"),
    [
        ({"max_bytes": 1000}, a_pdf()),
        ({"max_pages": 2}, a_pdf(pages=3)),
        ({"max_megapixels": 0.1}, an_image("PNG", (400, 300))),
        ({"max_unpacked_bytes": 50_000}, a_docx(100_000)),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_a_file_over_the_limit_is_refused(limit: dict[str, float], data: bytes) -> None:
    with pytest.raises(TooLargeError):
        viextract.extract(data, Options(limits=Limits(**limit)))


def test_the_same_files_within_the_limits_are_read() -> None:
    assert "Trang 3" in viextract.read_text(
        a_pdf(pages=3), Options(ocr="never", limits=Limits(max_pages=3), recover=False)
    )
    assert viextract.read_text(a_docx(2000), Options(recover=False)).startswith("a a a")


def test_a_file_of_the_very_size_that_is_allowed_is_read(tmp_path: Path) -> None:
    data = "Kế hoạch".encode()
    assert viextract.read_text(data, Options(limits=Limits(max_bytes=len(data)))) == "Kế hoạch\n"
