"""Goals in figures: what is read from a phrase, and what is none."""

from __future__ import annotations

import pytest

from tests.growth import reads_in_linear_time
from tests.parse.helpers import written_cases
from viextract.model.plan import Target
from viextract.parse.facts.targets import find_targets, heading_year, read_number

# phrase -> (value, unit, comparator, of, year, direction) of each goal in it
GOALS = [
    # bare percentages and "at least"
    ("100% số hộ dân ven đê ký cam kết", [(100, "%", ">=", None, None, None)]),
    ("100 % trẻ năm tuổi đến lớp", [(100, "%", ">=", None, None, None)]),
    ("Tỷ lệ tiêm chủng đạt 96%", [(96, "%", ">=", None, None, None)]),
    ("Tỷ lệ tiêm chủng đạt 96% trở lên", [(96, "%", ">=", None, None, None)]),
    ("đạt từ 80% trở lên", [(80, "%", ">=", None, None, None)]),
    ("đạt trên 70% kế hoạch", [(70, "%", ">=", None, None, None)]),
    ("ít nhất 60% thôn có sân chơi", [(60, "%", ">=", None, None, None)]),
    ("tối thiểu 45% cán bộ nữ", [(45, "%", ">=", None, None, None)]),
    ("không dưới 30% diện tích có mái che", [(30, "%", ">=", None, None, None)]),
    ("không thấp hơn 92,5%", [(92.5, "%", ">=", None, None, None)]),
    ("phấn đấu 55,55% phụ nữ tham gia", [(55.55, "%", ">=", None, None, None)]),
    ("≥ 95% hồ sơ đúng hạn", [(95, "%", ">=", None, None, None)]),
    (">= 95% hồ sơ đúng hạn", [(95, "%", ">=", None, None, None)]),
    ("hơn 40% số chợ được cải tạo", [(40, "%", ">=", None, None, None)]),
    ("90 phần trăm ý kiến được trả lời", [(90, "%", ">=", None, None, None)]),
    ("bảo đảm 50% trở lên số ghế dành cho học sinh", [(50, "%", ">=", None, None, None)]),
    ("Duy trì 100% các bếp ăn có giấy chứng nhận", [(100, "%", ">=", None, None, None)]),
    ("tỷ lệ che phủ rừng đạt bình quân 42%", [(42, "%", ">=", None, None, None)]),
    ("Kiểm tra 35/35 cơ sở kinh doanh", [(35, "cơ sở kinh doanh", "=", 35, None, None)]),
    ("phấn đấu vườn sạch chiếm 30–35% số vườn", [(30, "%", ">=", None, None, None)]),
    ("phấn đấu 90% trở lên số nhà được công nhận", [(90, "%", ">=", None, None, None)]),
    ("tỷ lệ thôn đạt 90% trở lên được công nhận", [(90, "%", ">=", None, None, None)]),
    # at most
    ("tỷ lệ hộ nghèo không quá 5%", [(5, "%", "<=", None, None, None)]),
    ("không vượt quá 3% dự toán", [(3, "%", "<=", None, None, None)]),
    ("tỷ lệ thất thoát nước dưới 12%", [(12, "%", "<=", None, None, None)]),
    ("tối đa 20% số giờ học trực tuyến", [(20, "%", "<=", None, None, None)]),
    ("≤ 7% trẻ nhẹ cân", [(7, "%", "<=", None, None, None)]),
    ("tỷ lệ bỏ học còn 0,5%", [(0.5, "%", "<=", None, None, None)]),
    ("không vượt 4% số hộ", [(4, "%", "<=", None, None, None)]),
    ("không để quá 8% lớp ghép", [(8, "%", "<=", None, None, None)]),
    ("không để trên 6% trẻ thấp còi", [(6, "%", "<=", None, None, None)]),
    ("không để tỷ lệ vườn bỏ hoang cao hơn 9%", [(9, "%", "<=", None, None, None)]),
    ("không để xảy ra quá 3 vụ cháy rừng", [(3, "vụ", "<=", None, None, None)]),
    ("không chi cho hội họp quá 7% dự toán", [(7, "%", "<=", None, None, None)]),
    ("không được vượt quá 25% diện tích vườn", [(25, "%", "<=", None, None, None)]),
    ("số giờ vắng quá 15%", [(15, "%", ">=", None, None, None)]),
    ("chưa đến 5% số hộ còn nhà tạm", [(5, "%", "<=", None, None, None)]),
    ("ít hơn 7% số giếng nhiễm mặn", [(7, "%", "<=", None, None, None)]),
    ("cao nhất 90% công suất", [(90, "%", "<=", None, None, None)]),
    ("0% hồ sơ trễ hạn", [(0, "%", "<=", None, None, None)]),
    ("hạ tỷ lệ thất thoát từ 12% xuống 8%", [(8, "%", "<=", None, None, "decrease")]),
    ("giảm từ 12 vụ xuống còn 4 vụ", [(4, "vụ", "<=", None, None, "decrease")]),
    ("kéo giảm số điểm đổ rác xuống còn 2 điểm", [(2, "điểm", "<=", None, None, "decrease")]),
    ("10% trở xuống", [(10, "%", "<=", None, None, None)]),
    ("giảm tỷ lệ hộ cận nghèo xuống còn 2%", [(2, "%", "<=", None, None, "decrease")]),
    ("kéo giảm tỷ lệ rác chôn lấp còn dưới 25%", [(25, "%", "<=", None, None, "decrease")]),
    # what is not to fall below a figure
    ("không để dưới 90% số buổi có người trực", [(90, "%", ">=", None, None, None)]),
    ("không để tỷ lệ chuyên cần thấp hơn 95%", [(95, "%", ">=", None, None, None)]),
    ("không kém hơn 80% năm trước", [(80, "%", ">=", None, None, None)]),
    # changes by a figure
    ("tăng 10% so với năm 2024", [(10, "%", ">=", None, None, "increase")]),
    ("tăng thêm 15% số đầu sách", [(15, "%", ">=", None, None, "increase")]),
    ("giảm 5% số vụ cháy so với cùng kỳ", [(5, "%", ">=", None, None, "decrease")]),
    ("giảm ít nhất 8% lượng điện tiêu thụ", [(8, "%", ">=", None, None, "decrease")]),
    ("cắt giảm 30% thời gian giải quyết", [(30, "%", ">=", None, None, "decrease")]),
    ("Giá trị sản xuất tăng trưởng 7,2%", [(7.2, "%", ">=", None, None, "increase")]),
    ("nâng tỷ lệ nước sạch từ 50% lên 60%", [(60, "%", ">=", None, None, "increase")]),
    # ranges
    ("từ 50% đến 60% hộ tham gia", [(50, "%", ">=", None, None, None)]),
    ("đạt 70 - 80% công suất", [(70, "%", ">=", None, None, None)]),
    ("đạt 70% - 80% công suất", [(70, "%", ">=", None, None, None)]),
    # exact ratios and fractions
    ("21/21 phường có đội dân phòng", [(21, "phường", "=", 21, None, None)]),
    ("08/11 xã đạt chuẩn", [(8, "xã", "=", 11, None, None)]),
    (
        "15/18 thôn có nhà văn hóa và 3/18 thôn đang xây",
        [(15, "thôn", "=", 18, None, None), (3, "thôn", "=", 18, None, None)],
    ),
    ("42/45 tổ dân phố ký cam kết", [(42, "tổ dân phố", "=", 45, None, None)]),
    ("nâng số lao động nữ đạt mức 1/2 so với tổng số", [(0.5, None, ">=", None, None, None)]),
    ("đạt 2/3 số phiếu thuận", [(0.6667, None, ">=", None, None, None)]),
    # counted things
    ("mở ít nhất 02 lớp xóa mù", [(2, "lớp", ">=", None, None, None)]),
    ("tối thiểu 05 câu lạc bộ đọc sách", [(5, "câu lạc bộ", ">=", None, None, None)]),
    ("trên 1.250 lượt người tham gia", [(1250, "lượt người", ">=", None, None, None)]),
    ("doanh thu đạt 1.250 tỷ đồng", [(1250, "tỷ đồng", ">=", None, None, None)]),
    ("thu ngân sách đạt 2.345,6 triệu đồng", [(2345.6, "triệu đồng", ">=", None, None, None)]),
    ("không quá 35 học sinh một phòng", [(35, "học sinh", "<=", None, None, None)]),
    ("từ 03 mô hình trở lên", [(3, "mô hình", ">=", None, None, None)]),
    ("03 mô hình trở lên", [(3, "mô hình", ">=", None, None, None)]),
    ("phấn đấu có 12 sản phẩm được công nhận", [(12, "sản phẩm", ">=", None, None, None)]),
    ("đạt 10 - 12 buổi mỗi quý", [(10, "buổi", ">=", None, None, None)]),
    ("huy động tối thiểu 300 triệu đồng", [(300, "triệu đồng", ">=", None, None, None)]),
    ("vượt 5% dự toán thu", [(5, "%", ">=", None, None, None)]),
    ("mỗi thôn ít nhất 01 tủ sách", [(1, "tủ sách", ">=", None, None, None)]),
    # years
    ("Đến năm 2030 có 80% dân số dùng ví điện tử", [(80, "%", ">=", None, 2030, None)]),
    ("đạt 65% vào năm 2027", [(65, "%", ">=", None, 2027, None)]),
    (
        "Đến năm 2026 đạt 60%; đến năm 2028 đạt 75%",
        [(60, "%", ">=", None, 2026, None), (75, "%", ">=", None, 2028, None)],
    ),
    ("Năm 2025, 100% thôn có loa", [(100, "%", ">=", None, 2025, None)]),
    ("cao hơn 3% so với năm 2023", [(3, "%", ">=", None, None, None)]),
    # several, also equal ones
    (
        "100% cán bộ, 100% đảng viên và 90% người dân được phổ biến",
        [(100, "%", ">=", None, None, None), (100, "%", ">=", None, None, None), (90, "%", ">=", None, None, None)],
    ),
]

