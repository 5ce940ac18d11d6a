"""Figures that govern something else than a goal: conditions, quorums and definitions, shares of cost.

>>> is_no_goal("Đối với thôn có dưới 80 hộ: họp toàn thể", 17, 22)
True
"""

from __future__ import annotations

import re
from functools import cache

from viextract.parse.facts.targets.phrases import alternatives, phrases

_BEFORE = 160
"""Characters before a figure in which the clause that it belongs to begins."""
_BEHIND = 40
_NEAR = 50
_SENTENCE_END = re.compile(r"[.;](?=\s|$)")


@cache
def _words(name: str) -> str:
    return alternatives(phrases()[name])


@cache
def _condition() -> re.Pattern[str]:
    return re.compile(rf"^\W*(?:{_words('conditions')})(?!\w)[^,:]*$", re.IGNORECASE)


@cache
def _described() -> re.Pattern[str]:
    """A noun phrase that is marked off by a figure: "các doanh nghiệp có từ 300 lao động trở lên"."""
    phrase = rf"(?<!\w)(?:{_words('described')})\s(?:[^\W\d]+\s+){{1,6}}có\s+(?:[^\W\d]+\s+){{0,4}}$"
    return re.compile(phrase, re.IGNORECASE)


@cache
def _striving() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_words('striving')})(?!\w)", re.IGNORECASE)


@cache
def _vote() -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?:{_words('votes')})(?:\s+(?:của|trên|quá|ít nhất|tối thiểu|từ|đạt|là))*\s*$", re.IGNORECASE
    )


@cache
def _size() -> re.Pattern[str]:
    """Of how many a body is made: "bầu Đội văn nghệ từ 8 đến 12 người", "Ban Giám khảo gồm 05 người"."""
    body = rf"(?<!\w)(?:{_words('made_of_members')})\s(?:[^\W\d]+\s+){{0,5}}(?:từ|gồm|gồm có|có từ|gồm từ)\s+$"
    return re.compile(body, re.IGNORECASE)


@cache
def _members() -> re.Pattern[str]:
    return re.compile(rf"[\s\d–-]*(?:đến\s+\d+\s+)?(?:{_words('members')})(?!\w)", re.IGNORECASE)


@cache
def _paid() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_words('paying')})(?:\s+[^\W\d]+){{0,5}}\s*$", re.IGNORECASE)


@cache
def _cost() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:[^\W\d]+\s+){{0,2}}(?:{_words('costs')})(?!\w)", re.IGNORECASE)


@cache
def _granted() -> re.Pattern[str]:
    """Behind the figure, before the clause ends: "… trở lên thì được cấp chứng chỉ"."""
    more = alternatives([*phrases()["or_more"], *phrases()["or_less"]])
    granted = rf"(?:\s+(?:{more}))\s*[,:]?\s*(?:{_words('granted')})(?!\w)"
    return re.compile(rf"(?P<then>[^.;:]{{0,60}}?\sthì\s)|{granted}", re.IGNORECASE)


def _is_mark_to_pass(text: str, clause: str, end: int) -> bool:
    """A share is one only where "thì" follows: "90% trở lên được công nhận" may be a goal."""
    if _striving().search(clause):
        return False
    match = _granted().match(text, end)
    return match is not None and (match["then"] is not None or not text[:end].endswith(("%", "trăm")))


def is_no_goal(text: str, start: int, end: int) -> bool:
    """Whether the figure at ``text[start:end]`` is a condition, a quorum or a share of cost."""
    window = text[max(0, start - _BEFORE) : start]
    ends = [match.end() for match in _SENTENCE_END.finditer(window)]
    clause = window[ends[-1] :] if ends else window
    if _condition().search(clause) or _vote().search(clause[-_NEAR:]):
        return True
    if _is_mark_to_pass(text, clause, end):
        return True
    if _size().search(clause[-_NEAR * 2 :]) and (_members().match(text[start:]) or _members().match(text[end:])):
        return True
    if _described().search(clause[-_NEAR * 2 :]) and not _striving().search(clause) and "%" not in clause:
        return True
    return _paid().search(clause[-_NEAR:]) is not None and _cost().match(text[end : end + _BEHIND]) is not None
