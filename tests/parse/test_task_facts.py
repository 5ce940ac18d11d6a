"""What a task takes from around it: the year of its heading, the document's date, the list in which it stands."""

from __future__ import annotations

import viextract
from tests.parse.helpers import OPTIONS, plan_of
from viextract.model.decision import Decision
from viextract.model.rows import duty_rows
from viextract.parse import parse_document
from viextract.read import read_document

HEAD = """ỦY BAN NHÂN DÂN XÃ PHÚ AN
Số: 12/KH-UBND
Phú An, ngày 18 tháng 11 năm 2025

KẾ HOẠCH
Làm sạch kênh mương

"""


def test_day_without_year_takes_it_from_the_heading_else_from_the_day_of_issue():
    plan = plan_of(
        HEAD
        + """I. NHIỆM VỤ NĂM 2027
- Nạo vét kênh chính trước ngày 15/5.
II. TỔ CHỨC THỰC HIỆN
- Các thôn báo cáo trước ngày 05/12.
- Họp giao ban trước ngày 10/12 và tổng hợp chậm nhất ngày 20/12."""
    )
    assert [[d.end for d in task.deadlines] for task in plan.tasks] == [
        ["2027-05-14"],
        ["2025-12-04"],
        ["2025-12-09", "2025-12-20"],
    ]
    assert [task.deadline.end for task in plan.tasks if task.deadline] == ["2027-05-14", "2025-12-04", "2025-12-09"]


def test_term_from_the_day_of_issue():
    plan = plan_of(HEAD + "I. NHIỆM VỤ\n- Trong vòng 10 ngày kể từ ngày ban hành Kế hoạch này, các thôn thành lập tổ.")
    assert [task.deadline.end for task in plan.tasks if task.deadline] == ["2025-11-28"]


def test_value_of_a_label_needs_no_preposition():
    plan = plan_of(
        HEAD + "I. NỘI DUNG\n1. Lễ ra quân\n- Thời gian: 7 giờ 30, 5/12.\n- Địa điểm: Nhà văn hóa thôn Đông."
    )
    section = plan.sections[0].children[0]
    assert section.deadline is not None and section.deadline.end == "2025-12-05"


def test_count_below_a_heading_of_goals_is_a_goal():
    plan = plan_of(HEAD + "I. CHỈ TIÊU CỤ THỂ\n- Nạo vét 12 km kênh.\nII. NHIỆM VỤ\n- Tổ chức 02 đợt ra quân.")
    assert [[(t.value, t.unit) for t in task.targets] for task in plan.tasks] == [[(12, "km")], []]


def test_part_that_only_says_when_has_the_deadline():
    plan = plan_of(
        HEAD + "I. THỜI GIAN THỰC HIỆN\nTừ ngày 02/3/2026 đến hết ngày 30/4/2026.\n"
        "II. THỜI GIAN, ĐỊA ĐIỂM\nTrong tháng 5/2026.\n- Các thôn nạo vét mương trước ngày 20/5/2026.\n"
        "III. NỘI DUNG\n- Đắp bờ."
    )
    first, second, _ = plan.sections
    assert first.deadline is not None
    assert (first.deadline.start, first.deadline.end) == ("2026-03-02", "2026-04-30")
    assert second.deadline is None  # more than a time stands below it


def test_period_that_is_looked_at_is_no_deadline():
    plan = plan_of(
        HEAD + "I. NỘI DUNG KIỂM TRA\n1. Kiểm tra việc thu phí chợ\n- Đối chiếu sổ thu.\n"
        "2. Thời kỳ kiểm tra: Từ ngày 01/01/2024 đến ngày 31/12/2024."
    )
    assert [task.text for task in plan.tasks] == ["Đối chiếu sổ thu."]
    details = plan.sections[0].details
    assert [(detail.kind, detail.text) for detail in details] == [("other", "Từ ngày 01/01/2024 đến ngày 31/12/2024")]
    assert plan.sections[0].deadline is None


def test_rhythm_that_has_no_value_is_told():
    plan = plan_of(
        HEAD + "I. NỘI DUNG\n- Vớt bèo 2 tuần/lần.\n- Mở hội đua thuyền hai năm một lần.\n- Vớt rác 3 tháng/lần.\n"
        "- Trong 2 năm, lần đầu thi bơi.\n- Đi bộ 2 lần/tuần."
    )
    told = [warning.message for warning in plan.warnings if warning.code == "rhythm-without-value"]
    assert told == ["No value for this rhythm: 2 tuần/lần", "No value for this rhythm: hai năm một lần"]
    assert [task.deadline.recurrence if task.deadline else None for task in plan.tasks] == [
        None,
        None,
        "quarterly",
        None,
        "weekly",
    ]


