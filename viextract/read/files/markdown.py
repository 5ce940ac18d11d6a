"""Markdown as plain text: what other programs that read documents write.

Only signs that are no text are taken off, line by line, so that labels and bullets stay as they are written: heading
marks (their lines become bold), escapes, comments, fences, pictures. Rows of strokes stay (see
:mod:`viextract.read.tables.pipes`), but for those that only set a letterhead or a signature side by side: their cells
follow one another as lines. Forms: CommonMark 0.31; GitHub Flavored Markdown, "Tables (extension)".

>>> print(markdown_text("## I. MỤC ĐÍCH\\n\\n3\\\\. Phường Bến Mơ<br>tổ chức"))
**I. MỤC ĐÍCH**
<BLANKLINE>
3. Phường Bến Mơ
tổ chức
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence

from viextract.read.files.hypertext import html_text
from viextract.read.layout import column_order
from viextract.read.tables import LINE_BREAK, is_rule, parts_of_row
from viextract.vocabulary.letterhead import is_motto, is_recipients, opens_signature

_HEADING = re.compile(r" {0,3}#{1,6}\s+(?P<title>\S.*)$")
_DELIMITERS = re.compile(r"\s*\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?)?\s*$")
_FENCE = re.compile(r"\s*(?:```|~~~)\s*\w*\s*$")
_THEMATIC_BREAK = re.compile(r"\s*(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})$")
PICTURE = re.compile(r"!\[[^\]]{0,300}\]\([^)]{0,600}\)")
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
_EMPHASIS = " \t*_"

LEAST_HEADINGS = 2
"""Lines with heading marks that make a text Markdown; a lone one may be a number sign."""
MOST_LAYOUT_ROWS = 4
"""Rows of a table that sets a letterhead or a signature."""


def is_markdown(text: str) -> bool:
    """Whether a text has heading marks, or a row of dashes between strokes below a row of cells.

    >>> is_markdown("# KẾ HOẠCH\\n\\n## I. MỤC ĐÍCH"), is_markdown("Đường dây nóng # 113")
    (True, False)
    """
    lines = text.splitlines()
    if sum(_HEADING.match(line) is not None for line in lines) >= LEAST_HEADINGS:
        return True
    return any(_DELIMITERS.match(line) and parts_of_row(lines[k]) for k, line in enumerate(lines[1:]))


def markdown_text(text: str) -> str:
    """The text without signs of Markdown."""
    text = _each(text, "<!--", "-->", lambda comment: "")
    text = _each(text, "<table", "</table>", html_text)
    lines = text.replace("\r\n", "\n").split("\n")
    out: list[str] = []
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and (parts_of_row(lines[end]) or (end > start and is_rule(lines[end]))):
            end += 1
        if end == start:
            out += _plain(lines[start])
            start += 1
            continue
        rows = [[html.unescape(cell) for cell in parts_of_row(line)] for line in lines[start:end] if not is_rule(line)]
        out += _columns(rows) if _is_layout(rows) else map(html.unescape, lines[start:end])
        start = end
    return "\n".join(out)


def _plain(line: str) -> list[str]:
    if _FENCE.match(line) or _THEMATIC_BREAK.match(line):
        return [""]
    line = PICTURE.sub("", line)
    if match := _HEADING.match(line):
        line = "**" + match["title"].rstrip().rstrip("#").strip(_EMPHASIS) + "**"
    first, *more = LINE_BREAK.split(line)
    return [_ESCAPE.sub("", html.unescape(part)) for part in (first, *(part.strip() for part in more))]


def _each(text: str, opener: str, closer: str, change: Callable[[str], str]) -> str:
    """The text with what stands from ``opener`` to ``closer`` changed; what is not closed stays."""
    lowered = text.lower()
    if len(lowered) != len(text):
        return text
    parts, at = [], 0
    while (start := lowered.find(opener, at)) >= 0 and (end := lowered.find(closer, start)) >= 0:
        end += len(closer)
        parts += [text[at:start], change(text[start:end])]
        at = end
    return "".join([*parts, text[at:]])


def _is_layout(rows: Sequence[Sequence[str]]) -> bool:
    """Whether two columns are no table but the head of a paper, or its list of recipients beside the signature."""
    if not 1 <= len(rows) <= MOST_LAYOUT_ROWS or any(len(row) != 2 for row in rows):
        return False
    lines = [line for row in rows for cell in row for line in _lines(cell)]
    motto = any(is_motto(line) for line in lines)
    return motto or (any(map(is_recipients, lines)) and any(map(opens_signature, lines)))


def _columns(rows: Sequence[Sequence[str]]) -> list[str]:
    left, right = ([line for row in rows for line in _lines(row[side])] for side in (0, 1))
    ordered = column_order(left, right, str) if any(map(is_motto, right)) else [*left, "", *right]
    return [*ordered, ""]


def _lines(cell: str) -> list[str]:
    return [line for part in cell.split("\n") if (line := part.strip(_EMPHASIS))]
