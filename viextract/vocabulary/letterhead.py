"""Fixed phrases that tell where the parts of an administrative document stand (Nghị định 30/2020/NĐ-CP, Appendix I)."""

from __future__ import annotations

import re
from functools import cache

from rapidfuzz import fuzz
from unidecode import unidecode

from viextract.data import read_yaml
from viextract.language.fold import fold
from viextract.vocabulary.positions import positions

ANCHOR_SCORE = 80  # of 100: how alike a damaged phrase must be


NAME_SCORE = 90
"""The same for a phrase that is like names: "Công đoàn Việt Nam" has 83 of "Đảng Cộng sản Việt Nam"."""


@cache
def phrases(kind: str) -> tuple[str, ...]:
    return tuple(plain_letters(phrase) for phrase in read_yaml("page-anchors.yaml")[kind]["phrases"])


def plain_letters(text: str) -> str:
    """Lower case, without marks and punctuation: what is left of a phrase however badly it was read."""
    return re.sub(r"[^a-z0-9]+", " ", unidecode(text).lower()).strip()


def holds(text: str, kind: str) -> bool:
    plain = plain_letters(text)
    return any(re.search(rf"(?:^|\s){re.escape(phrase)}", plain) is not None for phrase in phrases(kind))


def is_number_line(text: str) -> bool:
    """Whether a line of the head is the document's number: the word ("Số") alone, or a colon, figure or slash after it.

    >>> is_number_line("Số: 12/KH-UBND"), is_number_line("Số /KH-UBND"), is_number_line("SỞ TÀI CHÍNH")
    (True, True, False)
    """
    words = plain_letters(text).split()
    if not words or words[0] not in phrases("number"):
        return False
    return len(words) == 1 or re.search(r"[:/\d]", text) is not None


def is_motto(text: str) -> bool:
    """Whether the state's name or motto stands somewhere in the text, however badly it was read.

    >>> is_motto("DANG CONG SAN VIET NAM"), is_motto("Đảng ủy Công an xã")
    (True, False)
    """
    plain = plain_letters(text)
    return any(
        _likeness(phrase, plain) >= (NAME_SCORE if phrase in _like_names() else ANCHOR_SCORE)
        for phrase in phrases("motto")
    )


def is_party_head(text: str) -> bool:
    """Whether a line in capitals is the name of the Party, which stands where the state's name and motto stand else.

    >>> is_party_head("ĐẢNG CỘNG SẢN VIỆT NAM"), is_party_head("Đảng Cộng sản Việt Nam"), is_party_head("ĐẢNG ỦY XÃ")
    (True, False, False)
    """
    plain = plain_letters(text)
    return text.isupper() and any(_likeness(phrase, plain) >= NAME_SCORE for phrase in _like_names())


@cache
def mottoes() -> tuple[str, ...]:
    """The state's name and motto and the Party's name, folded."""
    return tuple(map(fold, read_yaml("page-anchors.yaml")["motto"]["phrases"]))


@cache
def _like_names() -> frozenset[str]:
    return frozenset(map(plain_letters, read_yaml("page-anchors.yaml")["motto"]["like_names"]))


def _likeness(phrase: str, plain: str) -> float:
    """How far a phrase stands somewhere in a text. A text that is shorter is compared as a whole: parts of "Đảng ủy
    Công an xã" are in "Đảng Cộng sản Việt Nam".
    """
    return fuzz.partial_ratio(phrase, plain) if len(plain) > len(phrase) else fuzz.ratio(phrase, plain)


@cache
def signature_lines() -> tuple[str, ...]:
    """What stands above the name in a signature, in capitals: for whom one signs, and positions."""
    authorities: list[str] = read_yaml("page-anchors.yaml")["signature"]["phrases"]
    return (*authorities, *map(str.upper, positions("seal")))


def opens_flag(text: str, *, more: bool = False) -> bool:
    """Whether a line is one by which an electronic signature tells of itself; more: also one that may stand among
    such lines only.

    >>> opens_flag("Thời gian ký: 12.05.2026 09:14:22 +07:00"), opens_flag("Người ký tên"), opens_flag("Email: a")
    (True, False, False)
    >>> opens_flag("Email: a@example.vn", more=True), opens_flag("Digitally signed by UBND")
    (True, True)
    """
    if head := re.match(r"[^:]{2,26}:", text):
        plain = plain_letters(head[0])
        return plain in phrases("signature_flags") or (more and plain in _more_of_flags())
    return text.startswith(_foreign_flags()) and plain_letters(text).startswith(phrases("signature_flags"))


