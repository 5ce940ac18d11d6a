"""Lines of a head: what says that it is a draft, a number, or the motto that stands beside another column."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from viextract.language.fold import fold
from viextract.vocabulary.letterhead import mottoes

Warnings = list[tuple[str, str]]
"""(code, message)."""

DRAFT = re.compile(r"\W*du thao(?:\s+(?:lan|so|lan thu).{0,8})?\W*$")
SAYS_NUMBER = re.compile(r"\W*S[ốoó06ồổ]\s?(?:[:.]|\d{1,5}\s?[-/])")


def left_of_motto(text: str) -> str:
    """The issuing body's part of a line on which the state's name or motto stands too (two columns read as one
    line).
    """
    folded = fold(text)
    for motto in mottoes():
        at = folded.find(motto)
        if at >= 0:
            return text[:at].strip()
        if len(folded) >= len(motto) - 2:
            alignment = fuzz.partial_ratio_alignment(motto, folded, score_cutoff=78)
            if alignment is not None:
                start = alignment.dest_start
                return text[:start].rstrip() if start > 3 else ""
    return text
