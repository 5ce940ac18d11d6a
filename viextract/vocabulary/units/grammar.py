"""The grammar of names: a kind of body, its field and its place, as far as they reach."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from viextract.language.fold import fold
from viextract.language.syllables import is_syllable
from viextract.vocabulary.units.registry import registered_kind
from viextract.vocabulary.units.tokens import (
    CLOSE_QUOTES,
    OPEN_QUOTES,
    SEPARATORS,
    Token,
    abbreviations,
    is_capital,
    owners,
    phrase_end,
    place_end,
    tokenize,
    word_lists,
)

_COUNTED_FIELD = 3
"""Most syllables in lower case that tell of what kind counted bodies are: "06 tổ sản xuất", "03 trường mầm non"."""


def is_plural(tokens: Sequence[Token], i: int) -> bool:
    return phrase_end(tokens, i, word_lists().plurals, 2) > i or _is_counted(tokens, i)


def _is_counted(tokens: Sequence[Token], i: int) -> bool:
    """Whether a number of bodies begins at ``i``: "05 khoa liên quan", "06 tổ sản xuất rà soát …"."""
    if i + 1 >= len(tokens) or not tokens[i].text.isdigit() or is_capital(tokens[i + 1]):
        return False
    end = phrase_end(tokens, i + 1, word_lists().heads, 3)
    if end == i + 1 or phrase_end(tokens, i + 1, word_lists().not_bodies, 3) > end:
        return False
    for k in range(end, min(end + _COUNTED_FIELD, len(tokens)) + 1):
        if phrase_end(tokens, k, word_lists().closings, 4) > k:
            return True
        if k == len(tokens) or not tokens[k].words or _opens_verb(tokens, k):
            return k > end
    return False


def _opens_verb(tokens: Sequence[Token], i: int) -> bool:
    """Whether a verb of duty or a preposition in lower case stands at ``i``: there a body's name has ended."""
    if i >= len(tokens) or is_capital(tokens[i]):
        return _acts_in_capitals(tokens, i)
    if i and is_capital(tokens[i - 1]) and phrase_end(tokens, i - 1, word_lists().verbs) > i:
        return False  # "Phòng Đào tạo": the second syllable of a word that has a capital
    if i and phrase_end(tokens, i - 1, word_lists().not_stops, 2) > i:
        return False  # "Giải phóng mặt bằng"
    if phrase_end(tokens, i, word_lists().not_stops, 2) > max(i, phrase_end(tokens, i, word_lists().verbs)):
        return False  # "Cảnh sát giao thông"
    return phrase_end(tokens, i, word_lists().verbs) > i or phrase_end(tokens, i, word_lists().stops) > i


def _acts_in_capitals(tokens: Sequence[Token], i: int) -> bool:
    """Whether a word for a role stands at ``i`` in a line of capitals: "PHÒNG KINH TẾ | CHỦ TRÌ". Behind the noun of a
    body it is part of a name: "TỔ PHỐI HỢP LIÊN NGÀNH".
    """
    end = phrase_end(tokens, i, word_lists().capital_verbs)
    if end == i or not all(token.text.isupper() for token in (tokens[0], *tokens[i:end])):
        return False
    return not any(phrase_end(tokens, k, _heads_alone(), 3) == i for k in range(max(0, i - 3), i))


@cache
def _heads_alone() -> frozenset[str]:
    """Nouns of bodies that are no places."""
    return word_lists().heads - word_lists().places


def opens_generic(tokens: Sequence[Token], i: int) -> bool:
    """Whether "sở, ban, ngành" goes on at ``i``: a generic noun without a name of its own behind it."""
    end = phrase_end(tokens, i, word_lists().generic_nouns)
    if end == i or (
        tokens[i].text.lower() == "cấp" and phrase_end(tokens, i + 1, word_lists().school_levels, 4) > i + 1
    ):
        return False  # "cấp tiểu học" is a level of schools
    if phrase_end(tokens, i, word_lists().heads, 3) > end:
        return False  # "Phòng khám"
    if not is_capital(tokens[i]):
        return not (end < len(tokens) and is_capital(tokens[end]))
    if end == len(tokens) or not tokens[end].words or tokens[end].text in SEPARATORS:
        return True
    if phrase_end(tokens, i, word_lists().verbs) == end and phrase_end(tokens, end, word_lists().stops) == end:
        return False  # "Tổ chức dạy học": the noun is the verb
    return _opens_verb(tokens, end) or phrase_end(tokens, end, word_lists().closings) > end


