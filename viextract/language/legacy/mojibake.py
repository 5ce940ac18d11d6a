"""UTF-8 that was read as Windows-1252 or Latin-1: ``Kế hoạch`` as ``Káº¿ hoáº¡ch``, repaired."""

from __future__ import annotations

import re

from viextract.language.legacy.codepages import shown
from viextract.language.syllables import MARKED_LETTERS

_ROUNDS = 2
"""Text may have been misread twice on its way."""
_A_GRAVE = re.compile(r"Ã ?(?= )")
"""The second byte of à is the no-break space, which often came out as a space, or was merged with the one after it."""

_BYTE_OF = {chr(code): code for code in range(0x80, 0x100)} | {shown(code): code for code in range(0x80, 0x100)}
_LOOKS_OF_CONTINUATION = "".join(sorted({c for c, code in _BYTE_OF.items() if code < 0xC0}))
_LOOKS_OF_LEAD_2 = "".join(map(shown, range(0xC2, 0xE0)))
_LOOKS_OF_LEAD_3 = "".join(map(shown, range(0xE1, 0xF0)))
_MISREAD = re.compile(
    f"[{_LOOKS_OF_LEAD_2}][{re.escape(_LOOKS_OF_CONTINUATION)}]"
    f"|[{_LOOKS_OF_LEAD_3}][{re.escape(_LOOKS_OF_CONTINUATION)}]{{2}}"
)


def repair_mojibake(text: str) -> str:
    """Undo the misreading wherever the bytes that are seen form UTF-8.

    Nothing is changed in a text without a misread Vietnamese letter: two characters that look like the bytes of a sign
    can be meant (``Â°``).

    >>> repair_mojibake("Káº¿ hoáº¡ch nÄƒm 2031 â€“ Ä‘á»£t 1")
    'Kế hoạch năm 2031 – đợt 1'
    """
    for _ in range(_ROUNDS):
        if not any(_read(match.group()) in MARKED_LETTERS for match in _MISREAD.finditer(text)):
            break
        text = _A_GRAVE.sub("à", _MISREAD.sub(lambda match: _read(match.group()), text))
    return text


def _read(look: str) -> str:
    """The character whose UTF-8 bytes look like this; the look itself where they form none."""
    try:
        return bytes(_BYTE_OF[character] for character in look).decode("utf-8")
    except UnicodeDecodeError:
        return look
