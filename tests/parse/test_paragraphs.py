"""Joining printed lines into paragraphs."""

from __future__ import annotations

import unicodedata

import pytest

from viextract.model.document import Line
from viextract.read.layout.paragraphs import group_lines, join_lines, starts_with_marker


def paragraphs(text: str) -> list[str]:
    return [join_lines(group) for group in group_lines([Line(line, n) for n, line in enumerate(text.split("\n"), 1)])]


WRAPPED = """KẾ HOẠCH

Tổ chức ngày hội nông sản sạch của các hợp tác xã trên địa bàn thị xã
Hòa Lâm

I. MỤC ĐÍCH

- Giới thiệu nông sản của các hợp tác xã đến người tiêu dùng trong và ngoài
thị xã; tạo dịp cho người trồng gặp gỡ các doanh nghiệp thu mua, chế biến và




xuất khẩu.

2. Chuẩn bị gian hàng, bảng hiệu, điện nước cho các đơn vị tham gia ngày hội
theo sơ đồ đã duyệt

Các hợp tác xã tự trang trí gian hàng của mình trước ngày khai mạc.
"""


def test_hard_wrapped_text_over_a_page_break():
    assert paragraphs(WRAPPED) == [
        "KẾ HOẠCH",
        "Tổ chức ngày hội nông sản sạch của các hợp tác xã trên địa bàn thị xã Hòa Lâm",
        "I. MỤC ĐÍCH",
        "- Giới thiệu nông sản của các hợp tác xã đến người tiêu dùng trong và ngoài thị xã; tạo dịp cho người trồng "
        "gặp gỡ các doanh nghiệp thu mua, chế biến và xuất khẩu.",
        "2. Chuẩn bị gian hàng, bảng hiệu, điện nước cho các đơn vị tham gia ngày hội theo sơ đồ đã duyệt",
        "Các hợp tác xã tự trang trí gian hàng của mình trước ngày khai mạc.",
    ]


def test_damaged_text_is_joined_in_the_same_way():
    decomposed = unicodedata.normalize("NFD", WRAPPED.replace("đ", "d").replace("Đ", "D"))
    stripped = "".join(c for c in decomposed if not unicodedata.combining(c))
    assert len(paragraphs(stripped)) == len(paragraphs(WRAPPED))


def test_one_paragraph_a_line_stays_so():
    long = "- " + "Mở rộng mạng lưới điểm đọc sách ở các thôn xa trung tâm xã. " * 5
    text = f"1. Nội dung\n{long}\n{long}\nCác thôn chuẩn bị.\nCác trường chuẩn bị."
    assert len(paragraphs(text)) == 5


def test_paragraph_broken_by_a_page_goes_on_in_small_letters():
    long = "- Bố trí cán bộ phụ trách " + "có kinh nghiệm và nhiệt tình với công việc của cộng đồng " * 4 + "nhà trường"
    assert len(paragraphs(f"{long}\n\ntham gia tập huấn.\n\n- Việc khác.")) == 2


def test_bullet_in_small_letters_is_a_paragraph_of_its_own():
    text = "3.5. Các điểm sinh hoạt cộng đồng thực hiện nhiệm vụ thường xuyên\n\n- củng cố cơ sở vật chất."
    assert len(paragraphs(text)) == 2


def test_dash_that_belongs_to_a_span_of_years_opens_nothing():
    lines = "- Thực hiện chương trình trồng rừng của các xã ven biển trong giai đoạn 2021\n- 2030 theo phân cấp."
    filler = "\n\n- Chăm sóc rừng phòng hộ đã trồng, thay thế những cây đã chết trong mùa khô\nvừa qua."
    assert paragraphs(lines + filler * 3)[0].endswith("giai đoạn 2021 - 2030 theo phân cấp.")


def test_remark_in_brackets_stands_alone():
    assert paragraphs("1. Các tiêu chí\n(Theo phụ lục kèm theo)") == ["1. Các tiêu chí", "(Theo phụ lục kèm theo)"]


def test_lines_of_tables_are_kept_apart():
    assert paragraphs("STT\tViệc\n1\tTrồng cây\n2\tQuét dọn") == ["STT Việc", "1 Trồng cây", "2 Quét dọn"]


def test_scan_mark_between_two_pages_breaks_no_paragraph():
    text = WRAPPED.replace("\n\n\n\n\nxuất", "\n\n_— .\n\n\nxuất")
    assert any(paragraph.endswith("chế biến và xuất khẩu.") for paragraph in paragraphs(text))


def test_every_line_with_text_is_in_exactly_one_group():
    lines = [Line(text, n) for n, text in enumerate(WRAPPED.split("\n"), 1)]
    grouped = [line.number for group in group_lines(lines) for line in group]
    assert sorted(grouped) == [line.number for line in lines if line.text.strip()]


def test_layout_decides_where_it_is_known():
    box = (80.0, 100.0, 540.0, 112.0)
    first = Line("Giữ gìn vệ sinh nơi công cộng.", 1, bbox=box, starts_paragraph=True)
    second = Line("Mọi người cùng làm.", 2, bbox=box, starts_paragraph=False)
    third = Line("Mỗi thôn một đội.", 3, bbox=box, starts_paragraph=True)
    assert [len(group) for group in group_lines([first, second, third])] == [2, 1]