def opens_body(tokens: Sequence[Token], i: int) -> bool:
    """Whether the name of another body begins at ``i``."""
    if (
        i >= len(tokens)
        or not tokens[i].words
        or opens_generic(tokens, i)
        or phrase_end(tokens, i, word_lists().not_bodies) > i
    ):
        return False
    if is_plural(tokens, i) or is_school_class(tokens, i) or end_of_hamlets(tokens, i) > i:
        return True
    known = registered_kind(tokens, i)
    if known and (len(known[0].words) > 1 or is_capital(tokens[i])):
        return True
    head = phrase_end(tokens, i, word_lists().heads, 3)
    if head == i or phrase_end(tokens, i, word_lists().verbs) > head:
        return False
    return is_capital(tokens[i]) or (head < len(tokens) and is_capital(tokens[head]))


_CLASS_CODE = re.compile(r"\d{1,2}[A-ZĐ]\d{0,2}")


def is_school_class(tokens: Sequence[Token], i: int) -> bool:
    """Whether one class of a school stands at ``i``: "Lớp 9A"; "lớp 9" is a level."""
    more = tokens[i + 1].text if i + 1 < len(tokens) else ""
    return tokens[i].text.lower() == "lớp" and _CLASS_CODE.fullmatch(more) is not None


def _end_of_classes(tokens: Sequence[Token], i: int) -> int:
    """The token after "9A, 9B"."""
    while i + 1 < len(tokens) and tokens[i].text in SEPARATORS and _CLASS_CODE.fullmatch(tokens[i + 1].text):
        i += 2
    return i


def end_of_hamlets(tokens: Sequence[Token], i: int) -> int:
    """The token after "Thôn 1", "Ấp Tân An", "Thôn 1, 2 và 3"; ``i`` where none stands.

    A name ends where something is done or listed, or a larger place follows: behind "Bản Kế hoạch" more small letters
    go on.
    """
    head = phrase_end(tokens, i, word_lists().hamlets, 3)
    if head == i or head >= len(tokens):
        return i
    end = head + (tokens[head].text == "số")
    if end < len(tokens) and _HAMLET_NUMBER.fullmatch(tokens[end].text):
        end += 1
        while end + 1 < len(tokens) and tokens[end].text in SEPARATORS and tokens[end + 1].text.isdigit():
            end += 2
        return end
    end = head
    while end < min(len(tokens), head + _MOST_OF_NAME) and tokens[end].words and is_capital(tokens[end]):
        end += 1
    if end == head:
        return i
    if end == len(tokens) or not tokens[end].words or tokens[end].text in SEPARATORS or _opens_verb(tokens, end):
        return end
    goes_on = max(place_end(tokens, end), phrase_end(tokens, end, word_lists().closings, 4))
    return end if goes_on > end else i


_HAMLET_NUMBER = re.compile(r"\d{1,2}[A-ZĐ]?")
_MOST_OF_NAME = 4
"""Syllables of a place's name: "Buôn Ma Thuột"; a longer run of capitals is a heading."""


def is_company(tokens: Sequence[Token], i: int) -> bool:
    """Whether a word that no Vietnamese one looks like stands at ``i``, as companies are called: "VNPT", "Viettel"."""
    word = tokens[i].text if i < len(tokens) else ""
    if len(word) < _SHORTEST_COMPANY or not word[0].isupper() or not word.isascii() or not word.isalnum():
        return False
    if word in abbreviations() or word.isdigit() or registered_kind(tokens, i):
        return False
    return not is_syllable(word.lower())


