"""Bodies: offices, committees, organisations and classes of them, read from names as they are printed.

The registry is ``dictionaries/units.tsv``: kinds of bodies by level after the laws on the organisation of
government, with other ways to write them and the dates between which they exist. A printed name is a kind, then a
place or another addition:

>>> match_unit("phòng GD&ĐT thị xã").name
'Phòng Giáo dục và Đào tạo thị xã'
>>> [unit.name for unit in split_units("Sở Tài chính, các sở, ban, ngành liên quan và UBND các xã, phường")]
['Sở Tài chính', 'các sở, ban, ngành liên quan', 'Ủy ban nhân dân các xã, phường']
>>> [unit.text for unit in read_units("Sở Y tế và các đơn vị liên quan tổ chức khám sức khỏe", 0)[0]]
['Sở Y tế', 'các đơn vị liên quan']
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from viextract.data import read_yaml
from viextract.language.fold import fold
from viextract.language.remembered import remembered
from viextract.model.plan import Unit
from viextract.vocabulary.persons import LEAST_NAME_WORDS, MOST_NAME_WORDS, has_surname
from viextract.vocabulary.positions import officers
from viextract.vocabulary.units.grammar import (
    end_of_zones,
    is_company,
    is_generic,
    is_plural,
    name_tail,
    opens_body,
    opens_generic,
    read_name,
    school_level,
)
from viextract.vocabulary.units.registry import Kind, likely_kind, registered_kind
from viextract.vocabulary.units.tokens import (
    SEPARATORS,
    Token,
    abbreviations,
    is_capital,
    phrase_end,
    place_end,
    tokenize,
    word_lists,
)

READ_AHEAD = 400
"""Characters of running text that are looked at for one list of bodies."""


def _expanded(text: str, tokens: Sequence[Token]) -> str:
    """``text`` from the first to the last of ``tokens`` with abbreviations written out."""
    if not tokens:
        return ""
    parts, last = [], tokens[0].start
    for token in tokens:
        parts += [text[last : token.start], abbreviations().get(token.text, token.text)]
        last = token.end
    return re.sub(r"\s+", " ", "".join(parts))


def _key(name: str) -> str:
    """What tells one body from another: "Hội Nông dân Việt Nam xã" and "Hội Nông dân xã" are one."""
    return _of_a_place().sub(r"\1", "-".join(re.findall(r"[a-z0-9]+", fold(name))))


@cache
def _of_a_place() -> re.Pattern[str]:
    """The country's name in that of an organisation's committee for one place; without a place it is the whole's."""
    data = read_yaml("units_words.yaml")
    names = "|".join(fold(name).replace(" ", "-") for name in data["of_all_vietnam"])
    local = (place for place in data["places"] if place not in data["of_the_whole"])
    places = "|".join(fold(place).replace(" ", "-") for place in local)
    return re.compile(rf"(?<![^-])({names})-viet-nam(?=-(?:cac-)?(?:{places})(?:-|$))")


@remembered(size=8192)
def _unit(text: str) -> tuple[str, str, bool]:
    """Canonical name, key, generic."""
    tokens = tokenize(text)
    if not tokens:
        return text, _key(text), False
    if is_generic(tokens) or is_plural(tokens, 0):
        name = _expanded(text, tokens)
        return name, _key(name), is_generic(tokens)
    known = registered_kind(tokens, 0) or _recognise(tokens)
    if known:
        kind, end = known
        rest = _with_level(_expanded(text, tokens[end:]))
        gap = " " if rest and text[tokens[end - 1].end : tokens[end].start] else ""
        name = kind.name + gap + rest
        if rest.startswith("và "):
            name = _expanded(text, tokens)  # one more field than the registered body has
            name = name[:1].upper() + name[1:]
    else:
        name = _expanded(text, tokens)
        name = name[:1].upper() + name[1:]
    return name, _key(name), False


_LEVEL = re.compile(r"(?P<word>[^\W\d_]+)(?=$|[\s,;]+(?:ủy|uỷ)(?!\w)|\s+[A-ZĐÀ-Ỹ])")


def _with_level(rest: str) -> str:
    """What follows a kind, with the marks of the level that stands right behind it: "Hội Nông dân | quấn" names a
    "quận". Other words of the same letters stand elsewhere: "địa phương".
    """
    match = _LEVEL.match(rest)
    if match is None or not match["word"].islower():
        return rest
    level = _levels().get(fold(match["word"]), match["word"])
    return level + rest[match.end() :]


