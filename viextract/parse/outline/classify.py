"""Which paragraphs of a body are headings, and how deep they stand.

A numbered paragraph is a heading when it is a title with something below it; a numbered complete statement is a
task. Labels tell the depth by their kind, not by their number, so that skipped, repeated and damaged numbers do no
harm.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from viextract.language.fold import fold
from viextract.parse.facts.deadlines import find_deadlines
from viextract.parse.outline.blocks import Block
from viextract.parse.outline.decided import as_decided
from viextract.parse.outline.given import gives_work_above
from viextract.parse.outline.items import Item
from viextract.parse.outline.labelled import Marked, find_labelled, nested_rows
from viextract.parse.outline.numbering import number
from viextract.parse.outline.rows import body_rows, decide
from viextract.parse.outline.titles import (
    TITLE_WORDS,
    Below,
    bare_title,
    counted,
    is_organisation,
    is_reference,
    is_sentence,
    is_title,
    names_only_bodies,
    split_run_in,
)
from viextract.vocabulary.details import Labelled
from viextract.vocabulary.labels import Label, is_capitals
from viextract.vocabulary.phrases import anywhere, ending, kind_patterns, opening
from viextract.vocabulary.units import opens_with_verb

UNLABELLED_CAPITALS = 4.0
UNLABELLED = 5.5


def classify(blocks: Sequence[Block], whole: bool = False) -> list[Item]:
    """Every paragraph of a body with its role and depth.

    whole: whether the paper is nothing but a part on organisation, so that a body's name is a heading anywhere.
    """
    numbered = number(blocks)
    for block, one in zip(blocks, numbered, strict=True):
        block.label, block.label_confidence = one.label, one.confidence
        block.label_repaired = one.repaired or _is_damaged(block)
    labels = [one.label for one in numbered]
    ranks = nested_rows(blocks, labels, [one.rank for one in numbered])
    marked = find_labelled(blocks, labels, ranks)
    blocks, labels, ranks, values = _without_parts(blocks, labels, ranks, marked)
    bodies = body_rows(labels, ranks)
    items: list[Item] = []
    organising: float | None = None  # the depth of the part on organisation that is open
    for index, block in enumerate(blocks):
        label = labels[index]
        organisation = whole or organising is not None
        if values[index]:
            items.append(Item(block, "detail", ranks[index], label, values=values[index]))
            continue
        if label is None or label.kind == "bullet":
            item = _unlabelled(blocks, labels, ranks, index, organisation) if label is None else None
            if label is not None and organisation:
                item = _body_as_bullet(blocks, labels, index)
            items.append(item or Item(block, "bullet" if label else "paragraph", label=label))
        else:
            below = _below(labels, ranks, blocks, values, index)
            given = below == "paragraph" and gives_work_above(blocks[index + 1].text)
            items.append(_labelled(block, label, ranks[index], below, organisation, index in bodies, given=given))
        last = items[-1]
        if last.role == "heading" and last.rank <= UNLABELLED and (organising is None or last.rank <= organising):
            organising = last.rank if is_organisation(last.title) else None
    decide(items)
    return _joined_titles([as_decided(item) for item in items])


def _is_damaged(block: Block) -> bool:
    """Whether the label stands otherwise in the text than it was read ("II1." for III)."""
    label = block.label
    return label is not None and not label.sure and label.text not in block.text[: len(label.text) + 2]


def _without_parts(
    blocks: Sequence[Block], labels: Sequence[Label | None], ranks: Sequence[float], marked: dict[int, Marked]
) -> tuple[list[Block], list[Label | None], list[float], list[list[Labelled]]]:
    """The paragraphs with each labelled line as one, and the values of each."""
    kept: list[tuple[Block, Label | None, float, list[Labelled]]] = []
    index = 0
    while index < len(blocks):
        found = marked.get(index)
        block = blocks[index]
        if found is not None and found.count > 1:
            lines = [line for part in found.blocks for line in part.lines]
            block = Block(" ".join(part.text for part in found.blocks), lines, block.label)
        kept.append((block, labels[index], ranks[index], found.values if found else []))
        index += found.count if found else 1
    return [one[0] for one in kept], [one[1] for one in kept], [one[2] for one in kept], [one[3] for one in kept]


# --- what stands below


def _below(
    labels: Sequence[Label | None],
    ranks: Sequence[float],
    blocks: Sequence[Block],
    values: Sequence[list[Labelled]],
    index: int,
) -> Below:
    """What stands below a label before the next one of its depth; ``details`` where it is nothing else."""
    if blocks[index].above_table and not blocks[index].text.endswith((".", ";")):
        return "labels"  # its title
    first = index
    while index + 1 < len(blocks) and values[index + 1] and ranks[index + 1] > ranks[first]:
        index += 1
    if index > first:
        after = labels[index + 1] if index + 1 < len(blocks) else None
        deeper = after is not None and ranks[index + 1] > ranks[first]
        return "bullets" if deeper and after and after.kind == "bullet" else "labels" if deeper else "details"
    if index + 1 >= len(blocks):
        return "none"
    label = labels[index + 1]
    if label is None:
        text = blocks[index + 1].text
        if _ranked_unlabelled(blocks, labels, index + 1):
            return "none" if ranks[index] >= UNLABELLED_CAPITALS else "labels"
        if opening("particulars").match(blocks[index + 1].folded):
            return "none"  # "Lý do: …" tells of the statement above
        return "reference" if is_reference(text) else "paragraph"
    if label.kind == "bullet":
        return "bullets"
    return "labels" if ranks[index + 1] > ranks[index] else "none"


def _ranked_unlabelled(blocks: Sequence[Block], labels: Sequence[Label | None], index: int) -> bool:
    block = blocks[index]
    return (
        block.capitals
        and block.words <= 25
        and not block.text.endswith((".", ";"))
        and any(label and label.kind in {"roman", "upper", "part", "chapter"} for label in labels) is False
    )


# --- headings with a label


def _is_event(text: str) -> bool:
    """Whether a title names an event ("Tọa đàm chuyên đề …"), whose name may be a verb too."""
    return opening("events").match(fold(text)) is not None


def _labelled(
    block: Block,
    label: Label,
    rank: float,
    below: Below,
    organisation: bool,
    body_row: bool = False,
    *,
    given: bool = False,
) -> Item:
    """A numbered paragraph; given: whether the line below it says no more than who does it."""
    rest = label.rest
    heading = Item(block, "heading", rank, label, bare_title(rest), sure=label.sure)
    heading.detailed, heading.followed = below == "details", below == "paragraph"
    if split := split_run_in(rest, organisation or body_row, below, body_row=body_row):
        heading.title, heading.run_in = split
        return heading
    if label.kind in {"part", "chapter", "section", "upper", "roman"}:
        return heading
    if label.kind == "article":
        if (below == "none" and is_sentence(rest)) or (
            is_sentence(rest) and not rest.endswith(":") and len(rest.split()) > TITLE_WORDS
        ):
            heading.title, heading.run_in = "", rest
        return heading
    if below == "none":
        return Item(block, "statement", rank, label, bare_title(rest), sure=label.sure, bare=True)
    if below == "details" and opens_with_verb(rest) and not rest.endswith(":") and not _is_event(rest):
        # "4. Ban hành kế hoạch …" is a piece of work, "2.1. Lễ khai mạc" names an event.
        return Item(block, "statement", rank, label, bare_title(rest), sure=label.sure, detailed=True)
    if below == "paragraph" and not block.bold and _says_by_which_day(rest):
        return Item(block, "statement", rank, label, bare_title(rest), sure=label.sure)
    if below == "paragraph" and given and opens_with_verb(rest) and not _is_event(rest):
        return Item(block, "statement", rank, label, bare_title(rest), sure=label.sure)
    if is_title(rest, below) or block.bold:
        return heading
    return Item(block, "statement", rank, label, bare_title(rest), sure=label.sure)


_DAY = re.compile(r"(?<!\w)ngay(?!\w)|\d/\d")


def _says_by_which_day(text: str) -> bool:
    """Whether a text tells what is to be done by which day, as statements do: "Lập danh sách gửi xã trước ngày 15/4".
    Titles name at most the period in which something is held, or the year of a goal ("đến năm 2030").
    """
    if text.endswith(":") or not opens_with_verb(text) or _is_event(text):
        return False
    due = [one for one in find_deadlines(text) if one.start is None and one.recurrence is None]
    return any(_DAY.search(fold(one.text)) for one in due)


# --- headings without a label


def _unlabelled(
    blocks: Sequence[Block], labels: Sequence[Label | None], ranks: Sequence[float], index: int, organisation: bool
) -> Item | None:
    """An unnumbered heading: capitals, bold, a body's name alone or a usual title, with something below it."""
    block = blocks[index]
    text = block.text
    if block.tabular or index + 1 >= len(blocks) or block.words > TITLE_WORDS or is_reference(text):
        return _run_in_body(block, organisation)
    if text.endswith((".", ";", ",")) and not text.endswith("..."):
        return None
    if (counted := _counter_rank(blocks, labels, ranks, index)) is not None:
        return Item(block, "heading", counted, None, bare_title(text))
    if block.capitals and block.words <= 25:
        return Item(block, "heading", UNLABELLED_CAPITALS, None, bare_title(text))
    if split := _run_in_body(block, organisation):
        return split
    following = labels[index + 1]
    if (
        organisation
        and names_only_bodies(text)
        and (following is None or following.kind in {"bullet", "letter", "lower-roman"})
    ):
        return Item(block, "heading", _rank_below(labels, index), None, bare_title(text))
    if text.endswith(":"):
        if _bullets_follow(blocks, labels, index) and _is_colon_title(block) and _has_like(blocks, labels, index):
            return Item(block, "heading", _rank_below(labels, index), None, bare_title(text), sure=False)
        return None
    content = following is None or following.kind == "bullet"
    if content and block.bold and not blocks[index + 1].bold and block.words <= 25:
        return Item(block, "heading", _rank_below(labels, index), None, bare_title(text), sure=False)
    if _bullets_follow(blocks, labels, index) and _is_plain_title(block):
        return Item(block, "heading", _rank_below(labels, index), None, bare_title(text), sure=False)
    if (
        content
        and block.words <= 6
        and _is_usual_title(block)
        and not (following is None and _is_bare(blocks[index + 1]))
    ):
        return Item(block, "heading", _rank_below(labels, index), None, bare_title(text), sure=False)
    return None


