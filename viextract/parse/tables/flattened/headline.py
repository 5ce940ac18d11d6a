"""Lines that name the columns of a flattened table: the headings side by side, wrapped over lines, repeated on each
page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from viextract.model.document import Line
from viextract.parse.tables.columns import column_meanings, kind_of_table
from viextract.parse.tables.flattened.lost_headings import MOST_LINES, PlacedHeading, with_lost
from viextract.vocabulary.column_headings import folded, vocabulary

LEAST_LIKENESS = 84.0
"""Likeness (letters without marks) at which words are a heading, or its beginning."""
GLUED_LIKENESS = 80.0
"""The same for letters without spaces, where damage has run words together."""
SHAPE_LIKENESS = 88.0
"""The same for the shapes of letters."""
MOST_WORDS = 34


@dataclass(slots=True)
class HeadLine:
    """The headings of a flattened table."""

    names: list[str]
    meanings: list[str]
    lines: list[int] = field(default_factory=list)
    """Indices of the lines that the headings take, those that repeat them on later pages too."""


@cache
def _beginnings() -> dict[str, tuple[str, str, float]]:
    """Folded headings, their beginnings and other parts (two words or more): (meaning, heading, gain for each word).

    A part that does not begin its heading names no column: its meaning is empty.
    """
    found: dict[str, tuple[str, str, float]] = {}
    for known, meaning, heading in vocabulary():
        words = known.split()
        for start in range(len(words)):
            for end in range(start + 2, len(words) + 1):
                part = (meaning, heading, 0.7) if start == 0 else ("", "", 0.6)
                if start == 0 or " ".join(words[start:end]) not in found:
                    found[" ".join(words[start:end])] = part
    for known, meaning, heading in vocabulary():
        found[known] = (meaning, heading, 1.0)
    return found


@cache
def _may_begin_heading() -> frozenset[str]:
    """The first words of headings and their parts: a look that spares most places of a text a closer one."""
    return frozenset(known.partition(" ")[0] for known in _beginnings())


@cache
def _by_length() -> dict[int, list[str]]:
    """Headings and beginnings by their number of words."""
    lengths: dict[int, list[str]] = {}
    for text, (meaning, _, _) in _beginnings().items():
        if meaning:
            lengths.setdefault(text.count(" ") + 1, []).append(text)
    return lengths


def headings_in(text: str, *, damaged: bool = True) -> tuple[list[tuple[str, str]], float]:
    """(meaning, heading) of the headings that stand side by side in a line, and the share of its words that they take.

    damaged: take words that are only like a heading too.

    >>> headings_in("TT Nội dung Đơn vị chủ trì Thời gian thực hiện")[0]
    [('number', 'TT'), ('content', 'Nội dung'), ('lead', 'Đơn vị chủ trì'), ('deadline', 'Thời gian thực hiện')]
    """
    found, count = placed_headings(text, damaged=damaged)
    taken = sum(end - start for start, end, _, _ in found)
    return [(meaning, heading) for _, _, meaning, heading in found if meaning], taken / count if count else 0.0


def placed_headings(text: str, *, damaged: bool = True) -> tuple[list[PlacedHeading], int]:
    """The headings in a line with the words [from, to) that each takes, and how many words the line has."""
    words = folded(text).split()
    if not words or len(words) > MOST_WORDS:
        return [], len(words)
    if not damaged and _may_begin_heading().isdisjoint(words):
        return [], len(words)
    best: list[tuple[float, list[PlacedHeading]]] = [(0.0, [])]
    for end in range(1, len(words) + 1):
        score, held = best[end - 1]
        options = [(score - 1.0, held)]
        for start in range(max(0, end - 12), end):
            if not damaged and words[start] not in _may_begin_heading():
                continue
            match = _heading(" ".join(words[start:end]), damaged)
            if match is not None:
                meaning, heading, gain = match
                score, held = best[start]
                options.append((score + gain * (end - start) - 0.05, [*held, (start, end, meaning, heading)]))
        best.append(max(options, key=lambda option: option[0]))
    return _without_halves(best[-1][1]), len(words)


_HALVES = frozenset(("co quan", "don vi"))


def _without_halves(found: list[PlacedHeading]) -> list[PlacedHeading]:
    """``Cơ quan`` just before ``phối hợp``, where damage has added a word to that, is the first half of one
    heading.
    """
    kept: list[PlacedHeading] = []
    for one in found:
        before = kept[-1] if kept else None
        if before and one[2] in ("lead", "partners") and before[1] == one[0] and folded(before[3]) in _HALVES:
            one = (before[0], one[1], one[2], f"{before[3]} {one[3][:1].lower()}{one[3][1:]}")
            kept.pop()
        kept.append(one)
    return kept


@lru_cache(maxsize=50_000)
def _heading(text: str, damaged: bool) -> tuple[str, str, float] | None:
    known = _beginnings()
    if text in known:
        return known[text]
    words = text.split()
    if len(text) < 5 or not damaged:
        return None
    if skeleton(text) in _by_skeleton():
        meaning, heading, gain = known[_by_skeleton()[skeleton(text)]]
        return meaning, heading, gain * 0.95
    if len(text) < 6:
        return None
    hit = process.extractOne(text, _by_length().get(len(words), []), scorer=fuzz.ratio, score_cutoff=LEAST_LIKENESS)
    if hit is None:
        return _glued(text)
    # each word by itself must be like its counterpart: "TT nhiệm vụ" is not "tên nhiệm vụ"
    if min(fuzz.ratio(a, b) for a, b in zip(words, str(hit[0]).split(), strict=True)) < 45:
        return None
    meaning, heading, gain = known[str(hit[0])]
    return meaning, heading, gain * 0.95


def _glued(text: str) -> tuple[str, str, float] | None:
    """The heading whose words damage has run together: ``Don vichitri``."""
    letters = text.replace(" ", "")
    if len(letters) < 9:
        return None
    hit = process.extractOne(letters, list(_joined()), scorer=fuzz.ratio, score_cutoff=GLUED_LIKENESS)
    shapes = _joined_shapes()
    alike = process.extractOne(skeleton(letters), list(shapes), scorer=fuzz.ratio, score_cutoff=SHAPE_LIKENESS)
    if hit is None and alike is None:
        return None
    heading = _joined()[str(hit[0])] if hit is not None else shapes[str(alike[0] if alike else "")]
    if len(heading.split()) <= len(text.split()):
        return None
    meaning, name, gain = _beginnings()[heading]
    return meaning, name, gain * 0.9


_SHAPES = str.maketrans("ceagq06jlt1f", "ooooooo" + "iiiii")
"""Letters and figures of one shape."""


def skeleton(text: str) -> str:
    """What is left of folded letters for an engine that takes round ones for one another, and thin ones.

    >>> skeleton("chi s6") == skeleton("chi so"), skeleton("chi so") == skeleton("chu so")
    (True, False)
    """
    return text.translate(_SHAPES)


@cache
def _by_skeleton() -> dict[str, str]:
    """Whole headings by their shape, where they have one of their own."""
    found: dict[str, str] = {}
    shared: set[str] = set()
    for known, _, _ in vocabulary():
        shape = skeleton(known)
        if shape in found and found[shape] != known:
            shared.add(shape)
        found[shape] = known
    return {shape: known for shape, known in found.items() if shape not in shared and len(known) >= 5}


@cache
def _joined() -> dict[str, str]:
    """Whole headings of three words and more without the spaces, and as they are."""
    return {known.replace(" ", ""): known for known, _, _ in vocabulary() if known.count(" ") >= 2}


@cache
def _joined_shapes() -> dict[str, str]:
    """The same by their shapes."""
    return {skeleton(letters): known for letters, known in _joined().items()}


def find_headlines(lines: Sequence[Line], start: int = 0) -> HeadLine | None:
    """The first flattened header at or after index ``start``, with all lines that belong to it or repeat it; None
    where there is none.

    A header names at least three columns with headings that make up most of one line.
    """
    for index in range(start, len(lines)):
        if re.match(r"\s*[-+•*]", lines[index].text) or lines[index].text.rstrip().endswith((".", ";")):
            continue  # a statement that happens to hold headings' words
        if len({meaning for meaning, _ in headings_in(lines[index].text, damaged=False)[0]}) < 2:
            continue
        found, share = headings_in(lines[index].text)
        if len({meaning for meaning, _ in found}) < 3 or share < _least_share(lines, index, found):
            continue
        first, last = _grown(lines, index)
        repeats = _repeats(lines, first, last)
        # OCR has read each page's header anew: the reading that tells the most columns apart counts.
        core = max([index, *repeats], key=lambda k: _told_apart(lines[k].text))
        below = [lines[k].text for k in range(last + 1, min(len(lines), last + 2 * MOST_LINES)) if k not in repeats]
        around = [lines[k] for k in range(first, last + 1) if k != index]
        meanings, names = _columns(headings_in(lines[core].text)[0], around)
        words = folded(lines[core].text).split()
        lost = with_lost([_trimmed(one, words) for one in placed_headings(lines[core].text)[0]], words, below)
        if any(meaning not in meanings for meaning, _ in lost):
            meanings, names = _columns(lost, around)
        if kind_of_table(meanings) != "other":
            scattered = _scattered_all(lines, last + 1, names)
            return HeadLine(names, meanings, sorted({*range(first, last + 1), *repeats, *scattered}))
    return None


def _trimmed(one: PlacedHeading, words: Sequence[str]) -> PlacedHeading:
    """The heading without last words that make it no likelier: they may be all that is left of the next column's."""
    start, end, meaning, name = one
    if not meaning or " ".join(words[start:end]) in _beginnings():
        return one
    likeness = _likeness(words[start:end])
    for last in range(start + 1, end):
        match = _heading(" ".join(words[start:last]), True)
        if match is not None and match[0] == meaning and _likeness(words[start:last]) >= likeness:
            return start, last, meaning, match[1]
    return start, end, meaning, name