@cache
def _foreign_flags() -> tuple[str, ...]:
    """How such lines begin in English, which has no other place in a document."""
    return tuple(read_yaml("page-anchors.yaml")["signature_flags"]["foreign"])


@cache
def _more_of_flags() -> frozenset[str]:
    return frozenset(map(plain_letters, read_yaml("page-anchors.yaml")["signature_flags"]["more"]))


ON_BEHALF = r"T\s?[./]?\s?M"
"""The mark of one who signs in the name of a body (a pattern, in capitals)."""
SIGNING_MARKS = rf"(?:{ON_BEHALF}|K\s?[./]?\s?T|T\s?[./]?\s?L|TUQ)"
"""The marks before the body or officer for whom one signs (Appendix I, II.7; the party writes T/M, K/T), be their
letters parted.
"""
FOR_WHOM = rf"(?:{SIGNING_MARKS}\s?[./]\s*|[TK]/[MTL]\s+)"
"""Such a mark with the stop that ends it, or with the stroke inside of it."""
_MARKED = re.compile(rf"{SIGNING_MARKS}(?!\w)")
_SIGNATURE_WORDS = 40


def opens_signature(text: str) -> bool:
    """Whether a short text begins like a signature, in capitals.

    >>> opens_signature("KT. CHỦ TỊCH PHÓ CHỦ TỊCH Ngô Thị Hạnh"), opens_signature("Chủ tịch xã nói")
    (True, False)
    """
    words = text.split()
    plain = plain_letters(text)
    capitals = bool(words) and all(word.isupper() for word in words[:2])
    return (
        capitals
        and len(words) <= _SIGNATURE_WORDS
        and (
            _MARKED.match(text) is not None
            or any(plain == line or plain.startswith(line + " ") for line in map(plain_letters, signature_lines()))
        )
    )


_RECIPIENTS = re.compile(r"[\W_]*(?:noi\s+nh\w{1,3}n(?!\w)|noi\s+n\w{2,4}n(?=\s*[:.]))\s*[:.]?\s*")
_BEFORE_A_MARK = re.compile(r"[\W_]*(?P<words>[a-z0-9|]+(?: [a-z0-9|]+)?)\s*(?:[:;.]\s*|(?=[^\w\s])|$)")


def recipients_end(folded: str) -> int | None:
    """Where the words that open the list of recipients end in folded text, however badly they were read; None where
    the text does not open so.

    What is but nearly these words counts only where a mark or nothing follows.

    >>> recipients_end("noi nhan: - nhu tren;"), recipients_end("noi nan: tm. uy ban")
    (10, 9)
    >>> recipients_end("noi dung: ve sinh"), recipients_end("moi nhan vien co the")
    (None, None)
    >>> recipients_end("noi nguon nuoc can bao ve") is None
    True
    """
    if match := _RECIPIENTS.match(folded):
        return match.end()
    near = _BEFORE_A_MARK.match(folded)
    alike = near is not None and any(fuzz.ratio(near["words"], one) >= ANCHOR_SCORE for one in phrases("recipients"))
    return near.end() if near and alike else None


def is_recipients(text: str) -> bool:
    """Whether a line begins like the list of recipients, with a capital.

    >>> is_recipients("Nơi nhận: Lưu: VT"), is_recipients("nơi nhận nuôi trẻ em có chủ trương")
    (True, False)
    >>> is_recipients("Nei nhan: - Nhu tren"), is_recipients("Hội Nạn nhân chất độc da cam/dioxin")
    (True, False)
    """
    return text[:1].isupper() and recipients_end(fold(text)) is not None


def begins_foot(text: str) -> bool:
    """Whether a line opens the foot: the recipients, or for whom one signs.

    >>> begins_foot("Nơi nhận:"), begins_foot("KT. CHỦ TỊCH"), begins_foot("Kinh phí")
    (True, True, False)
    """
    text = text.lstrip(" *_-.")
    return is_recipients(text) or re.match(FOR_WHOM, text) is not None