def _counter_rank(
    blocks: Sequence[Block], labels: Sequence[Label | None], ranks: Sequence[float], index: int
) -> float | None:
    """The depth of a step or stage that titles what stands below it ("Bước 1. Chuẩn bị"); None where it is none.

    One of a row, in which each is followed by something else than the next: a mere list of steps is work.
    """
    what = _counted(blocks[index])
    if what is None:
        return None
    row = [k for k in range(len(blocks) - 1) if labels[k] is None and _counted(blocks[k]) == what]
    if len(row) < 2 or any(k + 1 in row or blocks[k].text.endswith((".", ";")) for k in row):
        return None
    counting = [ranks[k + 1] for k in row if (after := labels[k + 1]) and after.kind == "arabic" and after.number == 1]
    if counting:
        return min(counting) - 0.5  # its parts count from 1
    return _rank_below(labels, row[0])


def _counted(block: Block) -> str | None:
    """What a short line counts: "buoc" of "Bước 1. Chuẩn bị"; None where it counts nothing."""
    return counted(block.text) if block.words <= TITLE_WORDS else None


def _body_as_bullet(blocks: Sequence[Block], labels: Sequence[Label | None], index: int) -> Item | None:
    """A bullet that is nothing but a body's name with a colon titles the bullets below it ("* Công an xã:" / "- …");
    below a dash only other dashes, since ``+`` is nested there.
    """
    label, after = labels[index], labels[index + 1] if index + 1 < len(labels) else None
    if label is None or after is None or after.kind != "bullet" or not label.rest.endswith(":"):
        return None
    if (label.text == "-") != (after.text == "-") and after.text != "-":
        return None
    if not names_only_bodies(label.rest) or names_only_bodies(after.rest):
        return None
    rank = _rank_below(labels, index)
    return Item(blocks[index], "heading", rank, None, bare_title(label.rest))