@cache
def _levels() -> dict[str, str]:
    return {fold(level): level for level in read_yaml("units_words.yaml")["levels_behind_names"]}


def _recognise(tokens: Sequence[Token]) -> tuple[Kind, int] | None:
    """A damaged registered name at the start; the token after it."""
    words: list[str] = []
    ends: list[int] = []
    for i, token in enumerate(tokens[:12]):
        if not token.words and token.text not in "-–,":
            break
        words += token.words
        ends += [i + 1] * len(token.words)
    hit = likely_kind(tuple(words)) if len(words) > 1 else None
    return (hit[0], ends[hit[1] - 1]) if hit else None


_EDGES = " \t\n.,;:-–*+…/"


def _make(text: str) -> Unit:
    text = re.sub(r"\s+", " ", text).strip(_EDGES)
    name, key, generic = _unit(text)
    return Unit(name=name, text=text, key=key, generic=generic)


def match_unit(text: str) -> Unit:
    """The body that ``text`` names, taken as one even where it names several; never fails.

    >>> match_unit("UBND phường Tân Giang").name
    'Ủy ban nhân dân phường Tân Giang'
    >>> match_unit("Phòng Giáo duc va Đào tạo").name
    'Phòng Giáo dục và Đào tạo'
    >>> match_unit("các phòng, ban, ngành có liên quan").generic
    True
    """
    return _make(text)


def kind_of(text: str) -> Kind | None:
    """The registered kind with which ``text`` begins, or None.

    >>> kind_of("Sở Kế hoạch và Đầu tư tỉnh Lâm Hải").valid_to
    '2025-02-28'
    """
    tokens = tokenize(text)
    known = registered_kind(tokens, 0) or _recognise(tokens) if tokens else None
    return known[0] if known else None


def is_one_body(text: str) -> bool:
    """Whether ``text`` is the name of one body of a registered kind, or of one of its organs; no class of them.

    >>> is_one_body("Ban Thường trực Ủy ban MTTQ xã"), is_one_body("Phòng Nội vụ"), is_one_body("Các thôn")
    (True, True, False)
    """
    organ = next((organ for organ in read_yaml("units_words.yaml")["organs"] if text.lower().startswith(organ)), "")
    if kind_of(text) is None and (not organ or kind_of(text[len(organ) :].lstrip()) is None):
        return False
    return not match_unit(text).generic


def in_force(kind: Kind, day: str) -> bool:
    """Whether the kind of body exists on ``day`` (ISO 8601), after the reforms that the registry knows.

    >>> in_force(kind_of("Phòng Nội vụ"), "2025-07-01")
    False
    """
    return (kind.valid_from or "") <= day <= (kind.valid_to or "9999")


def _distributed(items: Sequence[str]) -> Iterator[Unit]:
    """Items with the head of the one before them where they lack it: "các Sở Tài chính, Nội vụ" are two Sở.

    Only where head and item together are a registered name, so that "Văn hóa, Thông tin" stays one.
    """
    for item in items:
        tokens = tokenize(item)
        k = phrase_end(tokens, 0, word_lists().plurals, 2) if tokens else 0
        head = phrase_end(tokens, k, word_lists().heads, 3) if k < len(tokens) else k
        pieces = _headless(tokens, item, k, head)
        if not pieces:
            yield _make(item)
            continue
        for piece in pieces:
            printed = piece.strip(_EDGES)
            own = (
                printed
                if _key(printed).startswith(_key(item[tokens[k].start : tokens[head - 1].end]))
                else (item[tokens[k].start : tokens[head - 1].end] + " " + printed)
            )
            unit = _make(own)
            yield unit.model_copy(update={"text": printed})


def _headless(tokens: Sequence[Token], item: str, k: int, head: int) -> list[str]:
    """The pieces of a list under one head, or nothing where the item is no such list."""
    if head == k or head >= len(tokens):
        return []
    if not is_capital(tokens[head]) and phrase_end(tokens, head, word_lists().school_levels, 4) > head:
        return []  # "các trường mầm non, tiểu học" is one class
    start = head + (tokens[head].text == ":")
    pieces: list[str] = []
    begin = tokens[k].start if start == head else tokens[start].start if start < len(tokens) else 0
    i = start
    while i < len(tokens):
        known = registered_kind([*tokens[k:head], *tokens[i:]], 0)
        if not known or known[1] <= head - k:
            return []
        end = name_tail(tokens, i + known[1] - (head - k))
        pieces.append(item[begin : tokens[end - 1].end])
        if end < len(tokens) and tokens[end].text not in SEPARATORS:
            return []
        i = end + 1
        begin = tokens[i].start if i < len(tokens) else 0
    return pieces if len(pieces) > 1 else []


