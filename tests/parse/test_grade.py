"""Grades: ``good`` is a promise, and what a plan lacks is told."""

from __future__ import annotations

import pytest

from tests.parse.helpers import plan_of
from viextract.model.document import Document, Line, Page
from viextract.model.plan import Correction, PageSource, Plan, Unplaced, Warning
from viextract.model.warning_codes import WarningCode
from viextract.options import Options
from viextract.parse import parse_document
from viextract.parse.grade import grade_plan

WHOLE = """ỦY BAN NHÂN DÂN
XÃ BÌNH LÂM
Số: 5/KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Bình Lâm, ngày 3 tháng 2 năm 2025
KẾ HOẠCH
Nạo vét kênh năm 2025
I. NỘI DUNG
- Nạo vét kênh chính trước ngày 30/4/2025.
II. TỔ CHỨC THỰC HIỆN
1. Công an xã
- Giữ gìn trật tự trên công trường.
Nơi nhận:
- Các thôn;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Lê Văn Kênh
"""


def grade(text: str) -> tuple[str, list[str]]:
    plan = plan_of(text)
    assert plan.grade is not None
    return plan.grade.value, plan.grade.reasons


def codes(plan: Plan) -> set[str]:
    return {warning.code for warning in plan.warnings}


def scanned(quality: float = 0.95, confidence: float = 0.95, without: str = "-") -> Plan:
    """The same plan as an engine reads it."""
    lines = [line for line in WHOLE.splitlines() if not line.startswith(without) or without == "-"]
    roles = ["head-left" if k < 3 else "body" for k in range(len(lines))]
    made = [
        Line(text, number, role=role, confidence=confidence)  # type: ignore[arg-type]
        for number, (text, role) in enumerate(zip(lines, roles, strict=True), 1)
    ]
    source = PageSource(number=1, text_origin="ocr", quality=quality)
    return parse_document(Document("a.pdf", "0", "application/pdf", [Page(1, 595, 842, source, made)]), Options())


def test_a_plan_of_nothing_but_headings_is_looked_at() -> None:
    begin, end = WHOLE.index("- Nạo vét"), WHOLE.index("Nơi nhận")
    bare = WHOLE[:begin] + "II. TỔ CHỨC THỰC HIỆN\n" + WHOLE[end:]
    assert grade(bare) == ("check", ["no-tasks"])
    assert "no-tasks" not in grade(bare.replace("KẾ HOẠCH", "QUYẾT ĐỊNH"))[1]


LETTER = """Khe Lặn, ngày 3/5/2026
Chào chị Tư,
Mưa mãi, nương ngô nhà em ngập. Chị cho em xin ít giống trước ngày 20/5 nhé.
Em chị,
Bền
"""
POEM = "Con cò lội ruộng đồng xa\nNghe con cá quẫy tưởng là mưa sa\n" * 4
PROGRAM = 'import os\n\ndef run(a):\n    """Go."""\n    for k in range(3):\n        print(k, a)\n\nrun(1)\n'


@pytest.mark.parametrize("text", [LETTER, POEM, PROGRAM])
def test_what_is_no_plan_is_told_once(text: str) -> None:
    plan = plan_of(text)
    assert plan.grade is not None and plan.grade.value == "poor" and plan.grade.reasons[0] == "no-plan"
    told = [warning.code for warning in plan.warnings]
    assert told[0] == "no-plan" and not {"not-understood", "uncertain-heading"} & set(told)


@pytest.mark.parametrize(
    "part",
    [
        "- Nạo vét kênh chính trước ngày 30/4/2025.\nCác thôn cùng làm.",
        "3. Nạo vét kênh chính\nCác thôn cùng làm.",
        "Các thôn cùng làm với xã.\nPhòng Kinh tế chủ trì nạo vét kênh chính trước ngày 30/4/2025.",
        "KẾ HOẠCH\nNạo vét kênh\nCác thôn cùng làm.",
        "Kính gửi: Phòng Kinh tế\nĐã nạo vét xong kênh chính.",
    ],
)
def test_a_part_of_a_plan_is_one(part: str) -> None:
    assert "no-plan" not in codes(plan_of(part))


def test_a_whole_plan_in_clean_text_is_good() -> None:
    assert grade(WHOLE) == ("good", [])


def test_what_a_typed_text_does_not_have_is_not_missing_from_the_plan() -> None:
    plan = plan_of(WHOLE.replace("Số: 5/KH-UBND\n", ""))
    assert "symbol-missing" in codes(plan)
    assert plan.grade is not None
    assert plan.grade.value == "good"


def test_a_number_that_stands_there_and_was_not_read_is_to_be_looked_at() -> None:
    value, reasons = grade(WHOLE.replace("Số: 5/KH-UBND", "Số 5 ngày hôm trước"))
    assert (value, reasons[:1] in (["symbol-missing"], ["symbol-unread"])) == ("check", True)


