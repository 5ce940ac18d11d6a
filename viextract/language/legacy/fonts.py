"""Fonts from before Unicode: their names say what the codes of a text mean, and whether they show capitals."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from viextract.data import read_tsv
from viextract.language.legacy.codepages import CODE_PAGES, CodePage

_CAPITALS = re.compile(r"\.?Vn.*H$", re.IGNORECASE)
"""TCVN3 fonts whose name ends in H have capitals in the places of small letters (.VnTimeH)."""


def shows_capitals(name: str) -> bool:
    """Whether a font of that name shows small letters as capitals.

    >>> shows_capitals(".VnTimeH"), shows_capitals(".VnTime")
    (True, False)
    """
    return _CAPITALS.fullmatch(name) is not None


class OldFont(NamedTuple):
    """A font from before Unicode: its code page, and whether its small letters look like capitals."""

    code_page: CodePage
    capitals: bool


@cache
def old_font(name: str) -> OldFont | None:
    """What a font's name says of its codes; None for a font of today.

    >>> old_font(".VnTimeH"), old_font("VNI-Times"), old_font("Times New Roman")
    (OldFont(code_page='tcvn3', capitals=True), OldFont(code_page='vni', capitals=False), None)
    """
    folded = name.lower()
    for row in read_tsv("legacy_fonts.tsv"):
        if folded.startswith(row["prefix"]):
            assert row["code_page"] in CODE_PAGES
            return OldFont(row["code_page"], row["code_page"] == "tcvn3" and shows_capitals(name))
    return None
