#!/usr/bin/env python3
"""Make the files in samples/ from the texts in samples/sources/.

Each text goes the way of a real plan: typeset as a PDF, printed and scanned (rendered, slanted, blurred, made noisy,
packed as JPEG), and read by tesseract with English data, which is what ruined text layers come from. Of the three plans
one is kept as a scan with that layer, one as the PDF that a word processor would make, one as the ruined text alone.

The markup, one block a line, in the order in which it is printed:

    << text   head, left column        >> text   head, right column
    <. text   foot, left column        >. text   foot, right column
    == text   centred                  ## text   bold, a heading        text   a paragraph
    %% page   a new page               %% table 20 30 50   a table with these widths (percent), up to  %% end
    || a | b  a row of column heads    | a | b   a row; " in a cell continues the one above    |= a   a row in one cell

``*`` after the sign of a head, foot or centred line makes it bold, ``/`` italic. ``#`` and a blank begin a comment.

Needs the font Tinos (Debian: fonts-croscore) and tesseract with its English data. The same input gives the same files,
but for tesseract's version.
"""

from __future__ import annotations

import argparse
import io
import os
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pikepdf
import pypdfium2
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import BaseDocTemplate, Frame, PageBreak, PageTemplate, Paragraph, Spacer, Table

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
SOURCES = SAMPLES / "sources"
FONTS = Path(os.environ.get("VIEXTRACT_FONTS", "/usr/share/fonts/truetype/croscore"))

SCAN_DPI = 200
JPEG_QUALITY = 32
SIZE = 13.0  # points, as Nghị định 30/2020/NĐ-CP has it for the text (13 to 14)

Picture = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Block:
    """One element of a plan: ``kind`` is the markup's sign, ``page`` or ``table``."""

    kind: str
    text: str = ""
    style: str = ""
    """``*`` bold, ``/`` italic."""
    widths: tuple[float, ...] = ()
    rows: list[list[str]] = field(default_factory=list)
    """Of a table; a band row has one cell."""


def read_source(path: Path) -> list[Block]:
    """The blocks of a source text."""
    blocks: list[Block] = []
    table: Block | None = None
    for line in path.read_text("utf-8").splitlines():
        if not line.strip() or line.startswith("# "):
            continue
        sign = line[:2]
        if sign == "%%":
            word, *rest = line[2:].split()
            if word == "table":
                table = Block("table", widths=tuple(float(width) for width in rest))
                blocks.append(table)
            elif word == "end":
                table = None
            else:
                blocks.append(Block(word))
        elif table is not None:
            table.rows.append(_cells(line))
        elif sign in ("<<", ">>", "<.", ">.", "=="):
            style = line[2:3] if line[2:3] in ("*", "/") else ""
            blocks.append(Block(sign, line[2 + len(style) :].strip(), style))
        elif sign == "##":
            blocks.append(Block("##", line[2:].strip(), "*"))
        else:
            blocks.append(Block("", line.strip()))
    return blocks


def _cells(line: str) -> list[str]:
    if line.startswith("|="):
        return [line[2:].strip()]
    return [cell.strip() for cell in line.lstrip("|").split("|")]


def plain_text(blocks: Sequence[Block]) -> str:
    """What a perfect reader would give: a paragraph a line, rows of tables with tabs, repeated cells left blank."""
    lines = []
    for block in blocks:
        if block.kind == "table":
            lines += ["\t".join("" if cell == '"' else cell for cell in row) for row in block.rows]
        elif block.text:
            lines.append(block.text)
    return "\n".join(lines) + "\n"


# Typesetting


def typeset(blocks: Sequence[Block]) -> bytes:
    """The plan as a born-digital PDF, laid out as Nghị định 30/2020/NĐ-CP, Appendix I, asks for."""
    for name in ("Regular", "Bold", "Italic", "BoldItalic"):
        pdfmetrics.registerFont(TTFont(f"Tinos-{name}", FONTS / f"Tinos-{name}.ttf"))
    target = io.BytesIO()
    document = BaseDocTemplate(
        target,
        pagesize=A4,
        leftMargin=30 * mm,
        rightMargin=18 * mm,
        topMargin=20 * mm,
        bottomMargin=18 * mm,
        invariant=1,
    )
    frame = Frame(document.leftMargin, document.bottomMargin, document.width, document.height, 0, 0, 0, 0)
    document.addPageTemplates(PageTemplate(frames=[frame], onPage=_number_page))
    document.build(list(_flowables(blocks, document.width)))
    return target.getvalue()


def _number_page(canvas: Any, document: Any) -> None:
    if document.page > 1:
        canvas.setFont("Tinos-Regular", SIZE)
        canvas.drawCentredString(A4[0] / 2, A4[1] - 12 * mm, str(document.page))


def _flowables(blocks: Sequence[Block], width: float) -> Iterator[Any]:
    index = 0
    while index < len(blocks):
        block = blocks[index]
        if block.kind in ("<<", ">>", "<.", ">."):
            pair = ("<.", ">.") if block.kind.endswith(".") else ("<<", ">>")
            end = index
            while end < len(blocks) and blocks[end].kind in pair:
                end += 1
            yield _two_columns(blocks[index:end], pair, width)
            index = end
            continue
        if block.kind == "page":
            yield PageBreak()
        elif block.kind == "table":
            yield _table(block, width)
            yield Spacer(1, 4 * mm)
        elif block.kind == "==":
            yield _paragraph(block, TA_CENTER)
        else:
            yield _paragraph(block, TA_LEFT if block.kind == "##" else TA_JUSTIFY, indent=10 * mm)
        index += 1


