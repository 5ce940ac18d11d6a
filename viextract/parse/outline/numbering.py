"""The labels of a document, decided together: which label each paragraph has, given all those before and after it.

Every paragraph has candidates: the label as printed, its other reading ("l." is 1 or I), a label that is due and looks
like what is printed ("$2." for 5.2, "II TỔ CHỨC" for "II. TỔ CHỨC"), or none. What a sequence of them costs is told by
how labels follow each other: they count up, levels nest. The cheapest sequence is found by a beam; by how much it is
cheaper than the best one that reads a label otherwise is how sure that label is.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple, TypeGuard

from viextract.data import read_yaml
from viextract.parse.outline.blocks import Block
from viextract.vocabulary.actors import subject_of
from viextract.vocabulary.labels import LETTERS, Label, LabelKind, is_capitals, roman_number

RANKS: dict[LabelKind, float] = {
    "part": 0,
    "chapter": 1,
    "section": 2,
    "upper": 3,
    "roman": 4,
    "article": 4,
    "arabic": 5,
    "dotted": 6,
    "letter": 9,
    "lower-roman": 11,
    "bullet": 20,
}
"""Depth of each kind of label; dotted labels stand deeper by each further dot."""
UPPER_BELOW_ROMAN = 4.5
CLAUSE = 10.0
"""Depth of "(1)", "(a)" and "①"."""
_CLAUSE_SIGNS = re.compile(r"\(|[①-⑳⑴-⒇]")
BEAM = 12
"""Sequences that are followed; labels leave few choices, so that more change nothing."""
LONGEST_TITLE = 30
"""Words of a paragraph that is taken for a title whose label lost its mark."""


class _Level(NamedTuple):
    """An open row of labels."""

    rank: float
    kind: LabelKind
    number: int
    prefix: str = ""
    """Of dotted labels: what stands before the last number."""


@dataclass(frozen=True, slots=True)
class Costs:
    """What is unlikely about a label, as natural logarithms of odds (``numbering.yaml``)."""

    repeats: float
    skips: float
    skips_more: float
    goes_back: float
    restarts: float
    starts_late: float
    starts_late_more: float
    foreign_prefix: float
    other_reading: float
    small_part: float
    unsure: float
    due: float
    repaired: float
    repaired_clean: float
    lost_mark: float
    lost_mark_capitals: float
    wrong_mark: float
    upper_clause: float
    no_label: float


@cache
def costs() -> Costs:
    return Costs(**read_yaml("numbering.yaml")["costs"])


@cache
def _looks() -> dict[str, frozenset[str]]:
    """What each printed sign is read as."""
    found: dict[str, set[str]] = {}
    for entry in read_yaml("numbering.yaml")["looks"]:
        found.setdefault(entry["printed"], set()).add(entry["read"])
    return {printed: frozenset(read) for printed, read in found.items()}


class Numbered(NamedTuple):
    """The label of a paragraph as decided."""

    label: Label | None
    rank: float
    confidence: float
    repaired: bool
    """Whether it is another than the one that is printed."""


class _Choice(NamedTuple):
    label: Label | None
    cost: float
    repaired: bool


@dataclass(frozen=True, slots=True)
class _Path:
    cost: float
    levels: tuple[_Level, ...]
    fresh: bool
    """Whether a title without a label stands between: rows below it may begin anew."""
    choices: tuple[tuple[int, _Choice, float], ...]
    """Paragraph, its label and its depth, the last last."""
    last: int = -2
    """The last paragraph that has a label."""
    told: bool = False
    """Whether that one is a sentence that tells what somebody does: below it no row of its own kind begins."""


def number(blocks: Sequence[Block], weights: Costs | None = None) -> list[Numbered]:
    """The label of every paragraph, its depth, and how sure it is."""
    weights = weights or costs()
    romans = [block.label for block in blocks if block.label and block.label.kind == "roman" and block.label.sure]
    in_capitals = 2 * sum(is_capitals(label.rest) for label in romans) > len(romans)
    paths = [_Path(0.0, (), True, ())]
    for index, block in enumerate(blocks):
        if block.label is None and not _may_have_label(block):
            if _is_untitled(block):
                paths = [replace(path, fresh=True) for path in paths]
            continue
        if block.label is not None and block.label.kind == "bullet":
            continue
        made: list[_Path] = []
        for path in paths:
            for choice in _choices(block, path, weights, in_capitals):
                made.append(_extended(path, index, block, choice, weights))
        made.sort(key=lambda path: path.cost)
        paths = _distinct(made)
    return _decided(blocks, paths)


def _distinct(paths: Sequence[_Path]) -> list[_Path]:
    """The cheapest paths, of those that leave the same rows open the first three."""
    kept: list[_Path] = []
    seen: dict[tuple[tuple[_Level, ...], bool], int] = {}
    for path in paths:
        key = path.levels, path.fresh
        if seen.get(key, 0) < 3 and len(kept) < BEAM:
            seen[key] = seen.get(key, 0) + 1
            kept.append(path)
    return kept


def _decided(blocks: Sequence[Block], paths: Sequence[_Path]) -> list[Numbered]:
    best = {index: (choice, rank) for index, choice, rank in paths[0].choices}
    others = [(path.cost - paths[0].cost, {index: choice for index, choice, _ in path.choices}) for path in paths[1:]]
    out = []
    for index, block in enumerate(blocks):
        choice, rank = best.get(index, (_Choice(block.label, 0.0, False), RANKS["bullet"]))
        lead = min((cost for cost, other in others if _name(other.get(index)) != _name(choice)), default=math.inf)
        if lead >= SURE_LEAD and not choice.repaired and _stands_so(choice.label, block):
            # Its row tells that it is no other: "I. Mục đích", "II. Nội dung" before "III. …".
            choice = choice._replace(label=choice.label._replace(sure=True))
        confidence = 1.0 if lead == math.inf and not choice.repaired else 1 / (1 + math.exp(-min(lead, 3.0)))
        out.append(Numbered(choice.label, rank, round(confidence, 4), choice.repaired))
    return out


SURE_LEAD = 2.0
"""By how much a label's sequence is cheaper than the best with another reading, from which on the label is sure."""


