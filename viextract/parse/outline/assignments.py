"""Who does what: bodies, their roles and partners, for tasks and for the sections that name a piece of work.

A body comes from the sentence itself where that gives the work to one, else from the nearest heading that names one,
else from the labelled lines ("Đơn vị chủ trì: …") of the work.

>>> role_of("Chủ trì, phối hợp với Công an xã rà soát."), role_of("Chủ động phối hợp với các thôn.")
('lead', 'cooperate')
>>> [unit.text for unit in partners_of("Chủ trì, phối hợp chặt chẽ với Công an xã, các thôn liên quan rà soát hồ sơ.")]
['Công an xã', 'các thôn liên quan']
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from viextract.language.capitals import CAPITAL
from viextract.language.fold import fold
from viextract.model.plan import Assignment, Deadline, Detail, Role, Section, Task, Unit
from viextract.parse.outline.passive import agent_at_end
from viextract.parse.outline.sections import Heading, Node, TaskDraft, units_of
from viextract.parse.outline.titles import names_only_bodies
from viextract.vocabulary.actors import (
    Subject,
    duty_start,
    is_person_in_office,
    names_actor,
    names_officer,
    obligation,
    read_officer,
    subject_of,
)
from viextract.vocabulary.details import details_inside, read_details
from viextract.vocabulary.persons import addressed_name
from viextract.vocabulary.phrases import anywhere, either, is_lead_verb, opening, role_verbs, woven
from viextract.vocabulary.units import is_one_body, kind_of, match_unit, names_body, read_units, split_units

SURE, BY_HEADING, BY_SENTENCE = 1.0, 0.95, 0.85
"""How sure an assignment is: said by a labelled line; by the heading above; by the sentence's own subject."""

_COOPERATING = (
    r"(?<!\w)(?:{cooperating}\s+(?:{with_whom}|(?P<damaged>(?!{not_with_whom}\s)v[^\W\d_]{1,3}(?=\s))|(?={several}\s)|(?-i:(?="
    + CAPITAL
    + r")))|{together}(?!\s+{not_together}(?!\w))|{joined_with})\s*(?:{whose}\s+)?"
)
# With its marks: "củng cố" and "cung cấp" look like "cùng" without them.
_COOPERATES = r"[\s,:]*{cooperates}(?!\w)"
_LEADS_LATER = re.compile(r"[;.,]\s+(?:va\s+)?(?:(?:truc tiep|to chuc)\s+)?chu tri[\s,]")
_SENTENCES = re.compile(rf"(?<=[^\W\d])[.;]\s+(?=[^\W\d_])|(?<=\d)[.;]\s+(?={CAPITAL}[^\W\d_])")
_BRACKET = re.compile(r"\(\s*(?P<inside>[^()]{4,160})\)\s*[.;]?\s*$")
_BRACKET_LABEL = re.compile(r"\s*(?:don vi|co quan)?\s*(?P<role>chu tri|thuc hien)\s*:\s*")
_BRACKET_TOGETHER = re.compile(r",?\s*phoi hop(?!\w).{4,}\s(?P<role>thuc hien)$")
"""Behind the first body: "phối hợp Trạm Y tế xã thực hiện"."""


@cache
def _role_behind() -> re.Pattern[str]:
    """A verb of nothing but a role, behind a body's name."""
    return re.compile(rf",?\s*(?P<role>{role_verbs()})(?!\w)")


def role_of(text: str) -> Role:
    """The role that a duty gives its body, from the verb it opens with; a leading phrase anywhere makes it the lead.

    "Đề nghị …" and adverbs before the verb do not change it.
    """
    return role_and_words(text)[0]


