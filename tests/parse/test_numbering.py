"""Labels decided together: damaged ones are repaired from their neighbours, printed ones stay."""

from __future__ import annotations

import pytest

from tests.parse.helpers import headings, plan_of, tasks
from viextract.data import read_yaml
from viextract.model.document import Line
from viextract.parse.outline.blocks import make_blocks
from viextract.parse.outline.numbering import costs, number

HEAD = "KẾ HOẠCH\nTrồng tre chắn sóng năm 2026\n\n"


def labels(texts: list[str], confidence: float = 0.9) -> list[str | None]:
    lines = [Line(text, n, confidence=confidence, starts_paragraph=True) for n, text in enumerate(texts, 1)]
    return [one.label.text if one.label else None for one in number(make_blocks(lines, ()))]


@pytest.mark.parametrize(
    ("texts", "read"),
    [
        (["4. Việc chung", "4.1. Ươm giống", "4.2. Làm đất", "43. Trồng dặm", "4.4. Rào chắn"], "4 4.1 4.2 4.3 4.4"),
        (["5. Phân công", "5.1. Tổ trồng cây", "$2. Tổ tưới nước", "5.3. Tổ bảo vệ"], "5 5.1 5.2 5.3"),
        (["4. Tổ tưới nước", "Š. Tổ bảo vệ", "6. Tổ vận chuyển"], "4 5 6"),
        (["đ) Ươm giống;", "e) Làm đất;", "ø) Trồng dặm;", "h) Rào chắn."], "đ e g h"),
        (["đ) Ươm giống;", "©) Đào hố;", "g) Trồng dặm."], "đ e g"),
        (["d) Ươm giống;", "Đ) Làm đất;", "e) Trồng dặm."], "d đ e"),
        (["a) Ươm giống;", "b) Làm đất;", "e) Trồng dặm;", "d) Rào chắn."], "a b c d"),
        (["I. CHUẨN BỊ", "II. TRỒNG CÂY", "111. CHĂM SÓC"], "I II III"),
        (["IL CHUẨN BỊ", "II. TRỒNG CÂY", "IIIL CHĂM SÓC"], "I II III"),
        (["1. Chuẩn bị", "1. Ươm giống", "2. Làm đất", "II. Trồng cây", "III. Chăm sóc"], "I 1 2 II III"),
        (["1. Chuẩn bị", "2. Trồng cây", "3. Chăm sóc"], "1 2 3"),
        (
            ["I. Chuẩn bị", "1. Ươm giống", "2. Làm đất", "- Cày bừa.", "1. Trồng cây", "1. Đào hố", "III. Chăm sóc"],
            "I 1 2 - II 1 III",
        ),
        (["I. Chuẩn bị", "1. Ươm giống", "2. Làm đất", "II. Trồng cây", "1. Đào hố", "2. Rào"], "I 1 2 II 1 2"),
        (
            ["I. Chuẩn bị", "1/ Ươm giống", "II Trồng cây", "1/ Đào hố", "TH. Chăm sóc", "IV. Kinh phí"],
            "I 1 II 1 III IV",
        ),
        (["IL. CHUẨN BỊ", "1. Ươm giống", "2. Làm đất", "II TRỒNG CÂY"], "I 1 2 II"),
    ],
)
def test_a_damaged_label_is_the_one_that_is_due(texts: list[str], read: str) -> None:
    assert labels(texts) == read.split()


def test_a_misnumbering_that_is_printed_stays() -> None:
    assert labels(["a) Ươm giống;", "b) Làm đất;", "e) Trồng dặm."], confidence=1.0) == ["a", "b", "e"]
    assert labels(["4. Ươm giống", "44. Làm đất"], confidence=1.0) == ["4", "44"]


@pytest.mark.parametrize("second", ["II CHĂM SÓC CÂY", "II: CHĂM SÓC CÂY", "II; CHĂM SÓC CÂY"])
def test_a_part_whose_label_lost_its_full_stop(second: str) -> None:
    plan = plan_of(f"{HEAD}I. TRỒNG CÂY\n- Ươm giống từ tháng 3.\n{second}\n- Tưới nước hằng tuần.\n")
    assert headings(plan) == ["I. TRỒNG CÂY", "II. CHĂM SÓC CÂY"]
    assert [task[0] for task in tasks(plan)] == ["I", "II"]
    assert [warning.code for warning in plan.warnings if "label" in warning.code] == ["label-repaired"]
    assert plan.sections[1].confidence < plan.sections[0].confidence == 1.0


