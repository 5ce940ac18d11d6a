"""A person's decisions made in a plan that was saved as JSON, without its document.

Fields of the header and duties are set as they are when a document is read. Of a decision on words only the texts of
the plan are at hand: the words are looked for where they stood, with those beside them. What is a heading or where a
paragraph begins cannot be decided without the document; such decisions are told and left.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from viextract.corrections.document import PERSON, unfit
from viextract.corrections.plan import finish
from viextract.errors import InvalidCorrectionsError
from viextract.model.corrections import Corrections, PlacedDecision, TextDecision
from viextract.model.decision import Decision, replay
from viextract.model.plan import Correction, CorrectionTarget, Plan, Span, Warning
from viextract.vocabulary.units import match_unit

_NO_TEXT = frozenset(
    {"corrections", "warnings", "coverage", "grade", "id", "key", "kind", "role", "schema_version", "source"}
)
"""Fields that hold no text of the document."""
_WORK_FIELDS = ("task_id", "section_id", "criterion_id", "programme_id")
_LEAST_CONTEXT = 2
"""Words beside a correction, at least, by which it is found in texts whose lines are not known."""


def apply_to_plan(plan: Plan, corrections: Corrections) -> Plan:
    """A copy of ``plan`` with the decisions; those that could not be made are warnings of it.

    Raises InvalidCorrectionsError for the corrections of another document.
    """
    if corrections.source.sha256 != plan.source.sha256:
        raise InvalidCorrectionsError(
            f"the corrections are about {corrections.source.name or 'another document'}, not about {plan.source.name}",
            advice="Give the corrections of this document, or review it again if it was changed.",
        )
    data: dict[str, Any] = plan.model_dump(mode="json")
    made: list[Correction] = []
    missed: list[Warning] = []
    for decision in corrections.decisions:
        if not isinstance(decision, PlacedDecision):
            continue
        done = _correct(data, plan, decision) if isinstance(decision, TextDecision) else None
        if done is None:
            code, message, span = unfit(decision)
            missed.append(Warning(code=code, message=message, source=span))
        else:
            made.append(done)
    corrected = Plan.model_validate(data)
    corrected.corrections = _with(corrected.corrections, made)
    corrected.warnings += missed
    return finish(corrected, corrections)


def _with(changes: list[Correction], made: list[Correction]) -> list[Correction]:
    """The changes, those left out that a person's took the place of."""
    kept = [one for one in changes if not any(_is_replaced(one, new) for new in made)]
    return kept + [one for one in made if one.before != one.after]


def _is_replaced(one: Correction, new: Correction) -> bool:
    if one.target != new.target or one.start is None or one.end is None or new.start is None or new.end is None:
        return False
    same_page = one.source is not None and new.source is not None and one.source.page == new.source.page
    return same_page and new.start <= one.start and one.end <= new.end


@dataclass(slots=True)
class _Slot:
    """A text of the plan: where it is kept, and the lines that it comes from."""

    holder: Any
    key: Any
    page: int | None
    lines: tuple[int, int] | None

    @property
    def text(self) -> str:
        return str(self.holder[self.key])


_Source = dict[str, Any] | None


def _slots(data: dict[str, Any]) -> Iterator[_Slot]:
    """All texts of a plan, each with the lines of the item that it belongs to; a duty stands where its work does."""
    sources: dict[str, _Source] = {one["id"]: one["source"] for one in _items(data) if "source" in one}

    def below(value: Any, source: _Source) -> Iterator[_Slot]:
        if isinstance(value, dict):
            works = (value.get(field) for field in _WORK_FIELDS)
            source = value.get("source") or next((sources.get(work) for work in works if work), source)
            keys: Any = [key for key in value if key not in _NO_TEXT and key not in _WORK_FIELDS]
        else:
            keys = range(len(value))
        for key in keys:
            if isinstance(value[key], str):
                lines = (source["lines"][0], source["lines"][1]) if source else None
                yield _Slot(value, key, source["page"] if source else None, lines)
            elif isinstance(value[key], dict | list):
                yield from below(value[key], source)

    yield from below({key: value for key, value in data.items() if key not in _NO_TEXT}, None)


def _items(value: Any) -> Iterator[dict[str, Any]]:
    """All items of a plan that have an id."""
    if isinstance(value, dict) and "id" in value:
        yield value
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _items(one)


