"""What recovery changes is in the corrections: applied to the text as read they give the text, in lines and cells."""

from __future__ import annotations

from copy import deepcopy

from hypothesis import given, settings
from hypothesis import strategies as st

from viextract.model.document import Cell, Document, Grid, Line, Page
from viextract.model.plan import Correction, PageSource
from viextract.options import Options
from viextract.recover import recover_document

_PIECES = st.sampled_from(
    (
        *("Thuc hien ke hoach", "trông cây xanh", "tai cac to dan pho", "Ủy ban nhân dân", "ngày 3 thang 2", "hoc tip"),
        *("Phòng Kinh tế", "kênh chính", "thường xuyên", "12/KH-UBND", "90%", "rác thải,", "d0 thị;", "vân động"),
    )
)
_TEXTS = st.lists(_PIECES, min_size=1, max_size=5).map(" ".join)


def applied(text: str, corrections: list[Correction]) -> str:
    for item in sorted(corrections, key=lambda item: item.start or 0, reverse=True):
        assert item.start is not None
        assert item.end is not None
        assert text[item.start : item.end] == item.before
        text = text[: item.start] + item.after + text[item.end :]
    return text


@settings(max_examples=60)
@given(st.lists(_TEXTS, min_size=1, max_size=4), st.lists(_TEXTS, min_size=1, max_size=3))
def test_text_as_read_and_corrections_make_the_text(texts: list[str], cells: list[str]) -> None:
    lines = [Line(text, number) for number, text in enumerate(texts, 1)]
    grid = Grid([Cell(0, column, text.replace(" ", "\n", 1)) for column, text in enumerate(cells)], 1, len(cells))
    source = PageSource(number=1, text_origin="text", quality=1.0)
    read = Document("plan", "0", "text/plain", [Page(1, 0, 0, source, lines, [grid])])
    recovered = recover_document(deepcopy(read), Options())
    changes = [item for item in recovered.corrections if item.target is not None]
    assert len(changes) == len(recovered.corrections)
    for before, after in zip(read.lines(), recovered.lines(), strict=True):
        own = [item for item in changes if item.target and item.target.line == before.number]
        assert applied(before.text, own) == after.text
    for old, new in zip(read.grids()[0].cells, recovered.grids()[0].cells, strict=True):
        own = [item for item in changes if item.target and item.target.cell == (old.row, old.column)]
        assert applied(old.text, own) == new.text
