"""Text in Vietnamese encodings from before Unicode: found, and turned into Unicode.

No font name is needed: each encoding turns the letters that stand in the text into syllables or into nonsense, and the
grammar of the syllable tells which. One file can mix encodings (a table pasted from an older document, a letterhead in
another font), so the decision is made token by token, by the best path through a hidden Markov model: its states are
Unicode and the code pages, a token speaks for the states that make it a legal syllable, and each change of state has a
price that is lower between lines.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, NamedTuple

from viextract.language.legacy.codepages import CODE_PAGES, CodePage, compose, convert, encode, looks, shown
from viextract.language.legacy.mojibake import repair_mojibake
from viextract.language.legacy.soft_hyphens import restorable, restore_horns
from viextract.language.syllables import LETTERS, MARKED_LETTERS, WORD, has_marks, is_syllable

__all__ = [
    "CODE_PAGES",
    "CodePage",
    "Detection",
    "Encoding",
    "compose",
    "convert",
    "decode_bytes",
    "detect",
    "encode",
    "repair_mojibake",
    "to_unicode",
    "to_unicode_with_edits",
]

Encoding = Literal["unicode", "tcvn3", "vni", "vps", "viscii", "windows1258", "mixed"]

_UNICODE: Encoding = "unicode"

# Scores of one token in one state. They are in units of a legal syllable with marks.
_LEGAL = 1.0
_ILLEGAL = -1.5
_FOREIGN_WORD = -1.25
"""A plain word that is no syllable speaks against Vietnamese: this is what keeps French and German as they are."""


class _Prices(NamedTuple):
    """What a change of state costs: from Unicode, to Unicode, and from one code page to another."""

    enter: float
    leave: float
    switch: float


_WITHIN_LINE = _Prices(4.0, 2.5, 3.0)
_BETWEEN_LINES = _Prices(2.0, 1.0, 2.0)
"""The cells of a row count as lines."""

_MIN_TOKENS = 2
"""Tokens that must become legal before an encoding is believed to be in a text at all."""
_MIN_SHARE = 0.7
"""Share of the tokens converted that must be legal afterwards."""
_MAIN = 0.2
"""Share of the tokens beyond ASCII from which on an encoding is the text's own and not a coincidence in some lines."""
_FEW = 8
"""Tokens of which two different coded characters are enough."""
_MANY, _LEAST_EXPLAINED = 150, 0.4
"""Of so many illegal words at least this share must be legal in a code page for any to be looked for."""
_HORNS_EXPECTED = 0.02
"""Toneless ư among the marked letters of Vietnamese is 0.05; under this they were lost."""

_TOKEN = re.compile(r"[^ \t\n\r\f\v]+")
_CELL = re.compile(r"[^\t\n\r\f\v]+")
_LETTER = re.compile("[A-Za-zÀ-ÖØ-öø-ỹ]")
_DIGIT = frozenset("0123456789")
_CODE = frozenset("%$#@_=<>{}|\\")
_BEYOND_LATIN1 = frozenset(letter for letter in MARKED_LETTERS if letter > "\xff")
_EDGE_SIGNS = "«»“”‘’„…–—·°²³§®©™%.,;:!?()[]{}<>\"'/*+=-"
_BULLET = "·"
_SIGNS: dict[Encoding, re.Pattern[str]] = {
    "vps": re.compile("[\u2018-\u201e\u2026\u2013\u2014«»²³°]"),
    "viscii": re.compile("[\u2018-\u201e\u2026\u2013\u2014«»²³°]"),
}
"""Quotes, dashes and other signs on whose codes these code pages have letters, most of them capitals."""
_NBSP, _SOFT_HYPHEN = "\u00a0", "\u00ad"
_ORDINARY = (
    MARKED_LETTERS
    | set("\u00a0«»°²³·§±×÷½¼¾®©¹º–—‘’“”…•™\t\n\r\f\u20ab\u2022")
    | {chr(code) for code in range(0x20, 0x7F)}
)
"""What Vietnamese Unicode text is made of: nothing of it alone suggests another encoding."""


