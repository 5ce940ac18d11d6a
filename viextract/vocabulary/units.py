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
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, NamedTuple

from rapidfuzz import fuzz, process

from viextract.data import read_tsv, read_yaml
from viextract.language.fold import fold
from viextract.language.i_and_y import with_y
from viextract.model.plan import Unit

READ_AHEAD = 400
"""Characters of running text that are looked at for one list of bodies."""
_COUNTED_FIELD = 3
"""Most syllables in lower case that tell of what kind counted bodies are: "06 tổ sản xuất", "03 trường mầm non"."""
FUZZY_CUTOFF = 88.0
"""Least similarity (rapidfuzz ratio, 0 to 100) at which a damaged name is taken for a registered one: about one
wrong letter in eight.
"""


@dataclass(frozen=True, slots=True)
class Kind:
    """A registered kind of body."""

    name: str
    level: str
    """central, province, district, commune or any."""
    valid_from: str | None
    valid_to: str | None
    """First and last day on which the kind exists (ISO 8601), None where the law does not bound it."""
    successor: str | None
    words: tuple[str, ...]
    """The name's folded words."""


class _Token(NamedTuple):
    start: int
    end: int
    text: str
    words: tuple[str, ...]
    """Folded words it stands for; several for an abbreviation, none for punctuation."""


class _Words(NamedTuple):
    heads: frozenset[str]
    not_bodies: frozenset[str]
    not_stops: frozenset[str]
    school_levels: frozenset[str]
    generic_nouns: frozenset[str]
    plurals: frozenset[str]
    places: frozenset[str]
    closings: frozenset[str]
    stops: frozenset[str]
    verbs: frozenset[str]
    complete: frozenset[str]
    addresses: frozenset[str]


_SEPARATORS = frozenset({",", ";", "và", "cùng", "hoặc", "&", "/"})
_OPEN_QUOTES, _CLOSE_QUOTES = '"“', '"”'


@cache
def _words() -> _Words:
    data: dict[str, Any] = read_yaml("units_words.yaml")
    return _Words(**{name: frozenset(data[name]) for name in _Words._fields})


@cache
def _owners() -> frozenset[str]:
    return frozenset(read_yaml("units_words.yaml")["owners"])


@cache
def _abbreviations() -> dict[str, str]:
    return {row["abbreviation"]: row["expansion"] for row in read_tsv("units_abbreviations.tsv")}


_TOKEN = re.compile(r"(?<![\w&])[A-ZĐ]+(?:[&-][A-ZĐ]+)+(?![\w&])|[^\W_]+|[^\w\s]")
_PART = re.compile(r"[^\W_]+|[^\w\s]")


@lru_cache(maxsize=4096)
def _tokens(text: str) -> Sequence[_Token]:
    """The words and marks of a text; kept, since each heading and task is asked several questions."""
    found: list[_Token] = []
    for match in _TOKEN.finditer(text):
        word = match[0]
        if "&" in word[1:] or "-" in word[1:]:
            if word in _abbreviations():
                found.append(_token(word, match.start()))
            else:  # "HĐND-UBND": two abbreviations
                found += [_token(part[0], match.start() + part.start()) for part in _PART.finditer(word)]
        else:
            found.append(_token(word, match.start()))
    return found


def _token(word: str, start: int) -> _Token:
    word = word if word[0].isupper() else with_y(word)  # names of places keep their own spelling
    return _Token(start, start + len(word), word, _folded_words(word))


@lru_cache(maxsize=16384)
def _folded_words(word: str) -> tuple[str, ...]:
    """The folded words that a token stands for: those of an abbreviation's expansion, none for punctuation."""
    if word == "&":
        return ("va",)
    expansion = _abbreviations().get(word)
    if expansion:
        return tuple(re.findall(r"\w+", fold(expansion)))
    return (fold(word),) if word[0].isalnum() else ()


