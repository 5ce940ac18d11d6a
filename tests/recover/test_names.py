"""Names of persons and places: where they are expected, how likely they are, and what becomes of them."""

from __future__ import annotations

import numpy as np
import pytest

from viextract.data import read_tsv
from viextract.language.ngram import model
from viextract.recover import explain, restore
from viextract.recover.expected_names import Name, Reading, expected
from viextract.recover.likely import Role, likely_parts, shares, weighted_places
from viextract.recover.tokenizer import cut_line


def reading(text: str) -> Reading:
    """A text as if it had been decoded, each line a clause."""
    lines = text.split("\n")
    rows = [[piece for piece in cut_line(line, i) if piece.kind != "mark"] for i, line in enumerate(lines)]
    pieces = [piece for row in rows for piece in row]
    ends = set((np.cumsum([len(row) for row in rows]) - 1).tolist())
    return Reading(pieces, [piece.text.lower() for piece in pieces], lines, ends)


def names_in(text: str) -> list[tuple[str, str]]:
    found = reading(text)
    return [(name.kind, " ".join(p.text for p in found.pieces[name.first : name.end])) for name in expected(found)]


# --- where they are expected ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Giao đồng chí Võ Đình Long phụ trách", [("person", "Võ Đình Long")]),
        ("Họ và tên: Bùi Anh Tuấn", [("person", "Bùi Anh Tuấn")]),
        ("các đồng chí: Lê Văn Tám, Đỗ Thị Sen; Hồ Bình", [("person", "Lê Văn Tám"), ("person", "Đỗ Thị Sen"),
                                                          ("person", "Hồ Bình")]),
        ("cùng ông Tám và bà Sen", [("given", "Tám"), ("given", "Sen")]),
        ("1. Phạm Quốc Thịnh, Phó Trưởng ban", [("person", "Phạm Quốc Thịnh")]),
        ("KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nLê Thị Ngọc Diễm", [("person", "Lê Thị Ngọc Diễm")]),
        ("TRƯỜNG CAO ĐẲNG LÂM HẢI Độc lập", [("place", "LÂM HẢI")]),
        ("Số: 85/TB-CĐ Lâm Hải, ngày _ tháng 02", [("place", "Lâm Hải")]),
        ("về quản lý chợ năm 2025 Hòa Lâm, ngày 06 tháng 3", [("place", "Hòa Lâm")]),
        ("tại xã Hòa Lâm, tỉnh Lâm Hải", [("place", "Hòa Lâm"), ("place", "Lâm Hải")]),
        ("ỦY BAN NHÂN DÂN\nXÃ HÒA LÂM\nHòa Lâm, ngày 12 tháng 6", [("place", "HÒA LÂM"), ("place", "Hòa Lâm")]),
    ],
)  # fmt: skip
def test_a_cue_tells_that_a_name_follows(text: str, names: list[tuple[str, str]]) -> None:
    assert names_in(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Giao đồng chí Trưởng Công an xã",
        "đồng chí Phó Chủ tịch Ủy ban nhân dân",
        "Đoàn Thanh niên xã Hội Nông dân xã",
        "PHÁT TRIỂN KINH TẾ XÃ HỘI NÔNG THÔN",
        "Võ Đình Long",
        "KẾ HOẠCH\nNâng Cao Chất Lượng",
        "của phường. Hai Bên cùng thống nhất",
        "CHỦ TỊCH\nPhòng Kinh Tế",
        "họp tại Nhà Văn Hóa, ngày 12 tháng 3",
    ],
)
def test_bodies_posts_and_words_without_a_cue_are_no_names(text: str) -> None:
    assert names_in(text) == []


def test_a_name_ends_where_its_clause_its_case_or_its_length_does() -> None:
    assert names_in("xã HÒA LÂM Tân Giang") == [("place", "HÒA LÂM")]
    assert names_in("xã Hòa Lâm\nTân Giang") == [("place", "Hòa Lâm")]
    assert names_in("ông Lê Văn Tám Chủ tịch xã") == [("person", "Lê Văn Tám")]
    assert names_in("ông Một Hai Ba Bốn Năm") == []


def test_a_name_knows_the_word_that_told_of_it() -> None:
    assert expected(reading("cùng bà Lê Thị Sen")) == [Name(2, 5, "person", 1)]


