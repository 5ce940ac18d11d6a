"""Documents that a text names with a number."""

from __future__ import annotations

import pytest

from tests.growth import reads_in_linear_time
from tests.parse.helpers import written_cases
from viextract.parse.facts.citations import CitationIndex, collect, find_citations, kind_of_symbol

# phrase -> (kind, symbol, date, issuer) of each document in it
CITATIONS = [
    # a clause before the kind tells the day
    (
        "Ngày 05/3/2026, Bộ trưởng Bộ Y tế ban hành Quyết định số 88/QĐ-BYT về tiêm phòng dại.",
        [("Quyết định", "88/QĐ-BYT", "2026-03-05", None)],
    ),
    (
        "Thi hành luật. Ngày 12 tháng 4 năm 2026, UBND tỉnh đã ký ban hành Kế hoạch số 91/KH-UBND trồng rừng.",
        [("Kế hoạch", "91/KH-UBND", "2026-04-12", None)],
    ),
    (
        "Ngày 12/4/2026, UBND tỉnh họp, sau đó ban hành Kế hoạch số 91/KH-UBND trồng rừng.",
        [("Kế hoạch", "91/KH-UBND", None, None)],
    ),
    # several issue a joint document
    (
        "Thông tư liên tịch số 15/TTLT-BYT-BNV ngày 02/4/2014 của Bộ trưởng Bộ Y tế và Bộ trưởng Bộ Nội vụ về y sĩ;",
        [
            (
                "Thông tư liên tịch",
                "15/TTLT-BYT-BNV",
                "2014-04-02",
                "Bộ trưởng Bộ Y tế và Bộ trưởng Bộ Nội vụ",
            )
        ],
    ),
    (
        "Nghị quyết liên tịch số 7/NQLT-HND-HPN của Hội Nông dân, Hội Phụ nữ và Đoàn Thanh niên xã về trồng dâu.",
        [("Nghị quyết liên tịch", "7/NQLT-HND-HPN", None, "Hội Nông dân, Hội Phụ nữ và Đoàn Thanh niên xã")],
    ),
    (
        "Theo Thông tư liên tịch số 9/TTLT-BYT-BTC của Bộ Y tế, Sở Tài chính lập dự toán.",
        [("Thông tư liên tịch", "9/TTLT-BYT-BTC", None, "Bộ Y tế")],
    ),
    (
        "Kế hoạch số 9/KH-SYT của Sở Y tế và Sở Tài chính lập dự toán.",
        [("Kế hoạch", "9/KH-SYT", None, "Sở Y tế")],
    ),
    # long forms
    (
        "Căn cứ Quyết định số 15/QĐ-UBND ngày 03 tháng 02 năm 2025 của Ủy ban nhân dân tỉnh Lâm Hải về phân công;",
        [("Quyết định", "15/QĐ-UBND", "2025-02-03", "Ủy ban nhân dân tỉnh Lâm Hải")],
    ),
    (
        "Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư",
        [("Nghị định", "30/2020/NĐ-CP", "2020-03-05", "Chính phủ")],
    ),
    (
        "Nghị quyết số 19-NQ/TW ngày 16/6/2022 của Ban Chấp hành Trung ương Đảng",
        [("Nghị quyết", "19-NQ/TW", "2022-06-16", "Ban Chấp hành Trung ương Đảng")],
    ),
    (
        "Thông tư số 32/2018/TT-BGDĐT ngày 26/12/2018 của Bộ trưởng Bộ Giáo dục và Đào tạo ban hành chương trình",
        [("Thông tư", "32/2018/TT-BGDĐT", "2018-12-26", "Bộ trưởng Bộ Giáo dục và Đào tạo")],
    ),
    (
        "Chỉ thị số 20/CT-TTg ngày 12 tháng 7 năm 2025 của Thủ tướng Chính phủ về bảo vệ môi trường",
        [("Chỉ thị", "20/CT-TTg", "2025-07-12", "Thủ tướng Chính phủ")],
    ),
    (
        "Công văn số 1490/SGDĐT-GDTH ngày 12/8/2024 của Sở Giáo dục và Đào tạo tỉnh Lâm Hải",
        [("Công văn", "1490/SGDĐT-GDTH", "2024-08-12", "Sở Giáo dục và Đào tạo tỉnh Lâm Hải")],
    ),
    ("công văn số 77/SNV-CCVC ngày 9/1/2025 của Sở Nội vụ.", [("Công văn", "77/SNV-CCVC", "2025-01-09", "Sở Nội vụ")]),
    (
        "Chương trình số 06-CTr/TU ngày 17/3/2021 của Thành ủy Tân Phú về phát triển văn hóa",
        [("Chương trình", "06-CTr/TU", "2021-03-17", "Thành ủy Tân Phú")],
    ),
    ("Kết luận số 49-KL/TW ngày 10/5/2019 của Ban Bí thư", [("Kết luận", "49-KL/TW", "2019-05-10", "Ban Bí thư")]),
    ("Thông báo số 12-TB/ĐU ngày 3/2/2026 của Đảng ủy xã", [("Thông báo", "12-TB/ĐU", "2026-02-03", "Đảng ủy xã")]),
    ("Tờ trình số 31/TTr-SCT ngày 28 tháng 02 năm 2025", [("Tờ trình", "31/TTr-SCT", "2025-02-28", None)]),
    ("Báo cáo số 101/BC-BVHXH ngày 23 tháng 11 năm 2025", [("Báo cáo", "101/BC-BVHXH", "2025-11-23", None)]),
    ("Hướng dẫn số 5/HD-LĐLĐ ngày 02/4/2025", [("Hướng dẫn", "5/HD-LĐLĐ", "2025-04-02", None)]),
    ("Công điện số 71/CĐ-TTg ngày 11/6/2025", [("Công điện", "71/CĐ-TTg", "2025-06-11", None)]),
    (
        "Luật Di sản văn hóa số 45/2024/QH15 ngày 23 tháng 11 năm 2024",
        [("Luật", "45/2024/QH15", "2024-11-23", None)],
    ),
    ("Bộ luật Lao động số 45/2019/QH14", [("Bộ luật", "45/2019/QH14", None, None)]),
    ("Pháp lệnh số 27/2005/PL-UBTVQH11 ngày 07/10/2005", [("Pháp lệnh", "27/2005/PL-UBTVQH11", "2005-10-07", None)]),
    (
        "Nghị quyết số 25/2024/NQ-HĐND ngày 10/12/2024 của Hội đồng nhân dân tỉnh quy định mức hỗ trợ",
        [("Nghị quyết", "25/2024/NQ-HĐND", "2024-12-10", "Hội đồng nhân dân tỉnh")],
    ),
    (
        "Kế hoạch số 301/KH-UBND do Ủy ban nhân dân quận Tây Phú ban hành",
        [("Kế hoạch", "301/KH-UBND", None, "Ủy ban nhân dân quận Tây Phú")],
    ),
    (
        "Quyết định số 749/QĐ-TTg, ngày 03/6/2020, của Thủ tướng Chính phủ phê duyệt Chương trình",
        [("Quyết định", "749/QĐ-TTg", "2020-06-03", "Thủ tướng Chính phủ")],
    ),
    ("Kế hoạch số 14/KH-UBND (ngày 02/01/2025)", [("Kế hoạch", "14/KH-UBND", "2025-01-02", None)]),
    # short forms
    ("thực hiện Nghị quyết số 19-NQ/TW", [("Nghị quyết", "19-NQ/TW", None, None)]),
    ("theo Quyết định 749/QĐ-TTg", [("Quyết định", "749/QĐ-TTg", None, None)]),
    ("theo quy định tại Điều 5 Nghị định số 61/2018/NĐ-CP", [("Nghị định", "61/2018/NĐ-CP", None, None)]),
    ("Nghị định 61/2018/NĐ-CP của Chính phủ", [("Nghị định", "61/2018/NĐ-CP", None, "Chính phủ")]),
    ("(sau đây gọi là Kế hoạch số 9/KH-UBND)", [("Kế hoạch", "9/KH-UBND", None, None)]),
    ("văn bản số 2077/SNV-TCBC ngày 30/7/2025", [("Văn bản", "2077/SNV-TCBC", "2025-07-30", None)]),
    # the kind from the symbol
    ("theo số 5/KH-UBND ngày 02/01/2025", [("Kế hoạch", "5/KH-UBND", "2025-01-02", None)]),
    ("thực hiện 88/QĐ-UBND ngày 05/5/2025", [("Quyết định", "88/QĐ-UBND", "2025-05-05", None)]),
    ("thực hiện 20-CT/TU", [("Chỉ thị", "20-CT/TU", None, None)]),
    # several in one sentence
    (
        "các Quyết định số 115/QĐ-UBND ngày 09/01/2024 và số 230/QĐ-UBND ngày 01/02/2024 của Ủy ban nhân dân tỉnh",
        [
            ("Quyết định", "115/QĐ-UBND", "2024-01-09", None),
            ("Quyết định", "230/QĐ-UBND", "2024-02-01", "Ủy ban nhân dân tỉnh"),
        ],
    ),
    (
        "các Kế hoạch: số 7/KH-UBND ngày 04/01/2025, số 8/KH-UBND ngày 06/01/2025",
        [("Kế hoạch", "7/KH-UBND", "2025-01-04", None), ("Kế hoạch", "8/KH-UBND", "2025-01-06", None)],
    ),
    (
        "Chỉ thị số 11-CT/TW ngày 13/4/2007; Kết luận số 49-KL/TW ngày 10/5/2019 của Ban Bí thư",
        [("Chỉ thị", "11-CT/TW", "2007-04-13", None), ("Kết luận", "49-KL/TW", "2019-05-10", "Ban Bí thư")],
    ),
    (
        "Kế hoạch số 61/KH-UBND ngày 19/03/2022 của UBND tỉnh triển khai "
        "Nghị quyết số 33-NQ/TU ngày 05/12/2021 của Tỉnh ủy",
        [("Kế hoạch", "61/KH-UBND", "2022-03-19", "UBND tỉnh"), ("Nghị quyết", "33-NQ/TU", "2021-12-05", "Tỉnh ủy")],
    ),
    (
        "sửa đổi Nghị định số 34/2016/NĐ-CP và Nghị định số 154/2020/NĐ-CP",
        [("Nghị định", "34/2016/NĐ-CP", None, None), ("Nghị định", "154/2020/NĐ-CP", None, None)],
    ),
    (
        "Luật Tổ chức chính quyền địa phương số 72/2025/QH15; Luật Thủ đô số 39/2024/QH15",
        [("Luật", "72/2025/QH15", None, None), ("Luật", "39/2024/QH15", None, None)],
    ),
    # forms of symbols
    ("Quyết định số 05/2023/QĐ-UBND", [("Quyết định", "05/2023/QĐ-UBND", None, None)]),
    ("Quyết định số 1045/QĐ-UBND-HC", [("Quyết định", "1045/QĐ-UBND-HC", None, None)]),
    ("Báo cáo số 01/BC-HHDN-K5", [("Báo cáo", "01/BC-HHDN-K5", None, None)]),
    ("Văn bản số 4104/SNV-XDCQ&TCBC ngày 28/8/2025", [("Văn bản", "4104/SNV-XDCQ&TCBC", "2025-08-28", None)]),
    ("Văn bản số 4104/SNV- XDCQ ngày 28/8/2025", [("Văn bản", "4104/SNV-XDCQ", "2025-08-28", None)]),
    ("Tờ trình số 2877/TTr-SXD(KTXD) ngày 12/11/2024", [("Tờ trình", "2877/TTr-SXD(KTXD)", "2024-11-12", None)]),
    ("Nghị quyết số 27/NQ/TU ngày 1/8/2024", [("Nghị quyết", "27/NQ/TU", "2024-08-01", None)]),
    ("Quyết định số 12 /QĐ-UBND ngày 03/02/2025", [("Quyết định", "12/QĐ-UBND", "2025-02-03", None)]),
    (
        "Nghị quyết liên tịch số 403/2017/NQLT-UBTVQH14-CP-ĐCTUBTWMTTQVN",
        [("Nghị quyết liên tịch", "403/2017/NQLT-UBTVQH14-CP-ĐCTUBTWMTTQVN", None, None)],
    ),
    # damage
    ("Quyét dinh số 12/QĐ-UBND ngay 03/02/2025", [("Quyết định", "12/QĐ-UBND", "2025-02-03", None)]),
    ("Ke hoach so 12/KH-UBND ngay 03 thang 02 nam 2025", [("Kế hoạch", "12/KH-UBND", "2025-02-03", None)]),
    ("Quyết định số 88/QĐÐ-TTg ngày 1/2/2024", [("Quyết định", "88/QĐ-TTg", "2024-02-01", None)]),
    ("Quyết định s6 88/QĐ-TTg ngày 1/2/2024", [("Quyết định", "88/QĐ-TTg", "2024-02-01", None)]),
    ("Chi thi số 4/CT-UBND ngày 1/3/2025", [("Chỉ thị", "4/CT-UBND", "2025-03-01", None)]),
    # issuers
    ("Kế hoạch số 6/KH-UBND ngày 2/1/2026 của UBND xã;", [("Kế hoạch", "6/KH-UBND", "2026-01-02", "UBND xã")]),
    (
        "Kế hoạch số 6/KH-UBND ngày 2/1/2026 của UBND phường Tân Giang nhằm giảm rác",
        [("Kế hoạch", "6/KH-UBND", "2026-01-02", "UBND phường Tân Giang")],
    ),
    (
        "Quyết định số 6/QĐ-UBND ngày 2/1/2026 của Chủ tịch Ủy ban nhân dân huyện Thạch Khê về khen thưởng",
        [("Quyết định", "6/QĐ-UBND", "2026-01-02", "Chủ tịch Ủy ban nhân dân huyện Thạch Khê")],
    ),
    (
        "Thông tư số 6/2026/TT-BNV ngày 2/1/2026 của Bộ Nội vụ hướng dẫn",
        [("Thông tư", "6/2026/TT-BNV", "2026-01-02", "Bộ Nội vụ")],
    ),
    (
        "Hướng dẫn số 6-HD/BTGDVTU ngày 2/1/2026 của Ban Tuyên giáo và Dân vận Tỉnh ủy",
        [("Hướng dẫn", "6-HD/BTGDVTU", "2026-01-02", "Ban Tuyên giáo và Dân vận Tỉnh ủy")],
    ),
    (
        "Công văn số 6/STC-NS ngày 2/1/2026 của Giám đốc Sở Tài chính",
        [("Công văn", "6/STC-NS", "2026-01-02", "Giám đốc Sở Tài chính")],
    ),
    (
        "Nghị quyết số 6/NQ-CP ngày 2/1/2026 của Chính phủ Quy định về cơ chế đặc thù",
        [("Nghị quyết", "6/NQ-CP", "2026-01-02", "Chính phủ")],
    ),
    (
        "Điều lệ; Quyết định số 6/QĐ-HKH ngày 2/1/2026 của Hội Khuyến học tỉnh.",
        [("Quyết định", "6/QĐ-HKH", "2026-01-02", "Hội Khuyến học tỉnh")],
    ),
    # what is missing stays missing
    ("Kế hoạch số 9/KH-UBND ngày 31/02/2025", [("Kế hoạch", "9/KH-UBND", None, None)]),
    ("Kế hoạch số 9/KH-UBND năm 2025 của xã", [("Kế hoạch", "9/KH-UBND", None, None)]),
    ("Quyết định số 3/QĐ-UBND ngày 05/01/2026 về việc kiện toàn", [("Quyết định", "3/QĐ-UBND", "2026-01-05", None)]),
    ("Quyết định số 3/QĐ-UBND ngày 05/01/2026 của ông Ba", [("Quyết định", "3/QĐ-UBND", "2026-01-05", None)]),
]

