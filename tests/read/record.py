"""Records what tesseract reads on an invented page, so that the layout is tested on real OCR without running it.

Run from the project's root: ``python -m tests.read.record`` (needs tesseract with ``vie`` and the font Tinos).
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from viextract.read.ocr.engines.tesseract import TesseractEngine

FONTS = Path(os.environ.get("VIEXTRACT_FONTS", "/usr/share/fonts/truetype/croscore"))
RECORDED = Path(__file__).parent / "recorded"
SCALE = 200 / 72
_Piece = tuple[float, float, str, str, float]

PAGE: list[_Piece] = [
    # left or centre (negative), top, text, style, size; all in points
    (-160, 60, "ỦY BAN NHÂN DÂN", "Regular", 12),
    (-160, 75, "PHƯỜNG TÂN GIANG", "Bold", 12),
    (-400, 60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Bold", 12),
    (-400, 76, "Độc lập - Tự do - Hạnh phúc", "Bold", 13),
    (-160, 100, "Số: 42/KH-UBND", "Regular", 13),
    (-400, 100, "Tân Giang, ngày 14 tháng 11 năm 2025", "Italic", 13),
    (-312, 140, "KẾ HOẠCH", "Bold", 14),
    (-312, 160, "Trồng cây xanh dọc bờ kênh năm 2026", "Bold", 14),
    (113, 195, "Để giữ bóng mát cho người đi bộ và học sinh đến trường, phường mở đợt", "Regular", 13),
    (85, 213, "trồng cây trong quý I với sự góp công của các tổ dân phố.", "Regular", 13),
    (113, 240, "I. MỤC TIÊU", "Bold", 13),
    (113, 262, "- Trồng ít nhất 350 cây sao đen và cây lim xẹt trên ba tuyến kênh;", "Regular", 13),
    (113, 284, "- Mỗi tổ dân phố nhận chăm sóc một đoạn kênh dài 200 mét.", "Regular", 13),
    (85, 330, "Nơi nhận:", "BoldItalic", 12),
    (85, 346, "- Các tổ dân phố;", "Regular", 11),
    (85, 360, "- Trạm Cây xanh Hòa Lâm;", "Regular", 11),
    (85, 374, "- Lưu: VT.", "Regular", 11),
    (-430, 326, "TM. ỦY BAN NHÂN DÂN", "Bold", 13),
    (-430, 343, "CHỦ TỊCH", "Bold", 13),
    (-430, 420, "Lâm Thị Ngát", "Bold", 13),
    (-312, 805, "2", "Regular", 13),
]


def draw(pieces: list[_Piece] = PAGE) -> np.ndarray:
    """The page at 200 dots per inch."""
    sheet = Image.new("L", (1654, 2339), 255)
    pen = ImageDraw.Draw(sheet)
    for left, top, text, style, size in pieces:
        font = ImageFont.truetype(str(FONTS / f"Tinos-{style}.ttf"), round(size * SCALE))
        x = left * SCALE if left > 0 else -left * SCALE - font.getlength(text) / 2
        pen.text((x, top * SCALE), text, font=font, fill=15)
    return np.asarray(sheet)


def main() -> None:
    words = TesseractEngine().recognise(draw(), dpi=200, language="vie", seconds=60)
    rows = [[word.text, *word.bbox, round(word.confidence, 3), word.line] for word in words]
    RECORDED.mkdir(exist_ok=True)
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    (RECORDED / "plan.json").write_text(f"[\n{lines}\n]\n", "utf-8")


if __name__ == "__main__":
    main()