# --- how likely they are ----------------------------------------------------------------------------------------------


def ids(*words: str) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array([model().id(word) for word in words], dtype=np.int64)


@pytest.mark.parametrize("role", [role for role in Role if role])
def test_what_may_follow_any_word_adds_up_to_one(role: Role) -> None:
    every = np.arange(len(model().vocabulary))
    for before in ids("văn", "lâm", "kế"):
        assert likely_parts().p(role, np.full(len(every), before), every).sum() == pytest.approx(1.0)


def test_family_names_are_told_from_other_words() -> None:
    assert likely_parts().alone(Role.FAMILY, ids("nguyễn"))[0] > likely_parts().alone(Role.FAMILY, ids("võ"))[0] > 0
    assert likely_parts().alone(Role.FAMILY, ids("về"))[0] == 0


def test_what_was_counted_together_is_likelier_than_apart() -> None:
    anh, before = ids("anh"), ids("tuấn")
    assert likely_parts().p(Role.GIVEN, before, anh)[0] > likely_parts().alone(Role.GIVEN, anh)[0]


def test_a_province_weighs_as_much_as_many_communes_and_each_level_the_same() -> None:
    weights = weighted_places()
    assert weights["Đắk Lắk"] > weights["Cờ Đỏ"] > 1
    assert min(weights.values()) >= 1


def test_names_are_mixed_in_only_where_they_are_expected() -> None:
    words, before = ids("võ", "võ"), np.array([-1, -1])
    score = likely_parts().mixed(
        np.array([-14.0, -14.0]), np.array([Role.NONE, Role.FAMILY], dtype=np.uint8), before, words
    )
    assert score[0] == pytest.approx(-14.0)
    assert score[1] > -6
    assert ((shares() >= 0) & (shares() < 1)).all()


def test_the_dictionary_holds_parts_of_names_and_no_name_of_a_person() -> None:
    for row in read_tsv("names.tsv"):
        assert len(row["name"].split()) == len(row["kind"].split()), row
        assert int(row["count"]) > 1, row


# --- what becomes of them ---------------------------------------------------------------------------------------------

READ = """\
Giao déng chi V6 Dinh Long phu trach chung va bdo cdo Uy ban nhan dan xa.
Hoi thi do ba Dang Héng Nhung lam truong ban gidm khdo.
Nguoi dan tinh Lam Hai va huyén Tan My Trung cing tham gia.
Cong an phudng Cat Trinh Tay git tat tu."""


@pytest.mark.parametrize(
    ("line", "name"), list(enumerate(["Võ Đình Long", "Đặng Hồng Nhung", "tỉnh Lâm Hải", "Cát Trinh Tây"]))
)
def test_names_that_official_text_never_says_come_back(line: int, name: str) -> None:
    assert name in restore(READ, profile="wrong-language-ocr").split("\n")[line]


def test_what_was_made_of_a_name_is_sure_or_not_as_the_reading_is() -> None:
    report = explain(READ, profile="wrong-language-ocr")
    sure = {token.after: token.confidence for token in report.tokens}
    assert sure["Võ"] > 0.5
    assert all(token.after[:1].isupper() for token in report.tokens if token.before[:1].isupper())


def test_a_body_behind_an_address_stays_a_body() -> None:
    read = "Giao déng chi Trudng Céng an xa va Chi tich Uy ban nhan dan chiu trach nhiém."
    found = restore(read, profile="wrong-language-ocr")
    assert found == "Giao đồng chí Trưởng Công an xã và Chủ tịch Ủy ban nhân dân chịu trách nhiệm."


def test_a_word_with_a_figure_is_part_of_no_name_where_only_marks_were_lost() -> None:
    assert restore("Thanh pho H6 Chi Minh") == "Thành phố Hồ Chí Minh"


def test_known_places_stay_what_they_are_without_marks() -> None:
    found = restore("Kiem tra tai tinh Dong Nai va huyen Co Do.")
    assert found == "Kiểm tra tại tỉnh Đồng Nai và huyện Cờ Đỏ."


def test_a_text_with_names_is_restored_once() -> None:
    once = restore(READ, profile="wrong-language-ocr")
    assert restore(once) == once
