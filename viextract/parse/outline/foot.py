"""Recipients and signature, the two columns of a foot (Nghị định 30/2020/NĐ-CP, Phụ lục I, Mục II.7-9)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from viextract.language.fold import fold
from viextract.model.plan import Header, Signatory
from viextract.parse.outline.blocks import Block
from viextract.parse.outline.positions import COLUMNS, is_position, opens_with_position, with_its_marks
from viextract.vocabulary.labels import is_capitals
from viextract.vocabulary.letterhead import FOR_WHOM, SIGNING_MARKS, recipients_end
from viextract.vocabulary.persons import is_full_name, is_name
from viextract.vocabulary.phrases import opening, phrases
from viextract.vocabulary.places import of_level
from viextract.vocabulary.positions import positions

_SIGNED = re.compile(r"\W*(?:da ky|ky ten|ky,|dau ky|chu ky)")


def _plain(text: str) -> str:
    """Single blanks; a mark of emphasis parts what stands on its sides."""
    return " ".join(text.replace("*", " ").split())


def lines_of(blocks: Iterable[Block]) -> list[str]:
    """The printed lines of paragraphs, without emphasis, blank ones left out."""
    return [_plain(line.text) for block in blocks for line in block.lines if line.text.strip()]


BEFORE_DATE = re.compile(r"(?<=\S)\s{3,}(?=[^\W\d_][^,;:]{1,40},\s*[Nn]g\w{1,2}y\s)")
"""White space on a line of plain text between the left column and place and date in the right one."""


def columns_of(blocks: Iterable[Block]) -> list[str]:
    """The printed lines of a head, those cut in two on which place and date stand beside a body or the number."""
    cut = (BEFORE_DATE.sub("\n", line.text.strip()) for block in blocks for line in block.lines)
    parts = (part for text in cut for part in text.split("\n"))
    return [text for part in parts if (text := _plain(part))]


def left_lines_of(blocks: Iterable[Block]) -> list[str]:
    """The printed lines of a head, those of two columns without the right one."""
    texts = [COLUMNS.split(line.text.strip())[0] for block in blocks for line in block.lines]
    return [text for text in map(_plain, texts) if text]


@cache
def _signature_words() -> re.Pattern[str]:
    ranks, seal = ("|".join(map(str.upper, words)) for words in (phrases()["ranks_of_positions"], positions("seal")))
    return re.compile(rf"\s+(?:(?:{FOR_WHOM}|Q\s?[./]\s*)[A-ZĐỦ]{{2}}.*|(?:(?:{ranks})\s+){{0,2}}(?:{seal}).*)$")


_READ_BADLY = 3
"""Words before a position in the right column, at most, that are what was read of the left one."""


def ends_with_position(text: str) -> bool:
    """Whether a line is an authority or a position, be it behind a few words of the other column.

    >>> ends_with_position("nem oc TM. ỦY BAN NHÂN DÂN"), ends_with_position("theo chỉ đạo của CHỦ TỊCH")
    (True, False)
    """
    return _right_column(text) is not None


def _right_column(text: str) -> str | None:
    """The authority or position that ends a line."""
    text = " " + _plain(text)
    found = _signature_words().search(text)
    return found[0].strip() if found and len(text[: found.start()].split()) <= _READ_BADLY else None


_BULLET = re.compile(r"[-–—+•*·ˆ~]\s*\S")
_FOR_REPORT = re.compile(r"\(b/[eo]\)")
"""What a superior gets a paper for, "(b/c)", as engines read it."""
_SOME_BULLETS = 2


@cache
def _own_lines() -> re.Pattern[str]:
    """The first and the last recipient have lines of their own: what is joined to one was read from another line."""
    first, last = (phrases()[key] for key in ("first_recipient", "last_recipient"))
    return re.compile(rf"(?<=^{first})\s*;\s+|;\s+(?={last}\b|[A-ZĐ][^;:]{{2,40}}:)")


# Two recipients on one line: "… Văn phòng; Các phòng …".
_SEVERAL = re.compile(r";\s+(?=[A-ZĐ]\w*[\s:]+\w)")


def read_recipients(blocks: Sequence[Block]) -> tuple[list[str], list[str]]:
    """The lines of "Nơi nhận" without bullet and final punctuation, and the lines behind the last of them; one in small
    letters goes on with the one before.

    The file copy ("Lưu: VT") is the last recipient: an unmarked line behind it that is a name or is set in capitals
    belongs to the signature.
    """
    found: list[str] = []
    behind: list[str] = []
    texts, beside = _columns(blocks)
    bulleted = sum(_BULLET.match(text) is not None for text in texts) >= _SOME_BULLETS
    for text in texts:
        text = text[recipients_end(fold(text)) or 0 :]
        text = _signature_words().sub("", " " + text).strip()
        marked = _BULLET.match(text) is not None
        entry = _FOR_REPORT.sub("(b/c)", re.sub(r"^[-–—+•*·~¬«»=ˆ]\s*", "", text).strip(" .:_-/"))
        if not any(c.isalpha() for c in entry) or _SIGNED.match(fold(entry)):
            continue
        entry, name = _parted_name(entry)
        behind += name
        filed = bool(found) and fold(found[-1]).startswith("luu")
        if filed and not marked and (is_capitals(entry) or is_name(entry)):
            behind.append(entry)
            continue
        # "(để báo cáo)" below a name: what that recipient gets it for.
        goes_on = entry[0].islower() or (bulleted and found and (found[-1].endswith(",") or text.startswith("(")))
        if bulleted and not found and not marked and text[-1:].isalnum() and len(entry.split()) <= _READ_BADLY:
            continue  # what was read of "Nơi nhận"
        if found and not marked and goes_on:
            found[-1] += " " + entry
        else:
            found.append(entry)
    # A line with a bullet of its own is one recipient, whatever stands in it.
    parts = _own_lines() if bulleted else _SEVERAL
    pieces = [piece for entry in found for piece in parts.split(entry)]
    return [piece.strip(" ;.,:_-/") for piece in pieces], [*beside, *behind]


_COPY_AND_NAME = re.compile(r"^(?P<copy>L[^\W\d_]{1,3}\b[^.;]{0,40})[.;,]\s+(?P<name>[^\W\d_].*)$")


def _parted_name(entry: str) -> tuple[str, list[str]]:
    """The file copy without the name that stands beside it on the page: "Lưu: VT. Ngô Thị Hạnh"."""
    match = _COPY_AND_NAME.match(entry)
    if match and fold(match["copy"]).startswith("luu") and is_full_name(match["name"]):
        return match["copy"], [match["name"]]
    return entry, []


def _columns(blocks: Iterable[Block]) -> tuple[list[str], list[str]]:
    """The lines of recipients, and what white space parts from them on the same lines of plain text: positions in
    capitals and names are of the signature.
    """
    left: list[str] = []
    right: list[str] = []
    for block in blocks:
        for line in block.lines:
            parts = list(map(_plain, COLUMNS.split(line.text.strip())))
            if len(parts) == 2 and (is_capitals(parts[1]) or is_name(parts[1]) or _SIGNED.match(fold(parts[1]))):
                left.append(parts[0])
                right.append(parts[1])
            elif any(parts):
                left.append(" ".join(filter(None, parts)))
    return left, right


def signing_lines(signature: Sequence[Block]) -> list[str]:
    """The lines of a signature; where one who approves stands beside the one who wrote the paper or heads its body, the
    latter's, unless he is named as no more than the author.
    """
    rows = [COLUMNS.split(line.text.strip(" *")) for block in signature for line in block.lines if line.text.strip()]
    if not rows or len(rows[0]) != 2 or any(len(row) > 2 for row in rows):
        return lines_of(signature)
    sides = [[row[side] for row in rows if len(row) == 2] for side in (0, 1)]
    approving = [opening("approvals").match(fold(side[0])) is not None for side in sides]
    if sum(approving) != 1:
        return lines_of(signature)
    other = sides[approving.index(False)]
    chosen = sides[approving.index(True)] if opening("authors").match(fold(other[0])) else other
    return [" ".join(text.split()) for text in chosen]


def signature_among(recipients: Sequence[Block]) -> list[str]:
    """Parts of the signature that stand on the same lines as recipients (two columns read as one)."""
    texts, _ = _columns(recipients)
    return [match[0].strip() for text in texts if (match := _signature_words().search(" " + text))]


def name_among_recipients(header: Header) -> None:
    """A name that stands among the recipients because two columns were read as one is the signatory's."""
    named = header.signatory is not None and header.signatory.name is not None
    for entry in header.recipients:
        if not named and is_full_name(entry):
            header.recipients = [other for other in header.recipients if other != entry]
            header.signatory = (header.signatory or Signatory()).model_copy(update={"name": entry})
            return