def test_columns_of_the_head_are_not_mixed():
    left = Line("ỦY BAN NHÂN DÂN", 1, role="head-left")
    right = Line("Độc lập - Tự do - Hạnh phúc", 2, role="head-right")
    assert len(group_lines([left, right])) == 2


@pytest.mark.parametrize(
    "text",
    [
        "I. MỤC",
        "1. Mục",
        "11.1. Hội",
        "2/ Yêu",
        "a) Rà",
        "- Rà",
        "+ Rà",
        "Điều 1. Giao",
        "Điều 1: Giao",
        "Khoản 1. Giao",
        "Điểm a) Giao",
        "1 - Phụ cấp",
        "V/v tổ chức",
        "Can cit Luật",
        "Noi nan: TM.",
        "**KT. CHỦ TỊCH**",
        "(Kem theo Ké hoach",
        "Nơi nhận:",
        "TM. ỦY BAN",
        "Căn cứ Luật",
        "Tháng 9: Khai giảng",
        "Tuần 2 (từ 8/9 đến 13/9): Tập hát",
        "Thứ Hai (02/3): Họp",
        "Thứ ba, ngày 03/3: Họp",
        "Chủ nhật: Dọn vườn",
        "Quý II/2026: Sơ kết",
        "Buổi chiều: Đi thôn",
        "Trong quá trình triển khai nếu gặp vướng mắc",
        "Nhận được Kế hoạch này, các thôn",
    ],
)
def test_marker_opens_a_paragraph(text):
    assert starts_with_marker(text)


@pytest.mark.parametrize(
    "text",
    [
        "2030, tầm nhìn",
        "căn cứ vào",
        "nơi nhận",
        "(kèm theo",
        "Nơi nguồn nước",
        "thị xã",
        "(thư viện, nhà văn hóa)",
        "Hòa Lâm",
        "Tháng 9 vừa qua",
        "tháng 9: khai giảng",
        "Thứ Hai hằng tuần, các tổ: họp",
        "Chiều dài: 3 km",
        "Trong quá trình sửa, tổ ghi sổ",
        "24/7 tại trạm",
        "12/KH-UBND",
        "1.000 đồng",
    ],
)
def test_text_that_opens_nothing(text):
    assert not starts_with_marker(text)


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["giai đoạn 2021-", "2030"], "giai đoạn 2021-2030"),
        (["kinh tế -", "xã hội"], "kinh tế - xã hội"),
        (["số 12/", "KH-UBND"], "số 12/KH-UBND"),
        (["  một ", "", " hai  ba"], "một hai ba"),
    ],
)
def test_joined_text(lines, joined):
    assert join_lines([Line(text, n) for n, text in enumerate(lines, 1)]) == joined


def ragged(*lines: tuple[float, float, float, str]) -> list[str]:
    """Paragraphs of lines given by left edge, top, right edge and text; the indented ones start a paragraph."""
    made = [
        Line(text, n, bbox=(left, top, right, top + 12), bold=False, starts_paragraph=True)
        for n, (left, top, right, text) in enumerate(lines, 1)
    ]
    return [join_lines(group) for group in group_lines(made)]


def test_ragged_line_that_hangs_goes_on_with_a_capital():
    assert ragged(
        (113, 90, 500, "- Tổ trồng tre phối hợp với UBMTTQ, ĐTN,"),
        (85, 108, 400, "HLHPN, HND của xã làm xong trong quý"),
        (85, 126, 230, "IV năm 2026."),
        (113, 144, 500, "Các tổ còn lại làm theo lịch riêng của mình."),
    ) == [
        "- Tổ trồng tre phối hợp với UBMTTQ, ĐTN, HLHPN, HND của xã làm xong trong quý IV năm 2026.",
        "Các tổ còn lại làm theo lịch riêng của mình.",
    ]


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        ("- Phối hợp với", "Trạm Kiểm lâm mở lớp.", 1),
        ("Gửi báo cáo của", "Tổ Thủy lợi về xã.", 1),
        ("- Đề nghị", "Hội Làm vườn tặng giống.", 1),
        ("3. Đề nghị", "Hội Làm vườn tặng giống.", 2),  # the title of a part
        ("- Đề nghị cấp trên", "Hội Làm vườn tặng giống.", 2),
        ("- Sửa mái chợ", "Hội Làm vườn tặng giống.", 2),
        ("- Sơn lại cửa", "Hội Làm vườn tặng giống.", 2),
        ("PHỐI HỢP VỚI", "Hội Làm vườn tặng giống.", 2),
        ("- Phối hợp với", "- Hội Làm vườn.", 2),
    ],
)
def test_a_line_that_ends_in_no_last_word_goes_on_with_a_capital(first, second, count):
    assert len(paragraphs(f"{first}\n{second}")) == count
    assert len(paragraphs(f"{first}\n\n{second}")) == 2