class _Registry:
    """Kinds by their words (a trie) and by acronyms of their own."""

    def __init__(self) -> None:
        self.trie: dict[str, Any] = {}
        self.acronyms: dict[str, Kind] = {}
        self.by_head: dict[str, dict[str, Kind]] = {}
        for row in read_tsv("units.tsv"):
            words = tuple(word for token in _tokens(row["name"]) for word in token.words)
            kind = Kind(
                row["name"],
                row["level"],
                row["valid_from"] or None,
                row["valid_to"] or None,
                row["successor"] or None,
                words,
            )
            for alias in [row["name"], *filter(None, row["aliases"].split("|"))]:
                self._add(alias, kind)
            self.by_head.setdefault(words[0], {})[" ".join(words)] = kind

    def _add(self, alias: str, kind: Kind) -> None:
        tokens = _tokens(alias)
        if len(tokens) == 1 and alias.isupper() and alias not in _abbreviations():
            self.acronyms[alias] = kind
            return
        node = self.trie
        for token in tokens:
            for word in token.words:
                node = node.setdefault(word, {})
        node.setdefault("", kind)


@cache
def _registry() -> _Registry:
    return _Registry()


def _registered(tokens: Sequence[_Token], i: int) -> tuple[Kind, int] | None:
    """The longest registered name that begins at token ``i``, and the token after it. Hyphens and commas inside do
    not count.
    """
    registry = _registry()
    if i < len(tokens) and (kind := registry.acronyms.get(tokens[i].text)):
        return kind, i + 1
    node, best = registry.trie, None
    while i < len(tokens):
        token = tokens[i]
        if not token.words and token.text not in "-–,./":
            break
        for word in token.words:
            node = node.get(word, {})
            if not node:
                return best
        i += 1
        if token.words and "" in node:
            best = node[""], i
    return best


@lru_cache(maxsize=4096)
def _damaged(words: tuple[str, ...]) -> tuple[Kind, int] | None:
    """The registered name that the first of these folded words most resemble, and how many words it takes."""
    registry = _registry()
    heads = (
        [words[0]] if words[0] in registry.by_head else [h for h in registry.by_head if fuzz.ratio(h, words[0]) >= 66]
    )
    best: tuple[float, Kind, int] | None = None
    for head in heads:
        names = registry.by_head[head]
        for length in sorted({len(kind.words) for kind in names.values()}):
            if length < 2 or length > len(words):
                continue
            same = [name for name, kind in names.items() if len(kind.words) == length]
            hit = process.extractOne(" ".join(words[:length]), same, scorer=fuzz.ratio, score_cutoff=FUZZY_CUTOFF)
            if hit and (best is None or (hit[1], length) > (best[0], best[2])):
                best = hit[1], names[hit[0]], length
    return (best[1], best[2]) if best else None


@lru_cache(maxsize=64)
def _first_words(phrases: frozenset[str]) -> frozenset[str]:
    """What phrases begin with: a look that spares most places a closer one."""
    return frozenset(token.text.lower() for phrase in phrases for token in _tokens(phrase)[:1])


def _phrase(tokens: Sequence[_Token], i: int, phrases: frozenset[str], most: int = 4) -> int:
    """The token after the longest of ``phrases`` that stands at ``i``; ``i`` where none does."""
    if i >= len(tokens) or tokens[i].text.lower() not in _first_words(phrases):
        return i
    for length in range(min(most, len(tokens) - i), 0, -1):
        if " ".join(token.text for token in tokens[i : i + length]).lower() in phrases:
            return i + length
    return i


def _capital(token: _Token) -> bool:
    return token.text[0].isupper()


def _is_plural(tokens: Sequence[_Token], i: int) -> bool:
    return _phrase(tokens, i, _words().plurals, 2) > i or _is_counted(tokens, i)


def _is_counted(tokens: Sequence[_Token], i: int) -> bool:
    """Whether a number of bodies begins at ``i``: "05 khoa liên quan", "06 tổ sản xuất rà soát …"."""
    if i + 1 >= len(tokens) or not tokens[i].text.isdigit() or _capital(tokens[i + 1]):
        return False
    end = _phrase(tokens, i + 1, _words().heads, 3)
    if end == i + 1 or _phrase(tokens, i + 1, _words().not_bodies, 3) > end:
        return False
    for k in range(end, min(end + _COUNTED_FIELD, len(tokens)) + 1):
        if _phrase(tokens, k, _words().closings, 4) > k:
            return True
        if k == len(tokens) or not tokens[k].words or _opens_verb(tokens, k):
            return k > end
    return False