NO_CITATIONS = [
    "trực 24/7 tại trạm y tế",
    "21/21 phường hoàn thành",
    "học tập suốt đời giai đoạn 2021-2030",
    "theo Mẫu số 05/HNCT",
    "Biểu số 02/BTC kèm theo",
    "ngày 15/4/2025",
    "Luật Giáo dục năm 2019",
    "Phòng Lao động - Thương binh và Xã hội",
]


@pytest.mark.parametrize(("phrase", "documents"), CITATIONS)
def test_document_is_read(phrase, documents):
    assert [(c.kind, c.symbol, c.issued_on, c.issuer) for c in find_citations(phrase)] == documents


@pytest.mark.parametrize("phrase", NO_CITATIONS)
def test_number_that_is_no_document(phrase):
    assert find_citations(phrase) == []


@pytest.mark.parametrize(
    ("phrase", "subject"),
    [
        ("Quyết định số 3/QĐ-UBND ngày 05/01/2026 của UBND xã về việc kiện toàn Ban Chỉ đạo;", "kiện toàn Ban Chỉ đạo"),
        ("Quyết định số 3/QĐ-TTg ngày 05/01/2026 của Thủ tướng Chính phủ phê duyệt Đề án A.", "phê duyệt Đề án A"),
        ("Kế hoạch số 4/KH-UBND ngày 05/01/2026 của UBND tỉnh.", None),
        ("Kế hoạch số 4/KH-UBND về phòng cháy; Kế hoạch số 5/KH-UBND về trồng rừng", "phòng cháy"),
    ],
)
def test_subject_of_a_document(phrase, subject):
    assert find_citations(phrase)[0].subject == subject