def _suspicious() -> re.Pattern[str]:
    characters = frozenset().union(*map(looks, CODE_PAGES)) - _ORDINARY
    return re.compile("[" + re.escape("".join(sorted(characters))) + "]")


_SUSPICIOUS = _suspicious()
_MISREAD_UTF8 = re.compile("[ÃÂÄÅÆáâ][\u0080-\u00bf\u0152-\u2122]")
_COMBINING = re.compile("[\u0300-\u036f]")


class Edit(NamedTuple):
    """``text[start:end]`` of the original becomes ``after``."""

    start: int
    end: int
    after: str


@dataclass(frozen=True, slots=True)
class Detection:
    """What a text is written in."""

    encoding: Encoding
    """The one encoding of all its marked words, or ``mixed``. Text without any is ``unicode``."""
    score: float
    """Share of the tokens beyond ASCII that are legal Vietnamese in the encodings found, 0 to 1."""
    shares: dict[Encoding, float] = field(default_factory=dict)
    """Share of these tokens in each encoding found."""
    lines: tuple[Encoding, ...] = ()
    """The encoding of each line (of most of its tokens)."""

    @property
    def legacy(self) -> bool:
        return self.encoding != "unicode"


def detect(text: str) -> Detection:
    """Tell what encodings a text is in, as a whole and line by line.

    >>> detect("Céng hoµ x· héi chñ nghÜa").encoding, detect("Ban Chỉ đạo").encoding
    ('tcvn3', 'unicode')
    """
    line_count = text.count("\n") + 1
    if not _SUSPICIOUS.search(text):
        return Detection("unicode", 1.0, {"unicode": 1.0}, (_UNICODE,) * line_count)
    tokens = _read_tokens(text)
    by_line: list[Counter[Encoding]] = [Counter() for _ in range(line_count)]
    total: Counter[Encoding] = Counter()
    legal = 0
    line, at = 0, 0
    for token in tokens:
        line += text.count("\n", at, token.start)
        at = token.start
        if token.plain:
            continue
        by_line[line][token.state] += 1
        total[token.state] += 1
        legal += _evidence(token.text, token.state) >= 0
    count = sum(total.values())
    shares = {state: n / count for state, n in total.most_common()}
    # A few tokens beyond ASCII in Unicode (signs, a name) do not make a converted text a mixed one.
    kinds = [state for state, share in shares.items() if share >= 0.05] or ["unicode"]
    return Detection(
        encoding=kinds[0] if len(kinds) == 1 else "mixed",
        score=legal / count if count else 1.0,
        shares=shares,
        lines=tuple(map(_most_common, by_line)),
    )


def _most_common(counts: Counter[Encoding]) -> Encoding:
    return counts.most_common(1)[0][0] if counts else "unicode"


def to_unicode(text: str) -> str:
    """The text in Unicode: code pages converted, misread UTF-8 repaired, decomposed letters composed.

    Whatever is Unicode already stays byte for byte: Vietnamese, other languages, symbols, codes, figures. Lines stay
    lines.

    >>> to_unicode("Céng hoµ x· héi chñ nghÜa ViÖt Nam")
    'Cộng hoà xã hội chủ nghĩa Việt Nam'
    >>> to_unicode("Coäng hoaø xaõ hoäi chuû nghóa Vieät Nam – 25 °C ± 2")
    'Cộng hoà xã hội chủ nghĩa Việt Nam – 25 °C ± 2'
    """
    if text.isascii() and text.isprintable():
        return text
    if _MISREAD_UTF8.search(text):
        text = repair_mojibake(text)
    if _COMBINING.search(text):
        text = compose(text)
    if not _SUSPICIOUS.search(text) or not _may_be_legacy(Counter(_TOKEN.findall(text))):
        return text
    return _apply(text, _edits(text))


def to_unicode_with_edits(text: str) -> tuple[str, list[Edit]]:
    """:func:`to_unicode` and how it came about: edits by position in ``text``, in order, without overlap."""
    converted = to_unicode(text)
    if converted == text:
        return text, []
    repaired = compose(repair_mojibake(text))
    # Code pages are converted token by token; the other repairs are rare, and are reported by line.
    edits = _edits(text) if repaired == text else list(_line_edits(text, converted))
    return converted, edits