def _opens_verb(tokens: Sequence[_Token], i: int) -> bool:
    """Whether a verb of duty or a preposition in lower case stands at ``i``: there a body's name has ended."""
    if i >= len(tokens) or _capital(tokens[i]):
        return False
    if i and _capital(tokens[i - 1]) and _phrase(tokens, i - 1, _words().verbs) > i:
        return False  # "Phòng Đào tạo": the second syllable of a word that has a capital
    if i and _phrase(tokens, i - 1, _words().not_stops, 2) > i:
        return False  # "Giải phóng mặt bằng"
    return _phrase(tokens, i, _words().verbs) > i or _phrase(tokens, i, _words().stops) > i


def _opens_generic(tokens: Sequence[_Token], i: int) -> bool:
    """Whether "sở, ban, ngành" goes on at ``i``: a generic noun without a name of its own behind it."""
    end = _phrase(tokens, i, _words().generic_nouns)
    if end == i or (tokens[i].text.lower() == "cấp" and _phrase(tokens, i + 1, _words().school_levels, 4) > i + 1):
        return False  # "cấp tiểu học" is a level of schools
    if not _capital(tokens[i]):
        return not (end < len(tokens) and _capital(tokens[end]))
    if end == len(tokens) or not tokens[end].words or tokens[end].text in _SEPARATORS:
        return True
    if _phrase(tokens, i, _words().verbs) == end and _phrase(tokens, end, _words().stops) == end:
        return False  # "Tổ chức dạy học": the noun is the verb
    return _opens_verb(tokens, end) or _phrase(tokens, end, _words().closings) > end


def _opens_body(tokens: Sequence[_Token], i: int) -> bool:
    """Whether the name of another body begins at ``i``."""
    if (
        i >= len(tokens)
        or not tokens[i].words
        or _opens_generic(tokens, i)
        or _phrase(tokens, i, _words().not_bodies) > i
    ):
        return False
    if _is_plural(tokens, i):
        return True
    known = _registered(tokens, i)
    if known and (len(known[0].words) > 1 or _capital(tokens[i])):
        return True
    head = _phrase(tokens, i, _words().heads, 3)
    if head == i or _phrase(tokens, i, _words().verbs) > head:
        return False
    return _capital(tokens[i]) or (head < len(tokens) and _capital(tokens[head]))


def _tail(tokens: Sequence[_Token], i: int) -> int:
    """The token after what may follow a name and still belongs to it: places, proper names, "có liên quan",
    brackets.
    """
    words = _words()
    while i < len(tokens):
        start = i
        token = tokens[i]
        if token.text == "(":
            close = next((k for k in range(i, min(len(tokens), i + 16)) if tokens[k].text == ")"), None)
            if close is None:
                return i
            i = close + 1
            continue
        if token.text[0] in _OPEN_QUOTES:
            close = next((k for k in range(i + 1, min(len(tokens), i + 16)) if tokens[k].text in _CLOSE_QUOTES), None)
            if close is None:
                return i
            i = close + 1
            continue
        if (owner := _registered(tokens, i)) and _capital(token) and owner[0].name in _owners():
            i = owner[1]  # "Ban Tổ chức Thành ủy": whose office it is
            continue
        if i and tokens[i - 1].words and _capital(token) and _opens_body(tokens, i) and not _is_plural(tokens, i):
            i = max(i + 1, _read_item(tokens, i))  # "Đảng ủy Công an xã": two bodies with nothing between are one
            continue
        k = _phrase(tokens, i, words.plurals, 2)
        if (place := _phrase(tokens, k, words.places, 3)) > k:
            i = _place_list(tokens, place, plural=k > i)
        elif (close := _phrase(tokens, i, words.closings, 4)) > i:
            i = close
            if tokens[i - 1].text in {"thuộc", "bàn"}:
                i = _read_item(tokens, i) if _opens_body(tokens, i) else _tail(tokens, i)
        elif token.text in "-–" and i + 1 < len(tokens) and _capital(tokens[i + 1]):
            i += 2
        elif token.text == "số" and i + 1 < len(tokens) and tokens[i + 1].text.isdigit():
            i += 2  # "Đội Quản lý thị trường số 3"
        elif (token.words and _capital(token) and not _opens_body(tokens, i) and not _sentence_verb(tokens, i)) or (
            token.words
            and _capital(token)
            and i
            and _capital(tokens[i - 1])
            and tokens[i - 1].words
            and not _registered(tokens, i)
        ):
            i += 1
        if i == start:
            return i
    return i


