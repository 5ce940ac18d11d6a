"""Text files: one page, every physical line kept with its number."""

from __future__ import annotations

from viextract.errors import EmptyInputError
from viextract.language.legacy import decode_bytes
from viextract.language.normalise import normalised
from viextract.model.document import Line, Page
from viextract.model.plan import PageSource
from viextract.model.warning_codes import WarningCode
from viextract.read.files.markdown import PICTURE, is_markdown, markdown_text
from viextract.read.layout import mark_page_breaks, without_layout_tables
from viextract.read.tables import claim_lines, find_text_grids


def read_text_page(data: bytes, name: str) -> Page:
    """The file as one page of width and height 0; line N of the page is line N of the file, in NFC,
    without characters that are not seen. Signs of Markdown are no text; there lines of the text are counted.

    Raises EmptyInputError where there is nothing but white space.
    """
    text, encoding = decode_bytes(data)
    marked = is_markdown(text)
    page = page_of_text(markdown_text(text) if marked else text, name)
    if marked:
        page.source.steps.append("read as Markdown")
        if pictures := len(PICTURE.findall(text)):
            message = f"pictures in a Markdown file are not read; {pictures} may hold text"
            page.warnings.append((WarningCode.PICTURE_NOT_READ, message))
    if encoding != "utf-8":
        page.source.steps.append(f"decoded from {encoding}")
    return page


def page_of_text(text: str, name: str) -> Page:
    """Decoded text as one page. Raises EmptyInputError where there is nothing but white space."""
    if not text.strip():
        raise EmptyInputError(f"{name} has nothing but white space")
    text = normalised(text.replace("\0", ""))
    lines = [Line(raw=line, number=number) for number, line in enumerate(split_lines(text), 1)]
    grids = without_layout_tables(find_text_grids(lines))
    claim_lines(lines, grids)
    mark_page_breaks(lines)
    source = PageSource(number=1, text_origin="text", quality=1.0)
    return Page(number=1, width=0, height=0, source=source, lines=lines, grids=grids)


def split_lines(text: str) -> list[str]:
    """Physical lines without their ends; a final line feed starts no further line.

    Only CR, LF and CRLF end a line: an editor counts them so, and the line numbers that we report must agree with it.

    >>> split_lines("một\\r\\nhai\\n")
    ['một', 'hai']
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines[:-1] if lines[-1] == "" and len(lines) > 1 else lines