def decode_bytes(data: bytes) -> tuple[str, str]:
    """The text of a file's bytes, in Unicode, and the encoding's name: utf-8, utf-16, a code page, or windows-1252.

    >>> decode_bytes("Kế hoạch".encode("utf-8"))
    ('Kế hoạch', 'utf-8')
    >>> decode_bytes(bytes.fromhex("43 E9 6E 67 20 68 6F B5 20 78 B7 20 68 E9 69"))
    ('Cộng hoà xã hội', 'tcvn3')
    """
    text, name = _decode_unicode(data)
    if text is not None:
        return to_unicode(text), name
    looked_at = "".join(map(_SHOWN.__getitem__, data))
    detection = detect(looked_at)
    return to_unicode(looked_at), detection.encoding if detection.legacy else "windows-1252"


_SHOWN = [chr(code) if code < 0x80 else shown(code) for code in range(0x100)]


def _decode_unicode(data: bytes) -> tuple[str | None, str]:
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(name, errors="replace"), "utf-8" if name == "utf-8-sig" else name
    sample = data[:4096]
    zeros = sample[0::2].count(0), sample[1::2].count(0)
    if len(sample) >= 8 and max(zeros) * 4 > len(sample):
        name = "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"
        return data.decode(name, errors="replace"), "utf-16"
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _decode_damaged_utf8(data), "utf-8"


def _decode_damaged_utf8(data: bytes) -> str | None:
    """UTF-8 with a few stray bytes, each shown as in Windows-1252; None where the text is no UTF-8 at all."""
    text = data.decode("utf-8", errors="surrogateescape")
    stray = sum("\udc80" <= character <= "\udcff" for character in text)
    beyond_ascii = sum(character >= "\x80" for character in text)
    if stray * 10 > beyond_ascii:
        return None
    return "".join(_SHOWN[ord(c) - 0xDC00] if "\udc80" <= c <= "\udcff" else c for c in text)


# --- the best path -------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Token:
    start: int
    text: str
    after_break: bool
    """Whether a line or cell begins with it."""
    plain: bool
    """ASCII only: the same in every state."""
    state: Encoding = "unicode"


def _tokens(text: str) -> list[_Token]:
    tokens = []
    plain: dict[str, bool] = {}
    for cell in _CELL.finditer(text):
        offset, after_break = cell.start(), True
        for match in _TOKEN.finditer(cell[0]):
            word = match[0]
            known = plain.get(word)
            if known is None:
                known = plain[word] = word.isascii() and word.isprintable()
            tokens.append(_Token(offset + match.start(), word, after_break, known))
            after_break = False
    return tokens


def _read_tokens(text: str) -> list[_Token]:
    """The text's tokens, each with its state on the best path."""
    tokens = _tokens(text)
    kinds = Counter(token.text for token in tokens)
    states: list[Encoding] = ["unicode", *(_candidates(kinds) if _may_be_legacy(kinds) else ())]
    while len(states) > 1:
        scores = {word: [_evidence(word, state) for state in states] for word in kinds}
        _assign(tokens, states, scores)
        doubted = [state for state in states[1:] if not _believed(tokens, state)]
        if not doubted:
            break
        states = [state for state in states if state not in doubted]
        for token in tokens:
            token.state = "unicode"
    for state in states[1:]:
        _drop_coincidences(tokens, state)
    return tokens


def _drop_coincidences(tokens: list[_Token], state: Encoding) -> None:
    """Take back an encoding that is not the text's main one in the lines that do not bear it out.

    Lines of a French text happen to begin with words that a code page turns into syllables (``où`` into ``ó``), and an
    OCR engine of another language writes é for ế, ề and ộ alike, of which one is right in TCVN3. A line that was really
    stored in a code page has several such words with several of its characters, and more syllables than foreign words.
    """
    found = [token for token in tokens if token.state == state]
    if sum(map(_gains, found)) > _MAIN * sum(not token.plain for token in tokens):
        return
    for line in _lines_of(found):
        gained = [token for token in line if _gains(token)]
        foreign = sum(_evidence(token.text, state) < 0 for token in line)
        if len(gained) < _MIN_TOKENS or len(_coded_characters(gained)) < 2 or foreign * 2 > len(line):
            for token in line:
                token.state = "unicode"


