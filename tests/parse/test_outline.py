"""The outline and the plain text for a person."""

from __future__ import annotations

from tests.parse.helpers import plan_of
from viextract.export.outline import plan_outline
from viextract.export.text import document_text
from viextract.model.document import Cell, Document, Grid, Line, Page
from viextract.model.plan import PageSource

TEXT = """KẾ HOẠCH
Giữ sạch bãi biển

UBND xã Bình Lãng ban hành Kế hoạch như sau:

I. CHỈ TIÊU

- 100% thôn ven biển nhặt rác.

II. TỔ CHỨC THỰC HIỆN

1. Công an xã

- Chủ trì, phối hợp với các thôn tuần tra trước ngày 30/4/2026.
"""


def test_outline_shows_tree_goals_duties_and_deadlines():
    plan = plan_of(TEXT)
    plan.warnings = [warning for warning in plan.warnings if warning.code == "header-issuer-inferred"]
    assert plan_outline(plan).split("\n") == [
        "plan.txt: Kế hoạch · Ủy ban nhân dân xã Bình Lãng",
        "Giữ sạch bãi biển",
        "├─ I. CHỈ TIÊU",
        "│  └─ - 100% thôn ven biển nhặt rác.  ◎ 100%",
        "├─ II. TỔ CHỨC THỰC HIỆN",
        "│  └─ 1. Công an xã  ⟨Công an xã⟩",
        "│     └─ - Chủ trì, phối hợp với các thôn tuần tra trước ngày 30/4/2026.  → Công an xã: chủ trì + các thôn  "
        "⏲ trước ngày 30/4/2026",
        "└─ ! header-issuer-inferred: The issuing body is taken from the preamble, the closing or a caption.",
        "",
    ]


def test_outline_shows_everybody_who_acts_and_every_labelled_line():
    plan = plan_of(
        "KẾ HOẠCH\nGiữ sạch bãi biển\n\nI. NỘI DUNG\n1. Lễ ra quân\n- Thời gian: ngày 05/3/2026.\n"
        "- Đơn vị chủ trì: Đoàn xã.\n2. Công an xã tuần tra bãi; Hội Nông dân xã lập tổ tuần tra.\n"
    )
    drawn = plan_outline(plan)
    assert "Lễ ra quân  → Đoàn xã: chủ trì  ⏲ ngày 05/3/2026" in drawn
    assert "· Thời gian: ngày 05/3/2026" in drawn
    assert "→ Công an xã: thực hiện  → Hội Nông dân xã: thực hiện" in drawn


def test_outline_marks_what_is_uncertain():
    plan = plan_of(TEXT)
    plan.tasks[0].confidence = 0.4
    assert "[?40%]" in plan_outline(plan)


def test_outline_cuts_long_texts():
    plan = plan_of(TEXT)
    plan.tasks[0].text = "x" * 500
    assert max(len(line) for line in plan_outline(plan, width=60).split("\n")) < 140


def page(lines: list[Line], grids: list[Grid] | None = None) -> Document:
    source = PageSource(number=1, text_origin="text", quality=1)
    return Document("a", "", "text/plain", [Page(1, 0, 0, source, lines, grids or [])])


def test_text_is_paragraphs_one_a_line():
    lines = [
        Line("- Nhặt rác trên bãi tắm mỗi sáng trong mùa du lịch và", 1),
        Line("ngày lễ.", 2),
        Line("", 3),
        Line("- Trực.", 4),
    ]
    assert document_text(page(lines * 3)).split("\n")[:2] == [
        "- Nhặt rác trên bãi tắm mỗi sáng trong mùa du lịch và ngày lễ.",
        "- Trực.",
    ]


def test_text_holds_tables_that_are_only_cells_in_their_place():
    grid = Grid([Cell(0, 0, "STT"), Cell(0, 1, "Việc"), Cell(1, 0, "1"), Cell(1, 1, "Quét")], 2, 2, after_line=1)
    assert document_text(page([Line("Bảng:", 1), Line("Hết.", 2)], [grid])) == "Bảng:\nSTT\tViệc\n1\tQuét\nHết.\n"


def test_noise_is_left_out_of_the_text():
    assert document_text(page([Line("2", 1, role="noise"), Line("Việc.", 2)])) == "Việc.\n"


def test_clauses_on_scope_are_no_tasks():
    plan = plan_of(
        "QUY CHẾ\nQuản lý bến đò\n\nĐiều 1. Phạm vi, đối tượng\n"
        "1. Quy chế này quy định về hoạt động của bến đò ngang.\n"
        "2. Quy chế này áp dụng đối với chủ đò và người qua đò.\n"
        "Điều 2. Trách nhiệm\n1. Kiểm tra áo phao trước mỗi chuyến.\n"
        "2. Niêm yết giá vé tại bến.\nQuy chế này áp dụng thống nhất trên địa bàn xã.\n"
    )
    assert [task.text for task in plan.tasks] == ["Kiểm tra áo phao trước mỗi chuyến.", "Niêm yết giá vé tại bến."]
    assert plan.closing == ["Quy chế này áp dụng thống nhất trên địa bàn xã."]
    assert plan.sections[0].paragraphs[0].endswith("hoạt động của bến đò ngang.")


def test_what_is_nested_below_a_line_that_is_no_work_is_nothing_of_the_bullet_before():
    plan = plan_of(
        "KẾ HOẠCH\nĐọc sách năm 2026\nI. NỘI DUNG\n1. Thành phần dự hội nghị\n"
        "- Trưởng thôn phối hợp với Chi đoàn lập danh sách người dự.\n- Số lượng người dự hội nghị:\n"
        "+ Thôn có dưới 100 hộ: Tổ chức hội nghị toàn thể.\n+ Thôn có từ 100 hộ trở lên: Phải bảo đảm ít nhất 55 hộ."
    )
    below = [task for task in plan.tasks if task.marker == "+"]
    assert below and all(task.parent_id is None for task in below)


def test_the_subject_of_a_year_in_quotation_marks_is_no_work():
    plan = plan_of(
        'KẾ HOẠCH\nHội làng\n\nI. CHỦ ĐỀ\n"Sông sạch - Bến đẹp"\n\nII. NỘI DUNG\n1. Vét mương.\n2. Thả cá.\n'
    )
    assert [task.text for task in plan.tasks] == ["Vét mương.", "Thả cá."]


def test_numbers_with_a_stroke_are_sure_labels():
    plan = plan_of("KẾ HOẠCH\nHội làng\n\nI/ NỘI DUNG\n1/ Vét mương ở ba thôn.\n2/ Thả cá.\n")
    assert [task.marker for task in plan.tasks] == ["1", "2"]
    assert "uncertain-heading" not in {warning.code for warning in plan.warnings}


def test_a_dash_behind_a_dotted_label_before_a_share():
    plan = plan_of(
        "KẾ HOẠCH\nHội làng\n\nI- NỘI DUNG\n2- Ở thôn\n2.1- 100% hộ treo cờ.\n2.2- Mỗi hộ góp một cây tre.\n"
    )
    assert [(task.marker, task.targets[0].text) for task in plan.tasks[:1]] == [("2.1", "100%")]