def test_documents_are_listed_once_in_order_of_first_mention():
    texts = ["Kế hoạch số 5/KH-UBND; Quyết định số 7/QĐ-UBND", "theo Kế hoạch số 5/KH-UBND"]
    assert [(c.id, c.symbol) for c in collect(texts)] == [("c1", "5/KH-UBND"), ("c2", "7/QĐ-UBND")]


def test_later_mention_adds_what_the_first_lacks():
    texts = ["thực hiện Kế hoạch số 5/KH-UBND", "Kế hoạch số 5/KH-UBND ngày 02/01/2025 của UBND tỉnh Lâm Hải"]
    (citation,) = collect(texts)
    assert (citation.issued_on, citation.issuer) == ("2025-01-02", "UBND tỉnh Lâm Hải")


def test_short_mention_is_linked_to_the_first():
    index = CitationIndex()
    assert index.add("Nghị quyết số 33-NQ/TU ngày 05/12/2021 của Tỉnh ủy") == ["c1"]
    assert index.add("tinh thần Nghị quyết số 33-NQ/TU") == ["c1"]


def test_own_number_is_no_citation():
    assert collect(["Kèm theo Kế hoạch số 33/KH-UBND ngày 11/9/2025"], own_symbol="33/KH-UBND") == []


@pytest.mark.parametrize(
    ("symbol", "kind"),
    [("5/QĐ-UBND", "Quyết định"), ("5/2020/TT-BTC", "Thông tư"), ("5-KL/TW", "Kết luận"), ("5/SNV-CCVC", None)],
)
def test_kind_that_a_symbol_tells(symbol, kind):
    assert kind_of_symbol(symbol) == kind