def _coded_characters(tokens: Iterable[_Token]) -> set[str]:
    """The characters of the tokens that their code page turns into others."""
    return {
        character
        for token in tokens
        for character in token.text
        if character in looks(token.state) and character not in _converted(token.text, token.state)  # type: ignore[arg-type]
    }


def _gains(token: _Token) -> bool:
    """Whether a token becomes a legal syllable only by its state."""
    return not token.plain and _evidence(token.text, token.state) > 0 >= _evidence(token.text, "unicode")


def _may_be_legacy(kinds: Counter[str]) -> bool:
    """Whether code pages explain what is illegal in Unicode. In files that have any they explain nearly all of it; of
    what an OCR engine for another language made of Vietnamese they explain a tenth to a quarter, by chance."""
    illegal = [(word, count) for word, count in kinds.most_common() if _evidence(word, "unicode") < 0]
    if len(illegal) < _MANY:
        return True
    sample = illegal[:_MANY]
    explained = sum(count for word, count in sample if any(_evidence(word, page) > 0 for page in CODE_PAGES))
    return explained >= _LEAST_EXPLAINED * sum(count for _, count in sample)


def _candidates(kinds: Counter[str]) -> list[CodePage]:
    """The code pages under which at least a few tokens turn from illegal to legal."""
    suspects = [(word, count) for word, count in kinds.items() if not (word.isascii() and word.isprintable())]
    found: list[CodePage] = []
    for page in CODE_PAGES:
        gain = sum(count for word, count in suspects if _evidence(word, page) > max(0.0, _evidence(word, "unicode")))
        if gain >= _MIN_TOKENS:
            found.append(page)
    return found


def _believed(tokens: list[_Token], state: Encoding) -> bool:
    """Whether its tokens bear a state out: several gain, by several characters, and most are legal."""
    found = [token for token in tokens if token.state == state and not token.plain]
    changed = [token for token in found if _converted(token.text, state) != token.text]
    gained = [token for token in changed if _gains(token)]
    if len(gained) < _MIN_TOKENS or len(_coded_characters(gained)) < (2 if len(found) <= _FEW else 3):
        return False
    evidence = [_evidence(token.text, state) for token in changed]
    return sum(e > 0 for e in evidence) >= _MIN_SHARE * sum(e != 0 for e in evidence)


def _assign(tokens: list[_Token], states: list[Encoding], scores: dict[str, list[float]]) -> None:
    """Viterbi: give each token its state on the path of the highest total."""
    told = {word: row for word, row in scores.items() if max(row) != min(row)}
    telling: list[int] = []  # tokens whose states differ in score; the others follow their neighbours
    back: list[list[int]] = []
    best = [0.0] + [-_BETWEEN_LINES.enter] * (len(states) - 1)
    broken = True
    for at, token in enumerate(tokens):
        broken |= token.after_break
        row = told.get(token.text)
        if row is None:
            continue
        came, best = _step(best, row, _BETWEEN_LINES if broken else _WITHIN_LINE)
        broken = False
        telling.append(at)
        back.append(came)
    path = [max(range(len(states)), key=best.__getitem__)]
    for came in reversed(back):
        path.append(came[path[-1]])
    _spread(tokens, telling, [states[state] for state in reversed(path[:-1])])


def _step(best: list[float], row: list[float], price: _Prices) -> tuple[list[int], list[float]]:
    """One step of the path: for each state the best state before it, and the total. State 0 is Unicode.

    Since all code pages cost the same to enter and to leave, only the best of them can be the one left.
    """
    page = max(range(1, len(best)), key=best.__getitem__)
    left = best[page] - price.leave
    came = [page if left > best[0] else 0]
    total = [max(left, best[0]) + row[0]]
    entered, switched = best[0] - price.enter, best[page] - price.switch
    for state in range(1, len(best)):
        stayed = best[state]
        if stayed >= entered and stayed >= switched:
            came.append(state)
            total.append(stayed + row[state])
        elif entered >= switched:
            came.append(0)
            total.append(entered + row[state])
        else:
            came.append(page)
            total.append(switched + row[state])
    return came, total


