"""Makes scanned pages with what offices put on their papers afterwards, with the text that the paper itself has.

Stamps of arrival in grey and violet, a red seal and a stamp of the name over the signature, a black seal on a page in
black and white, a number and a day written by hand; and tables with rules and without.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator

import cv2
import layouts
import numpy as np
import pages
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

_DPI = 200.0
_SCALE = _DPI / 72
_GREY, _VIOLET, _RED, _BLUE = (150, 150, 150), (120, 70, 170), (215, 45, 55), (40, 60, 170)
_WORK = (
    ("Rà soát danh mục cây xanh trên các tuyến đường liên thôn", "Phòng Kinh tế", "Quý II/2026"),
    ("Vận động các hộ dân hiến đất mở rộng ngõ vào khu dân cư", "Các thôn", "Tháng 7/2026"),
    ("Sửa chữa hệ thống đèn chiếu sáng tại trung tâm xã", "Phòng Văn hóa - Xã hội", "Trước 30/8/2026"),
    ("Tổng hợp kết quả, báo cáo Ủy ban nhân dân xã", "Văn phòng", "Trước 15/12/2026"),
    ("Kiểm tra việc giữ gìn vệ sinh tại chợ và bến đò", "Công an xã", "Hằng tháng"),
    ("Tập huấn nghiệp vụ cho trưởng thôn và cán bộ đoàn thể", "Trung tâm Dịch vụ", "Tháng 5/2026"),
)


def samples(kind: str, count: int) -> Iterator[pages.Sample]:
    """The first ``count`` pages of a kind."""
    bodies = pages.held_out_bodies()
    for index in range(count):
        state = random.Random(f"{kind}-{index}")
        noise = np.random.default_rng(state.getrandbits(32))
        image, text = KINDS[kind](bodies, state)
        yield pages.Sample(kind, _scanned(image, noise, kind), _DPI, text)


Page = tuple[pages.Image, str]


def _scanned(image: pages.Image, noise: np.random.Generator, kind: str) -> pages.Image:
    grain = np.asarray(pages._scanned(image, noise, blur=0.6, grain=5, quality=75))
    return np.asarray(np.where(grain < 150, 0, 255), np.uint8) if kind == "black seal" else grain


# --- ink on a page ----------------------------------------------------------------------------------------------------


class _Ink:
    """A layer of marks in one colour, laid over a page as ink is: print below it stays dark."""

    def __init__(self, page: pages.Image) -> None:
        self.layer = Pillow.new("L", (page.shape[1], page.shape[0]), 0)
        self.draw = ImageDraw.Draw(self.layer)

    def text(self, x: float, y: float, text: str, size: float, style: str = "Bold") -> None:
        font = ImageFont.truetype(str(pages.FONTS / f"Tinos-{style}.ttf"), round(size * _SCALE))
        self.draw.text((x * _SCALE, y * _SCALE), text, font=font, fill=255, anchor="ma")

    def line(self, points: list[tuple[float, float]], width: float) -> None:
        scaled = [(x * _SCALE, y * _SCALE) for x, y in points]
        self.draw.line(scaled, fill=255, width=max(1, round(width * _SCALE)), joint="curve")

    def frame(self, left: float, top: float, right: float, bottom: float, width: float = 1.2) -> None:
        self.line([(left, top), (right, top), (right, bottom), (left, bottom), (left, top)], width)

    def seal(self, x: float, y: float) -> None:
        """A round seal of 36 millimetres: two rings, letters between them, a star."""
        for radius, width in ((51.0, 2.0), (47.5, 0.7), (30.0, 0.7)):
            box = [(x - radius) * _SCALE, (y - radius) * _SCALE, (x + radius) * _SCALE, (y + radius) * _SCALE]
            self.draw.ellipse(box, outline=255, width=max(1, round(width * _SCALE)))
        for k, letter in enumerate("ỦY BAN NHÂN DÂN XÃ HÒA LÂM ★ "):
            angle = k * math.tau / 29
            self.text(x + 38.5 * math.cos(angle), y + 38.5 * math.sin(angle) - 5, letter, 8.5)
        star = [
            (x + radius * math.sin(k * math.tau / 10), y - radius * math.cos(k * math.tau / 10))
            for k in range(10)
            for radius in [16.0 if k % 2 == 0 else 6.5]
        ]
        self.draw.polygon([(a * _SCALE, b * _SCALE) for a, b in star], fill=255)

    def scrawl(self, state: random.Random, x: float, y: float) -> None:
        """A signature."""
        points = [(x + 7.5 * k, y + state.uniform(-20, 20)) for k in range(11)]
        bent = np.array(points, np.float32)
        steps = np.linspace(0, len(bent) - 1, 120)
        smooth = np.stack([np.interp(steps, range(len(bent)), bent[:, k]) for k in (0, 1)], axis=1)
        self.line([(float(a), float(b)) for a, b in smooth], 1.2)

    def by_hand(self, state: random.Random, x: float, y: float, digits: str, size: float = 0.62) -> None:
        """Digits drawn with a pen, each a little off."""
        canvas = np.asarray(self.layer).copy()
        for digit in digits:
            at = (round(x * _SCALE), round((y + state.uniform(-1.2, 1.2)) * _SCALE))
            face = cv2.FONT_HERSHEY_SCRIPT_SIMPLEX if state.random() < 0.5 else cv2.FONT_HERSHEY_SIMPLEX
            cv2.putText(canvas, digit, at, face, size * _SCALE / 2.2, 255, 3, cv2.LINE_AA)
            x += 7.5
        self.layer = Pillow.fromarray(canvas)
        self.draw = ImageDraw.Draw(self.layer)

    def turned(self, degrees: float, x: float, y: float) -> None:
        """Turns what was drawn so far about a place: nobody stamps level."""
        middle = (x * _SCALE, y * _SCALE)
        self.layer = self.layer.rotate(degrees, Pillow.Resampling.BICUBIC, center=middle)
        self.draw = ImageDraw.Draw(self.layer)

    def over(self, page: pages.Image, colour: tuple[int, int, int], strength: float = 0.9) -> pages.Image:
        share = np.asarray(self.layer, np.float32)[..., None] / 255 * strength
        base = page if page.ndim == 3 else cv2.cvtColor(page, cv2.COLOR_GRAY2RGB)
        inked = base.astype(np.float32) * (1 - share * (1 - np.array(colour, np.float32) / 255))
        return np.asarray(inked.clip(0, 255), np.uint8)


# --- kinds ------------------------------------------------------------------------------------------------------------


def _arrival(colour: tuple[int, int, int], *, framed: bool, grey: bool = False) -> Callable[..., Page]:
    """A first page with the stamp of the office that received it below its number."""

    def made(bodies: list[str], state: random.Random) -> Page:
        page = _with_room(bodies, state)
        ink = _Ink(page.image)
        x, y = state.uniform(62, 80), state.uniform(126, 140)
        width = 120.0
        if framed:
            ink.frame(x - 8, y - 3, x + width, y + 52)
        office = state.choice(("UBND XÃ TÂN GIANG", "SỞ XÂY DỰNG", "VĂN PHÒNG"))
        ink.text(x + width / 2 - 4, y, office, 8.5)
        head = state.choice(("CÔNG VĂN ĐẾN", "VĂN BẢN ĐẾN"))
        ink.text(x + width / 2 - 4, y + 11, head, 10)
        ink.text(x + 34, y + 25, "Số: ................", 9, "Regular")
        ink.text(x + 44, y + 38, "Ngày: ....../....../.........", 9, "Regular")
        ink.turned(state.uniform(-2.5, 2.5), x + width / 2, y + 25)
        image = ink.over(page.image, colour)
        pen = _Ink(page.image)
        pen.by_hand(state, x + 26, y + 33, str(state.randint(100, 4000)), 0.5)
        pen.by_hand(state, x + 32, y + 46, f"{state.randint(10, 28)} {state.randint(10, 12)}", 0.5)
        image = pen.over(image, _BLUE)
        return (np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)) if grey else image), page.text

    return made


def _with_room(bodies: list[str], state: random.Random) -> layouts.Layout:
    """A first page with a short subject, beside which a stamp has room."""
    sheet = pages._Sheet(_DPI)
    place = state.choice(pages._PLACES)
    head = ["ỦY BAN NHÂN DÂN", place.upper(), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    for row in range(2):
        sheet.centre(150, 60 + 15 * row, head[row], "Bold" if row else "Regular", 12)
        sheet.centre(410, 60 + 15 * row, head[row + 2], "Bold", 12)
    number = f"Số: {state.randint(3, 480)}/KH-UBND"
    date = f"{place.split(' ', 1)[1]}, ngày {state.randint(10, 28)} tháng {state.randint(10, 12)} năm 2025"
    sheet.centre(150, 102, number, "Regular", 13)
    sheet.centre(410, 102, date, "Italic", 13)
    title = ["KẾ HOẠCH", "Trồng cây xanh trên các tuyến", "đường liên thôn năm 2026"]
    for row, line in enumerate(title):
        sheet.centre(322, 142 + 17 * row, line, "Bold", 13)
    lines, _ = layouts._body(sheet, bodies, state, 212.0, 775.0)
    return layouts.Layout(np.asarray(sheet.image), _DPI, "\n".join([*head, number, date, *title, *lines]))


def name_under_seal(bodies: list[str], state: random.Random) -> Page:
    """A last page: a red seal over the left of the signature, and the name stamped in red."""
    page = layouts.last_page(bodies, state)
    name_top = _lowest_ink(page.image)
    ink = _Ink(page.image)
    ink.seal(state.uniform(368, 385), name_top - state.uniform(35, 60))
    image = ink.over(page.image, _RED, state.uniform(0.7, 0.95))
    pen = _Ink(page.image)
    pen.scrawl(state, 395, name_top - 35)
    return pen.over(image, _BLUE), page.text


def stamped_name(bodies: list[str], state: random.Random) -> Page:
    """A last page whose name is a stamp in red below a red seal."""
    page = layouts.last_page(bodies, state)
    top = _lowest_ink(page.image)
    bare = page.image.copy()
    rows = slice(round((top - 4) * _SCALE), round((top + 22) * _SCALE))
    bare[rows, round(330 * _SCALE) :] = 255
    ink = _Ink(bare)
    ink.text(420, top, page.text.rsplit("\n", 1)[1], 13)
    ink.seal(state.uniform(362, 372), top - state.uniform(60, 72))
    pen = _Ink(bare)
    pen.scrawl(state, 395, top - 40)
    return pen.over(ink.over(bare, _RED), _BLUE), page.text


def black_seal(bodies: list[str], state: random.Random) -> Page:
    """The same as a copier gives it: in black and white."""
    image, text = name_under_seal(bodies, state)
    return np.asarray(image.min(axis=2)), text


def _lowest_ink(image: pages.Image) -> float:
    """Points from the page's top to the name, which is the lowest line of its right half."""
    right = image[:, round(330 * _SCALE) :] < 128
    rows = np.flatnonzero(right.any(axis=1))
    return float(rows[-1]) / _SCALE - 13


