"""Plain text of a document."""

from __future__ import annotations

from viextract.model.document import Document


def document_text(document: Document) -> str:
    """Paragraphs in reading order, one a line, ending with a line feed."""
    return "\n".join(line.text for line in document.lines()) + "\n"
