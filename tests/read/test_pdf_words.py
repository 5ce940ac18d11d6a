"""Each word of a typed page is in the document once."""

from __future__ import annotations

import io
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from viextract.options import Options
from viextract.read import read_document

_WORDS = ("trong", "cay", "xanh", "doc", "bo", "kenh", "thu", "gom", "rac", "thai")
"""Without marks: the standard fonts of a PDF have no Vietnamese letters."""


@st.composite
def pages(draw: st.DrawFn) -> tuple[bytes, list[str]]:
    """A PDF of typed lines, lists, two columns at the head and tables with and without rules."""
    stream, words = io.BytesIO(), []

    def some(most: int) -> str:
        made = [f"{_WORDS[len(words) % len(_WORDS)]}{len(words) + k}" for k in range(draw(st.integers(1, most)))]
        words.extend(made)
        return " ".join(made)

    canvas = Canvas(stream, pagesize=A4)
    for _ in range(draw(st.integers(1, 2))):
        canvas.setFont("Times-Roman", 13)
        y = 780.0
        for _ in range(draw(st.integers(1, 10))):
            kind = draw(st.sampled_from(("line", "line", "bullet", "two", "table", "white")))
            if kind == "two":
                canvas.drawString(70, y, some(3))
                canvas.drawString(330, y, some(3))
            elif kind in ("table", "white"):
                rows = draw(st.integers(2, 3))
                for _ in range(rows):
                    for column in range(3):
                        canvas.drawString(75 + 160 * column, y, some(2))
                    y -= 20
                if kind == "table":
                    canvas.grid([70, 230, 390, 550], [y + 15 + 20 * k for k in range(rows + 1)])
            else:
                canvas.drawString(70, y, f"- {some(6)};" if kind == "bullet" else f"{some(7)}.")
            y -= 22
        canvas.showPage()
    canvas.save()
    return stream.getvalue(), words


@settings(max_examples=100)
@given(pages())
def test_every_word_of_a_typed_page_is_in_the_document_once(made: tuple[bytes, list[str]]) -> None:
    data, words = made
    document = read_document(data, Options(ocr="never"))
    lines = [line.text for page in document.pages for line in page.lines if line.role != "table"]
    cells = [cell.text for grid in document.grids() for cell in grid.cells]
    outside = [line.text for page in document.pages for line in page.lines if line.role == "table"]
    found = Counter(word.strip(".;") for text in [*lines, *cells] for word in text.split())
    claimed = Counter(word.strip(".;") for text in outside for word in text.split())
    assert {word: found[word] for word in words} == dict.fromkeys(words, 1)
    assert not claimed - found