_SHORTEST_COMPANY = 3


def end_of_zones(tokens: Sequence[Token], begin: int, end: int) -> int:
    """The token after the further zones of a board: "Ban Quản lý Khu kinh tế Vũng Sim | và các khu công nghiệp"."""
    head = " ".join(token.text for token in tokens[begin:end]).lower()
    if not head.startswith("ban quản lý ") or " khu " not in head:
        return end
    if end < len(tokens) and tokens[end].text in SEPARATORS and tokens[end].text != ";":
        last = phrase_end(tokens, end + 1, word_lists().zones, 4)
        if last > end + 1:
            return name_tail(tokens, last)
    return end


def name_tail(tokens: Sequence[Token], i: int) -> int:
    """The token after what may follow a name and still belongs to it: places, proper names, "có liên quan",
    brackets.
    """
    words = word_lists()
    while i < len(tokens):
        start = i
        token = tokens[i]
        if _acts_in_capitals(tokens, i):
            return i
        if token.text == "(":
            close = next((k for k in range(i, min(len(tokens), i + 16)) if tokens[k].text == ")"), None)
            if close is None:
                return i
            i = close + 1
            continue
        if token.text[0] in OPEN_QUOTES:
            close = next((k for k in range(i + 1, min(len(tokens), i + 16)) if tokens[k].text in CLOSE_QUOTES), None)
            if close is None:
                return i
            i = close + 1
            continue
        if (owner := registered_kind(tokens, i)) and is_capital(token) and owner[0].name in owners():
            i = owner[1]  # "Ban Tổ chức Thành ủy": whose office it is
            continue
        if i and tokens[i - 1].words and is_capital(token) and opens_body(tokens, i) and not is_plural(tokens, i):
            i = max(i + 1, read_name(tokens, i))  # "Đảng ủy Công an xã": two bodies with nothing between are one
            continue
        k = phrase_end(tokens, i, words.plurals, 2)
        close = phrase_end(tokens, i, words.closings, 4)
        if (place := place_end(tokens, k)) > max(k, close - 1) and not _gives(tokens, k, place):
            i = _place_list(tokens, place, plural=k > i)
        elif close > i:
            i = close
            if tokens[i - 1].text in {"thuộc", "bàn"}:
                i = read_name(tokens, i) if opens_body(tokens, i) else name_tail(tokens, i)
        elif token.text in "-–" and i + 1 < len(tokens) and is_capital(tokens[i + 1]):
            i = _end_of_second_field(tokens, i + 2)
        elif token.text == "của" and opens_body(tokens, i + 1):
            i = read_name(tokens, i + 1)  # "Bộ phận Một cửa của UBND xã"
        elif token.text == "số" and i + 1 < len(tokens) and tokens[i + 1].text.isdigit():
            i += 2  # "Đội Quản lý thị trường số 3"
        elif _is_number_of_name(tokens, i):
            i += 1  # "Trường THPT Bãi Sậy 2"
        elif (token.words and is_capital(token) and not opens_body(tokens, i) and not _sentence_verb(tokens, i)) or (
            token.words
            and is_capital(token)
            and i
            and is_capital(tokens[i - 1])
            and tokens[i - 1].words
            and not registered_kind(tokens, i)
        ):
            i += 1
        if i == start:
            return i
    return i


def _gives(tokens: Sequence[Token], i: int, end: int) -> bool:
    """Whether "cấp" is the verb and no level, which has a place behind it: "Trạm Khuyến nông xã | cấp giống"."""
    if tokens[i].text != "cấp" or end > i + 1 or i == 0 or end >= len(tokens) or not tokens[end].words:
        return False
    if tokens[end].text in SEPARATORS or tokens[end].text in word_lists().ranks or is_capital(tokens[end]):
        return False
    return phrase_end(tokens, end, _behind_level(), 4) == end