def split_units(text: str) -> list[Unit]:
    """The bodies that a heading or a cell names, one by one, as printed; a name with "và" or commas of its own stays
    whole.

    >>> [unit.text for unit in split_units("Trung tâm Văn hóa, Thông tin và Thể thao; Hội Nông dân, Công an xã")]
    ['Trung tâm Văn hóa, Thông tin và Thể thao', 'Hội Nông dân', 'Công an xã']
    >>> [unit.name for unit in split_units("các Sở: Tài chính, Nội vụ, Y tế")]
    ['Sở Tài chính', 'Sở Nội vụ', 'Sở Y tế']
    """
    tokens = tokenize(text)
    items: list[str] = []
    begin, i, depth = 0, 0, 0
    while i < len(tokens):
        token = tokens[i]
        depth += (token.text == "(") - (token.text == ")")
        if depth <= 0 and token.text in SEPARATORS and i > begin and _splits(tokens, begin, i):
            items.append(text[tokens[begin].start : token.start])
            begin = i + 1
            if token.text == "cùng" and begin < len(tokens) and tokens[begin].text == "với":
                begin += 1
            i = begin
            continue
        i += 1
    if begin < len(tokens):
        items.append(text[tokens[begin].start :])
    return [unit for unit in _distributed(items) if unit.text]


def _splits(tokens: Sequence[Token], begin: int, i: int) -> bool:
    """Whether the separator at ``i`` ends the body that began at ``begin``."""
    nxt = _after_separator(tokens, i) or i + 1
    if is_plural(tokens, begin) and school_level(tokens, i) > i:
        return False
    if end_of_zones(tokens, begin, i) > i or _is_next_field(tokens, begin, i, nxt):
        return False
    if is_company(tokens, nxt) and (nxt + 1 == len(tokens) or tokens[nxt + 1].text in SEPARATORS):
        return True
    if _opens_person(tokens, begin) or _is_name(tokens, begin, i):
        if tokens[i].text == "," and _opens_post(tokens, nxt):
            return False  # "Thầy Lê Văn Trúc, Hiệu trưởng": a person and the post
        if _opens_person(tokens, nxt) or _is_name(tokens, nxt, _next_separator(tokens, nxt)):
            return True
    if _opens_person(tokens, nxt) or (tokens[i].text == ";" and _opens_post(tokens, nxt)):
        return True
    if not opens_body(tokens, nxt):
        # A semicolon parts bodies unless what follows could stand in no list of them.
        return tokens[i].text == ";" and nxt < len(tokens) and is_capital(tokens[nxt])
    if tokens[i].text == ";":
        return True
    known = registered_kind(tokens, begin)
    if known and known[1] > i:
        return False
    # "UBND các xã và các phường": a class of places goes on.
    return not (_class_of_places(tokens, nxt) and any(_class_of_places(tokens, k) for k in range(begin, i)))


def _is_next_field(tokens: Sequence[Token], begin: int, i: int, nxt: int) -> bool:
    """Whether a noun of bodies without a name goes on with the fields of one in charge: "Chuyên viên phụ trách lĩnh vực
    Hành chính, Văn phòng".
    """
    if tokens[i].text == ";" or not any(
        phrase_end(tokens, k, word_lists().before_fields, 2) > k for k in range(begin, i)
    ):
        return False
    end = phrase_end(tokens, nxt, word_lists().heads, 3)
    return end > nxt and (end == len(tokens) or tokens[end].text in SEPARATORS)


def _opens_person(tokens: Sequence[Token], i: int) -> bool:
    """Whether an address with a name begins at ``i``: "bà Lò Thị Sen", "Đ/c Sen"."""
    end = phrase_end(tokens, i, word_lists().addresses, 3)
    return end > i and end < len(tokens) and is_capital(tokens[end]) and tokens[end].text.isalpha()