@pytest.mark.parametrize(("text", "documents", "group"), written_cases("citations"))
def test_documents_of_a_text(text, documents, group):
    found = [
        " | ".join(part or "-" for part in (c.kind, c.symbol, c.issued_on, c.issuer)) for c in find_citations(text)
    ]
    assert found == documents


@pytest.mark.parametrize(
    "piece",
    [
        "Kế hoạch số 1/KH-UBND ngày 1/1/2025 của ",
        "Nghị quyết số 5/NQ-HĐND về ",
        "1/KH-UBND-",
        "Quyết định ",
        "QCVN 14:2008/BTNMT ",
    ],
)
def test_time_grows_with_the_length_of_the_text(piece):
    assert reads_in_linear_time(find_citations, piece)


@pytest.mark.parametrize(
    ("first", "later", "count"),
    [
        ("Nghị quyết liên tịch số 12/2026/NQLT/HĐND-MTTQ", "Nghị quyết liên tịch số 12/2026/NQLT", 1),
        ("Thông tư liên tịch số 7/2025/TTLT-BYT-BTC", "Thông tư liên tịch số 7/2025/TTLT", 1),
        ("Kế hoạch số 12/KH-UBND-YT", "Kế hoạch số 12/KH-UBND", 2),  # without a year it may be another's
    ],
)
def test_a_shortened_sign_means_the_document_named_before(first, later, count):
    assert len(collect([f"Căn cứ {first};", f"Làm theo {later}."])) == count


