"""Repairs of what is not words: codes, ranges of years, list markers and specks, after the words are known.

Each rule is a function that returns the repaired text or None; it says why it is safe.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from math import log

import numpy as np
import regex

from viextract.data import read_tsv
from viextract.language.ngram import model
from viextract.language.syllables import canonical_tone, is_syllable, strip_marks
from viextract.model.decision import Decision
from viextract.recover.tokenizer import REST_OF_CODE
from viextract.recover.words import one_case

_Edit = tuple[int, int, str]

_YEAR = r"(?:19|20)\d\d"
_LETTER, _SEPARATOR = regex.compile(r"\p{L}"), regex.compile(r"[-/]")
_CODE_PARTS = regex.compile(r"([-/.])")
_GLUED_YEARS = regex.compile(rf"({_YEAR})({_YEAR})")
_YEARS_AND_QUOTE = regex.compile(rf"({_YEAR}\s?[-–]\s?{_YEAR})7")
_STRAY_STOP = regex.compile(r"\s*(\. (\d{1,2}))(?= \p{L})")
_LETTER_LABEL = regex.compile(r"\s*(l)(?=\. \p{Lu})")
_ROMAN_LABEL = regex.compile(r"\s*([IVX]+[1l]+|[1l]+[IVX]+[1l]*)(?=\. \p{Lu}{2})")
_PARTED_CODE = regex.compile(r"(?<=\d)( +)(?=/\p{Lu}{1,4}-\p{Lu}{2})")
_NUMBER_MARK = regex.compile(r"\s*(S[\p{L}\d])(?=\s?[:.]?\s*\d{0,5}\s?[-/]\s?\p{Lu}{2})")
_BAR_MISREAD = regex.compile(r"(?<=\d[/-])(Q|N(?=\p{L}{1,2}-CP))(?:D[BPb]|[BP]D?|b|BP|Bb)(?=-\p{Lu}{2})")
_LETTER_AND_BRACKET = regex.compile(
    r"\s*(©|¢|c¢|€|bh|hb|[abceghikm-qs-vxy]|[a-eg-iđ]\}\)?(?= )|[abdeg]y(?= ))"
    r"(?:(?=\) \S)|(?= \p{Lu}\p{L}))"
)
_LABELS = {"©": "c", "¢": "c", "c¢": "c", "€": "e", "bh": "b", "hb": "b"}
_PARTED_NUMBER = regex.compile(
    r"(?<=\d/(?:19|20)\d\d)(?<!th.ng \d{1,2}/\d{4})( )(?=(?:TT|TTLT|N[ĐD]|Q[ĐD]|NQ)-\p{Lu}{2})"
)
_LONG_DASH = regex.compile(r"(?<=[\p{L}\d)] )—(?= [\p{L}\d(])")
_DIRT_BEFORE = regex.compile(
    r"\s*((?:[|_:;,‘’'](?= ?\p{L})|-_{1,2}(?= ?\p{L})|_‘(?=\p{L})|(?:~{1,2}|\.)(?= ?\p{Ll})"
    r"|(?:[;,]|~{1,2})(?= \d)|[:|](?= ?\d{1,2}\. ?\p{L}| [“\"+-])|[©=](?= \p{Ll})|(?:oo|oe|ee|i)(?= \p{L})"
    r"|(?:oo|oe|ee|ss|SS|OS) [:.|~_-]{0,2} ?(?=\d{1,2}\. |\p{Ll}\) )) ?)"
)
_SIGNS_BEFORE = regex.compile(r"\s*((?:(?:[:;.|~_=’']{1,2}) ){2,}|[:;|~_=’']{1,2} (?=- ))")
_DIRT_BEHIND = regex.compile(
    r"(?<=[^\s.][.;:][)”\"]?)( +(?:[|:;.=’'-]|~~?))\s*$|(?<=\p{L})( +(?:[|=;.}_‘]|~{1,2}))\s*$"
    r"|(?<=\p{L}{2}[.;])( +[aei])\s*$"
)
"""A colon behind a word stays, though it stands apart: "Thời gian :" is typed so."""
_SHADOW = regex.compile(r"( +(?:\p{L}{1,2} |[:;.|~_-]+ )*(?:oo|oe|ee)(?: \p{L}{1,2}| [:;.|~_-]+)*)\s*$")
_HOOK_BEFORE_COMMA = regex.compile(r"(?<=\p{L}{2})\?(?=, )")
_APOSTROPHE_BEFORE = regex.compile(r"(?<= )[‘’'](?=\p{L}{2})")
_SIGNS_BEHIND = frozenset("|:;.=’'-~}_‘aei")
_SHADOWS = ("oo", "oe", "ee")
_SIGNS_AT_END = regex.compile(
    r"(?<=[^\s.][.,:;][)”\"]?)((?: +[:;.|~_=’'-]{1,2})+)\s*$|(?<=\p{L})((?: +[:;.|~_=’'-]{1,2}){2,})\s*$"
)
_LEADERS = regex.compile(r"[\s._]*|[\s-]*|[\s~]*")
"""Where nothing but these stands, something is to be filled in, or a ruling was printed."""
_BESIDE_O = frozenset("O0GQ6")
"""What an "o" with a mark is read as beside a capital."""
_TAIL = 12
"""Characters at the end of a line among which such signs, and what they stand behind, are looked for."""
_PAIRED = {"|": "|", "_": "_", "‘": "‘’'", "’": "‘’'", "'": "‘’'"}
"""Signs that stand in a table, around a quotation or for emphasis where there are two of them."""
_SPECK = regex.compile(r"[_—–.|~'`,: -]+")


@cache
def _code_parts() -> dict[str, str]:
    return {row["bare"]: row["form"] for row in read_tsv("code_parts.tsv")}


def bar_of_code(token: str) -> str | None:
    """``86/BGDDT`` → ``86/BGDĐT``: the parts of codes are a closed set, and each bare form here has one writing."""
    if not _SEPARATOR.search(token) or not _LETTER.search(token):
        return None
    parts = [
        _code_parts().get(strip_marks(part), part) if part.isupper() else part for part in _CODE_PARTS.split(token)
    ]
    return "".join(parts)


def bar_misread(token: str) -> str | None:
    """``58/2019/NP-CP`` → ``58/2019/NĐ-CP``: behind a number, decisions and decrees have a Đ, in which an engine that
    knows no such letter sees a B, a P or two letters (186 times in the pairs that channels are learned from)."""
    mended = _BAR_MISREAD.sub(r"\1Đ", token)
    return mended if mended != token else None


def glued_years(token: str) -> str | None:
    """``20212030`` → ``2021-2030``: eight figures that are two years in order are a period whose dash was lost."""
    match = _GLUED_YEARS.fullmatch(token)
    return f"{match[1]}-{match[2]}" if match and match[1] < match[2] else None


def quote_after_years(token: str) -> str | None:
    """``2020-20257`` → ``2020-2025”``: no year has five figures, and a closing quote looks like a seven."""
    match = _YEARS_AND_QUOTE.fullmatch(token)
    return f"{match[1]}”" if match else None


_TOKEN_RULES: tuple[tuple[str, Callable[[str], str | None]], ...] = (
    ("code", bar_of_code),
    ("number", glued_years),
    ("number", quote_after_years),
)


def stray_stop(line: str) -> tuple[int, int, str] | None:
    """``. 3 Công tác`` → ``3. Công tác``: a line does not begin with a full stop; the label's own was read too far
    left."""
    match = _STRAY_STOP.match(line)
    return (match.start(1), match.end(1), f"{match[2]}.") if match else None


def letter_label(line: str) -> tuple[int, int, str] | None:
    """``l. Mục đích`` → ``1. Mục đích``: lettered labels have a bracket, so a letter before a full stop is a one."""
    match = _LETTER_LABEL.match(line)
    return (match.start(1), match.end(1), "1") if match else None


def letter_and_bracket(line: str) -> tuple[int, int, str] | None:
    """``©) Tổ chức`` → ``c) Tổ chức``, ``by Trường hợp`` → ``b) …``: a list has letters before its brackets; which they
    are, and that a bracket may look like a y, was counted (503 of 515 in the pairs that channels are learned from).
    Letters that can be labels stay (3,331 of 3,335), but a "d" may be a "đ"."""
    match = _LETTER_AND_BRACKET.match(line)
    if match is None:
        return None
    read = match[1]
    if read[1:] in ("y", "}", "})"):
        return match.start(1), match.end(1), f"{read[0]})"
    return (match.start(1), match.end(1), _LABELS.get(read, read)) if line[match.end(1) :][:1] == ")" else None


def small_o(tokens: list[Decision]) -> list[Decision]:
    """``BO Y té`` is *Bộ Y tế*: a small o has the shape of a capital, so that a word of two letters beside small ones
    is in capitals to the engine alone (*Bộ*, 310 times in the pairs that channels are learned from)."""
    result = list(tokens)
    for at, token in enumerate(tokens):
        if (
            token.before[1:] in ("O", "0")
            and token.before[0].isupper()
            and len(token.after) == 2
            and token.after.isupper()
        ):
            near = (*tokens[max(0, at - 1) : at], *tokens[at + 1 : at + 2])
            beside = [other.after for other in near if len(other.after) > 2]
            if beside and not any(map(str.isupper, beside)):
                result[at] = replace(token, after=token.after.capitalize())
    return result


def round_letters(tokens: list[Decision]) -> list[Decision]:
    """``HO so`` is *Hồ sơ*, ``TG chirc`` *Tổ chức*, ``BO Y té`` *Bộ Y tế*: the same where the next word is as short,
    unless capitals stand before it (35 of 37 times in the pairs that channels are learned from)."""
    result = list(tokens)
    for at, token in enumerate(tokens[:-1]):
        if (
            token.before[1:] in _BESIDE_O
            and token.before[:1].isupper()
            and token.after.isupper()
            and len(token.after) == 2
        ):
            after = [other.after for other in tokens[at + 1 : at + 3]]
            if after[0] == "Y":
                after = after[1:]
            above = at > 0 and len(tokens[at - 1].after) > 1 and tokens[at - 1].after.isupper()
            if after and after[0].islower() and not above:
                result[at] = replace(token, after=token.after.capitalize())
    return result


def figures_for_small_letters(tokens: list[Decision]) -> list[Decision]:
    """``0 nude ngoai`` is *ở nước ngoài*, ``50 luong`` *số lượng*: a figure has no size, so that the words beside it
    tell (25 of 25 times in the pairs that channels are learned from)."""
    result = list(tokens)
    for at, token in enumerate(tokens):
        if token.before.isdigit() and token.after.isalpha() and token.after.isupper():
            near = (*tokens[max(0, at - 1) : at], *tokens[at + 1 : at + 2])
            beside = [other.after for other in near if other.after.isalpha()]
            if beside and not any(word.isupper() and len(word) > 1 for word in beside) and beside[-1].islower():
                result[at] = replace(token, after=token.after.lower())
    return result


def mixed_case(tokens: list[Decision]) -> list[Decision]:
    """``HiNH THUC`` is *HÌNH THỨC*, ``HOi ddng`` *Hội đồng*: no word mixes its cases, and letters whose size does not
    show were taken for the other; the words beside it tell."""
    result = list(tokens)
    for at, token in enumerate(tokens):
        read = token.before
        if not read.isalpha() or read.isupper() or not any(map(str.isupper, read[1:])) or not one_case(token.after):
            continue
        near = (*tokens[max(0, at - 1) : at], *tokens[at + 1 : at + 2])
        beside = [other.after.isupper() for other in near if len(other.after) > 2 and other.after.isalpha()]
        if beside and all(beside):
            result[at] = replace(token, after=token.after.upper())
        elif beside and not any(beside) and token.after.isupper() and len(token.after) > 1:
            result[at] = replace(token, after=token.after.capitalize())
    return result


@cache
def _hyphened() -> frozenset[tuple[str, str]]:
    """Words between which a dash without spaces is printed."""
    return frozenset((row["first"], row["second"]) for row in read_tsv("hyphens.tsv"))


_OF_ONE_WORD = log(0.08)
"""Of 127 such specks 12 stand between two words whose syllables are bound like this; so does *thương mại-dịch vụ*."""


def without_hyphens(line: str, tokens: list[Decision]) -> list[Decision]:
    """``nhiém-vu`` is *nhiệm vụ*: between two syllables in small letters that are not written with one, a dash without
    spaces is dirt (130 of 131 times in the pairs that channels are learned from), except between two words of two
    syllables each."""
    result = tokens[:1]
    for at, (last, token) in enumerate(pairwise(tokens)):
        between = line[last.end : token.start]
        if between in ("-", "–") and _are_written_apart(last.after, token.after):
            before, behind = tokens[at - 1 : at] if at else [], tokens[at + 2 : at + 3]
            if not (_are_one_word([*before, last]) and _are_one_word([token, *behind])):
                result.append(Decision(last.end, token.start, between, " ", _SURE, (), "mark"))
        result.append(token)
    return result


def _are_written_apart(first: str, second: str) -> bool:
    if not (first[1:].islower() and second.islower() and is_syllable(first.lower()) and is_syllable(second)):
        return False
    return (canonical_tone(first.lower()), canonical_tone(second)) not in _hyphened()


def _are_one_word(tokens: Sequence[Decision]) -> bool:
    """Whether the second of two syllables mostly stands where the first does."""
    if len(tokens) < 2:
        return False
    first, second = (np.array([model().id(token.after.lower())]) for token in tokens)
    return float(model().bigrams(first, second)[0][0]) > _OF_ONE_WORD


def _of_size(tokens: list[Decision]) -> list[Decision]:
    return figures_for_small_letters(round_letters(small_o(tokens)))


def small_s(tokens: list[Decision]) -> list[Decision]:
    """``Nghi dinh $6`` is *Nghị định số*: a dollar sign stands for an s of either size, which within a clause is small
    (77 of 88 times in the pairs that channels are learned from). What begins a line stays: it may begin a cell."""
    result = list(tokens)
    for at, token in enumerate(tokens):
        if token.before[:1] == "$" and len(token.before) == 2 and token.after[:1].isupper():
            last = tokens[at - 1] if at else None
            if last is not None and last.after.islower() and token.start - last.end == 1:
                result[at] = replace(token, after=token.after.lower())
    return result


def roman_label(line: str) -> tuple[int, int, str] | None:
    """``II1. TỔ CHỨC`` → ``III. TỔ CHỨC``: figures do not stand in Roman numerals."""
    match = _ROMAN_LABEL.match(line)
    return (match.start(1), match.end(1), match[1].replace("1", "I").replace("l", "I")) if match else None


def parted_codes(line: str) -> list[tuple[int, int, str]]:
    """``128 /KH-UBND`` → ``128/KH-UBND``: a number and the slash of its code belong together."""
    return [(*match.span(1), "") for match in _PARTED_CODE.finditer(line)] if " /" in line else []


def lost_slashes(line: str) -> list[tuple[int, int, str]]:
    """``41/2020 TT-BCA`` → ``41/2020/TT-BCA``: behind a number and a year stands the kind of paper, and a stroke
    between the two."""
    return [(*match.span(1), "/") for match in _PARTED_NUMBER.finditer(line)] if "/" in line else []


def long_dashes(line: str) -> list[tuple[int, int, str]]:
    """``Lao động — Thương binh`` → ``… – …``: offices print the shorter dash between words (30 of 31 in the pairs that
    channels are learned from)."""
    return [(*match.span(), "–") for match in _LONG_DASH.finditer(line)] if "—" in line else []


def speck(line: str) -> tuple[int, int, str] | None:
    """A line of nothing but a few dashes and dots, an underscore among them, is dirt on the glass; a ruling would be
    longer."""
    stripped = line.strip()
    if "_" in stripped and len(stripped) <= 8 and _SPECK.fullmatch(stripped):
        begin = line.index(stripped)
        return begin, begin + len(stripped), ""
    return None


def dirt_before(line: str) -> tuple[int, int, str] | None:
    """``| định của pháp luật`` → ``định …``: no line begins with such a sign (in the pairs that channels are learned
    from none of 430 does); waves and stops before a capital may be what is left of a bullet."""
    match = _DIRT_BEFORE.match(line)
    if match is None or (match[1][0] in _PAIRED and sum(map(line.count, _PAIRED[match[1][0]])) > 1):
        return None
    return match.start(1), match.end(1), ""


def dirt_behind(line: str) -> tuple[int, int, str] | None:
    """``của pháp luật. :`` → ``của pháp luật.``: no sign stands alone behind the stop that ends a line (in the pairs
    that channels are learned from 190 of 196 do not), and no stroke behind its words."""
    at = len(line.rstrip())
    match = _DIRT_BEHIND.search(line, max(0, at - _TAIL)) if line[at - 1 : at] in _SIGNS_BEHIND else None
    if match is None or line.count("|") > 1:
        return None
    return match.start(), match.end(), ""


def signs_before(line: str) -> tuple[int, int, str] | None:
    """``: ~ Tham gia`` → ``Tham gia``, ``: - Tham gia`` → ``- Tham gia``: no line begins with two such signs (in the
    pairs that channels are learned from 40 of 42 do not); dots are leaders."""
    match = _SIGNS_BEFORE.match(line)
    if match is None or _LEADERS.fullmatch(match[1]) or line.count("|") > 1:
        return None
    return (*match.span(1), "")


def signs_behind(line: str) -> tuple[int, int, str] | None:
    """``hồ sơ hợp lệ. : ;`` → ``hồ sơ hợp lệ.``: neither do several signs stand behind what ends a line (in the pairs
    that channels are learned from all 172 are dirt), unless they are leaders."""
    if line.rstrip()[-1:] not in _SIGNS_BEHIND:
        return None
    match = _SIGNS_AT_END.search(line)
    if match is None or line.count("|") > 1:
        return None
    found = match[1] or match[2]
    return None if _LEADERS.fullmatch(found) else (*match.span(1 if match[1] else 2), "")


def shadow_behind(line: str) -> tuple[int, int, str] | None:
    """``bệnh ee`` → ``bệnh``: the shadow at a page's edge is read as round letters, of which no syllable is made; what
    stands with them, in pieces of one or two letters, is the same (47 of 57 lines in the pairs that channels are
    learned from do not miss it)."""
    if not any(map(line[-_TAIL * 2 :].__contains__, _SHADOWS)):
        return None
    match = _SHADOW.search(line, max(0, len(line) - _TAIL * 2))
    return (match.start(1), match.end(1), "") if match else None


def hooks_before_commas(line: str) -> list[tuple[int, int, str]]:
    """``vat tu?, thiét bi`` → ``vật tư, …``: no question mark stands before a comma."""
    return [(*match.span(), "") for match in _HOOK_BEFORE_COMMA.finditer(line)] if "?," in line else []


def apostrophe_before(line: str) -> tuple[int, int, str] | None:
    """``của ‘người`` → ``của người``: one apostrophe alone opens nothing (22 of 22 times in the pairs that channels are
    learned from)."""
    if sum(map(line.count, "‘’'")) != 1:
        return None
    match = _APOSTROPHE_BEFORE.search(line)
    return (*match.span(), "") if match else None


def number_mark(line: str) -> tuple[int, int, str] | None:
    """``So: 45/UBND-VX`` → ``Số: …``: nothing else stands before a number and its code at the beginning of a line."""
    match = _NUMBER_MARK.match(line)
    return (match.start(1), match.end(1), "Số") if match and match[1] != "Số" else None


def _once(rule: Callable[[str], _Edit | None]) -> Callable[[str], list[_Edit]]:
    """A rule for one place of a line as one for any number of them."""

    def rule_of_places(line: str) -> list[_Edit]:
        edit = rule(line)
        return [edit] if edit else []

    return rule_of_places


_LineRules = tuple[tuple[str, Callable[[str], list[_Edit]]], ...]
_LINE_RULES: _LineRules = (
    ("head-mark", _once(number_mark)),
    ("marker", _once(stray_stop)),
    ("marker", _once(letter_label)),
    ("marker", _once(letter_and_bracket)),
    ("marker", _once(roman_label)),
    ("code", parted_codes),
    ("code", lost_slashes),
    ("mark", long_dashes),
    ("mark", _once(speck)),
    ("mark", _once(dirt_before)),
    ("mark", _once(signs_before)),
    ("mark", _once(dirt_behind)),
    ("mark", _once(signs_behind)),
    ("mark", _once(shadow_behind)),
    ("mark", hooks_before_commas),
    ("mark", _once(apostrophe_before)),
)
_RULES_OF_DAMAGE: dict[str, _LineRules] = {
    "wrong-language-ocr": _LINE_RULES,
    "stripped": (("head-mark", _once(number_mark)),),
    "vietnamese-ocr": (("mark", _once(dirt_behind)),),
}
_SURE = 0.97


def repair(line: str, tokens: list[Decision], damage: str) -> list[Decision]:
    """The decisions on one line with the repairs added; in order, without overlaps. Offsets are into the line as it
    was read."""
    repaired = [_repaired(token) for token in tokens]
    if damage == "wrong-language-ocr":
        repaired = small_s(mixed_case(_of_size([_with_bar(token) for token in repaired])))
        repaired = without_hyphens(line, repaired) if "-" in line or "–" in line else repaired
    for reason, rule in _RULES_OF_DAMAGE.get(damage, ()):
        edits = rule(line)
        if edits:
            repaired = _outside(repaired, edits)
            repaired += [Decision(start, end, line[start:end], after, _SURE, (), reason) for start, end, after in edits]
            repaired.sort(key=lambda token: token.start)
    return repaired


def _outside(tokens: list[Decision], edits: list[_Edit]) -> list[Decision]:
    """The decisions that no edit touches; edits stand in order."""
    ends = [end for _, end, _ in edits]
    first_behind = [bisect_right(ends, token.start) for token in tokens]
    return [t for t, k in zip(tokens, first_behind, strict=True) if k == len(edits) or edits[k][0] >= t.end]


def _with_bar(token: Decision) -> Decision:
    after = bar_misread(token.after) if "/" in token.after or "-" in token.after else None
    return token if after is None else replace(token, after=after, reason="code", confidence=_SURE)


def _repaired(token: Decision) -> Decision:
    if token.before.isalpha() and not token.before.isupper():
        return token
    for reason, rule in _TOKEN_RULES:
        if any(map(str.isdigit, token.before)) or token.before.isupper() or REST_OF_CODE.match(token.before):
            after = rule(token.after)
            if after is not None and after != token.after:
                return replace(token, after=after, reason=reason, confidence=min(token.confidence, _SURE))
    return token