_MARK = re.compile(rf"(?:{SIGNING_MARKS}|q)(?:\s?[./]\s*|\s+)", re.IGNORECASE)


_BY_ORDER = frozenset({"tl", "tuq"})
"""Marks of a head of office who signs by order of the officer whom the line names. Where another signs for the head of
office ("TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG"), that officer is in whose name it is done (Appendix I, II.7).
"""


def read_signatory(texts: Sequence[str]) -> Signatory | None:
    """Authority ("TM. …"), capacity ("KT. …"), position and name, in whatever order the lines stand."""
    authority: list[str] = []
    capacity = position = name = ordered = None
    for text in texts:
        text = text.strip(" *-_.,;")
        text = text if is_capitals(text) else _right_column(text) or text
        folded = fold(text)
        mark = _MARK.match(folded)
        prefix = re.sub(r"[^a-z]", "", mark[0]) if mark else ""
        if is_capitals(text) and prefix == "tm":
            authority = [text]
        elif is_capitals(text) and mark and prefix:
            if prefix == "kt" and ordered and not any([authority, position, name]):
                authority = [ordered]
            ordered = text if prefix in _BY_ORDER else None
            capacity = text
        elif (is_position(text) and (is_capitals(text) or position is None)) or (
            is_capitals(text) and position is None and opens_with_position(text)
        ):
            position = text
        elif is_capitals(text) and authority and capacity is None and position is None:
            authority.append(text)
        elif is_name(text) and not _SIGNED.match(folded) and not (is_capitals(text) and opens_with_position(text)):
            name = text
    if position is None and capacity is None and authority and is_position(authority[-1]):
        position = authority.pop()
    if not any([authority, capacity, position, name]):
        return None
    position = with_its_marks(position) if position else None
    return Signatory(authority=" ".join(authority) or None, capacity=capacity, position=position, name=name)


