"""Labelled lines: details of the work above them, no tasks and no headings."""

from __future__ import annotations

from typing import Any

import pytest

from tests.parse.helpers import plan_of as parsed
from viextract.data import read_yaml
from viextract.parse.outline.labelled import obliges
from viextract.vocabulary.details import kind_of_label, read_details

HEAD = "KẾ HOẠCH\nChăm sóc công viên năm 2026\n\nI. NỘI DUNG\n"


def details(items: list[Any]) -> list[tuple[str, str]]:
    return [(detail.kind, detail.text) for item in items for detail in item.details]


def sections(plan: Any) -> list[Any]:
    found, todo = [], list(plan.sections)
    while todo:
        section = todo.pop(0)
        found.append(section)
        todo = section.children + todo
    return found


def test_lines_below_an_event_are_its_details_with_its_time() -> None:
    plan = parsed(
        HEAD + "1. Ngày hội trồng hoa\n- Thời gian: 8 giờ 00, ngày 14/3/2026.\n- Địa điểm: Công viên phía Nam.\n"
        "- Đơn vị chủ trì: Đoàn Thanh niên phường.\n2. Tuyên truyền\n- Phát tờ rơi đến từng hộ.\n"
    )
    event = sections(plan)[1]
    assert details([event]) == [
        ("time", "8 giờ 00, ngày 14/3/2026"),
        ("place", "Công viên phía Nam"),
        ("lead", "Đoàn Thanh niên phường"),
    ]
    assert event.deadline and event.deadline.end == "2026-03-14"
    assert [task.text for task in plan.tasks] == ["Phát tờ rơi đến từng hộ."]


def test_lines_below_a_month_of_a_schedule_are_its_details() -> None:
    plan = parsed(
        HEAD + "Tháng 3: Mở ngày hội trồng hoa cho học sinh.\n- Địa điểm: Công viên phía Nam\n"
        "- Người phụ trách: Bà Sùng Thị Dợ (Tổ phó)\n"
        "Tháng 4: Cắt tỉa hàng rào quanh vườn.\n- Thời gian: ngày 18/4/2026\n"
        "- Tổ cây xanh dọn cành.\nLập sổ theo dõi cây.\n"
        "- Địa điểm: Nhà trực\nII. KINH PHÍ\n- Thời gian: cả năm 2026\n"
    )
    by_text = {task.text: [(d.kind, d.text) for d in task.details] for task in plan.tasks}
    assert by_text["Tháng 3: Mở ngày hội trồng hoa cho học sinh."] == [
        ("place", "Công viên phía Nam"),
        ("lead", "Bà Sùng Thị Dợ (Tổ phó)"),
    ]
    assert by_text["Tháng 4: Cắt tỉa hàng rào quanh vườn."] == [("time", "ngày 18/4/2026")]
    assert by_text["Lập sổ theo dõi cây."] == []  # what is below another paragraph is about the part, as ever
    assert details(sections(plan)) == [("place", "Nhà trực"), ("time", "cả năm 2026")]
    led = {a.unit.text: a.task_id for a in plan.assignments if a.role == "lead"}
    assert led["Bà Sùng Thị Dợ"] == plan.tasks[0].id


def test_a_numbered_piece_of_work_keeps_its_details() -> None:
    plan = parsed(
        HEAD + "1. Ban hành quy chế quản lý công viên.\n- Thời gian hoàn thành: Tháng 4/2026.\n"
        "2. Lắp đặt ghế đá ở các lối đi.\n+ Sản phẩm: 40 ghế đá.\n"
    )
    assert [task.text for task in plan.tasks] == [
        "Ban hành quy chế quản lý công viên.",
        "Lắp đặt ghế đá ở các lối đi.",
    ]
    assert [details([task]) for task in plan.tasks] == [[("time", "Tháng 4/2026")], [("result", "40 ghế đá")]]
    assert plan.tasks[0].deadline and plan.tasks[0].deadline.end == "2026-04-30"


def test_a_row_of_letters_below_a_letter_is_about_it_and_the_row_above_goes_on() -> None:
    plan = parsed(
        HEAD + "a) Lễ phát động\na) Thời gian: 8 giờ ngày 10/4/2026.\nb) Địa điểm: Nhà văn hóa thôn Đông.\n"
        "b) Hội thi thả diều\na) Thời gian: 8 giờ ngày 12/4/2026.\nb) Địa điểm: Bãi bồi.\nc) Trao giải\n"
    )
    assert [(section.title, details([section])) for section in sections(plan)[1:]] == [
        ("Lễ phát động", [("time", "8 giờ ngày 10/4/2026"), ("place", "Nhà văn hóa thôn Đông")]),
        ("Hội thi thả diều", [("time", "8 giờ ngày 12/4/2026"), ("place", "Bãi bồi")]),
    ]


