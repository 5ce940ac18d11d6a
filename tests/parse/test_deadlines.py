"""When something is due: ISO dates, recurrences, and what is no deadline."""

from __future__ import annotations

import pytest

from viextract.parse.facts.deadlines import find_deadline

# phrase -> (text, start, end, recurrence)
DEADLINES = [
    # by a day
    ("Gửi hồ sơ trước ngày 15/4/2025.", ("trước ngày 15/4/2025", None, "2025-04-15", None)),
    ("Gửi hồ sơ chậm nhất ngày 15/4/2025.", ("chậm nhất ngày 15/4/2025", None, "2025-04-15", None)),
    ("chậm nhất là ngày 05 tháng 9 năm 2025", ("chậm nhất là ngày 05 tháng 9 năm 2025", None, "2025-09-05", None)),
    ("muộn nhất ngày 1/7/2026", ("muộn nhất ngày 1/7/2026", None, "2026-07-01", None)),
    ("thực hiện đến hết ngày 31/12/2027", ("thực hiện đến hết ngày 31/12/2027", None, "2027-12-31", None)),
    ("hoàn thành trước ngày 20-8-2025", ("hoàn thành trước ngày 20-8-2025", None, "2025-08-20", None)),
    ("xong trước 30/6/2025, báo cáo trong tháng 7/2025", ("xong trước 30/6/2025", None, "2025-06-30", None)),
    ("trước 17 giờ 00 ngày 20/5/2025", ("trước 17 giờ 00 ngày 20/5/2025", None, "2025-05-20", None)),
    ("báo cáo Ủy ban trước ngày 05/12/2025 để tổng hợp", ("trước ngày 05/12/2025", None, "2025-12-05", None)),
    ("trước ngày 15/12", ("trước ngày 15/12", None, "--12-15", None)),
    # on a day, from a day
    ("Lễ ra quân tổ chức ngày 26/3/2026 tại xã", ("ngày 26/3/2026", "2026-03-26", "2026-03-26", None)),
    ("áp dụng kể từ ngày 01/7/2025", ("kể từ ngày 01/7/2025", "2025-07-01", None, None)),
    ("bắt đầu từ ngày 10 tháng 2 năm 2025", ("bắt đầu từ ngày 10 tháng 2 năm 2025", "2025-02-10", None, None)),
    # spans of days
    (
        "từ ngày 01/10/2025 đến ngày 15/11/2025",
        ("từ ngày 01/10/2025 đến ngày 15/11/2025", "2025-10-01", "2025-11-15", None),
    ),
    ("từ ngày 01/10 đến ngày 15/11/2025", ("từ ngày 01/10 đến ngày 15/11/2025", "2025-10-01", "2025-11-15", None)),
    ("từ ngày 01 đến ngày 15/10/2025", ("từ ngày 01 đến ngày 15/10/2025", "2025-10-01", "2025-10-15", None)),
    ("Tuần lễ từ 02/6/2025 đến 08/6/2025", ("từ 02/6/2025 đến 08/6/2025", "2025-06-02", "2025-06-08", None)),
    ("20/12/2024 - 05/01/2025", ("20/12/2024 - 05/01/2025", "2024-12-20", "2025-01-05", None)),
    # months
    ("hoàn thành trong tháng 3/2025", ("trong tháng 3/2025", "2025-03-01", "2025-03-31", None)),
    ("tháng 5 năm 2025", ("tháng 5 năm 2025", "2025-05-01", "2025-05-31", None)),
    ("vào tháng 2/2028", ("vào tháng 2/2028", "2028-02-01", "2028-02-29", None)),
    ("cuối tháng 6/2025", ("cuối tháng 6/2025", "2025-06-01", "2025-06-30", None)),
    ("đến hết tháng 12/2030", ("đến hết tháng 12/2030", None, "2030-12-31", None)),
    ("hoàn thành trước tháng 6/2025", ("hoàn thành trước tháng 6/2025", None, "2025-05-31", None)),
    ("trước tháng 01/2026", ("trước tháng 01/2026", None, "2025-12-31", None)),
    ("từ tháng 9/2025", ("từ tháng 9/2025", "2025-09-01", None, None)),
    ("tháng 9-10/2025", ("tháng 9-10/2025", "2025-09-01", "2025-10-31", None)),
    ("từ tháng 3 đến tháng 5 năm 2025", ("từ tháng 3 đến tháng 5 năm 2025", "2025-03-01", "2025-05-31", None)),
    (
        "Từ tháng 9/2023 đến hết tháng 11/2028",
        ("Từ tháng 9/2023 đến hết tháng 11/2028", "2023-09-01", "2028-11-30", None),
    ),
    # quarters and halves
    ("Quý I năm 2022", ("Quý I năm 2022", "2022-01-01", "2022-03-31", None)),
    ("quý IV/2025", ("quý IV/2025", "2025-10-01", "2025-12-31", None)),
    ("Quý 2/2026", ("Quý 2/2026", "2026-04-01", "2026-06-30", None)),
    ("cuối quý III/2025", ("cuối quý III/2025", "2025-07-01", "2025-09-30", None)),
    ("trước quý II/2026", ("trước quý II/2026", None, "2026-03-31", None)),
    ("Quý I, II/2025", ("Quý I, II/2025", "2025-01-01", "2025-06-30", None)),
    ("từ quý III đến quý IV năm 2025", ("từ quý III đến quý IV năm 2025", "2025-07-01", "2025-12-31", None)),
    ("6 tháng đầu năm 2025", ("6 tháng đầu năm 2025", "2025-01-01", "2025-06-30", None)),
    ("6 tháng cuối năm 2025", ("6 tháng cuối năm 2025", "2025-07-01", "2025-12-31", None)),
    # years and longer
    ("Năm 2025", ("Năm 2025", "2025-01-01", "2025-12-31", None)),
    ("trồng xong rừng phòng hộ trong năm 2026", ("trong năm 2026", "2026-01-01", "2026-12-31", None)),
    ("phấn đấu về đích đến năm 2030", ("đến năm 2030", None, "2030-12-31", None)),
    ("đến hết năm 2027", ("đến hết năm 2027", None, "2027-12-31", None)),
    ("trước năm 2030", ("trước năm 2030", None, "2029-12-31", None)),
    ("giai đoạn 2021 - 2030", ("giai đoạn 2021 - 2030", "2021-01-01", "2030-12-31", None)),
    ("2025-2030", ("2025-2030", "2025-01-01", "2030-12-31", None)),
    ("từ năm 2025 đến năm 2028", ("từ năm 2025 đến năm 2028", "2025-01-01", "2028-12-31", None)),
    ("năm học 2025-2026", ("năm học 2025-2026", "2025-09-01", "2026-05-31", None)),
    ("trong năm học 2026 - 2027", ("trong năm học 2026 - 2027", "2026-09-01", "2027-05-31", None)),
    # what comes back
    ("trước ngày 10 tháng 11 hằng năm", ("trước ngày 10 tháng 11 hằng năm", None, "--11-10", "yearly")),
    ("Trước 15/11 hàng năm", ("Trước 15/11 hàng năm", None, "--11-15", "yearly")),
    ("báo cáo trước ngày 25 hằng tháng", ("trước ngày 25 hằng tháng", None, "---25", "monthly")),
    ("chậm nhất ngày 05 hàng tháng", ("chậm nhất ngày 05 hàng tháng", None, "---05", "monthly")),
    ("trước ngày 20 của tháng cuối quý", ("trước ngày 20 của tháng cuối quý", None, None, "quarterly")),
    ("tổ chức vào tháng 10 hằng năm", ("vào tháng 10 hằng năm", "--10-01", "--10-31", "yearly")),
    ("quý IV hằng năm", ("quý IV hằng năm", "--10-01", "--12-31", "yearly")),
    ("Hằng năm", ("Hằng năm", None, None, "yearly")),
    ("định kỳ hằng quý báo cáo Ủy ban nhân dân xã", ("định kỳ hằng quý", None, None, "quarterly")),
    ("Hằng tháng tổ chức giao ban với các thôn", ("Hằng tháng", None, None, "monthly")),
    ("01 lần/tuần", ("01 lần/tuần", None, None, "weekly")),
    ("mỗi quý một lần", ("mỗi quý", None, None, "quarterly")),
    ("Hằng tuần vệ sinh đường làng", ("Hằng tuần", None, None, "weekly")),
    # standing duties, in a cell
    ("Thường xuyên", ("Thường xuyên", None, None, None)),
    ("Thường xuyên, đột xuất", ("Thường xuyên, đột xuất", None, None, None)),
]

