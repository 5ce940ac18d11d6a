"""Stamps of arrival without a frame, or with one that the picture lost: a heading, and lines to fill in below it.

The office that receives a paper stamps "CÔNG VĂN ĐẾN", "VĂN BẢN ĐẾN" or "ĐẾN" on it, with its own name above and number
and date of arrival below (Nghị định 30/2020/NĐ-CP, Appendix IV). The stamp stands beside or between lines of the head:
taken for text it would be the paper's title, or its number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from rapidfuzz import fuzz

from viextract.model.document import BBox
from viextract.read.layout.rows import Fragment
from viextract.read.layout.words import Word, contains_centre, union
from viextract.vocabulary.letterhead import is_motto, is_number_line, phrases, plain_letters

_ALIKE = 66  # of 100: how alike each word of a heading and of the phrase must be, two letters of three
_NEXT = 2.4  # heights of the heading from one line of the stamp to the next, at most
_LINES = 4  # below the heading
_ASIDE = 75.0  # points from the heading's middle within which the stamp's lines begin: it is 50 millimetres wide
_CENTRED = 30.0  # points by which the middle of the office's name may be off
_OVER = 1.3  # heights of the heading between it and the name of the office above
_LARGER = 1.25  # times the heading's type that such a name may have
_BLANK = 0.9  # heights of the type: wider than a space, as between a stamp and a line of text beside it
_SLACK = 1.0  # points around the words of a stamp


def words_of_stamps(fragments: Sequence[Fragment], depth: float) -> list[Word]:
    """The words of stamps of arrival among the fragments that begin above ``depth`` (points)."""
    high = [fragment for fragment in fragments if fragment.box[1] < depth]
    words = [word for fragment in high for word in fragment.words]
    boxes = list(_pale_stamps(words))
    found = [word for word in words if any(contains_centre(box, word.bbox) and _is_stamps(word) for box in boxes)]
    for heading in _headings(high):
        parts = [*_above(high, heading), heading, *(below := list(_below(high, heading)))]
        if below:
            left, top, right, bottom = union(word.bbox for part in parts for word in part)
            around = (left - _SLACK, top - _SLACK, right + _SLACK, bottom + _SLACK)
            found += [word for word in words if contains_centre(around, word.bbox)]
    return found


def _pale_stamps(words: Sequence[Word]) -> Iterator[BBox]:
    """Boxes around stamps whose ink is paler than print, so that an engine hardly reads it: its "ĐẾN", and other pale
    words around it. On a page of uneven toner print is pale, too: there the words beside that one are other ones."""
    pale = [word for word in words if word.pale]
    for word in pale:
        if not (_ends_heading(word) and not _stands_in_text(word, words)) and not _is_blurred_heading(word):
            continue
        x, y = word.centre
        reach = (x - _ASIDE, y - _DEPTH, x + _ASIDE, y + _DEPTH)
        near = [other for other in pale if contains_centre(reach, other.bbox)]
        if len(near) >= _PALE_WORDS:
            left, top, right, bottom = union(other.bbox for other in near)
            yield left - _RIM, top - _SLACK, right + _RIM, bottom + _RIM


def _stands_in_text(word: Word, words: Sequence[Word]) -> bool:
    """Whether a word that the stamp does not have, and that is sound, stands close beside one on its line; lone letters
    are what an engine makes of the stamp's frame."""
    return any(
        other.line == word.line
        and other.confidence > _SURE
        and max(other.bbox[0] - word.bbox[2], word.bbox[0] - other.bbox[2]) < word.height
        and len(_letters(other)) > 1
        and any(map(str.isalpha, other.text))
        and not set(_letters(other).split()) <= _stamp_words()
        for other in words
        if other is not word
    )


def _ends_heading(word: Word) -> bool:
    return word.text.isupper() and _letters(word) in _last_words()


def _is_blurred_heading(word: Word) -> bool:
    """Whether an engine made one word of a whole heading, and does not believe in it: "TVĂNHANHÉN."."""
    headings = [phrase.replace(" ", "") for phrase in phrases("incoming_headings") if " " in phrase]
    return word.confidence < _SURE and any(fuzz.ratio(_letters(word), heading) >= _ALIKE for heading in headings)


@cache
def _last_words() -> frozenset[str]:
    return frozenset(phrase.split()[-1] for phrase in phrases("incoming_headings"))


_DEPTH = 45.0  # points above and below one of its words that a stamp reaches: it is 30 millimetres high
_PALE_WORDS = 2
_RIM = 14.0  # points around pale words: dots to write on, and what is written on them


def _is_stamps(word: Word) -> bool:
    """Whether a word in the place of a pale stamp is of it: print that is sound stays."""
    return bool(word.pale) or word.confidence < _SURE or not any(map(str.isalpha, word.text))


def _letters(word: Word) -> str:
    return plain_letters(word.text)