def _sentence_verb(tokens: Sequence[_Token], i: int) -> bool:
    """Whether a verb written with a capital stands at ``i`` ("của Chính phủ Quy định …"): no part of a name, whose
    syllables all have one.
    """
    end = _phrase(tokens, i, _words().verbs)
    return end - i > 1 and not _capital(tokens[end - 1])


def _place_list(tokens: Sequence[_Token], i: int, plural: bool) -> int:
    """The token after the names and further places that follow a place word: "xã Tân Hòa", "quận, huyện, thị xã".

    plural: whether "các" stood before the place; only then "các phường" goes on with "các xã".
    """
    words = _words()
    while i < len(tokens):
        if tokens[i].words and _capital(tokens[i]) and not _opens_body(tokens, i) and tokens[i].text not in _SEPARATORS:
            i += 1
            continue
        if tokens[i].text in {",", "và", "-", "–", "/", "hoặc"}:
            k = _phrase(tokens, i + 1, words.plurals, 2)
            place = _phrase(tokens, k, words.places, 3)
            known = _registered(tokens, k)
            if place > k and (plural or k == i + 1) and not (known and len(known[0].words) > 1):
                i = place
                continue
        return i
    return i


def _read_item(tokens: Sequence[_Token], i: int) -> int:
    """The token after the body that begins at ``i`` in running text, where a verb or another body ends it."""
    if _is_plural(tokens, i) or _opens_generic(tokens, i):
        return _read_generic(tokens, i)
    known = _registered(tokens, i)
    if known:
        end = _tail(tokens, known[1])
        return _field_of_centre(tokens, end) if known[0].words[:2] == ("trung", "tam") else end
    start = i
    i = max(i + 1, _phrase(tokens, i, _words().heads, 3))
    if (office := _registered(tokens, i)) and _capital(tokens[i]):
        return _tail(tokens, office[1])  # "Giám đốc Sở Y tế": a post and its office
    first = True
    # "Ban chỉ đạo" has a verb for its name; behind "Khoa" or "Nhà trường" a verb is what it does.
    whole = " ".join(token.text for token in tokens[start:i]).lower() in _words().complete
    while i < len(tokens):
        token = tokens[i]
        if token.text in _SEPARATORS and _phrase(tokens, i, _words().closings) == i:
            if token.text == ";" or i + 1 >= len(tokens) or not tokens[i + 1].words or not _capital(tokens[i + 1]):
                return i
            if _opens_body(tokens, i + 1) or (token.text != "và" and _sentence_verb(tokens, i + 1)):
                return i  # behind "và" no sentence begins: "Chi cục Trồng trọt và Bảo vệ thực vật"
        elif not token.words and token.text not in "-–":
            return _tail(tokens, i)
        elif (not first or whole) and (_opens_verb(tokens, i) or _is_plural(tokens, i)):
            return i
        elif _phrase(tokens, i, _words().closings, 4) > i or _phrase(tokens, i, _words().places, 3) > i:
            return _tail(tokens, i)
        first = False
        i += 1
    return i


def _field_of_centre(tokens: Sequence[_Token], end: int) -> int:
    """The token after further fields of a centre, whose name is longer than the one that is registered: "Trung tâm Văn
    hóa - Thể thao và Truyền thanh - Truyền hình".
    """
    if end + 1 < len(tokens) and tokens[end].text == "và" and _capital(tokens[end + 1]) and tokens[end + 1].words:
        head = [token for token in tokens[:end] if token.text.lower() in ("trung", "tâm")][:2]
        listed = _registered([*head, *tokens[end + 1 :]], 0)
        if not _opens_body(tokens, end + 1) and not _opens_generic(tokens, end + 1) and not listed:
            return _tail(tokens, _end_of_field(tokens, end + 2))
    return end


