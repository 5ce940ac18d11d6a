"""Which paragraphs of a body are labelled lines: details of the work above them, no tasks and no headings.

A labelled line has no parts of its own below it, unless those are its value: then they are joined.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from viextract.language.fold import fold
from viextract.model.plan import DetailKind
from viextract.parse.outline.blocks import Block, invites
from viextract.parse.outline.numbering import NESTED
from viextract.parse.outline.titles import names_only_bodies
from viextract.vocabulary.actors import is_membership, obligation, says_duty, subject_of
from viextract.vocabulary.details import Labelled, kind_of_label, read_details
from viextract.vocabulary.labels import Label
from viextract.vocabulary.phrases import opening
from viextract.vocabulary.units import is_one_body, names_body, opens_with_verb

VALUE_WORDS = 40
"""Words of a value on the line below its label; a longer paragraph says something of its own."""
_LISTED: frozenset[DetailKind] = frozenset(
    {"time", "place", "lead", "implementer", "partners", "participants", "quantity"}
)
"""Kinds whose value may be a list below the label; below "Nội dung:" stands work."""
_NUMBERED = frozenset({"roman", "arabic", "dotted", "letter", "lower-roman", "bullet"})
"""Kinds of labels that a labelled line may have; a part ("A.", "Phần") is a heading whatever its title, and so is a
Roman one with nothing above it ("II. Thời gian: …" below "I. MỤC ĐÍCH").
"""


@dataclass(slots=True)
class Marked:
    """A labelled line with its values; ``blocks`` are the paragraphs of which it consists."""

    values: list[Labelled]
    blocks: list[Block] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.blocks)


def nested_rows(blocks: Sequence[Block], labels: Sequence[Label | None], ranks: Sequence[float]) -> list[float]:
    """The depths, those of labelled lines lowered that count from 1 below a heading of the same kind: "3. Lễ khai mạc"
    / "1. Thời gian: …" / "2. Địa điểm: …" / "4. …".
    """
    lowered = list(ranks)
    heading: tuple[float, int] | None = None
    due = 0
    for index, label in enumerate(labels):
        if label is None or label.kind == "bullet":
            continue
        named = label.kind in _NUMBERED and bool(read_details(label.rest))
        if named and due and label.number == due and heading and ranks[index] == heading[0]:
            lowered[index] += NESTED
            due += 1
        elif named and label.number == 1 and heading and ranks[index] == heading[0]:
            lowered[index] += NESTED
            due = 2
        else:
            due = 0
            heading = None if named else (ranks[index], label.number)
    return lowered


def find_labelled(blocks: Sequence[Block], labels: Sequence[Label | None], ranks: Sequence[float]) -> dict[int, Marked]:
    """The labelled lines, by the index of their first paragraph."""
    found: dict[int, Marked] = {}
    index = 0
    highest = _NOTHING
    while index < len(blocks):
        label = labels[index]
        marked = _labelled_line(blocks, labels, ranks, index, highest < ranks[index])
        if marked is not None:
            found[index] = marked
        elif label is None and invites(blocks[index]):
            highest = min(highest, _ABOVE_ALL)
        elif (label is not None and label.kind != "bullet") or (label is None and is_untitled(blocks[index])):
            highest = min(highest, ranks[index])
        index += marked.count if marked else 1
    return found


_NOTHING = math.inf
"""Deeper than any label."""
_ABOVE_ALL = -math.inf
"""An invitation: what stands below it is about the meeting, whatever labels it has."""


def is_untitled(block: Block) -> bool:
    """A heading without a label, as far as its look tells."""
    return block.capitals or (block.bold and not block.text.endswith((".", ";")))


def _labelled_line(
    blocks: Sequence[Block], labels: Sequence[Label | None], ranks: Sequence[float], index: int, above: bool
) -> Marked | None:
    """The labelled line that a paragraph is, with its values; above: whether there is work that it can be about."""
    block, label = blocks[index], labels[index]
    if block.decided is not None:
        return None  # a person has said what it is
    if block.tabular or (label is not None and label.kind not in _NUMBERED):
        return None
    if not above:
        return None  # there is no work that it could be about
    text = label.rest if label is not None else block.text
    values = read_details(text)
    if values and (_is_one_of_members(blocks, index) or _tells_duty(values[0]) or _is_duty_of_body(label, values[0])):
        return None
    if not values:
        return _list_below(blocks, labels, ranks, index, text) or _on_two_lines(blocks, labels, ranks, index, text)
    own = _parts(blocks, labels, ranks, index)
    if not own:
        return Marked(values, [block]) if values[-1].text else None
    last = values[-1]
    announces = not last.text or last.text.endswith(":")
    if announces and _names_a_team(last) and not all(names_only_bodies(blocks[k].body) for k in own):
        return None  # persons and their places in it stand below their heading as they are printed
    working = sum(_is_work(blocks[k].body) for k in own)
    # One that opens like a verb may be a noun ("Vận động viên"); where most do, it is a list of work.
    if announces and last.kind in _LISTED and 2 * working <= len(own):
        joined = "; ".join(_item(blocks[k]) for k in own)
        text = f"{last.text} {joined}".strip() if last.text else joined
        return Marked([*values[:-1], last._replace(text=text)], [block, *(blocks[k] for k in own)])
    if last.text and not announces and all(read_details(blocks[k].body) for k in own):
        return Marked(values, [block])  # what stands below are labelled lines beside it
    return None


def _names_a_team(label: Labelled) -> bool:
    """Whether a label tells of what a team consists, rather than asking who takes part: "Tổ giúp việc gồm"."""
    return label.kind == "participants" and fold(label.label).endswith("gom")


def _is_work(text: str) -> bool:
    """Whether a bullet below a label tells what is done, or what a body does, rather than a value."""
    if opens_with_verb(text) or obliges(text):
        return True
    own = subject_of(text)
    return own is not None and text[own.end :].lstrip(" ,:")[:1].islower()


RULE_WORDS = 7
"""Words of the shortest rule; "Các hộ phải di dời." tells who they are."""


def obliges(text: str) -> bool:
    """Whether an item is a sentence that says what somebody must do, rather than one of those who take part.

    >>> obliges("Mỗi thôn phải cử hai người dự hội nghị."), obliges("Hộ phải di dời;")
    (True, False)
    """
    text = text.strip()
    if not text.endswith(".") or len(text.split()) < RULE_WORDS:
        return False
    return obligation(text) is not None


def _tells_duty(first: Labelled) -> bool:
    """Whether a label of who leads or acts names that one and its value the work: "Trưởng ban: Phụ trách chung", "Thành
    viên Tổ kiểm tra: ghi biên bản".
    """
    members = first.kind == "participants" and "thanh vien" in fold(first.label)
    told = first.kind == "lead" or members or (first.kind == "implementer" and names_body(first.label))
    return told and says_duty(first.text) and ":" not in first.text


def _is_duty_of_body(label: Label | None, first: Labelled) -> bool:
    """Whether a numbered line titles what a body does, rather than an event's contents: "1. Nội dung: Phòng Kinh tế
    phối hợp với Công an xã đo độ sâu của bến".
    """
    if label is None or label.kind == "bullet" or first.kind != "content":
        return False
    own = subject_of(first.text)
    return own is not None and own.start == 0 and is_one_body(own.text)


def _is_one_of_members(blocks: Sequence[Block], index: int) -> bool:
    """Whether a line stands in a list of a committee's members: "Trưởng đoàn: ông …" alone says who leads."""
    return is_membership(blocks[index].body) and any(
        is_membership(blocks[k].body) for k in (index - 1, index + 1) if 0 <= k < len(blocks)
    )


