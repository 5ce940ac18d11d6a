"""UTF-8 that was read as Windows-1252 or Latin-1: ``Kế hoạch`` as ``Káº¿ hoáº¡ch``, repaired."""

from __future__ import annotations

import re
import unicodedata

from viextract.language.legacy.codepages import shown
from viextract.language.syllables import MARKED_LETTERS

_ROUNDS = 2
"""Text may have been misread twice on its way."""
_A_GRAVE = r"(?P<a>Ã ?(?= ))"
"""The second byte of à is the no-break space, which often came out as a space, or was merged with the one after it."""

_SIGNS = frozenset({"Pd", "Pi", "Pf", "Ps", "Pe"})
"""Categories of what may follow a letter in a text: dashes, quotes and brackets."""
_LEFT_BY_NONE = frozenset(letter for letter in MARKED_LETTERS if letter > "\u00ff")
"""Letters that neither Windows-1252 nor Latin-1 has."""

_BYTE_OF = {chr(code): code for code in range(0x80, 0x100)} | {shown(code): code for code in range(0x80, 0x100)}
_LOOKS_OF_CONTINUATION = "".join(sorted({c for c, code in _BYTE_OF.items() if code < 0xC0}))
_LOOKS_OF_LEAD_2 = "".join(map(shown, range(0xC2, 0xE0)))
_LOOKS_OF_LEAD_3 = "".join(map(shown, range(0xE1, 0xF0)))
_MISREAD = re.compile(
    f"[{_LOOKS_OF_LEAD_2}][{re.escape(_LOOKS_OF_CONTINUATION)}]"
    f"|[{_LOOKS_OF_LEAD_3}][{re.escape(_LOOKS_OF_CONTINUATION)}]{{2}}"
)
_MISREAD_OR_A_GRAVE = re.compile(f"{_MISREAD.pattern}|{_A_GRAVE}")


def repair_mojibake(text: str) -> str:
    """Undo the misreading wherever the bytes that are seen form UTF-8.

    Nothing is changed in a text without a misread Vietnamese letter: two characters that look like the bytes of a sign
    can be meant (``Â°``).

    >>> repair_mojibake("Káº¿ hoáº¡ch nÄƒm 2031 â€“ Ä‘á»£t 1")
    'Kế hoạch năm 2031 – đợt 1'
    """
    for _ in range(_ROUNDS):
        if not any(_tells(match.group()) for match in _MISREAD.finditer(text)):
            break
        text = "".join(map(_repaired, text.splitlines(keepends=True)))
    return text


def _repaired(line: str) -> str:
    """A line of a misread text; where letters stand in it that no misreading leaves, what can be meant is meant
    ("XÃ”" at the end of a quotation)."""
    if not any(letter in line for letter in _LEFT_BY_NONE):
        return _MISREAD_OR_A_GRAVE.sub(lambda match: "à" if match["a"] else _read(match.group()), line)
    return _MISREAD.sub(lambda match: _read(match.group()) if _tells(match.group()) else match.group(), line)


def _tells(look: str) -> bool:
    """Whether a look is a misread Vietnamese letter and nothing else: "Ã" before a space, a dash or a closing quote is
    a letter of its own."""
    return _read(look) in MARKED_LETTERS and not any(_is_sign(character) for character in look[1:])


def _is_sign(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in _SIGNS


def _read(look: str) -> str:
    """The character whose UTF-8 bytes look like this; the look itself where they form none."""
    try:
        return bytes(_BYTE_OF[character] for character in look).decode("utf-8")
    except UnicodeDecodeError:
        return look
