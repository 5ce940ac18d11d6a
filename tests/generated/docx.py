"""Word files made by chance, with a list of the words that they print, hide and delete; each word stands in one place.

The XML is written directly, as Word writes it: python-docx makes neither text boxes nor notes nor tracked changes.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field

from hypothesis import strategies as st

_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
_SYLLABLES = ("trồng", "cây", "xanh", "dọc", "bờ", "kênh", "thu", "gom", "rác", "thải", "mở", "lớp", "sửa", "đường")
_DEEPEST = 3


@dataclass
class WordFile:
    """A file with the words that are in it."""

    data: bytes = b""
    printed: list[str] = field(default_factory=list)
    """Words of body, tables, boxes and notes."""
    aside: list[str] = field(default_factory=list)
    """Words that are hidden or stand in page headers and footers."""
    deleted: list[str] = field(default_factory=list)


class _Writer:
    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.file = WordFile()
        self.footnotes: list[str] = []
        self.endnotes: list[str] = []
        self.count = 0

    def chance(self, one_in: int) -> bool:
        return self.draw(st.integers(0, one_in - 1)) == one_in - 1

    def words(self, into: list[str] | None = None, most: int = 5) -> str:
        words = []
        for _ in range(self.draw(st.integers(1, most))):
            syllable = _SYLLABLES[self.count % len(_SYLLABLES)]
            words.append(f"{syllable}{self.count}")
            self.count += 1
        (self.file.printed if into is None else into).extend(words)
        return " ".join(words)

    def fixed(self, text: str) -> str:
        self.file.printed += text.split()
        return text

    def run(self, text: str, properties: str = "") -> str:
        return f'<w:r>{properties}<w:t xml:space="preserve">{text} </w:t></w:r>'

    def inline(self, depth: int) -> str:
        kind = self.draw(st.sampled_from(_INLINE if depth < _DEEPEST else _INLINE[:6]))
        if kind == "plain":
            return self.run(self.words())
        if kind == "inserted":
            return f'<w:ins w:id="1">{self.run(self.words())}</w:ins>'
        if kind == "deleted":
            return f'<w:del w:id="1"><w:r><w:delText>{self.words(self.file.deleted)}</w:delText></w:r></w:del>'
        if kind == "control":
            text = self.run(self.words())
            return f"<w:sdt><w:sdtPr/><w:sdtContent>{text}</w:sdtContent></w:sdt>"
        if kind == "hidden":
            return self.run(self.words(self.file.aside), "<w:rPr><w:vanish/></w:rPr>")
        if kind == "break":
            return f"{self.run(self.words())}<w:r><w:br/></w:r>{self.run(self.words())}"
        if kind in ("footnote", "endnote"):
            before = self.run(self.words())
            notes = self.footnotes if kind == "footnote" else self.endnotes
            notes.append("")
            number = len(notes)
            notes[number - 1] = f'<w:{kind} w:id="{number}">{self.paragraph(_DEEPEST)}</w:{kind}>'
            return before + f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'
        box = f"<w:txbxContent>{self.blocks(depth + 1, 2)}</w:txbxContent>"
        if kind == "old-box":
            return f"<w:r><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></w:r>"
        return (
            f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing>'
            f"</mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )

    def paragraph(self, depth: int) -> str:
        properties = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" if self.chance(12) else ""
        return f"<w:p>{properties}{''.join(self.inline(depth) for _ in range(self.draw(st.integers(1, 3))))}</w:p>"

    def cell(self, depth: int, *texts: str, properties: str = "") -> str:
        content = "".join(f"<w:p>{self.run(self.fixed(text))}</w:p>" for text in texts)
        if not texts:
            content = self.blocks(depth + 1, 2)
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"

    def table(self, depth: int) -> str:
        columns = self.draw(st.integers(1, 4))
        rows = []
        for row in range(self.draw(st.integers(1, 4))):
            cells = []
            for column in range(columns):
                merged = column == 0 and row > 0 and self.chance(3)
                cells.append(self.cell(depth, properties="<w:vMerge/>" if merged else ""))
            rows.append(f"<w:tr>{''.join(cells)}</w:tr>")
        return f"<w:tbl>{''.join(rows)}</w:tbl>"

    def head(self, depth: int) -> str:
        left = self.cell(depth, f"TỔ {self.words([])}", "Số: 7/KH-TDP") if self.chance(2) else self.cell(depth)
        right = self.cell(depth, *MOTTO, "Bờ Kênh, ngày 3 tháng 2 năm 2025")
        further = range(self.draw(st.integers(0, 2)))
        more = "".join(f"<w:tr>{self.cell(depth)}{self.cell(depth)}</w:tr>" for _ in further)
        return f"<w:tbl><w:tr>{left}{right}</w:tr>{more}</w:tbl>"

    def foot(self, depth: int) -> str:
        left, right = self.cell(depth, "Nơi nhận:", "- Lưu: VT."), self.cell(depth, "TRƯỞNG BAN", self.words([]))
        above = f"<w:tr>{self.cell(depth)}{self.cell(depth)}</w:tr>" if self.chance(2) else ""
        return f"<w:tbl>{above}<w:tr>{left}{right}</w:tr></w:tbl>"

    def form(self, depth: int) -> str:
        """A table with a column for recipients, which is no foot."""
        titles = [self.cell(depth, title) for title in ("TT", "Văn bản", "Nơi nhận", "Thời hạn")]
        rows = ["".join(titles), *("".join(self.cell(_DEEPEST) for _ in titles) for _ in range(2))]
        return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"

    def blocks(self, depth: int, most: int) -> str:
        return "".join(self.block(depth) for _ in range(self.draw(st.integers(1, most)))) + "<w:p/>"

    def block(self, depth: int) -> str:
        kind = self.draw(st.sampled_from(_BLOCKS if depth < _DEEPEST else _BLOCKS[:2]))
        if kind == "control":
            return f"<w:sdt><w:sdtPr/><w:sdtContent>{self.paragraph(depth)}</w:sdtContent></w:sdt>"
        if kind == "section":
            return f"<w:p><w:pPr><w:sectPr/></w:pPr>{self.run(self.words())}</w:p>"
        made = {"table": self.table, "head": self.head, "foot": self.foot, "form": self.form}.get(kind, self.paragraph)
        return made(depth)


_INLINE = (
    *("plain", "inserted", "deleted", "control", "hidden", "break"),
    *("footnote", "endnote", "box", "old-box"),
)
_BLOCKS = ("paragraph", "control", "section", "table", "head", "foot", "form", "paragraph", "paragraph")


@st.composite
def word_files(draw: st.DrawFn) -> WordFile:
    """A Word file with some heads, tables in tables, boxes in boxes, notes, tracked changes and page headers."""
    writer = _Writer(draw)
    first = f"<w:p>{writer.run(writer.words())}</w:p>"
    body = first + "".join(writer.block(0) for _ in range(draw(st.integers(1, 6))))
    headers = {f"header{index}": writer.words(writer.file.aside) for index in range(draw(st.integers(0, 2)))}
    footers = {"footer1": writer.words(writer.file.aside)} if writer.chance(2) else {}
    parts = {name: f"<w:p>{writer.run(text)}</w:p>" for name, text in {**headers, **footers}.items()}
    parts |= {"footnotes": "".join(writer.footnotes), "endnotes": "".join(writer.endnotes)}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", f"<w:part {_NAMESPACES}>{content}</w:part>")
    writer.file.data = stream.getvalue()
    return writer.file
