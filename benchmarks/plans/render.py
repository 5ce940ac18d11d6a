"""A paper as it is printed: paragraphs with their look, then text, DOCX or PDF."""

from __future__ import annotations

import io
import random
import re
import textwrap
import unicodedata
from dataclasses import dataclass
from typing import Any, Literal

from benchmarks.plans.content import Detail, Paper, Part, Work

FONTS = "/usr/share/fonts/truetype/croscore"
MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
PARTY_MOTTO = ("ĐẢNG CỘNG SẢN VIỆT NAM",)


@dataclass
class Printed:
    """One paragraph."""

    text: str
    role: Literal["body", "centre", "heading", "left", "right"] = "body"
    bold: bool = False


class Body:
    """The paragraphs of a paper's body in a style."""

    def __init__(self, paper: Paper, style: dict[str, Any], seed: int) -> None:
        self.style, self.out = style, [Printed(text) for text in paper.preamble]
        self.random = random.Random(f"print {seed}")
        self.lost = self.random.randrange(len(paper.parts)) if style["lost_stop"] and paper.parts else None
        for index, work in enumerate(paper.works):
            self.work(work, f"{index + 1}. ")
        for index, part in enumerate(paper.parts):
            self.part(part, 0, index == self.lost)
        self.out += [Printed(text) for text in paper.closing]

    def part(self, part: Part, depth: int, lost: bool = False) -> None:
        style = self.style
        title = part.prefix + part.title + part.suffix
        capitals = depth == 0 and style["capital_titles"] and not part.unit
        if capitals:
            title = title.upper()
        mark = "." if part.label.count(".") == 0 or self.random.random() < 0.5 else ""
        if style["mark"] == "/" and part.label.isdigit():
            mark = "/"
        if lost and capitals and style["numbering"] == "roman":
            mark = ""
        label = f"{part.label}{mark} " if part.label else ""
        if part.run_in:
            self.out.append(Printed(f"{label}{title}: {part.run_in.text}", "body"))
        else:
            colon = ":" if style["title_colon"] and depth > 0 else ""
            self.out.append(Printed(f"{label}{title}{colon}", "heading", style["bold"] or part.plain))
        self.details(part.details, alone=not part.works and not part.parts)
        if part.lead_in:
            self.out.append(Printed(part.lead_in))
        for index, work in enumerate(part.works):
            self.work(work, f"{index + 1}. " if work.numbered else f"{style['dash']} ")
        for below in part.parts:
            self.part(below, depth + 1)

    def work(self, work: Work, marker: str) -> None:
        self.out.append(Printed(marker + work.text))
        for child in work.children:
            self.out.append(Printed(f"+ {child.text}"))

    def details(self, details: list[Detail], alone: bool) -> None:
        style = self.style
        lines = [f"{detail.label}: {detail.text}" for detail in details]
        if style["two_details"] and len(lines) > 1:
            lines[:2] = [f"{lines[0]}. {lines[1]}"]
        for index, line in enumerate(lines):
            marker = {"number": f"{index + 1}. ", "none": ""}.get(style["detail_marker"], f"{style['detail_marker']} ")
            if style["detail_marker"] == "number" and (style["second"] == "dotted" or not alone):
                marker = "- "
            self.out.append(Printed(f"{marker}{line}."))


