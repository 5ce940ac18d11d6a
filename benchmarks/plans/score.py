"""What came out against what went in. Exact but for white space, case, tone style and final punctuation: a law, no
likeness, except for papers that were ruined on purpose.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Hashable
from typing import Any

from rapidfuzz import fuzz

from viextract.language.tones import canonical_tone
from viextract.model.plan import Deadline, Plan, Section, Unit

SCORES = (
    *("header", "citations", "headings", "tasks", "deadlines", "details", "assignments", "partners"),
    *("targets", "recipients", "tables"),
)


def plain(text: str | None) -> str:
    text = canonical_tone(unicodedata.normalize("NFC", text or "")).casefold()
    text = re.sub(r"\s*[-–—]\s*", "-", text)
    return re.sub(r"\s+", " ", text).strip(" .,;:/")


def _f1(gold: Counter[Hashable], found: Counter[Hashable]) -> float:
    hits = (gold & found).total()
    return 2 * hits / (gold.total() + found.total()) if gold or found else 1.0


def _due(deadline: Deadline | dict[str, Any] | None) -> tuple[str | None, ...] | None:
    if deadline is None:
        return None
    given = deadline if isinstance(deadline, dict) else deadline.model_dump()
    return given["start"], given["end"], given["recurrence"]


ALIKE = 90.0
"""Of 100: from when on a text that was ruined counts as the one that was meant."""
_LONG = 6
"""Letters of a text in which a letter may be wrong; shorter ones, figures and dates must be right."""


def _meant(wanted: Counter[Hashable], found: Counter[Hashable]) -> Counter[Hashable]:
    """What was found, each item that is but nearly a wanted one in the latter's words."""
    left = list((wanted - found).elements())
    made = Counter(found)
    for item in (found - wanted).elements():
        near = next((other for other in left if _alike(item, other)), None)
        if near is not None:
            left.remove(near)
            made[item] -= 1
            made[near] += 1
    return +made


def _alike(one: Hashable, other: Hashable) -> bool:
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(_alike, one, other))
    if not (isinstance(one, str) and isinstance(other, str)) or min(len(one), len(other)) < _LONG:
        return one == other
    figures = (re.findall(r"\d+", one), re.findall(r"\d+", other))
    return figures[0] == figures[1] and fuzz.ratio(one, other) >= ALIKE


def score(gold: dict[str, Any], plan: Plan, *, ruined: bool = False) -> tuple[dict[str, float], list[str]]:
    """Each score from 0 to 1, and what is missing (-) or was invented (+).

    ruined: whether texts need only be alike; figures must be right even so.
    """
    wanted, found = _gold_items(gold), _plan_items(plan)
    issuer = plan.header.issuer
    if issuer is not None and plain(gold["header"]["issuer"]) in {plain(issuer.name), plain(issuer.text)}:
        # Either the canonical name or the printed one will do.
        found["header"].subtract([("issuer", plain(issuer.text))])
        found["header"] += Counter([("issuer", plain(gold["header"]["issuer"]))])
    if ruined:
        found = {name: _meant(wanted.get(name, Counter()), items) for name, items in found.items()}
    scores, faults = {}, []
    for name in SCORES:
        if name in wanted:
            scores[name] = _f1(wanted[name], found[name])
            faults += [f"{name}: - {item}" for item in (wanted[name] - found[name])]
            faults += [f"{name}: + {item}" for item in (found[name] - wanted[name])]
    return scores, faults


