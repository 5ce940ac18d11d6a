"""The two styles of placing tone marks: old (hòa, khỏe, thủy) and new (hoà, khoẻ, thuỷ).

They differ in open syllables that end in oa, oe or uy, nowhere else. Documents mix them by author and keyboard, so
comparisons are made in one style (:func:`canonical_tone`) and output keeps the document's own.
"""

from __future__ import annotations

import re
from typing import Literal

ToneStyle = Literal["old", "new"]

_ONSETS = frozenset("bcdđghklmnprstvx") | {"", "ch", "gh", "gi", "kh", "ng", "ngh", "nh", "ph", "th", "tr"}
_LETTERS_BEFORE = re.compile(r"[^\W\d_]*$")


def _respelling(one: str, other: str) -> dict[str, str]:
    """Rhymes of one style to the same rhymes of the other, in every way that case is used."""
    table = {}
    for a, b in zip(one.split(), other.split(), strict=True):
        for case in (str.lower, str.upper, str.capitalize):
            table[case(a)] = case(b)
        table[a[0] + a[1].upper()] = b[0] + b[1].upper()
    return table


_OLD = "òa óa ỏa õa ọa òe óe ỏe õe ọe ùy úy ủy ũy ụy"
_NEW = "oà oá oả oã oạ oè oé oẻ oẽ oẹ uỳ uý uỷ uỹ uỵ"
_RESPELL = {"old": _respelling(_NEW, _OLD), "new": _respelling(_OLD, _NEW)}


def _rhyme_pattern(rhymes: dict[str, str]) -> re.Pattern[str]:
    """A rhyme at the end of a word. The two letter classes fail fast, which is what makes whole documents cheap."""
    first = "".join(sorted({rhyme[0] for rhyme in rhymes}))
    second = "".join(sorted({rhyme[1] for rhyme in rhymes}))
    return re.compile(rf"[{first}][{second}](?![^\W\d_])")


_PATTERNS = {style: _rhyme_pattern(table) for style, table in _RESPELL.items()}


def _follows_onset(match: re.Match[str]) -> bool:
    """Whether the letters before the rhyme are an onset of a syllable: so qu stays, and so do foreign words (aloé)."""
    before = _LETTERS_BEFORE.search(match.string[max(0, match.start() - 4) : match.start()])
    return before is not None and before.group().lower() in _ONSETS


def to_tone_style(text: str, style: ToneStyle) -> str:
    """The text with every oa, oe and uy written in one style. NFC in, NFC of the same length out.

    >>> to_tone_style("hòa, Thủy, quý, hoàn, KHỎE", "new")
    'hoà, Thuỷ, quý, hoàn, KHOẺ'
    """
    table = _RESPELL[style]

    def respell(match: re.Match[str]) -> str:
        rhyme = match.group()
        return table[rhyme] if rhyme in table and _follows_onset(match) else rhyme

    return _PATTERNS[style].sub(respell, text)


def canonical_tone(text: str) -> str:
    """The text in the old style, in which texts are compared.

    >>> canonical_tone("hoà Uỷ thuỷ quý hoàn khoẻ HOÀ")
    'hòa Ủy thủy quý hoàn khỏe HÒA'
    """
    return to_tone_style(text, "old")


def tone_style(text: str) -> ToneStyle | None:
    """The style that most of a text's oa, oe and uy are written in; None where it has none, old where they are even.

    >>> tone_style("thuỷ lợi và văn hoá"), tone_style("thủy lợi"), tone_style("kế hoạch")
    ('new', 'old', None)
    """
    new, old = (
        sum(match.group() in table and _follows_onset(match) for match in pattern.finditer(text))
        for pattern, table in ((_PATTERNS["old"], _RESPELL["old"]), (_PATTERNS["new"], _RESPELL["new"]))
    )
    if not new and not old:
        return None
    return "new" if new > old else "old"
