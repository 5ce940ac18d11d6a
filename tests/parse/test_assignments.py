"""Roles and partners of a duty."""

from __future__ import annotations

import pytest

from viextract.parse.outline.assignments import own_body, partners_of, role_of


@pytest.mark.parametrize(
    ("duty", "role"),
    [
        ("Chủ trì, phối hợp với Công an xã tuần tra.", "lead"),
        ("Chủ trì tổ chức hội thi.", "lead"),
        ("Là cơ quan thường trực, giúp UBND xã đôn đốc.", "lead"),
        ("Là đơn vị đầu mối tổng hợp báo cáo.", "lead"),
        ("Chịu trách nhiệm chính trong việc cứu hộ.", "lead"),
        ("Tham mưu UBND xã ban hành văn bản; chủ trì tổ chức lễ phát động.", "lead"),
        ("Có trách nhiệm chủ trì kiểm tra.", "lead"),
        ("Phối hợp với các thôn nhặt rác.", "cooperate"),
        ("Chủ động phối hợp chặt chẽ với các thôn nhặt rác.", "cooperate"),
        ("Tích cực phối hợp cùng các thôn nhặt rác.", "cooperate"),
        ("Cùng các thôn nhặt rác.", "cooperate"),
        ("Phối hợp thực hiện các nội dung của Kế hoạch.", "cooperate"),
        ("Đề nghị phối hợp với Công an xã tuần tra.", "cooperate"),
        ("Củng cố đội cứu hộ.", "implement"),
        ("Cung cấp áo phao.", "implement"),
        ("Hướng dẫn các thôn phối hợp với Công an xã tuần tra.", "implement"),
        ("Nhặt rác; phối hợp với Công an xã tuần tra.", "implement"),
        ("Thực hiện theo chỉ đạo của đơn vị chủ trì.", "implement"),
    ],
)
def test_role(duty, role):
    assert role_of(duty) == role


@pytest.mark.parametrize(
    ("duty", "partners"),
    [
        ("Phối hợp với Công an xã tuần tra.", ["Công an xã"]),
        ("Phối hợp cùng Công an xã và các thôn ven biển tuần tra.", ["Công an xã", "các thôn ven biển"]),
        (
            "Chủ trì, phối hợp với Sở Y tế, các sở, ban, ngành liên quan rà soát.",
            ["Sở Y tế", "các sở, ban, ngành liên quan"],
        ),
        ("Nhặt rác, cùng các cấp, ngành giữ gìn vệ sinh.", ["các cấp, ngành"]),
        ("Tham mưu kế hoạch; phối hợp với Hội Nông dân xã vận động.", ["Hội Nông dân xã"]),
        ("Phối hợp với Công an xã tuần tra; phối hợp với Công an xã bắt trộm.", ["Công an xã"]),
        ("Phối hợp tổ chức hội thi.", []),
        ("Góp phần cùng với gia đình, dòng họ dạy trẻ.", []),
        ("So sánh với cùng kỳ năm trước.", []),
    ],
)
def test_partners_one_by_one(duty, partners):
    assert [unit.text for unit in partners_of(duty)] == partners


@pytest.mark.parametrize(
    ("clause", "body", "duty"),
    [
        ("Công an xã tuần tra bãi tắm.", "Công an xã", "tuần tra bãi tắm."),
        ("Đề nghị Hội Nông dân xã vận động hội viên.", "Hội Nông dân xã", "vận động hội viên."),
        ("Giao Phòng Kinh tế chủ trì chuẩn bị.", "Phòng Kinh tế", "chủ trì chuẩn bị."),
        ("Phòng Kinh tế: Chuẩn bị áo phao.", "Phòng Kinh tế", "Chuẩn bị áo phao."),
        ("Công an xã, Đoàn Thanh niên phối hợp tuần tra.", "Công an xã, Đoàn Thanh niên", "phối hợp tuần tra."),
    ],
)
def test_body_that_a_clause_names_for_itself(clause, body, duty):
    assert own_body(clause) == (body, duty)


@pytest.mark.parametrize(
    "clause", ["Tổ chức hội thi.", "Báo cáo UBND xã kết quả.", "Phối hợp với Công an xã.", "Công an xã"]
)
def test_clause_without_a_body_of_its_own(clause):
    assert own_body(clause) is None