def role_and_words(text: str) -> tuple[Role, str]:
    """:func:`role_of`, with the words of the duty that say so; none where it is the usual role.

    >>> role_and_words("Chủ động phối hợp với các thôn.")
    ('cooperate', 'phối hợp')
    """
    text = text.strip(" ,:-")
    folded = fold(text)
    start = 0
    if match := opening("requesting").match(folded):
        start = match.end()
    if match := opening("leads").match(folded, start) or anywhere("lead_phrases").search(folded[:200]):
        return "lead", text[match.start() : match.end()].strip()
    start = duty_start(folded, start)
    if match := opening("leads").match(folded, start):
        return "lead", text[match.start() : match.end()].strip()
    if match := woven(_COOPERATES).match(text, start):
        return "cooperate", match[0].strip(" ,:")
    if match := _LEADS_LATER.search(folded):
        return "lead", text[match.start() : match.end()].strip(" ;.,")
    return "implement", ""


def partners_of(text: str) -> list[Unit]:
    """The bodies named right after "phối hợp với" or "cùng", one by one, each once; a generic list stays whole."""
    found: list[Unit] = []
    position = 0
    for match in woven(_COOPERATING).finditer(text):
        if match.start() < position:
            continue
        if fold(text[match.end() : match.end() + 4]) == "cac " and not names_body(text[match.end() :]):
            continue  # "phối hợp các giải pháp"
        if match["damaged"] and not names_body(text[match.end() :]):
            continue  # "phối hợp vận động": no "với" that was misread
        units, position = _partners_at(text, match.end())
        found += [unit for unit in units if all(unit.key != other.key for other in found)]
        position = max(position, match.end())
    return found


def _partners_at(text: str, start: int) -> tuple[list[Unit], int]:
    """The bodies of the list that begins at ``start``, or the one person in office: "Thư ký cuộc họp"."""
    units, end = read_units(text, start, companies=True)
    if units and (choice := _or_another(text, end)) is not None and match_unit(units[-1].text).generic:
        # "cơ quan, đơn vị | quản lý chủ thuyền hoặc Ủy ban nhân dân xã": the clause marks off the class before "hoặc".
        whole = text[text.rindex(units[-1].text, start, end) : choice.end("clause")].strip()
        others, end = read_units(text, choice.end(), companies=True)
        return [*units[:-1], match_unit(whole), *others], end
    officer = read_officer(text, start) if len(units) <= 1 else None
    if officer is None or officer <= end or woven(r"[,;]|\s(?:{and_whom}|{together})\s").search(text, start, officer):
        return units, end
    return [match_unit(text[start:officer])], officer


_OR = r"(?P<clause>\s+[^,.;:()]{2,90}?)\s+{or_whom}\s+(?=\w)"


def _or_another(text: str, end: int) -> re.Match[str] | None:
    """The clause behind a class of bodies that goes on to another body with "hoặc"; None elsewhere."""
    match = woven(_OR).match(text, end)
    return match if match and kind_of(text[match.end() : match.end() + 100]) is not None else None


def is_collective(body: str, units: list[Unit]) -> bool:
    """Whether a heading names several bodies or a class of them, so that a clause below it may name its own."""
    return (
        len(units) != 1
        or units[0].generic
        or fold(body).split(" ")[0] in {"cac", "nhung", "cap", "mot"}
        or " cac " in fold(body)
    )