def _gold_items(gold: dict[str, Any]) -> dict[str, Counter[Hashable]]:
    headings, tasks = gold["headings"], gold["tasks"]

    def title(index: int | None) -> str:
        return "" if index is None else plain(headings[index]["title"])

    def home(item: dict[str, Any]) -> str:
        if item.get("on") == "task" or item.get("task") is not None:
            return "task " + plain(tasks[item["task"] if item.get("on") is None else item["index"]]["text"])
        return "heading " + title(item["heading"] if item.get("on") is None else item["index"])

    header: Counter[Hashable] = Counter()
    for name, value in gold["header"].items():
        header[(name, tuple(map(plain, value)) if isinstance(value, list) else plain(str(value) if value else ""))] += 1
    return {
        "header": header,
        "citations": Counter(
            (plain(c["kind"]), plain(c["symbol"]), c["issued_on"], plain(c["issuer"])) for c in gold["citations"]
        ),
        "headings": Counter((plain(h["label"]), plain(h["title"]), title(h["parent"])) for h in headings),
        "tasks": Counter(
            (plain(t["text"]), title(t["heading"]), "" if t["parent"] is None else plain(tasks[t["parent"]]["text"]))
            for t in tasks
        ),
        "deadlines": Counter(
            (plain(x.get("text") or x.get("title")), _due(x["deadline"])) for x in [*tasks, *headings] if x["deadline"]
        ),
        "details": Counter((home(d), d["kind"], plain(d["text"])) for d in gold["details"]),
        "assignments": Counter((home(a), plain(a["unit"]), a["role"]) for a in gold["assignments"]),
        "partners": Counter((home(a), plain(p)) for a in gold["assignments"] for p in a["partners"]),
        "targets": Counter(
            (plain(t["text"]), g["value"], g["unit"], g["comparator"]) for t in tasks for g in t["targets"]
        ),
        "recipients": Counter(plain(line) for line in gold["recipients"]),
        "tables": Counter(
            (plain(row["no"]), plain(row["name"]), plain(row["lead"]))
            for table in gold["tables"]
            for row in table["rows"]
        ),
    }


def _plan_items(plan: Plan) -> dict[str, Counter[Hashable]]:
    sections: list[tuple[Section, Section | None]] = []

    def walk(items: list[Section], parent: Section | None) -> None:
        for item in items:
            if item.kind != "appendix":
                sections.append((item, parent))
                walk(item.children, item)

    walk(plan.sections, None)
    titles = {section.id: plain(section.title) for section, _ in sections}
    texts = {task.id: plain(task.text) for task in plan.tasks}
    header = plan.header

    def name(unit: Unit) -> str:
        return plain(unit.text)

    def home(task_id: str | None, section_id: str | None) -> str:
        return f"task {texts.get(task_id, '')}" if task_id else f"heading {titles.get(section_id or '', '')}"

    duties = [item for item in plan.assignments if item.task_id or item.section_id]
    details = [(home(None, s.id), d) for s, _ in sections for d in s.details]
    details += [(home(t.id, None), d) for t in plan.tasks for d in t.details]
    given: list[tuple[str, Any]] = [
        ("type", header.type),
        ("symbol", header.symbol),
        ("symbol_code", header.symbol_code),
        ("issued_on", header.issued_on),
        ("issuer", header.issuer.text if header.issuer else None),
        ("title", header.title),
        ("signatory", header.signatory.name if header.signatory else None),
        ("draft", "True" if header.draft else ""),
        ("addressees", tuple(name(unit) for unit in header.addressees)),
    ]
    return {
        "header": Counter((key, value if isinstance(value, tuple) else plain(value)) for key, value in given),
        "citations": Counter((plain(c.kind), plain(c.symbol), c.issued_on, plain(c.issuer)) for c in plan.citations),
        "headings": Counter(
            (plain(s.label), plain(s.title), plain(parent.title) if parent else "") for s, parent in sections
        ),
        "tasks": Counter(
            (plain(t.text), titles.get(t.section_id or "", ""), texts.get(t.parent_id or "", "")) for t in plan.tasks
        ),
        "deadlines": Counter(
            [(texts[t.id], _due(t.deadline)) for t in plan.tasks if t.deadline]
            + [(plain(s.title), _due(s.deadline)) for s, _ in sections if s.deadline]
        ),
        "details": Counter((where, d.kind, plain(d.text)) for where, d in details),
        "assignments": Counter((home(a.task_id, a.section_id), name(a.unit), a.role) for a in duties),
        "partners": Counter((home(a.task_id, a.section_id), name(u)) for a in duties for u in a.partners),
        "targets": Counter((texts[t.id], g.value, g.unit, g.comparator) for t in plan.tasks for g in t.targets),
        "recipients": Counter(plain(line) for line in header.recipients),
        "tables": Counter(
            (plain(p.number), plain(p.name), plain("; ".join(name(unit) for unit in p.leads))) for p in plan.programmes
        ),
    }
