"""A plan of forty pages as a scan, and an archive of thousands of small plans; all words and places are invented."""

from __future__ import annotations

import hashlib
import io
import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2

from benchmarks.plans.render import FONTS
from viextract.api import load
from viextract.model.decision import Decision
from viextract.model.document import Document
from viextract.options import Options
from viextract.review.tokens import tokens_of

if TYPE_CHECKING:
    from viextract.archive.manifest import Manifest
    from viextract.archive.outcome import Entry

DPI = 200
BODIES = (
    "Phòng Kinh tế", "Trạm Y tế xã", "Công an xã", "Văn phòng HĐND và UBND", "Phòng Văn hóa - Xã hội",
    "Đoàn Thanh niên xã",
    "Hội Nông dân xã", "Ban Chỉ huy Quân sự xã", "Thôn Đông", "Thôn Tây", "Trường Tiểu học Suối Tre", "Hội Phụ nữ xã",
)  # fmt: skip
VERBS = (
    "rà soát",
    "lập danh sách",
    "tổ chức",
    "kiểm tra",
    "tuyên truyền",
    "sửa chữa",
    "tổng hợp",
    "hướng dẫn",
    "trồng",
)
THINGS = (
    "các hộ dân ở ven suối", "hệ thống đèn đường trong thôn", "sân bóng và nhà văn hóa", "hàng cây dọc đường liên thôn",
    "kênh mương nội đồng", "tủ sách của các thôn", "điểm tập kết rác", "giếng nước dùng chung", "đường vào chợ",
)  # fmt: skip
PLACES = ("Suối Tre", "Đồng Cói", "Bến Gạo", "Núi Khế", "Ao Sen", "Rừng Quế")


def task(chance: random.Random) -> str:
    """One sentence with who does what by when."""
    day = date(2026, 1, 15) + timedelta(days=chance.randrange(330))
    lead, other = chance.sample(BODIES, 2)
    work = f"{chance.choice(VERBS)} {chance.choice(THINGS)}, {chance.choice(VERBS)} {chance.choice(THINGS)}"
    return f"{lead} chủ trì, phối hợp với {other} {work}, xong trước ngày {day.day}/{day.month}/{day.year}."