def _bullets_follow(blocks: Sequence[Block], labels: Sequence[Label | None], index: int) -> bool:
    """Whether bullets stand below, or a line that announces them."""
    announced = index + 2 < len(blocks) and labels[index + 1] is None and blocks[index + 1].text.endswith(":")
    after = labels[index + 2] if announced else labels[index + 1]
    return after is not None and after.kind == "bullet"


COLON_TITLE_WORDS = 6
"""Words of a title with a colon and no other mark; a lead-in that says something is longer."""


def _is_colon_title(block: Block) -> bool:
    """A short line with a colon above bullets that does not announce them ("sau đây", "gồm", "cụ thể")."""
    short = block.words <= COLON_TITLE_WORDS and block.text[:1].isupper() and block.text.endswith(":")
    return short and not ending("announces").search(block.folded) and not anywhere("announced").search(block.folded)


def _has_like(blocks: Sequence[Block], labels: Sequence[Label | None], index: int) -> bool:
    """Whether another line of the same form titles bullets up to the next part: titles come in rows."""
    for step in (-1, 1):
        k = index + step
        while 0 <= k < len(blocks) - 1:
            label = labels[k]
            if label is not None and label.kind != "bullet":
                break
            if label is None and _is_colon_title(blocks[k]) and _bullets_follow(blocks, labels, k):
                return True
            k += step
    return False


