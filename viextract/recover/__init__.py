"""From damaged to clean text: noisy channel, lattice, language model, and a gate that leaves alone what is right.

``restore(text)`` is all that most callers need; ``explain(text)`` says what was done and why, ``apply(text,
decisions)`` does it again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import get_args

from viextract.errors import InvalidOptionError
from viextract.language.normalise import normalised
from viextract.language.syllables import stripped_syllable_set
from viextract.model.decision import Decision
from viextract.model.document import Document
from viextract.options import Options, Profile, load_words
from viextract.recover.calibration import curves
from viextract.recover.channel import common_forms
from viextract.recover.diagnosis import DAMAGES
from viextract.recover.engine import LineResult, recover_lines
from viextract.recover.explanation import Explanation, apply, composed, converted
from viextract.recover.gate import Kind
from viextract.recover.likely import likely_parts
from viextract.recover.paragraphs import paragraph_indices
from viextract.recover.replay import replay
from viextract.recover.words import common_abbreviations

__all__ = ["Decision", "Explanation", "apply", "explain", "preload", "recover_document", "replay", "restore"]

Dictionary = str | Path | Iterable[str] | None
"""The caller's own words: a file with one on each line, or the words."""


def restore(
    text: str, *, profile: Profile | None = None, dictionary: Dictionary = None, min_confidence: float = 0.0
) -> str:
    """Recover damaged Vietnamese text; what is right comes back as it is, and line N out is line N in.

    profile: the kind of damage; None finds it out. dictionary: the caller's own words (names of people, hamlets,
    companies).
    min_confidence: a change less sure than this is not made, whatever the damage.
    """
    results, _ = _recovered(_to_unicode(text.split("\n")), profile, dictionary, min_confidence)
    return "\n".join(result.after for result in results)


def explain(
    text: str, *, profile: Profile | None = None, dictionary: Dictionary = None, min_confidence: float = 0.0
) -> Explanation:
    """Recover as :func:`restore` does, and say what was changed, where, how sure it is and what else it could have
    been."""
    source_lines = text.split("\n")
    lines = _to_unicode(source_lines)
    results, kind = _recovered(lines, profile, dictionary, min_confidence)
    tokens: list[Decision] = []
    offset = 0
    for source, line, result in zip(source_lines, lines, results, strict=True):
        own = result.tokens if source == line else composed(source, converted(source, line), line, result.tokens)
        tokens += [token.moved(offset) for token in own]
        offset += len(source) + 1
    return Explanation(text, "\n".join(r.after for r in results), kind, tuple(tokens))


def preload() -> None:
    """Load all models now, rather than when the first text needs them: for servers and workers.

    It takes 0.2 seconds; the tables are mapped, so that processes share them.
    """
    for damage in DAMAGES.values():
        damage()
    common_forms()
    curves()
    stripped_syllable_set()
    common_abbreviations()
    likely_parts()
    restore("")


def _check(profile: Profile | None, min_confidence: float) -> None:
    if profile is not None and profile not in get_args(Profile):
        known = ", ".join(get_args(Profile))
        raise InvalidOptionError(f"{profile!r} is no kind of damage", advice=f"Give one of {known}, or none.")
    if not isinstance(min_confidence, int | float) or not 0 <= min_confidence <= 1:
        raise InvalidOptionError(f"{min_confidence!r} is no confidence", advice="Give a number from 0 to 1.")


def _recovered(
    lines: list[str], profile: Profile | None, dictionary: Dictionary, min_confidence: float
) -> tuple[list[LineResult], Kind]:
    _check(profile, min_confidence)
    words = load_words(dictionary) if dictionary is not None else ()

    return recover_lines(lines, paragraph_indices, profile=profile, words=words, min_confidence=min_confidence)


def _to_unicode(lines: list[str]) -> list[str]:
    """Each line in Unicode NFC: legacy encodings converted, what is not seen left out, marks composed."""
    from viextract.language.legacy import to_unicode

    converted = to_unicode("\n".join(lines)).split("\n")
    return list(map(normalised, converted))


def recover_document(
    document: Document, options: Options, *, progress: Callable[[str, int, int], None] | None = None
) -> Document:
    """Recover a document's lines and table cells in place, and note what was changed in ``document.corrections``."""
    from viextract.recover.documents import recover_in_place

    recover_in_place(document, options, progress)
    return document