def test_roman_lines_are_details_of_the_part_in_which_they_stand() -> None:
    plan = parsed(
        "KẾ HOẠCH\nChăm sóc công viên năm 2026\n\nA. MỤC ĐÍCH\nGiữ công viên sạch.\nB. LỄ PHÁT ĐỘNG\n"
        "I. Thời gian: 8 giờ ngày 10/4/2026.\nII. Địa điểm: Công viên phía Nam.\n"
    )
    assert [(section.title, details([section])) for section in plan.sections] == [
        ("MỤC ĐÍCH", []),
        ("LỄ PHÁT ĐỘNG", [("time", "8 giờ ngày 10/4/2026"), ("place", "Công viên phía Nam")]),
    ]
    assert plan.sections[1].deadline and plan.sections[1].deadline.end == "2026-04-10"


def test_a_roman_line_beside_the_parts_of_a_plan_is_one_of_them() -> None:
    plan = parsed(HEAD + "1. Trồng hoa ven hồ.\nII. Thời gian: Từ ngày 10/4/2026 đến ngày 20/4/2026.\nIII. KINH PHÍ\n")
    assert [section.label for section in plan.sections] == ["I", "II", "III"]


def test_plus_lines_belong_to_the_dash_above() -> None:
    plan = parsed(
        HEAD + "1. Cây xanh\n- Trồng dặm hàng cây ven hồ:\n+ Số lượng: 60 cây.\n+ Thời gian: quý II năm 2026.\n"
    )
    (task,) = plan.tasks
    assert details([task]) == [("quantity", "60 cây"), ("time", "quý II năm 2026")]


def test_a_part_of_nothing_but_labelled_lines() -> None:
    plan = parsed(
        "KẾ HOẠCH\nHội thao năm 2026\n\nI. THỜI GIAN, ĐỊA ĐIỂM\n1. Thời gian: ngày 02/9/2026.\n"
        "2. Địa điểm: Sân vận động phường.\nII. KINH PHÍ\n- Trích từ quỹ phúc lợi.\n"
    )
    assert details(sections(plan)) == [("time", "ngày 02/9/2026"), ("place", "Sân vận động phường")]
    assert [section.title for section in sections(plan)] == ["THỜI GIAN, ĐỊA ĐIỂM", "KINH PHÍ"]
    assert len(plan.tasks) == 1


def test_a_label_with_its_value_on_the_next_line_or_as_bullets() -> None:
    plan = parsed(
        "KẾ HOẠCH\nHội thao năm 2026\n\nI. TỔ CHỨC HỘI THAO\n1. Thời gian tổ chức\n"
        "Từ ngày 10/5/2026 đến ngày 12/5/2026.\n"
        "2. Thành phần tham gia:\n- Vận động viên các khu phố;\n- Đại diện hội cựu chiến binh.\n"
        "3. Các môn thi\n- Chạy việt dã.\n"
    )
    assert details(sections(plan)) == [
        ("time", "Từ ngày 10/5/2026 đến ngày 12/5/2026"),
        ("participants", "Vận động viên các khu phố; Đại diện hội cựu chiến binh"),
    ]
    assert [section.title for section in sections(plan)] == ["TỔ CHỨC HỘI THAO", "Các môn thi"]


def test_a_row_that_counts_anew_below_a_heading_of_the_same_kind() -> None:
    plan = parsed(
        HEAD + "1. Ngày hội trồng hoa:\n1. Thời gian: ngày 14/3/2026.\n2. Địa điểm: Công viên phía Nam.\n"
        "2. Hội thi cắm hoa:\n1. Thời gian: ngày 15/3/2026.\n2. Địa điểm: Sân phường.\n3. Tổng kết:\n- Trao giải.\n"
    )
    assert [section.title for section in sections(plan)][1:] == ["Ngày hội trồng hoa", "Hội thi cắm hoa", "Tổng kết"]
    assert [len(section.details) for section in sections(plan)][1:] == [2, 2, 0]


def test_a_list_of_nouns_below_a_label_without_a_colon() -> None:
    plan = parsed(HEAD + "1. Thành phần\n- Đại diện các khu phố.\n- Hội cựu chiến binh.\n2. Trồng cây\n- Trồng tre.\n")
    assert details(sections(plan)) == [("participants", "Đại diện các khu phố; Hội cựu chiến binh")]


def test_dashes_below_an_asterisk_are_its_value() -> None:
    plan = parsed(
        HEAD + "1. Trồng cây\n- Trồng tre ven sông.\n* Thời gian thực hiện:\n- Đợt một: tháng 3/2026.\n"
        "- Đợt hai: tháng 8/2026.\n2. Tưới nước\n- Tưới hằng ngày.\n"
    )
    assert details(sections(plan)) == [("time", "Đợt một: tháng 3/2026; Đợt hai: tháng 8/2026")]
    assert len(plan.tasks) == 2


