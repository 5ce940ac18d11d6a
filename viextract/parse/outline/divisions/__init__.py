"""The parts of an administrative document: head, title, preamble, body, closing, recipients, signature, appendices.

After Nghị định 30/2020/NĐ-CP, Phụ lục I. A decision that carries a plan has two divisions, each with a title and a
body of its own.
"""

from viextract.parse.outline.divisions.another import other_documents
from viextract.parse.outline.divisions.divide import divide, find_appendix_line
from viextract.parse.outline.divisions.division import Division
from viextract.parse.outline.divisions.marks import appendix_label, is_form_label, opens_recipients, title_kind

__all__ = [
    "Division",
    "appendix_label",
    "divide",
    "find_appendix_line",
    "is_form_label",
    "opens_recipients",
    "other_documents",
    "title_kind",
]
