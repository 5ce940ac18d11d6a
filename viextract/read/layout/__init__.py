"""From words to lines in reading order and from lines to paragraphs."""

from viextract.read.layout.head import column_order
from viextract.read.layout.letter_widths import advance
from viextract.read.layout.noise import is_page_number, mark_running_heads
from viextract.read.layout.page_breaks import mark_page_breaks
from viextract.read.layout.paragraphs import group_lines, is_contents_line, join_lines
from viextract.read.layout.reading_order import lay_out, without_layout_tables, without_stamps
from viextract.read.layout.rows import group_rows, in_rows, make_fragments
from viextract.read.layout.side_by_side import foot_lines, foot_rows, head_lines, head_rows
from viextract.read.layout.turned import laid_flat, main_turn, turned_words

__all__ = [
    "advance",
    "column_order",
    "foot_lines",
    "foot_rows",
    "group_lines",
    "group_rows",
    "head_lines",
    "head_rows",
    "in_rows",
    "is_contents_line",
    "is_page_number",
    "join_lines",
    "laid_flat",
    "lay_out",
    "main_turn",
    "make_fragments",
    "mark_page_breaks",
    "mark_running_heads",
    "turned_words",
    "without_layout_tables",
    "without_stamps",
]