def test_time_from_which_no_day_can_be_told_is_told():
    plan = plan_of(
        HEAD + "I. NỘI DUNG\n"
        "- Thôn 2 dọn kênh xong trước ngày 15/3 (âm lịch).\n"
        "- Trạm Y tế xã trả kết quả chậm nhất sau 05 ngày làm việc.\n"
        "- Công an xã trực trong thời gian diễn ra lễ hội.\n"
        "- Văn phòng xã tổng hợp trước ngày 10/3 âm lịch (tức ngày 26/4/2026).\n"
        "- Thôn 2 sơ tán người già, hoàn thành trước khi bão vào bờ; trước khi đi phải khóa cửa.\n"
    )
    told = [warning.message for warning in plan.warnings if warning.code == "deadline-unread"]
    assert told == [
        "No day can be told from this time: trước ngày 15/3 (âm lịch)",
        "No day can be told from this time: chậm nhất sau 05 ngày làm việc",
        "No day can be told from this time: hoàn thành trước khi bão vào bờ",
    ]


def test_day_that_the_calendar_does_not_have_is_told_and_doubted():
    plan = plan_of(
        HEAD + "I. NỘI DUNG\n"
        "- Thôn 1 phát dọn ven đường xong trước ngày 31/02/2026.\n"
        "- Văn phòng xã nghiệm thu trước 15/13/2026.\n"
        "- Công an xã báo cáo trước ngày 28/02/2026 theo Công văn số 31/02/UBND-VP.\n"
    )
    told = [w.message.split(" stands")[0] for w in plan.warnings if w.code == "low-confidence-date"]
    assert told == ["31/02/2026", "15/13/2026"]
    assert plan.grade.value == "check"


def test_an_assignment_is_no_surer_than_the_words_of_its_names():
    text = (
        HEAD
        + "I. TO CHUC THUC HIEN\n"
        + "\n".join(
            f"{n}. Cong an xa Binh Lam {work}, phoi hop voi Tram Y te xa."
            for n, work in enumerate(("tuan tra ban dem", "trien khai phong chay", "to chuc tuyen truyen"), 1)
        )
    )
    plan = viextract.extract(text.encode(), viextract.Options(profile="stripped"))
    assert [assignment.unit.text for assignment in plan.assignments] == ["Công an xã Bình Lâm"] * 3
    doubtful = [c.confidence for c in plan.corrections if c.after in ("Bình", "Lâm", "Y", "tế") and c.before != "BINH"]
    for number, assignment in enumerate(plan.assignments):
        line = plan.tasks[number].source.lines[0]
        least = min(c.confidence for c in plan.corrections if c.source.lines[0] == line and c.after in ("Lâm", "Bình"))
        assert assignment.confidence <= least
    assert min(doubtful) < 0.95


def test_figures_that_are_counted_a_day_are_no_day():
    plan = plan_of(
        HEAD + "I. NỘI DUNG\n- Trạm bơm trực cả ngày 24/24 giờ.\n- Tổ thu gom đến mỗi ngày 30/40 hộ.\n"
        "- Thôn 1 dọn kênh xong ngày 15/13."
    )
    told = [w.message.split(" stands")[0] for w in plan.warnings if w.code == "low-confidence-date"]
    assert told == ["15/13"]


TWO_ROUNDS = (
    HEAD + "I. NỘI DUNG\n1. Lễ ra quân vớt bèo\n"
    "- Thời gian: từ ngày 05/3/2026 đến ngày 07/3/2026 (đợt 1), từ ngày 10/8/2026 đến ngày 12/8/2026 (đợt 2).\n"
    "- Đơn vị chủ trì: Hội Nông dân xã.\n"
)


def test_a_heading_keeps_each_of_its_periods():
    section = plan_of(TWO_ROUNDS).sections[0].children[0]
    assert [(one.start, one.end) for one in section.deadlines] == [
        ("2026-03-05", "2026-03-07"),
        ("2026-08-10", "2026-08-12"),
    ]
    assert section.deadline == section.deadlines[0]


def test_the_row_of_a_duty_names_each_period_of_its_work():
    (row,) = duty_rows(plan_of(TWO_ROUNDS))
    assert row.deadline == "từ ngày 05/3/2026 đến ngày 07/3/2026; từ ngày 10/8/2026 đến ngày 12/8/2026"
    assert (str(row.starts), str(row.ends)) == ("2026-03-05", "2026-03-07")


def test_the_worst_word_of_a_long_task_is_not_hidden_by_the_others():
    text = (
        HEAD + "I. NHIỆM VỤ\n- Phối hợp vội các thôn nạo vét kênh mương trước mùa mưa, thu gom rác hai bên bờ kênh.\n"
    )
    sure = []
    for certainty in (0.95, 0.2):
        document = read_document(text.encode(), OPTIONS, name="plan.txt")
        line = next(line for line in document.pages[0].lines if "vội" in line.text)
        at = line.raw.index("vội")
        line.decide([Decision(at, at + 3, "vội", "vội", certainty)])
        line.confidence = 0.98
        sure.append(parse_document(document, OPTIONS).tasks[0].confidence)
    assert sure == [0.965, 0.59]