@cache
def _behind_level() -> frozenset[str]:
    """What tells which level "cấp" is: a place, a level of schools, or words that close a name."""
    words = word_lists()
    return words.places | words.closings | words.school_levels


def _end_of_second_field(tokens: Sequence[Token], i: int) -> int:
    """The token after the field behind a dash, whose second syllable may be small: "Ban Tổ chức - Tuyên giáo"."""
    if i >= len(tokens) or not tokens[i].words or is_capital(tokens[i]) or not tokens[i].text.isalpha():
        return i
    words = word_lists()
    ends = (words.places, words.closings, words.stops, words.plurals, words.addresses)
    pair = phrase_end(tokens, i - 1, words.verbs) == i + 1 or phrase_end(tokens, i - 1, words.heads, 3) > i
    if not pair and (_opens_verb(tokens, i) or any(phrase_end(tokens, i, phrases, 4) > i for phrases in ends)):
        return i
    return i if opens_body(tokens, i - 1) or tokens[i].text in SEPARATORS else i + 1


def _is_number_of_name(tokens: Sequence[Token], i: int) -> bool:
    """Whether a figure tells bodies of one name apart: behind a proper name, nothing that it could count after it."""
    figure, before = tokens[i].text, tokens[i - 1] if i else None
    if not re.fullmatch("[1-9]", figure) or before is None or not before.words:
        return False
    if not is_capital(before) and not _ends_numbered_level(tokens, i):
        return False
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    return (
        after is None
        or (bool(after.words) and not is_capital(after) and _opens_verb(tokens, i + 1))
        or (after.text in {",", ";", ":", ")", "và"})
    )


def _ends_numbered_level(tokens: Sequence[Token], i: int) -> bool:
    """Whether bodies of a level that have numbers stand before ``i``: "Thuế cơ sở 5", "Tòa án nhân dân khu vực 4"."""
    return any(phrase_end(tokens, k, word_lists().numbered_levels, 2) == i for k in (i - 2, i - 1) if k > 0)


def _sentence_verb(tokens: Sequence[Token], i: int) -> bool:
    """Whether a verb written with a capital stands at ``i`` ("của Chính phủ Quy định …"): no part of a name, whose
    syllables all have one.
    """
    end = phrase_end(tokens, i, word_lists().verbs)
    return (end - i > 1 and not is_capital(tokens[end - 1])) or _acts_in_capitals(tokens, i)


def _place_list(tokens: Sequence[Token], i: int, plural: bool) -> int:
    """The token after the names and further places that follow a place word: "xã Tân Hòa", "quận, huyện, thị xã".

    plural: whether "các" stood before the place; only then "các phường" goes on with "các xã".
    """
    words, of_hamlet = word_lists(), _numbered_place(tokens, i)
    while i < len(tokens):
        if _HAMLET_NUMBER.fullmatch(tokens[i].text) and _numbered_place(tokens, i):
            i += 1  # "Ban nhân dân thôn 2"
            continue
        if tokens[i].words and is_capital(tokens[i]) and not opens_body(tokens, i) and tokens[i].text not in SEPARATORS:
            if _sentence_verb(tokens, i):
                return i
            i += 1
            continue
        if tokens[i].text in {",", "và", "-", "–", "/", "hoặc"}:
            k = phrase_end(tokens, i + 1, words.plurals, 2)
            place = place_end(tokens, k)
            known = registered_kind(tokens, k)
            if end_of_hamlets(tokens, k) > k and not of_hamlet:
                return i  # "UBND xã, thôn 5": another body
            if place > k and (plural or k == i + 1) and not (known and len(known[0].words) > 1):
                i = place
                continue
        return i
    return i


def _numbered_place(tokens: Sequence[Token], end: int) -> bool:
    """Whether the place word before ``end`` is of places with numbers: "thôn 2", "khu phố 4"; "xã 2" is a count."""
    words = word_lists()
    starts = range(max(0, end - 3), end)
    return any(
        phrase_end(tokens, k, names, 3) == end for k in starts for names in (words.hamlets, words.numbered_places)
    )