@dataclass(frozen=True, slots=True)
class _Found:
    """A decision on a line or cell as it stands in the plan."""

    before: list[str]
    """The words before what is corrected."""
    old: str
    new: str
    behind: list[str]
    made: Correction
    """With the changes of recovery that it takes the place of."""


def _correct(data: dict[str, Any], plan: Plan, decision: TextDecision) -> Correction | None:
    """Replace the words of one decision in all texts that repeat them; None where none does."""
    found = _as_it_stands(decision, [one for one in plan.corrections if _is_here(one, decision)])
    if found is None or found.old == found.new:
        return found.made if found else None
    hits = 0
    for slot in list(_slots(data)):
        text = _replaced(slot, decision, found)
        if text is not None:
            slot.holder[slot.key] = text
            hits += 1
            _read_body_again(slot)
    return found.made if hits else None


def _is_here(one: Correction, decision: TextDecision) -> bool:
    place, target = decision.place, one.target
    if target is None or one.start is None or one.source is None or one.source.page != place.page:
        return False
    return target.cell == place.cell if place.cell is not None else target.line == place.line


def _as_it_stands(decision: TextDecision, changes: list[Correction]) -> _Found | None:
    """The words that are corrected, as recovery left them; None where the plan was made of another reading."""
    read, after = decision.place.read, decision.after
    decided = [Decision(one.start or 0, one.end or 0, one.before, one.after, one.confidence) for one in changes]
    met = [one for one in decided if one.start < decision.end and one.end > decision.start]
    start = min([decision.start, *(one.start for one in met)])
    end = max([decision.end, *(one.end for one in met)])
    try:
        replay(read, decided)
    except ValueError:
        return None
    before, old, behind = (
        replay(read[a:b], [_moved(one, a) for one in decided if a <= one.start and one.end <= b])
        for a, b in ((0, start), (start, end), (end, len(read)))
    )
    made = Correction(
        before=read[start:end],
        after=read[start : decision.start] + after + read[decision.end : end],
        confidence=1.0,
        source=_span(decision),
        start=start,
        end=end,
        target=CorrectionTarget(line=decision.place.line, cell=decision.place.cell),
        reason=PERSON,
        by=PERSON,
    )
    return _least(before.split(), old.split(), made.after.split(), behind.split(), made)


def _least(before: list[str], old: list[str], new: list[str], behind: list[str], made: Correction) -> _Found:
    """The correction without words at its ends that stay: a name may end between them and what changes."""
    while len(old) > 1 and len(new) > 1 and old[-1] == new[-1]:
        behind = [old[-1], *behind]
        old, new = old[:-1], new[:-1]
    while len(old) > 1 and len(new) > 1 and old[0] == new[0]:
        before = [*before, old[0]]
        old, new = old[1:], new[1:]
    return _Found(before, " ".join(old), " ".join(new), behind, made)


def _span(decision: TextDecision) -> Span:
    number = decision.place.line or 1
    return Span(page=decision.place.page, lines=(number, number), bbox=decision.place.box)


def _moved(one: Decision, start: int) -> Decision:
    return Decision(one.start - start, one.end - start, one.before, one.after, one.confidence)


def _replaced(slot: _Slot, decision: TextDecision, found: _Found) -> str | None:
    """The text with the correction made, by the widest run of words around it that the text has, once."""
    line = decision.place.line
    known = slot.lines is not None and line is not None
    if (
        slot.lines is not None
        and line is not None
        and not (slot.page == decision.place.page and slot.lines[0] <= line <= slot.lines[1])
    ):
        return None
    whole = len(found.before) + len(found.behind)
    least = 0 if known else min(_LEAST_CONTEXT, whole)
    for size in range(whole, least - 1, -1):
        for count in range(min(size, len(found.before)), max(size - len(found.behind), 0) - 1, -1):
            lead, tail = found.before[len(found.before) - count :], found.behind[: size - count]
            wanted = " ".join([*lead, found.old, *tail]).strip()
            if wanted and slot.text.count(wanted) == 1:
                return slot.text.replace(wanted, " ".join([*lead, found.new, *tail]).strip())
    return None


def _read_body_again(slot: _Slot) -> None:
    """The canonical name of a body whose printed name was corrected."""
    if isinstance(slot.holder, dict) and slot.key == "text" and {"name", "generic"} <= slot.holder.keys():
        slot.holder.update(match_unit(slot.text).model_dump(mode="json"))