def grey_seal(bodies: list[str], state: random.Random) -> Page:
    """The same as a scanner without colour gives it: the seal is paler than print."""
    page = layouts.last_page(bodies, state)
    ink = _Ink(page.image)
    ink.seal(state.uniform(368, 385), _lowest_ink(page.image) - state.uniform(35, 60))
    return np.asarray(cv2.cvtColor(ink.over(page.image, _GREY), cv2.COLOR_RGB2GRAY)), page.text


def watermark(bodies: list[str], state: random.Random) -> Page:
    """A first page with a large pale word across it."""
    page = layouts.first_page(bodies, state)
    ink = _Ink(page.image)
    ink.text(300, 360, "BẢN SAO", 110)
    ink.turned(40, 300, 420)
    return np.asarray(cv2.cvtColor(ink.over(page.image, (205, 205, 205)), cv2.COLOR_RGB2GRAY)), page.text


def bulleted(_bodies: list[str], state: random.Random) -> Page:
    """A page of lists with round bullets, in type of 12 points."""
    sheet = pages._Sheet(_DPI)
    lines, y = [], 70.0
    while y < 740:
        for k, (line, _) in enumerate(_wrapped(sheet, state.choice(_WORK)[0] + state.choice((";", ".")), 260)):
            sheet.put(100, y, line, "Regular", 12)
            if k == 0:
                sheet.put(85, y, "•", "Regular", 12)
            lines.append(f"• {line}" if k == 0 else line)
            y += 17
    return np.asarray(sheet.image), "\n".join(lines)


