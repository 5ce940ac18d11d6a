"""How far typed text is to be trusted is measured, not taken for granted because nobody scanned it."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest

import viextract
from viextract.archive.overview import survey
from viextract.language.fold import fold

CLEAN = """KẾ HOẠCH
Vệ sinh đường làng năm 2026

I. NHIỆM VỤ
- Thôn Suối Tre quét dọn đường làng vào ngày thứ bảy hằng tuần.
- Công an xã nhắc nhở các hộ không đổ rác ra lòng đường.
- Hội Phụ nữ trồng hoa hai bên đường trước cổng nhà văn hóa.
"""
BARE = "\n".join(fold(line) for line in CLEAN.splitlines())
RUINED = CLEAN.replace("ư", "\ufffd").replace("ờ", "?;").replace("ộ", "0^").replace("à", "#a")


def word_file(text: str) -> bytes:
    made, out = docx.Document(), io.BytesIO()
    for line in text.splitlines()[:4]:
        made.add_paragraph(line)
    table = made.add_table(rows=0, cols=2)
    for number, line in enumerate(text.splitlines()[4:], 1):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = str(number), line
    made.save(out)
    return out.getvalue()


def sheets(text: str) -> bytes:
    made, out = openpyxl.Workbook(), io.BytesIO()
    for line in text.splitlines():
        made.active.append([line])
    made.create_sheet("Số").append([1, 2.5, 3])
    made.save(out)
    return out.getvalue()


def qualities(data: bytes, name: str) -> list[float]:
    plan = viextract.extract(data, name=name)
    return [page.quality for page in plan.source.pages]


@pytest.mark.parametrize(
    ("made", "name"), [(str.encode, "a.txt"), (word_file, "a.docx"), (sheets, "a.xlsx")], ids=["text", "word", "sheet"]
)
def test_poor_text_is_poor_in_any_file(made: Callable[[str], bytes], name: str) -> None:
    assert qualities(made(CLEAN), name)[0] > 0.9
    assert qualities(made(BARE), name)[0] < 0.4
    assert qualities(made(RUINED), name)[0] < 0.4


def test_figures_alone_say_nothing_against_a_sheet() -> None:
    assert qualities(sheets(BARE), "a.xlsx")[1] == 1.0


def test_why_is_told() -> None:
    page = viextract.extract(BARE.encode(), name="a.txt").source.pages[0]
    assert any("marks are missing" in reason for reason in page.reasons)
    assert viextract.extract(CLEAN.encode(), name="a.txt").source.pages[0].reasons == []


def test_the_summary_of_an_archive_tells_poor_text_from_good(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "clean.txt").write_text(CLEAN, "utf-8")
    (folder / "bare.txt").write_text(BARE, "utf-8")
    viextract.batch(folder, tmp_path / "out")
    found = {paper.path: paper.quality for paper in survey(tmp_path / "out").papers}
    assert (found["clean.txt"] or 0) > 0.9 and (found["bare.txt"] or 1) < 0.4
