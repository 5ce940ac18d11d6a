"""A person's decisions, found beside a document and made again each time that it is read.

``files`` finds and keeps them, ``places`` tells where they belong in a document as it was read this time, ``document``
makes those that concern the text and its paragraphs before it is parsed, ``plan`` those on header and duties after it,
``saved`` makes them in a plan whose document is not at hand.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from viextract.corrections.files import (
    MAX_BYTES,
    SUFFIX,
    CorrectionFiles,
    NamesIn,
    chosen,
    corrections_in,
    corrections_name,
    download_name,
    find_corrections,
    load_corrections,
    names_in,
    own_corrections_name,
    save_corrections,
    set_aside,
    with_copies,
)

if TYPE_CHECKING:
    from viextract.corrections.copies import told_unused
    from viextract.corrections.document import replay
    from viextract.corrections.header import field_answering, header_value
    from viextract.corrections.places import Holder
    from viextract.corrections.plan import finish
    from viextract.corrections.saved import apply_to_plan

_HOME = {
    "field_answering": "header",
    "Holder": "places",
    "apply_to_plan": "saved",
    "finish": "plan",
    "header_value": "header",
    "replay": "document",
    "told_unused": "copies",
}
"""Loaded on first use: who looks for corrections, as a batch does for each file, parses nothing."""

__all__ = [
    "MAX_BYTES",
    "SUFFIX",
    "CorrectionFiles",
    "Holder",
    "NamesIn",
    "apply_to_plan",
    "chosen",
    "corrections_in",
    "corrections_name",
    "download_name",
    "field_answering",
    "find_corrections",
    "finish",
    "header_value",
    "load_corrections",
    "names_in",
    "own_corrections_name",
    "replay",
    "save_corrections",
    "set_aside",
    "told_unused",
    "with_copies",
]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        value = getattr(import_module(f"viextract.corrections.{_HOME[name]}"), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module 'viextract.corrections' has no attribute {name!r}")
