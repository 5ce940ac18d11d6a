"""What holds for any input: no word is lost or doubled, no bytes crash the reader."""

from __future__ import annotations

import unicodedata
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from viextract.data import read_tsv, read_yaml
from viextract.errors import ViextractError
from viextract.model.document import Grid
from viextract.options import Options
from viextract.read import read_document
from viextract.read.layout.reading_order import lay_out
from viextract.read.layout.words import Word
from viextract.vocabulary.letterhead import is_motto, is_recipients

_TEXTS = st.sampled_from(["Nơi", "nhận:", "CỘNG", "HÒA", "XÃ", "HỘI", "CHỦ", "Số:", "ĐẾN", "ngày", "7", "—", "."])
_MAGIC = (b"", b"%PDF-1.4\n", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04", b"II*\0", b"\xff\xd8\xff", b"GIF8", b"{\\rtf")
_NUMBERS = st.floats(0, 800, allow_nan=False)


@st.composite
def placed_words(draw: st.DrawFn) -> Word:
    left, top = draw(_NUMBERS), draw(_NUMBERS)
    width, height = draw(st.floats(0, 300)), draw(st.floats(0, 60))
    box = (left, top, left + width, top + height)
    return Word(draw(_TEXTS), box, draw(st.floats(0, 1)), draw(st.integers(-2, 6)))


@settings(max_examples=150, deadline=None)
@given(st.lists(placed_words(), max_size=25), st.lists(st.tuples(_NUMBERS, _NUMBERS), max_size=2))
def test_no_word_is_lost_or_doubled(words: list[Word], corners: list[tuple[float, float]]) -> None:
    tables = [Grid([], 0, 0, bbox=(x, y, x + 200, y + 150)) for x, y in corners]
    lines = lay_out(words, 595, 842, tables=tables)
    assert Counter(word for line in lines for word in line.text.split(" ")) == Counter(word.text for word in words)
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(_MAGIC))
def test_any_bytes_are_read_or_refused_with_a_reason(data: bytes, magic: bytes) -> None:
    try:
        document = read_document(magic + data, Options(ocr="never"))
    except ViextractError as error:
        assert error.advice
    else:
        assert document.lines()


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cc", "Cs")) | st.sampled_from("\n\r\t"), min_size=1, max_size=80))
def test_lines_of_text_come_back_as_they_were(text: str) -> None:
    document_text = f"Kế hoạch trồng cây xanh dọc bờ kênh của các tổ dân phố\n{text}".replace("\r", "\n")
    document = read_document(document_text.encode(), Options())
    assert len(document.pages[0].lines) == len(document_text.removesuffix("\n").split("\n"))
    assert all(unicodedata.is_normalized("NFC", line.text) for line in document.pages[0].lines)


def test_the_phrases_of_the_page_have_a_source_and_are_composed() -> None:
    content = read_yaml("page-anchors.yaml")
    assert content.pop("source")
    stamps = {"incoming", "incoming_headings", "incoming_lines", "signature_flags"}
    assert set(content) == {"motto", "number", "date", "addressees", "recipients", "signature", *stamps}
    for part in content.values():
        assert part["phrases"] == list(dict.fromkeys(part["phrases"]))
        assert all(isinstance(phrase, str) and unicodedata.is_normalized("NFC", phrase) for phrase in part["phrases"])


def test_no_body_is_taken_for_a_part_of_the_head_or_foot() -> None:
    names = [name for row in read_tsv("units.tsv") for name in (row["name"], *row["aliases"].split("|")) if name]
    places = ("", " xã", " tỉnh Lâm Hải", " Việt Nam")
    texts = [name + place for name in names for place in places]
    taken = [text for text in (*texts, *map(str.upper, texts)) if is_motto(text) or is_recipients(text)]
    assert not taken
