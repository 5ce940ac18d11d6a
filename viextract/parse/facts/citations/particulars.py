"""What is printed behind a document's sign: its date, the body that issued it, and what it is about.

All is looked for within bounds, so that a long text costs no more for each sign than a short one.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from viextract.language.fold import fold
from viextract.parse.facts.citations.symbols import SYMBOL
from viextract.parse.facts.dates import DATE_PATTERN, iso_date
from viextract.vocabulary.phrases import either
from viextract.vocabulary.units import read_units

ISSUER_REACH = 120
"""Characters within which a body's name ends."""
JOINT_REACH = 400
"""Characters within which the last of several issuers ends."""
SUBJECT_REACH = 400
"""Characters within which a subject ends."""
_LONGEST_ISSUER = 90
"""A name that is not in the registry and longer than this is no name."""
_DATE_AFTER = re.compile(r"\s*,?\s*\(?\s*(?:ban hanh\s+)?(?:ng\w{1,2}y\s*)?" + DATE_PATTERN)
_DATE_BEHIND_ISSUER = re.compile(r"\s+(?:ban hanh\s+|ky\s+)?ng\w{1,2}y\s*" + DATE_PATTERN)


@cache
def _term() -> re.Pattern[str]:
    """A body's term of office behind its name: "(khóa XIII)"."""
    return re.compile(rf"\s*\(?\s*{either('terms')}\b.*$", re.IGNORECASE)


_ISSUER_AFTER = re.compile(r"\s*\)?\s*,?\s*(?:cua|do)\s+")
_SUBJECT_AFTER = re.compile(
    r"\s*,?\s*(?:(?:ban hanh\s+)?(?:ve viec|ve|v/v)\s+"
    r"|(?=(?:phe duyet|ban hanh|quy dinh|huong dan|trien khai|sua doi|cong bo|thong qua|giao)\b))"
)
_SUBJECT_END = re.compile(
    r"[;\n]|\.(?:\s|$)|\((?:sau day|viet tat|goi tat)|,\s+(?=(?:so|"
    r"quyet dinh|ke hoach|nghi quyet|nghi dinh|thong tu|chi thi|cong van)\s+so)"
)
_LISTED = re.compile(
    r"\s*(?:[,;]|\bva\b)\s+(?:cac\s+)?"
    r"(?:so|quyet dinh|ke hoach|nghi quyet|nghi dinh|thong tu|chi thi|cong van|chuong trinh|huong dan)"
    r"(?:\s+so)?\s*$"
)
# ", UBND quận … ban hành kế hoạch": the sentence goes on after the document that it cites.
_MAIN_CLAUSE = re.compile(
    r",\s+(?=(?:ubnd|uy ban|hdnd|hoi dong|so|phong|ban|bo|truong|dang uy|tinh uy|thanh uy|hoi|doan|cong an|chi bo)\b"
    r"[^,;]{0,80}\b(?:ban hanh|xay dung|de nghi|yeu cau|trien khai|thong bao|bao cao|quyet dinh|to chuc|lap)\b)"
)


@cache
def _issuer_end() -> re.Pattern[str]:
    return re.compile(rf"\s+{either('ends_issuer')}\b|[,;.()]|$")


class Particulars(NamedTuple):
    """Date, issuer and subject, None where not printed; ``stop`` is where they end."""

    issued_on: str | None
    issuer: str | None
    subject: str | None
    stop: int


def read_particulars(text: str, folded: str, end: int, *, joint: bool = False) -> Particulars:
    """What is printed behind the sign that ends at ``end``: the date before the issuer, or behind it.

    joint: whether the document has several issuers, as a joint circular does.
    """
    issued, position = _date(folded, end, _DATE_AFTER)
    issuer, position = _issuer_behind(text, folded, position, joint)
    if issuer and issued is None:
        issued, position = _date(folded, position, _DATE_BEHIND_ISSUER)
    return Particulars(issued, issuer, _subject(text, folded, position), position)


