"""The user's own dictionary: names and words that a person has accepted, one a line, for ``--words``."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from pathlib import Path

from viextract.errors import InvalidOptionError
from viextract.export.files import write_text

_LONGEST = 100
"""Characters of a name: longer ones are sentences, which no dictionary holds."""


def learn(dictionary: Path, words: Iterable[str]) -> list[str]:
    """Add words to a dictionary, which may not be there yet; those that are new to it.

    Lines that are there already, comments too, stay as they are. Raises InvalidOptionError where the file is no text,
    OutputNotWritableError where it cannot be written.
    """
    try:
        text = dictionary.read_text("utf-8") if dictionary.exists() else ""
    except (OSError, ValueError) as error:
        raise InvalidOptionError(f"the word list {dictionary} cannot be read: {error}") from error
    known = {line.strip() for line in text.splitlines()}
    new = list(dict.fromkeys(word for one in words if _is_word(word := _clean(one)) and word not in known))
    if new:
        text = text if not text or text.endswith("\n") else text + "\n"
        write_text(dictionary, text + "".join(f"{word}\n" for word in new))
    return new


def keep_up(dictionary: Path, words: Iterable[str], learnt: Iterable[str]) -> set[str]:
    """Learn words, and take out those learnt before that are not among them any more, since a person has taken them
    back; all that were learnt and stand there now. Raises as :func:`learn` does.
    """
    words = [_clean(word) for word in words]
    new = learn(dictionary, words)
    gone = set(learnt) - set(words)
    text = dictionary.read_text("utf-8") if gone and dictionary.exists() else ""
    left = "".join(line for line in text.splitlines(keepends=True) if line.strip() not in gone)
    if left != text:
        write_text(dictionary, left)
    return (set(learnt) - gone) | set(new)


def _clean(word: str) -> str:
    return " ".join(unicodedata.normalize("NFC", word).split())


def _is_word(word: str) -> bool:
    """Whether it can be a line of the dictionary: ``#`` would make a comment of it, and all of it can be seen."""
    if not 0 < len(word) <= _LONGEST or word.startswith("#"):
        return False
    return word.isprintable() and any(char.isalpha() for char in word)