def _spread(tokens: list[_Token], telling: list[int], states: list[Encoding]) -> None:
    """Give tokens that tell nothing the state of one that does: on their own line if there is one, else before them."""
    for number, (at, state) in enumerate(zip(telling, states, strict=True)):
        start = telling[number - 1] + 1 if number else 0
        if number:
            start = next((i for i in range(at, start - 1, -1) if tokens[i].after_break), at)
        end = telling[number + 1] if number + 1 < len(telling) else len(tokens)
        for token in tokens[start:end]:
            token.state = state


@lru_cache(maxsize=2**16)
def _evidence(word: str, state: Encoding) -> float:
    """How much a token speaks for a state."""
    if word.isascii() and word.isprintable():
        return _FOREIGN_WORD if state != "unicode" and _is_foreign_word(word) else 0.0
    if not _DIGIT.isdisjoint(word) or not _CODE.isdisjoint(word) or not _LETTER.search(word):
        return 0.0
    if state == "unicode":
        if word.strip(_EDGE_SIGNS).isascii():
            return 0.0
    elif not _BEYOND_LATIN1.isdisjoint(word):
        return _ILLEGAL  # a letter that no code page can show
    pieces = WORD.findall(_converted(word, state))
    marked = False
    for piece in pieces:
        if is_syllable(piece) or (state == "tcvn3" and restorable(piece)):
            marked |= has_marks(piece)
        elif not _is_acronym(piece):
            return _ILLEGAL
    return _LEGAL if marked else 0.0


def _is_foreign_word(word: str) -> bool:
    core = word.strip(".,;:!?()[]\"'/-–")
    return len(core) > 1 and core.isalpha() and not core.isupper() and not is_syllable(core) and not restorable(core)


def _is_acronym(piece: str) -> bool:
    """Capitals of the Vietnamese alphabet (QĐ, BGDĐT), or the letter đ of a list or of dong."""
    return piece == "đ" or (piece.isupper() and len(piece) <= 9 and LETTERS.issuperset(piece))


@lru_cache(maxsize=2**16)
def _converted(word: str, state: Encoding) -> str:
    """A token as read in a state."""
    if state == "unicode":
        return word.replace(_SOFT_HYPHEN, "") if _SOFT_HYPHEN in word else word
    if state == "viscii" and _NBSP in word:
        # VISCII has Õ on the no-break space, which is far more often meant as a space.
        return _NBSP.join(_converted(part, state) for part in word.split(_NBSP))
    if state == "tcvn3" and not _DIGIT.isdisjoint(word) and not any(c.isalpha() for c in word):
        return word  # the minus sign between figures is none of the looks of ư
    read = convert(word, state)  # type: ignore[arg-type]
    return _with_signs(word, read, _SIGNS[state]) if state in _SIGNS else read


def _with_signs(word: str, read: str, signs: re.Pattern[str]) -> str:
    """The token with its quotes and dashes kept, unless it takes the letters on their codes to make a syllable."""
    if not signs.search(word) or word == "—":  # Ở begins many a sentence, and a font with it has no long dash
        return read
    if _LETTER.search(word) and all(is_syllable(piece) or _is_acronym(piece) for piece in WORD.findall(read)):
        # A capital after a small letter is none: m² and not mỲ.
        return "".join(
            seen if signs.match(seen) and letter.isupper() and read[at - 1 : at].islower() else letter
            for at, (seen, letter) in enumerate(zip(word, read, strict=True))
        )
    return "".join(seen if signs.match(seen) else letter for seen, letter in zip(word, read, strict=True))


# --- conversion ----------------------------------------------------------------------------------------------------


def _edits(text: str) -> list[Edit]:
    tokens = _read_tokens(text)
    after: dict[int, str] = {}
    for token in tokens:
        if token.state != "unicode" and not token.plain and not _is_sign(token) and _is_better(token):
            after[token.start] = _converted(token.text, token.state)
    legacy = [token for token in tokens if token.state == "tcvn3"]
    if legacy:
        for line in _lines_of(legacy):
            _raise_capitals(line, after)
        if _lost_horns(legacy, after):
            for line in _lines_of(legacy):
                _put_back_horns(line, after)
    return [
        Edit(token.start, token.start + len(token.text), after[token.start])
        for token in tokens
        if after.get(token.start, token.text) != token.text
    ]


