"""A name set in capitals as it is written in a sentence."""

from __future__ import annotations

import re
from functools import cache

from viextract.data import read_yaml
from viextract.vocabulary.labels import is_capitals
from viextract.vocabulary.places import alternatives, before_place
from viextract.vocabulary.units import kind_of, match_unit, names_body, with_capitals_of_kinds, word_lists


@cache
def _place_word() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){before_place()}(?!\w)", re.IGNORECASE)


_NO_VOWEL = re.compile(r"(?<!\w)[b-df-hj-np-tv-xzđ]{2,}(?!\w)")
"""A word without a vowel is an abbreviation: "PCTT", "TNHH"."""


@cache
def _numeral() -> re.Pattern[str]:
    """A Roman numeral that is no syllable, or stands where a number tells areas apart."""
    areas = "|".join(rf"(?<={level} )" for level in sorted(word_lists().numbered_levels))
    return re.compile(rf"(?<=\s)(?:ii|iii|iv|vii|viii|ix|xi|xii)(?!\w)|(?:{areas})(?:i|v|vi|x)(?!\w)")


@cache
def _named() -> re.Pattern[str]:
    """A school or a provincial Youth Union whose name no word for a place announces."""
    cues = read_yaml("name_cues.yaml")
    schools, unions, no_name = (alternatives(cues[key]) for key in ("named_schools", "named_unions", "begin_no_name"))
    return re.compile(rf"((?:{cues['words']['school']} .*{schools}|{unions})\s+)(?!{no_name}\s)(\D+?)(\s\d{{1,2}})?")


@cache
def _proper() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){alternatives(read_yaml('name_cues.yaml')['names_within'])}(?!\w)")


def _with_capitals(text: str) -> str:
    return " ".join(word[:1].upper() + word[1:] for word in text.split(" "))


def in_small_letters(text: str) -> str:
    """A name set in capitals as it is written in a sentence: kinds small, names of places with capitals.

    >>> in_small_letters("ỦY BAN NHÂN DÂN QUẬN HÒA LÂM")
    'Ủy ban nhân dân quận Hòa Lâm'
    """
    if not is_capitals(text):
        return text
    small = " ".join(text.split()).lower()
    match = _place_word().search(small, 1) or (_place_word().match(small))
    if named := _named().fullmatch(small[: match.start()] if match and match.start() else small):
        small = named[1] + _with_capitals(named[2]) + (named[3] or "") + small[named.end() :]
    small = _proper().sub(lambda m: _with_capitals(m[0]), small)
    if match:
        place = _with_capitals(small[match.end() :])
        small = small[: match.end()] + _place_word().sub(lambda m: m[0].lower(), place)
    # Those with a vowel; the others are known by having none.
    small = re.sub(r"(?<!\w)(?:ubnd|ubmttq)(?!\w)", lambda m: m[0].upper(), small)
    small = _NO_VOWEL.sub(lambda m: m[0].upper(), small)
    small = _numeral().sub(lambda m: m[0].upper(), small)
    name = small[:1].upper() + small[1:]
    kind = kind_of(name)
    if kind is None:
        return with_capitals_of_kinds(name)
    name = match_unit(name).name
    rest = name[len(kind.name) :] if name.startswith(f"{kind.name} ") else ""
    whose = rest.strip()
    # "BAN CHẤP HÀNH ĐOÀN XÃ …": whose committee it is
    return f"{kind.name} {with_capitals_of_kinds(whose)}" if names_body(whose[:1].upper() + whose[1:]) else name