PLAIN_TITLE_WORDS = 8
"""Words of a line without any mark of a title that bullets below it make one."""


def _is_plain_title(block: Block) -> bool:
    """A short line without a final mark above bullets titles them: a sentence would have ended."""
    return block.words <= PLAIN_TITLE_WORDS and block.text[:1].isupper() and block.text[-1:].isalnum()


def _is_bare(block: Block) -> bool:
    """A short line that is no sentence and tells no figure: one of a list, rather than the text below a title."""
    return block.words <= 6 and not block.text.endswith(".") and not any(c.isdigit() for c in block.text)


def _is_usual_title(block: Block) -> bool:
    return any((match := pattern.search(block.folded)) and match.start() == 0 for _, pattern in kind_patterns())


def _run_in_body(block: Block, organisation: bool) -> Item | None:
    """ "Phòng Nội vụ: tham mưu …" without a number, in a part on organisation."""
    if not organisation or ":" not in block.text[:120]:
        return None
    split = split_run_in(block.text, organisation)
    if split and names_only_bodies(split[0]):
        return Item(block, "heading", UNLABELLED, None, split[0], split[1])
    return None


def _rank_below(labels: Sequence[Label | None], index: int) -> float:
    """Of a heading without a label; asked for headings alone, since it looks back as far as the part's own label."""
    return UNLABELLED if not _inside_arabic(labels, index) else 8.0


def _inside_arabic(labels: Sequence[Label | None], index: int) -> bool:
    """Whether the paragraph stands below a numbered heading rather than directly below a part."""
    for k in range(index - 1, -1, -1):
        label = labels[k]
        if label and label.kind in {"roman", "upper", "part", "chapter", "article"}:
            return False
        if label and label.kind in {"arabic", "dotted"}:
            return True
    return False


def _joined_titles(items: list[Item]) -> list[Item]:
    """Titles printed on a paragraph of their own ("Chương I" / "QUY ĐỊNH CHUNG") or broken over two, put together."""
    out: list[Item] = []
    for item in items:
        before = out[-1] if out else None
        follows = before is not None and item.role == "heading" and item.label is None and item.block.capitals
        follows = follows and not item.decided
        if before is not None and follows and before.role == "heading" and before.label and not before.run_in:
            capitals = is_capitals(before.title) and before.rank <= 4 and not before.block.text.endswith((".", ":"))
            if not before.title or capitals:
                before.title = " ".join(filter(None, [before.title, item.title]))
                before.block = _merged(before.block, item.block)
                continue
        if before is not None and _goes_on_in_capitals(before, item):
            before.title = " ".join(filter(None, [before.title, bare_title(item.block.text)]))
            before.block = _merged(before.block, item.block)
            continue
        if (
            before is not None
            and before.role == "heading"
            and before.label
            and before.label.kind in {"part", "chapter", "section"}
            and not before.title
            and item.label is None
            and not item.decided
            and item.block.words <= TITLE_WORDS
        ):
            before.title = bare_title(item.block.text)
            before.block = _merged(before.block, item.block)
            continue
        out.append(item)
    return out


def _goes_on_in_capitals(before: Item, item: Item) -> bool:
    """Whether a paragraph is the title of a chapter, or goes on with it, however long: nothing but a title is set in
    capitals there ("SỬA ĐỔI, BỔ SUNG MỘT SỐ ĐIỀU CỦA …" takes seven lines)."""
    if before.role != "heading" or before.run_in or item.label is not None or item.decided:
        return False
    is_chapter = before.label is not None and before.label.kind in {"part", "chapter", "section"}
    open_title = not before.title or (is_capitals(before.title) and not before.block.text.endswith((".", ":", ";")))
    return is_chapter and open_title and item.block.capitals and not item.block.tabular


def _merged(first: Block, second: Block) -> Block:
    made = Block(f"{first.text} {second.text}", [*first.lines, *second.lines], first.label)
    made.label_confidence, made.label_repaired = first.label_confidence, first.label_repaired
    return made
