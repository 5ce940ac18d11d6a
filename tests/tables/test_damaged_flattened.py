"""Flattened tables that an engine of the wrong language has read: headings, seams, bodies and times."""

from __future__ import annotations

import pytest

from viextract.api import load
from viextract.model.decision import Decision
from viextract.model.document import Line
from viextract.options import Options
from viextract.parse.tables import parse_tables
from viextract.parse.tables.flattened.confidence import evidence, probability
from viextract.parse.tables.flattened.continuity import Continuity, word_ids
from viextract.parse.tables.flattened.headline import find_headlines, headings_in
from viextract.parse.tables.flattened.lost_headings import with_lost
from viextract.parse.tables.flattened.unmixer import Unmixer
from viextract.parse.tables.flattened.words import tokens_of, with_signs
from viextract.vocabulary.column_words import registered_like, time_spelling

from .helpers import text_document

BELOW = [
    "1 Khơi thông cống rãnh trước Phòng Kinh tế Hội Nông dân; Hội Quý I năm 2026",
    "mùa mưa ở các thôn trũng Phụ nữ",
    "2 Sơn lại lan can cầu treo Phòng Nội vụ Hội Nông dân Hằng năm",
    "bến đò ngang",
    "3 Phát áo phao cho học sinh Phòng Kinh tế Hội Phụ nữ Hằng năm",
]


def meanings(head: str, below: list[str] | None = None) -> list[str]:
    lines = [Line(text, number) for number, text in enumerate([head, *(BELOW if below is None else below)], 1)]
    found = find_headlines(lines)
    return found.meanings if found is not None else []


def test_headings_are_told_by_the_shapes_of_their_letters() -> None:
    assert headings_in("Tiêu chuẩn Tiêu chí Chi s6 Đơn vị thực hiện")[0][2] == ("indicator", "Chỉ số")
    assert [meaning for meaning, _ in headings_in("TT N6i dung Den vichi tri Denvjphéihgp")[0]] == [
        "number",
        "content",
        "lead",
        "partners",
    ]


def test_half_a_heading_is_no_column() -> None:
    found = headings_in("TT Nội dung Cơ quan chủ trì Cơ quan phối hợp tác")[0]
    assert [meaning for meaning, _ in found] == ["number", "content", "lead", "partners"]


@pytest.mark.parametrize(
    ("head", "lost"),
    [
        ("Iy Nội dung Đơn vị chủ trì Đơn vị phối hợp Thời gian", "number"),
        ("TT Nội dung Đơn vị chủ trì Đơn vị phối hợp fe orcas", "deadline"),
        ("TT Nội dung Đơn vị chủ trì oe vjp Thời gian", "lead"),
    ],
)
def test_a_heading_that_is_lost_is_told_by_what_stands_below(head: str, lost: str) -> None:
    assert lost in meanings(head)


def test_without_such_words_below_no_heading_was_lost() -> None:
    plain = ["Dọn cỏ ven đê", "Sơn lại lan can cầu treo bến đò", "Phát áo phao cho học sinh"]
    found = [(0, 1, "number", "TT"), (1, 3, "content", "Nội dung"), (3, 7, "lead", "Đơn vị chủ trì")]
    words = ["tt", "noi", "dung", "don", "vi", "chu", "tri", "fe", "orcas"]
    assert [meaning for meaning, _ in with_lost(found, words, plain)] == ["number", "content", "lead"]
    # and where all words are headings, nothing was lost
    assert "deadline" not in [meaning for meaning, _ in with_lost(found, words[:-2], BELOW)]


def test_a_damaged_word_stands_after_a_seam_for_all_that_it_may_have_been() -> None:
    seams = Continuity()
    seams.learn(["thyc"])
    number = seams.reading("thyc")
    assert number is not None
    read, other = (number, *word_ids("hiện")), word_ids("đục hiện")
    before = word_ids("tổ chức")
    seams.prepare([(before, read), (before, other)])
    assert seams.seam(before, read) > max(seams.seam(before, other), 0.5)
    assert seams.reading("zzzzqqqq") is None


def test_names_of_bodies_take_the_form_of_the_registry_where_that_is_plain() -> None:
    assert registered_like("Phòng Quản lý thì") == "Phòng Quản lý đô thị"
    assert registered_like("Bộ Nội vụ") is None
    assert registered_like("Ủy ban nhân dân các xã") is None


def test_times_that_recur_are_spelt_as_the_dictionary_spells_them_first() -> None:
    assert time_spelling(["Hàng", "năm"]) == ["Hằng", "năm"]
    assert time_spelling(["Tháng", "5"]) == ["Tháng", "5"]


def test_a_row_is_surer_where_its_lines_are_cut_in_one_way() -> None:
    plain = probability(evidence([1.0, 0.99], [1.0, 1.0], [1.0, 0.99, 0.9], 0.0, 0))
    doubtful = probability(evidence([1.0, 0.3], [0.8, 0.7], [1.0, 0.3, 0.4], 0.9, 0))
    assert 0.0 < doubtful < plain < 1.0


def test_rows_of_flattened_tables_have_confidences_of_their_own() -> None:
    head = "TT Nội dung Đơn vị chủ trì Đơn vị phối hợp Thời gian"
    rows = parse_tables(text_document("\n".join([head, *BELOW]))).programmes
    assert len(rows) == 3 and all(0.0 < row.confidence < 1.0 for row in rows)
    assert len({row.confidence for row in rows}) > 1