def _end_of_field(tokens: Sequence[_Token], i: int) -> int:
    """The token where a field of work ends whose syllables may be small: before a verb, a place or a separator."""
    places, closings = _words().places, _words().closings
    while i < len(tokens) and not _opens_verb(tokens, i) and not _is_plural(tokens, i):
        if _phrase(tokens, i, places, 3) > i or _phrase(tokens, i, closings, 4) > i:
            break
        dashed = tokens[i].text in "-–" and i + 1 < len(tokens) and _capital(tokens[i + 1])
        if not dashed and (not tokens[i].words or tokens[i].text in _SEPARATORS):
            break
        i += 1
    return i


def _read_generic(tokens: Sequence[_Token], i: int) -> int:
    words = _words()
    i += _is_counted(tokens, i)
    i = max(_phrase(tokens, i, words.plurals, 2), _phrase(tokens, i, words.generic_nouns))
    i = max(i, _phrase(tokens, i, words.generic_nouns), _phrase(tokens, i, words.heads, 3))
    relative = False
    while i < len(tokens):
        token = tokens[i]
        if token.text in _SEPARATORS:
            if (level := _school_level(tokens, i)) > i:
                i = level
                continue
            if (
                _opens_body(tokens, i + 1)
                or (_opens_verb(tokens, i + 1) and not _opens_generic(tokens, i + 1))
                or i + 1 >= len(tokens)
            ):
                return i
            i += 1
            i = max(i + 1, _phrase(tokens, i, words.generic_nouns))
            continue
        if token.text == "(" or token.text[0] in _OPEN_QUOTES:
            end = _tail(tokens, i)
            if end == i:
                return i
            i = end
            continue
        if not token.words and token.text not in "-–":
            return i
        closing = _phrase(tokens, i, words.closings, 4)
        if closing > i:
            i = closing
            continue
        if token.text.lower() in {"được", "do"}:
            relative = True  # "các cơ quan được Bộ … cấp phép": the clause belongs to the body, its verb too
            i += 1
            continue
        if relative and _opens_verb(tokens, i) and (verb := _phrase(tokens, i, words.verbs)) > i:
            relative = False
            i = verb
            continue
        if _phrase(tokens, i, words.stops) > i or _opens_verb(tokens, i):
            return i
        i += 1
    return i


def _school_level(tokens: Sequence[_Token], i: int) -> int:
    """The token after the level of schools with which a class of them goes on behind the separator at ``i``: "các
    trường mầm non, tiểu học".
    """
    if tokens[i].text not in _SEPARATORS or tokens[i].text == ";":
        return i
    end = _phrase(tokens, i + 1, _words().school_levels, 4)
    return end if end > i + 1 and any(token.text == "trường" for token in tokens[max(0, i - 6) : i]) else i


def _is_generic(tokens: Sequence[_Token]) -> bool:
    """A class that names no kind of its own: "các phòng, ban, ngành", "cơ quan, đơn vị có liên quan"."""
    k = _phrase(tokens, 0, _words().plurals, 2) if tokens else 0
    k = max(k, _phrase(tokens, k, _words().plurals, 2))
    if _phrase(tokens, k, _words().generic_nouns) == k:
        return False
    known = _registered(tokens, k)
    if known and len(known[0].words) > 1 and known[0].words[0] not in {"cap"}:
        return False
    # "Phòng Công tác học sinh": one body of that kind, with a name of its own.
    end = _phrase(tokens, k, _words().generic_nouns)
    return k > 0 or end >= len(tokens) or not _capital(tokens[end])


def _expanded(text: str, tokens: Sequence[_Token]) -> str:
    """``text`` from the first to the last of ``tokens`` with abbreviations written out."""
    if not tokens:
        return ""
    parts, last = [], tokens[0].start
    for token in tokens:
        parts += [text[last : token.start], _abbreviations().get(token.text, token.text)]
        last = token.end
    return re.sub(r"\s+", " ", "".join(parts))