NO_GOALS = [
    "Dạy tốt chương trình lớp 3, lớp 4 và lớp 9",
    "thanh niên trong độ tuổi 15-24",
    "trẻ em dưới 6 tuổi",
    "trẻ dưới 24 tháng tuổi",
    "đạt chuẩn xóa mù chữ mức độ 2",
    "theo Chương trình Cấp nước nông thôn 2018",
    "Quyết định số 10/2022/QĐ-UBND",
    "trước ngày 15/4/2025",
    "từ tháng 3/2027 đến hết tháng 8/2029",
    "giai đoạn 2021-2030",
    "trong thời hạn không quá 30 ngày",
    "số lượng và tỷ lệ % người tham gia",
    "Giảm số vụ tai nạn so với năm 2024",
    "hiện nay đã có 85% số hộ",
    "Điều 5 và khoản 2 Điều 7",
    "trực 24/7 tại trạm",
    "chiếm 30% dân số toàn xã",
    "Nhóm nhà tranh chiếm 5–7% số nhà trong bản.",
    "Học viên đạt từ 5,0 điểm trở lên thì được cấp chứng chỉ",
    "Tiết mục đạt từ 8 điểm trở lên được vào vòng hai",
    "Nghị quyết có giá trị khi được ít nhất 2/3 thành viên nhất trí",
    "Thửa ruộng đạt 3 sao trở lên: xếp loại tốt",
    "Những trường hợp được sự đồng ý của trên 60% số hộ dự họp thì làm ngay",
    "Các trường hợp nợ trên 50% học phí được nhắc riêng",
    "Cuộc họp bầu Tổ đếm phiếu từ 03 đến 07 thành viên",
    "Thành lập Ban Giám khảo gồm 05 người",
    "chủ rừng có trên 2 ha rừng phải lập phương án chữa cháy",
    "vay với lãi suất 6,5%/năm",
    "lau nền nhà bằng dung dịch khử khuẩn 0,5%",
    "Đến nay đạt 72% số hộ",
    "Lập Hội đồng nghiệm thu có từ 07 đến 09 ủy viên",
]