def test_closing_words_open_a_paragraph_behind_a_full_line():
    lines = [
        Line("2. Các tổ dân phố báo kết quả về phòng trước ngày 15 của tháng cuối quý.", 1, bbox=(70, 100, 530, 112)),
        Line("Trong quá trình triển khai thực hiện, nếu có vướng mắc, các tổ báo về", 2, bbox=(70, 116, 540, 128)),
        Line("phòng để được giải quyết.", 3, bbox=(70, 132, 200, 144)),
    ]
    for line in lines:
        line.starts_paragraph = False
    assert [len(group) for group in group_lines(lines)] == [1, 2]


def test_bold_title_does_not_join_the_text_below_it():
    title = Line("Trồng tre chắn sóng ở các thôn ven sông năm 2026", 1, bbox=(127, 10, 468, 22), bold=True)
    text = Line("Thực hiện chủ trương của xã về chống sạt lở, các thôn lập kế", 2, bbox=(113, 30, 507, 42), bold=False)
    rest = Line("hoạch như sau:", 3, bbox=(85, 48, 300, 60), bold=False, starts_paragraph=False)
    assert [join_lines(group) for group in group_lines([title, text, rest])] == [
        title.text,
        f"{text.text} {rest.text}",
    ]


def test_number_of_a_page_breaks_no_paragraph():
    numbered = paragraphs(WRAPPED.replace("chế biến và\n\n\n\n\nxuất", "chế biến và\n\n\n2\n\n\nxuất"))
    assert "2" in numbered and [text for text in numbered if text != "2"] == paragraphs(WRAPPED)


@pytest.mark.parametrize(
    ("second", "starts", "count"),
    [("f Trồng cây ở sân.", True, 2), ("f Trồng cây ở sân.", False, 1), ("ở Thôn Đông và các thôn", True, 1)],
)
def test_a_letter_without_its_bracket_opens_a_paragraph_where_the_layout_shows_one(second, starts, count):
    first = Line("e) Theo dõi các xã Hòa Lâm, Hòa Sơn, Hòa An, Hòa Bắc, Hòa Nam,", 1, bbox=(50, 10, 550, 24))
    below = Line(second, 2, bbox=(80 if starts else 50, 30, 550, 44), starts_paragraph=starts)
    assert len(group_lines([first, below])) == count


def test_a_name_with_a_dash_goes_on_behind_the_line_break():
    text = (
        "I. VIỆC\n\n1. Đề nghị Đoàn Thanh niên xã phối hợp với Phòng Văn hóa\n- Xã hội, Trung tâm Văn hóa\n"
        "- Thể thao tổng dọn vệ sinh các bãi biển, bến thuyền trên địa bàn toàn xã\ntrước ngày 15/3/2026.\n"
    )
    assert paragraphs(text)[-1].startswith(
        "1. Đề nghị Đoàn Thanh niên xã phối hợp với Phòng Văn hóa - Xã hội, Trung tâm Văn hóa - Thể thao tổng dọn"
    )


def test_a_bullet_that_begins_like_the_rest_of_a_name_is_one():
    text = "1. Lĩnh vực văn hóa, bao gồm các hoạt động của đội văn nghệ và câu lạc bộ\n- Xã hội hóa việc mua nhạc cụ.\n"
    assert len(paragraphs(text)) == 2


INDENTED = """    Các thôn ven sông họp dân bàn việc trồng tre, chọn bãi và đất trồng rồi.
    Hợp tác xã Bãi Bồi ươm giống tre gai, giao cho các thôn trước mùa mưa và
hướng dẫn người dân cách trồng, cách rào chắn trâu bò trong hai năm đầu nhé.
    Trạm Khuyến nông kiểm tra tỷ lệ sống, báo cáo ủy ban nhân dân xã hằng quý.
"""


@pytest.mark.parametrize("before", ["", "I. NỘI DUNG\n\nViệc chung.\n\nViệc riêng.\n\n"], ids=["dense", "parted"])
def test_an_indented_capital_behind_a_full_line_that_ends_a_sentence_opens_a_paragraph(before):
    found = paragraphs(before + INDENTED)
    assert [text.split()[0] for text in found[-3:]] == ["Các", "Hợp", "Trạm"]


def test_a_text_that_is_indented_as_a_whole_goes_on_behind_a_full_line():
    text = "".join(f"    {line.strip()}\n" for line in INDENTED.splitlines())
    assert len(paragraphs(text)) < 3


def test_the_number_of_a_cited_paper_goes_on_over_a_page_or_a_blank_line():
    text = "Quyết định này thay thế Quyết định số 3/QĐ-UBND ngày 01 tháng 7 năm 2025 và Quyết định số"
    found = paragraphs(f"{text}\n\n83/QĐ-UBND ngày 27 tháng 7 năm 2025 của Ủy ban nhân dân xã.\n\n1/ Trồng tre.")
    assert found[0].startswith("Quyết định này") and found[0].endswith("nhân dân xã.")
    assert found[1] == "1/ Trồng tre."
