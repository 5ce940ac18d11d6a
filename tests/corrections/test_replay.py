"""A person's corrections are made again whatever the options, and never in another document."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

import viextract
from tests.growth import is_linear
from viextract.corrections import corrections_name, replay, save_corrections
from viextract.errors import InputNotFoundError, InvalidCorrectionsError
from viextract.model.corrections import (
    AssignmentDecision,
    BlockDecision,
    BlockKind,
    CorrectedSource,
    Corrections,
    Decision,
    Duty,
    HeaderDecision,
    JoinDecision,
    Place,
    SplitDecision,
    TextDecision,
    Work,
)
from viextract.model.document import BBox, Cell, Document, Grid, Line, Page
from viextract.model.plan import Deadline, Detail, PageSource, Plan, Section
from viextract.options import Options

PLAN = """ỦY BAN NHÂN DÂN
XÃ SUỐI TRE
Số:    /KH-UBND
Suối Tre, ngày 12 tháng 3 năm 2025

KẾ HOẠCH
Trồng cây xanh năm 2025

I. MỤC ĐÍCH
- Trồng cây bên đường của các thôn.

II. NHIỆM VỤ
1. Chuẩn bị đất
- Phòng Kinh tế chủ trì, phối hợp với Công an xã đào hố trước ngày 10/5/2025.
- Thôn Đông giao cây giống cho các hộ.
Chăm sóc cây sau khi trồng

2. Tổng kết
- Gửi số cây còn sống về Ủy ban nhân dân xã.

