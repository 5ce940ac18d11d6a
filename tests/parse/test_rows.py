"""Rows of numbered paragraphs are decided together."""

from __future__ import annotations

import pytest

from tests.parse.helpers import headings, plan_of, tasks
from viextract.data import read_yaml
from viextract.parse.outline.rows import body_rows, row_leads, weights
from viextract.vocabulary.labels import read_label

HEAD = "KẾ HOẠCH\nTrồng tre năm 2026\n\n"


def test_a_statement_among_statements_is_none_for_a_heading_nearby() -> None:
    plan = plan_of(
        HEAD + "1. Trình tự\n1.1. Tổ trưởng mở đầu:\n- Nêu lý do.\n1.2. Thư ký đọc danh sách.\n"
        "1.3. Tổ tre cử ba người đi lấy giống\n1.4. Các hộ nhận cây.\n"
    )
    assert headings(plan) == ["1. Trình tự", "  1.1. Tổ trưởng mở đầu"]
    assert [task[1] for task in tasks(plan)] == ["-", "1.2", "1.3", "1.4"]


def test_a_short_title_among_titles_is_one_of_them() -> None:
    plan = plan_of(HEAD + "1. Ươm giống\n- Chọn hom.\n2. Làm đất\n3. Trồng dặm\n- Trồng tháng 8.\n")
    assert headings(plan) == ["1. Ươm giống", "2. Làm đất", "3. Trồng dặm"]
    assert 0.5 < plan.sections[1].confidence < 1.0 == plan.sections[0].confidence


def test_a_row_that_tells_who_does_what_in_any_paper() -> None:
    plan = plan_of(
        "CHỈ THỊ\nVề trồng tre chắn sóng\n\n1. Sở Tài chính: Cân đối kinh phí mua giống.\n2. Công an tỉnh\n"
        "- Giữ trật tự bến bãi.\n"
        "3. Báo tỉnh, các đài ở địa phương và cơ quan báo chí khác: Tuyên truyền cách trồng tre.\n"
    )
    assert headings(plan) == [
        "1. Sở Tài chính",
        "2. Công an tỉnh",
        "3. Báo tỉnh, các đài ở địa phương và cơ quan báo chí khác",
    ]


@pytest.mark.parametrize(
    ("odds", "headings_at"),
    [([4.0, -0.5, 4.0], [0, 1, 2]), ([-4.0, 0.5, -4.0], []), ([0.5], [0]), ([], [])],
)
def test_neighbours_decide_what_is_open(odds: list[float], headings_at: list[int]) -> None:
    assert [index for index, lead in enumerate(row_leads(odds, 1.1)) if lead > 0] == headings_at


def test_the_data_is_whole() -> None:
    data = read_yaml("outline_rows.yaml")
    assert data["source"] and set(weights()) >= {"always", "agrees", "decided", "verb"}


def test_a_sentence_above_unmarked_text_is_none_among_titles_without_a_mark() -> None:
    text = HEAD + "1. Chuẩn bị\nMua hom giống.\n2. Đào hố, bón lót cho từng khóm tre ở bờ sông.\nMỗi hố rộng 50 cm.\n"
    assert headings(plan_of(text)) == ["1. Chuẩn bị"]
    assert headings(plan_of(text.replace("Chuẩn bị", "Chuẩn bị."))) == [
        "1. Chuẩn bị",
        "2. Đào hố, bón lót cho từng khóm tre ở bờ sông",
    ]


def test_no_role_is_surer_than_odds_of_fifty_to_one() -> None:
    plan = plan_of(HEAD + "1. Ươm giống tre gai.\n2. Làm đất ven suối.\n3. Trồng dặm.\n")
    assert [task.confidence for task in plan.tasks] == [0.982] * 3


@pytest.mark.parametrize(
    ("texts", "found"),
    [(("1. Sở Tài chính",), set()), (("1. Sở Tài chính", "2. Công an tỉnh"), {0, 1})],
)
def test_two_that_name_bodies_make_a_row_of_them(texts: tuple[str, ...], found: set[int]) -> None:
    assert body_rows([read_label(text) for text in texts], [5.0] * len(texts)) == found


def test_an_article_heads_its_text_though_its_title_is_long_and_has_a_full_stop():
    plan = plan_of(
        "QUY CHẾ\nDùng bến thuyền\n\nĐiều 1. Thẻ bến.\n1. Thẻ do xã cấp.\n"
        "Điều 2. Quan hệ chỉ đạo trong hệ thống các tổ trực bến.\n"
        "Tổ trực bến báo cáo hằng tuần.\nĐiều 3. Giờ mở bến\n1. Mùa mưa mở từ 6 giờ.\n"
    )
    assert [section.label for section in plan.sections] == ["Điều 1", "Điều 2", "Điều 3"]
    assert plan.sections[1].title == "Quan hệ chỉ đạo trong hệ thống các tổ trực bến"