def read_name(tokens: Sequence[Token], i: int) -> int:
    """The token after the body that begins at ``i`` in running text, where a verb or another body ends it."""
    return end_of_zones(tokens, i, _read_name(tokens, i))


def _read_name(tokens: Sequence[Token], i: int) -> int:
    """As :func:`read_name`, without the zones that may follow: by the registry where it knows the kind, else word by
    word up to a verb, a plural, a place or the end of the list.
    """
    if is_school_class(tokens, i):
        return _end_of_classes(tokens, i + 2)
    if (hamlets := end_of_hamlets(tokens, i)) > i:
        return name_tail(tokens, hamlets)
    known = registered_kind(tokens, i)
    generic = phrase_end(tokens, i, word_lists().generic_nouns)
    if is_plural(tokens, i) or (opens_generic(tokens, i) and not (known and known[1] > generic + 1)):
        return _read_generic(tokens, i)
    board = phrase_end(tokens, i, word_lists().boards)
    if board > i and not (known and known[1] > board) and (field := _field_of_board(tokens, board)) > board:
        return name_tail(tokens, field)
    if known:
        end = name_tail(tokens, known[1])
        return _field_of_centre(tokens, end) if " ".join(known[0].words[:2]) in _named_by_fields() else end
    start = i
    i = max(i + 1, phrase_end(tokens, i, word_lists().heads, 3))
    if (office := registered_kind(tokens, i)) and is_capital(tokens[i]):
        end = name_tail(tokens, office[1])  # "Giám đốc Sở Y tế": a post and its office
        centre = " ".join(fold(token.text) for token in tokens[start:i]) in _named_by_fields()
        return _field_of_centre(tokens, end) if centre else end
    first, field = True, i
    # "Ban chỉ đạo" has a verb for its name; behind "Khoa" or "Nhà trường" a verb is what it does.
    whole = " ".join(token.text for token in tokens[start:i]).lower() in word_lists().complete
    while i < len(tokens):
        token = tokens[i]
        if token.text in SEPARATORS and phrase_end(tokens, i, word_lists().closings) == i:
            if token.text == ";" or i + 1 >= len(tokens) or not tokens[i + 1].words or not is_capital(tokens[i + 1]):
                return i
            if opens_body(tokens, i + 1) or (token.text != "và" and _sentence_verb(tokens, i + 1)):
                return i  # behind "và" no sentence begins: "Chi cục Trồng trọt và Bảo vệ thực vật"
        elif not token.words and token.text not in "-–":
            return name_tail(tokens, i)
        elif (not first or whole) and _opens_verb(tokens, i):
            if not _is_object(tokens, field, i):
                return i
            i = phrase_end(tokens, i, word_lists().verbs)
            continue
        elif (not first or whole) and is_plural(tokens, i):
            whose = phrase_end(tokens, phrase_end(tokens, i, word_lists().plurals, 2), word_lists().heads, 3)
            return name_tail(tokens, whose if whole and whose > i + 1 else i)  # "Chi ủy các chi bộ", "Cấp ủy các cấp"
        elif phrase_end(tokens, i, word_lists().closings, 4) > i or place_end(tokens, i) > i:
            return name_tail(tokens, i)
        first = False
        i += 1
    return i


_BOARD_NUMBER = re.compile(r"\d{2,3}")
"""Of the decision that a board carries out: "Ban Chỉ đạo 389", "Ban Chỉ đạo 35"."""
_MOST_OF_TASK = 12
"""Tokens of a task that names a board, before what the board does."""