CHỦ TỊCH
"""
LINES = PLAN.split("\n")


def at(text: str, **more: object) -> Place:
    """The place of the line with this text."""
    number = next(k for k, line in enumerate(LINES, 1) if text in line)
    return Place(page=1, line=number, read=LINES[number - 1], **more)


def words(before: str, after: str) -> TextDecision:
    place = at(before)
    start = place.read.index(before)
    return TextDecision(place=place, start=start, end=start + len(before), after=after)


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "ke-hoach.txt"
    path.write_text(PLAN, "utf-8")
    return path


def corrections(path: Path, decisions: Iterable[Decision]) -> Corrections:
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return Corrections(source=CorrectedSource(sha256=sha256, name=path.name), decisions=list(decisions))


def corrected(path: Path, *decisions: Decision, options: Options | None = None) -> Plan:
    save_corrections(path.with_name(corrections_name(path.name)), corrections(path, decisions))
    return viextract.extract(path, options)


def codes(plan: Plan) -> list[str]:
    return [warning.code for warning in plan.warnings]


# --- text


def test_a_word_is_corrected_and_all_that_follows_from_it(document: Path) -> None:
    assert any(a.unit.name == "Phòng Kinh tế" for a in viextract.extract(document).assignments)
    plan = corrected(document, words("Phòng Kinh tế", "Phòng Nội vụ"))
    assert not any(a.unit.name == "Phòng Kinh tế" for a in plan.assignments)
    assert any(a.unit.name == "Phòng Nội vụ" and a.role == "lead" for a in plan.assignments)
    made = [item for item in plan.corrections if item.by == "person"]
    assert [(item.before, item.after, item.confidence) for item in made] == [("Phòng Kinh tế", "Phòng Nội vụ", 1.0)]
    assert made[0].target is not None and made[0].target.line == 14 and "correction-unfit" not in codes(plan)


@pytest.mark.parametrize(
    "options",
    [
        Options(recover=False),
        Options(profile="stripped"),
        Options(words=("Suối", "Tre")),
        Options(min_confidence=0.9),
        Options(ocr="always", language="eng", jobs=2),
    ],
    ids=["no-recover", "stripped", "words", "min-confidence", "force-ocr"],
)
def test_other_options_change_nothing(document: Path, options: Options) -> None:
    plan = corrected(document, words("Đông giao", "Đồng giao"), options=options)
    assert any("Thôn Đồng giao cây" in task.text for task in plan.tasks)


def test_what_recovery_had_made_of_the_word_goes(tmp_path: Path) -> None:
    text = PLAN.replace("giao cây giống cho các hộ", "giao cay giéng cho céc hộ")
    path = tmp_path / "plan.txt"
    path.write_text(text, "utf-8")
    line = next(k for k, one in enumerate(text.split("\n"), 1) if "giéng" in one)
    read = text.split("\n")[line - 1]
    start = read.index("cay giéng")
    place = Place(page=1, line=line, read=read)
    decision = TextDecision(place=place, start=start, end=start + len("cay giéng"), after="cây giổi")
    options = Options(profile="vietnamese-ocr")
    plan = corrected(path, decision, options=options)
    assert any("giao cây giổi cho" in task.text for task in plan.tasks)
    own = sorted(
        (item for item in plan.corrections if item.target and item.target.line == line),
        key=lambda item: item.start or 0,
        reverse=True,
    )
    for item in own:
        assert item.start is not None and item.end is not None and read[item.start : item.end] == item.before
        read = read[: item.start] + item.after + read[item.end :]
    assert "cây giổi" in read  # the text as read and all corrections make the text


def test_a_word_accepted_as_it_stands_is_sure_and_no_change(document: Path) -> None:
    before = viextract.extract(document)
    plan = corrected(document, words("Thôn Đông", "Thôn Đông"))
    assert plan.corrections == before.corrections and "correction-unfit" not in codes(plan)


def test_the_later_of_two_decisions_counts(document: Path) -> None:
    plan = corrected(document, words("cây giống", "cây sao"), words("cây giống", "cây dầu"))
    assert any("giao cây dầu cho" in task.text for task in plan.tasks)


# --- paragraphs


@pytest.mark.parametrize("role", ["heading", "task", "detail", "paragraph"])
@pytest.mark.parametrize("text", ["- Thôn Đông giao", "Chăm sóc cây", "1. Chuẩn bị đất", "2. Tổng kết"])
def test_a_paragraph_is_what_a_person_says(document: Path, text: str, role: BlockKind) -> None:
    plan = corrected(document, BlockDecision(place=at(text), role=role))
    bare = text.lstrip("-12. ")
    found = {
        "heading": any(section.title.startswith(bare) for section in sections(plan)),
        "task": any(task.text.startswith(bare) for task in plan.tasks),
        "detail": any(bare in f"{d.label}{d.text}" for d in details(plan)),
        "paragraph": any(bare in paragraph for section in sections(plan) for paragraph in section.paragraphs),
    }
    assert [kind for kind, there in found.items() if there] == [role], found
    assert "correction-unfit" not in codes(plan)


def details(plan: Plan) -> Iterator[Detail]:
    for task in plan.tasks:
        yield from task.details
    for section in sections(plan):
        yield from section.details


def sections(plan: Plan) -> list[Section]:
    todo, found = list(plan.sections), []
    while todo:
        section = todo.pop(0)
        found.append(section)
        todo = section.children + todo
    return found


def test_a_paragraph_is_split_and_joined(document: Path) -> None:
    read = at("- Thôn Đông giao").read
    plan = corrected(document, SplitDecision(place=at("- Thôn Đông giao"), at=read.index("cho các hộ")))
    texts = [task.text for task in plan.tasks] + [text for one in sections(plan) for text in one.paragraphs]
    assert "Thôn Đông giao cây giống" in texts and any(text.startswith("cho các hộ") for text in texts)
    plan = corrected(document, JoinDecision(place=at("- Thôn Đông giao")))
    assert any("10/5/2025. - Thôn Đông giao cây giống" in task.text for task in plan.tasks)
    assert plan.coverage is not None and plan.coverage.words == plan.coverage.placed


# --- header and duties


def test_header_fields_are_a_person_s_and_answer_the_warnings(document: Path) -> None:
    assert "symbol-unread" in codes(viextract.extract(document))
    plan = corrected(
        document,
        HeaderDecision(field="symbol", after="45/KH-UBND"),
        HeaderDecision(field="issuer", after="Ủy ban nhân dân xã Suối Tre"),
        HeaderDecision(field="signatory.name", after="Lê Văn Tám"),
        HeaderDecision(field="recipients", after=["Như trên", "Lưu: VT"]),
        HeaderDecision(field="place", after=None),
    )
    header = plan.header
    assert (header.symbol, header.symbol_code, header.place) == ("45/KH-UBND", "KH-UBND", None)
    assert header.issuer is not None and header.issuer.key == "uy-ban-nhan-dan-xa-suoi-tre"
    assert header.signatory is not None and header.signatory.name == "Lê Văn Tám"
    assert header.recipients == ["Như trên", "Lưu: VT"]
    assert "symbol-unread" not in codes(plan) and "signatory-missing" not in codes(plan)
    assert plan.grade is not None and "symbol-unread" not in plan.grade.reasons
    assert {c.reason for c in plan.corrections if c.by == "person"} >= {"header.symbol", "header.place"}


def test_a_date_that_is_none_is_told_and_not_taken(document: Path) -> None:
    plan = corrected(document, HeaderDecision(field="issued_on", after="hôm qua"))
    assert plan.header.issued_on == "2025-03-12" and "correction-unfit" in codes(plan)


def test_a_duty_is_changed_added_and_taken_away(document: Path) -> None:
    task = next(t for t in viextract.extract(document).tasks if "đào hố" in t.text)
    old = next(a for a in viextract.extract(document).assignments if a.task_id == task.id)
    before = Duty(unit=old.unit.name, role=old.role, partners=[p.name for p in old.partners], deadline=old.deadline)
    work = Work(text=task.text, page=1, line=14)
    due = Deadline(text="trước ngày 20/5/2025", end="2025-05-19")
    after = Duty(unit="Phòng Văn hóa - Xã hội", role="implement", partners=["Đoàn Thanh niên"], deadline=due)
    more = Duty(unit="Trạm Y tế", role="cooperate")
    plan = corrected(
        document,
        AssignmentDecision(work=work, before=before, after=after),
        AssignmentDecision(work=work, after=more),
    )
    own = [a for a in plan.assignments if a.task_id == task.id]
    assert [(a.unit.name, a.role, a.confidence) for a in own] == [
        ("Phòng Văn hóa - Xã hội", "implement", 1.0),
        ("Trạm Y tế", "cooperate", 1.0),
    ]
    assert own[0].deadline == due and [p.name for p in own[0].partners] == ["Đoàn Thanh niên"]
    assert [a.id for a in plan.assignments] == [f"a{n}" for n in range(1, len(plan.assignments) + 1)]
    assert len({a.key for a in plan.assignments}) == len(plan.assignments)
    gone = corrected(document, AssignmentDecision(work=work, before=before))
    assert not any(a.task_id == task.id for a in gone.assignments)


def test_a_time_without_its_year_is_of_the_year_of_the_document(document: Path) -> None:
    found = viextract.extract(document).assignments[0]
    before = Duty(unit=found.unit.name, role=found.role, deadline=found.deadline)
    after = before.model_copy(update={"deadline": Deadline(text="tháng 9")})
    work = Work(text=next(task.text for task in viextract.extract(document).tasks if task.id == found.task_id))
    due = corrected(document, AssignmentDecision(work=work, before=before, after=after)).assignments[0].deadline
    assert due is not None and (due.text, due.start, due.end) == ("tháng 9", "2025-09-01", "2025-09-30")


def test_a_duty_of_a_task_whose_words_were_corrected_too(document: Path) -> None:
    task = next(t for t in viextract.extract(document).tasks if "đào hố" in t.text)
    duty = Duty(unit="Trạm Y tế", role="cooperate")
    plan = corrected(
        document, words("đào hố", "đào hào"), AssignmentDecision(work=Work(text=task.text, page=1, line=14), after=duty)
    )
    assert any(a.unit.name == "Trạm Y tế" for a in plan.assignments) and "correction-unfit" not in codes(plan)


def test_a_duty_stays_when_its_paragraph_is_joined_with_another(document: Path) -> None:
    first, second = "đào hố trước ngày 10/5/2025.", "Thôn Đông giao cây"
    tasks = {text: next(t for t in viextract.extract(document).tasks if text in t.text) for text in (first, second)}
    duty = Duty(unit="Phòng Kinh tế", role="lead", partners=["Công an xã"])
    later = Duty(unit="Phòng Kinh tế", role="implement", deadline=Deadline(text="trước ngày 20/6/2025"))
    plan = corrected(
        document,
        AssignmentDecision(work=Work(text=tasks[first].text, page=1, line=14), before=duty, after=later),
        AssignmentDecision(work=Work(text=tasks[second].text, page=1, line=15), after=Duty(unit="Trạm Y tế")),
        JoinDecision(place=at("- Thôn Đông giao")),
    )
    joined = next(t for t in plan.tasks if first in t.text and second in t.text)
    own = [(a.unit.name, a.role, a.deadline and a.deadline.end) for a in plan.assignments if a.task_id == joined.id]
    assert ("Phòng Kinh tế", "implement", "2025-06-19") in own and "Trạm Y tế" in [name for name, _, _ in own]
    assert "lead" not in [role for _, role, _ in own] and "correction-unfit" not in codes(plan)


def test_a_duty_goes_with_the_part_of_a_split_paragraph_that_has_it(document: Path) -> None:
    line = "- Phòng Kinh tế chủ trì đào hố cho cả xã; Công an xã giữ trật tự trên các tuyến đường của xã."
    document.write_text(PLAN.replace(LINES[13], line), "utf-8")
    work = Work(text=line[2:], page=1, line=14)
    split = SplitDecision(place=Place(page=1, line=14, read=line), at=line.index("Công an"))
    before = Duty(unit="Phòng Kinh tế", role="lead")
    change = AssignmentDecision(work=work, before=before, after=Duty(unit="Phòng Kinh tế", role="cooperate"))
    plan = corrected(document, change, split)
    part = next(t for t in plan.tasks if t.text.startswith("Phòng Kinh tế"))
    assert "Công an" not in part.text
    assert [(a.unit.name, a.role) for a in plan.assignments if a.task_id == part.id] == [("Phòng Kinh tế", "cooperate")]
    assert "correction-unfit" not in codes(plan)
    # Whose an added duty is of the two parts nobody can know.
    plan = corrected(document, AssignmentDecision(work=work, after=Duty(unit="Trạm Y tế")), split)
    assert "correction-unfit" in codes(plan) and "Trạm Y tế" not in [a.unit.name for a in plan.assignments]


# --- what does not fit


def test_what_no_longer_fits_is_told_and_left(document: Path) -> None:
    gone = Place(page=1, line=3, read="Dòng không còn ở đây")
    plan = corrected(
        document,
        TextDecision(place=gone, start=0, end=4, after="Hàng"),
        BlockDecision(place=gone, role="heading"),
        SplitDecision(place=gone, at=5),
        AssignmentDecision(work=Work(text="Xây cầu qua suối"), after=Duty(unit="Phòng Kinh tế")),
    )
    assert codes(plan).count("correction-unfit") == 4
    assert plan.grade is not None and "correction-unfit" in plan.grade.reasons
    assert "Hàng" not in plan.to_json().replace("Not made (text: Hàng)", "")


def test_corrections_of_another_document_are_never_made(document: Path) -> None:
    plan = corrected(document, words("Đông giao", "Đồng giao"), HeaderDecision(field="symbol", after="45/KH-UBND"))
    assert plan.header.symbol == "45/KH-UBND"
    document.write_text(PLAN + "Thêm một dòng.\n", "utf-8")
    plan = viextract.extract(document)
    assert plan.header.symbol is None and not any(c.by == "person" for c in plan.corrections)
    assert "corrections-of-another" in codes(plan)


def test_they_are_found_in_a_folder_by_the_content_of_the_document(document: Path, tmp_path: Path) -> None:
    folder = tmp_path / "corrections" / "2025"
    folder.mkdir(parents=True)
    save_corrections(
        folder / "any-name.corrections.json",
        corrections(document, [HeaderDecision(field="symbol", after="45/KH-UBND")]),
    )
    renamed = document.rename(tmp_path / "renamed.txt")
    options = Options(corrections=tmp_path / "corrections")
    assert viextract.extract(renamed, options).header.symbol == "45/KH-UBND"
    assert viextract.extract(PLAN.encode(), options, name="x.txt").header.symbol == "45/KH-UBND"
    assert viextract.extract(renamed, options.model_copy(update={"replay": False})).header.symbol is None
    assert viextract.extract(renamed).header.symbol is None
    with pytest.raises(InputNotFoundError):
        viextract.extract(renamed, Options(corrections=tmp_path / "missing"))


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"source": {"sha256": "abc"}}', '{"decisions": [{"kind": "shell"}]}', "\x00", "[" * 100_000],
)
def test_what_is_no_file_of_corrections(document: Path, text: str) -> None:
    document.with_name(corrections_name(document.name)).write_text(text, "utf-8")
    with pytest.raises(InvalidCorrectionsError):
        viextract.extract(document)


def test_a_file_survives_the_way_to_disk_and_back(document: Path) -> None:
    made = corrections(document, [words("Đông giao", "Đồng giao"), HeaderDecision(field="draft", after=True)])
    assert Corrections.from_json(made.to_json()) == made


# --- another reading of the same page


def scan(texts: list[str], numbers: int = 1) -> Document:
    """A page as an engine has read it; each word has a box in which letters are 6 points wide, lines 14 high."""
    lines = []
    for k, text in enumerate(texts):
        top, places, position = 100.0 + 20 * k, [], 0
        for word in text.split(" "):
            box: BBox = (72 + 6.0 * position, top, 72 + 6.0 * (position + len(word)), top + 14)
            places.append((position, position + len(word), box))
            position += len(word) + 1
        bbox = (72.0, top, 72 + 6.0 * len(text), top + 14)
        lines.append(Line(text, number=numbers + k, bbox=bbox, places=places))
    source = PageSource(number=1, text_origin="ocr", quality=0.9)
    return Document("scan.pdf", "a" * 64, "application/pdf", [Page(1, 595, 842, source, lines)], page_count=1)


def on_scan(decision: Decision) -> Corrections:
    return Corrections(source=CorrectedSource(sha256="a" * 64), decisions=[decision])


def test_a_word_of_a_scan_is_found_by_its_place_when_it_is_read_otherwise() -> None:
    place = Place(page=1, line=2, read="giao cho Phòng Nội vu xã", box=(72 + 54, 120, 72 + 126, 134))
    decision = TextDecision(place=place, start=9, end=21, after="Phòng Nội vụ")
    other = scan(["Kế hoạch tuần này", "giao cho Phdng N6i vu xã", "Phòng Nội vu"], numbers=7)
    replay(other, on_scan(decision))
    assert [line.text for line in other.lines()] == ["Kế hoạch tuần này", "giao cho Phòng Nội vụ xã", "Phòng Nội vu"]
    assert not other.warnings and other.corrections[0].by == "person" and other.corrections[0].before == "Phdng N6i vu"


def test_a_place_that_now_holds_something_else_is_left_alone() -> None:
    place = Place(page=1, line=2, read="giao cho Phòng Nội vu xã", box=(72 + 54, 120, 72 + 126, 134))
    decision = TextDecision(place=place, start=9, end=21, after="Phòng Nội vụ")
    other = scan(["Kế hoạch tuần này", "trường mầm non buổi sáng nay"])
    replay(other, on_scan(decision))
    assert other.lines()[1].text == "trường mầm non buổi sáng nay" and other.warnings[0][0] == "correction-unfit"


def test_the_same_line_twice_on_a_page_is_told_apart_by_its_place() -> None:
    place = Place(page=1, line=9, read="Trạm y tê", box=(72, 140, 126, 154))
    document = scan(["Trạm y tê", "và", "Trạm y tê"])
    replay(document, on_scan(TextDecision(place=place, start=7, end=9, after="tế")))
    assert [line.text for line in document.lines()] == ["Trạm y tê", "và", "Trạm y tế"]


def test_a_cell_is_found_by_row_and_column_or_by_its_box() -> None:
    def table(text: str, row: int) -> Document:
        document = scan(["Bảng phân công"])
        cells = [Cell(0, 0, "Nội dung", bbox=(72, 200, 200, 220)), Cell(row, 0, text, bbox=(72, 220, 200, 240))]
        document.pages[0].grids = [Grid(cells, 2, 1, bbox=(72, 200, 200, 240))]
        return document

    place = Place(page=1, cell=(1, 0), read="Truc cơ quan", box=(72, 220, 200, 240))
    decision = TextDecision(place=place, start=0, end=4, after="Trực")
    for document in (table("Truc cơ quan", 1), table("Trưc cơ quan", 2)):
        replay(document, on_scan(decision))
        assert document.grids()[0].cells[1].text == "Trực cơ quan" and not document.warnings
    other = table("Họp xã", 1)
    replay(other, on_scan(decision))
    assert other.grids()[0].cells[1].text == "Họp xã" and other.warnings


def test_pages_that_are_not_read_now_are_no_misfit() -> None:
    place = Place(page=2, line=2, read="giao cho Phòng Nội vu xã")
    document = scan(["Kế hoạch tuần này"])
    replay(document, on_scan(BlockDecision(place=place, role="task")))
    assert not document.warnings


def test_a_paragraph_is_split_at_its_word_however_the_line_is_read() -> None:
    read = "- Giao cay giong. Trong cay xong"
    place = Place(page=1, line=1, read=read, box=(72, 100, 72 + 6.0 * len(read), 114))
    decision = SplitDecision(place=place, at=read.index("Trong"))
    for line, halves in {
        "- Giao cây giống. Trồng cây xong": ["- Giao cây giống.", "Trồng cây xong"],
        "- Giaocay giong . Trcng cay xong": ["- Giaocay giong .", "Trcng cay xong"],
        "- - Giao cây giong. Trong cây xong": ["- - Giao cây giong.", "Trong cây xong"],
    }.items():
        document = scan([line])
        replay(document, on_scan(decision))
        assert [one.text for one in document.lines()] == halves and not document.warnings
    for line in ("- Giao cây giống. Báo cáo xong", "- Giao cay giong TrongcayxongTrong", "-"):
        document = scan([line])
        document.lines()[0].bbox = place.box
        replay(document, on_scan(decision))
        assert len(document.lines()) == 1 and document.warnings[0][0] == "correction-unfit", line


def test_a_duty_goes_to_no_like_piece_of_work_on_another_page(document: Path) -> None:
    plan = viextract.extract(document)
    task = next(one for one in plan.tasks if "giao cây giống" in one.text)
    like = task.text.replace("Đông", "Đồng Cói")
    assert task.source is not None and task.source.page == 1
    for page, fits in ((1, True), (None, True), (2, False)):
        work = Work(text=like, page=page, line=3)
        made = corrected(document, AssignmentDecision(work=work, after=Duty(unit="Trạm Y tế")))
        assert any(one.unit.name == "Trạm Y tế" for one in made.assignments) is fits
        assert ("correction-unfit" in codes(made)) is not fits


def test_thousands_of_decisions_take_time_in_step_with_their_number(document: Path) -> None:
    work = Work(text="Gửi số cây còn sống về Ủy ban nhân dân xã.", page=1, line=19)

    def work_with(count: int) -> Callable[[], None]:
        decisions: list[Decision] = []
        for number in range(count):
            decisions.append(HeaderDecision(field="symbol", after=f"{number}/KH-UBND"))
            decisions.append(AssignmentDecision(work=work, after=Duty(unit=f"Thôn {number % 7}", role="lead")))
            place = Place(page=1, line=3, read=f"Dòng không còn ở đây {number}")
            decisions.append(TextDecision(place=place, start=0, end=4, after="Hàng"))

        def replayed() -> None:
            plan = corrected(document, *decisions)
            assert plan.header.symbol == f"{count - 1}/KH-UBND" and codes(plan).count("correction-unfit") == count

        return replayed

    assert is_linear(work_with, short=1000)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_a_box_has_numbers(number: str) -> None:
    place = f'{{"page": 1, "line": 1, "read": "a", "box": [0, 0, {number}, 1]}}'
    decision = f'{{"kind": "join", "place": {place}}}'
    with pytest.raises(InvalidCorrectionsError):
        Corrections.from_json(f'{{"source": {{"sha256": "{"a" * 64}"}}, "decisions": [{decision}]}}')
