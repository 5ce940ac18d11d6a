"""Repairs that need no decoder: figures read as letters, stray spaces, tones on the wrong vowel, what is not seen."""

from __future__ import annotations

import pytest

from viextract.data import read_tsv
from viextract.language.normalise import normalised, tone_moved
from viextract.recover import apply, explain, remarks, restore
from viextract.recover.figures import figures_as_letters
from viextract.recover.first_repairs import first_repairs, repaired_first
from viextract.recover.remarks import misread_archive, misread_archive_of_reading, misread_remarks
from viextract.recover.stray_spaces import stray_spaces
from viextract.recover.stray_stops import stray_stops


def figures(line: str) -> str:
    for start, end, after in reversed(figures_as_letters(line)):
        line = line[:start] + after + line[end:]
    return line


@pytest.mark.parametrize(
    ("read", "right"),
    [
        ("Trồng 2O hàng cây vào ngày l2 tháng lO năm 2O26.", "Trồng 20 hàng cây vào ngày 12 tháng 10 năm 2026."),
        ("Tỷ lệ hộ tham gia đạt 8O% trở lên.", "Tỷ lệ hộ tham gia đạt 80% trở lên."),
        ("xong trong quy HI/2026, quy Il/2027.", "xong trong quý III/2026, quý II/2027."),
        ("Xong trong quý TII năm 2026, quý 1V năm 2027.", "Xong trong quý III năm 2026, quý IV năm 2027."),
        ("Quy 1V/2026 và quý 1/2027", "Quý IV/2026 và quý 1/2027"),
        ("Căn cứ Quyết định số l073/QĐ-UBND ngày O5/l1/2O24;", "Căn cứ Quyết định số 1073/QĐ-UBND ngày 05/11/2024;"),
    ],
)
def test_figures_that_were_read_as_letters(read: str, right: str) -> None:
    assert figures(read) == right


@pytest.mark.parametrize(
    "line",
    [
        "Khai mạc lúc 7h30 tại sân O.",
        "Mỗi hộ nhận 20l nước và khí O2.",
        "Mục I.1, quý II/2026, lớp 5I.",
        "Sân I và sân II mở cửa lúc 8g00.",
        "Ông lo việc nhà, o bế con cháu.",
        "Quý 1 và quý 11, quý T, quỹ IH.",
        "Quý I/2026 và quý IV/2027; theo quy chế 11/2026.",
    ],
)
def test_figures_and_letters_that_are_meant_stay(line: str) -> None:
    assert figures(line) == line


def test_a_quarter_goes_on_in_the_next_line() -> None:
    assert figures_as_letters("1V/2026;", "Hoàn thành trong quý") == [(0, 7, "IV/2026")]
    assert figures_as_letters("1V/2026;", "Hoàn thành trong khu") == []


def test_stray_spaces_are_closed_and_no_letter_changes() -> None:
    right = "Chủ trì, phối hợp với các thôn trồng hoa trước nhà văn hóa"
    torn = "Ch ủ tr ì, ph ối hợp v ới các th ôn tr ồng hoa tr ước nh à văn hóa"
    (edits,) = stray_spaces([torn])
    for start, end, _ in reversed(edits):
        torn = torn[:start] + torn[end:]
    assert torn == right


@pytest.mark.parametrize("line", ["a) Trồng hoa", "Tổ A, tổ B và tổ C", "TM. UBND xã", "Anh ấy ở nhà, chị ý ở chợ."])
def test_letters_that_stand_alone_stay(line: str) -> None:
    assert stray_spaces([line]) == [[]]


_TORN = ["Ch ủ tr ì, ph ối hợp v ới các tổ dân phố"]


@pytest.mark.parametrize(
    "line", ["Hồ sơ thứ i là hồ sơ của hộ đầu tiên", "Hệ số k bằng không khi a = 0", "Lấy số hộ khi a≥2 thì nhân đôi"]
)
def test_letters_that_stand_for_something_stay_in_a_text_with_stray_spaces(line: str) -> None:
    *torn, kept = stray_spaces([*_TORN, line])
    assert all(torn)
    assert kept == []


def test_a_frequent_word_is_closed_before_its_plain_last_letter() -> None:
    *_, spaces = stray_spaces([*_TORN, "ngu ồ n vố n và mà u xanh"])
    assert spaces == [(3, 4, ""), (5, 6, ""), (10, 11, ""), (18, 19, "")]


