"""Repairs of codes, years, labels and specks: each with what it is for, and what it must leave alone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from viextract.model.decision import Decision, replay
from viextract.recover import explain
from viextract.recover import rule_repairs as surface

TokenRule = Callable[[str], str | None]
PlacesRule = Callable[[str], list[tuple[int, int, str]]]
LineRule = Callable[[str], tuple[int, int, str] | None]


@pytest.mark.parametrize(
    ("rule", "read", "printed"),
    [
        (surface.bar_of_code, "86/BGDDT", "86/BGDĐT"),
        (surface.bar_of_code, "45/QD-UBND", "45/QĐ-UBND"),
        (surface.bar_of_code, "12/2030/ND-CP", "12/2030/NĐ-CP"),
        (surface.glued_years, "20212030", "2021-2030"),
        (surface.quote_after_years, "2020-20257", "2020-2025”"),
        (surface.quote_after_years, "2026 - 20307", "2026 - 2030”"),
    ],
)
def test_a_token_is_repaired(rule: TokenRule, read: str, printed: str) -> None:
    assert rule(read) == printed


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (surface.bar_of_code, "45/QĐ-UBND"),
        (surface.bar_of_code, "128/KH-UBND"),
        (surface.bar_of_code, "UBND"),
        (surface.bar_of_code, "15/12/2030"),
        (surface.bar_of_code, "kg/ha"),
        (surface.glued_years, "20302021"),
        (surface.glued_years, "20212021"),
        (surface.glued_years, "12345678"),
        (surface.glued_years, "2021-2030"),
        (surface.glued_years, "0202120300"),
        (surface.quote_after_years, "2020-2025"),
        (surface.quote_after_years, "20257"),
        (surface.quote_after_years, "2020-20256"),
    ],
)
def test_a_token_that_is_right_is_left_alone(rule: TokenRule, text: str) -> None:
    assert rule(text) in (None, text)


@pytest.mark.parametrize(
    ("rule", "read", "printed"),
    [
        (surface.stray_stop, ". 3 Công tác tuyên truyền", "3. Công tác tuyên truyền"),
        (surface.letter_label, "l. Mục đích", "1. Mục đích"),
        (surface.roman_label, "II1. TỔ CHỨC", "III. TỔ CHỨC"),
        (surface.roman_label, "Il. TỔ CHỨC", "II. TỔ CHỨC"),
        (surface.dirt_before, "| định của pháp luật", "định của pháp luật"),
        (surface.dirt_before, " ~~ thức làm việc", " thức làm việc"),
        (surface.dirt_before, "_Hội người cao tuổi", "Hội người cao tuổi"),
        (surface.dirt_before, "; Điều hành", "Điều hành"),
        (surface.dirt_before, "‘khoản hai", "khoản hai"),
        (surface.dirt_behind, "của pháp luật. :", "của pháp luật."),
        (surface.dirt_behind, "gồm (cả xã); ~~ ", "gồm (cả xã);"),
        (surface.dirt_behind, "của pháp |", "của pháp"),
        (surface.dirt_before, "~~ 12 hộ", "12 hộ"),
        (surface.dirt_before, "-__ họp dân", "họp dân"),
        (surface.dirt_before, "_‘họp dân", "họp dân"),
        (surface.dirt_before, "oe thức làm việc", "thức làm việc"),
        (surface.dirt_behind, "trồng hoa ~~", "trồng hoa"),
        (surface.dirt_before, ": 2. Họp dân", "2. Họp dân"),
        (surface.dirt_before, "oe : 1. Họp dân", "1. Họp dân"),
        (surface.dirt_behind, "trồng hoa. a", "trồng hoa."),
        (surface.signs_before, ": ~ Họp dân", "Họp dân"),
        (surface.signs_before, ": - Họp dân", "- Họp dân"),
        (surface.signs_behind, "của pháp luật. : ;", "của pháp luật."),
        (surface.signs_behind, "trồng hoa, :", "trồng hoa,"),
        (surface.signs_behind, "trồng hoa : ~~", "trồng hoa"),
        (surface.apostrophe_before, "của ‘người dân", "của người dân"),
        (surface.shadow_behind, "trồng hoa ee", "trồng hoa"),
        (surface.shadow_behind, "trồng hoa. Se ee : a", "trồng hoa."),
        (surface.letter_and_bracket, " ©) Chủ trì", " c) Chủ trì"),
        (surface.letter_and_bracket, "¢) Chủ trì", "c) Chủ trì"),
        (surface.letter_and_bracket, "bh) Chủ trì", "b) Chủ trì"),
        (surface.letter_and_bracket, "dy Chủ trì", "d) Chủ trì"),
        (surface.letter_and_bracket, "h}) Chủ trì", "h) Chủ trì"),
        (surface.letter_and_bracket, "e) Chủ trì", "e) Chủ trì"),
        (surface.speck, "__ .-", ""),
        (surface.speck, "  _.  ", "    "),
    ],
)
def test_a_line_is_repaired(rule: LineRule, read: str, printed: str) -> None:
    found = rule(read)
    assert found is not None
    start, end, after = found
    assert read[:start] + after + read[end:] == printed


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        (surface.stray_stop, "3. Công tác tuyên truyền"),
        (surface.stray_stop, "... 3 Công tác"),
        (surface.stray_stop, ". 3"),
        (surface.letter_label, "1. Mục đích"),
        (surface.letter_label, "l) Mục đích"),
        (surface.letter_label, "I. Mục đích"),
        (surface.dirt_before, "| STT | Tên"),
        (surface.dirt_before, "_đã ký_"),
        (surface.dirt_before, "~ Họp dân"),
        (surface.dirt_before, "____ ngày"),
        (surface.dirt_before, "| 12"),
        (surface.dirt_before, ". Họp dân"),
        (surface.dirt_before, "... họp dân"),
        (surface.dirt_before, "‘Vì dân’ là tên"),
        (surface.dirt_before, ": 12"),
        (surface.dirt_behind, "Kính gửi :"),
        (surface.dirt_behind, "tại điểm d; e"),
        (surface.signs_before, ". . . ngày"),
        (surface.signs_before, "- - Hoa các loại"),
        (surface.signs_before, "| : | Tên |"),
        (surface.signs_behind, "Họ và tên: . . . ."),
        (surface.signs_behind, "Số: __ __"),
        (surface.signs_behind, "Thời gian :"),
        (surface.apostrophe_before, "gọi là ‘hoa ban’"),
        (surface.dirt_behind, "Thời gian :"),
        (surface.dirt_behind, "Địa điểm :"),
        (surface.dirt_behind, "Trong đó :"),
        (surface.dirt_behind, "| Xã | Họ tên |"),
        (surface.dirt_behind, "gồm các xã."),
        (surface.dirt_behind, "gồm các xã..."),
        (surface.dirt_behind, "vân vân . . ."),
        (surface.dirt_behind, "Phân công như sau :"),
        (surface.shadow_behind, "trồng hoa xoe"),
        (surface.shadow_behind, "oe thức làm việc"),
        (surface.letter_and_bracket, "© Nhà xuất bản"),
        (surface.letter_and_bracket, "¢ Nhà xuất bản"),
        (surface.letter_and_bracket, "Ty Văn hóa"),
        (surface.letter_and_bracket, "d) Chủ trì"),
        (surface.letter_and_bracket, "y Chủ trì"),
        (surface.letter_and_bracket, "ay chết"),
        (surface.letter_and_bracket, "(©) Nhà xuất bản"),
        (surface.roman_label, "III. TỔ CHỨC"),
        (surface.roman_label, "11. TỔ CHỨC"),
        (surface.roman_label, "II1. Tổ chức"),
        (surface.speck, "----------"),
        (surface.speck, "-"),
        (surface.speck, "......"),
        (surface.speck, "________________"),
        (surface.speck, "_ a"),
        (surface.speck, ""),
    ],
)
def test_a_line_that_is_right_is_left_alone(rule: LineRule, line: str) -> None:
    assert rule(line) is None


@pytest.mark.parametrize(
    ("rule", "read", "printed"),
    [
        (surface.lost_slashes, "Quyết định 128/2030 QĐ-UBND của xã", "Quyết định 128/2030/QĐ-UBND của xã"),
        (surface.lost_slashes, "128/2030 QĐ-UBND, 5/2030 TT-BNV", "128/2030/QĐ-UBND, 5/2030/TT-BNV"),
        (surface.lost_slashes, "năm 128/2030 Xã An", "năm 128/2030 Xã An"),
        (surface.lost_slashes, "tháng 8/2030 TT-HĐND", "tháng 8/2030 TT-HĐND"),
        (surface.long_dashes, "Văn hóa — Xã hội", "Văn hóa – Xã hội"),
        (surface.long_dashes, "Lao động — Văn hóa — Xã hội", "Lao động – Văn hóa – Xã hội"),
        (surface.long_dashes, "— Họp dân", "— Họp dân"),
        (surface.parted_codes, "Số: 128 /KH-UBND", "Số: 128/KH-UBND"),
        (surface.parted_codes, "128 /KH-UBND, 9 /QĐ-UBND", "128/KH-UBND, 9/QĐ-UBND"),
        (surface.parted_codes, "128/KH-UBND", "128/KH-UBND"),
        (surface.parted_codes, "50 / 100 hộ", "50 / 100 hộ"),
        (surface.parted_codes, "ngày 20 /6", "ngày 20 /6"),
    ],
)
def test_all_places_of_a_line_are_repaired(rule: PlacesRule, read: str, printed: str) -> None:
    made = read
    for start, end, after in reversed(rule(read)):
        made = made[:start] + after + made[end:]
    assert made == printed
    decided = surface.repair(read, [], "wrong-language-ocr")
    assert len([token for token in decided if token.reason in ("code", "mark")]) == len(rule(read))


def test_a_repair_takes_the_place_of_the_tokens_it_covers_and_keeps_the_others() -> None:
    line = "II1. TO CHUC"
    tokens = [
        Decision(0, 3, "II1", "II", 0.5, (), "wrong-language-ocr"),
        Decision(5, 7, "TO", "TỔ", 0.9, (), "wrong-language-ocr"),
    ]
    repaired = surface.repair(line, tokens, "wrong-language-ocr")
    assert [(t.start, t.end, t.after, t.reason) for t in repaired] == [
        (0, 3, "III", "marker"),
        (5, 7, "TỔ", "wrong-language-ocr"),
    ]


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("58/2019/NP-CP", "58/2019/NĐ-CP"),
        ("12/QB-UBND", "12/QĐ-UBND"),
        ("7/2019/Qb-TTg", "7/2019/QĐ-TTg"),
        ("270-QDP/TW", "270-QDP/TW"),
        ("3493/QDb-BYT", "3493/QĐ-BYT"),
        ("12/NB-UBND", "12/NB-UBND"),
        ("12/QB", "12/QB"),
    ],
)
def test_decisions_and_decrees_have_a_bar_in_their_codes(read: str, printed: str) -> None:
    tokens = [Decision(0, len(read), read, read, 1.0, (), "wrong-language-ocr")]
    assert [t.after for t in surface.repair(read, tokens, "wrong-language-ocr")] == [printed]
    assert [t.after for t in surface.repair(read, tokens, "vietnamese-ocr")] == [read]


def _tokens(*words: tuple[str, str]) -> list[Decision]:
    found, at = [], 0
    for before, after in words:
        found.append(Decision(at, at + len(before), before, after, 0.9, (), "wrong-language-ocr"))
        at += len(before) + 1
    return found


@pytest.mark.parametrize(
    ("words", "after"),
    [
        ([("BO", "BỘ"), ("trudng", "trưởng")], "Bộ trưởng"),
        ([("cua", "của"), ("BO", "BỘ"), ("Y", "Y"), ("té", "tế")], "của Bộ Y tế"),
        ([("TRUONG", "TRƯỞNG"), ("BO", "BỘ")], "TRƯỞNG BỘ"),
        ([("BO", "BỘ"), ("TRUONG", "TRƯỞNG")], "BỘ TRƯỞNG"),
        ([("BA", "BÀ"), ("trung", "trưng")], "BÀ trưng"),
        ([("BO", "BỘ")], "BỘ"),
        ([("dinh", "định"), ("$6", "Số"), ("9", "9")], "định số 9"),
        ([("dinh", "định"), ("$0", "SỐ"), ("9", "9")], "định số 9"),
        ([("DINH", "ĐỊNH"), ("$0", "SỐ"), ("9", "9")], "ĐỊNH SỐ 9"),
        ([("$6", "Số"), ("9", "9")], "Số 9"),
        ([("dinh", "định"), ("S6", "Số"), ("9", "9")], "định Số 9"),
        ([("HO", "HỒ"), ("so", "sơ")], "Hồ sơ"),
        ([("TG", "TỔ"), ("chire", "chức")], "Tổ chức"),
        ([("CO", "CƠ"), ("SO", "SỞ"), ("du", "dữ")], "CƠ SỞ dữ"),
        ([("dan", "dân"), ("0", "Ở"), ("xa", "xã")], "dân ở xã"),
        ([("DAN", "DÂN"), ("0", "Ở"), ("XA", "XÃ")], "DÂN Ở XÃ"),
        ([("50", "SỐ"), ("cay", "cây")], "số cây"),
    ],
)
def test_letters_of_one_shape_have_the_case_of_those_beside_them(words: list[tuple[str, str]], after: str) -> None:
    tokens = _tokens(*words)
    line = " ".join(before for before, _ in words)
    assert " ".join(t.after for t in surface.repair(line, tokens, "wrong-language-ocr")) == after


def test_lines_are_repaired_in_what_an_engine_ruined_only() -> None:
    assert surface.repair("l. Mục đích", [], "stripped") == []
    assert surface.repair("l. Mục đích", [], "vietnamese-ocr") == []


def test_repairs_say_what_they_are() -> None:
    ruined = "Thurc hién Quyét dinh s6 45/QD-UBND cua Uy ban nhan dan tinh vé ké hoach giai doan 20212030"
    reasons = {token.before: token.reason for token in explain(ruined).changes}
    assert reasons["45/QD-UBND"] == "code"
    assert reasons["20212030"] == "number"
    assert reasons["Uy"] == "wrong-language-ocr"


@pytest.mark.parametrize(
    ("read", "decoded", "after"),
    [
        (("HiNH", "THUC"), ("Hình", "THỨC"), ("HÌNH", "THỨC")),
        (("HOi", "ddng"), ("HỘI", "đồng"), ("Hội", "đồng")),
        (("UBnd", "xa"), ("UBnd", "xã"), ("UBnd", "xã")),
        (("HOi", "a"), ("HỘI", "à"), ("HỘI", "à")),
        (("Hoi", "DONG"), ("Hội", "ĐỒNG"), ("Hội", "ĐỒNG")),
    ],
)
def test_words_beside_it_tell_the_case_of_a_word_of_two(
    read: tuple[str, str], decoded: tuple[str, str], after: tuple[str, str]
) -> None:
    tokens = [
        Decision(9 * i, 9 * i + len(a), a, b, 0.9, (), "") for i, (a, b) in enumerate(zip(read, decoded, strict=True))
    ]
    assert tuple(token.after for token in surface.mixed_case(tokens)) == after


@pytest.mark.parametrize(
    ("line", "words", "printed"),
    [
        ("nhiém-vu cua xa", ("nhiệm", "vụ", "của", "xã"), "nhiệm vụ của xã"),
        ("kinh té-xa hoi", ("kinh", "tế", "xã", "hội"), "kinh tế-xã hội"),
        ("mo-dun", ("mô", "đun"), "mô-đun"),
        ("thuong mai-dich vu", ("thương", "mại", "dịch", "vụ"), "thương mại-dịch vụ"),
        ("Bac-Nam", ("Bắc", "Nam"), "Bắc-Nam"),
        ("nhiém - vu", ("nhiệm", "vụ"), "nhiệm - vụ"),
    ],
)
def test_a_dash_within_a_word_of_two_syllables_is_dirt(line: str, words: tuple[str, ...], printed: str) -> None:
    reads = [match.span() for match in re.finditer(r"\w+", line)]
    tokens = [
        Decision(start, end, line[start:end], after, 0.9, (), "wrong-language-ocr")
        for (start, end), after in zip(reads, words, strict=True)
    ]
    decided = surface.repair(line, tokens, "wrong-language-ocr")
    assert replay(line, decided) == printed
    assert replay(line, surface.repair(line, tokens, "vietnamese-ocr")).count("-") == line.count("-")