def typed(pages: int, seed: int = 1) -> bytes:
    """A plan of so many pages as a PDF with text; the last quarter is a table."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table

    chance = random.Random(seed)
    pdfmetrics.registerFont(TTFont("Tinos", f"{FONTS}/Tinos-Regular.ttf"))
    style = ParagraphStyle("body", fontName="Tinos", fontSize=13, leading=18, spaceAfter=4)
    small = ParagraphStyle("cell", parent=style, fontSize=11, leading=14, spaceAfter=0)
    story: list[Flowable] = [
        Paragraph(text, style)
        for text in (
            "ỦY BAN NHÂN DÂN XÃ SUỐI TRE", "Số: 45/KH-UBND", "Suối Tre, ngày 5 tháng 1 năm 2026", "KẾ HOẠCH",
            "Chỉnh trang các thôn năm 2026",
        )
    ]  # fmt: skip
    for part in range(pages * 3 // 4):
        story.append(Paragraph(f"{part + 1}. Nhiệm vụ của đợt {part + 1}", style))
        story += [Paragraph(f"- {task(chance)}", style) for _ in range(16)]
    rows = [["TT", "Nội dung", "Đơn vị chủ trì", "Thời gian"]]
    for number in range(pages * 8):
        day = f"{chance.randrange(1, 28)}/{chance.randrange(1, 13)}/2026"
        rows.append([str(number + 1), f"{chance.choice(VERBS)} {chance.choice(THINGS)} tại {chance.choice(PLACES)}",
                     chance.choice(BODIES), day])  # fmt: skip
    cells = [[Paragraph(text, small) for text in row] for row in rows]
    story.append(
        Table(cells, colWidths=[30, 230, 120, 80], repeatRows=1, style=[("GRID", (0, 0), (-1, -1), 0.5, "black")])
    )
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A4).build(story)
    return _first_pages(out.getvalue(), pages)


def _first_pages(data: bytes, count: int) -> bytes:
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) >= count, len(pdf.pages)
        del pdf.pages[count:]
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def scanned(data: bytes) -> bytes:
    """The same pages as pictures."""
    pdf = pypdfium2.PdfDocument(data)
    sheets = [page.render(scale=DPI / 72, grayscale=True).to_pil() for page in pdf]
    out = io.BytesIO()
    sheets[0].save(out, "PDF", save_all=True, append_images=sheets[1:], resolution=DPI)
    return out.getvalue()


def as_read(text: bytes, scan: bytes) -> Document:
    """The scan as an engine might have read it: the words are those of its typed twin, some of them doubtful."""
    document = load(text, Options(ocr="never", recover=False, replay=False), name="chinh-trang.pdf")
    document.sha256 = hashlib.sha256(scan).hexdigest()
    chance = random.Random(2)
    for page in document.pages:
        page.source.text_origin = "ocr"
        for line in page.lines:
            line.confidence = 0.97
            made = []
            for token in tokens_of(line):
                if chance.random() < 0.05:
                    start, end, text_read = token["start"], token["end"], token["text"]
                    likely = ((text_read.upper(), 0.2), (text_read[::-1], 0.1))
                    made.append(Decision(start, end, line.raw[start:end], text_read + "n", 0.6, likely, "channel"))
            line.decide(made)
    return document


def write_archive(folder: Path, count: int, sample: int = 60) -> Path:
    """Results of a batch over so many small plans; gives the folder after ``-o``.

    A few are read by the batch itself; the others are copies of these with numbers, places and checksums of their own,
    in the same layout.
    """
    import viextract
    from viextract.archive.manifest import Manifest

    source, out = folder / "in", folder / "out"
    chance = random.Random(3)
    for number in range(min(sample, count)):
        _write(source / "00" / f"ke-hoach-{number:05d}.txt", _paper(number, chance))
    viextract.batch(source, out, Options(recover=False, cache=False), jobs=1)
    with Manifest(out) as manifest:
        known = list(manifest.entries())
        for number in range(len(known), count):
            _copied(manifest, known[number % len(known)], number, source, out)
    return out


def _paper(number: int, chance: random.Random) -> str:
    place = chance.choice(PLACES)
    return (
        f"ỦY BAN NHÂN DÂN XÃ {place.upper()}\nSố: {number + 1}/KH-UBND\n"
        f"{place}, ngày {chance.randrange(1, 28)} tháng {chance.randrange(1, 13)} năm {2020 + number % 7}\nKẾ HOẠCH\n"
        f"{chance.choice(VERBS).capitalize()} {chance.choice(THINGS)} năm 2026\n\nI. NHIỆM VỤ\n"
        + "".join(f"- {task(chance)}\n" for _ in range(3))
        + "\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nNguyễn Văn Ao\n"
    )


def _copied(manifest: Manifest, entry: Entry, number: int, source: Path, out: Path) -> None:
    facts = entry.facts
    assert facts is not None
    path = f"{number // 500:02d}/ke-hoach-{number:05d}.txt"
    sha256, symbol = hashlib.sha256(path.encode()).hexdigest(), f"{number + 1}/KH-UBND"
    text = (source / entry.path).read_text("utf-8")
    _write(source / path, text.replace(f"Số: {facts.symbol}", f"Số: {symbol}"))
    outputs = []
    for output in facts.outputs:
        target = output.path.replace(entry.path, path)
        made = (out / output.path).read_text("utf-8").replace(facts.sha256, sha256).replace(str(facts.symbol), symbol)
        _write(out / target, made)
        outputs.append(replace(output, path=target))
    made_facts = replace(facts, sha256=sha256, symbol=symbol, outputs=tuple(outputs))
    copy = replace(entry, path=path, sha256=sha256, facts=made_facts, outcome=replace(entry.outcome, path=path))
    manifest.record(copy, "copies", None)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
