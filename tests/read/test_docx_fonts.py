"""Word files in fonts from before Unicode: the name of a font says what the codes of a run mean."""

from __future__ import annotations

import io

import docx
import docx.document
import pytest
from docx.oxml.ns import qn

from viextract.language.legacy.codepages import encode
from viextract.options import Options
from viextract.read import read_document


def file(*runs: tuple[str, str], normal: str = "Times New Roman") -> bytes:
    """One paragraph of runs: text as it is stored, and the name of its font ("" for that of the style)."""
    made = docx.Document()
    style = made.styles["Normal"]
    style.font.name = normal
    paragraph = made.add_paragraph()
    for text, font in runs:
        run = paragraph.add_run(text)
        if font:
            run.font.name = font
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def text_of(data: bytes) -> str:
    page = read_document(data, Options(recover=False, cache=False), name="a.docx").pages[0]
    return "\n".join(line.text for line in page.lines)


def test_each_run_is_read_in_the_code_page_of_its_font() -> None:
    data = file(
        (encode("Trồng cây ở ", "tcvn3"), ".VnTime"),
        ("thôn Đông, ", "Arial"),
        (encode("đường liên thôn", "vni"), "VNI-Times"),
    )
    assert text_of(data) == "Trồng cây ở thôn Đông, đường liên thôn"


def test_a_capitals_font_shows_capitals() -> None:
    data = file((encode("ủy ban nhân dân", "tcvn3"), ".VnTimeH"), (encode(" xã Đông", "tcvn3"), ".VnTime"))
    assert text_of(data) == "ỦY BAN NHÂN DÂN xã Đông"


def test_a_letter_that_two_runs_part_is_one() -> None:
    stored = encode("trồng", "vni")
    assert len(stored) > len("trồng")
    cut = stored.index("oà") + 1 if "oà" in stored else 3
    assert text_of(file((stored[:cut], "VNI-Times"), (stored[cut:], "VNI-Times"))) == "trồng"


def test_the_font_may_be_that_of_the_style() -> None:
    assert text_of(file((encode("Kế hoạch trồng rừng", "tcvn3"), ""), normal=".VnTime")) == "Kế hoạch trồng rừng"


@pytest.mark.parametrize("font", [".VnTime", "VNI-Times", ".VnTimeH"])
def test_a_font_that_holds_unicode_says_nothing(font: str) -> None:
    data = file(("Trồng cây đường làng, ", font), ("và bé học", font))
    assert text_of(data) == "Trồng cây đường làng, và bé học"


def test_text_boxes_and_their_paragraph_are_converted_once() -> None:
    made = docx.Document()
    run = made.add_paragraph().add_run(encode("Kính gửi", "tcvn3"))
    run.font.name = ".VnTime"
    box = docx.oxml.parse_xml(
        '<w:pict xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:txbxContent><w:p><w:r>'
        f'<w:rPr><w:rFonts w:ascii=".VnTimeH"/></w:rPr><w:t>{encode("khẩn", "tcvn3")}</w:t></w:r></w:p>'
        "</w:txbxContent></w:pict>"
    )
    run._r.append(box)
    assert run._r.find(qn("w:pict")) is not None
    stream = io.BytesIO()
    made.save(stream)
    assert sorted(text_of(stream.getvalue()).split("\n")) == ["KHẨN", "Kính gửi"]