@cache
def _stamp_words() -> frozenset[str]:
    headings = [piece for phrase in phrases("incoming_headings") for piece in phrase.split()]
    return frozenset((*headings, *phrases("incoming_lines")))


def _headings(fragments: Sequence[Fragment]) -> Iterator[list[Word]]:
    """Words in capitals that say that something has arrived."""
    for fragment in fragments:
        for phrase in phrases("incoming_headings"):
            run = _said(fragment.words, phrase.split())
            if run and not _goes_on(fragment.words, run):
                yield run
                break


def _said(words: Sequence[Word], phrase: Sequence[str]) -> list[Word]:
    """The words of a phrase in capitals, whatever the engine made of handwriting between them; none where they are not
    all there."""
    run: list[Word] = []
    for word in words:
        if len(run) < len(phrase) and word.text.isupper() and fuzz.ratio(_letters(word), phrase[len(run)]) >= _ALIKE:
            run.append(word)
        elif 0 < len(run) < len(phrase) and word.confidence > _SURE:
            run = []
    return run if len(run) == len(phrase) else []


def _goes_on(words: Sequence[Word], run: Sequence[Word]) -> bool:
    """Whether another word in capitals stands close before or behind: "SỔ ĐĂNG KÝ CÔNG VĂN ĐẾN" is a title."""
    left, right, gap = run[0].bbox[0], run[-1].bbox[2], _height(run)
    near = [word for word in words if 0 <= left - word.bbox[2] < gap or 0 <= word.bbox[0] - right < gap]
    return any(word.text.isupper() and word.confidence > _SURE for word in near)


def _height(words: Sequence[Word]) -> float:
    return max(sum(word.height for word in words) / len(words), 1.0)


def _below(fragments: Sequence[Fragment], heading: Sequence[Word]) -> Iterator[list[Word]]:
    """The stamp's lines to fill in: each begins with what is asked for, close below the one before."""
    left, _, right, last = union(word.bbox for word in heading)
    height, middle = _height(heading), (left + right) / 2
    lines = 0
    for fragment in fragments:
        if lines == _LINES:
            return
        for run in _runs(fragment.words):
            box = union(word.bbox for word in run)
            at = (box[1] + box[3]) / 2
            if not (last < at < last + _NEXT * height and abs(box[0] - middle) < _ASIDE and _asks(run)):
                continue
            last, lines = max(last, at), lines + 1
            yield run
            break
        else:
            if last < _middle_of(fragment) < last + _NEXT * height and _is_unreadable(fragment, middle):
                last = _middle_of(fragment)  # the next one may be below it


def _middle_of(fragment: Fragment) -> float:
    return (fragment.box[1] + fragment.box[3]) / 2


def _is_unreadable(fragment: Fragment, middle: float) -> bool:
    """Whether a stamp's line came out as signs that the engine itself doubts."""
    left, _, right, _ = fragment.box
    narrow = max(abs(left - middle), abs(right - middle)) < _ASIDE
    return narrow and all(word.confidence <= _SURE for word in fragment.words)


def _asks(run: Sequence[Word]) -> bool:
    """Whether a line goes on with figures, dots or what is no print behind the word of the stamp."""
    return sum(any(map(str.isalpha, word.text)) and word.confidence > _SURE for word in run) <= _MOST_WORDS


_SURE = 0.8
_MOST_WORDS = 5  # "Lưu hồ sơ số:", "Chuyển:": a line of text has more words that an engine is sure of


@cache
def _openings() -> list[list[str]]:
    return [[phrase] for phrase in phrases("incoming_lines")]


def _runs(words: Sequence[Word]) -> Iterator[list[Word]]:
    """A fragment's words between wide blanks that begin as a line of the stamp does."""
    run: list[Word] = []
    for word in words:
        if run and word.bbox[0] - run[-1].bbox[2] > _BLANK * max(word.height, 1.0):
            if _opens(run[0]):
                yield run
            run = []
        run.append(word)
    if run and _opens(run[0]):
        yield run


def _opens(word: Word) -> bool:
    return plain_letters(word.text).split()[:1] in _openings()


def _above(fragments: Sequence[Fragment], heading: Sequence[Word]) -> Iterator[list[Word]]:
    """The name of the office that received the paper: in capitals no larger than the heading, close above it."""
    left, top, right, _ = union(word.bbox for word in heading)
    height = _height(heading)
    for fragment in fragments:
        box = fragment.box
        if not (0 <= top - box[3] + 0.5 * height <= _OVER * height and box[0] < right and box[2] > left):
            continue
        text = fragment.text
        if text.isupper() and not is_motto(text) and not is_number_line(text) and _fits(fragment, heading):
            yield fragment.words


def _fits(fragment: Fragment, heading: Sequence[Word]) -> bool:
    """Whether a line above is as narrow and small as a stamp's."""
    left, _, right, _ = union(word.bbox for word in heading)
    small = _height(fragment.words) <= _LARGER * _height(heading)
    return small and abs(fragment.middle - (left + right) / 2) < _CENTRED
