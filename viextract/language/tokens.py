"""From text to the stream of symbols that the language model counts and the decoder scores.

The model sees lower-case syllables with tone marks in one style. Figures, document codes and breaks are classes: a
model of words
gains nothing from telling 2024 from 2025, and the pause of a full stop says more than its shape. Commas, quotes,
brackets and dashes
are transparent, since the words on their two sides still depend on each other.
"""

from __future__ import annotations

import regex

from viextract.language.syllables import canonical_tone

BREAK, NUMBER, CODE, UNKNOWN = "<s>", "<num>", "<code>", "<unk>"
CLASSES = (BREAK, NUMBER, CODE, UNKNOWN)

# A word is a run of letters; a figure may carry separators and a per cent sign; whatever mixes letters with digits or
# slashes between capitals is a code (128/KH-UBND, 2024/NĐ-CP, m3). A break ends a clause.
_SYMBOL = regex.compile(
    r"(?P<code>\p{L}*\d[\p{L}\d]*(?:[/\-.]?[\p{L}\d]+)*[/\-]\p{L}[\p{L}\d&]*(?:[/\-.][\p{L}\d]+)*|\d+\p{L}[\p{L}\d]*|\p{L}+\d[\p{L}\d]*)"
    r"|(?P<number>\d+(?:[.,/]\d+)*%?)"
    r"|(?P<word>\p{L}[\p{L}\p{M}]*)"
    r"|(?P<break>[.;:!?]+)"
)


def symbols(text: str) -> list[str]:
    """The model's view of a text (NFC): words in lower case and one tone style, and the class symbols.

    >>> symbols("Căn cứ Kế hoạch số 12/KH-UBND, năm 2025: thực hiện.")
    ['căn', 'cứ', 'kế', 'hoạch', 'số', '<code>', 'năm', '<num>', '<s>', 'thực', 'hiện', '<s>']
    """
    out: list[str] = []
    for match in _SYMBOL.finditer(canonical_tone(text.lower())):
        kind = match.lastgroup
        if kind == "word":
            out.append(match[0])
        elif kind == "number":
            out.append(NUMBER)
        elif kind == "code":
            out.append(CODE)
        elif not out or out[-1] != BREAK:
            out.append(BREAK)
    return out
