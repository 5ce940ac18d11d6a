"""The parts of a document: head and foot, headings, tasks, who does them."""

from viextract.parse.outline.assignments import Assigner, all_sections
from viextract.parse.outline.blocks import Block, clean, make_blocks
from viextract.parse.outline.header import read_header
from viextract.parse.outline.items import Item
from viextract.parse.outline.tasks import date_sections, make_task

__all__ = [
    "Assigner",
    "Block",
    "Item",
    "all_sections",
    "clean",
    "date_sections",
    "make_blocks",
    "make_task",
    "read_header",
]
