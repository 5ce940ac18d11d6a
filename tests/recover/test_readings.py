"""Two readings of the same lines are decoded together, and are no worse than the better one."""

from __future__ import annotations

import pytest

from viextract.recover.engine import recover_lines
from viextract.recover.readings import beside, other_readings
from viextract.recover.tokenizer import cut_line

PRINTED = "Ủy ban nhân dân thị trấn giao phòng chuyên môn rà soát danh sách hộ nghèo, hộ cận nghèo trên địa bàn"
OTHER = "Ủy ban nhân dân thị trấn giao phòng chuyên mồn rà soát danh sách hộ nghẽo, hộ cân nghèo trên địa bàn"
LAYER = "Uy ban nhdn din thi trdn giao phong chuyén mon ra sodt danh sach hd ngheo, hd can ngheo trén dia ban"


def recovered(line: str, *alternatives: str) -> str:
    [result], _ = recover_lines([line], [[0]], by_engine=[True], alternatives=[alternatives])
    return result.after


def test_a_word_is_found_in_the_same_place_of_another_reading() -> None:
    read = "Phòng Giáo dục và Đào tao tham mưu"
    there = beside(cut_line(read, 0), "Phong Gido duc va Ddo tgo tham muu")
    assert there[read.index("tao")] == "tgo"
    assert there[read.index("Giáo")] == "Gido"


def test_words_that_are_not_in_both_readings_move_nothing() -> None:
    read = "thực hiện nghiêm túc kế hoạch này"
    there = beside(cut_line(read, 0), "thuc hién ké hoach nay")
    assert there[read.index("hoạch")] == "hoach"
    assert read.index("túc") not in there


def test_figures_and_codes_are_no_evidence_for_words() -> None:
    read = "số 12/KH-UBND ngày 5 tháng"
    there = beside(cut_line(read, 0), "sd 72/KH-UBND ngiy S thang")
    assert set(there) == {read.index("số"), read.index("ngày"), read.index("tháng")}


def test_each_reading_errs_as_its_engine_does() -> None:
    kinds = other_readings([[LAYER, OTHER], [LAYER], []])
    assert [len(reading.lines) for reading in kinds] == [3, 3]
    assert kinds[1].lines == [OTHER, "", ""]
    layer, engine = (reading.candidates(["nhdn"]).row(0) for reading in kinds)
    assert "nhân" in [c.text for c in layer]
    assert [c.text for c in layer] != [c.text for c in engine]


@pytest.mark.parametrize(
    ("read", "other"),
    [
        ("Phát quà cho các em nhỏ vào dịp Tết Trung thư", "Phát quà cho các em nhó vào địp Tết Trung thu"),
        ("Cán bộ xã theo dõi việc nộp phi vệ sinh của từng hộ", "Cán bô xã theo dõi viêc nộp phí vệ sinh cua từng hộ"),
    ],
)
def test_what_two_readings_say_together_mends_what_one_leaves(read: str, other: str) -> None:
    assert recovered(read) == read  # a change of a word that may be right takes more than one sign
    assert recovered(read, other) in {
        "Phát quà cho các em nhỏ vào dịp Tết Trung thu",
        "Cán bộ xã theo dõi việc nộp phí vệ sinh của từng hộ",
    }


@pytest.mark.parametrize("other", ["", "~ _ ‘", "Trang 2", OTHER, "xqz wkj pfd", LAYER[:30]])
def test_another_reading_that_says_nothing_changes_nothing(other: str) -> None:
    assert recovered(PRINTED, other) == PRINTED


def test_a_worse_reading_does_not_spoil_a_good_one() -> None:
    worse = PRINTED.replace("chuyên", "chuyển").replace("soát", "soạt").replace("trấn", "trần")
    assert recovered(PRINTED, worse) == PRINTED
    assert recovered(PRINTED, LAYER) == PRINTED


def test_words_of_another_reading_take_the_case_of_this_one() -> None:
    [result], _ = recover_lines(["Ủ ban nhân dân xã"], [[0]], by_engine=[True], alternatives=[["Ủy ban nhân dân xã"]])
    assert result.after == "Ủy ban nhân dân xã"
