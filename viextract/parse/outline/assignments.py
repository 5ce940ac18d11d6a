"""Who does what: for each task of the part on organisation a body, its role and its partners.

>>> role_of("Chủ trì, phối hợp với Công an xã rà soát."), role_of("Chủ động phối hợp với các thôn.")
('lead', 'cooperate')
>>> [unit.text for unit in partners_of("Chủ trì, phối hợp chặt chẽ với Công an xã, các thôn liên quan rà soát hồ sơ.")]
['Công an xã', 'các thôn liên quan']
"""

from __future__ import annotations

import re
from functools import cache

from viextract.language.fold import fold
from viextract.model.plan import Assignment, Role, Task, Unit
from viextract.parse.outline.sections import Node, TaskDraft, units_of
from viextract.vocabulary.phrases import anywhere, opening, phrases
from viextract.vocabulary.units import match_unit, names_body, opens_with_verb, read_units

_COOPERATING = re.compile(
    r"(?<!\w)(?:phối\s+(?:kết\s+)?hợp(?:\s+(?:chặt\s+chẽ|tốt|đồng\s+bộ|hiệu\s+quả|có\s+hiệu\s+quả|thường\s+xuyên|chủ\s+động))*"
    r"(?:\s*,?\s*(?:và\s+)?thống\s+nhất)?\s+(?:với|cùng(?:\s+với)?)|cùng(?:\s+với)?|kết\s+hợp\s+với)\s+(?:của\s+)?",
    re.IGNORECASE,
)


# With its marks: "củng cố" and "cung cấp" look like "cùng" without them.
_COOPERATES = re.compile(r"[\s,:]*(?:ph[ốôo]i\s+(?:kết\s+)?h[ợơo]p|cùng)(?!\w)", re.IGNORECASE)
_LEADS_LATER = re.compile(r"[;.,]\s+(?:va\s+)?(?:truc tiep\s+)?chu tri[\s,]")


@cache
def _adverbs() -> re.Pattern[str]:
    words = "|".join(word.replace(" ", r"\s+") for word in sorted(phrases()["adverbs"], key=len, reverse=True))
    return re.compile(rf"\s*(?:(?:{words})(?!\w)\s*,?\s*)+")


def role_of(text: str) -> Role:
    """The role that a duty gives its body, from the verb it opens with; a leading phrase anywhere makes it the lead.

    "Đề nghị …" and adverbs before the verb do not change it.
    """
    text = text.strip(" ,:-")
    folded = fold(text)
    start = 0
    if match := opening("requesting").match(folded):
        start = match.end()
    if opening("leads").match(folded, start) or anywhere("lead_phrases").search(folded[:200]):
        return "lead"
    if match := _adverbs().match(folded, start):
        start = match.end()
    if opening("leads").match(folded, start):
        return "lead"
    if _COOPERATES.match(text, start):
        return "cooperate"
    return "lead" if _LEADS_LATER.search(folded) else "implement"


def partners_of(text: str) -> list[Unit]:
    """The bodies named right after "phối hợp với" or "cùng", one by one, each once; a generic list stays whole."""
    found: list[Unit] = []
    position = 0
    for match in _COOPERATING.finditer(text):
        if match.start() < position:
            continue
        units, position = read_units(text, match.end())
        found += [unit for unit in units if all(unit.key != other.key for other in found)]
        position = max(position, match.end())
    return found


def own_body(text: str) -> tuple[str, str] | None:
    """The body that a clause names for itself and the duty after it: "Công an xã chủ trì …", "Giao Công an xã: …".

    >>> own_body("Đề nghị Hội Nông dân xã vận động hội viên tham gia.")
    ('Hội Nông dân xã', 'vận động hội viên tham gia.')
    """
    start = 0
    if match := opening("addressing").match(fold(text[:60])):
        start = match.end() + len(text[match.end() :]) - len(text[match.end() :].lstrip(" ,:"))
    if not names_body(text[start : start + 80]) or opens_with_verb(text[start:]):
        return None
    units, end = read_units(text, start)
    if not units:
        return None
    duty = text[end:].lstrip(" ,:-–")
    if len(duty.split()) < 2 or not (duty[0].islower() or text[end:].lstrip().startswith(":")):
        return None
    return text[start:end].strip(" ,:"), duty


def is_collective(body: str, units: list[Unit]) -> bool:
    """Whether a heading names several bodies or a class of them, so that a clause below it may name its own."""
    return (
        len(units) != 1
        or units[0].generic
        or fold(body).split(" ")[0] in {"cac", "nhung", "cap", "mot"}
        or " cac " in fold(body)
    )


def assignment_of(task: Task, draft: TaskDraft, number: int) -> Assignment | None:
    """Who has to do the task; None where nothing says so or the task is nested below another."""
    node = draft.node
    if task.parent_id is not None or node is None or not node.organisation:
        return None
    heading = units_of(node)
    text = task.text
    body: str | None = heading[0] if heading else None
    requested = _requested(node) or bool(opening("requesting").match(fold(text[:60])))
    if (heading is None or is_collective(*heading)) and (own := own_body(text)):
        body, text = own
    if body is None:
        return None
    return Assignment(
        id=f"a{number}",
        unit=match_unit(body),
        role=role_of(text),
        partners=partners_of(text),
        requested=requested,
        task_id=task.id,
        deadline=task.deadline,
    )


def _requested(node: Node | None) -> bool:
    while node is not None:
        if node.requested:
            return True
        node = node.parent
    return False
