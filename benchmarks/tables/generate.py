"""Invented appendix tables with their truth: typeset as PDF, scanned, and flattened to text as OCR flattens them.

Every table is laid out here, line by line, so that the same lines go into the PDF, the scan and the flattened text,
and so that a page may end anywhere, within a row or a word group. The words (``words.yaml``) are made up for this
benchmark.

    python benchmarks/tables/generate.py OUT [--count 40]

writes ``OUT/tNN.json`` (truth), ``.pdf``, ``.scan.pdf``, ``.txt`` (flattened) and ``.damaged.txt`` (flattened by
tesseract's English model). The same count gives the same files.
"""

from __future__ import annotations

import argparse
import io
import json
import random
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import yaml
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FONTS = Path("/usr/share/fonts/truetype/croscore")
"""Debian's fonts-croscore: Tinos has the metrics of Times New Roman and all Vietnamese letters."""
SIZE, LEADING, PAD = 11.0, 13.5, 3.0
MARGIN, TOP, BOTTOM = 50.0, 60.0, 55.0

CRITERIA_HEADERS = [
    ["Tiêu chuẩn", "Tiêu chí", "Chỉ số", "Đơn vị thực hiện"],
    ["Tiêu chuẩn", "Tiêu chí", "Chỉ số", "Phân công phụ trách", "Số liệu báo cáo của đơn vị"],
    ["Tiêu chuẩn", "Tiêu chí", "Chỉ tiêu", "Đơn vị phụ trách", "Kết quả"],
]
PROGRAMME_HEADERS = [
    ["TT", "Nội dung", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian thực hiện"],
    ["STT", "Tên nhiệm vụ", "Nội dung công việc", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian hoàn thành"],
    ["TT", "Nhiệm vụ", "Đơn vị thực hiện", "Thời gian", "Ghi chú"],
]
WIDTHS = {
    ("criteria", 4): [0.20, 0.26, 0.36, 0.18],
    ("criteria", 5): [0.17, 0.23, 0.30, 0.16, 0.14],
    ("programme", 5): [0.07, 0.40, 0.18, 0.19, 0.16],
    ("programme", 6): [0.06, 0.24, 0.28, 0.14, 0.15, 0.13],
}


@dataclass
class Style:
    """How a table is drawn; each case is one that archives hold."""

    rules: str = "all"
    """all, rows (horizontal rules only) or none."""
    wide: bool = False
    """A landscape page."""
    middle: bool = False
    """Text in the middle of a cell's height instead of at its top."""
    numbering: bool = False
    """A row ``(1) (2) (3)`` below the headings."""
    two_rows: bool = False
    """A heading over two columns."""
    repeat: bool = True
    """The headings stand on each page anew."""
    split_rows: bool = False
    """A page may end within a row."""
    note: bool = False
    """A note stands under the table."""


@dataclass
class Box:
    """A cell as it is laid out: rows and columns from 0, the header's rows first."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1
    bold: bool = False


@dataclass
class Case:
    """One invented table: its truth and how it is drawn."""

    name: str
    kind: str
    title: str
    caption: str
    style: Style
    columns: list[str]
    rows: list[dict[str, str | None]]
    """What a parser should give, in the words of the output contract."""
    grid: list[list[str | None]]
    """The body as a matrix, spanning cells repeated, a band as its text and empty cells."""
    boxes: list[Box] = field(default_factory=list)
    header_rows: int = 1
    shares: list[float] | None = None
    """Each column's share of the width, where the case has its own."""


# --- content ----------------------------------------------------------------------------------------------------------


def make_case(index: int, words: dict[str, Any]) -> Case:
    """The table of this number; even ones list criteria, odd ones programmes."""
    rng = random.Random(1000 + index)
    style = Style(
        rules="all" if index % 4 else ("none" if index % 8 else "rows"),
        wide=index % 3 == 0,
        middle=index % 5 in (1, 3),
        numbering=index % 6 == 5,
        two_rows=index % 10 == 7,
        repeat=index % 7 != 3,
        split_rows=index % 4 == 2 or index % 8 == 5,
        note=index % 9 == 4,
    )
    if style.rules == "none":
        style.middle = False
    plan = words["plans"][index % len(words["plans"])]
    name = f"t{index:02d}"
    case = Case(name, "criteria" if index % 2 == 0 else "programme", plan["title"], plan["caption"], style, [], [], [])
    (_criteria if case.kind == "criteria" else _programmes)(case, rng, words, index)
    return case


def _header(case: Case, names: list[str], pair: tuple[int, int, str] | None) -> None:
    """Boxes of the header; pair: two columns under one heading."""
    case.columns = names
    case.header_rows = 2 if pair else 1
    for c, text in enumerate(names):
        if pair and pair[0] <= c <= pair[1]:
            if c == pair[0]:
                case.boxes.append(Box(0, c, pair[2], 1, pair[1] - pair[0] + 1, bold=True))
            case.boxes.append(Box(1, c, text, bold=True))
        else:
            case.boxes.append(Box(0, c, text, case.header_rows, bold=True))
    if case.style.numbering:
        case.boxes += [Box(case.header_rows, c, f"({c + 1})") for c in range(len(names))]
        case.header_rows += 1


def _criteria(case: Case, rng: random.Random, words: dict[str, Any], index: int) -> None:
    _header(case, CRITERIA_HEADERS[(index // 2) % len(CRITERIA_HEADERS)], None)
    width = len(case.columns)
    row = case.header_rows
    indicators = rng.sample(words["indicators"], len(words["indicators"]))
    standards, criteria = rng.sample(words["standards"], 8), rng.sample(words["criteria"], 10)
    for g in range(rng.choice([1, 2, 2, 3])):
        group = f"{g + 1}. {words['groups'][g]}"
        case.boxes.append(Box(row, 0, group, 1, width, bold=True))
        case.grid.append([group] + [None] * (width - 1))
        row += 1
        for s in range(rng.choice([1, 2, 2])):
            if not standards or len(indicators) < 2 or not criteria:
                break
            standard = f"{g + 1}.{s + 1}. {standards.pop()}"
            standard_row = row
            for k in range(rng.choice([1, 2])):
                if not criteria or len(indicators) < 2:
                    break
                criterion = f"{g + 1}.{s + 1}.{k + 1}. {criteria.pop()}"
                criterion_row = row
                unit, unit_row = rng.choice(words["units"]), row
                for _ in range(rng.choice([1, 1, 2, 3])):
                    if not indicators:
                        break
                    indicator = indicators.pop()
                    if rng.random() < 0.4 and row > unit_row:
                        case.boxes.append(Box(unit_row, 3, unit, row - unit_row))
                        unit, unit_row = rng.choice([u for u in words["units"] if u != unit]), row
                    report = indicator["report"] if width == 5 else None
                    case.boxes.append(Box(row, 2, indicator["text"]))
                    if report:
                        case.boxes.append(Box(row, 4, report.replace("; ", "\n")))
                    case.rows.append(
                        {
                            "group": group,
                            "standard": standard,
                            "criterion": criterion,
                            "indicator": indicator["text"],
                            "unit": unit,
                            "report": report,
                        }
                    )
                    case.grid.append([standard, criterion, indicator["text"], unit, *([report] if width == 5 else [])])
                    row += 1
                case.boxes.append(Box(unit_row, 3, unit, row - unit_row))
                case.boxes.append(Box(criterion_row, 1, criterion, row - criterion_row))
            case.boxes.append(Box(standard_row, 0, standard, row - standard_row))


def _programmes(case: Case, rng: random.Random, words: dict[str, Any], index: int) -> None:
    names = PROGRAMME_HEADERS[(index // 2) % len(PROGRAMME_HEADERS)]
    pair = (2, 3, "Phân công") if case.style.two_rows and len(names) == 5 and "phối hợp" in names[3] else None
    case.style.two_rows = pair is not None
    _header(case, names, pair)
    width = len(names)
    row = case.header_rows
    activities = rng.sample(words["names"], len(words["names"]))
    banded = rng.random() < 0.5
    number = 0
    for g in range(2 if banded else 1):
        if banded:
            title = words["groups"][g]
            label = "I" * (g + 1)
            case.boxes += [Box(row, 0, label, bold=True), Box(row, 1, title, 1, width - 1, bold=True)]
            case.grid.append([f"{label}. {title}"] + [None] * (width - 1))
            row += 1
        for _ in range(rng.randint(3, 6)):
            if not activities:
                break
            number += 1
            activity = activities.pop()
            content = rng.choice(words["contents"]) if width == 6 else None
            lead = rng.choice(words["units"])
            partners = rng.sample([u for u in words["units"] if u != lead], rng.choice([0, 1, 2]))
            deadline = rng.choice(words["deadlines"])
            note = rng.choice(["", "Lồng ghép", "Dự toán riêng"]) if "Ghi chú" in names else None
            has_partners = "phối hợp" in " ".join(names)
            cells = [str(number), activity]
            cells += [content] if content else []
            cells += [lead]
            cells += ["; ".join(partners)] if has_partners else []
            cells += [deadline]
            cells += [note] if note is not None else []
            case.boxes += [Box(row, c, text) for c, text in enumerate(cells) if text]
            case.rows.append(
                {
                    "no": str(number),
                    "name": activity,
                    "content": content,
                    "lead": lead,
                    "partners": "; ".join(partners) if has_partners and partners else None,
                    "deadline": deadline,
                }
            )
            case.grid.append([text or None for text in cells])
            row += 1


# --- layout -----------------------------------------------------------------------------------------------------------


@dataclass
class Printed:
    """A line of print: baseline from the top of the running table, text, place, and the box that it belongs to."""

    y: float
    x: float
    text: str
    bold: bool
    header: bool = False
    column: int = -1
    """The column of its box; -1 for print outside the table."""
    begins: bool = False
    """The first line of its box."""


@dataclass
class Sheet:
    """One page: lines of print (y from the page's top) and rules."""

    lines: list[Printed] = field(default_factory=list)
    horizontal: list[tuple[float, float, float]] = field(default_factory=list)
    """(y, x0, x1)"""
    vertical: list[tuple[float, float, float]] = field(default_factory=list)
    """(x, y0, y1)"""


def _font(bold: bool) -> str:
    return "Tinos-Bold" if bold else "Tinos"


def _register_fonts() -> None:
    for name, file in (("Tinos", "Tinos-Regular.ttf"), ("Tinos-Bold", "Tinos-Bold.ttf")):
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, str(FONTS / file)))


def wrap(text: str, width: float, bold: bool) -> list[str]:
    """Lines that fit; a line feed in the text breaks too."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}".strip()
            if line and pdfmetrics.stringWidth(longer, _font(bold), SIZE) > width:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return lines


def lay_out(case: Case) -> tuple[list[Sheet], tuple[float, float]]:
    """The case's pages."""
    _register_fonts()
    size = landscape(A4) if case.style.wide else A4
    x0, x1 = MARGIN, size[0] - MARGIN
    shares = case.shares or WIDTHS[case.kind, len(case.columns)]
    xs = [x0]
    for share in shares:
        xs.append(xs[-1] + share * (x1 - x0))
    wrapped = {
        id(box): wrap(box.text, xs[box.column + box.columns] - xs[box.column] - 2 * PAD - 2, box.bold)
        for box in case.boxes
    }
    count = max(box.row + box.rows for box in case.boxes)
    heights = [LEADING + 2 * PAD] * count
    for box in sorted(case.boxes, key=lambda box: box.rows):
        need = len(wrapped[id(box)]) * LEADING + 2 * PAD
        have = sum(heights[box.row : box.row + box.rows])
        if need > have:
            heights[box.row + box.rows - 1] += need - have
    ys = [0.0]
    for height in heights:
        ys.append(ys[-1] + height)
    return _paginated(case, xs, ys, wrapped, size), size


def _paginated(
    case: Case, xs: list[float], ys: list[float], wrapped: dict[int, list[str]], size: tuple[float, float]
) -> list[Sheet]:
    """The running table cut into pages, at rows or, where the style splits rows, at lines."""
    printed: list[Printed] = []
    for box in case.boxes:
        lines = wrapped[id(box)]
        top, bottom = ys[box.row], ys[box.row + box.rows]
        free = bottom - top - 2 * PAD - len(lines) * LEADING
        start = top + PAD + (free / 2 if case.style.middle else 0) + SIZE
        centre = (box.bold and box.columns == 1) or box.text == f"({box.column + 1})"
        for k, text in enumerate(lines):
            width = pdfmetrics.stringWidth(text, _font(box.bold), SIZE)
            room = xs[box.column + box.columns] - xs[box.column]
            x = xs[box.column] + ((room - width) / 2 if centre else PAD + 1)
            header = box.row < case.header_rows
            column = -1 if header or box.bold else box.column  # titles of groups are of no column
            printed.append(Printed(start + k * LEADING, x, text, box.bold, header, column, k == 0))
    header_end = ys[case.header_rows]
    sheets: list[Sheet] = []
    first_top = TOP + 5 * LEADING
    start = 0.0
    while start < ys[-1] - 1:
        first = not sheets
        top = first_top if first else TOP + 1.5 * LEADING
        again = case.style.repeat and not first
        room = size[1] - BOTTOM - top - (header_end if again else 0)
        if first and case.style.split_rows:
            room = min(room, max(ys[-1] * 0.55, header_end + 6 * LEADING))  # so that the table does go on over the page
        end = ys[-1] if ys[-1] - start <= room else _cut(case, ys, printed, start, start + room)
        sheet = Sheet()
        if first:
            _head(sheet, case, size)
        else:
            sheet.lines.append(Printed(TOP - 10, size[0] / 2 - 3, str(len(sheets) + 1), False))
        if again:
            _place(sheet, case, xs, ys, printed, 0.0, header_end, top, header=True)
            top += header_end
        _place(sheet, case, xs, ys, printed, start, end, top, header=first)
        if end >= ys[-1] and case.style.note:
            y = top + end - start + 2 * LEADING
            sheet.lines.append(Printed(y, xs[0], "Ghi chú: số liệu được cập nhật theo báo cáo của các đơn vị.", False))
        sheets.append(sheet)
        start = end
    return sheets


def _cut(case: Case, ys: list[float], printed: list[Printed], start: float, limit: float) -> float:
    if case.style.split_rows:
        inside = sorted({line.y for line in printed if start + LEADING < line.y + 4 <= limit})
        for y in reversed(inside):
            cut = y + 4
            if all(not (line.y - SIZE * 0.8 < cut < line.y + 3) for line in printed):
                return cut
    rows = [y for y in ys if start + 1 < y <= limit]
    return rows[-1] if rows else limit


def _head(sheet: Sheet, case: Case, size: tuple[float, float]) -> None:
    for k, (text, bold) in enumerate([("PHỤ LỤC", True), (case.title, True), (f"({case.caption})", False)]):
        width = pdfmetrics.stringWidth(text, _font(bold), SIZE)
        sheet.lines.append(Printed(TOP + k * LEADING, (size[0] - width) / 2, text, bold))


def _place(
    sheet: Sheet,
    case: Case,
    xs: list[float],
    ys: list[float],
    printed: list[Printed],
    start: float,
    end: float,
    top: float,
    *,
    header: bool,
) -> None:
    shift = top - start
    for line in printed:
        if start <= line.y - 3 < end and (header or not line.header):
            sheet.lines.append(replace(line, y=line.y + shift))
    if case.style.rules == "none":
        return
    for box in case.boxes:
        y0, y1 = max(ys[box.row], start), min(ys[box.row + box.rows], end)
        if y1 - y0 < 0.5 or (box.row < case.header_rows and not header):
            continue
        x0, x1 = xs[box.column], xs[box.column + box.columns]
        sheet.horizontal += [(y0 + shift, x0, x1), (y1 + shift, x0, x1)]
        if case.style.rules == "all":
            sheet.vertical += [(x0, y0 + shift, y1 + shift), (x1, y0 + shift, y1 + shift)]
    # Places without a box (an empty cell) have their rules too.
    taken = {
        (r, c) for b in case.boxes for r in range(b.row, b.row + b.rows) for c in range(b.column, b.column + b.columns)
    }
    for r in range(len(ys) - 1):
        for c in range(len(xs) - 1):
            y0, y1 = max(ys[r], start), min(ys[r + 1], end)
            if (r, c) in taken or y1 - y0 < 0.5:
                continue
            sheet.horizontal += [(y0 + shift, xs[c], xs[c + 1]), (y1 + shift, xs[c], xs[c + 1])]
            if case.style.rules == "all":
                sheet.vertical += [(xs[c], y0 + shift, y1 + shift), (xs[c + 1], y0 + shift, y1 + shift)]


# --- output -----------------------------------------------------------------------------------------------------------


def pdf_bytes(sheets: list[Sheet], size: tuple[float, float]) -> bytes:
    """The pages as a born-digital PDF, the same bytes each time."""
    _register_fonts()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size, invariant=1)
    for sheet in sheets:
        canvas.setLineWidth(0.6)
        for y, x0, x1 in sorted(set(sheet.horizontal)):
            canvas.line(x0, size[1] - y, x1, size[1] - y)
        for x, y0, y1 in sorted(set(sheet.vertical)):
            canvas.line(x, size[1] - y0, x, size[1] - y1)
        for line in sheet.lines:
            canvas.setFont(_font(line.bold), SIZE)
            canvas.drawString(line.x, size[1] - line.y, line.text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def scan_pages(pdf: bytes, seed: int, dpi: int = 200) -> list[np.ndarray]:
    """The pages as a scanner and years would leave them: skew, faint print, gaps in rules, a stamp, noise, blur,
    JPEG.
    """
    import pypdfium2 as pdfium

    rng = np.random.default_rng(seed)
    pages = []
    for page in pdfium.PdfDocument(pdf):
        grey = np.array(page.render(scale=dpi / 72, grayscale=True).to_pil()).astype(np.float32)
        faint = rng.uniform(0.75, 1.0)
        grey = 255 - (255 - grey) * faint
        for _ in range(25):  # white scratches break rules and letters
            x, y = rng.integers(0, grey.shape[1]), rng.integers(0, grey.shape[0])
            length = int(rng.integers(10, 40))
            cv2.line(grey, (int(x), int(y)), (int(x + length), int(y + rng.integers(-4, 5))), 250.0, 1)
        if rng.random() < 0.4:
            centre = (int(grey.shape[1] * rng.uniform(0.3, 0.8)), int(grey.shape[0] * rng.uniform(0.3, 0.7)))
            stamp = np.full_like(grey, 255)
            cv2.circle(stamp, centre, int(dpi * 0.6), 170.0, 4)
            cv2.circle(stamp, centre, int(dpi * 0.48), 185.0, 2)
            grey = np.minimum(grey, stamp)
        angle = float(rng.uniform(-0.9, 0.9))
        turn = cv2.getRotationMatrix2D((grey.shape[1] / 2, grey.shape[0] / 2), angle, 1.0)
        grey = cv2.warpAffine(grey, turn, (grey.shape[1], grey.shape[0]), borderValue=255)
        shade = np.linspace(rng.uniform(0, 12), rng.uniform(0, 12), grey.shape[1])[None, :]
        grey = cv2.GaussianBlur(grey, (0, 0), 0.6) - shade + rng.normal(0, 5, grey.shape)
        _, jpeg = cv2.imencode(".jpg", np.clip(grey, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, 70])
        page = cv2.imdecode(jpeg, cv2.IMREAD_GRAYSCALE)
        assert page is not None
        pages.append(page)
    return pages


def images_pdf(pages: list[np.ndarray], dpi: int = 200) -> bytes:
    """Page images as a PDF without text."""
    from PIL import Image

    images = [Image.fromarray(page) for page in pages]
    out = io.BytesIO()
    images[0].save(out, "PDF", resolution=dpi, save_all=True, append_images=images[1:])
    return out.getvalue()


def flattened_text(sheets: list[Sheet]) -> str:
    """The text as OCR without a notion of columns reads it: printed lines top to bottom, the columns' words side by
    side.
    """
    out: list[str] = []
    for sheet in sheets:
        rows: list[list[Printed]] = []
        for line in sorted(sheet.lines, key=lambda line: (line.y, line.x)):
            if rows and line.y - rows[-1][0].y < LEADING * 0.45:
                rows[-1].append(line)
            else:
                rows.append([line])
        out += [" ".join(line.text for line in sorted(row, key=lambda line: line.x)) for row in rows]
        out.append("")
    return "\n".join(out) + "\n"


def damaged_text(sheets: list[Sheet], size: tuple[float, float], seed: int, dpi: int = 200) -> str:
    """The text that an engine of the wrong language, which knows no columns, makes of the printed lines."""
    import pytesseract

    pages = damaged_pages(sheets, size, seed, dpi)
    read = [pytesseract.image_to_string(page, lang="eng", config=f"--psm 6 --oem 1 --dpi {dpi}") for page in pages]
    return "\n".join(read)


def damaged_pages(sheets: Sequence[Sheet], size: tuple[float, float], seed: int, dpi: int = 200) -> list[np.ndarray]:
    """Pages for an engine that gives lines: the rules are left out, since it has taken them away first."""
    import pypdfium2 as pdfium

    rng = np.random.default_rng(seed)
    bare = [Sheet(lines=sheet.lines) for sheet in sheets]
    pages = []
    for page in pdfium.PdfDocument(pdf_bytes(bare, size)):
        grey = np.array(page.render(scale=dpi / 72, grayscale=True).to_pil()).astype(np.float32)
        grey = cv2.GaussianBlur(grey, (0, 0), 0.8) + rng.normal(0, 6, grey.shape)
        pages.append(np.clip(grey, 0, 255).astype(np.uint8))
    return pages


def load_words() -> dict[str, Any]:
    """The invented words."""
    return yaml.safe_load((Path(__file__).parent / "words.yaml").read_text("utf-8"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=40)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    words = load_words()
    for index in range(args.count):
        case = make_case(index, words)
        sheets, size = lay_out(case)
        pdf = pdf_bytes(sheets, size)
        (args.out / f"{case.name}.json").write_text(json.dumps(asdict(case), ensure_ascii=False, indent=1), "utf-8")
        (args.out / f"{case.name}.pdf").write_bytes(pdf)
        (args.out / f"{case.name}.scan.pdf").write_bytes(images_pdf(scan_pages(pdf, index)))
        (args.out / f"{case.name}.txt").write_text(flattened_text(sheets), "utf-8")
        (args.out / f"{case.name}.damaged.txt").write_text(damaged_text(sheets, size, index), "utf-8")


if __name__ == "__main__":
    main()