def _two_columns(blocks: Sequence[Block], pair: tuple[str, str], width: float) -> Table:
    head = pair[0] == "<<"
    left = [
        _paragraph(b, TA_CENTER if head else TA_LEFT, size=SIZE if head else 11) for b in blocks if b.kind == pair[0]
    ]
    right = [_paragraph(b, TA_CENTER, size=SIZE) for b in blocks if b.kind == pair[1]]
    share = 0.40 if head else 0.52
    return Table(
        [[left, right]],
        colWidths=[width * share, width * (1 - share)],
        style=[
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ],
        spaceAfter=5 * mm,
        spaceBefore=0 if head else 4 * mm,
    )


def _paragraph(block: Block, alignment: int, *, indent: float = 0, size: float = SIZE) -> Paragraph:
    font = {"*": "Tinos-Bold", "/": "Tinos-Italic"}.get(block.style, "Tinos-Regular")
    style = ParagraphStyle(
        "plan",
        fontName=font,
        fontSize=size,
        leading=size * 1.22,
        alignment=alignment,
        firstLineIndent=indent,
        spaceAfter=3,
    )
    return Paragraph(block.text or "&nbsp;", style)


def _table(block: Block, width: float) -> Table:
    columns = len(block.widths)
    style: list[tuple[Any, ...]] = [("GRID", (0, 0), (-1, -1), 0.6, "black"), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    rows: list[list[Any]] = []
    for number, row in enumerate(block.rows):
        if len(row) == 1:
            style.append(("SPAN", (0, number), (-1, number)))
            rows.append([_cell(row[0], bold=True), *[""] * (columns - 1)])
            continue
        rows.append(["" if text == '"' else _cell(text, bold=number == 0) for text in row])
    for column in range(columns):
        for start, end in _runs([row[column] == '"' if len(row) > 1 else False for row in block.rows]):
            style.append(("SPAN", (column, start - 1), (column, end - 1)))
    return Table(rows, colWidths=[width * share / 100 for share in block.widths], style=style, repeatRows=1)


def _runs(flags: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """First index and one past the last of each run of true values."""
    start = None
    for index, flag in enumerate([*flags, False]):
        if flag and start is None:
            start = index
        elif not flag and start is not None:
            yield start, index
            start = None


def _cell(text: str, *, bold: bool) -> Paragraph:
    style = ParagraphStyle(
        "cell",
        fontName="Tinos-Bold" if bold else "Tinos-Regular",
        fontSize=11.5,
        leading=14,
        alignment=TA_CENTER if bold else TA_LEFT,
    )
    return Paragraph(text, style)


# Scanning


def scan(pdf: bytes, *, seed: int) -> list[Picture]:
    """The pages as a cheap office scanner would see their print: grey, slanted, unsharp, noisy."""
    random = np.random.default_rng(seed)
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [np.array(page.render(scale=SCAN_DPI / 72).to_pil().convert("L")) for page in document]
    return [_degrade(page, random) for page in pages]


def _degrade(page: Picture, random: np.random.Generator) -> Picture:
    height, width = page.shape
    slant = cv2.getRotationMatrix2D((width / 2, height / 2), random.uniform(-0.8, 0.8), 1.0)
    image = cv2.warpAffine(page, slant, (width, height), flags=cv2.INTER_CUBIC, borderValue=255)
    image = cv2.GaussianBlur(image, (0, 0), random.uniform(0.75, 0.95))
    grey = image.astype(np.float32) * 0.78 + 46  # grey paper, faded ink
    grey += np.linspace(-7, 7, width, dtype=np.float32)  # light from one side
    # Noise in grains of two pixels, as dust and paper have it; finer noise would only swell the JPEG.
    grain = random.normal(0, 6, (height // 2 + 1, width // 2 + 1)).astype(np.float32)
    grey += cv2.resize(grain, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.clip(grey, 0, 255).astype(np.uint8)


def jpeg(page: Picture) -> bytes:
    """The page as a grey JPEG that says its resolution."""
    from PIL import Image

    target = io.BytesIO()
    Image.fromarray(page).save(target, "JPEG", quality=JPEG_QUALITY, dpi=(SCAN_DPI, SCAN_DPI))
    return target.getvalue()


# Reading with the wrong language


def ruin(pages: Sequence[bytes]) -> tuple[bytes, str]:
    """What tesseract with English data makes of Vietnamese pages: a PDF of them with its text layer, and the text."""
    texts = []
    with pikepdf.new() as whole, tempfile.TemporaryDirectory() as folder:
        for number, page in enumerate(pages, 1):
            picture = Path(folder) / f"{number}.jpg"
            picture.write_bytes(page)
            stem = picture.with_suffix("")
            subprocess.run(
                ["tesseract", picture, stem, "-l", "eng", "--psm", "3", "txt", "pdf"],
                check=True,
                capture_output=True,
                env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            )
            texts.append(stem.with_suffix(".txt").read_text("utf-8"))
            with pikepdf.open(stem.with_suffix(".pdf")) as part:
                whole.pages.extend(part.pages)
        target = io.BytesIO()
        whole.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue(), "".join(texts)


def main() -> None:
    """Write samples/."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()

    reading = typeset(read_source(SOURCES / "van-hoa-doc.txt"))
    layered, _ = ruin([jpeg(page) for page in scan(reading, seed=1)])
    (SAMPLES / "van-hoa-doc.scan.pdf").write_bytes(layered)

    waste = typeset(read_source(SOURCES / "rac-thai.txt"))
    (SAMPLES / "rac-thai.digital.pdf").write_bytes(waste)

    water = typeset(read_source(SOURCES / "nuoc-sach.txt"))
    _, ruined = ruin([jpeg(page) for page in scan(water, seed=3)])
    (SAMPLES / "nuoc-sach.ruined.txt").write_text(ruined, "utf-8")

    for path in sorted(SAMPLES.glob("*.*")):
        print(f"{path.name}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