def _likeness(words: Sequence[str]) -> float:
    """How like some whole heading the words are, run together."""
    hit = process.extractOne("".join(words), _run_together(), scorer=fuzz.ratio)
    return hit[1] if hit is not None else 0.0


@cache
def _run_together() -> list[str]:
    return [known.replace(" ", "") for known, _, _ in vocabulary()]


def _told_apart(text: str) -> tuple[int, int]:
    """How many columns the headings of a line tell apart, and how few of them twice."""
    found = headings_in(text)[0]
    return len({meaning for meaning, _ in found}), -len(found)


def _least_share(lines: Sequence[Line], index: int, found: Sequence[tuple[str, str]]) -> float:
    """The share of a line's words that headings must take: less where what else is there may be a heading's part."""
    if found[0][0] in ("number", "standard") or any(
        0 <= k < len(lines) and headings_in(lines[k].text)[1] > 0.9 for k in (index - 1, index + 1)
    ):
        return 0.55  # a heading wraps over lines, or damage has spoilt one in a line that begins as a header does
    return 0.7


def _grown(lines: Sequence[Line], index: int) -> tuple[int, int]:
    """The header with the lines above and below that only hold further words of headings."""
    words = {word for known in _beginnings() for word in known.split()}

    def only_headings(line: Line) -> bool:
        own = folded(line.text).split()
        known = sum(word in words for word in own)
        headings, share = headings_in(line.text)
        named = known >= 0.75 * len(own) or (len(headings) >= 2 and share >= 0.75)
        return 0 < len(own) <= 12 and named and not re.match(r"\W*(\d|[IVX]+\.)", line.text)

    first = last = index
    while (
        first > 0
        and index - first < 2
        and only_headings(lines[first - 1])
        and _completes(lines[first - 1], lines[index])
    ):
        first -= 1
    while last + 1 < len(lines) and last - index < 3 and only_headings(lines[last + 1]):
        last += 1
    return first, last