@pytest.mark.parametrize(
    ("text", "symbol", "issuer"),
    [
        ("Quyết định số 4/QĐ-UBND ngày 01/7/2026 của UBND tỉnh Quy định chức năng của Sở;", "4/QĐ-UBND", "UBND tỉnh"),
        ("Nghị quyết số 7/NQ-HĐND ngày 01/7/2026 của HĐND xã Phê duyệt đề án;", "7/NQ-HĐND", "HĐND xã"),
        ("Quyết định số 5/QĐ-UBND ngày 01/7/2026 của UBND xã Ban hành quy chế;", "5/QĐ-UBND", "UBND xã"),
        ("Kế hoạch số 9/KH-THPTLSngày 02/02/2026 của Trường THPT Lam Sơn;", "9/KH-THPTLS", "Trường THPT Lam Sơn"),
        ("Kế hoạch số 12/KH-UBNDcủa UBND xã;", "12/KH-UBND", "UBND xã"),
        ("Quyết định số 15/QĐ-TTgngày 02/02/2026 của Thủ tướng Chính phủ;", "15/QĐ-TTg", "Thủ tướng Chính phủ"),
    ],
)
def test_sign_and_issuer_end_where_the_next_word_begins(text, symbol, issuer):
    (found,) = find_citations(text)
    assert (found.symbol, found.issuer) == (symbol, issuer)
