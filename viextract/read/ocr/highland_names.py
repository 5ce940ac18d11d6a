"""Names of the Central Highlands that begin with "Ia", which engines read as "la": the letters look the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from viextract.data import read_tsv
from viextract.read.layout.words import Word


def with_ia(words: Sequence[Word]) -> list[Word]:
    """The words in reading order, "la" as "Ia" where it makes the name of a place with the words after it."""
    result = list(words)
    others = sum(word.text.lstrip('(“"') == "Ia" or _is_misread(words, k) for k, word in enumerate(words))
    for k, word in enumerate(words):
        if not _was_read_la(word):
            continue
        if _is_misread(words, k) or (others >= _OTHERS and _is_in_list(words, k)):
            text = re.sub("l[aà]", "Ia", word.text)
            result[k] = replace(word, text=text, alternatives=[word.text, *word.alternatives])
    return result


_OTHERS = 2  # such names on the page: then the next one that is listed with them is one, too, though no list has it


def _is_in_list(words: Sequence[Word], k: int) -> bool:
    """Whether a word stands in a list of names: behind a comma, or a name and a short word, and before a capital."""
    before = words[k - 1].text if k else ""
    after = words[k + 1].text if k + 1 < len(words) else ""
    joined = before.islower() and len(before) == _JOINS and words[k - 2].text[:1].isupper()
    return (before.endswith((",", ":")) or joined) and after[:1].isupper() and not after.isupper()


_JOINS = 2  # letters of the word before the last name of a list


def _is_misread(words: Sequence[Word], k: int) -> bool:
    return _was_read_la(words[k]) and _is_name([other.text for other in words[k + 1 : k + 3]])


def _was_read_la(word: Word) -> bool:
    """Whether the engine read "la", be it that the vote on marks made "là" of it, which is far more common."""
    return "la" in {
        text.lstrip('(“"') for text in ([word.text, *word.alternatives] if "là" in word.text else [word.text])
    }


def _is_name(after: Sequence[str]) -> bool:
    """Whether one or two words after "Ia" end a name: capitals tell a name from "la" (to shout)."""
    texts = [text.strip('.,;:()”"') for text in after]
    return any(" ".join(texts[:count]) in _names() for count in range(1, len(texts) + 1))


@cache
def _names() -> frozenset[str]:
    """What follows "Ia" in names of places."""
    names = (row["name"] for row in read_tsv("places.tsv"))
    return frozenset(name.removeprefix("Ia ") for name in names if name.startswith("Ia "))