_TITLING = frozenset({"-", "*"})
"""Bullets below which dashes may stand: an asterisk marks a title."""


def _list_below(
    blocks: Sequence[Block], labels: Sequence[Label | None], ranks: Sequence[float], index: int, text: str
) -> Marked | None:
    """A label without a colon whose value is a list of nouns: "3. Thành phần" / "- Đại diện các khu phố."."""
    label, kind = labels[index], kind_of_label(text.strip(" .:*_"))
    if label is None or label.kind == "bullet" or kind not in _LISTED or kind == "time" or blocks[index].capitals:
        return None
    own = _parts_of_list(blocks, labels, ranks, index)
    if not own or any(opens_with_verb(blocks[k].body) or read_details(blocks[k].body) for k in own):
        return None
    if len(own) + index + 1 < len(blocks) and labels[index + len(own) + 1] is None:
        return None  # text among the bullets: more than a list
    if kind in {"lead", "implementer"} and any(_is_work(blocks[k].body) for k in own):
        return None  # "Phân công" heads what each body does
    if any(blocks[k].words > VALUE_WORDS for k in own) or 2 * sum(obliges(blocks[k].body) for k in own) >= len(own):
        return None
    joined = "; ".join(_item(blocks[k]) for k in own)
    return Marked([Labelled(kind, text.strip(" .:*_"), joined)], [blocks[index], *(blocks[k] for k in own)])


