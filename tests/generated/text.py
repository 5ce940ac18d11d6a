"""Plans made by chance, line by line; each word stands in one place."""

from __future__ import annotations

from hypothesis import strategies as st

_WORDS = ("trồng", "cây", "xanh", "dọc", "bờ", "kênh", "thu", "gom", "rác", "thải", "mở", "lớp", "sửa", "đường")
_OPENINGS = (
    *("I. ", "II. ", "1. ", "2. ", "1.1. ", "a) ", "b) ", "- ", "+ ", "", "", "", "Căn cứ ", "Thời gian: "),
    *("Địa điểm: ", "Đơn vị chủ trì: ", "PHỤ LỤC ", "Điều 1. ", "TT\t", "1\t", "Số: ", "Kính gửi: ", "(Kèm theo "),
)
_FIXED = (
    *("KẾ HOẠCH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Nơi nhận:", "- Lưu: VT.", ""),
    *("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "PHỤ LỤC", "TỔ CHỨC THỰC HIỆN", "QUYẾT ĐỊNH", "\t", "---"),
    *("Trên đây là kế hoạch.", "TT Nội dung Đơn vị chủ trì Thời gian", "Nội dung\tĐơn vị\tThời gian"),
)


@st.composite
def plans(draw: st.DrawFn, most_lines: int = 25) -> tuple[str, list[str]]:
    """A text, and those of its words that stand in it once (they end in a number)."""
    lines: list[str] = []
    numbered: list[str] = []
    for _ in range(draw(st.integers(1, most_lines))):
        if draw(st.integers(0, 3)) == 3:
            lines.append(draw(st.sampled_from(_FIXED)))
            continue
        words = []
        for _ in range(draw(st.integers(1, 9))):
            words.append(f"{_WORDS[len(numbered) % len(_WORDS)]}{len(numbered)}")
            numbered.append(words[-1])
        blank = draw(st.sampled_from((" ", " ", " ", " ", "\t", "    ")))
        end = draw(st.sampled_from((".", ";", ":", "", "./.")))
        lines.append(draw(st.sampled_from(_OPENINGS)) + blank.join(words) + end)
    return "\n".join(lines) + "\n", numbered
