"""A small archive of invented plans: two offices, three months, one file that says nothing, one that is damaged."""

from __future__ import annotations

from pathlib import Path

from viextract import Options
from viextract.archive import run_batch

QUICK = Options(recover=False, ocr="never")
PLAN = """ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
{office} Độc lập - Tự do - Hạnh phúc

Số: {number}/KH-UBND Suối Tre, ngày {day} tháng {month} năm 2026

KẾ HOẠCH
{title}

I. MỤC TIÊU
Trồng cây bóng mát dọc các tuyến đường liên thôn.

II. TỔ CHỨC THỰC HIỆN
1. Phòng Kinh tế
- Chủ trì lập danh mục các tuyến đường ({title}) trước ngày 20/5/2026.
- Phối hợp Công an xã kiểm tra hành lang đường bộ, xong chậm nhất ngày 30/6/2026.
2. Trạm Y tế
- Thường xuyên nhắc người dân giữ vệ sinh nơi trồng cây.

Nơi nhận:
- Như trên;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Lê Văn Thử
"""
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"


def archive(tmp_path: Path) -> Path:
    """The folder of results."""
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    papers = {
        "a.txt": ("XÃ SUỐI TRE", 12, "05", "3", "Trồng cây xanh năm 2026"),
        "b.txt": ("XÃ SUỐI TRE", 31, "17", "4", "Chăm sóc vườn hoa năm 2026"),
        "c.txt": ("PHƯỜNG ĐỒI MÂY", 8, "02", "4", f"Trồng tre {HOSTILE}"),
    }
    for name, (office, number, day, month, title) in papers.items():
        text = PLAN.format(office=office, number=number, day=day, month=month, title=title)
        (folder / name).write_text(text, "utf-8")
    (folder / "<b onclick=x>&.txt").write_text("một hai ba\n", "utf-8")
    (folder / "z.pdf").write_bytes(b"%PDF-1.7\n")
    run_batch(folder, out, QUICK, jobs=1)
    return out