def _key(name: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", fold(name)))


@lru_cache(maxsize=8192)
def _unit(text: str) -> tuple[str, str, bool]:
    """Canonical name, key, generic."""
    tokens = _tokens(text)
    if not tokens:
        return text, _key(text), False
    if _is_generic(tokens) or _is_plural(tokens, 0):
        name = _expanded(text, tokens)
        return name, _key(name), _is_generic(tokens)
    known = _registered(tokens, 0) or _recognise(tokens)
    if known:
        kind, end = known
        rest = _expanded(text, tokens[end:])
        gap = " " if rest and text[tokens[end - 1].end : tokens[end].start] else ""
        name = kind.name + gap + rest
    else:
        name = _expanded(text, tokens)
        name = name[:1].upper() + name[1:]
    return name, _key(name), False


def _recognise(tokens: Sequence[_Token]) -> tuple[Kind, int] | None:
    """A damaged registered name at the start; the token after it."""
    words: list[str] = []
    ends: list[int] = []
    for i, token in enumerate(tokens[:12]):
        if not token.words and token.text not in "-–,":
            break
        words += token.words
        ends += [i + 1] * len(token.words)
    hit = _damaged(tuple(words)) if len(words) > 1 else None
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
    tokens = _tokens(text)
    known = _registered(tokens, 0) or _recognise(tokens) if tokens else None
    return known[0] if known else None


def in_force(kind: Kind, day: str) -> bool:
    """Whether the kind of body exists on ``day`` (ISO 8601), after the reforms that the registry knows.

    >>> in_force(kind_of("Phòng Nội vụ"), "2025-07-01")
    False
    """
    return (kind.valid_from or "") <= day <= (kind.valid_to or "9999")


def _distributed(items: list[str]) -> Iterator[Unit]:
    """Items with the head of the one before them where they lack it: "các Sở Tài chính, Nội vụ" are two Sở.

    Only where head and item together are a registered name, so that "Văn hóa, Thông tin" stays one.
    """
    for item in items:
        tokens = _tokens(item)
        k = _phrase(tokens, 0, _words().plurals, 2) if tokens else 0
        head = _phrase(tokens, k, _words().heads, 3) if k < len(tokens) else k
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


def _headless(tokens: Sequence[_Token], item: str, k: int, head: int) -> list[str]:
    """The pieces of a list under one head, or nothing where the item is no such list."""
    if head == k or head >= len(tokens):
        return []
    if not _capital(tokens[head]) and _phrase(tokens, head, _words().school_levels, 4) > head:
        return []  # "các trường mầm non, tiểu học" is one class
    start = head + (tokens[head].text == ":")
    pieces: list[str] = []
    begin = tokens[k].start if start == head else tokens[start].start if start < len(tokens) else 0
    i = start
    while i < len(tokens):
        known = _registered([*tokens[k:head], *tokens[i:]], 0)
        if not known or known[1] <= head - k:
            return []
        end = _tail(tokens, i + known[1] - (head - k))
        pieces.append(item[begin : tokens[end - 1].end])
        if end < len(tokens) and tokens[end].text not in _SEPARATORS:
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
    tokens = _tokens(text)
    items: list[str] = []
    begin, i, depth = 0, 0, 0
    while i < len(tokens):
        token = tokens[i]
        depth += (token.text == "(") - (token.text == ")")
        if depth <= 0 and token.text in _SEPARATORS and i > begin and _splits(tokens, begin, i):
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


def _splits(tokens: Sequence[_Token], begin: int, i: int) -> bool:
    """Whether the separator at ``i`` ends the body that began at ``begin``."""
    nxt = _after_separator(tokens, i) or i + 1
    if _is_plural(tokens, begin) and _school_level(tokens, i) > i:
        return False
    if _opens_person(tokens, begin) or _is_name(tokens, begin, i):
        if tokens[i].text == "," and _opens_post(tokens, nxt):
            return False  # "Thầy Lê Văn Trúc, Hiệu trưởng": a person and the post
        if _opens_person(tokens, nxt) or _is_name(tokens, nxt, _next_separator(tokens, nxt)):
            return True
    if _opens_person(tokens, nxt) or (tokens[i].text == ";" and _opens_post(tokens, nxt)):
        return True
    if not _opens_body(tokens, nxt):
        # A semicolon parts bodies unless what follows could stand in no list of them.
        return tokens[i].text == ";" and nxt < len(tokens) and _capital(tokens[nxt])
    if tokens[i].text == ";":
        return True
    known = _registered(tokens, begin)
    if known and known[1] > i:
        return False
    # "UBND các xã và các phường": a class of places goes on.
    return not (_class_of_places(tokens, nxt) and any(_class_of_places(tokens, k) for k in range(begin, i)))


def _opens_person(tokens: Sequence[_Token], i: int) -> bool:
    """Whether an address with a name begins at ``i``: "bà Lò Thị Sen", "Đ/c Sen"."""
    end = _phrase(tokens, i, _words().addresses, 3)
    return end > i and end < len(tokens) and _capital(tokens[end]) and tokens[end].text.isalpha()


MOST_NAME_WORDS = 5


def _is_name(tokens: Sequence[_Token], begin: int, end: int) -> bool:
    """Whether the tokens are a person's name without an address: a family name first, nothing but capitals."""
    name = tokens[begin:end]
    if not 2 <= len(name) <= MOST_NAME_WORDS or not all(token.text.isalpha() and _capital(token) for token in name):
        return False
    return fold(name[0].text) in _surnames() and not _opens_body(tokens, begin)


def _next_separator(tokens: Sequence[_Token], i: int) -> int:
    return next((k for k in range(i, len(tokens)) if tokens[k].text in _SEPARATORS), len(tokens))


def _opens_post(tokens: Sequence[_Token], i: int) -> bool:
    """Whether a post begins at ``i``: "Hiệu trưởng", "giáo viên chủ nhiệm"."""
    words = " ".join(word for token in tokens[i : i + 4] for word in token.words)
    return any(words == post or words.startswith(post + " ") for post in _posts())


@cache
def _posts() -> tuple[str, ...]:
    posts: list[str] = read_yaml("actors.yaml")["officers"]
    return tuple(post for post in posts if not post.endswith("dong chi"))


@cache
def _surnames() -> frozenset[str]:
    return frozenset(read_yaml("plan_phrases.yaml")["surnames"])


def _class_of_places(tokens: Sequence[_Token], i: int) -> bool:
    k = _phrase(tokens, i, _words().plurals, 2)
    return k > i and _phrase(tokens, k, _words().places, 3) > k


def read_units(text: str, start: int = 0) -> tuple[list[Unit], int]:
    """The list of bodies that begins at ``start`` in running text, and the position after it; empty where none
    begins there.

    >>> read_units("Công an xã, Đoàn Thanh niên rà soát các điểm đông người")[1]
    27
    """
    tokens = _tokens(text[start : start + READ_AHEAD])
    if not tokens or not (_opens_body(tokens, 0) or _opens_generic(tokens, 0)):
        return [], start
    items: list[str] = []
    last = start
    i = 0
    while i < len(tokens):
        end = _list_of_class(tokens, i, _read_item(tokens, i))
        if end <= i:
            break
        nxt = _after_separator(tokens, end)
        if nxt is not None and not _opens_body(tokens, nxt):
            more = _continues(tokens, end, nxt)
            end, nxt = (more, _after_separator(tokens, more)) if more > nxt else (end, None)
        last = tokens[end - 1].end + start
        items.append(text[tokens[i].start + start : last])
        if nxt is None or not _opens_body(tokens, nxt):
            break
        i = nxt
    return list(_distributed(items)), last


def _list_of_class(tokens: Sequence[_Token], i: int, end: int) -> int:
    """The token after the names that a colon parts from their class, "Các Sở: Tài chính, Nội vụ"; ``end`` elsewhere."""
    if end >= len(tokens) or tokens[end].text != ":" or not any(_is_plural(tokens, k) for k in range(i, end)):
        return end
    head = next((k for k in range(i, end) if _phrase(tokens, k, _words().heads, 3) == end), None)
    last, at = end, end + 1
    while head is not None and at < len(tokens) and _capital(tokens[at]):
        known = _registered([*tokens[head:end], *tokens[at:]], 0)
        if not known or known[1] <= end - head:
            break
        last = _tail(tokens, at + known[1] - (end - head))
        if last >= len(tokens) or tokens[last].text not in _SEPARATORS:
            break
        at = last + 1
    return last if last > end + 1 else end


def _after_separator(tokens: Sequence[_Token], i: int) -> int | None:
    """The token after the separator at ``i`` ("và", "cùng với"), None where none stands there."""
    if i >= len(tokens) or tokens[i].text not in _SEPARATORS or _phrase(tokens, i, _words().closings) > i:
        return None  # "Mặt trận cùng cấp"
    with_ = tokens[i].text == "cùng" and i + 1 < len(tokens) and tokens[i + 1].text == "với"
    return i + 2 if with_ else i + 1


def _continues(tokens: Sequence[_Token], end: int, nxt: int) -> int:
    """The token after a list under one head that goes on without it: "Sở Tài chính, Nội vụ"."""
    head_at = next(
        (k for k in range(end - 1, -1, -1) if _phrase(tokens, k, _words().heads, 1) > k and _capital(tokens[k])), None
    )
    if head_at is None or nxt >= len(tokens) or not _capital(tokens[nxt]):
        return nxt
    known = _registered([tokens[head_at], *tokens[nxt:]], 0)
    return _tail(tokens, nxt + known[1] - 1) if known and known[1] > 1 and len(known[0].words) > 1 else nxt


def find_units(text: str) -> list[Unit]:
    """Every registered body named anywhere in ``text``, in order, each time it is named.

    >>> [unit.text for unit in find_units("Giao Sở Tài chính tham mưu; UBND phường Tân Giang báo cáo Sở Tài chính.")]
    ['Sở Tài chính', 'UBND phường Tân Giang', 'Sở Tài chính']
    """
    tokens = _tokens(text)
    found: list[Unit] = []
    i = 0
    while i < len(tokens):
        known = _registered(tokens, i) if tokens[i].words and _capital(tokens[i]) else None
        if known is None:
            i += 1
            continue
        end = _tail(tokens, known[1])
        found.append(_make(text[tokens[i].start : tokens[end - 1].end]))
        i = end
    return found


def names_body(text: str) -> bool:
    """Whether ``text`` begins with the name of a body or of a class of bodies: a heading that assigns duties does.

    >>> names_body("Phòng Văn hóa và Thông tin"), names_body("Các cơ quan, đơn vị"), names_body("Đẩy mạnh tuyên truyền")
    (True, True, False)
    """
    tokens = _tokens(text)
    k = _phrase(tokens, 0, _words().plurals, 2) if tokens else 0
    k = max(k, _phrase(tokens, k, _words().plurals, 2)) if tokens else 0
    if k >= len(tokens):
        return False
    if k:  # "Các tiêu chí" is a class of things, "Các Sở" one of bodies
        words = _words()
        named = words.heads | words.generic_nouns | words.places
        return _phrase(tokens, k, named, 4) > k or _registered(tokens, k) is not None
    return _opens_body(tokens, 0) or _opens_generic(tokens, 0) or _recognise(tokens) is not None


def opens_with_verb(text: str) -> bool:
    """Whether ``text`` opens with a verb of duty, as statements do.

    >>> opens_with_verb("Tổ chức hội thi"), opens_with_verb("Thời gian thực hiện")
    (True, False)
    """
    tokens = _tokens(text[:60])
    end = _phrase(tokens, 0, _words().verbs)
    if end == 0:
        return False
    if tokens[0].text.lower() == "cấp" and _phrase(tokens, 1, _words().places, 3) > 1:
        return False  # "Cấp xã": a level, nothing is given
    known = _registered(tokens, 0)
    return not (known and known[1] > end and _capital(tokens[0]))  # "Thanh tra tỉnh", which begins like a verb
