"""Who does a work that is told in the passive: "Việc cấp giống do Phòng Kinh tế thực hiện".

>>> told = agent_at_end("Chương trình văn nghệ do Đoàn Thanh niên xã đảm nhiệm.")
>>> told.body, told.verb
('Đoàn Thanh niên xã', 'dam nhiem')
>>> agent_at_end("Theo dõi các đề tài do Phòng Kinh tế chủ trì.") is None
True
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from viextract.language.fold import fold
from viextract.vocabulary.actors import is_person_in_office, names_actor, names_officer
from viextract.vocabulary.phrases import opening, role_verbs
from viextract.vocabulary.units import match_unit, opens_with_verb, read_units

MOST_CLOSING = 240
"""Characters from the agent on to the end of what it does."""
_BY = re.compile(r"(?P<comma>,)?\s+do\s+(?=[^\W\d_])", re.IGNORECASE)
"""With its marks: "đo", "đỗ" and "đó" look like it without them."""
_ENDS = re.compile(
    r"[\s.;]*$|\s+(?:xong\s+)?(?:truoc|trong|tu|den|vao|cham nhat)\s[^,;]{0,40}\d[^,;]*$|\s*[,;]\s+(?=\w)"
)
"""Behind the verb: nothing, when it is due, or those who help."""
_HELP = re.compile(r"(?<!\w)(?:phoi hop|tham gia|ho tro)(?!\w)")
_PAST = re.compile(r"(?:^|\s)(?:da|dang|duoc|nhung|ma|la)$")
"""Words before "do" behind which it tells of what was done, or is no work of its own."""
_SENTENCE = re.compile(r"[.;:]\s+")


@cache
def _verb() -> re.Pattern[str]:
    return re.compile(
        rf"\s*,?\s*(?:truc tiep\s+)?(?P<verb>{role_verbs()})(?:\s+(?:chinh|thuc hien|to chuc|trien khai))?(?!\w)"
    )


class Agent(NamedTuple):
    """The one who does it, as printed, the verb without marks, and where the body's name ends."""

    body: str
    verb: str
    end: int


def agent_at_end(text: str) -> Agent | None:
    """The agent with which a noun phrase ends. Behind a verb the clause tells which works are meant ("Kiểm tra các công
    trình do xã thực hiện"), unless a comma parts it; a class without "các" is a label ("do đơn vị thực hiện").
    """
    for match in _BY.finditer(text, max(0, len(text) - MOST_CLOSING)):
        before = text[: match.start()]
        if not before.strip() or _PAST.search(fold(before)) or not _is_work(before, apart=match["comma"] is not None):
            continue
        found = _agent(text, match.end(), apart=match["comma"] is not None)
        if found is not None:
            return found
    return None


def _is_work(before: str, *, apart: bool) -> bool:
    """Whether the last sentence of what stands before the clause names a work by a noun."""
    sentence = _SENTENCE.split(before)[-1]
    if opening("conditions").match(fold(sentence)) or opening("of_others").match(fold(sentence)):
        return False
    return apart or not any(opens_with_verb(part) for part in re.split(r",\s+", sentence))


def _agent(text: str, start: int, *, apart: bool) -> Agent | None:
    folded = fold(text)
    verb = _verb().search(folded, start)
    if verb is None:
        return None
    name = text[start : verb.start()].strip()
    units, end = read_units(name) if names_actor(name) else ([], 0)
    whole = bool(units) and end >= len(name)
    if not whole and not (not units and (names_officer(name) or is_person_in_office(name))):
        return None
    if len(units) == 1 and match_unit(units[0].text).generic and not fold(name).startswith(("cac ", "moi ")):
        return None
    closing = _ENDS.match(folded, verb.end())
    if closing is None:
        return None
    # ", do đ/c Lê Thị Măng phụ trách, khai giảng 15/6": between commas the clause stands by itself.
    if closing[0].strip() in {",", ";"} and not apart and not _HELP.search(folded, closing.end()):
        return None
    return Agent(name.strip(" ,:"), verb["verb"], verb.start())