def test_a_time_of_whatever_it_is() -> None:
    assert read_details("Thời gian thu hoạch vụ đầu: từ ngày 2/6/2026 đến ngày 9/6/2026.")[0].kind == "time"
    assert read_details("Thời gian qua: công tác trồng cây còn chậm.") == []


def test_an_event_whose_name_is_a_verb_is_a_heading() -> None:
    plan = parsed(HEAD + "1. Tọa đàm về cây bóng mát\n- Thời gian: ngày 14/3/2026.\n2. Trồng cây\n- Trồng tre.\n")
    assert [section.title for section in sections(plan)][1:] == ["Tọa đàm về cây bóng mát", "Trồng cây"]


def test_two_labels_in_one_line() -> None:
    assert read_details("Thời gian: 7 giờ 30, ngày 3/3/2026. Địa điểm: Hội trường khu phố 2.") == [
        ("time", "Thời gian", "7 giờ 30, ngày 3/3/2026"),
        ("place", "Địa điểm", "Hội trường khu phố 2"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Công tác tuyên truyền: đẩy mạnh truyền thông trên loa phát thanh.",
        "Nguyên tắc: Bảo đảm công khai, dân chủ.",
        "Kết quả xếp loại: đơn vị nào chậm thì hạ một bậc.",
        "Đề nghị các khu phố: rà soát cây khô.",
        "Mục tiêu: Trồng mới 500 cây.",
        "Đơn vị nào không thực hiện: phê bình.",
        "",
        ":",
    ],
)
def test_a_theme_is_no_label(line: str) -> None:
    assert read_details(line) == []


def test_work_below_a_content_label_stays_work() -> None:
    plan = parsed(HEAD + "1. Nội dung:\n- Tổ chức cắt tỉa cành khô.\n- Kiểm tra hệ thống tưới.\n")
    assert [task.text for task in plan.tasks] == ["Tổ chức cắt tỉa cành khô.", "Kiểm tra hệ thống tưới."]
    assert sections(plan)[1].title == "Nội dung"


def test_labels_without_work_above_them_are_kept() -> None:
    plan = parsed("KẾ HOẠCH\nHội thao\n\n1. Thời gian: ngày 02/9/2026 tại sân phường.\n2. Nội dung:\n- Chạy việt dã.\n")
    assert [section.title for section in plan.sections] == ["Thời gian", "Nội dung"]


def test_the_vocabulary_is_whole() -> None:
    data = read_yaml("details.yaml")
    assert data["source"]
    for kind, label in [
        ("time", "Thời gian dự kiến"),
        ("place", "Địa điểm tổ chức"),
        ("lead", "Lãnh đạo phụ trách"),
        ("implementer", "Đơn vị thực hiện"),
        ("partners", "Cơ quan phối hợp thực hiện"),
        ("participants", "Thành phần tham dự"),
        ("funding", "Kinh phí thực hiện"),
        ("result", "Sản phẩm, kết quả"),
        ("method", "Hình thức tổ chức"),
        ("content", "Nội dung cụ thể"),
        ("quantity", "Số lượng tham gia"),
    ]:
        assert kind_of_label(label) == kind, label
    assert set(data["kinds"]) | {"other"} >= {"time", "place", "lead"}


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Địa điểm tổ chức hội nghị", "place"),
        ("Địa điểm họp", "place"),
        ("Thời gian tổ chức cuộc thi", "time"),
        ("Thời gian lớp tập huấn", "time"),
        ("Địa điểm vàng", None),
    ],
)
def test_labels_that_name_the_event(label: str, kind: str | None) -> None:
    assert kind_of_label(label) == kind


def test_rows_of_what_bodies_do_are_no_value() -> None:
    plan = parsed(
        "KẾ HOẠCH\nThả cá\n\nI. THỜI GIAN, ĐỊA ĐIỂM\n1. Thời gian: Tùy con nước, chia việc như sau:\n"
        "- Từ ngày 04/5/2026: Hội Nông dân xã họp với các chủ bè.\n"
        "- Từ ngày 06/5/2026 - 08/5/2026: Hội Nông dân xã trao đổi với trại giống.\n2. Địa điểm: Bến Đông.\n"
    )
    assert [(a.unit.text, a.deadline and a.deadline.start) for a in plan.assignments] == [
        ("Hội Nông dân xã", "2026-05-04"),
        ("Hội Nông dân xã", "2026-05-06"),
    ]