def _stands_so(label: Label | None, block: Block) -> TypeGuard[Label]:
    """Whether a label that could be another is printed just so."""
    return label is not None and label.other is not None and block.text.startswith(label.text)


def _name(choice: _Choice | None) -> tuple[str, str] | None:
    return (choice.label.kind, choice.label.text) if choice and choice.label else None


# --- candidates

_TOKEN = re.compile(
    r"\W{0,2}?(?P<token>[^\s.):;,/]{1,5}(?:\.[^\s.):;,/]{1,2}(?=[.)\s]))?)(?:\s?(?P<mark>[.):;,/])\s*|\s+)"
    r"(?P<first>[^\W\d_]|[\"“(])"
)


def _may_have_label(block: Block) -> bool:
    """Whether a paragraph without a label begins with something that may be a damaged one."""
    return not block.tabular and _token(block) is not None


def _token(block: Block) -> re.Match[str] | None:
    """What may be a damaged label, before a word that does not begin in small letters."""
    match = _TOKEN.match(block.text[:16])
    return None if match is None or match["first"].islower() else match


def _is_untitled(block: Block) -> bool:
    return block.capitals or (block.bold and not block.text.endswith((".", ";")))


def _choices(block: Block, path: _Path, weights: Costs, in_capitals: bool) -> Iterator[_Choice]:
    label = block.label
    if label is not None:
        yield _Choice(label, _own_cost(label, weights, in_capitals) + (0 if label.sure else weights.unsure), False)
        if label.other is not None and not label.sure:
            cost = _own_cost(label.other, weights, in_capitals) + weights.other_reading
            yield _Choice(label.other, cost, False)
        if label.kind == "upper" and (clause := _as_clause(block)):
            yield _Choice(clause, weights.upper_clause, False)
        if block.confidence < 1 and (part := _as_part(label, path)):
            cost = weights.unsure + weights.other_reading * (2 if part.number > 1 else 1)
            yield _Choice(part, cost + _own_cost(part, weights, in_capitals), True)
        if not label.sure:
            yield _Choice(None, weights.no_label, False)
        if label.sure and (block.confidence >= 1 or _advance(path, label, block, False, weights)[0] < weights.skips):
            return  # what is printed stands, misnumbered as it may be
    else:
        yield _Choice(None, 0.0, False)
    yield from _repairs(block, path, weights)


