"""Papers of offices that write in ways of their own: the party, joint papers, schools, villages."""

from __future__ import annotations

from tests.parse.helpers import plan_of, tasks

PARTY = """HUYỆN ỦY SÔNG MÂY              ĐẢNG CỘNG SẢN VIỆT NAM
BAN DÂN VẬN
*                              Sông Mây, ngày 11 tháng 4 năm 2027
Số 08-HD/BDVHU

HƯỚNG DẪN
thi đua Dân vận khéo năm 2027

Ban Dân vận Huyện ủy hướng dẫn như sau:
I- YÊU CẦU
1- Phát động thi đua sâu rộng trong các chi bộ.
2- Gắn thi đua với việc làm cụ thể.
II- TỔ CHỨC THỰC HIỆN
1- Hội Nông dân huyện
Vận động hội viên hiến đất làm đường; phối hợp với Hạt Kiểm lâm liên huyện trồng cây trước ngày 20/5/2027.
2- Đảng ủy các xã, thị trấn
- Đăng ký mô hình về Ban Dân vận Huyện ủy.

Nơi nhận:                      T/M BAN
- Thường trực Huyện ủy,        TRƯỞNG BAN
- Lưu BDVHU.
                               Quàng Văn Sơn
"""


def test_labels_with_a_dash_as_the_party_writes_them():
    plan = plan_of(PARTY)
    assert [section.label for section in plan.sections] == ["I", "II"]
    assert [section.label for section in plan.sections[1].children] == ["1", "2"]
    assert [task.marker for task in plan.tasks[:2]] == ["1", "2"]
    assert [item.unit.text for item in plan.assignments] == ["Hội Nông dân huyện", "Đảng ủy các xã, thị trấn"]
    assert [unit.text for unit in plan.assignments[0].partners] == ["Hạt Kiểm lâm liên huyện"]


def test_letters_with_a_dash_begin_paragraphs():
    plan = plan_of(
        "NGHỊ QUYẾT\nvề giữ bến trong tháng mưa lũ của các chi bộ ven sông Mây và cửa biển Bãi Sậy\n\nI- NHIỆM VỤ\n"
        "1- Lãnh đạo các đoàn thể giữ bến đò, giữ thuyền và giữ kho muối qua mùa lũ:\n"
        "a- Công đoàn: phối hợp với Công an xã canh bến, mỗi đêm hai người thay phiên nhau.\n"
        "b- Đoàn Thanh niên: buộc lại dây neo của các thuyền ở bến Đông và bến Tây xã.\n"
    )
    assert [a.unit.text for a in plan.assignments] == ["Công đoàn", "Đoàn Thanh niên"]


def test_a_number_without_a_colon_is_no_part_of_the_issuer():
    header = plan_of(PARTY).header
    assert header.symbol == "08-HD/BDVHU"
    assert header.issuer and header.issuer.text == "Ban Dân vận"


def test_a_name_behind_the_file_copy_is_the_signatory_s():
    header = plan_of(PARTY).header
    assert header.signatory and header.signatory.name == "Quàng Văn Sơn"
    assert header.recipients == ["Thường trực Huyện ủy", "Lưu BDVHU"]


JOINT = """SỞ VĂN HÓA - SỞ TÀI CHÍNH            CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH LÂM HẢI                         Độc lập - Tự do - Hạnh phúc
Số: 12/KHLT-SVH-STC                  Lâm Hải, ngày 02 tháng 3 năm 2027

KẾ HOẠCH LIÊN TỊCH
Sắp xếp thư viện xã năm 2027

A. MỤC TIÊU
- 100% thư viện xã có nội quy.
B. NHIỆM VỤ
I. Công tác chỉ đạo
1. Giám sát kho sách
- Cơ quan chủ trì: Thư viện tỉnh.
- Cơ quan phối hợp: Trạm Y tế các xã; các trường mầm non.
2. Đèn điện phòng đọc
- Cơ quan chủ trì: Các trường mầm non, tiểu học.
3. Tập huấn thủ thư
- Cơ quan chủ trì: Sở Văn hóa.
C. TỔ CHỨC THỰC HIỆN
1. Trách nhiệm của Sở Tài chính
a) Chỉ đạo các phòng lập dự toán.
2. Chế độ báo cáo: 6 tháng trước ngày 10/6, năm trước ngày 10/12.

GIÁM ĐỐC SỞ TÀI CHÍNH                GIÁM ĐỐC SỞ VĂN HÓA


Vũ Thị Lụa                           Hoàng Đình Tơ
Nơi nhận:
- UBND tỉnh;
- Lưu: VT.
"""


def test_a_part_goes_on_with_the_parts_above_roman_numerals():
    assert [section.label for section in plan_of(JOINT).sections] == ["A", "B", "C"]


def test_two_who_sign_side_by_side():
    header = plan_of(JOINT).header
    assert header.signatory and header.signatory.name == "Hoàng Đình Tơ"
    assert [(one.issuer.text, one.signatory and one.signatory.name) for one in header.joint] == [
        ("Sở Tài chính tỉnh Lâm Hải", "Vũ Thị Lụa")
    ]


def test_work_with_labelled_lines_is_of_one_kind_in_a_row():
    plan = plan_of(JOINT)
    row = [task for task in plan.tasks if task.section_id == "B.I"]
    assert [task.text for task in row] == ["Giám sát kho sách", "Đèn điện phòng đọc", "Tập huấn thủ thư"]
    leads = {item.task_id: item for item in plan.assignments if item.role == "lead"}
    assert [leads[task.id].unit.text for task in row] == ["Thư viện tỉnh", "Các trường mầm non, tiểu học", "Sở Văn hóa"]
    assert [unit.text for unit in leads[row[0].id].partners] == ["Trạm Y tế các xã", "các trường mầm non"]


