"""Bodies of levels that the law has ended are told, in the head and among those who have work."""

from __future__ import annotations

import pytest

from tests.parse.helpers import plan_of

PLAN = """ỦY BAN NHÂN DÂN
XÃ PÁ MỲ
Số: 5/KH-UBND
Pá Mỳ, ngày {day}

KẾ HOẠCH
Dọn kênh tưới

I. PHÂN CÔNG
{work}
"""


def told(work: str, day: str = "4 tháng 3 năm 2026", office: str = "XÃ PÁ MỲ") -> list[tuple[str, int | None]]:
    """The bodies that warnings name, and on which line."""
    plan = plan_of(PLAN.replace("XÃ PÁ MỲ", office).format(day=day, work=work))
    return [
        (w.message.partition(" did not")[0], w.source.lines[0] if w.source else None)
        for w in plan.warnings
        if w.code == "unit-not-in-force"
    ]


@pytest.mark.parametrize(
    ("work", "names"),
    [
        ("1. Công an huyện\n- Giữ trật tự trên kênh.", ["Công an huyện"]),
        ("- Giao UBND huyện Nậm Tú chủ trì dọn kênh.", ["Ủy ban nhân dân huyện Nậm Tú"]),
        ("- Giao Phòng Kinh tế quận Nậm Tú chủ trì dọn kênh.", ["Phòng Kinh tế quận Nậm Tú"]),
        ("1. Huyện đoàn\n- Cử 20 đoàn viên dọn kênh.", ["Huyện Đoàn"]),
        ("1. Phòng Tư pháp\n- Soạn cam kết giữ kênh.", ["Phòng Tư pháp"]),
        ("1. Phòng Kinh tế\n- Phối hợp với Công an thị xã Nậm Tú dọn kênh.", ["Công an thị xã Nậm Tú"]),
        ("1. Công an xã\n- Giữ trật tự.\n2. Phòng Kinh tế đặc khu\n- Đo kênh.", []),
        ("1. UBND phường Nậm Tú\n- Dọn kênh.\n2. Sở Nông nghiệp và Môi trường\n- Cấp máy bơm.", []),
        ("1. Công an huyện Nậm Tú cũ\n- Bàn giao sổ theo dõi kênh.", []),
        ("- Giao Công an huyện Nậm Tú (trước đây) bàn giao sổ theo dõi kênh.", []),
        ("1. Trường Trung học phổ thông huyện Nậm Tú\n- Cử học sinh dọn kênh.", []),
        ("1. Hạt Kiểm lâm liên huyện\n- Trồng cây bên kênh.", []),
    ],
)
def test_bodies_with_work(work: str, names: list[str]) -> None:
    found = told(work)
    assert [name for name, _ in found] == names
    assert all(line is not None and line >= 9 for _, line in found)
    assert told(work, day="30 tháng 6 năm 2025") == []


def test_one_warning_for_a_body() -> None:
    work = "1. Công an huyện\n- Giữ trật tự trên kênh.\n- Lập sổ theo dõi kênh."
    assert len(told(work)) == 1


def test_the_head() -> None:
    work = "1. Tổ Thủy lợi\n- Dọn kênh trước ngày 4/4/2026."
    assert told(work, office="HUYỆN PÁ MỲ") == [("Ủy ban nhân dân huyện Pá Mỳ", None)]
    assert told(work, office="HUYỆN PÁ MỲ", day="4 tháng 3 năm 2024") == []


def test_an_office_of_a_university_has_the_name_that_districts_gave_theirs() -> None:
    text = PLAN.replace("ỦY BAN NHÂN DÂN\nXÃ PÁ MỲ", "TRƯỜNG ĐẠI HỌC NẬM TÚ\nKHOA TƯỚI TIÊU")
    plan = plan_of(text.format(day="4 tháng 3 năm 2026", work="1. Phòng Thanh tra\n- Kiểm tra sổ dọn kênh."))
    assert [a.unit.name for a in plan.assignments] == ["Phòng Thanh tra"]
    assert "unit-not-in-force" not in [warning.code for warning in plan.warnings]