def _as_part(label: Label, path: _Path) -> Label | None:
    """What an engine makes "1." of: the first part of a text, or the next one, of whose strokes one is left."""
    if label.kind != "arabic" or label.text not in ("1", "11"):
        return None
    if not path.levels:
        return Label("roman", "I", 1, label.rest, False)
    number = next((level.number + 1 for level in path.levels if level.kind == "roman"), 0)
    return Label("roman", "I" * number, number, label.rest, False) if number in (2, 3) else None


def _own_cost(label: Label, weights: Costs, in_capitals: bool) -> float:
    return weights.small_part if in_capitals and label.kind == "roman" and not is_capitals(label.rest) else 0.0


def _as_clause(block: Block) -> Label | None:
    """ "Đ)" is a clause in capitals."""
    label = block.label
    if label is None or not re.match(r"\w\s?\)", block.text):
        return None
    place = LETTERS.find(label.text.lower()) + 1
    return Label("letter", label.text.lower(), place, label.rest, True) if place else None


def _repairs(block: Block, path: _Path, weights: Costs) -> Iterator[_Choice]:
    """Labels that are due here and look like what the paragraph begins with."""
    match = _token(block)
    if match is None:
        return
    token, mark = re.sub(r"[\s.]", "", match["token"]), match["mark"]
    if re.fullmatch(r"[IVX]+[L|]", token):
        token = token[:-1]  # the full stop was read as one more stroke: "IL MỤC ĐÍCH"
    rest = block.text[match.start("first") :]
    capitals = is_capitals(rest)
    for due in _due(path, capitals):
        if block.label is not None and (due.kind, due.text) == (block.label.kind, block.label.text):
            continue
        printed = due.text.replace(".", "")
        as_printed = token == printed or (mark is not None and _alike(token, printed))
        if due.kind == "roman" and not capitals and not (as_printed and len(printed) > 1):
            continue  # a part's title in small letters is like a sentence: its numeral must stand there
        if token == printed:
            if block.label is not None and "." not in due.text:
                continue
            cost = 0.0 if "." in due.text else weights.lost_mark if mark is None else weights.wrong_mark
            cost += weights.repaired if "." in due.text else 0.0
            if due.kind == "letter" and mark != ")":
                continue
        elif mark is not None and _alike(token, printed):
            cost = weights.repaired
        else:
            continue
        if mark is None:
            if len(rest.split()) > LONGEST_TITLE or rest.endswith((".", ";")):
                continue
            cost += weights.lost_mark_capitals if capitals else weights.lost_mark
        elif token != printed and block.confidence >= 1:
            cost += weights.repaired_clean
        cost += weights.due if block.label is None else 0.0
        yield _Choice(due._replace(rest=rest, sure=False), cost, True)


def _due(path: _Path, capitals: bool) -> Iterator[Label]:
    """The labels that may follow here: the next of each open row, and the first of a row below the last."""
    for level in path.levels:
        text = _written(level.kind, level.number + 1, level.prefix)
        if text:
            yield Label(level.kind, text, level.number + 1, "", False)
        if level.kind == "letter" and level.number + 2 == LETTERS.index("e") + 1:
            yield Label("letter", "e", level.number + 2, "", False)  # some offices leave out đ
    if not path.levels and capitals:
        yield Label("roman", "I", 1, "", False)
    if path.levels and path.levels[-1].kind == "arabic":
        yield Label("dotted", f"{path.levels[-1].number}.1", 1, "", False)


def _written(kind: LabelKind, value: int, prefix: str) -> str | None:
    if kind == "roman":
        return _roman(value)
    if kind == "lower-roman":
        return _roman(value).lower()
    if kind == "letter":
        return LETTERS[value - 1] if 0 < value <= len(LETTERS) else None
    if kind == "dotted":
        return f"{prefix}.{value}"
    return str(value) if kind == "arabic" else None