def head_lines(paper: Paper, style: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Left and right column of the head."""
    head = paper.head
    motto = PARTY_MOTTO if style["issuer"] == "party" else MOTTO
    number = head.number or "      "
    left = [*head.issuer_lines, f"Số: {number}/{head.code}"]
    if style["paper"] == "letter":
        left.append(f"V/v {head.title}")
    day = f"{head.day.day:02}" if head.day_known else "    "
    right = [*motto, f"{head.place}, ngày {day} tháng {head.day.month:02} năm {head.day.year}"]
    return left, right


def title_lines(paper: Paper, style: dict[str, Any]) -> list[str]:
    if style["paper"] == "letter":
        return [f"Kính gửi: {'; '.join(paper.head.addressees)}."]
    return [paper.head.type.upper(), paper.head.title]


def foot_lines(paper: Paper) -> tuple[list[str], list[str]]:
    """Recipients and signature."""
    head = paper.head
    left = []
    if paper.recipients:
        ends = [";"] * (len(paper.recipients) - 1) + ["."]
        left = ["Nơi nhận:", *[f"- {line}{end}" for line, end in zip(paper.recipients, ends, strict=True)]]
    right = [line for line in (head.authority, head.capacity, head.position) if line]
    return left, [*right, head.name]


def render(paper: Paper, style: dict[str, Any], seed: int) -> bytes:
    """The file's bytes, of the kind that ``style["form"]`` names."""
    body = Body(paper, style, seed).out
    if style["form"] == "docx":
        return _docx(paper, style, body)
    if style["form"] == "pdf":
        return _pdf(paper, style, body)
    return _text(paper, style, body, seed).encode("utf-8")


# --- text


def _text(paper: Paper, style: dict[str, Any], body: list[Printed], seed: int) -> str:
    lines: list[str] = []
    left, right = head_lines(paper, style)
    subject = [line for line in left if line.startswith("V/v")]
    left = [line for line in left if line not in subject]
    if style["head"] == "columns":
        for index in range(max(len(left), len(right))):
            a, b = (column[index] if index < len(column) else "" for column in (left, right))
            lines.append(f"{a:<40}{b}".rstrip())
        lines += subject
    else:
        lines += [*left[:-1], *right[:-1], left[-1], *subject, right[-1]]
    lines.append("")
    if style["draft"]:
        lines.insert(0, "DỰ THẢO")
    lines += [*title_lines(paper, style), ""]
    indent = "    " if style["indent"] else ""
    pages = random.Random(f"pages {seed}")
    for index, paragraph in enumerate(body):
        text = paragraph.text
        if style["wrap"]:
            lines += textwrap.wrap(
                text, style["wrap"], initial_indent=indent, break_long_words=False, break_on_hyphens=False
            )
        else:
            lines.append(indent + text)
        if style["blank_lines"]:
            lines.append("")
        if style["page_numbers"] and index and index % 14 == 0 and pages.random() < 0.7:
            lines += ["", str(index // 14 + 1), ""]
    lines.append("")
    recipients, signature = foot_lines(paper)
    lines += [*signature, "", *recipients] if style["recipients"] == "after" else [*recipients, "", *signature]
    if paper.table:
        lines += ["", "PHỤ LỤC", "DANH MỤC CÔNG VIỆC", ""]
        lines += ["\t".join(row) for row in paper.table]
    return _toned("\n".join(lines) + "\n", style)


_OLD_NEW = dict(
    zip(
        ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"],
        ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"],
        strict=True,
    )
)
_OLD = re.compile("(?:" + "|".join(_OLD_NEW) + r")(?!\w)", re.IGNORECASE)


def _toned(text: str, style: dict[str, Any]) -> str:
    if style["tone"] == "old":
        return text

    def moved(match: re.Match[str]) -> str:
        new = _OLD_NEW[match[0].lower()]
        return "".join(b.upper() if a.isupper() else b for a, b in zip(match[0], new, strict=True))

    return unicodedata.normalize("NFC", _OLD.sub(moved, text))


# --- DOCX


def _docx(paper: Paper, style: dict[str, Any], body: list[Printed]) -> bytes:
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    document = Document()

    def two_columns(left: list[str], right: list[str]) -> None:
        table = document.add_table(1, 2)
        for cell, lines in zip(table.rows[0].cells, (left, right), strict=True):
            cell.text = _toned(lines[0], style) if lines else ""
            for line in lines[1:]:
                cell.add_paragraph(_toned(line, style))

    def add(text: str, bold: bool = False, centre: bool = False) -> None:
        paragraph = document.add_paragraph()
        run = paragraph.add_run(_toned(text, style))
        run.bold = bold
        if centre:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER

    if style["draft"]:
        add("DỰ THẢO")
    two_columns(*head_lines(paper, style))
    for text in title_lines(paper, style):
        add(text, bold=True, centre=True)
    for item in body:
        add(item.text, item.bold)
    two_columns(*foot_lines(paper))
    if paper.table:
        document.add_page_break()
        add("PHỤ LỤC", True, True)
        add("DANH MỤC CÔNG VIỆC", True, True)
        table = document.add_table(len(paper.table), len(paper.table[0]))
        table.style = "Table Grid"
        for row, texts in zip(table.rows, paper.table, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = _toned(text, style)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


# --- PDF


def _pdf(paper: Paper, style: dict[str, Any], body: list[Printed]) -> bytes:
    from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

    for name in ("Regular", "Bold"):
        pdfmetrics.registerFont(TTFont(f"Tinos-{name}", f"{FONTS}/Tinos-{name}.ttf"))
    align = TA_LEFT if style["blank_lines"] else TA_JUSTIFY
    plain = ParagraphStyle(
        "plain", fontName="Tinos-Regular", fontSize=13, leading=18, alignment=align, firstLineIndent=28, spaceAfter=4
    )
    bold = ParagraphStyle("bold", parent=plain, fontName="Tinos-Bold")
    centre = ParagraphStyle("centre", parent=bold, alignment=TA_CENTER, firstLineIndent=0)
    small = ParagraphStyle("small", parent=plain, alignment=TA_CENTER, firstLineIndent=0, fontSize=12, leading=15)
    left_small = ParagraphStyle("left", parent=small, alignment=TA_LEFT)

    def escape(text: str) -> str:
        kept = re.sub(r" {2,}", lambda m: "\u00a0" * len(m[0]), _toned(text, style))
        return kept.replace("&", "&amp;").replace("<", "&lt;")

    def column(lines: list[str], look: ParagraphStyle) -> list[Paragraph]:
        return [Paragraph(escape(line), look) for line in lines]

    left, right = head_lines(paper, style)
    flow: list[Any] = [Table([[column(left, small), column(right, small)]], colWidths=[210, 260]), Spacer(1, 10)]
    if style["draft"]:
        flow.insert(0, Paragraph("DỰ THẢO", left_small))
    flow += [Paragraph(escape(text), centre) for text in title_lines(paper, style)]
    flow.append(Spacer(1, 8))
    flow += [Paragraph(escape(item.text), bold if item.bold else plain) for item in body]
    flow.append(Spacer(1, 10))
    recipients, signature = foot_lines(paper)
    signed: list[Any] = [*column(signature[:-1], small), Spacer(1, 50), *column(signature[-1:], small)]
    flow.append(Table([[column(recipients, left_small), signed]], colWidths=[230, 240]))
    if paper.table:
        flow += [PageBreak(), Paragraph("PHỤ LỤC", centre), Paragraph("DANH MỤC CÔNG VIỆC", centre), Spacer(1, 8)]
        cell = ParagraphStyle("cell", parent=left_small, fontSize=11, leading=13)
        rows = [[Paragraph(escape(text), cell) for text in row] for row in paper.table]
        table = Table(rows, colWidths=[30, 170, 100, 100, 70], repeatRows=1)
        table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP")]))
        flow.append(table)
    out = io.BytesIO()

    def page_number(canvas: Any, document: Any) -> None:
        if style["page_numbers"] and document.page > 1:
            canvas.setFont("Tinos-Regular", 12)
            canvas.drawCentredString(A4[0] / 2, A4[1] - 40, str(document.page))

    SimpleDocTemplate(out, pagesize=A4, invariant=1).build(flow, onLaterPages=page_number)
    return out.getvalue()
