"""The capital letters of Vietnamese, for patterns: a range of code points takes small letters with it.

>>> import re
>>> re.findall(CAPITAL, "Đồng ứng Ừ A đ Ỹ ỳ")
['Đ', 'Ừ', 'A', 'Ỹ']
"""

from __future__ import annotations

from itertools import chain

_LATIN = chain(range(0x41, 0x5B), range(0xC0, 0xDE), range(0x100, 0x1B1), range(0x1EA0, 0x1EFA))
"""Code points of the blocks in which Vietnamese letters stand: Basic Latin, Latin-1, Latin Extended-A and -B up to Ư,
Latin Extended Additional from Ạ to ỹ (The Unicode Standard, code charts).
"""
CAPITAL = "[" + "".join(chr(code) for code in _LATIN if chr(code).isupper()) + "]"
"""A class of one capital letter for regular expressions."""
