"""Markdown that other programs write is read as the paper that it stands for."""

from __future__ import annotations

import pytest

import viextract
from viextract import Options
from viextract.read.files.markdown import is_markdown, markdown_text

PAPER = """\
| ỦY BAN NHÂN DÂN XÃ ĐỒI CHÈ | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>Độc lập - Tự do - Hạnh phúc |
|---|---|
| Số: 18/KH-UBND | *Đồi Chè, ngày 09 tháng 02 năm 2026* |

<!-- page 1 -->
# KẾ HOẠCH

## Tổ chức ngày hội hái chè năm 2026

## I. MỤC ĐÍCH

- Giới thiệu chè của xã; mời 3\\. hộ.

## II. NỘI DUNG

**1. Thời gian:** ngày 20/3/2026.

## III. TỔ CHỨC THỰC HIỆN

| TT | Nội dung công việc | Đơn vị chủ trì | Thời gian |
| :-: | --- | --- | ---: |
| 1 | Dựng rạp | Đoàn Thanh niên xã | 18/3/2026 |
| 2 | Mời các<br>nhà vườn | Hội Nông dân xã | 10/3/2026 |

1. **Phòng Kinh tế** chủ trì, phối hợp với Công an xã giữ trật tự.

![dấu](image_3.png)

| **Nơi nhận:**<br>- Các thôn;<br>- Lưu: VT. | **TM. ỦY BAN NHÂN DÂN**<br>**CHỦ TỊCH**<br><br>**Lý Văn Trà** |
|---|---|
"""


@pytest.fixture(scope="module")
def plan() -> viextract.Plan:
    return viextract.extract(PAPER.encode(), options=Options(recover=False), name="hoi-che.md")


def test_head_and_foot_that_are_set_as_tables_are_read(plan):
    header = plan.header
    assert (header.symbol, header.place, str(header.issued_on)) == ("18/KH-UBND", "Đồi Chè", "2026-02-09")
    assert header.issuer is not None and header.issuer.name == "Ủy ban nhân dân xã Đồi Chè"
    assert header.title == "Tổ chức ngày hội hái chè năm 2026"
    assert header.signatory is not None and header.signatory.name == "Lý Văn Trà"
    assert header.recipients == ["Các thôn", "Lưu: VT"]


def test_marked_headings_are_headings_with_their_labels(plan):
    assert [(section.label, section.title) for section in plan.sections] == [
        ("I", "MỤC ĐÍCH"),
        ("II", "NỘI DUNG"),
        ("III", "TỔ CHỨC THỰC HIỆN"),
    ]
    assert plan.tasks[0].text == "Giới thiệu chè của xã; mời 3. hộ."


def test_rows_of_strokes_are_a_table_and_give_the_work(plan):
    (table,) = plan.tables
    assert table.rows[1][1].split() == ["Mời", "các", "nhà", "vườn"]
    assert [(duty.unit.text, duty.role) for duty in plan.assignments] == [
        ("Phòng Kinh tế", "lead"),
        ("Đoàn Thanh niên xã", "lead"),
        ("Hội Nông dân xã", "lead"),
    ]


def test_a_picture_is_told_of(plan):
    assert "picture-not-read" in {warning.code for warning in plan.warnings}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# A\n\n# B", True),
        ("a | b\n--|--\n1 | 2", True),
        ("I. NỘI DUNG\n- Gọi # 113.", False),
        ("Số: 12 | KH\nNơi nhận", False),
        ("---\n| a", False),
    ],
)
def test_what_is_markdown(text, expected):
    assert is_markdown(text) is expected


def test_a_table_in_html_within_markdown_has_its_cells():
    assert markdown_text("x\n<TABLE><tr><td>1</td><td>Chè</td></tr></TABLE>\ny") == "x\n1\tChè\n\ny"


@pytest.mark.parametrize("piece", ["<!--", "<table", "![", "# a" + " " * 50, "|--", "\\", "<br", "* "])
def test_signs_without_end_take_linear_time(piece):
    text = "# A\n# B\n" + piece * 20_000
    assert len(markdown_text(text)) <= len(text) + 8