def _parts(blocks: Sequence[Block], labels: Sequence[Label | None], ranks: Sequence[float], index: int) -> list[int]:
    """The bullets below a label that are parts of it: of another kind than its own marker, up to the next label."""
    label = labels[index]
    own = label.text if label is not None and label.kind == "bullet" else None
    found = []
    for k in range(index + 1, len(blocks)):
        after = labels[k]
        if after is None or after.kind != "bullet" or after.text == own or blocks[k].decided is not None:
            break
        if own is not None and own not in _TITLING and after.text == "-":
            break  # a dash never stands below another bullet
        found.append(k)
    return found


def _parts_of_list(
    blocks: Sequence[Block], labels: Sequence[Label | None], ranks: Sequence[float], index: int
) -> list[int]:
    """The paragraphs with labels of their own below a label, bullets or not: "3.1. Cấp tỉnh: …", "3.2. Cấp xã: …"."""
    found = []
    for k in range(index + 1, len(blocks)):
        after = labels[k]
        if after is None or ranks[k] <= ranks[index] or blocks[k].decided is not None or blocks[k].bold:
            break
        found.append(k)
    return found


def _item(block: Block) -> str:
    return block.body.strip().rstrip(" .;,")


_ON_NEXT_LINE: frozenset[DetailKind] = frozenset({"time", "place", "method"})
"""Kinds whose value may stand on the line below; what a longer one says is work, or content."""
_LINK = re.compile(r"https?://\S+|www\.\S+")
"""An address of the web alone on its line goes on with the line before."""


def _on_two_lines(
    blocks: Sequence[Block], labels: Sequence[Label | None], ranks: Sequence[float], index: int, text: str
) -> Marked | None:
    """A label on a line of its own with its value on the next: "1. Thời gian thực hiện" / "Từ tháng 3/2027."."""
    own = labels[index]
    if index + 1 >= len(blocks) or own is None or blocks[index].capitals or blocks[index + 1].decided is not None:
        return None
    kind = kind_of_label(text.strip(" .:*_"))
    value, mark = blocks[index + 1], labels[index + 1]
    bullet = mark is not None and mark.kind == "bullet" and own.kind != "bullet"
    if kind not in _ON_NEXT_LINE or not (mark is None or bullet) or value.tabular or value.words > VALUE_WORDS:
        return None
    links = 1 if mark is None and index + 2 < len(blocks) and _LINK.fullmatch(blocks[index + 2].text.strip()) else 0
    end = index + 2 + links
    after = labels[end] if end < len(blocks) else None
    alone = end >= len(blocks) or (after is not None and ranks[end] <= ranks[index])
    body = value.body
    folded = fold(body)
    says = opening("time_openers").match(folded) if kind == "time" else value.words <= VALUE_WORDS // 2
    if kind == "method":
        says = opening("method_openers").match(folded)
    if not alone or not says or (kind != "method" and opens_with_verb(body)) or read_details(body):
        return None
    said = " ".join(one.body.strip() for one in blocks[index + 1 : end]).rstrip(" .;,")
    return Marked([Labelled(kind, text.strip(" .:*_"), said)], [*blocks[index:end]])