@dataclass(slots=True)
class Assigner:
    """Collects assignments in document order."""

    made: list[Assignment] = field(default_factory=list)

    def task(self, task: Task, draft: TaskDraft) -> None:
        """The assignments of a task; none where nothing says who, or where the body of the task above has it."""
        if self._by_details(task.details, task.deadline, task_id=task.id):
            return
        if task.parent_id is not None and not _names_its_own(task.text, units_of(draft.node)):
            return
        inside = [(one.kind, one.text) for one in details_inside(task.text)]
        if duties := labelled_duties(inside):
            for body, role, partners in duties:
                self._add(body.text, role, partners, BY_SENTENCE, task.deadline, task_id=task.id)
            return
        node = draft.node
        heading = units_of(node) if task.parent_id is None else None
        requested = _requested(node) or bool(opening("requesting").match(fold(task.text[:60])))
        for unit, role, partners, confidence in _duties(task.text, heading):
            led = heading is not None and heading.leads and unit == heading.body
            unit, asked = _asked_in_brackets(unit)
            named, role, helping = _roles_in_brackets(unit, "lead" if led else role)
            self._add(
                named,
                role,
                _each_once([*helping, *partners]),
                confidence,
                task.deadline,
                task_id=task.id,
                requested=requested or asked,
            )

    def section(self, section: Section) -> None:
        """What the labelled lines of a section say about the work that its title names."""
        self._by_details(section.details, section.deadline, section_id=section.id)

    def _by_details(
        self,
        details: list[Detail],
        deadline: Deadline | None,
        task_id: str | None = None,
        section_id: str | None = None,
    ) -> bool:
        duties = labelled_duties([(detail.kind, detail.text) for detail in details])
        for unit, role, partners in duties:
            self._add(unit.text, role, partners, SURE, deadline, task_id=task_id, section_id=section_id)
        return bool(duties)

    def _add(
        self,
        unit: str,
        role: Role,
        partners: list[Unit],
        confidence: float,
        deadline: Deadline | None,
        task_id: str | None = None,
        section_id: str | None = None,
        requested: bool = False,
    ) -> None:
        self.made.append(
            Assignment(
                id=f"a{len(self.made) + 1}",
                unit=match_unit(unit),
                role=role,
                partners=partners,
                requested=requested,
                task_id=task_id,
                section_id=section_id,
                deadline=deadline,
                confidence=confidence,
            )
        )


_SAID_LEAD = r"[\s,:-]+{said_lead}(?:[\s,]*{carries_out})?"
_SAID_PARTNER = r"[\s,:-]+{said_partner}[\s.]*$"


def labelled_duties(labelled: Sequence[tuple[str, str]]) -> list[tuple[Unit, Role, list[Unit]]]:
    """Bodies, roles and partners that labelled values (kind, text) give; a value may say itself who leads.

    >>> found = labelled_duties([("implementer", "Phòng Nội vụ chủ trì, phối hợp với Công an xã; các thôn phối hợp.")])
    >>> [(unit.text, role, [one.text for one in partners]) for unit, role, partners in found]
    [('Phòng Nội vụ', 'lead', ['Công an xã', 'các thôn'])]
    """
    bodies: list[tuple[Unit, Role]] = []
    partners = [unit for kind, text in labelled if kind == "partners" for unit in bodies_in(text)]
    for kind, text in labelled:
        if kind not in {"lead", "implementer"}:
            continue
        role: Role = "lead" if kind == "lead" else "implement"
        for part in re.split(r";\s+", text):
            if (said := woven(_SAID_LEAD).search(part)) and said.start():
                bodies += [(unit, "lead") for unit in bodies_in(part[: said.start()])]
                partners += partners_of(part[said.end() :])
            elif (said := woven(_SAID_PARTNER).search(part)) and said.start():
                partners += bodies_in(part[: said.start()])
            elif (
                (own := subject_of(part)) is not None
                and own.start == 0
                and not part[own.end :].lstrip().startswith(":")
            ):
                # "Phân công: Cô Mận duyệt chi; Công an xã giữ trật tự."
                duty = part[own.end :]
                bodies.append((match_unit(own.text), role if role == "lead" else role_of(duty)))
                partners += partners_of(duty)
            elif said := woven(_COOPERATING).search(part):
                bodies += [(unit, role) for unit in bodies_in(part[: said.start()].rstrip(" ,"))]
                partners += partners_of(part)
            else:
                bodies += [(unit, role) for unit in bodies_in(part)]
    return [(unit, role, partners) for unit, role in bodies]


def bodies_in(text: str) -> list[Unit]:
    """The bodies of a labelled line, one by one; a remark in brackets behind one is no part of it."""
    text = re.sub(r"\s*\([^()]*\)\s*$", "", text).strip(" .;")
    return [unit for unit in split_units(text) if unit.text] if text else []


Duty = tuple[str, Role, list[Unit], float]