def _completes(upper: Line, core: Line) -> bool:
    """The line above begins headings that the core line goes on with: it holds the beginning of one itself."""
    return bool(headings_in(upper.text)[0]) and not upper.text.isupper()


_ORDER = ("lead", "unit", "partners", "deadline", "product", "funding", "amount", "report", "note")
"""Left to right, as plans have them: the place of a column that only a line beside the core line names."""


def _columns(core: Sequence[tuple[str, str]], around: Sequence[Line]) -> tuple[list[str], list[str]]:
    """Meanings and names of the columns, left to right: those of the core line, with columns that only lines around
    it name.
    """
    pairs: list[tuple[str, str]] = []
    criteria = any(meaning in ("standard", "criterion") for meaning, _ in core)
    shared = any(meaning == "partners" for meaning, _ in core)
    for pair in core:
        if criteria and pair[0] in ("name", "content"):
            continue  # a misread part of another heading: criteria tables list no activities
        if criteria and pair[0] == "lead" and "unit" in [meaning for meaning, _ in pairs] and not shared:
            continue  # the same: where one body leads, the other column says who takes part
        if pair[0] not in [meaning for meaning, _ in pairs]:
            pairs.append(pair)
    for line in around:
        below = [pair for pair in headings_in(line.text)[0] if pair[0] in _ORDER]
        have = [meaning for meaning, _ in pairs]
        new = [pair for pair in below if pair[0] not in have]
        if {"lead", "partners"} <= {meaning for meaning, _ in new} and "unit" in have:
            at = have.index("unit")  # one heading over two columns
            pairs[at : at + 1] = [pair for pair in new if pair[0] in ("lead", "partners")]
            new = [pair for pair in new if pair[0] not in ("lead", "partners")]
        for pair in new:
            later = [k for k, (meaning, _) in enumerate(pairs) if meaning in _ORDER[_ORDER.index(pair[0]) :]]
            pairs.insert(min(later, default=len(pairs)), pair)
    names = [name for _, name in pairs]
    return column_meanings(names)[0], names


