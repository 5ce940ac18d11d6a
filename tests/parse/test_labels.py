"""Labels and bullets, whole and damaged."""

from __future__ import annotations

import pytest

from viextract.vocabulary.labels import is_capitals, opens_line, read_label, roman_number


@pytest.mark.parametrize(
    ("text", "kind", "label", "rest"),
    [
        ("Phần thứ nhất", "part", "Phần thứ nhất", ""),
        ("PHẦN II. GIẢI PHÁP", "part", "Phần II", "GIẢI PHÁP"),
        ("CHƯƠNG II QUY ĐỊNH CHUNG", "chapter", "Chương II", "QUY ĐỊNH CHUNG"),
        ("Mục 1. Quy định", "section", "Mục 1", "Quy định"),
        ("A. MỤC TIÊU", "upper", "A", "MỤC TIÊU"),
        ("A- MỤC ĐÍCH", "upper", "A", "MỤC ĐÍCH"),
        ("B - PHẦN HỘI", "upper", "B", "PHẦN HỘI"),
        ("3.1- Thời gian", "dotted", "3.1", "Thời gian"),
        ("I. MỤC ĐÍCH", "roman", "I", "MỤC ĐÍCH"),
        ("IV- TỔ CHỨC", "roman", "IV", "TỔ CHỨC"),
        ("Điều 3. Giao nhiệm vụ", "article", "Điều 3", "Giao nhiệm vụ"),
        ("Khoản 2. Giao nhiệm vụ", "arabic", "Khoản 2", "Giao nhiệm vụ"),
        ("KHOẢN 2: Giao nhiệm vụ", "arabic", "Khoản 2", "Giao nhiệm vụ"),
        ("Điểm đ) Rà soát", "letter", "Điểm đ", "Rà soát"),
        ("1. Mục đích", "arabic", "1", "Mục đích"),
        ("1-Nguyên liệu", "arabic", "1", "Nguyên liệu"),
        ("2 - Phụ cấp", "arabic", "2", "Phụ cấp"),
        ("2.Yêu cầu", "arabic", "2", "Yêu cầu"),
        ("3) Kinh phí", "arabic", "3", "Kinh phí"),
        ("4/ Thời gian", "arabic", "4", "Thời gian"),
        ("a/Mục tiêu", "letter", "a", "Mục tiêu"),
        ("2. 100% số hộ", "arabic", "2", "100% số hộ"),
        ("11.1. Hội Nông dân", "dotted", "11.1", "Hội Nông dân"),
        ("2.3. 100% số hộ", "dotted", "2.3", "100% số hộ"),
        ("4.4, Sở Nội vụ chủ trì", "dotted", "4.4", "Sở Nội vụ chủ trì"),
        ("1.2. 05 tổ tự quản", "dotted", "1.2", "05 tổ tự quản"),
        ("2.1.3 Thành lập tổ", "dotted", "2.1.3", "Thành lập tổ"),
        ("a) Rà soát", "letter", "a", "Rà soát"),
        ("đ) Tổng kết", "letter", "đ", "Tổng kết"),
        ("- củng cố", "bullet", "-", "củng cố"),
        ("– Củng cố", "bullet", "-", "Củng cố"),
        ("+ Mở rộng", "bullet", "+", "Mở rộng"),
        ("- + Mở rộng", "bullet", "+", "Mở rộng"),
        ("- 100% số hộ", "bullet", "-", "100% số hộ"),
        ("• Mở rộng", "bullet", "•", "Mở rộng"),
        ("¢ Mở rộng", "bullet", "•", "Mở rộng"),
    ],
)
def test_label_is_read(text, kind, label, rest):
    found = read_label(text)
    assert found is not None
    assert (found.kind, found.text, found.rest) == (kind, label, rest)


@pytest.mark.parametrize(
    ("damaged", "label"),
    [
        (". 3 Đẩy mạnh tuyên truyền", "3"),
        ("& 3. Đẩy mạnh tuyên truyền", "3"),
        ("l. Mục đích", "1"),
        ("II1. TỔ CHỨC", "III"),
        ("Il. NỘI DUNG", "II"),
        ("1O. Hội Nông dân", "10"),
        ("HI. NHIỆM VỤ", "III"),
        ("IH. NHIỆM VỤ", "III"),
        ("Vv. TỔ CHỨC THỰC HIỆN", "V"),
        ("~ Ít nhất ba buổi", "-"),
        ("~- Kéo dài giờ mở cửa", "-"),
        ("1l.2. Hội Nông dân", "11.2"),
    ],
)
def test_damaged_label_is_repaired_and_marked_unsure(damaged, label):
    found = read_label(damaged)
    assert found is not None
    assert found.text == label
    assert not found.sure or found.kind in {"roman", "bullet"}