def test_a_run_in_heading_on_reports_keeps_its_days():
    plan = plan_of(JOINT)
    assert plan.sections[-1].children[-1].title == "Chế độ báo cáo"
    assert [deadline.end for deadline in plan.tasks[-1].deadlines] == ["2027-06-09", "2027-12-09"]


SCHOOL = """TRƯỜNG CAO ĐẲNG NGHỀ LÂM HẢI      CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
PHÒNG QUẢN TRỊ                    Độc lập - Tự do - Hạnh phúc
Số: 9/KH-QT                       Lâm Hải, ngày 8 tháng 5 năm 2027

KẾ HOẠCH
Sửa chữa nhà xưởng năm 2027

1. MỤC ĐÍCH, YÊU CẦU
1.1. Mục đích
a) Giữ nhà xưởng sạch và bền.
1.2. Yêu cầu
100% nhà xưởng được kiểm tra trước khi các lớp học nghề trở lại làm việc ở đó.
2. PHÂN CÔNG
2.1. Phòng Thu hồi đất và Giải phóng mặt bằng kiểm đếm nhà.
2.2. Chi cục Trồng trọt và Bảo vệ thực vật cung cấp thuốc.
2.3. Đ/c Lý Thị Bào - Phó Trưởng khoa: Phụ trách chung, báo cáo Hiệu trưởng trước ngày 20/6/2027.

Nơi nhận:                         TRƯỞNG PHÒNG
- Các khoa;
- Lưu: QT.
                                  Đỗ Văn Cưa
DUYỆT CỦA BAN GIÁM HIỆU
"""


def test_the_line_of_the_date_tells_where_the_name_of_a_place_begins():
    header = plan_of(SCHOOL).header
    assert header.parent_issuer and header.parent_issuer.text == "Trường Cao đẳng nghề Lâm Hải"


def test_capitals_behind_the_file_copy_are_no_recipient():
    header = plan_of(SCHOOL).header
    assert header.recipients == ["Các khoa", "Lưu: QT"]
    assert header.signatory and header.signatory.name == "Đỗ Văn Cưa"


def test_fields_of_a_body_that_are_verbs_elsewhere():
    plan = plan_of(SCHOOL)
    assert [item.unit.text for item in plan.assignments] == [
        "Phòng Thu hồi đất và Giải phóng mặt bằng",
        "Chi cục Trồng trọt và Bảo vệ thực vật",
        "Đ/c Lý Thị Bào - Phó Trưởng khoa",
    ]


def test_a_figure_below_a_title_of_its_own():
    titles = [section.title for section in plan_of(SCHOOL).sections[0].children]
    assert titles == ["Mục đích", "Yêu cầu"]


TWO_OF_A_COMMUNE = """ĐOÀN TNCS HỒ CHÍ MINH - CÔNG AN        CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
PHƯỜNG BÃI SẬY                            Độc lập - Tự do - Hạnh phúc
Số: 03/CTPH-ĐTN-CA                        Bãi Sậy, ngày 09 tháng 02 năm 2026

CHƯƠNG TRÌNH PHỐI HỢP
Giữ bến thuyền năm 2026

I. NỘI DUNG
- Canh bến ban đêm.
II. MỖI BÊN CÓ TRÁCH NHIỆM
- Cử người canh bến.

TM. BAN THƯỜNG VỤ ĐOÀN                    TRƯỞNG CÔNG AN PHƯỜNG
BÍ THƯ


Vàng A Tre                                Lê Văn Mây
"""


def test_a_commune_on_a_line_of_its_own_is_that_of_all_who_issue():
    plan = plan_of(TWO_OF_A_COMMUNE)
    header = plan.header
    assert header.issuer and header.issuer.name == "Đoàn Thanh niên Cộng sản Hồ Chí Minh phường Bãi Sậy"
    assert [joint.issuer.name for joint in header.joint if joint.issuer] == ["Công an phường Bãi Sậy"]
    assert [unit.text for unit in plan.sections[1].units] == ["MỖI BÊN"]


def test_a_position_that_only_one_side_of_the_foot_has_on_its_line():
    header = plan_of(TWO_OF_A_COMMUNE).header
    assert header.signatory and (header.signatory.position, header.signatory.name) == ("BÍ THƯ", "Vàng A Tre")
    (other,) = header.joint
    assert other.signatory and (other.signatory.position, other.signatory.name) == (
        "TRƯỞNG CÔNG AN PHƯỜNG",
        "Lê Văn Mây",
    )


def test_a_share_behind_a_label_with_a_dash_is_no_range():
    plan = plan_of(
        "KẾ HOẠCH\nThả diều\n\nI- CHỈ TIÊU\n\n1- Không để hộ nào thiếu nước.\n\n2- 100% hộ có diều.\n\n"
        "3- Trồng cây ven đê, 2- 3% diện tích mỗi năm.\n"
    )
    assert [(marker, text) for _, marker, text in tasks(plan)] == [
        ("1", "Không để hộ nào thiếu nước."),
        ("2", "100% hộ có diều."),
        ("3", "Trồng cây ven đê, 2- 3% diện tích mỗi năm."),
    ]
    assert plan.tasks[1].targets[0].value == 100