def test_titles_of_groups_are_decoded_by_themselves() -> None:
    rows = [
        "Tiéu chuan Tiéu chi Chi s6 Don vi thyc hién",
        "1. Cac Tinh vyc uu tién cua dia phuong",
        "1.1. Bao vé nguén nudc 1.1.1. Dao giéng mdi cho cac thén Ty 1é hé ding nudc sach dat 90% Phong Kinh té",
        "dau ngu6n ving cao tro lén trong nam",
        "1.1.2. Nao vét muong trong mua kho S6 muong dugc nao vét tang so voi nam trudc Phong Noi vu",
        "1.1.3. Trong cay ven dé va quanh hé S6 cay tréng mdi tang so voi nam trudc Hoi Nong dan",
    ]
    lines = load("\n".join(rows).encode(), Options(cache=False)).running_text()[1:]
    table = Unmixer(["standard", "criterion", "indicator", "unit"], lines)
    assert table.damaged
    assert table.lines()[0].band == "1. Các lĩnh vực ưu tiên của địa phương"


@pytest.mark.parametrize("line", ["1. Đường làng, ngõ xóm", "1, Đường làng, ngõ xóm", "I _Đường làng, ngõ xóm"])
def test_titles_of_groups_are_told_where_a_point_or_a_rule_was_misread(line: str) -> None:
    table = Unmixer(["standard", "criterion", "indicator", "unit"], [Line(line, 1), Line("1.1. Quét dọn ngõ", 2)])
    assert table.bands[1] is None and str(table.bands[0]).endswith(" Đường làng, ngõ xóm")
    assert "_" not in str(table.bands[0])


def test_a_table_of_criteria_names_its_bodies_in_one_column() -> None:
    below = ["1.1. Đường 1.1.1. Quét dọn Số ngõ được quét Hội Phụ nữ", "làng ngõ xóm mỗi tuần"]
    spoilt = meanings("Tiêu chuẩn Tiêu chí Chỉ số đánh giá Phân công Bay có vủa đơn", below)
    assert spoilt[:4] == ["standard", "criterion", "indicator", "unit"] and "lead" not in spoilt
    two = meanings("Tiêu chuẩn Tiêu chí Chỉ số Cơ quan chủ trì Cơ quan phối hợp", below)
    assert two[3:] == ["lead", "partners"]


CRITERIA = ["standard", "criterion", "indicator", "unit"]


def first_words(*lines: str) -> list[str]:
    table = Unmixer(CRITERIA, [Line(line, number) for number, line in enumerate(lines, 1)])
    return [tokens[0].text for tokens in table.tokens[1:]]


def test_codes_that_damage_has_parted_or_run_together_are_whole_again() -> None:
    group = "1. Đường làng, ngõ xóm"
    assert first_words(group, "1. 12. Quét dọn ngõ", "2. 11. Quét dọn ngõ") == ["1.1.2.", "2."]
    long = "1.1. Khơi thông cống rãnh trước mùa mưa ở thôn ‘1.1.1. Quét dọn ngõ"
    table = Unmixer(CRITERIA, [Line(group, 1), Line(long, 2)])
    assert "1.1.1." in [token.text for token in table.tokens[1]]


def test_a_group_that_would_skip_the_count_is_a_code_without_its_points() -> None:
    lines = ["1. Đường làng, ngõ xóm", "12. Khơi thông cống rãnh", "2. Bến đò, cầu treo"]
    table = Unmixer(CRITERIA, [Line(line, number) for number, line in enumerate(lines, 1)])
    assert [band is not None for band in table.bands] == [True, False, True]
    assert table.tokens[1][0].text == "1.2."
    counted = [f"{number}. Đường làng, ngõ xóm" for number in (9, 10, 11)]
    assert None not in Unmixer(CRITERIA, [Line(line, number) for number, line in enumerate(counted, 1)]).bands


def test_the_code_behind_a_word_that_it_has_run_together_with_is_kept() -> None:
    decision = Decision(0, 10, "va__1.1.1.", "và.", 0.9)
    line = with_signs([Line("va__1.1.1. Quét dọn ngõ", 1, decisions=(decision,))])[0]
    assert [token.text for token in tokens_of(line)][:2] == ["và", "1.1.1."]


def test_words_that_make_a_heading_no_likelier_are_what_is_left_of_the_next() -> None:
    assert meanings("TT Nội dung Cơ quan chủ trì Cơ quan phối hợp tác")[3:] == ["partners", "deadline"]
    assert meanings("TT Nội dung Đơn vị chủ trì Denvjphéihgp ở úc")[3:] == ["partners", "deadline"]


def test_a_lost_heading_of_reports_is_told_by_signs_at_the_ends_of_lines() -> None:
    below = ["1.1. Đường 1.1.1. Quét dọn Số ngõ được quét Hội Phụ nữ %", "làng ngõ xóm mỗi tuần", "ven sông đạt 60%"]
    below += ["1.1.2. Phát quang Số bờ rào được cắt Hội Nông dân %"]
    assert meanings("Tiêu chuẩn Tiêu chí Chỉ số Đơn vị thực hiện Khqua", below)[-2:] == ["unit", "report"]
    assert meanings("Tiêu chuẩn Tiêu chí Chỉ số Pevjphy kqsd", below)[-2:] == ["unit", "report"]
    plain = [line.removesuffix(" %") for line in below]
    assert meanings("Tiêu chuẩn Tiêu chí Chỉ số Đơn vị thực hiện Khqua", plain)[-1] == "unit"
