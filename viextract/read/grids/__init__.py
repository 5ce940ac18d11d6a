"""Finding the tables of a page: rules, alignment and tabs become grids of cells (not yet meaning).

The door for the readers, one function for each kind of source:

========================  ===================================================================================
born-digital PDF page     :func:`find_pdf_grids`; the rules come from the page's own drawing, the words from its text
page image (scan)         :func:`find_image_grids`; the rules come from the image, the words from OCR
words without rules       :func:`find_aligned_grids`; columns are told by the white space between words
lines of a text file      :func:`find_text_grids`; columns are told by tabs or by runs of spaces
table of a DOCX file      :func:`docx_grid`
========================  ===================================================================================

After any of them a reader calls :func:`claim_lines`, which gives the lines that lie inside a grid the role ``table``
(they stay in the page, so that nothing is lost, and the cells carry their line numbers).
"""

from __future__ import annotations

from viextract.read.grids.aligned import find_aligned_grids
from viextract.read.grids.claim import claim_lines
from viextract.read.grids.docx import docx_grid
from viextract.read.grids.image import find_image_grids
from viextract.read.grids.pdf import find_pdf_grids
from viextract.read.grids.text import find_text_grids
from viextract.read.grids.words import CellReader, PlacedWord

__all__ = [
    "CellReader",
    "PlacedWord",
    "claim_lines",
    "docx_grid",
    "find_aligned_grids",
    "find_image_grids",
    "find_pdf_grids",
    "find_text_grids",
]
