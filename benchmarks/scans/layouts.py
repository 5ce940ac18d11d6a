"""Makes scanned pages of other layouts than `pages.py`, with their true text in reading order.

Last pages with a long list of recipients in small type beside the signature, heads with three issuing bodies, page
numbers, landscape appendices, punch holes, pages that lie on their side or head, fine and coarse scans.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import pages
from PIL import Image as Pillow
from PIL import ImageDraw

_PARTIES = (
    "- Thường trực Đảng ủy xã;",
    "- Thường trực HĐND xã;",
    "- Chủ tịch, các PCT UBND xã;",
    "- Ủy ban MTTQ Việt Nam xã;",
    "- Các đoàn thể chính trị - xã hội;",
    "- Phòng Văn hóa - Xã hội;",
    "- Phòng Kinh tế;",
    "- Công an xã, Ban CHQS xã;",
    "- Trạm Y tế, các trường học;",
    "- Trung tâm Phục vụ hành chính công;",
    "- Các thôn, tổ dân phố;",
    "- Cổng thông tin điện tử xã;",
)
_SIGNERS = ("Nguyễn Văn Thịnh", "Trần Thị Hồng Vân", "Lê Quốc Bảo", "Phạm Thị Thu Hà")


@dataclass(frozen=True)
class Layout:
    """A page without damage: picture, resolution, true text."""

    image: pages.Image
    dpi: float
    text: str


def samples(kind: str, count: int) -> Iterator[pages.Sample]:
    """The first ``count`` pages of a kind."""
    bodies = pages.held_out_bodies()
    for index in range(count):
        state = random.Random(f"{kind}-{index}")
        noise = np.random.default_rng(state.getrandbits(32))
        layout = KINDS[kind](bodies, state)
        grain = np.asarray(pages._scanned(layout.image, noise, blur=0.6, grain=5, quality=_quality(kind)))
        yield pages.Sample(kind, _turned(grain, kind), layout.dpi, layout.text)


def _quality(kind: str) -> int:
    return 30 if kind == "JPEG 30" else 75


def _turned(image: pages.Image, kind: str) -> pages.Image:
    quarters = {"on its side": 1, "on its head": 2, "on its other side": 3}.get(kind, 0)
    return np.ascontiguousarray(np.rot90(image, quarters))


def last_page(bodies: list[str], state: random.Random, *, dpi: float = 200.0) -> Layout:
    """A page number, some body, and the foot: recipients in 9 to 11 points at the left, the signature at the right."""
    sheet = pages._Sheet(dpi)
    sheet.centre(312, 40, str(state.randint(2, 9)), "Regular", 13)
    lines, y = _body(sheet, bodies, state, 75.0, state.uniform(300.0, 420.0))
    y += 14
    size = state.choice((9.0, 10.0, 11.0))
    parties = [*state.sample(_PARTIES, state.randint(4, len(_PARTIES))), "- Lưu: VT, VHXH."]
    sheet.put(85, y, "Nơi nhận:", "BoldItalic", size + 1)
    for row, party in enumerate(parties):
        sheet.put(85, y + (size + 1) * 1.3 + row * size * 1.2, party, "Regular", size)
    signed = ["TM. ỦY BAN NHÂN DÂN", *state.choice([["CHỦ TỊCH"], ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]])]
    for row, line in enumerate(signed):
        sheet.centre(420, y + 16 * row, line, "Bold", 13)
    name = state.choice(_SIGNERS)
    sheet.centre(420, y + 110, name, "Bold", 13)
    return Layout(np.asarray(sheet.image), dpi, "\n".join([*lines, "Nơi nhận:", *parties, *signed, name]))


def first_page(bodies: list[str], state: random.Random, *, dpi: float = 200.0) -> Layout:
    """A head with three lines of issuing bodies, title, subject and body."""
    sheet = pages._Sheet(dpi)
    place = state.choice(pages._PLACES)
    left = ["ỦY BAN NHÂN DÂN", place.upper(), "BAN CHỈ ĐẠO CHUYỂN ĐỔI SỐ"]
    for row, line in enumerate(left):
        sheet.centre(160, 60 + 15 * row, line, "Bold" if row == 2 else "Regular", 12)
    sheet.rule(130, 190, 107)
    right = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    sheet.centre(410, 60, right[0], "Bold", 12)
    sheet.centre(410, 75, right[1], "Bold", 13)
    sheet.rule(330, 490, 93)
    number = f"Số: {state.randint(3, 480)}/KH-BCĐ"
    date = f"{place.split(' ', 1)[1]}, ngày {state.randint(10, 28)} tháng {state.randint(10, 12)} năm 2025"
    sheet.centre(160, 113, number, "Regular", 13)
    sheet.centre(410, 113, date, "Italic", 13)
    sheet.centre(312, 145, "KẾ HOẠCH", "Bold", 14)
    subject = ["Tuyên truyền và hướng dẫn người dân sử dụng dịch vụ công", f"trên địa bàn {place} năm 2026"]
    for row, line in enumerate(subject):
        sheet.centre(312, 162 + 16 * row, line, "Bold", 13)
    sheet.rule(270, 354, 198)
    lines, _ = _body(sheet, bodies, state, 212.0, 775.0)
    return Layout(np.asarray(sheet.image), dpi, "\n".join([*left, *right, number, date, "KẾ HOẠCH", *subject, *lines]))


def landscape(bodies: list[str], state: random.Random) -> Layout:
    """An appendix across the sheet: title, note and body in long lines."""
    sheet = pages._Sheet(200.0)
    sheet.image = Pillow.new("L", (sheet.image.height, sheet.image.width), 255)
    sheet.draw = ImageDraw.Draw(sheet.image)
    head = ["PHỤ LỤC", f"(Kèm theo Kế hoạch số {state.randint(3, 99)}/KH-UBND ngày 12 tháng 11 năm 2025)"]
    sheet.centre(421, 50, head[0], "Bold", 14)
    sheet.centre(421, 68, head[1], "Italic", 13)
    lines, _ = _body(sheet, bodies, state, 100.0, 530.0, right=770.0)
    return Layout(np.asarray(sheet.image), 200.0, "\n".join([*head, *lines]))


def punched(bodies: list[str], state: random.Random) -> Layout:
    """Two holes in the left margin, through which the scanner's black lid shows, and a dark strip at one edge."""
    page = first_page(bodies, state)
    image, scale = page.image.copy(), page.dpi / 72
    for y in (300, 527):
        cv2.circle(image, (round(32 * scale), round(y * scale)), round(9 * scale), 25, -1)
    image[:, -round(state.uniform(3, 12) * scale) :] = 30
    return Layout(image, page.dpi, page.text)


def _body(
    sheet: pages._Sheet,
    bodies: list[str],
    state: random.Random,
    y: float,
    bottom: float,
    *,
    right: float = pages._RIGHT,
) -> tuple[list[str], float]:
    """Justified paragraphs from y down to the bottom; their lines, and where they end."""
    size, leading, lines = state.choice((13.0, 13.5, 14.0)), state.uniform(1.2, 1.4), []
    while y < bottom:
        for line, last in pages._wrap(sheet, state.choice(bodies), size, right=right):
            if y >= bottom:
                break
            pages._justify(sheet, line, y, size, last, right=right)
            lines.append(" ".join(line.words))
            y += size * leading
        y += 5
    return lines, y


def _fine(dpi: float) -> Callable[[list[str], random.Random], Layout]:
    return lambda bodies, state: last_page(bodies, state, dpi=dpi)


KINDS: dict[str, Callable[[list[str], random.Random], Layout]] = {
    "last page": last_page,
    "three bodies": first_page,
    "landscape": landscape,
    "punch holes": punched,
    "on its side": first_page,
    "on its head": first_page,
    "on its other side": last_page,
    "300 dpi": _fine(300.0),
    "400 dpi": _fine(400.0),
    "JPEG 30": last_page,
}