NO_DEADLINES = [
    "Giảm số vụ cháy so với năm 2024",
    "theo Quyết định số 12/QĐ-UBND ngày 01/02/2024 của Ủy ban nhân dân tỉnh",
    "Thực hiện Chương trình Giáo dục phổ thông 2018",
    "Kế hoạch phát triển giáo dục năm 2025 của xã Bình Lãng đã được phê duyệt theo thẩm quyền",
    "trong vòng 10 ngày làm việc",
    "Bố trí 02 cán bộ trực tại trạm",
    "ngày 31/02/2025",
    "Nước sạch theo quy chuẩn",
    "",
]


@pytest.mark.parametrize(("phrase", "deadline"), DEADLINES)
def test_deadline_is_read(phrase, deadline):
    found = find_deadline(phrase)
    assert found is not None
    assert (found.text, found.start, found.end, found.recurrence) == deadline


@pytest.mark.parametrize("phrase", NO_DEADLINES)
def test_time_that_is_no_deadline(phrase):
    assert find_deadline(phrase) is None


def test_deadline_beside_a_cited_document_is_not_its_date():
    text = "Thực hiện Kế hoạch số 4/KH-UBND ngày 05/01/2025 của Ủy ban nhân dân tỉnh, hoàn thành trước ngày 30/9/2025."
    found = find_deadline(text)
    assert found is not None
    assert found.end == "2025-09-30"


def test_damaged_diacritics_do_not_hide_a_date():
    found = find_deadline("hoan thanh truoc ngay 15 thang 4 nam 2025")
    assert found is not None
    assert found.end == "2025-04-15"
