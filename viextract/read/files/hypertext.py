"""The text of HTML: what a browser would print, a paragraph a line, cells of tables between tabs.

It is read with the standard library's ``html.parser`` (HTML 5). Styles and scripts are not text; what a style sheet
hides is not known here and stays. Tables that only set a letterhead or a signature side by side are lines in reading
order, as are those of one column.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from viextract.read.files.docx_numbering import format_number
from viextract.read.layout import foot_lines, foot_rows, head_lines, head_rows

Lines = list[str]
"""The lines of a cell, or of the page."""


def html_text(markup: str) -> str:
    r"""The text of a web page, a paragraph a line, cells parted by tabs.

    >>> html_text("<p>Kế&nbsp;hoạch<br>số 1</p><table><tr><td>a</td><td>b</td></tr></table><script>x</script>")
    'Kế hoạch\nsố 1\na\tb\n'
    >>> html_text("<ol type='a' start=3><li>vớt bèo<li>cắt cỏ</ol>")
    'c. vớt bèo\nd. cắt cỏ\n'
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
_LISTS = frozenset({"ol", "ul"})
_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
"""Numbers of lists by the attribute ``type``, as Word calls them."""
_MOST_NESTED = 8
"""Tables inside of one another that are told apart: deeper ones are text of the cell that they are in."""


@dataclass(slots=True)
class _Table:
    """A table that is open: its rows of cells, each the lines that it holds."""

    rows: list[list[Lines]] = field(default_factory=list)
    in_row: bool = False
    in_cell: bool = False

    def begin_cell(self) -> None:
        if not self.in_row:
            self.rows.append([])
        self.rows[-1].append([])
        self.in_row = self.in_cell = True

    @property
    def sink(self) -> Lines:
        """Where a line belongs: what stands between cells, as a caption does, is a row of its own."""
        if not self.in_cell:
            self.rows.append([[]])
            self.in_row = False
        return self.rows[-1][-1]

    def lines(self) -> Lines:
        """The table as lines of text."""
        rows = [row for row in self.rows if any(map(any, row))]
        if all(len(row) == 1 for row in rows):
            return [line for row in rows for line in row[0]]
        texts = [[_joined(cell) for cell in row] for row in rows]
        head, foot = head_rows(texts), foot_rows(texts)
        if foot is None or foot[0] < head:
            foot = len(rows), 0
        lines = head_lines(rows[:head]) if head else []
        lines += ["\t".join(row) for row in texts[head : foot[0]]]
        return lines + foot_lines(rows[foot[0] :], foot[1]) if foot[0] < len(rows) else lines


def _joined(lines: Lines) -> str:
    return " ".join(" ".join(lines).split())


@dataclass(slots=True)
class _List:
    """A list that is open: the number of its next item, None where it has bullets."""

    number: int | None
    kind: str = "1"

    def marker(self) -> str:
        if self.number is None:
            return "- "
        number, self.number = self.number, self.number + 1
        return f"{format_number(number, _FORMS.get(self.kind, 'decimal'))}. "


class _Reader(HTMLParser):
    """Collects lines, those of tables in their cells until the table ends."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: Lines = []
        self._line: list[str] = []
        self._silent = 0
        self._tables: list[_Table] = []
        self._deeper = 0
        self._lists: list[_List] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _NO_TEXT:
            self._silent += 1
        elif tag in _CELLS:
            self._end_line()
            if self._tables and not self._deeper:
                # A cell may be left open: the next one ends it.
                self._tables[-1].begin_cell()
        elif tag in _BLOCKS:
            self._end_line()
            if tag == "table":
                self._begin_table()
            elif tag == "tr":
                self._end_row()
            elif tag in _LISTS:
                self._begin_list(tag, dict(attrs))
            elif tag == "li":
                self._begin_item(dict(attrs).get("value"))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self._end_line()

    def handle_endtag(self, tag: str) -> None:
        if tag in _NO_TEXT:
            self._silent = max(self._silent - 1, 0)
        elif tag in _CELLS:
            self._end_line()
            if self._tables and not self._deeper:
                self._tables[-1].in_cell = False
        elif tag in _BLOCKS:
            self._end_line()
            if tag == "table":
                self._end_table()
            elif tag == "tr":
                self._end_row()
            elif tag in _LISTS and self._lists:
                self._lists.pop()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._line.append(re.sub(r"[ \t\r\n\f\u00a0]+", " ", data))

    def _begin_table(self) -> None:
        if len(self._tables) < _MOST_NESTED:
            self._tables.append(_Table())
        else:
            self._deeper += 1

    def _end_table(self) -> None:
        if self._deeper:
            self._deeper -= 1
        elif self._tables:
            lines = self._tables.pop().lines()
            if lines:
                self._sink().extend(lines)

    def _end_row(self) -> None:
        if self._tables and not self._deeper:
            self._tables[-1].in_row = self._tables[-1].in_cell = False

    def _begin_list(self, tag: str, attrs: dict[str, str | None]) -> None:
        start = _number(attrs.get("start"))
        kind = attrs.get("type") or "1"
        self._lists.append(_List(None) if tag == "ul" else _List(1 if start is None else start, kind))

    def _begin_item(self, value: str | None) -> None:
        numbered = self._lists[-1] if self._lists else _List(None)
        number = _number(value)
        if number is not None and numbered.number is not None:
            numbered.number = number
        self._line.append(numbered.marker())

    def _sink(self) -> Lines:
        return self._tables[-1].sink if self._tables else self._lines

    def _end_line(self) -> None:
        line = " ".join("".join(self._line).split())
        if line:
            self._sink().append(line)
        self._line = []

    def text(self) -> str:
        self._end_line()
        while self._tables:
            self._deeper = 0
            self._end_table()
        return "".join(f"{line}\n" for line in self._lines)


def _number(value: str | None) -> int | None:
    """A number that an attribute gives; None for what is none, or longer than any list."""
    return int(value) if value is not None and re.fullmatch(r"-?\d{1,6}", value, re.ASCII) else None
