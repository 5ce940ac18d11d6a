"""Words and names of other languages that Vietnamese offices write as they are."""

from __future__ import annotations

from functools import cache

from viextract.data import read_yaml


@cache
def loan_words() -> frozenset[str]:
    """All of them, in lower case."""
    data = read_yaml("loan_words.yaml")
    return frozenset(data["words"]) | frozenset(data["names"])


@cache
def _never_misread() -> frozenset[str]:
    return loan_words() - frozenset(read_yaml("loan_words.yaml")["also_misread"])


def is_loan_word(text: str) -> bool:
    """Whether a word is one of them that a Vietnamese word is not misread as.

    >>> is_loan_word("ChatGPT"), is_loan_word("chat"), is_loan_word("chợ")
    (True, False, False)
    """
    return text.lower() in _never_misread()