_ISSUES = re.compile(
    r"(?:^|[.;]\s+|\s)ng\w{1,2}y\s*" + DATE_PATTERN + r"\s*,\s*[^\d,;.:()]{3,90}?\s(?:da\s+)?"
    r"(?:ban hanh|ky(?:\s+ban hanh)?|phe duyet|co|gui)\s+$"
)
"""Before a document's kind: the day on which a body issued it ("Ngày 05/3/2026, Bộ Y tế ban hành …")."""
_ISSUES_REACH = 160


def date_before(folded: str, start: int) -> str | None:
    """The day on which the document was issued whose kind stands at ``start``, where a clause before it says so."""
    match = _ISSUES.search(folded[max(0, start - _ISSUES_REACH) : start])
    if match is None:
        return None
    part = match.groupdict()
    return iso_date(int(part["y1"] or part["y2"]), int(part["m1"] or part["m2"]), int(part["d1"] or part["d2"]))


def _date(folded: str, position: int, pattern: re.Pattern[str]) -> tuple[str | None, int]:
    match = pattern.match(folded, position)
    if match is None:
        return None, position
    part = match.groupdict()
    found = iso_date(int(part["y1"] or part["y2"]), int(part["m1"] or part["m2"]), int(part["d1"] or part["d2"]))
    return found, match.end()


def _issuer_behind(text: str, folded: str, position: int, joint: bool) -> tuple[str | None, int]:
    """The body behind "của", and where its name ends."""
    match = _ISSUER_AFTER.match(folded, position)
    return read_issuer(text, match.end(), position, joint=joint) if match else (None, position)


def read_issuer(text: str, start: int, otherwise: int, *, joint: bool = False) -> tuple[str | None, int]:
    """The body whose name begins at ``start``, without its term, or all that issue a joint document, in one string;
    ``otherwise`` is where reading goes on without one.
    """
    window = text[start : start + (JOINT_REACH if joint else ISSUER_REACH)]
    units, stop = read_units(window)
    if joint and len(units) > 1 and _all_issue(window, units[-1].text, stop):
        return window[:stop].strip(), start + stop
    if units:
        issuer = units[0].text
        at = window.find(issuer)
        stop = at + len(issuer) if at >= 0 else stop
    else:
        closing = _issuer_end().search(window)
        stop = closing.start() if closing else len(window)
        issuer = window[:stop].strip()
        if not issuer or len(issuer) > _LONGEST_ISSUER or not issuer[0].isupper() or SYMBOL.search(issuer):
            return None, otherwise
    return _term().sub("", issuer), start + stop


@cache
def _last_of_list() -> re.Pattern[str]:
    return re.compile(rf"\s{either('before_last')}\s+$")


def _all_issue(text: str, last: str, stop: int) -> bool:
    """Whether a list of bodies is that of the issuers to its end: "và" stands before the last, or what the document is
    about behind it ("…, Sở Tài chính lập dự toán" is the sentence's own subject).
    """
    before = text[: stop - len(last)]
    folded = fold(text)
    return _last_of_list().search(before) is not None or bool(
        _SUBJECT_AFTER.match(folded, stop) or re.match(r"\s*(?:[;.)]|$)", text[stop:])
    )


def _subject(text: str, folded: str, position: int) -> str | None:
    match = _SUBJECT_AFTER.match(folded, position)
    if match is None:
        return None
    start, limit = match.end(), match.end() + SUBJECT_REACH
    closing = _SUBJECT_END.search(folded, start, limit)
    stop = closing.start() if closing else min(len(text), limit)
    following = SYMBOL.search(text, start, stop)
    if following:
        # The subject may itself name a document ("về sửa đổi Nghị định số …"); it ends before the next one of a list.
        listed = _LISTED.search(folded, start, following.start())
        stop = listed.start() if listed else stop
    if main := _MAIN_CLAUSE.search(folded, start, stop):
        stop = main.start()
    return text[start:stop].strip(" ,.;") or None