def _duties(text: str, heading: Heading | None) -> Iterator[Duty]:
    """Who does what a task says: body as printed, role, partners, certainty."""
    own = subject_of(text)
    open_to_all = heading is None or is_collective(heading.body, heading.units)
    closing = _bracket(text) or ((_behind_dash(text) or _in_passive(text)) if own is None else None)
    if closing is not None and open_to_all:
        yield closing
        return
    if own is None and text.endswith(":") and open_to_all and names_only_bodies(text):
        yield text.strip(" :"), "implement", [], BY_SENTENCE  # "- Công an xã:" above its "+" duties
        return
    if heading is not None and (own is None or not _goes_before(own, heading, text)):
        besides = list(_leads_besides(text, heading))
        usual = text[: besides[0][0]] if besides else text
        duty = usual[own.end :] if own is not None and not own.asked else usual
        yield heading.body, role_of(duty), partners_of(usual), BY_HEADING
        for _, body, clause in besides:
            yield body, "lead", partners_of(clause), BY_SENTENCE
        if not besides:
            for body, clause in _work_of_others(text, heading):
                yield body, role_of(clause[len(body) :]), partners_of(clause), BY_SENTENCE
        return
    begin = own.end if own else 0  # a list of bodies may have semicolons in it
    first, *later = _sentences(text[begin:])
    first = text[:begin] + first
    if own is None:
        # "Thống nhất chủ trương sửa cầu. Giao Phòng Kinh tế lập dự toán."
        for sentence in later:
            given = subject_of(sentence)
            if given is None:
                continue
            # "UBND xã đề nghị các hộ …": who asks is named, and so all are meant, as none is in a mere closing request.
            generic = match_unit(given.text).generic
            told = given.asked and (names_actor(sentence) or not generic)
            takes = not generic and (_takes_lead(fold(sentence), given.end) or _only_role(sentence, given.end))
            if told or takes or obligation(sentence, given.end) == given.end:
                yield given.text, role_of(sentence[given.end :]), partners_of(sentence), BY_SENTENCE
        return
    # Partners are told in the sentence of the one who has them.
    others = [(sentence, subject) for sentence in later if (subject := subject_of(sentence)) and heading is None]
    shared = woven(_BARE_LEAD).match(text, own.end) is not None
    helping = [subject for sentence, subject in others if own.asked and _only_helps(sentence, subject, shared)]
    others = [(sentence, subject) for sentence, subject in others if subject not in helping]
    whole = text if not others else first
    partners = [*_beside_lead(whole[own.end :]), *(unit for one in helping for unit in bodies_in(one.text))]
    role = role_of(whole[own.end :])
    yield own.text, role, _each_once([*partners, *partners_of(whole)]), BY_SENTENCE
    if role == "lead":
        yield from ((body, role, [], BY_SENTENCE) for body in _leading_parts(first[own.end :]))
    for sentence, subject in others:
        unit = match_unit(subject.text)
        if unit.key != match_unit(own.text).key and (not subject.asked or (own.asked and not unit.generic)):
            yield subject.text, role_of(sentence[subject.end :]), partners_of(sentence), BY_SENTENCE


_HELPS = r"\s+{helps}(?=[\s,.;]*$|[,.;]|\s+{behind_helps}\s)"
_NEXT_BODY = r"[,;]\s+(?:{and_whom}\s+)?(?=\w)|\s+{and_whom}\s+(?=\w)"


_BARE_LEAD = r"\s*{takes_lead}\s*[,;]\s"
"""A lead of whom no more is said: the work is told behind those who help, "Giao X chủ trì; Y phối hợp chỉnh lý …"."""
_TAKES_PART = r"\s+{takes_part}(?=[\s,.;]*$|[,.;])"
"""Beside one who leads, and of whom no more is said, it is a partner: "A chủ trì, B tham gia"."""
_SHARES = r"\s+{shares}"


def _beside_lead(duty: str) -> list[Unit]:
    """The bodies of which a sentence says no more than that they help: "… chủ trì, Công an xã phối hợp thực hiện"."""
    for match in woven(_NEXT_BODY).finditer(duty):
        units, end = read_units(duty, match.end())
        shares = woven(_SHARES).match(duty, end) or woven(_TAKES_PART).match(duty, end)
        if units and (woven(_HELPS).match(duty, end) or (woven(_BARE_LEAD).match(duty) and shares)):
            return units
    return []


