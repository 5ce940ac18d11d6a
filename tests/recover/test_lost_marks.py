"""Texts that have lost one class of marks are restored better than texts without any."""

from __future__ import annotations

import pytest

from viextract.recover import restore
from viextract.recover.lost_marks import CLASSES, lost_class, without_class

TEXT = """Ủy ban nhân dân xã Đông Quan xây dựng kế hoạch chăm sóc cây xanh trên các tuyến đường trong năm 2026 như sau:
Mỗi thôn trồng mới ít nhất 50 cây, ưu tiên những nơi đông người qua lại và trước cổng trường học.
Hội Nông dân xã hướng dẫn kỹ thuật, vận động hội viên đóng góp ngày công; Đoàn Thanh niên tưới cây vào sáng thứ Bảy.
Công an xã tuần tra, nhắc nhở những trường hợp buộc dây phơi đồ hoặc đổ rác vào gốc cây trên đường làng.
Kinh phí được bố trí từ nguồn xã hội hóa; các đơn vị báo cáo kết quả trước ngày 15 hằng tháng để tổng hợp.
Trưởng thôn lập danh sách hộ nhận chăm sóc từng đoạn đường, được niêm yết tại nhà văn hóa để mọi người cùng biết.
Những cây bị đổ do bão phải được dựng lại trong ba ngày, đảm bảo an toàn cho người đi đường và đường dây điện."""


@pytest.mark.parametrize("name", CLASSES)
def test_a_lost_class_is_told_and_restored(name: str) -> None:
    lost = without_class(TEXT, name)
    assert lost != TEXT and lost_class(lost) == name
    words, right = restore(lost).split(), TEXT.split()
    assert len(words) == len(right)
    assert sum(a == b for a, b in zip(words, right, strict=True)) >= 0.97 * len(right)


def test_clean_text_has_lost_nothing_and_stays() -> None:
    assert lost_class(TEXT) is None and restore(TEXT) == TEXT


@pytest.mark.parametrize(
    "text", ["", "Ke hoach trong cay xanh cua xa Dong Quan nam nay", "The quick brown fox jumps over it"]
)
def test_other_texts_have_lost_no_class(text: str) -> None:
    assert lost_class(text) is None


def test_a_reading_by_a_wrong_engine_has_lost_no_class() -> None:
    """It writes é, ê and á, and neither ơ nor đ, but badly: more than marks is lost."""
    read = """Phat dong phong trao tréng cay gay rimg tai cdc thén trong xa.
Van déng nhân dân ddng gdp cay gidng, phan bén, ngdy công theo khd năng.
Héi Néng dan xd chù tri, phéi hgp véi cdc tnrong hoc cham séc vuon uom.
Trudng thén lap danh sach hé nhân cay, niém yét tai nhà van hda tridc ngay 15/3.
Kiém tra, nhdc nhd viéc tuéi cay, lam cé; bdo cdo két qua về Úy ban nhân dan xa."""
    assert lost_class(read) is None
    restored = restore(read)
    assert "trồng cây gây rừng tại các thôn" in restored
    assert "phối hợp với các trường học" in restored