def _is_name(tokens: Sequence[Token], begin: int, end: int) -> bool:
    """Whether the tokens are a person's name without an address: a family name first, nothing but capitals."""
    name = tokens[begin:end]
    if not LEAST_NAME_WORDS <= len(name) <= MOST_NAME_WORDS:
        return False
    if not all(token.text.isalpha() and is_capital(token) for token in name):
        return False
    return has_surname([token.text for token in name]) and not opens_body(tokens, begin)


def _next_separator(tokens: Sequence[Token], i: int) -> int:
    return next((k for k in range(i, len(tokens)) if tokens[k].text in SEPARATORS), len(tokens))


def _opens_post(tokens: Sequence[Token], i: int) -> bool:
    """Whether a post begins at ``i``: "Hiệu trưởng", "giáo viên chủ nhiệm"."""
    words = " ".join(word for token in tokens[i : i + 4] for word in token.words)
    return any(words == post or words.startswith(post + " ") for post in _posts())


@cache
def _posts() -> tuple[str, ...]:
    return tuple(post for post in officers() if not post.endswith("dong chi"))


def _class_of_places(tokens: Sequence[Token], i: int) -> bool:
    k = phrase_end(tokens, i, word_lists().plurals, 2)
    return k > i and place_end(tokens, k) > k


def read_units(text: str, start: int = 0, companies: bool = False) -> tuple[list[Unit], int]:
    """The list of bodies that begins at ``start`` in running text, and the position after it; empty where none
    begins there.

    companies: whether one may be called by a word that is no Vietnamese one: "VNPT, Viettel".

    >>> read_units("Công an xã, Đoàn Thanh niên rà soát các điểm đông người")[1]
    27
    """
    names, end = _listed(text[start : start + READ_AHEAD], companies)
    return list(_distributed(names)), start + end


@remembered(size=4096)
def _listed(text: str, companies: bool) -> tuple[tuple[str, ...], int]:
    """The names in the list of bodies that ``text`` begins with, and where it ends; kept, since the same place is
    asked for the bodies of a heading, of a duty and of who acts.
    """
    tokens = tokenize(text)
    if not tokens or not (opens_body(tokens, 0) or opens_generic(tokens, 0) or (companies and is_company(tokens, 0))):
        return (), 0
    items: list[str] = []
    last = 0
    i = 0
    while i < len(tokens):
        company = companies and is_company(tokens, i)
        end = name_tail(tokens, i + 1) if company else _list_of_class(tokens, i, read_name(tokens, i))
        if end <= i:
            break
        nxt = _after_separator(tokens, end)
        goes_on = nxt is not None and ((companies and is_company(tokens, nxt)) or _is_next_class(tokens, end, nxt))
        if nxt is not None and not goes_on and not opens_body(tokens, nxt):
            more = _continues(tokens, end, nxt)
            end, nxt = (more, _after_separator(tokens, more)) if more > nxt else (end, None)
        last = tokens[end - 1].end
        items.append(text[tokens[i].start : last])
        if nxt is None or not (goes_on or opens_body(tokens, nxt)):
            break
        i = nxt
    return tuple(items), last


def _is_next_class(tokens: Sequence[Token], end: int, nxt: int) -> bool:
    """Whether a class of bodies without "các" begins behind a semicolon: "các sở, ngành; cơ quan báo chí". Its noun
    says what kind, and is no verb ("tổ chức hội thi").
    """
    if tokens[end].text != ";" or not opens_generic(tokens, nxt):
        return False
    noun = phrase_end(tokens, nxt, word_lists().generic_nouns, 8)
    return phrase_end(tokens, nxt, word_lists().verbs) < noun < read_name(tokens, nxt)


def _list_of_class(tokens: Sequence[Token], i: int, end: int) -> int:
    """The token after the names that a colon parts from their class, "Các Sở: Tài chính, Nội vụ"; ``end`` elsewhere."""
    if end >= len(tokens) or tokens[end].text != ":" or not any(is_plural(tokens, k) for k in range(i, end)):
        return end
    head = next((k for k in range(i, end) if phrase_end(tokens, k, word_lists().heads, 3) == end), None)
    last, at = end, end + 1
    while head is not None and at < len(tokens) and is_capital(tokens[at]):
        known = registered_kind([*tokens[head:end], *tokens[at:]], 0)
        if not known or known[1] <= end - head:
            break
        last = name_tail(tokens, at + known[1] - (end - head))
        if last >= len(tokens) or tokens[last].text not in SEPARATORS:
            break
        at = last + 1
    return last if last > end + 1 else end