def _field_of_board(tokens: Sequence[Token], i: int) -> int:
    """The token after the task by which a board is named, which begins at ``i``; ``i`` where none does.

    A task may begin with a verb: in small letters it is the name where it is known as one, or where what only a whole
    name can have behind it follows ("chủ trì").
    """
    if i >= len(tokens) or place_end(tokens, i) > i or opens_body(tokens, i):
        return i
    if _BOARD_NUMBER.fullmatch(tokens[i].text):
        return i + 1
    if (known := phrase_end(tokens, i, word_lists().fields_of_boards, 8)) > i:
        return _end_of_fields(tokens, known)
    if not tokens[i].words or _acts_in_capitals(tokens, i):
        return i
    if is_capital(tokens[i]):
        return i if registered_kind(tokens, i) else _end_of_fields(tokens, i + 1)
    if not _opens_verb(tokens, i):
        return i
    for k in range(i + 1, min(len(tokens), i + _MOST_OF_TASK)):
        if not tokens[k].words or tokens[k].text in SEPARATORS or is_plural(tokens, k):
            return i
        if phrase_end(tokens, k, word_lists().duties_behind_boards) > k:
            return k if phrase_end(tokens, i, word_lists().duties_behind_boards) == i else i
    return i


def _is_object(tokens: Sequence[Token], field: int, i: int) -> bool:
    """Whether the verb at ``i`` tells what the verb before it is about: "Phòng Quản lý đào tạo chủ trì"."""
    if not is_capital(tokens[field]) or phrase_end(tokens, field, word_lists().verbs) != i:
        return False
    end = phrase_end(tokens, i, word_lists().verbs)
    return end > i and phrase_end(tokens, end, word_lists().duties_behind_boards) > end


def _end_of_fields(tokens: Sequence[Token], i: int) -> int:
    """The token after a field of work and further ones with capitals: "Tổ Tiết kiệm và Vay vốn"."""
    i = _end_of_field(tokens, i)
    while i + 1 < len(tokens) and tokens[i].text == "và" and tokens[i + 1].words and is_capital(tokens[i + 1]):
        if opens_body(tokens, i + 1) or opens_generic(tokens, i + 1):
            break
        i = _end_of_field(tokens, i + 2)
    return i


@cache
def _named_by_fields() -> frozenset[str]:
    return frozenset(map(fold, word_lists().named_by_fields))


def _field_of_centre(tokens: Sequence[Token], end: int) -> int:
    """The token after further fields of a centre or branch office, whose name is longer than that of the registry:
    "Trung tâm Văn hóa - Thể thao và Truyền thanh - Truyền hình".
    """
    if end + 1 < len(tokens) and tokens[end].text == "và" and is_capital(tokens[end + 1]) and tokens[end + 1].words:
        words = {word for name in word_lists().named_by_fields for word in name.split()}
        head = [token for token in tokens[:end] if token.text.lower() in words][:2]
        listed = registered_kind([*head, *tokens[end + 1 :]], 0)
        if not opens_body(tokens, end + 1) and not opens_generic(tokens, end + 1) and not listed:
            return name_tail(tokens, _end_of_field(tokens, end + 2))
    return end


def _end_of_field(tokens: Sequence[Token], i: int) -> int:
    """The token where a field of work ends whose syllables may be small: before a verb, a place or a separator."""
    closings = word_lists().closings
    while i < len(tokens) and not _opens_verb(tokens, i) and not is_plural(tokens, i):
        if place_end(tokens, i) > i or phrase_end(tokens, i, closings, 4) > i:
            break
        dashed = tokens[i].text in "-–" and i + 1 < len(tokens) and is_capital(tokens[i + 1])
        if not dashed and (not tokens[i].words or tokens[i].text in SEPARATORS):
            break
        i += 1
    return i


