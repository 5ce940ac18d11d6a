"""What has happened to a text, as a whole and paragraph by paragraph: which damage each paragraph is decoded for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import cast

from viextract.language.quality import is_foreign
from viextract.recover.bare_capitals import bare_capitals, with_bare_capitals
from viextract.recover.decisions import decisions
from viextract.recover.gate import Kind, kind_of, paragraph_kinds
from viextract.recover.lattice import Damage, stripped, vietnamese, wrong_language
from viextract.recover.lost_marks import lost_class, lost_marks
from viextract.recover.slight_damage import is_slightly_damaged, sure_changes, unusual_lines, word_count

_RARE_ERRORS = 3.0
"""Extra cost of a change in pages that were read well (e to the power of it: how much rarer errors are than in poor
pages)."""
_SOME_ERRORS = 1.0
"""The same where errors were found, yet most is right."""
_OPEN = (None, "auto", "mixed")
_LOOKS_RIGHT = ("clean", "vietnamese-ocr")
"""Kinds that spelling alone does not tell apart: short forms and names of other languages are no errors of a reader."""

_SLIGHT = "slight-errors"
DAMAGES: dict[str, Callable[[], Damage]] = {
    "wrong-language-ocr": wrong_language,
    "vietnamese-ocr": vietnamese,
    _SLIGHT: partial(vietnamese, _SOME_ERRORS),
    "good-ocr": partial(vietnamese, _RARE_ERRORS),
    "stripped": stripped,
    "bare-capitals": bare_capitals,
}


@dataclass(frozen=True, slots=True)
class Part:
    """Paragraphs (indices of lines) that are decoded together, for one kind of damage."""

    damage: Damage
    groups: list[list[int]]


def is_open(profile: str | None) -> bool:
    """Whether a profile leaves it to the text to say what is damaged."""
    return profile in _OPEN


def diagnosis(
    lines: Sequence[str],
    groups: Sequence[list[int]],
    *,
    profile: str | None,
    by_engine: Sequence[bool] | None = None,
    errors: int = 0,
) -> tuple[Kind, list[Part]]:
    """The kind of damage of the whole text, and what is decoded; paragraphs of neither part stay as they are.

    by_engine: which lines an engine has just read. errors: those of a reader that are known already.
    """
    if not is_open(profile):
        return cast(Kind, profile), [Part(DAMAGES[str(profile)](), list(groups))] if profile in DAMAGES else []
    text = "\n".join(lines)
    lost = lost_class(text)
    if lost is not None:
        return "stripped", [Part(lost_marks(lost), list(groups))]
    whole = kind_of(text)
    texts = ["\n".join(lines[i] for i in group) for group in groups]
    kinds: list[str] = [*paragraph_kinds(texts, whole)]
    if whole in _LOOKS_RIGHT or "vietnamese-ocr" in kinds:
        own = [kind in _LOOKS_RIGHT and not is_foreign(text) for kind, text in zip(kinds, texts, strict=True)]
        read = _was_read(lines, [group for group, ours in zip(groups, own, strict=True) if ours], errors)
        if not read:
            kinds = ["clean" if kind == "vietnamese-ocr" else kind for kind in kinds]
        elif whole == "clean":
            kinds = [_SLIGHT if kind == "clean" and ours else kind for kind, ours in zip(kinds, own, strict=True)]
        if whole in _LOOKS_RIGHT or not any(kind in DAMAGES for kind in kinds):
            whole = "vietnamese-ocr" if read else "clean"
    if whole in _LOOKS_RIGHT:
        bare = with_bare_capitals(lines, [group for group, kind in zip(groups, kinds, strict=True) if kind == "clean"])
        kinds = ["bare-capitals" if group in bare else kind for group, kind in zip(groups, kinds, strict=True)]
    if by_engine is not None:
        kinds = [_opened(kind, group, by_engine) for kind, group in zip(kinds, groups, strict=True)]
    parts = [
        Part(make(), [group for group, kind in zip(groups, kinds, strict=True) if kind == name])
        for name, make in DAMAGES.items()
        if name in kinds
    ]
    return whole, parts


def _was_read(lines: Sequence[str], groups: Sequence[list[int]], errors: int) -> bool:
    """Whether a trial decoding of paragraphs that look right, or nearly so, finds that an engine has read them: of the
    lines that are unusual first, and of all where these have a wrong word."""
    if not errors and not sure_changes(decisions(lines, unusual_lines(lines, groups), DAMAGES["good-ocr"]())):
        return False
    trial = decisions(lines, groups, DAMAGES["good-ocr"]())
    return is_slightly_damaged(sure_changes(trial) + errors, word_count(lines, groups))


def _opened(kind: str, group: Sequence[int], by_engine: Sequence[bool]) -> str:
    return "good-ocr" if kind == "clean" and group and all(by_engine[i] for i in group) else kind
