"""What viextract says to people, in Vietnamese.

Messages are written in English where they arise; ``dictionaries/messages_vi.yaml`` has each in Vietnamese.
"""

from __future__ import annotations

import re
from functools import cache

from viextract.data import read_yaml


@cache
def catalogue() -> dict[str, str]:
    """All messages: English to Vietnamese, with ``{}`` in English and ``{0}`` in Vietnamese for what is filled in."""
    return {
        english: vietnamese
        for name, part in read_yaml("messages_vi.yaml").items()
        if name != "source"
        for english, vietnamese in part.items()
    }


def in_vietnamese(message: str) -> str:
    """The message in Vietnamese; as it is where the catalogue does not know it."""
    exact = catalogue().get(" ".join(message.split()))
    if exact is not None:
        return exact
    for pattern, vietnamese in _patterns():
        if found := pattern.fullmatch(message):
            return vietnamese.format(*found.groups())
    return message


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """Messages with something to fill in; those that say the most first, since theirs is the closer fit."""
    filled = [(english, vietnamese) for english, vietnamese in catalogue().items() if "{}" in english]
    filled.sort(key=lambda message: -len(message[0].replace("{}", "")))
    return [
        (re.compile("(.*?)".join(map(re.escape, english.split("{}"))), re.DOTALL), vietnamese)
        for english, vietnamese in filled
    ]