def _read_generic(tokens: Sequence[Token], i: int) -> int:
    """The token after a class of bodies ("các cơ quan, đơn vị liên quan"): it goes on over nouns, brackets and clauses
    that mark it off, and ends where a body, a verb or a word that closes no name begins.
    """
    words = word_lists()
    i += _is_counted(tokens, i)
    i = max(phrase_end(tokens, i, words.plurals, 2), phrase_end(tokens, i, words.generic_nouns))
    i = max(i, phrase_end(tokens, i, words.generic_nouns), phrase_end(tokens, i, words.heads, 3))
    relative = False
    while i < len(tokens):
        token = tokens[i]
        if token.text == ";":
            return i
        if token.text in SEPARATORS:
            if (level := school_level(tokens, i)) > i:
                i = level
                continue
            if (
                opens_body(tokens, i + 1)
                or (_opens_verb(tokens, i + 1) and not opens_generic(tokens, i + 1))
                or i + 1 >= len(tokens)
            ):
                return i
            i += 1
            i = max(i + 1, phrase_end(tokens, i, words.generic_nouns))
            continue
        if token.text == "(" or token.text[0] in OPEN_QUOTES:
            end = name_tail(tokens, i)
            if end == i:
                return i
            i = end
            continue
        if not token.words and token.text not in "-–":
            return i
        closing = phrase_end(tokens, i, words.closings, 4)
        if closing > i:
            i = closing
            continue
        if token.text.lower() in word_lists().relative:
            relative = True  # "các cơ quan được Bộ … cấp phép": the clause belongs to the body, its verb too
            i += 1
            continue
        if relative and _opens_verb(tokens, i) and (verb := phrase_end(tokens, i, words.verbs)) > i:
            relative = False
            i = verb
            continue
        if phrase_end(tokens, i, words.stops) > i or _opens_verb(tokens, i):
            return i
        i += 1
    return i


def school_level(tokens: Sequence[Token], i: int) -> int:
    """The token after the level of schools with which a class of them goes on behind the separator at ``i``: "các
    trường mầm non, tiểu học".
    """
    if tokens[i].text not in SEPARATORS or tokens[i].text == ";":
        return i
    end = phrase_end(tokens, i + 1, word_lists().school_levels, 4)
    return end if end > i + 1 and any(token.text == "trường" for token in tokens[max(0, i - 6) : i]) else i


def is_generic(tokens: Sequence[Token]) -> bool:
    """A class that names no kind of its own: "các phòng, ban, ngành", "cơ quan, đơn vị có liên quan"."""
    k = phrase_end(tokens, 0, word_lists().plurals, 2) if tokens else 0
    k = max(k, phrase_end(tokens, k, word_lists().plurals, 2))
    if phrase_end(tokens, k, word_lists().generic_nouns) == k:
        return False
    known = registered_kind(tokens, k)
    if known and len(known[0].words) > 1 and known[0].words[0] not in {"cap"}:
        return False
    # "Phòng Công tác học sinh": one body of that kind, with a name of its own.
    end = phrase_end(tokens, k, word_lists().generic_nouns)
    return k > 0 or end >= len(tokens) or not is_capital(tokens[end])


def with_capitals_of_kinds(name: str) -> str:
    """A name in small letters with the capitals that kinds of bodies and their fields have (Nghị định 30/2020/NĐ-CP,
    Phụ lục II): the first syllable of each, and of the field behind them.

    >>> with_capitals_of_kinds("ban chấp hành đoàn xã Bãi Sậy"), with_capitals_of_kinds("tổ khoa học tự nhiên")
    ('Ban Chấp hành Đoàn xã Bãi Sậy', 'Tổ Khoa học tự nhiên')
    """
    words, tokens = list(name), tokenize(name)
    i = 0
    while i < len(tokens):
        if not tokens[i].words or (is_capital(tokens[i]) and i):
            break
        if i and (place_end(tokens, i) > i or tokens[i].text in SEPARATORS):
            break
        words[tokens[i].start] = words[tokens[i].start].upper()
        end = phrase_end(tokens, i, word_lists().heads, 3)
        if phrase_end(tokens, i, word_lists().not_bodies, 3) > end:
            break
        if end == i:  # a field of two syllables: "Chấp hành"; what it is of may follow
            i += 2
            if i < len(tokens) and phrase_end(tokens, i, word_lists().heads, 3) > i:
                continue
            break
        if tokens[i].text.lower() == "ban" and end > i + 1:
            words[tokens[i + 1].start] = words[tokens[i + 1].start].upper()
        i = end
    return "".join(words)