def add_joint_signatories(header: Header, foot: Sequence[Block]) -> None:
    """Those who sign a joint paper, side by side or one below the other: each belongs to the issuer that its lines
    name, or to the one at the same place of the head.
    """
    if not header.joint or header.issuer is None:
        return
    count = len(header.joint) + 1
    signed = _side_by_side(foot, count) or _one_by_one(foot, count)
    if len(signed) != count or any(one is None or one.name is None for one in signed):
        return
    left = [one for one in signed if one is not None]
    owners: dict[int, Signatory] = {}
    issuers = [header.issuer, *(joint.issuer for joint in header.joint)]
    names = [issuer.name if issuer is not None else "" for issuer in issuers]
    without = [_at_place().sub("", name) for name in names]
    for index, name in enumerate(without if len(set(without)) == count else names):
        own = next((one for one in left if name and _names(one, name)), None)
        if own is not None:
            owners[index] = own
            left.remove(own)
    for index in range(count):
        if index not in owners:
            owners[index] = left.pop(0)
    header.signatory = _without_body(owners[0])
    header.joint = [
        joint.model_copy(update={"signatory": _without_body(owners[index])})
        for index, joint in enumerate(header.joint, 1)
    ]


def _side_by_side(foot: Sequence[Block], count: int) -> list[Signatory | None]:
    rows = [_placed(line.text) for block in foot for line in block.lines]
    whole = [row for row in rows if len(row) == count]
    if not whole:
        return []
    columns: list[list[str]] = [[] for _ in range(count)]
    first, last = rows.index(whole[0]), len(rows) - rows[::-1].index(whole[-1])
    for row in rows[first:last]:
        # A line between them that only one side has: "BÍ THƯ" below "TM. BAN THƯỜNG VỤ".
        for place, text in row if len(row) <= count else ():
            nearest = min(range(count), key=lambda k: abs(whole[0][k][0] - place))
            columns[row.index((place, text)) if len(row) == count else nearest].append(text)
    return [_signed_for(texts) for texts in columns]


def _placed(text: str) -> list[tuple[int, str]]:
    """The parts of a line that wide gaps part, with the letter at which each begins."""
    found, start = [], 0
    for gap in [*COLUMNS.finditer(text), None]:
        part = text[start : gap.start() if gap else len(text)]
        if part.strip(" *"):
            found.append((start + len(part) - len(part.lstrip(" *")), part.strip(" *")))
        start = gap.end() if gap else 0
    return found


def _one_by_one(foot: Sequence[Block], count: int) -> list[Signatory | None]:
    """Groups of lines, each of which ends with a name."""
    groups: list[list[str]] = [[]]
    for text in lines_of(foot):
        groups[-1].append(text)
        if is_name(text.strip(" .,;")) and not is_position(text) and not _SIGNED.match(fold(text)):
            groups.append([])
    groups = [group for group in groups if group and any(is_capitals(text) for text in group)]
    return [_signed_for(group) for group in groups] if len(groups) == count else []


def _signed_for(texts: Sequence[str]) -> Signatory | None:
    """A signatory of a joint paper: the body in capitals above the position is for whom it signs."""
    found = read_signatory(texts)
    if found is None or found.authority is not None:
        return found
    body = [text for text in texts if is_capitals(text) and text not in (found.position, found.capacity)]
    return found.model_copy(update={"authority": " ".join(body) or None})


def _names(signatory: Signatory, issuer: str) -> bool:
    """Whether the lines of a signatory name an issuer, be it without its place."""
    printed = fold(_printed(signatory))
    name = fold(issuer)
    own = _AUTHORITY_MARK.sub("", fold(signatory.authority or ""))
    return name in printed or (len(own.split()) > 1 and name.startswith(own))


@cache
def _at_place() -> re.Pattern[str]:
    return re.compile(rf"\s{of_level()}\s.*$")


_AUTHORITY_MARK = re.compile(rf"^{FOR_WHOM}", re.IGNORECASE)


def _without_body(signatory: Signatory) -> Signatory:
    """An authority is what a "TM." names; a body's name alone above the position is none."""
    own = signatory.authority
    return (
        signatory
        if own is None or _AUTHORITY_MARK.match(fold(own))
        else signatory.model_copy(update={"authority": None})
    )


def _printed(signatory: Signatory) -> str:
    return " ".join(filter(None, (signatory.authority, signatory.capacity, signatory.position)))