_LEADS_PART = r"\s+{takes_lead}\s+(?=\w)"


def _leading_parts(duty: str) -> list[str]:
    """The further bodies that lead a part of the work each: "… chủ trì, Công an xã chủ trì phần điều tra"."""
    found, position = [], 0
    for match in woven(_NEXT_BODY).finditer(duty):
        units, end = read_units(duty, match.end()) if match.end() >= position else ([], 0)
        if units and woven(_LEADS_PART).match(duty, end):
            found.append(duty[match.end() : end])
            position = end
    return found


_ASKED = re.compile(r"\s*\((?:kinh\s+)?de\s+nghi\)")


def _asked_in_brackets(body: str) -> tuple[str, bool]:
    """A name without the remark that its body is asked, and whether there was one: "UBND các xã (đề nghị)"."""
    said = _ASKED.search(fold(body))
    return (body[: said.start()] + body[said.end() :], True) if said else (body, False)


_ROLE_IN_BRACKETS = r"\s*\((?:{who_has_role}\s+)?(?:(?P<lead>{takes_lead})|(?P<helps>{takes_share}))\)"


def _roles_in_brackets(body: str, role: Role) -> tuple[str, Role, list[Unit]]:
    """Body, role and partners where a list of bodies says each one's role: "Công an xã (chủ trì), Trạm Y tế (phối
    hợp)"."""
    if not woven(_ROLE_IN_BRACKETS).search(body):
        return body, role, []
    leads: list[str] = []
    helping: list[Unit] = []
    for unit in split_units(body):
        said = woven(_ROLE_IN_BRACKETS).search(unit.text)
        name = woven(_ROLE_IN_BRACKETS).sub("", unit.text)
        if said and said["helps"]:
            helping.append(match_unit(name))
        else:
            leads.append(name)
    if not leads:
        return body, role, []
    leading = any(said["lead"] for said in woven(_ROLE_IN_BRACKETS).finditer(body))
    return ", ".join(leads), "lead" if leading else role, helping


def _takes_lead(folded: str, end: int) -> bool:
    """Whether a verb of nothing but the lead stands behind a body: "Hội Nông dân xã phụ trách lớp đầu"."""
    said = _role_behind().match(folded, end)
    return said is not None and is_lead_verb(said["role"])


def _only_role(sentence: str, end: int) -> bool:
    """Whether behind a body's name stands its role and no more: "Quét dọn hằng tuần; Hội Phụ nữ xã đảm nhận"."""
    return re.compile(rf"[\s,]*(?:cung\s+)?(?:{role_verbs()})[\s.;]*$").match(fold(sentence), end) is not None


def _each_once(units: Sequence[Unit]) -> list[Unit]:
    return list({unit.key: unit for unit in reversed(units)}.values())[::-1]


def _only_helps(sentence: str, subject: Subject, shared: bool) -> bool:
    helps = woven(_HELPS).match(sentence, subject.end) or (shared and woven(_SHARES).match(sentence, subject.end))
    return not subject.asked and bool(helps)


_DIVIDES = r"\s*{divides}\s"
"""What a body does with its own work: "Phân công các đồng chí Ủy viên phụ trách địa bàn"."""


def _goes_before(own: Subject, heading: Heading, text: str) -> bool:
    """Whether a sentence's own subject has the work although a heading names somebody.

    Another name of the heading's body changes nothing, nor does one of its officers, nor "Yêu cầu các đơn vị …".
    """
    unit = match_unit(own.text)
    if names_officer(own.text) and (not own.asked or woven(_DIVIDES).match(text)):
        return _is_one_of_them(own, text)
    if unit.generic and not is_collective(heading.body, heading.units):
        return False
    if fold(heading.body).startswith(f"cac {fold(own.text).split()[0]} "):
        return False  # some of those that the heading names as a class
    if _is_named_by(heading, unit):
        return False
    if _is_told_to_lead(own, text):
        return True
    return own.asked or heading.directs or is_collective(heading.body, heading.units)


