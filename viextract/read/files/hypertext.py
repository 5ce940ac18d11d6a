"""The text of HTML: what a browser would print, a paragraph a line, cells of tables between tabs.

It is read with the standard library's ``html.parser`` (HTML 5). Styles and scripts are not text; what a style sheet
hides is not known here and stays.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser


def html_text(markup: str) -> str:
    r"""The text of a web page, a paragraph a line, cells parted by tabs.

    >>> html_text("<p>Kế&nbsp;hoạch<br>số 1</p><table><tr><td>a</td><td>b</td></tr></table><script>x</script>")
    'Kế hoạch\nsố 1\na\tb\n'
    """
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return reader.text()


_NO_TEXT = frozenset({"script", "style", "template", "noscript", "title"})
_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "br", "caption", "center", "dd", "div", "dl", "dt", "fieldset"),
        *("figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main"),
        *("nav", "ol", "p", "pre", "section", "table", "tbody", "tfoot", "thead", "tr", "ul"),
    )
)
_CELLS = frozenset({"td", "th"})


class _Reader(HTMLParser):
    """Collects lines; inside a cell the ends of paragraphs are blanks, since a row is a line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = []
        self._line: list[str] = []
        self._silent = 0
        self._tables = 0
        self._in_cell = False
        self._in_row = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _NO_TEXT:
            self._silent += 1
        elif tag in _CELLS and self._tables <= 1:
            # A cell may be left open: the next one ends it.
            if self._in_row:
                self._line.append("\t")
            self._in_row = self._in_cell = True
        elif tag == "li" and not self._in_cell:
            self._end_line()
            self._line.append("- ")
        elif tag in _BLOCKS:
            if tag == "tr" and self._tables <= 1:
                self._in_cell = False
            self._break()
            self._tables += tag == "table"

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self._break()

    def handle_endtag(self, tag: str) -> None:
        if tag in _NO_TEXT:
            self._silent = max(self._silent - 1, 0)
        elif tag in _CELLS and self._tables <= 1:
            self._in_cell = False
        elif tag in _BLOCKS:
            if tag == "table":
                self._tables = max(self._tables - 1, 0)
                self._in_cell = self._in_cell and self._tables > 0
            elif tag == "tr" and self._tables <= 1:
                self._in_cell = False
            self._break()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._line.append(re.sub(r"[ \t\r\n\f\u00a0]+", " ", data))

    def _break(self) -> None:
        if self._in_cell:
            self._line.append(" ")
        else:
            self._end_line()

    def _end_line(self) -> None:
        cells = [" ".join(cell.split()) for cell in "".join(self._line).split("\t")]
        if any(cells):
            self._lines.append("\t".join(cells))
        self._line = []
        self._in_row = False

    def text(self) -> str:
        self._end_line()
        return "".join(f"{line}\n" for line in self._lines)