def test_rows_of_rounds_are_the_value() -> None:
    plan = parsed(
        "KẾ HOẠCH\nThả cá\n\nI. NỘI DUNG\n1. Thả cá giống\n- Đo nước.\n* Thời gian thực hiện:\n"
        "+ Đợt 1: từ ngày 04/5/2026 đến ngày 06/5/2026.\n+ Đợt 2: từ ngày 09/6/2026 đến ngày 11/6/2026.\n"
    )
    (detail,) = [d for section in sections(plan) for d in section.details]
    assert detail.text.startswith("Đợt 1: từ ngày 04/5/2026")
    assert [task.text for task in plan.tasks] == ["Đo nước."]


@pytest.mark.parametrize(
    ("below", "value"),
    [
        (
            "Trực tuyến qua phần mềm họp, theo đường dẫn\n\nhttps://hop.example.vn/abc",
            "Trực tuyến qua phần mềm họp, theo đường dẫn https://hop.example.vn/abc",
        ),
        ("Họp trực tiếp tại hội trường.", "Họp trực tiếp tại hội trường"),
        ("- Thi trắc nghiệm trên giấy.", "Thi trắc nghiệm trên giấy"),
        ("Tổ chức hội thi giữa các thôn.", None),
    ],
)
def test_a_way_of_doing_on_the_line_below_its_label(below: str, value: str | None) -> None:
    text = f"KẾ HOẠCH\nHọp mặt\n\nI. CÁCH THỨC\n\n1. Hình thức\n\n{below}\n\n2. Trồng cây ở sân nhà văn hóa.\n"
    plan = parsed(text)
    found = [detail.text for section in sections(plan) for detail in section.details if detail.kind == "method"]
    assert found == ([value] if value else [])


def test_those_who_are_looked_at_and_how_far_are_details():
    plan = parsed(
        "KẾ HOẠCH\nGiám sát bến đò\n\nI. NỘI DUNG\n1. Đối tượng giám sát: Các chủ đò.\n2. Phạm vi: Toàn xã.\n"
        "3. Xem xét sổ ghi chuyến đò của từng bến.\n"
    )
    assert [(d.kind, d.label, d.text) for d in plan.sections[0].details] == [
        ("participants", "Đối tượng giám sát", "Các chủ đò"),
        ("other", "Phạm vi", "Toàn xã"),
    ]


def test_rules_below_who_takes_part_are_work():
    plan = parsed(
        "KẾ HOẠCH\nHọp thôn\n\nI. NỘI DUNG\n1. Thành phần\n- Mỗi thôn phải cử hai người dự hội nghị.\n"
        "- Người dự hội nghị không được ủy quyền cho người khác.\n2. Thành phần tham dự\n- Các hộ phải di dời;\n"
        "- Trưởng các thôn.\n"
    )
    assert [task.text for task in plan.tasks] == [
        "Mỗi thôn phải cử hai người dự hội nghị.",
        "Người dự hội nghị không được ủy quyền cho người khác.",
    ]
    assert [detail.text for detail in plan.sections[0].details] == ["Các hộ phải di dời; Trưởng các thôn"]


@pytest.mark.parametrize(("words", "kept"), [(40, True), (41, False)])
def test_a_value_on_the_next_line_is_no_longer_than_a_value(words: int, kept: bool) -> None:
    value = "Từ ngày 3/3/2026, " + " ".join(["hoa"] * (words - 3))
    lines = f"1. Hội thi cắm hoa\na) Thời gian thực hiện\n{value}.\nb) Nội dung thi\n- Cắm hoa tươi.\n"
    assert details(sections(parsed(HEAD + lines))) == ([("time", value)] if kept else [])


@pytest.mark.parametrize(
    ("text", "obliged"),
    [
        ("Mỗi tổ phải cử người tưới.", False),
        ("Mỗi tổ phải cử người tưới cây.", True),
        ("Mỗi tổ có trách nhiệm tưới cây.", True),
        ("Công an xã phái người canh vườn hoa.", False),
    ],
)
def test_a_rule_is_a_sentence_of_seven_words_that_obliges(text: str, obliged: bool) -> None:
    assert obliges(text) is obliged


def test_a_numbered_line_on_contents_that_tells_what_a_body_does_is_its_duty() -> None:
    plan = parsed(
        "KẾ HOẠCH\nĐo bến thuyền\n\nI. NỘI DUNG, PHƯƠNG THỨC\n"
        "1. Nội dung: Ban Thường trực Ủy ban MTTQ xã phối hợp với Công an xã tổ chức đo độ sâu của bến.\n"
        "2. Phương thức:\n- Đo bằng thước dây.\n3. Lễ khánh thành\n- Nội dung: đọc báo cáo, cắt băng.\n"
        "- Thời gian: ngày 05/3/2026.\n"
    )
    assert [(one.unit.text, one.role, [unit.text for unit in one.partners]) for one in plan.assignments] == [
        ("Ban Thường trực Ủy ban MTTQ xã", "cooperate", ["Công an xã"])
    ]
    assert next(detail.text for detail in plan.sections[0].children[-1].details) == "đọc báo cáo, cắt băng"
