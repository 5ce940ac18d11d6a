"""Head and foot of a text that an engine of the wrong language has read, its two columns as one."""

from __future__ import annotations

import pytest

from tests.parse.helpers import plan_of

BODY = "\n\nI. NHIỆM VỤ\n\n- Nhặt rác.\n\n"


@pytest.mark.parametrize("words", ["Nơi nạn:", "Noi nhan:", "Nơinhận:", "Not nhận:"])
def test_foot_begins_at_the_recipients_however_badly_they_were_read(words):
    foot = f"\n{words} TM. ỦY BAN NHÂN DÂN\n- UBND tỉnh; CHỦ TỊCH\n- Các thôn;\n- Lưu: VT.\nNgô Thị Hạnh\n"
    plan = plan_of("KẾ HOẠCH\nVệ sinh" + BODY + foot)
    assert [task.text for task in plan.tasks] == ["Nhặt rác."]
    assert plan.header.recipients == ["UBND tỉnh", "Các thôn", "Lưu: VT"]
    assert plan.header.signatory is not None
    assert plan.header.signatory.name == "Ngô Thị Hạnh"


def test_name_on_the_line_of_the_file_copy_is_the_signatory():
    foot = "\nNơi nhận: KT. CHỦ TỊCH\n- Như trên; PHÓ CHỦ TỊCH\n- Các thôn;\n- Lưu: VT. Lò Thị Thu Măng\n"
    header = plan_of("KẾ HOẠCH\nVệ sinh" + BODY + foot).header
    assert header.recipients == ["Như trên", "Các thôn", "Lưu: VT"]
    assert header.signatory is not None
    assert (header.signatory.position, header.signatory.name) == ("PHÓ CHỦ TỊCH", "Lò Thị Thu Măng")
    other = plan_of("KẾ HOẠCH\nVệ sinh" + BODY + "\nNơi nhận:\n- Các thôn;\n- Lưu: VT, VP. Phòng Kinh tế\n").header
    assert other.signatory is None


LIST = "- Thường trực Đảng ủy (b/c);\n- Các thôn;\n- Lưu: VT."


@pytest.mark.parametrize(
    "foot",
    [
        f"ne oe TM. ỦY BAN NHÂN DÂN\nnes CHỦ TỊCH\n\n{LIST} Lò Thị Thu Măng\n",
        f"TM. ỦY BAN NHÂN DÂN\noe CHỦ TỊCH\n\n{LIST}\n\nLò Thị Thu Măng\n",
        f"Nei nlua\n{LIST}\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nLò Thị Thu Măng\n",
    ],
)
def test_foot_is_told_by_the_file_copy_where_its_words_were_not_read(foot):
    plan = plan_of("KẾ HOẠCH\nVệ sinh" + BODY + "Trên đây là Kế hoạch vệ sinh năm 2026./.\n\n" + foot)
    assert [task.text for task in plan.tasks] == ["Nhặt rác."]
    assert plan.header.recipients == ["Thường trực Đảng ủy (b/c)", "Các thôn", "Lưu: VT"]
    signatory = plan.header.signatory
    assert signatory is not None
    assert (signatory.authority, signatory.position, signatory.name) == (
        "TM. ỦY BAN NHÂN DÂN",
        "CHỦ TỊCH",
        "Lò Thị Thu Măng",
    )


def test_a_file_copy_in_the_body_opens_no_foot():
    plan = plan_of(
        "KẾ HOẠCH\nVệ sinh\n\nI. NHIỆM VỤ\n\n- Nhặt rác.\n- Lập sổ.\n- Lưu: VT, hồ sơ.\n" + "\n- Tưới cây.\n" * 8
    )
    assert not plan.header.recipients
    assert len(plan.tasks) >= 10


def test_position_read_between_two_recipients():
    foot = "Nơi nhận:\n- Thường trực Đảng ủy (b/c);\n\nHIỆU TRƯỞNG\n- Các khoa;\n- Lưu: VT. Lò Thị Thu Măng\n"
    header = plan_of("KẾ HOẠCH\nVệ sinh" + BODY + foot).header
    assert header.recipients == ["Thường trực Đảng ủy (b/c)", "Các khoa", "Lưu: VT"]
    assert header.signatory is not None
    assert (header.signatory.position, header.signatory.name) == ("HIỆU TRƯỞNG", "Lò Thị Thu Măng")


def test_subject_of_a_letter_beside_motto_place_and_date():
    head = (
        "ỦY BAN NHÂN DÂN\nXÃ BÌNH LÃNG\nSố: 45/UBND-VX CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "V/v nạo vét kênh mương và trồng cây Độc lập - Tự do - Hạnh phúc\n"
        "dọc kênh năm 2026 Bình Lãng, ngày 26 tháng 03 năm 2026\n\n"
        "Kính gửi: Các thôn.\n\n1. Nạo vét kênh trước ngày 15/4/2026.\n"
    )
    header = plan_of(head).header
    assert header.title == "nạo vét kênh mương và trồng cây dọc kênh năm 2026"
    assert (header.issued_on, header.place) == ("2026-03-26", "Bình Lãng")


def test_a_place_that_sounds_like_the_recipients_opens_no_foot():
    text = "KẾ HOẠCH\nTrồng tre" + BODY + "Nơi nguồn nước bị sạt lở cần trồng trước.\n- Tưới nước.\n"
    plan = plan_of(text)
    assert plan.header.recipients == []
    assert plan.tasks[-1].text == "Tưới nước."