def _repeats(lines: Sequence[Line], first: int, last: int) -> list[int]:
    """Lines further down that say the same as the header's lines."""
    own = [folded(lines[k].text) for k in range(first, last + 1)]
    found: list[int] = []
    index = last + 1
    while index < len(lines):
        text = folded(lines[index].text)
        if text and max(fuzz.ratio(text, line) for line in own) >= 80 and len(text) >= 8:
            found.append(index)
            # the rest of the headings on the lines after it
            for k in range(index + 1, min(index + 4, len(lines))):
                rest = folded(lines[k].text)
                if not rest:
                    continue
                if max(fuzz.ratio(rest, line) for line in own) < 75:
                    break
                found.append(k)
        index = max([index, *found]) + 1
    return sorted(set(found))


def _scattered_all(lines: Sequence[Line], start: int, names: Sequence[str]) -> list[int]:
    """Lines of headers whose headings stand on lines of their own: at least three in a row, blank ones between."""
    known = [folded(name) for name in names]
    taken: list[int] = []
    run: list[int] = []
    for index in range(start, len(lines)):
        text = folded(lines[index].text)
        if not text:
            continue
        if len(text) >= 4 and any(_part_of(text, name) for name in known):
            run.append(index)
            continue
        # what follows a scattered header may be the rest of its longest heading
        if len(run) >= 3:
            taken += run
            if len(text.split()) <= 3 and _headings_rest(text):
                taken.append(index)
        run = []
    return taken + (run if len(run) >= 3 else [])


def _part_of(text: str, name: str) -> bool:
    return (
        fuzz.ratio(text, name) >= 80
        or fuzz.ratio(text, name[: len(text)]) >= 80
        or (len(name) >= 12 and text.startswith(name[:12]))
    )


def _headings_rest(text: str) -> bool:
    words = {word for known in _beginnings() for word in known.split()}
    return all(word in words for word in text.split())
