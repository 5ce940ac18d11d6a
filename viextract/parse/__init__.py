"""From text to a plan."""

from __future__ import annotations

from viextract.model.document import Document
from viextract.model.plan import Plan, Source
from viextract.options import Options


def parse_document(document: Document, options: Options) -> Plan:
    pages = [page.source for page in document.pages]
    return Plan(
        source=Source(
            name=document.name, sha256=document.sha256, media_type=document.media_type, page_count=document.page_count, pages=pages
        )
    )