def test_a_number_that_an_engine_may_have_missed_is_to_be_looked_at() -> None:
    plan = scanned(without="Số:")
    assert plan.grade is not None
    assert plan.grade.value == "check"
    assert "symbol-missing" in plan.grade.reasons


@pytest.mark.parametrize(
    ("quality", "confidence", "code"),
    [(0.79, 0.95, "low-confidence-page"), (0.95, 0.7, "low-confidence-head")],
)
def test_a_page_or_a_head_that_was_hard_to_read_is_told(quality: float, confidence: float, code: str) -> None:
    plan = scanned(quality, confidence)
    assert code in codes(plan)
    assert plan.grade is not None
    assert (plan.grade.value, code in plan.grade.reasons) == ("check", True)


@pytest.mark.parametrize("confidence", [0.95, 0.7])
def test_a_subject_that_was_hard_to_read_is_told_as_a_head_is(confidence: float) -> None:
    source = PageSource(number=1, text_origin="ocr", quality=0.95)
    texts = WHOLE.splitlines()
    made = [Line(text, number, confidence=0.95) for number, text in enumerate(texts, 1)]
    made[texts.index("Nạo vét kênh năm 2025")].confidence = confidence
    plan = parse_document(Document("a.pdf", "0", "application/pdf", [Page(1, 595, 842, source, made)]), Options())
    told = [warning.message for warning in plan.warnings if warning.code == "low-confidence-head"]
    assert told == (["Read with confidence 0.70: Nạo vét kênh năm 2025"] if confidence < 0.8 else [])


@pytest.mark.parametrize(("role", "told"), [("foot-right", True), ("noise", True), ("body", False)])
def test_the_warning_of_a_missing_signatory_tells_what_a_stamp_may_say(role: str, told: bool) -> None:
    source = PageSource(number=1, text_origin="ocr", quality=0.95)
    texts = [text if text != "Lê Văn Kênh" else "L# vũn K@nk" for text in WHOLE.splitlines()]
    made = [Line(text, number, confidence=0.95) for number, text in enumerate(texts, 1)]
    made[-1].role, made[-1].alternatives = role, ["Lê Văn Kênh"]  # type: ignore[assignment]
    plan = parse_document(Document("a.pdf", "0", "application/pdf", [Page(1, 595, 842, source, made)]), Options())
    assert plan.header.signatory is None or plan.header.signatory.name is None
    missing = [warning for warning in plan.warnings if warning.code == "signatory-missing"]
    assert len(missing) == 1
    assert ("Lê Văn Kênh" in missing[0].message, missing[0].source is not None) == (told, told)


def test_the_better_scan_is_good() -> None:
    plan = scanned()
    assert plan.grade is not None
    assert plan.grade.value == "good"


def test_a_body_of_no_place_is_doubtful() -> None:
    text = WHOLE.replace("ỦY BAN NHÂN DÂN\nXÃ BÌNH LÂM", "BAN THƯỜNG TRỰC").replace("TM. ỦY BAN", "TM. BAN")
    value, reasons = grade(text)
    assert (value, "issuer-doubtful" in reasons) == ("check", True)


def test_lost_words_are_poor_and_guesses_are_looked_at() -> None:
    plan = plan_of(WHOLE)
    assert plan.coverage is not None
    plan.coverage.unplaced = [Unplaced(text="mất " * 50, reason="not-understood", source=None)]
    assert grade_plan(plan).value == "poor"
    plan.coverage.unplaced = [Unplaced(text="DỰ THẢO " * 50, reason="watermark", source=None)]
    assert grade_plan(plan).value == "good"
    plan.corrections = [Correction(before="nao", after="nạo", confidence=0.6)]
    assert grade_plan(plan).reasons == ["low-confidence-text"]


@pytest.mark.parametrize("code", ["page-failed", "table-doubtful", "picture-not-read", "layer-incomplete"])
def test_a_warning_of_what_may_be_wrong_is_a_reason(code: str) -> None:
    plan = plan_of(WHOLE)
    plan.warnings.append(Warning(code=code, message="x"))
    assert grade_plan(plan).value == "check"


def test_a_file_without_tasks_and_sections_is_poor() -> None:
    assert grade("Xin chào.\n")[0] == "poor"


def test_figures_that_can_be_no_year_give_no_deadline_and_a_warning() -> None:
    plan = plan_of(WHOLE.replace("trước ngày 30/4/2025", "trong quý III/2925"))
    assert plan.tasks[0].deadline is None
    (warning,) = [warning for warning in plan.warnings if warning.code == WarningCode.LOW_CONFIDENCE_DATE]
    assert "2925" in warning.message and warning.source == plan.tasks[0].source
