"""Repairs that need no decoder, made before the gate looks at a text: what is left then is judged for what it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from viextract.language.normalise import misplaced_tones
from viextract.model.decision import Decision
from viextract.recover.explanation import replaced
from viextract.recover.figures import figures_as_letters
from viextract.recover.gate import ONLY_VIETNAMESE, WRONG_LANGUAGE, kind_of
from viextract.recover.letters_as_signs import letters_as_signs
from viextract.recover.list_letters import list_letters
from viextract.recover.misread_bullets import misread_bullets
from viextract.recover.misread_stops import misread_stops, stops_of_reading
from viextract.recover.remarks import misread_archive, misread_archive_of_reading, misread_remarks
from viextract.recover.run_together import has_run, run_together
from viextract.recover.stray_spaces import stray_spaces
from viextract.recover.stray_stops import stray_stops
from viextract.recover.subject_mark import misread_subject_mark

Edit = tuple[int, int, str]
_SURE = 0.98
"""Of clean text these rules change 20 words in a million of official documents, 4 of an encyclopedia and 60 of stories
(scripts/count_first_repairs.py): slips of their writers, and single letters that are variables or names."""
_RUINED = (WRONG_LANGUAGE, "stripped")


def first_repairs(lines: Sequence[str], by_engine: Sequence[bool] | None = None) -> list[list[Decision]]:
    """The decisions on each line (NFC) that spelling alone allows, in order, without overlaps. by_engine: of each line
    whether an engine has just read it; what may be meant where it was typed is repaired there, and in damaged text.

    >>> [token.after for token in first_repairs(["Baó cáo trước ngày l5/6/2O25"])[0]]
    ['Báo', '15/6/2025']
    """
    found = [
        _tokens(line, figures_as_letters(line, above), "figure")
        for line, above in zip(lines, ["", *lines], strict=False)
    ]
    ruined = _is_ruined(lines)
    for reason, rule in () if ruined else _OF_SPELLING:
        more = [_tokens(line, edits, reason) for line, edits in zip(lines, rule(lines), strict=True)]
        if any(more) and kind_of("\n".join(map(_made, lines, more))) not in _RUINED:  # there the decoder knows better
            found = [_together(*both) for both in zip(found, more, strict=True)]
    if not ruined:
        for of_reading in (_archive_of_reading, _stops_of_reading):
            found = [_together(*both) for both in zip(found, of_reading(lines, by_engine), strict=True)]
    signs = [(reason, rule(lines)) for reason, rule in _OF_RUINED_TEXT]
    runs = any(map(has_run, lines))
    if (runs or any(any(edits) for _, edits in signs)) and (ruined or kind_of("\n".join(lines)) == WRONG_LANGUAGE):
        signs += [("lost-space", run_together(lines))] if runs else []
        for reason, edits in signs:
            more = [_tokens(line, own, reason) for line, own in zip(lines, edits, strict=True)]
            found = [_together(*both) for both in zip(found, more, strict=True)]
    return found


def _is_ruined(lines: Sequence[str]) -> bool:
    """Whether an engine with the wrong language has read a text, and not one letter as only Vietnamese has it: then no
    repair of spelling makes it look right."""
    text = "\n".join(lines)
    return ONLY_VIETNAMESE.isdisjoint(text) and kind_of(text) == WRONG_LANGUAGE


def _remarks(lines: Sequence[str]) -> list[list[Edit]]:
    return [list(misread_remarks(line)) for line in lines]


def _archive_of_reading(lines: Sequence[str], by_engine: Sequence[bool] | None) -> list[list[Decision]]:
    """The clerk's mark where it may be meant: what an engine has read now, or what is a poor reading."""
    edits = misread_archive_of_reading(lines)
    read = by_engine or [False] * len(lines)
    if any(edits) and (kind := kind_of("\n".join(lines))) != "clean":
        read = [kind not in _RUINED] * len(lines)
    return [
        _tokens(line, row if is_read else [], "archive") for line, row, is_read in zip(lines, edits, read, strict=True)
    ]


def _stops_of_reading(lines: Sequence[str], by_engine: Sequence[bool] | None) -> list[list[Decision]]:
    edits = stops_of_reading(lines, by_engine) if by_engine is not None else [[] for _ in lines]
    return [_tokens(line, row, "stop") for line, row in zip(lines, edits, strict=True)]


def _tone_places(lines: Sequence[str]) -> list[list[Edit]]:
    return [misplaced_tones(line) for line in lines]


_OF_SPELLING: tuple[tuple[str, Callable[[Sequence[str]], list[list[Edit]]]], ...] = (
    ("stray-space", stray_spaces),
    ("tone-place", _tone_places),
    ("stray-stop", stray_stops),
    ("remark", _remarks),
    ("archive", misread_archive),
)


_OF_RUINED_TEXT: tuple[tuple[str, Callable[[Sequence[str]], list[list[Edit]]]], ...] = (
    ("bullet", misread_bullets),
    ("letter", letters_as_signs),
    ("head-mark", misread_subject_mark),
    ("stop", misread_stops),
    ("marker", list_letters),
)


def _tokens(line: str, edits: Iterable[Edit], reason: str) -> list[Decision]:
    return [Decision(start, end, line[start:end], after, _SURE, (), reason) for start, end, after in edits]


def _together(first: list[Decision], second: list[Decision]) -> list[Decision]:
    kept = [token for token in second if all(token.end <= t.start or token.start >= t.end for t in first)]
    return sorted([*first, *kept], key=lambda token: (token.start, token.end))


def _made(line: str, tokens: Sequence[Decision]) -> str:
    return replaced(line, ((token.start, token.end, token.after) for token in tokens)) if tokens else line


def repaired_first(
    lines: Sequence[str], by_engine: Sequence[bool] | None = None
) -> tuple[list[str], list[list[Decision]]]:
    """The lines as :func:`first_repairs` make them, and the decisions."""
    tokens = first_repairs(lines, by_engine)
    return list(map(_made, lines, tokens)), tokens