def copied(bodies: list[str], state: random.Random) -> Page:
    """A copy of a copy: grey specks all over the page."""
    page = layouts.first_page(bodies, state)
    noise = np.random.default_rng(state.getrandbits(32))
    image = page.image.copy()
    rows, columns = (noise.integers(2, side - 2, 5000) for side in image.shape)
    for row, column, size in zip(rows.tolist(), columns.tolist(), noise.integers(1, 3, 5000).tolist(), strict=True):
        part = image[row : row + size, column : column + size]
        part[...] = np.minimum(part, 70)
    return image, page.text


def by_hand(bodies: list[str], state: random.Random) -> Page:
    """A first page whose number and day were left blank and filled in with a pen."""
    sheet = pages._Sheet(_DPI)
    place = state.choice(pages._PLACES)
    left, right = (
        ["ỦY BAN NHÂN DÂN", place.upper()],
        ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"],
    )
    for row in range(2):
        sheet.centre(160, 60 + 15 * row, left[row], "Bold" if row else "Regular", 12)
        sheet.centre(410, 60 + 15 * row, right[row], "Bold", 12)
    number, day = str(state.randint(10, 480)), str(state.randint(10, 28))
    name = place.split(" ", 1)[1]
    sheet.put(105, 102, "Số:", "Regular", 13)
    sheet.put(160, 102, "/KH-UBND", "Regular", 13)
    start = f"{name}, ngày"
    sheet.put(310, 102, start, "Italic", 13)
    slot = 310 + sheet.width(start, "Italic", 13)
    sheet.put(slot + 27, 102, "tháng 11 năm 2025", "Italic", 13)
    sheet.centre(312, 145, "KẾ HOẠCH", "Bold", 14)
    lines, _ = layouts._body(sheet, bodies, state, 180.0, 775.0)
    image = np.asarray(sheet.image)
    pen = _Ink(image)
    pen.by_hand(state, 130, 114, number)
    pen.by_hand(state, slot + 7, 114, day)
    printed = [*left, *right, f"Số: {number}/KH-UBND", f"{start} {day} tháng 11 năm 2025", "KẾ HOẠCH"]
    return pen.over(image, _BLUE), "\n".join([*printed, *lines])