@pytest.mark.parametrize(
    "text",
    [
        "Mục tiêu chung",
        "Phần lớn các hộ",
        "Chương trình hành động",
        "Điều 5 Luật Giáo dục quy định",
        "Khoản 1, Điều 5 của Luật",
        "Khoản 1. điều 5 của Luật",
        "Điểm a khoản 2 Điều 5 của Luật",
        "Điểm 1: Nhà văn hóa thôn Đông",
        "2 - 3 xã tham gia",
        "12/KH-UBND",
        "đ/ngày",
        "§ 5 của Luật",
        "2025. Ủy ban nhân dân",
        "1.000 đồng mỗi suất",
        "12.5 triệu đồng",
        "100% số hộ",
        "V/v tổ chức hội thi",
        "Lợi ích",
        "Hi. Xin chào",
        "TH. Nguyễn Du",
        "(Theo phụ lục)",
        "",
    ],
)
def test_text_without_label(text):
    assert read_label(text) is None


def test_ambiguous_label_keeps_its_other_reading():
    found = read_label("ll. Hội Nông dân")
    assert found is not None
    assert found.other is not None
    assert {found.text, found.other.text} == {"II", "11"}


@pytest.mark.parametrize(("text", "value"), [("I", 1), ("IV", 4), ("IX", 9), ("XIV", 14), ("IIX", None), ("", None)])
def test_roman_number(text, value):
    assert roman_number(text) == value


@pytest.mark.parametrize(
    ("text", "capitals"), [("MỤC ĐÍCH", True), ("TỔ CHỨC THỰC HIệN", True), ("Mục đích", False), ("I.", False)]
)
def test_capitals(text, capitals):
    assert is_capitals(text) is capitals


@pytest.mark.parametrize(
    ("text", "letter"),
    [("f Thực hiện việc khác.", "f"), ("d Theo dõi các thôn.", "d"), ("g Lập sổ.", "g")],
)
def test_letter_without_its_bracket(text, letter):
    label = read_label(text)
    assert label is not None
    assert (label.kind, label.text, label.sure) == ("letter", letter, False)


@pytest.mark.parametrize("text", ["a Thực hiện", "ở Thôn Đông", "x Lớp 5", "d thực hiện", "B Thôn", "g CO2"])
def test_lone_letter_that_is_no_label(text):
    assert read_label(text) is None


@pytest.mark.parametrize(
    ("text", "kind", "label", "number"),
    [
        ("(i) Trồng cây;", "lower-roman", "i", 1),
        ("(iv) Trồng cây;", "lower-roman", "iv", 4),
        ("ii) Trồng cây;", "lower-roman", "ii", 2),
        ("xi. Trồng cây;", "lower-roman", "xi", 11),
        ("(a) Trồng cây;", "letter", "a", 1),
        ("③ Trồng cây;", "arabic", "3", 3),
        ("⑴ Trồng cây;", "arabic", "1", 1),
    ],
)
def test_clauses_in_small_numerals_brackets_and_circles(text, kind, label, number):
    found = read_label(text)
    assert found is not None
    assert (found.kind, found.text, found.number, found.rest) == (kind, label, number, "Trồng cây;")


@pytest.mark.parametrize("text", ["xi măng, cát", "vi phạm", "(xã) Đồi Chè", "iii Trồng", "vii. 2026", "(IV) Trồng"])
def test_what_is_like_a_small_numeral_and_is_none(text):
    found = read_label(text)
    assert found is None or found.kind != "lower-roman"


@pytest.mark.parametrize(
    "line", ["111. CHĂM SÓC", "II1. Tổ chức", "**1. Mục đích**", "  - 05 thôn", "Điều 7: Mục đích"]
)
def test_line_that_opens_with_a_label(line):
    assert opens_line(line)


@pytest.mark.parametrize(
    "line",
    ["f Thực hiện", "o Thôn Đông", "+ ......", ". 3 xã ven sông", "111. chăm sóc", "**Bến Mơ** là xã"],
)
def test_line_that_may_go_on_with_a_sentence(line):
    assert not opens_line(line)