def _is_one_of_them(own: Subject, text: str) -> bool:
    """Whether a line gives its work to one person of those whom the heading names: "Ban Giám hiệu" above "Thầy Hiệu
    trưởng: chỉ đạo chung", "Cô Lê Thị Măng (Phó Hiệu trưởng): duyệt chi". An officer of an office ("Công an xã" above
    "Trưởng Công an xã: …") acts for it.
    """
    return own.start == 0 and text[own.end :].lstrip().startswith(":") and addressed_name().match(own.text) is not None


def _is_told_to_lead(own: Subject, text: str) -> bool:
    """Whether a sentence says of a body of its own that it leads, or acts in some case: the heading's body does not
    lead there ("Trường hợp hộ dân không nộp thì Phòng Kinh tế thu hồi").
    """
    if not is_one_body(own.text):
        return False
    in_case = opening("conditions").match(fold(text)) is not None and own.start > 0
    return in_case or opening("leads").match(fold(text), duty_start(fold(text), own.end)) is not None


def _leads_besides(text: str, heading: Heading) -> Iterator[tuple[int, str, str]]:
    """Bodies that lead in some case a work which a heading gives to another: place, name and clause of each.

    "Lập danh sách; nếu không đủ người, Phòng Kinh tế chủ trì lập danh sách."
    """
    for match in _CASE.finditer(text):
        if not opening("conditions").match(fold(text), match.end()):
            continue
        clause = _sentences(text[match.end() :])[0]
        own = subject_of(clause)
        if own is None or own.start == 0 or not _is_told_to_lead(own, clause):
            continue
        if _is_named_by(heading, match_unit(own.text)):
            continue
        yield match.start(), own.text, clause


def _work_of_others(text: str, heading: Heading) -> Iterator[tuple[str, str]]:
    """Bodies with sentences of their own below a heading that names another: name and sentence of each.

    "Chỉ đạo các thôn cung cấp số liệu; Phòng Kinh tế rà soát chỉ tiêu 5."
    """
    for before, sentence in pairwise(_sentences(text)):
        own = subject_of(sentence)
        if own is not None and not own.asked and _is_another(own, heading) and not _ends_with_body(before):
            yield own.text, sentence


def _ends_with_body(clause: str) -> bool:
    """Whether a clause ends with a body, so that what stands behind its semicolon may be of one list with it:
    "Hướng dẫn các cơ quan báo chí; Đài Truyền thanh đưa tin".
    """
    if not clause.rstrip().endswith(";"):
        return False
    whole = len(clause.rstrip(" ;"))
    starts = (match.start() for match in re.finditer(rf"(?<!\S)(?:{CAPITAL}|{either('classes')}\s)", clause))
    return any(names_body(clause[k:]) and read_units(clause[:whole], k)[1] >= whole for k in starts)


_CASE = re.compile(r"[.;,]\s+")


def _names_its_own(text: str, heading: Heading | None) -> bool:
    """Whether a nested task names one body of its own, other than the heading's: that one does it, and not the body of
    the task above ("- Rà soát biển báo:" / "+ Công an xã cắm biển báo.").
    """
    own = subject_of(text)
    return own is not None and _is_another(own, heading)


def _is_another(own: Subject, heading: Heading | None) -> bool:
    """Whether a sentence begins with one body, which the heading does not name."""
    if own.start > 0 or not is_one_body(own.text):
        return False
    return heading is None or not _is_named_by(heading, match_unit(own.text))


def _is_named_by(heading: Heading, unit: Unit) -> bool:
    """Whether a body is one of those that a heading names, be it by a longer or shorter name."""
    known = [one.key for one in heading.units] + [match_unit(heading.body).key]
    return any(unit.key in key or key in unit.key for key in known)