def test_a_part_in_small_letters_whose_numeral_lost_its_full_stop() -> None:
    assert labels(["I. Trồng cây", "1. Ươm giống", "II Chăm sóc cây", "1. Tưới nước", "III. Kinh phí"]) == [
        *("I", "1", "II", "1", "III"),
    ]
    assert labels(["I. Trồng cây", "V Chăm sóc cây"]) == ["I", None]


def test_figures_that_begin_a_sentence_are_no_labels() -> None:
    texts = ["1. Trồng cây", "2 Tổ trồng cây và 3 tổ tưới nước cùng làm trong tháng.", "2. Chăm sóc"]
    assert labels(texts) == ["1", None, "2"]


def test_a_clause_in_capitals_does_not_move_what_follows() -> None:
    plan = plan_of(
        f"{HEAD}1. Tổ trưởng:\na) Lập danh sách.\nb) Giao cây.\nc) Kiểm tra.\nd) Ghi sổ.\nĐ) Báo cáo.\n"
        "2. Tổ phó:\na) Tưới nước.\n"
    )
    assert headings(plan) == ["1. Tổ trưởng", "2. Tổ phó"]
    assert [task[:2] for task in tasks(plan)][4:] == [("1", "đ"), ("2", "a")]


def test_the_lead_over_the_next_reading_is_the_certainty() -> None:
    sure = number(make_blocks([Line("1. Ươm giống", 1), Line("2. Làm đất", 2)], ()))
    lines = [Line("Š. Làm đất", 2, confidence=0.8, starts_paragraph=True)]
    damaged = number(make_blocks([Line("4. Ươm giống", 1), *lines], ()))
    assert [one.confidence for one in sure] == [1.0, 1.0]
    assert damaged[1].repaired and 0.5 < damaged[1].confidence < 0.99


def test_the_data_is_whole() -> None:
    data = read_yaml("numbering.yaml")
    assert data["source"] and costs().repeats > 0
    assert all(len(look["read"]) == 1 and look["printed"] for look in data["looks"])
    assert len({(look["read"], look["printed"]) for look in data["looks"]}) == len(data["looks"])


def test_a_row_makes_its_first_labels_sure():
    plan = plan_of(HEAD + "I. Mục đích\n- Chắn sóng.\nII. Nội dung\n- Ươm giống.\nIII. Kinh phí\n- Xã hội hóa.\n")
    assert [warning for warning in plan.warnings if warning.code == "uncertain-heading"] == []


@pytest.mark.parametrize(
    ("texts", "read"),
    [
        (["1. Chuẩn bị:", "i) Ươm giống;", "ii) Làm đất;", "iii) Trồng dặm."], "1 i ii iii"),
        (["g) Ươm giống;", "h) Làm đất;", "i) Trồng dặm;", "k) Rào chắn."], "g h i k"),
        (["iii) Ươm giống;", "iv) Làm đất;", "v) Trồng dặm;", "vi) Rào chắn."], "iii iv v vi"),
        (["a) Chuẩn bị:", "(i) Ươm giống;", "(ii) Làm đất;", "b) Trồng dặm."], "a i ii b"),
    ],
)
def test_small_numerals_and_letters_are_told_apart_by_their_rows(texts, read):
    assert " ".join(filter(None, labels(texts, confidence=1.0))) == read


def test_clauses_in_small_numerals_are_tasks_of_who_stands_above():
    plan = plan_of(f"{HEAD}I. TỔ CHỨC THỰC HIỆN\n1. Trưởng các thôn:\ni) Vận động các hộ;\nii) Báo cáo kết quả.\n")
    assert [task.marker for task in plan.tasks] == ["i", "ii"]
    assert [duty.unit.text for duty in plan.assignments] == ["Trưởng các thôn"] * 2
