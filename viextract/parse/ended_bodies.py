"""Bodies that are given work although the law had ended them by the day of issue."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from viextract.data import read_yaml
from viextract.model.plan import Plan, Unit, Warning
from viextract.model.warning_codes import WarningCode
from viextract.parse.outline import all_sections
from viextract.vocabulary.units import exists, kind_of, of_living_level


def ended_bodies(plan: Plan) -> list[Warning]:
    """A warning for each such body, where it is named first; those of the head have theirs."""
    day = plan.header.issued_on
    if day is None:
        return []
    head = {unit.key for unit in (plan.header.issuer, plan.header.parent_issuer) if unit is not None}
    of_a_place = plan.header.issuer is not None and plan.header.issuer.key.startswith("uy-ban-nhan-dan-")
    tasks = {task.id: task for task in plan.tasks}
    sections = {section.id: section for section in all_sections(plan.sections)}
    found: dict[str, Warning] = {}
    for assignment in plan.assignments:
        task = tasks.get(assignment.task_id or "")
        section = sections.get((task.section_id if task else assignment.section_id) or "")
        said = [task.text if task else "", section.title if section else ""]
        place = task or section
        for unit in (assignment.unit, *assignment.partners):
            if unit.key in head or unit.key in found or not _ended(unit, day, said, of_a_place=of_a_place):
                continue
            message = f"{unit.name} did not exist on {day}."
            source = place.source if place else None
            found[unit.key] = Warning(code=WarningCode.UNIT_NOT_IN_FORCE, message=message, source=source)
    return list(found.values())


def _ended(unit: Unit, day: str, said: list[str], *, of_a_place: bool) -> bool:
    """Whether a body had ended on this day. Offices of the kinds that a district had ("Phòng Thanh tra") are told where
    a people's committee gives them work: a ministry or a university has such ones of its own.
    """
    if any(exists(unit.name, day, rest) for rest in _behind(unit.text, said)):
        return False
    kind = kind_of(unit.name)
    if kind is not None and (kind.valid_from or "") > day:
        return False
    office = kind is not None and kind.name.split()[0] in _offices_of_districts() and of_living_level(unit.name, day)
    return of_a_place or not office


@cache
def _offices_of_districts() -> frozenset[str]:
    return frozenset(read_yaml("units_words.yaml")["offices_of_districts"])


_SAID_BEHIND = 20
"""Characters behind a name in which "(trước đây)" stands."""


def _behind(name: str, said: list[str]) -> Iterator[str]:
    """What stands behind each naming of a body, and nothing where it is not named so."""
    yield ""
    for text in said:
        at = text.find(name)
        while at >= 0:
            at += len(name)
            yield text[at : at + _SAID_BEHIND]
            at = text.find(name, at)
