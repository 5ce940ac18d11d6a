"""Archives to measure with: texts, PDFs, Word files, scans, and files that are made to break a reader."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

_COMMUNES = ("Tân Sơn", "Đồng Lạc", "Phú Hòa", "An Bình", "Yên Thịnh", "Vĩnh Lộc", "Hòa Mỹ", "Bình Giang")
_SUBJECTS = ("trồng cây xanh", "phòng, chống thiên tai", "thu gom rác thải", "tiêm phòng gia súc", "sửa đường thôn")
_BODIES = ("Phòng Kinh tế", "Văn phòng", "Công an xã", "Trạm Y tế", "các trường học", "Hội Nông dân")
_WORK = ("rà soát danh sách", "báo cáo kết quả", "tổ chức tuyên truyền", "lập dự toán kinh phí", "kiểm tra tiến độ")


def plan_text(chance: random.Random, number: int) -> str:
    """A plan of an invented commune; no two numbers give the same text."""
    commune, subject = chance.choice(_COMMUNES), chance.choice(_SUBJECTS)
    lines = [
        f"ỦY BAN NHÂN DÂN\nXÃ {commune.upper()}",
        f"Số: {number + 1}/KH-UBND",
        f"{commune}, ngày {chance.randint(1, 28)} tháng {chance.randint(1, 12)} năm 2025",
        f"KẾ HOẠCH\n{subject.capitalize()} trên địa bàn xã năm {chance.randint(2025, 2027)}",
        "I. MỤC TIÊU",
        f"- Phấn đấu {chance.randint(60, 99)}% số hộ tham gia {subject}.",
        "II. TỔ CHỨC THỰC HIỆN",
    ]
    for at in range(1, chance.randint(3, 6)):
        lines.append(
            f"{at}. {chance.choice(_BODIES)} {chance.choice(_WORK)} trước ngày {chance.randint(1, 28)}/"
            f"{chance.randint(1, 12)}/2026."
        )
    return "\n".join(lines) + "\n"


def short_texts(folder: Path, count: int) -> None:
    """So many short plans, a thousand in each subfolder."""
    chance = random.Random(7)
    for number in range(count):
        place = folder / f"{number // 1000:02}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{number:05}.txt").write_text(plan_text(chance, number), "utf-8")


def scan(text: str, chance: random.Random) -> Image.Image:
    """A page of A4 at 200 dpi, a little turned, with specks."""
    page = Image.new("L", (1654, 2339), 255)
    draw = ImageDraw.Draw(page)
    draw.multiline_text((180, 160), text, font=ImageFont.truetype(_font(), 34), fill=20, spacing=22)
    for _ in range(400):
        x, y = chance.randrange(1650), chance.randrange(2330)
        draw.rectangle((x, y, x + 1, y + 1), fill=90)
    return page.rotate(chance.uniform(-0.6, 0.6), fillcolor=255)


def _font() -> str:
    folders = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
    for name in ("LiberationSerif-Regular.ttf", "DejaVuSerif.ttf", "DejaVuSans.ttf"):
        for folder in folders:
            if found := next(iter(sorted(folder.rglob(name))), None):
                return str(found)
    raise SystemExit("no font with Vietnamese letters was found: install fonts-liberation or fonts-dejavu")


def scans(folder: Path, files: int, pages: int) -> None:
    """So many PDFs of so many scanned pages each."""
    chance = random.Random(11)
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(files):
        first, *rest = [scan(plan_text(chance, 1000 * number + page), chance) for page in range(pages)]
        first.save(folder / f"scan-{number:03}.pdf", save_all=True, append_images=rest, resolution=200)


def mixed(folder: Path, count: int) -> dict[str, str]:
    """An archive of ``count`` files, 20 of them hostile; for each path its state, or the code of its error."""
    chance = random.Random(3)
    expected: dict[str, str] = {}
    hostile = list(_hostile(chance).items())
    makers: list[tuple[str, Callable[[str], bytes]]] = [
        *[(".txt", lambda text: text.encode())] * 6,
        *[(".docx", _docx)] * 2,
        *[(".pdf", _typed_pdf)] * 2,
    ]
    for number in range(count - len(hostile)):
        text = plan_text(chance, number)
        if number % 50 == 49:
            suffix, data = ".png", _png(scan(text, chance))
        else:
            suffix, make = chance.choice(makers)
            data = make(text)
        _put(folder, f"{number % 7}/{number:04}{suffix}", data)
        expected[f"{number % 7}/{number:04}{suffix}"] = "done"
    for name, (data, state, path) in hostile:
        _put(folder, f"hostile/{name}", data)
        expected[path or f"hostile/{name}"] = state
    return expected


def _put(folder: Path, name: str, data: bytes) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _docx(text: str) -> bytes:
    from docx import Document

    document, out = Document(), io.BytesIO()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def _typed_pdf(text: str) -> bytes:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(TTFont("plan", _font()))
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.setFont("plan", 13)
    for at, line in enumerate(text.splitlines()):
        canvas.drawString(70, 780 - 22 * at, line)
    canvas.save()
    return out.getvalue()


def _png(page: Image.Image) -> bytes:
    out = io.BytesIO()
    page.save(out, "PNG")
    return out.getvalue()


def _zip(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def _encrypted_pdf(text: str) -> bytes:
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(_typed_pdf(text))) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


def _hostile(chance: random.Random) -> dict[str, tuple[bytes, str, str | None]]:
    """Twenty files by name: content, state or error's code, and the path in the manifest where that is another."""
    noise = chance.randbytes(20_000)
    typed = _typed_pdf(plan_text(chance, 9000))
    word = _docx(plan_text(chance, 9001))
    picture = _png(scan(plan_text(chance, 9002), chance))
    bomb = _zip({f"{number}.txt": bytes(40 * 2**20) for number in range(4)})
    deep = _zip({"a.txt": plan_text(chance, 9003).encode()})
    for _ in range(6):
        deep = _zip({"b.zip": deep})
    huge = b"P5 60000 60000 255\n"
    header = bytes.fromhex("89504e470d0a1a0a0000000d49484452000f4240000f42400802000000")
    return {
        "empty.txt": (b"", "empty-input", None),
        "blank.txt": (b" \n" * 500, "empty-input", None),
        "torn.pdf": (typed[: len(typed) // 3], "damaged-file", None),
        "head.pdf": (b"%PDF-1.7\n", "damaged-file", None),
        "noise.pdf": (b"%PDF-1.4\n" + noise, "damaged-file", None),
        "locked.pdf": (_encrypted_pdf(plan_text(chance, 9004)), "encrypted-file", None),
        "noise.docx": (noise, "unsupported-format", None),
        "torn.docx": (word[: len(word) // 2], "damaged-file", None),
        "bare.docx": (_zip({"[Content_Types].xml": b"<Types/>"}), "damaged-file", None),
        "broken.docx": (_zip({"word/document.xml": b"<w:document"}), "damaged-file", None),
        "torn.png": (picture[: len(picture) // 50], "damaged-file", None),
        "huge.png": (header + b"\0" * 60, "too-large|damaged-file", None),
        "noise.jpg": (b"\xff\xd8\xff" + noise, "damaged-file", None),
        "noise.tif": (b"II*\x00" + noise, "damaged-file", None),
        "program.txt": (b"\x7fELF" + noise, "unsupported-format", None),
        "pgm.gif": (huge + bytes(5000), "unsupported-format", None),
        "bomb.zip": (bomb, "unsafe-archive", None),
        "deep.zip": (deep, "unsafe-archive", "hostile/deep.zip!/b.zip!/b.zip!/b.zip"),
        "leave.zip": (_zip({"../../../tmp/x.txt": b"a"}), "unsafe-archive", "hostile/leave.zip!/../../../tmp/x.txt"),
        "torn.zip": (bomb[:500], "damaged-file", None),
    }