@pytest.mark.parametrize(
    ("typed", "right"), [("baỏ", "bảo"), ("cuả", "của"), ("ngừơi", "người"), ("TÒAN", "TOÀN"), ("Séoul", None)]
)
def test_a_tone_on_the_wrong_vowel_moves(typed: str, right: str | None) -> None:
    assert tone_moved(typed) == right


def test_what_is_not_seen_is_left_out_and_marks_are_composed() -> None:
    assert normalised("trồ\u200bng ho\u00ada, Quy\u0065\u0301\u0302t") == "trồng hoa, Quyết"


def test_every_repair_is_explained_and_can_be_made_again() -> None:
    text = "Hoàn thành trồng hoa trước ngày l5/6/2O26."
    found = explain(text)
    assert found.text == restore(text) == "Hoàn thành trồng hoa trước ngày 15/6/2026."
    assert apply(text, found.tokens) == found.text
    assert {token.reason for token in found.changes} == {"figure"}


def test_the_cues_have_a_source() -> None:
    rows = list(read_tsv("figure_cues.tsv"))
    assert rows and all(row["source"] and row["asks_for"] in {"day", "figure"} for row in rows)


# --- specks among words, remarks behind recipients


def without_stray_stops(*lines: str) -> list[str]:
    made = []
    for line, edits in zip(lines, stray_stops(lines), strict=True):
        for start, end, after in reversed(edits):
            line = line[:start] + after + line[end:]
        made.append(line)
    return made


def test_a_stop_in_words_that_stand_without_it_elsewhere_is_dirt() -> None:
    read = ("Trạm Quản lý. đập tràn mở cống.", "Gọi Trạm Quản lý đập tràn ngay.", "Trạm Quản lý đập tràn trực đêm.")
    assert without_stray_stops(*read)[0] == "Trạm Quản lý đập tràn mở cống."


@pytest.mark.parametrize(
    "lines",
    [
        ("Mở cống xả nước. các tổ trực đêm.", "Trực cống xả nước.", "Nước các tổ trực."),
        ("Tổ quản lý. đập tràn mở.", "Tổ quản lý. đập tràn khóa.", "Tổ quản lý đập tràn", "gặp Tổ quản lý đập tràn"),
        ("Trạm Quản lý. Đập tràn mở cống.", "Trạm Quản lý Đập tràn", "Trạm Quản lý Đập tràn"),
    ],
)
def test_other_stops_stay(lines: tuple[str, ...]) -> None:
    assert without_stray_stops(*lines) == list(lines)


@pytest.mark.parametrize(
    ("read", "right"),
    [
        ("từ ngày ` 13/7/2026 đến", "từ ngày 13/7/2026 đến"),
        ("đến hết ngày `", "đến hết ngày"),
        ("gõ `lệnh` rồi chờ", "gõ `lệnh` rồi chờ"),
    ],
)
def test_a_lone_accent_is_no_print(read: str, right: str) -> None:
    assert without_stray_stops(read) == [right]


@pytest.mark.parametrize(
    ("line", "after"),
    [
        ("- Đảng ủy xã (b/e);", "b/c"),
        ("- Các thôn (t/b),", "t/h"),
        ("- Công an xã (p/n)", "p/h"),
        ("- Đảng ủy xã (b/c);", None),
        ("- Quỹ vốn (a/e);", None),
        ("Tỷ suất (b/e) của quỹ", None),
    ],
)
def test_remarks_behind_recipients_are_a_closed_set(line: str, after: str | None) -> None:
    assert [text for _, _, text in misread_remarks(line)] == ([after] if after else [])


@pytest.mark.parametrize("quarter", ["I", "II", "III", "IV"])
def test_a_quarter_of_a_ruined_text_keeps_its_year(quarter: str) -> None:
    restored = restore(f"Bao cdo két qua thuc hién trong quy {quarter}/2026 vé Uy ban nhân dan xa.")
    assert f"trong quý {quarter}/2026 về" in restored


HEAD = "UY BAN NHAN DAN\nXA DONG QUAN\nS6: 45/UBND-VX\n{} trién khai trdng cay xanh tai cdc thén trong xa nam 2026\n"


@pytest.mark.parametrize("mark", ["V/v", "VW", "Vv", "V/y", "V/W"])
def test_mark_of_a_subject_of_a_ruined_letter(mark: str) -> None:
    restored = restore(HEAD.format(mark) + "\nKinh gui: Céng an xd, Hoi Néng dan xd va truong cdc thén.\n")
    assert "\nV/v triển khai trồng cây xanh" in restored


def test_what_stands_elsewhere_is_no_mark_of_a_subject() -> None:
    text = "Chi dao tuyén truyén vé bao vé méi trudng.\nVv trong cay gay rung tai cdc thén va truong hoc.\n"
    assert "V/v" not in restore(text)