def _sentences(text: str) -> list[str]:
    found, start = [], 0
    for match in _SENTENCES.finditer(text):
        found.append(text[start : match.start() + 1])
        start = match.end()
    return [*found, text[start:]]


_GIVING = r"{gives}\s+(?=\w)"


def _bracket(text: str) -> Duty | None:
    """A closing bracket that names who does it: "(Sở Y tế chủ trì)", "(Đơn vị chủ trì: Sở Y tế)"."""
    match = _BRACKET.search(text)
    if match is None:
        return None
    inside = woven(_GIVING).sub("", match["inside"].strip())
    labelled = labelled_duties([(one.kind, one.text) for one in read_details(inside)])
    if len(labelled) == 1:
        unit, told, partners = labelled[0]
        return unit.text, told, partners, BY_SENTENCE
    folded = fold(inside)
    if label := _BRACKET_LABEL.match(folded):
        units, end = read_units(inside, label.end())
        return _bracketed(inside[label.end() : end], label["role"], inside[end:]) if units else None
    units, end = read_units(inside, 0) if names_actor(inside) else ([], 0)
    if units and (role := _role_behind().match(folded, end) or _BRACKET_TOGETHER.match(folded, end)):
        return _bracketed(inside[:end], role["role"], inside[end:])
    # "(Tổng phụ trách Đội chủ trì)", "(đ/c Lan phụ trách)": a person, up to the last of these verbs.
    said = [match for match in _role_behind().finditer(folded) if match.start()]
    person = inside[: said[-1].start()].strip() if said else ""
    if not person or not (names_officer(person) or is_person_in_office(person)):
        return None
    return _bracketed(person, said[-1]["role"], inside[said[-1].end() :])


_DASH = re.compile(r"(?<=[^\s,;:–-])\s+[–-]\s+(?=[^\W\d_])")
_MOST_CLOSING = 160


@cache
def _closes() -> re.Pattern[str]:
    return re.compile(rf",?\s*(?:ho tro\s+)?(?P<role>{role_verbs()})(?:\s+(?:thuc hien|chinh))?[\s.;]*")


def _behind_dash(text: str) -> Duty | None:
    """A closing clause behind a dash that says no more than who does it: "… – Trường Tiểu học Hoa Sim thực hiện."."""
    for dash in _DASH.finditer(text, max(0, len(text) - _MOST_CLOSING)):
        inside = text[dash.end() :]
        units, end = read_units(inside, 0) if names_actor(inside) else ([], 0)
        said = _closes().fullmatch(fold(inside), end) if units else None
        if said and not names_only_bodies(text[: dash.start()]):
            return _bracketed(inside[:end], said["role"], "")
        person = _closes().search(fold(inside))
        if person and person.end() == len(inside) and is_person_in_office(inside[: person.start()].strip()):
            return _bracketed(inside[: person.start()].strip(), person["role"], "")
    return None


def _in_passive(text: str) -> Duty | None:
    """A work told in the passive: "… do Trạm Y tế xã chủ trì, các thôn tham gia"."""
    agent = agent_at_end(text)
    if agent is None:
        return None
    rest = text[agent.end :]
    partners = _each_once([*_beside_lead(rest), *partners_of(rest)])
    return agent.body, "lead" if is_lead_verb(agent.verb) else "implement", partners, BY_SENTENCE


def _bracketed(body: str, verb: str, rest: str) -> Duty:
    partners = partners_of(rest)
    if not partners and (said := woven(_SAID_PARTNER).search(rest)):
        own = _role_behind().match(fold(rest))
        partners = bodies_in(rest[own.end() if own else 0 : said.start()].strip(" ,;"))
    return body.strip(" ,:"), "lead" if is_lead_verb(verb) else "implement", partners, BY_SENTENCE


def _requested(node: Node | None) -> bool:
    while node is not None:
        if node.requested:
            return True
        node = node.parent
    return False


def all_sections(sections: Iterable[Section]) -> Iterator[Section]:
    """Every section in document order."""
    for section in sections:
        yield section
        yield from all_sections(section.children)
