"""How a document ends: paragraphs of courtesy, remarks and requests to all; articles on force and execution."""

from __future__ import annotations

from viextract.language.fold import fold
from viextract.parse.outline.blocks import Block
from viextract.vocabulary.phrases import ending, opening, phrases
from viextract.vocabulary.units import read_units


def is_closing(block: Block) -> bool:
    """Whether an unmarked paragraph closes the document ("Trên đây là …", "Yêu cầu các đơn vị nghiêm túc …")."""
    if block.label or block.tabular:
        return False
    return _takes_leave(block) or _asks_all(block)


def _takes_leave(block: Block) -> bool:
    """Sums up, thanks, says whom to ask or that the paper is there to be known."""
    return bool(
        opening("closing").match(block.folded)
        or opening("courtesy").match(block.folded)
        or ending("closing_sentence").match(block.folded)
    )


def _asks_all(block: Block) -> bool:
    """Asks all to carry out what stands above."""
    units, end = read_units(block.text[:300])
    rest = block.folded[end:].lstrip(" ,") if units else block.folded
    if rest.startswith("tren day la") or opening("legal_basis").match(rest):
        return opening("closing").match(rest) is not None
    request = ending("closing_request").match(rest)
    return bool(request) and (bool(units) or block.text.endswith("./.") or block.words >= 12)


def _enacting_start(part: list[Block], start: int, end: int) -> int | None:
    """The first of the articles on force and execution, where a decision ends with them."""
    found = None
    for index in range(start, end):
        label = part[index].label
        if label is None or label.kind == "bullet":
            continue
        enforces = _enforces(part[index]) or (label.kind == "article" and _is_titled_force(part, index, end))
        if not enforces or (label.kind != "article" and found is None):
            found = None
        elif found is None:
            found = index
    return found


def _enforces(block: Block) -> bool:
    return opening("enforcing").match(fold(block.body)) is not None


def _is_titled_force(part: list[Block], index: int, end: int) -> bool:
    """Whether an article has its title on a line of its own ("Điều 6. Hiệu lực thi hành") and its clause below."""
    title = fold(part[index].body).strip(" .:")
    return title in phrases()["force_titles"] and index + 1 < end and _enforces(part[index + 1])


def closing_start(part: list[Block], start: int, end: int) -> int:
    """Where the closing paragraphs begin: an unbroken run of them at the body's end, or the articles that put a
    decision into force and say who carries it out."""
    if (articles := _enacting_start(part, start, end)) is not None:
        return articles
    index = end
    while index > start:
        block = part[index - 1]
        # One ordinary sentence may stand among them; a label or a bullet never does.
        between = index < end and index - 1 > start and opening("closing").match(part[index - 2].folded)
        if not any(c.isalpha() for c in block.text):
            index -= 1  # the number of a page
            continue
        if not is_closing(block) and (block.label or not between):
            break
        index -= 1
    if index == start and index < end and not _takes_leave(part[index]):
        return index + 1  # a letter of nothing but a request
    return index
