"""Finding the tables of a page: rules, alignment and tabs become grids of cells (not yet meaning).

The door for the readers, one function for each kind of source:

========================  ===================================================================================
born-digital PDF page     :func:`find_pdf_grids`; the rules come from the page's own drawing, the words from its text
page image (scan)         :func:`read_image_grids`, before the page is read: cuts ruled tables out, reads their cells,
                          and gives back the page without them; its words and those of ``rest`` together are the page's
the rest of that page     :func:`read_columns`, once it is read: tables without rules, column by column
page image, words known   :func:`find_image_grids`; the rules come from the image, the words from a text layer
words without rules       :func:`find_aligned_grids`; columns are told by the white space between words
lines of a text file      :func:`find_text_grids`; columns are told by strokes, tabs or runs of spaces
========================  ===================================================================================

After any of them a reader calls :func:`claim_lines`, which gives the lines that lie inside a grid the role ``table``
(they stay in the page, so that nothing is lost, and the cells carry their line numbers).
"""

from __future__ import annotations

from viextract.read.tables.aligned import find_aligned_grids
from viextract.read.tables.claim import claim_lines
from viextract.read.tables.columns import read_columns
from viextract.read.tables.image import ImageTables, find_image_grids, read_image_grids
from viextract.read.tables.pdf import find_pdf_grids
from viextract.read.tables.pipes import LINE_BREAK, is_rule, parts_of_row
from viextract.read.tables.text import find_text_grids
from viextract.read.tables.turned import grids_of_all_turns
from viextract.read.tables.words import PlacedWord, upright

__all__ = [
    "LINE_BREAK",
    "ImageTables",
    "PlacedWord",
    "claim_lines",
    "find_aligned_grids",
    "find_image_grids",
    "find_pdf_grids",
    "find_text_grids",
    "grids_of_all_turns",
    "is_rule",
    "parts_of_row",
    "read_columns",
    "read_image_grids",
    "upright",
]