def _is_better(token: _Token) -> bool:
    """Whether a token on the path through a code page is to be converted: not a Vietnamese one that it would ruin."""
    better = _evidence(token.text, token.state) >= _evidence(token.text, "unicode")
    return better or not has_marks(token.text)


def _is_sign(token: _Token) -> bool:
    """A middle dot at the head of a line is a bullet in any encoding."""
    return token.after_break and token.text == _BULLET


def _lines_of(tokens: Iterable[_Token]) -> Iterator[list[_Token]]:
    line: list[_Token] = []
    for token in tokens:
        if token.after_break and line:
            yield line
            line = []
        line.append(token)
    if line:
        yield line


def _raise_capitals(line: list[_Token], after: dict[int, str]) -> None:
    """Make capitals of the toned letters in words that are capitals otherwise (``NGHÞ §ÞNH``).

    TCVN3 has no codes for them: amid capitals, the codes of small letters were set in a capitals font. Lines wholly in
    such a font look like small letters, and stay so.
    """
    cases = [_case_of(token, after) for token in line]
    for i, token in enumerate(line):
        read = after.get(token.start)
        if read is None or cases[i] == "lower":
            continue
        beside = {next(filter(None, side), "upper") for side in (cases[i + 1 :], cases[:i][::-1])}
        if cases[i] == "upper" or (beside == {"upper"} and "upper" in cases):
            after[token.start] = read.upper()


def _case_of(token: _Token, after: dict[int, str]) -> str:
    """``upper`` or ``lower`` where letters with a case of their own tell; empty for a lone capital and for acronyms."""
    read = after.get(token.start, token.text)
    own = [c for c in token.text if c.isascii() and c.isalpha()]
    if token.start in after:
        own += [c for c in read if not c.isascii() and c.isupper()]
    if any(c.islower() for c in own):
        return "lower"
    return "upper" if len(own) > 1 and all(map(is_syllable, WORD.findall(read))) else ""


def _lost_horns(tokens: list[_Token], after: dict[int, str]) -> bool:
    """Whether the toneless ư of the converted words were lost on the way."""
    read = "".join(after.get(token.start, "") for token in tokens)
    marked = sum(character in MARKED_LETTERS for character in read)
    if read.count("ư") > _HORNS_EXPECTED * marked:
        return False
    return any(restorable(word) for token in tokens for word in WORD.findall(after.get(token.start, token.text)))


def _put_back_horns(line: list[_Token], after: dict[int, str]) -> None:
    places: list[tuple[_Token, re.Match[str]]] = []
    for token in line:
        text = after.get(token.start, token.text)
        if not any(character.isdigit() or character in "/@&" for character in text):
            places += [(token, match) for match in WORD.finditer(text)]
    restored = restore_horns([match.group() for _, match in places])
    for (token, match), word in reversed(list(zip(places, restored, strict=True))):
        text = after.get(token.start, token.text)
        if word != match.group() and not (token is line[0] and _is_list_letter(text, match)):
            after[token.start] = text[: match.start()] + word + text[match.end() :]


def _is_list_letter(text: str, match: re.Match[str]) -> bool:
    """``c)`` and ``d.`` at the head of a line are marks of a list, not cư and dư."""
    return len(match.group()) == 1 and text[match.end() : match.end() + 1] in (")", ".")


def _apply(text: str, edits: list[Edit]) -> str:
    pieces: list[str] = []
    at = 0
    for edit in edits:
        pieces += (text[at : edit.start], edit.after)
        at = edit.end
    pieces.append(text[at:])
    return "".join(pieces)


def _line_edits(before: str, after: str) -> Iterator[Edit]:
    start = 0
    for old, new in zip(before.split("\n"), after.split("\n"), strict=True):
        if old != new:
            yield Edit(start, start + len(old), new)
        start += len(old) + 1