def _roman(value: int) -> str:
    """Up to 39.

    >>> _roman(14), _roman(29)
    ('XIV', 'XXIX')
    """
    return "X" * (value // 10) + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[value % 10]


def _alike(read: str, printed: str) -> bool:
    """Whether ``read`` is what a machine makes of ``printed``: sign by sign the same or one that looks like it, not all
    the same; a Roman numeral may have lost or won one stroke."""
    if roman_number(printed) and (roman_number(read) or not read):
        strokes = printed.count("I") - read.count("I")
        return bool(read) and abs(strokes) == 1 and read.replace("I", "") == printed.replace("I", "")
    return _parts(read, printed)


def _parts(read: str, printed: str) -> bool:
    if not read or not printed:
        return read == printed
    if read[0] == printed[0] and _parts(read[1:], printed[1:]):
        return True
    return any(
        printed.startswith(sign) and read[0] in shapes and _parts(read[1:], printed[len(sign) :])
        for sign, shapes in _looks().items()
    )


# --- how labels follow each other


def _extended(path: _Path, index: int, block: Block, choice: _Choice, weights: Costs) -> _Path:
    if choice.label is None:
        cost, made = path.cost + choice.cost, (index, choice, RANKS["bullet"])
        return replace(path, cost=cost, choices=(*path.choices, made))
    cost, levels = _advance(path, choice.label, block, path.last == index - 1 and not path.told, weights)
    made = (index, choice, levels[-1].rank)
    return _Path(path.cost + choice.cost + cost, levels, False, (*path.choices, made), index, _tells(choice.label))


def _tells(label: Label) -> bool:
    """Whether a label stands before a whole sentence with its subject: "2. Công an xã đối chiếu danh sách."."""
    return label.rest.endswith(".") and subject_of(label.rest) is not None


def _advance(
    path: _Path, label: Label, block: Block, adjacent: bool, weights: Costs
) -> tuple[float, tuple[_Level, ...]]:
    """What it costs that ``label`` follows, and the rows that are open then.

    adjacent: the paragraph before is the last of those with a label. A row that begins anew right below a label of the
    same kind stands below it ("4. Tổ chức thực hiện" / "1. …" / "2. …").
    """
    rank = _rank(label, block, path.levels)
    prefix = label.text.rpartition(".")[0] if label.kind == "dotted" else ""
    ways: list[tuple[float, tuple[_Level, ...]]] = []
    for at in range(len(path.levels) - 1, -1, -1):
        one = path.levels[at]
        if one.kind != label.kind or int(one.rank) != int(rank) or (prefix and one.prefix != prefix):
            continue
        level = _Level(one.rank, label.kind, label.number, prefix)
        ways.append((_following(one.number, label, path.fresh, weights), (*path.levels[:at], level)))
        if adjacent and label.number == 1 and at == len(path.levels) - 1 and label.kind in _NESTING:
            ways.append((0.0, (*path.levels, _Level(one.rank + NESTED, label.kind, 1, prefix))))
    if ways:
        return min(ways, key=lambda way: way[0])
    kept = tuple(one for one in path.levels if one.rank < rank)
    cost = _starting(label.number, weights)
    parent = next((one for one in reversed(kept) if one.kind in {"arabic", "dotted"}), None)
    if prefix and parent is not None and (f"{parent.prefix}.{parent.number}".lstrip(".")) != prefix:
        cost += weights.foreign_prefix
    return cost, (*kept, _Level(rank, label.kind, label.number, prefix))


_NESTING = frozenset({"arabic"})
"""Kinds of labels whose rows are found below each other."""
NESTED = 0.4
"""How much deeper such a row stands: above dotted labels and titles without a label."""


def _rank(label: Label, block: Block, levels: Sequence[_Level]) -> float:
    """Depth of a label; ``A.`` below a Roman part is deeper than it unless it goes on with the parts above that part;
    ``(1)``, ``(a)`` and ``①`` are clauses.
    """
    if label.kind == "dotted":
        return 5.0 + label.text.count(".")
    above = any(one.kind == "upper" and one.rank == RANKS["upper"] for one in levels)
    if label.kind == "upper" and not above and any(one.kind == "roman" for one in levels):
        return UPPER_BELOW_ROMAN
    if label.kind in {"arabic", "letter"} and _CLAUSE_SIGNS.match(block.text):
        return CLAUSE
    return RANKS[label.kind]


def _starting(value: int, weights: Costs) -> float:
    return 0.0 if value == 1 else weights.starts_late + weights.starts_late_more * min(value, 5)


def _following(before: int, label: Label, fresh: bool, weights: Costs) -> float:
    step = label.number - before
    if step == 1 or (label.kind == "letter" and label.text == "e" and step == 2):
        return 0.0
    if step > 1:
        return weights.skips + weights.skips_more * min(step - 1, 5)
    if step == 0:
        return weights.repeats
    if label.number == 1:
        return 0.0 if fresh else weights.restarts
    return weights.goes_back