@pytest.mark.parametrize("mark", ["So:", "S6:", "So", "Sé:"])
def test_mark_of_a_number_of_a_ruined_head(mark: str) -> None:
    head = f"UY BAN NHAN DAN\nTINH NAM LINH\n{mark} 87/UBND-VX\nV/v trien khai bao ve nguon nuoc sinh hoat nong thon"
    assert "\nSố" in restore(head + "\n\nKinh gui: So Noi vu; So Tai chinh; cac truong hoc tren dia ban tinh.\n")


def test_code_behind_a_number_by_hand_in_a_ruined_head() -> None:
    head = "DANG UY XA NAM LINH\nS6: /CTr-DU\n\nCHUONG TRINH\nTréng cay gay rimg tai cdc thén trong xa nam 2026\n"
    assert "/CTr-ĐU" in restore(head)


def test_a_letter_of_capitals_that_was_read_as_a_sign() -> None:
    text = "IV. THO! GIAN THUC HIEN\n\nTréng cay gay rimg tai cdc thén trong xa, bdo cdo vé Uy ban nhân dan xa.\n"
    assert restore(text).startswith("IV. THỜI GIAN THỰC HIỆN")


@pytest.mark.parametrize(
    ("read", "right"),
    [
        ("- Lưu: VF, VHXH.", "- Lưu: VT, VHXH."),
        ("Lưu: VI; KT.", "Lưu: VT; KT."),
        ("- Luu: V1.", "- Luu: VT."),
        ("Lưu VÍ.", "Lưu VT."),
    ],
)
def test_the_clerks_mark_of_the_archive_line(read: str, right: str) -> None:
    ((start, end, after),) = misread_archive([read])[0] + misread_archive_of_reading([read])[0]
    assert read[:start] + after + read[end:] == right


@pytest.mark.parametrize("line", ["- Lưu: V1.", "- Lưu: VI, TH.", "Lưu: Vl."])
def test_a_mark_that_may_be_meant_stays_in_text_that_was_typed(line: str) -> None:
    assert restore(line) == line
    assert first_repairs([line], [False]) == [[]]
    assert [[token.after for token in row] for row in first_repairs([line], [True])] == [["T"]]


def test_whether_the_party_writes_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(remarks, "is_party_head", asked.append)
    lines = ["- Lưu: VF."] * 5
    assert len([edits for edits in misread_archive(lines) if edits]) == len(asked) == 5


@pytest.mark.parametrize(
    "lines",
    [
        ["- Lưu: VT, VX."],
        ["- Lưu: VP, TH."],
        ["Lưu ý: VI phạm"],
        ["- Lưu: VFF."],
        ["Giao VF tổ chức"],
        ["ĐẢNG CỘNG SẢN VIỆT NAM", "- Lưu: VF."],
    ],
)
def test_other_archive_lines_stay(lines: list[str]) -> None:
    assert not any(misread_archive(lines)) and not any(misread_archive_of_reading(lines))


@pytest.mark.parametrize(
    ("read", "right"),
    [
        ("- Địc Trưởng thôn;", "- Đ/c Trưởng thôn;"),
        ("Luật số 47/2024%QH'5;", "Luật số 47/2024/QH15;"),
        ("Luật số 47/2024/QHl4", "Luật số 47/2024/QH14"),
    ],
)
def test_strokes_of_short_forms_and_codes(read: str, right: str) -> None:
    assert repaired_first([read])[0] == [right]


@pytest.mark.parametrize("line", ["- Địch Đá;", "tăng 12/2024% QH", "số 47/2024/QH15", "- Đưc Trưởng", "3/2024%, QH"])
def test_other_strokes_stay(line: str) -> None:
    assert repaired_first([line])[0] == [line]


@pytest.mark.parametrize(
    ("line", "right"),
    [
        ("khi vắng mặt. phân công người thay", "khi vắng mặt, phân công người thay"),
        ("quyết định về .việc nạo vét", "quyết định về việc nạo vét"),
        ("đã xong. Giao thôn", "đã xong. Giao thôn"),
        ("họp. ngày 3/5", "họp. ngày 3/5"),
        ("v.v. và các", "v.v. và các"),
        ("tại trang .gov.vn", "tại trang .gov.vn"),
    ],
)
def test_stops_of_a_line_that_was_just_read(line: str, right: str) -> None:
    assert repaired_first([line], [True])[0] == [right]
    assert repaired_first([line], [False])[0] == [line]
