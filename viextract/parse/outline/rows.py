"""Rows of numbered paragraphs, decided together: which are headings, which are statements.

What stands below a paragraph decides most; one with nothing below it is judged by named cues and by the others of its
row. The best roles of a row are found by dynamic programming; by how much they are better than the best ones with the
other role for a paragraph is how sure that paragraph's role is.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from viextract.data import read_yaml
from viextract.parse.outline.items import Item
from viextract.parse.outline.titles import FULL_STOP_TITLE_WORDS, names_only_bodies, split_run_in
from viextract.vocabulary.labels import Label, is_capitals
from viextract.vocabulary.units import names_body, opens_with_verb

MOST = 4.0
"""No lead counts for more: odds of fifty to one are sure."""
BODIES_OF_A_ROW = 2
"""Paragraphs of a row that name bodies, from which on all of it tells who does what."""

Weights = dict[str, float]


@cache
def weights() -> Weights:
    found: Weights = read_yaml("outline_rows.yaml")["weights"]
    return found


@dataclass(slots=True)
class Row:
    """Numbered paragraphs of one depth below one heading, in order."""

    items: list[Item]


def find_rows(items: Sequence[Item]) -> Iterator[Row]:
    """The rows of a body. A heading of a smaller depth ends those below it."""
    open_rows: dict[float, list[Item]] = {}
    for item in items:
        if item.role == "detail" or item.rank >= NO_ROW:
            continue
        for rank in [rank for rank in open_rows if rank > item.rank]:
            yield Row(open_rows.pop(rank))
        if item.label is not None and item.label.kind != "bullet":
            open_rows.setdefault(item.rank, []).append(item)
    for row in open_rows.values():
        yield Row(row)


NO_ROW = 20.0
"""Depth of bullets and unmarked paragraphs."""


def cues(item: Item, row: Sequence[Item]) -> Iterator[str]:
    """The names of what speaks for or against a heading in a paragraph with nothing below."""
    label = item.label
    if label is None:
        return
    text = label.rest
    yield "always"
    for name, tells in _CUES.items():
        if tells(item, text):
            yield name
    if opens_with_verb(text) and any(
        other is not item and other.role == "heading" and opens_with_verb(other.title) for other in row
    ):
        yield "verb_as_row"


def _is_clause(item: Item, text: str) -> bool:
    return item.label is not None and item.label.kind in {"letter", "lower-roman"}


_CUES: dict[str, Callable[[Item, str], bool]] = {
    "final_mark": lambda item, text: text.endswith((".", ";", ",")),
    "long": lambda item, text: len(text.split()) > FULL_STOP_TITLE_WORDS,
    "only_bodies": lambda item, text: names_only_bodies(text),
    "clause": lambda item, text: _is_clause(item, text) and not names_only_bodies(text),
    "long_clause": lambda item, text: _is_clause(item, text) and item.block.words > FULL_STOP_TITLE_WORDS,
    "verb": lambda item, text: opens_with_verb(text) and not names_only_bodies(text),
    "subject": lambda item, text: names_body(text) and not names_only_bodies(text),
    "capitals": lambda item, text: is_capitals(text),
    "bold": lambda item, text: item.block.bold,
}


def decide(items: Sequence[Item], weighed: Weights | None = None) -> None:
    """Gives every numbered paragraph the role that is best for its row, and says how sure that is."""
    weighed = weighed or weights()
    for row in find_rows(items):
        if all(item.label is not None and item.label.kind == "article" for item in row.items):
            continue  # "Điều 7" heads what it says, whatever stands behind it
        _align_detailed(row.items)
        _align_last(row.items)
        _align_marked(row.items)
        if any(item.bare for item in row.items):
            _decide_row(row.items, weighed)


def _align_detailed(row: Sequence[Item]) -> None:
    """Pieces of work in a row that have labelled lines below are of one kind: where most open with a verb, so that they
    are no titles, "2. Vệ sinh lớp học" between them is none either.
    """
    detailed = [item for item in row if item.detailed and not item.decided]
    work = [item for item in detailed if item.role == "statement"]
    if 2 * len(work) > len(detailed):
        for item in detailed:
            if item.role == "heading" and not item.run_in and not item.block.capitals:
                item.role = "statement"


def _align_last(row: Sequence[Item]) -> None:
    """The last sentence of a row of sentences is one of them, although unmarked text follows: that goes on after the
    list ("2. Báo cáo trước ngày 9/5." / "Giao Văn phòng theo dõi.").
    """
    *before, last = row
    sentences = all(item.bare and _ends_sentence(item) for item in before)
    if (
        before
        and sentences
        and last.role == "heading"
        and last.followed
        and not last.run_in
        and not last.decided
        and not last.block.bold
        and _ends_sentence(last)
    ):
        last.role = "statement"


def _align_marked(row: Sequence[Item]) -> None:
    """A sentence above unmarked text is a statement, and the text goes on with it, where titles of its row have no
    final mark: "1. Tuyên truyền" / "2. Vệ sinh chuồng trại, nơi giết mổ." / "Phun thuốc mỗi tháng một lần.".
    """
    titles = [item for item in row if item.role == "heading" and not item.decided and not item.run_in]
    if all(_ends_sentence(item) for item in titles):
        return
    for item in titles:
        if item.label is None or not item.followed or not _ends_sentence(item):
            continue
        rest = item.label.rest
        wordy = opens_with_verb(rest) or len(rest.split()) > FULL_STOP_TITLE_WORDS // 2
        if wordy and not item.block.capitals and not item.block.bold and not names_only_bodies(rest):
            item.role = "statement"


def _ends_sentence(item: Item) -> bool:
    return item.label is not None and item.label.rest.endswith((".", ";"))


def _decide_row(row: Sequence[Item], weighed: Weights) -> None:
    odds = []
    for item in row:
        if item.bare:
            odds.append(sum(weighed[name] for name in cues(item, row)))
        else:
            odds.append(weighed["decided"] if item.role == "heading" else -weighed["decided"])
    leads = row_leads(odds, weighed["agrees"])
    for item, lead in zip(row, leads, strict=True):
        if item.bare:
            item.role = "heading" if lead > 0 else "statement"
            item.confidence = round(1 / (1 + math.exp(-min(abs(lead), MOST))), 4)


def row_leads(odds: Sequence[float], agrees: float) -> list[float]:
    """For each of a row by how much its being a heading is better than its being none, the others at their best.

    odds: of each for a heading; agrees: what two neighbours of the same role are worth.

    >>> [round(lead, 1) for lead in row_leads([4.0, -0.5, 4.0], 1.0)]
    [4.5, 1.5, 4.5]
    """
    before, after = _best_until(odds, agrees), _best_until(odds[::-1], agrees)[::-1]
    leads = []
    for index, own in enumerate(odds):
        (not_before, is_before), (not_after, is_after) = before[index], after[index]
        leads.append((is_before + is_after - own) - (not_before + not_after))
    return leads


def _best_until(odds: Sequence[float], agrees: float) -> list[tuple[float, float]]:
    """The best score of the roles up to each place, where that is no heading and where it is one."""
    best: list[tuple[float, float]] = []
    for own in odds:
        if not best:
            best.append((0.0, own))
            continue
        none, heading = best[-1]
        best.append((max(none + agrees, heading), max(heading + agrees, none) + own))
    return best


def body_rows(labels: Sequence[Label | None], ranks: Sequence[float]) -> set[int]:
    """The paragraphs of rows that tell who does what, by their index: two of a row or more, and half of it, name a body
    and nothing else, alone or before a colon ("7. Sở Xây dựng: Chủ trì …")."""
    found: set[int] = set()
    open_rows: dict[float, list[int]] = {}

    def close(rank: float) -> None:
        row = open_rows.pop(rank)
        naming = sum(_names_bodies_first(label) for index in row if (label := labels[index]) is not None)
        if naming >= BODIES_OF_A_ROW and 2 * naming >= len(row):
            found.update(row)

    for index, (label, rank) in enumerate(zip(labels, ranks, strict=True)):
        if label is None or label.kind == "bullet":
            continue
        for deeper in [one for one in open_rows if one > rank]:
            close(deeper)
        open_rows.setdefault(rank, []).append(index)
    for rank in list(open_rows):
        close(rank)
    return found


def _names_bodies_first(label: Label) -> bool:
    return names_only_bodies(label.rest[:200]) or (
        split_run_in(label.rest[:300], organisation=True) is not None
        and (names_only_bodies(label.rest.partition(":")[0]))
    )
