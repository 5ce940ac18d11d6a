"""Text that talks of columns is no table; a table ends where text goes on; what is rebuilt from words is doubtful."""

from __future__ import annotations

import pytest

from tests.parse.helpers import plan_of
from viextract.language.legacy.encodings import encode, to_unicode
from viextract.model.document import Cell, Document, Grid, Line, Page
from viextract.model.plan import PageSource
from viextract.parse.tables import parse_tables
from viextract.parse.tables.flattened import search

BULLETS = """UỶ BAN NHÂN DÂN XÃ PHÚ LÂM
KẾ HOẠCH
Dọn vệ sinh kênh mương năm 2025

I. MỤC ĐÍCH
Nâng cao ý thức của người dân trong việc giữ gìn vệ sinh môi trường, kênh mương nội đồng.
II. NỘI DUNG
1. Nội dung thực hiện, đơn vị chủ trì, đơn vị phối hợp, thời gian hoàn thành theo phụ lục
- Nạo vét kênh chính, vớt bèo, cắt cỏ hai bên bờ kênh.
- Thu gom bao bì thuốc bảo vệ thực vật về bể chứa tại các cánh đồng.
2. Nhiệm vụ, giải pháp; cơ quan chủ trì; thời gian thực hiện; sản phẩm
- Tuyên truyền trên loa truyền thanh xã mỗi tuần hai buổi về vệ sinh môi trường.
Đơn vị chủ trì: Phòng Văn hóa - Xã hội
Đơn vị phối hợp: Đoàn Thanh niên xã
Thời gian thực hiện: Quý II năm 2025
- Tổ chức ngày chủ nhật xanh tại các thôn, huy động đoàn viên, hội viên tham gia.
Đơn vị chủ trì: Đoàn Thanh niên xã
Thời gian thực hiện: hằng tháng
III. TỔ CHỨC THỰC HIỆN
Các thôn căn cứ kế hoạch này tổ chức thực hiện và báo cáo kết quả trước ngày 15 tháng 12 năm 2025.
"""

SENTENCE = """KẾ HOẠCH
Phòng, chống dịch bệnh trên đàn lợn năm 2025

I. NỘI DUNG
1. Tiêm phòng
Là đơn vị chủ trì, phối hợp với các đơn vị thực hiện nội dung kế hoạch, thời gian thực hiện, kinh phí
hằng năm và tổ chức tiêm phòng cho đàn lợn trên địa bàn các thôn bảo đảm tỷ lệ đạt trên 80%
tổng đàn. Thường xuyên kiểm tra việc vệ sinh tiêu độc khử trùng chuồng trại của các hộ chăn nuôi.
2. Giám sát
Thú y xã lấy mẫu gửi xét nghiệm khi có lợn ốm chết không rõ nguyên nhân, báo cáo ngay Ủy ban nhân dân xã.
II. TỔ CHỨC THỰC HIỆN
1. Thú y xã tham mưu Ủy ban nhân dân xã chỉ đạo công tác phòng, chống dịch bệnh.
2. Các đoàn thể tuyên truyền, vận động đoàn viên, hội viên thực hiện kế hoạch này.
"""

HEADINGS = "TT Nội dung công việc Đơn vị chủ trì Đơn vị phối hợp Thời gian"

TABLE = f"""KẾ HOẠCH
Trồng cây xanh năm 2025

I. NỘI DUNG
{HEADINGS}
1 Rà soát quỹ đất trồng Phòng Kinh tế Các tổ dân phố Tháng 1
cây xanh ven kênh
2 Mua cây giống, phân bón Hội Nông dân Phòng Tài chính Tháng 2
và vật tư cần thiết
3 Tổ chức lễ phát động Đoàn Thanh niên Hội Phụ nữ Ngày 12 tháng 3
Tết trồng cây tại công Hội Cựu chiến binh
viên bờ kênh
4 Chăm sóc, bảo vệ cây Các tổ dân phố Hội Phụ nữ Hằng tháng
đã trồng trên địa bàn
II. TỔ CHỨC THỰC HIỆN
1. Phòng Kinh tế tham mưu Ủy ban nhân dân phường chỉ đạo công tác trồng cây và chăm sóc cây xanh.
2. Các đoàn thể tuyên truyền, vận động đoàn viên, hội viên thực hiện kế hoạch này.
"""


@pytest.mark.parametrize(
    "text",
    [BULLETS, SENTENCE, to_unicode(encode(BULLETS, "tcvn3")), f"{SENTENCE}{HEADINGS}\n{SENTENCE}"],
    ids=["bullets", "sentence", "old font", "headings in the middle of text"],
)
def test_text_is_no_table(text: str) -> None:
    plan = plan_of(text)
    assert plan.tables == []
    assert [section.label for section in plan.sections][:2] == ["I", "II"]


def test_a_table_ends_where_text_goes_on() -> None:
    plan = plan_of(TABLE)
    (table,) = plan.tables
    assert table.confidence < 1
    assert [section.title for section in plan.sections] == ["NỘI DUNG", "TỔ CHỨC THỰC HIỆN"]
    assert any(task.text.startswith("Phòng Kinh tế tham mưu") for task in plan.tasks)
    assert "table-doubtful" in [warning.code for warning in plan.warnings]
    assert all(programme.confidence < 1 for programme in plan.programmes)
    assert all(item.confidence < 1 for item in plan.assignments if item.programme_id)


@pytest.mark.parametrize("origin", ["docx", "ruled"])
def test_beside_tables_that_are_known_none_is_guessed_at(origin: str) -> None:
    lines = [Line(text, number) for number, text in enumerate(TABLE.splitlines(), 1)]
    grid = Grid([Cell(0, 0, "A"), Cell(0, 1, "B"), Cell(1, 0, "1"), Cell(1, 1, "2")], 2, 2, origin=origin)
    source = PageSource(number=1, text_origin="text", quality=1.0)
    document = Document("plan", "0" * 64, "text/plain", [Page(1, 0, 0, source, lines, [grid])])
    assert len(parse_tables(document).tables) == 1


def test_in_a_word_file_none_is_guessed_at() -> None:
    lines = [Line(text, number) for number, text in enumerate(TABLE.splitlines(), 1)]
    source = PageSource(number=1, text_origin="text", quality=1.0)
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert parse_tables(Document("plan", "0" * 64, word, [Page(1, 0, 0, source, lines)])).tables == []


def test_lines_of_headings_one_below_the_other_are_tried_three_times(monkeypatch):
    tried = []
    monkeypatch.setattr(search, "_table_below", lambda lines, head: tried.append(head))
    heading = "STT Nội dung công việc Đơn vị chủ trì Thời gian hoàn thành"
    lines = [Line(heading, number) for number in range(1, 21)]
    assert search.find_flattened(lines) is None
    assert len(tried) == search.MOST_SIDE_BY_SIDE
    apart = [Line(text, number) for number, text in enumerate([heading, "Thả diều ở đê."] * 5, 1)]
    tried.clear()
    assert search.find_flattened(apart) is None
    assert len(tried) == 5