def _table(*, ruled: bool) -> Callable[..., Page]:
    """A page with a table of work between paragraphs."""

    def made(bodies: list[str], state: random.Random) -> Page:
        sheet = pages._Sheet(_DPI)
        lines, y = layouts._body(sheet, bodies, state, 60.0, state.uniform(160, 220))
        walls = [85.0, 115.0, 330.0, 445.0, 540.0]
        y += 10
        tops = [y]
        heads = ("TT", "Nội dung công việc", "Đơn vị chủ trì", "Thời gian")
        for k, head in enumerate(heads):
            sheet.centre((walls[k] + walls[k + 1]) / 2, y + 3, head, "Bold", 12)
        lines += heads
        y += 22
        for number, row in enumerate(state.sample(_WORK, 4), 1):
            tops.append(y)
            deepest = y
            for k, text in enumerate((f"{number}", *row)):
                at = y + 3
                for line, _ in _wrapped(sheet, text, walls[k + 1] - walls[k] - 9):
                    sheet.put(walls[k] + 5, at, line, "Regular", 12)
                    lines.append(line)
                    at += 14.5
                deepest = max(deepest, at)
            y = deepest + 5
        tops.append(y)
        if ruled:
            for top in tops:
                sheet.rule(walls[0], walls[-1], top)
            for wall in walls:
                box = [wall * _SCALE, tops[0] * _SCALE, wall * _SCALE, tops[-1] * _SCALE]
                sheet.draw.line(box, fill=10, width=2)
        rest, _ = layouts._body(sheet, bodies, state, y + 14, 760.0)
        return np.asarray(sheet.image), "\n".join([*lines, *rest])

    return made


def _wrapped(sheet: pages._Sheet, text: str, width: float) -> Iterator[tuple[str, bool]]:
    line: list[str] = []
    for word in text.split():
        if line and sheet.width(" ".join([*line, word]), "Regular", 12) > width:
            yield " ".join(line), False
            line = []
        line.append(word)
    yield " ".join(line), True


KINDS: dict[str, Callable[[list[str], random.Random], Page]] = {
    "arrival, violet": _arrival(_VIOLET, framed=False),
    "arrival, violet frame": _arrival(_VIOLET, framed=True),
    "arrival, grey": _arrival(_GREY, framed=False, grey=True),
    "arrival, grey frame": _arrival(_GREY, framed=True, grey=True),
    "arrival, black": _arrival((30, 30, 30), framed=False, grey=True),
    "seal over name": name_under_seal,
    "name in red": stamped_name,
    "black seal": black_seal,
    "grey seal": grey_seal,
    "watermark": watermark,
    "copy of a copy": copied,
    "bullets": bulleted,
    "by hand": by_hand,
    "table": _table(ruled=True),
    "columns": _table(ruled=False),
}
