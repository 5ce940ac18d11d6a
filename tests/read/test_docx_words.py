"""Each word of a Word file is in the document once, where it is printed; what is not printed is noise."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings

from tests.generated.docx import WordFile, word_files
from viextract.model.document import Document
from viextract.options import Options
from viextract.read import read_document


def _words(document: Document, *, noise: bool) -> Counter[str]:
    lines = [line.text for page in document.pages for line in page.lines if (line.role == "noise") is noise]
    cells = [] if noise else [cell.text for grid in document.grids() for cell in grid.cells]
    return Counter(word for text in [*lines, *cells] for word in text.split())


@settings(max_examples=400)
@given(word_files())
def test_every_word_of_a_word_file_is_in_the_document_once(file: WordFile) -> None:
    document = read_document(file.data, Options())
    assert _words(document, noise=False) == Counter(file.printed)
    assert _words(document, noise=True) == Counter(file.aside)
    assert [line.number for line in document.pages[0].lines] == list(range(1, len(document.pages[0].lines) + 1))