def _after_separator(tokens: Sequence[Token], i: int) -> int | None:
    """The token after the separator at ``i`` ("và", "cùng với"), None where none stands there."""
    if i >= len(tokens) or tokens[i].text not in SEPARATORS or phrase_end(tokens, i, word_lists().closings) > i:
        return None  # "Mặt trận cùng cấp"
    with_ = tokens[i].text == "cùng" and i + 1 < len(tokens) and tokens[i + 1].text == "với"
    return i + 2 if with_ else i + 1


def _continues(tokens: Sequence[Token], end: int, nxt: int) -> int:
    """The token after a list under one head that goes on without it: "Sở Tài chính, Nội vụ"."""
    head_at = next(
        (
            k
            for k in range(end - 1, -1, -1)
            if phrase_end(tokens, k, word_lists().heads, 1) > k and is_capital(tokens[k])
        ),
        None,
    )
    if head_at is None or nxt >= len(tokens) or not is_capital(tokens[nxt]):
        return nxt
    known = registered_kind([tokens[head_at], *tokens[nxt:]], 0)
    return name_tail(tokens, nxt + known[1] - 1) if known and known[1] > 1 and len(known[0].words) > 1 else nxt


def find_units(text: str) -> list[Unit]:
    """Every registered body named anywhere in ``text``, in order, each time it is named.

    >>> [unit.text for unit in find_units("Giao Sở Tài chính tham mưu; UBND phường Tân Giang báo cáo Sở Tài chính.")]
    ['Sở Tài chính', 'UBND phường Tân Giang', 'Sở Tài chính']
    """
    tokens = tokenize(text)
    found: list[Unit] = []
    i = 0
    while i < len(tokens):
        known = registered_kind(tokens, i) if tokens[i].words and is_capital(tokens[i]) else None
        if known is None:
            i += 1
            continue
        end = name_tail(tokens, known[1])
        found.append(_make(text[tokens[i].start : tokens[end - 1].end]))
        i = end
    return found


@remembered(size=4096)
def names_body(text: str) -> bool:
    """Whether ``text`` begins with the name of a body or of a class of bodies: a heading that assigns duties does.

    >>> names_body("Phòng Văn hóa và Thông tin"), names_body("Các cơ quan, đơn vị"), names_body("Đẩy mạnh tuyên truyền")
    (True, True, False)
    """
    tokens = tokenize(text)
    k = phrase_end(tokens, 0, word_lists().plurals, 2) if tokens else 0
    k = max(k, phrase_end(tokens, k, word_lists().plurals, 2)) if tokens else 0
    if k >= len(tokens):
        return False
    if k:  # "Các tiêu chí" is a class of things, "Các Sở" one of bodies
        words = word_lists()
        named = words.heads | words.generic_nouns | words.places
        return phrase_end(tokens, k, named, 4) > k or registered_kind(tokens, k) is not None
    return opens_body(tokens, 0) or opens_generic(tokens, 0) or _recognise(tokens) is not None


def opens_with_verb(text: str) -> bool:
    """Whether ``text`` opens with a verb of duty, as statements do.

    >>> opens_with_verb("Tổ chức hội thi"), opens_with_verb("Thời gian thực hiện")
    (True, False)
    """
    tokens = tokenize(text[:60])
    end = phrase_end(tokens, 0, word_lists().verbs)
    if end == 0:
        return False
    if tokens[0].text.lower() == "cấp" and place_end(tokens, 1) > 1:
        return False  # "Cấp xã": a level, nothing is given
    if phrase_end(tokens, 0, word_lists().not_stops, 2) > end:
        return False  # "cấp ủy"
    known = registered_kind(tokens, 0)
    return not (known and known[1] > end and is_capital(tokens[0]))  # "Thanh tra tỉnh", which begins like a verb


def acts_behind_name(text: str) -> bool:
    """Whether ``text``, which stands right behind a body's name, opens with a verb that is short or a noun elsewhere.

    >>> acts_behind_name("trực tại các điểm ngập"), acts_behind_name("trực thuộc sở"), acts_behind_name("năm 2026")
    (True, False, False)
    """
    tokens = tokenize(text[:40])
    words = word_lists()
    end = phrase_end(tokens, 0, words.verbs_behind_names, 2)
    return end > 0 and phrase_end(tokens, 0, words.not_verbs_behind_names, 3) <= end