@pytest.mark.parametrize(("phrase", "goals"), GOALS)
def test_goal_is_read(phrase, goals):
    found = [(t.value, t.unit, t.comparator, t.of, t.year, t.direction) for t in find_targets(phrase)]
    assert found == goals


@pytest.mark.parametrize("phrase", NO_GOALS)
def test_number_that_is_no_goal(phrase):
    assert find_targets(phrase) == []


def test_year_of_the_heading_is_used_where_the_text_names_none():
    assert [t.year for t in find_targets("đạt 90%; đến năm 2028 đạt 95%", year=2026)] == [2026, 2028]


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("Số công trình được nghiệm thu tăng so với năm trước", "increase"),
        ("Lượng rác thải nhựa giảm so với cùng kỳ", "decrease"),
        ("Thu nhập cao hơn năm trước", "increase"),
        ("Số vụ vi phạm giảm dần qua các năm", "decrease"),
    ],
)
def test_relative_goal_is_read_only_where_asked(text, direction):
    assert [(t.value, t.direction) for t in find_targets(text, relative=True)] == [(None, direction)]
    assert find_targets(text) == []


def test_relative_goal_with_a_figure_is_the_figure():
    (goal,) = find_targets("Số hội viên tăng 10% so với năm trước", relative=True)
    assert (goal.value, goal.direction) == (10, "increase")


