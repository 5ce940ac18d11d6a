"""Labelled lines: "Địa điểm: Nhà văn hóa thôn", and what their labels ask for.

>>> [tuple(found) for found in read_details("Thời gian thực hiện: ngày 15/8/2025; địa điểm: Hội trường lớn.")]
[('time', 'Thời gian thực hiện', 'ngày 15/8/2025'), ('place', 'địa điểm', 'Hội trường lớn')]
>>> read_details("Về tuyên truyền: đẩy mạnh các hình thức trực quan.")
[]
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from viextract.data import read_yaml
from viextract.language.fold import fold
from viextract.language.remembered import remembered
from viextract.model.plan import DetailKind
from viextract.vocabulary.phrases import opening

LABEL_WORDS = 9
"""No label of ``dictionaries/details.yaml`` has more words."""


class Labelled(NamedTuple):
    """A label of a labelled line, with what stands behind it."""

    kind: DetailKind
    label: str
    """As printed."""
    text: str
    """The value, without final full stop or semicolon; empty where it stands on lines of its own."""


@cache
def _kinds() -> tuple[tuple[DetailKind, re.Pattern[str]], ...]:
    kinds: dict[DetailKind, list[str]] = read_yaml("details.yaml")["kinds"]
    return tuple((kind, re.compile("|".join(f"(?:{form})" for form in forms))) for kind, forms in kinds.items())


@cache
def _further() -> re.Pattern[str]:
    """A further label within a line, behind the end of a value."""
    forms = "|".join(form for _, pattern in _kinds() for form in [pattern.pattern])
    dues = "|".join(sorted(_dues()))
    return re.compile(rf"[.;,]\s+(?:[-+*]\s*)?(?P<label>{forms}|{dues})\s*:\s*(?=\S)")


@remembered(size=4096)
def kind_of_label(label: str) -> DetailKind | None:
    """What a label asks for; None for one that is a theme.

    >>> kind_of_label("Đơn vị chủ trì"), kind_of_label("Công tác tuyên truyền")
    ('lead', None)
    """
    folded = " ".join(re.sub(r"[^\w\s,]", " ", fold(label)).split())
    if not folded or folded.count(" ") >= LABEL_WORDS:
        return None
    return next((kind for kind, pattern in _kinds() if pattern.fullmatch(folded)), None)


@cache
def _dues() -> frozenset[str]:
    return frozenset(read_yaml("details.yaml")["dues"])


def _timed(label: str, value: str) -> DetailKind | None:
    """Whatever "Thời gian …" is about, a value that begins with a day or period is its time; "Hoàn thành: …" alike."""
    label, value = fold(label.strip(" *_")), fold(value.lstrip())
    about = label.startswith("thoi gian ") or label in _dues()
    says = value[:1].isdigit() or (opening("time_openers").match(value) and any(c.isdigit() for c in value))
    return "time" if says and about and len(label.split()) <= LABEL_WORDS + 4 else None


_IN_BRACKETS = re.compile(r"\s*\((?P<inside>[^()]*)\)[\s.;]*")


def _without_bracket(text: str) -> str:
    match = _IN_BRACKETS.fullmatch(text)
    return match["inside"] if match else text


def read_details(text: str) -> list[Labelled]:
    """The labelled values of a line without its marker, in order; none where its first label is no such one. The line
    may stand in brackets.
    """
    label, colon, rest = _without_bracket(text).partition(":")
    if not colon or (kind := kind_of_label(label.strip(" *_")) or _timed(label, rest)) is None:
        return []
    found: list[Labelled] = []
    label, start = label.strip(" *_"), 0
    for match in _further().finditer(fold(rest)):
        further = rest[match.start("label") : match.end("label")]
        after = kind_of_label(further) or _timed(further, rest[match.end() :])
        if after is None or after == kind:
            continue
        found.append(Labelled(kind, label, _value(rest[start : match.start()])))
        kind, label, start = after, further, match.end()
    found.append(Labelled(kind, label, _value(rest[start:])))
    return found


def details_inside(text: str) -> list[Labelled]:
    """The labelled values that stand as sentences of their own behind the first one of a paragraph.

    >>> [found.text for found in details_inside("Kiểm kê hồ sơ. Đơn vị thực hiện: Tổ lưu trữ. Thời gian: quý I/2025.")]
    ['Tổ lưu trữ', 'quý I/2025']
    """
    for match in _further().finditer(fold(text)):
        if text[match.start()] != "," and text[match.start("label")].isupper():
            return read_details(text[match.start("label") :])
    return []


def _value(text: str) -> str:
    text = text.strip(" \t")
    return text if text.endswith(("...", "…")) else text.rstrip(" .;,").strip()