def test_printed_text_is_kept_with_what_governs_the_figure():
    assert [t.text for t in find_targets("Tỷ lệ hộ dùng nước sạch đạt 90% trở lên.")] == ["đạt 90% trở lên"]


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("1.250", 1250),
        ("55,55", 55.55),
        ("08", 8),
        ("10.5", 10.5),
        ("1.250.000", 1250000),
        ("1.250,5", 1250.5),
        ("0,5", 0.5),
    ],
)
def test_number_as_printed_in_vietnamese(printed, value):
    assert read_number(printed) == value


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("CHỈ TIÊU NĂM 2026", 2026),
        ("Mục tiêu đến năm 2030", 2030),
        ("Mục tiêu giai đoạn 2026-2030", None),
        ("Kết quả so với năm 2024", None),
        ("Mục tiêu đến năm 2030, tầm nhìn đến năm 2045", None),
        ("Nhiệm vụ trọng tâm", None),
    ],
)
def test_year_that_a_heading_names(title, year):
    assert heading_year(title) == year


def written(goal: Target) -> str:
    """A goal in the form of the case file."""
    value = f"{goal.value}/{goal.of}" if goal.of else str(goal.value)
    parts = (goal.comparator, value, goal.unit, goal.year, goal.direction)
    return " ".join(str(part) for part in parts if part is not None)


@pytest.mark.parametrize(("text", "goals", "group"), written_cases("targets"))
def test_goals_of_a_text(text, goals, group):
    found = find_targets(text, listed=group.get("listed", False), issued_on=group.get("issued_on"))
    assert [written(goal) for goal in found] == goals


@pytest.mark.parametrize("piece", ["đạt 5% ", "12/12 xã ", "giảm tỷ lệ ", "đối với các ", "phấn đấu 5 ", "5-7% "])
def test_time_grows_with_the_length_of_the_text(piece):
    assert reads_in_linear_time(find_targets, piece)


def test_what_each_costs_is_no_goal():
    assert find_targets("Tặng quà, mỗi suất quà 500.000 đồng.") == []
    assert [target.unit for target in find_targets("ít nhất 05 đồng chí")] in ([], ["đồng chí"])
