"""Random plans with known structure: what a paper says, before any style is chosen.

Every item knows its gold: headings, tasks, details, deadlines, assignments. All comes from one ``random.Random``.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

WORDS = Path(__file__).with_name("words.yaml")


@cache
def words() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(WORDS.read_text("utf-8"))
    return data


@dataclass
class Due:
    """A time as printed, and what it means."""

    text: str
    start: str | None = None
    end: str | None = None
    recurrence: str | None = None

    @property
    def gold(self) -> dict[str, str | None]:
        return {"start": self.start, "end": self.end, "recurrence": self.recurrence}


@dataclass
class Detail:
    kind: str
    label: str
    text: str
    due: Due | None = None
    bodies: list[str] = field(default_factory=list)


@dataclass
class Duty:
    unit: str
    role: str
    partners: list[str] = field(default_factory=list)


@dataclass
class Work:
    """A task: its text as printed, without marker."""

    text: str
    due: Due | None = None
    targets: list[dict[str, Any]] = field(default_factory=list)
    duties: list[Duty] = field(default_factory=list)
    details: list[Detail] = field(default_factory=list)
    children: list[Work] = field(default_factory=list)
    numbered: bool = False
    """Marked like a heading of this depth instead of with a bullet."""


@dataclass
class Part:
    """A heading with what stands below it."""

    title: str
    unit: str | None = None
    suffix: str = ""
    """What follows the name of the body in the title: "chủ trì, phối hợp thực hiện"."""
    prefix: str = ""
    due: Due | None = None
    lead_in: str | None = None
    run_in: Work | None = None
    works: list[Work] = field(default_factory=list)
    details: list[Detail] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    plain: bool = False
    """Printed without a label, in bold."""
    label: str = ""
    """As printed, without its mark; given by :func:`benchmarks.plans.labels.number`."""


@dataclass
class Head:
    type: str
    number: str | None
    code: str
    issuer: str
    issuer_lines: list[str]
    parent: str | None
    place: str
    day: date
    day_known: bool
    month_known: bool
    title: str
    authority: str | None
    capacity: str | None
    position: str
    name: str
    addressees: list[str] = field(default_factory=list)
    joint: tuple[str, list[str], str, str] | None = None


@dataclass
class Paper:
    head: Head
    preamble: list[str]
    citations: list[dict[str, Any]]
    parts: list[Part]
    closing: list[str]
    recipients: list[str]
    table: list[list[str]] | None = None
    works: list[Work] = field(default_factory=list)
    """Numbered duties above any heading."""


class Writer:
    """Writes one paper."""

    def __init__(self, seed: int, style: dict[str, Any]) -> None:
        self.random = random.Random(seed)
        self.style = style
        self.theme = self.random.choice(words()["themes"])
        self.year = self.random.choice([2024, 2025, 2026])
        self.commune = self.random.choice(words()["places"]["communes"])
        self.province = self.random.choice(words()["places"]["provinces"])
        self.kind = style["issuer"]
        level = {"commune": "commune", "province": "province", "party": "party"}.get(self.kind, "commune")
        self.bodies = list(words()["bodies"]["school" if self.kind == "school" else level])
        self.random.shuffle(self.bodies)
        self.used: set[str] = set()

    def pick(self, name: str) -> str:
        return str(self.random.choice(words()[name]))

    # --- sentences

    def work_text(self) -> str:
        for _ in range(50):
            thing = self.random.choice(self.theme["objects"])
            text = f"{self.pick('verbs')} {thing} {self.pick('scopes')}"
            if self.random.random() < 0.4:
                other = self.random.choice(self.theme["objects"])
                text += f", {self.pick('verbs').lower()} {other} {self.pick('scopes')}"
            if text not in self.used:
                break
        self.used.add(text)
        return text

    def aim_text(self) -> str:
        return f"{self.pick('abstract')} {self.random.choice(self.theme['objects'])} {self.pick('scopes')}"

    def due(self) -> Due:
        """A time by which, from which or in which something is due, in one of the forms in which offices write it."""
        r, y = self.random, self.year
        day = date(y, r.randint(2, 11), r.randint(1, 27))
        later = day + timedelta(days=r.randint(2, 25))
        forms: list[Callable[[], Due]] = [
            lambda: Due(f"trước ngày {day.day:02}/{day.month:02}/{day.year}", None, str(day - timedelta(days=1))),
            lambda: Due(f"chậm nhất ngày {day.day}/{day.month}/{day.year}", None, str(day)),
            lambda: Due(f"đến hết ngày {day.day:02}/{day.month:02}/{day.year}", None, str(day)),
            lambda: Due(f"trong tháng {day.month}/{day.year}", f"{y}-{day.month:02}-01", _last(y, day.month)),
            lambda: Due(f"trong tháng {day.month} năm {day.year}", f"{y}-{day.month:02}-01", _last(y, day.month)),
            lambda: Due(f"trước ngày {day.day} tháng {day.month} năm {y}", None, str(day - timedelta(days=1))),
            lambda: Due(
                f"từ ngày {day.day}/{day.month} đến ngày {later.day}/{later.month}/{later.year}", str(day), str(later)
            ),
            lambda: Due(
                f"từ ngày {day.day:02}/{day.month:02}/{y} đến ngày {later.day:02}/{later.month:02}/{y}",
                str(day),
                str(later),
            ),
            lambda: Due(f"trong quý III năm {y}", f"{y}-07-01", f"{y}-09-30"),
            lambda: Due(f"hoàn thành trong quý IV/{y}", f"{y}-10-01", f"{y}-12-31"),
            lambda: Due(f"hoàn thành trong năm {y + 1}", f"{y + 1}-01-01", f"{y + 1}-12-31"),
            lambda: Due("định kỳ hằng quý", None, None, "quarterly"),
            lambda: Due("hằng tháng", None, None, "monthly"),
            lambda: Due(f"xong trước 17 giờ ngày {day.day:02}/{day.month:02}/{y}", None, str(day)),
        ]
        return r.choice(forms)()

    def work(self, *, due: float = 0.3, target: float = 0.15) -> Work:
        r = self.random
        text = self.work_text()
        found, targets = None, []
        if r.random() < target:
            value = r.choice([60, 75, 80, 95])
            form, comparator = r.choice([("đạt trên {}%", ">="), ("tối thiểu {}%", ">="), ("không quá {}%", "<=")])
            things = r.choice(["số hộ", "số thôn", "số người tham gia"])
            text += f", {form.format(value)} {things}"
            targets.append({"value": value, "unit": "%", "comparator": comparator})
        elif r.random() < due:
            found = self.due()
            text += (
                f" {found.text}"
                if found.text.startswith(("trong", "trước", "chậm", "đến", "từ"))
                else f", {found.text}"
            )
        return Work(text + ".", found, targets)

    # --- who

    def body(self) -> str:
        return str(self.random.choice(self.bodies))

    def others(self, but: str) -> list[str]:
        r = self.random
        pool = [body for body in self.bodies if body != but]
        found = r.sample(pool, min(len(pool), r.choice([1, 1, 2, 3])))
        if r.random() < 0.3:
            found.append(self.pick("generic"))
        return found

    def joined(self, bodies: list[str]) -> str:
        if len(bodies) == 1:
            return bodies[0]
        last = self.random.choice([" và ", ", "])
        return ", ".join(bodies[:-1]) + last + bodies[-1]

    def duty(self, unit: str | None = None, role: str | None = None) -> Work:
        """A duty; with ``unit`` as its subject where the heading does not name it."""
        r = self.random
        named = unit or ""
        text = self.work_text()
        text = text[0].lower() + text[1:]
        form = r.choice(["lead", "cooperate", "implement", "implement"])
        partners: list[str] = []
        if form == "lead":
            partners = self.others(named or self.current)
            sentence = f"chủ trì, phối hợp với {self.joined(partners)} {text}"
        elif form == "cooperate":
            partners = self.others(named or self.current)
            sentence = f"phối hợp với {self.joined(partners)} {text}"
        else:
            sentence = text
        found = None
        if r.random() < 0.3:
            found = self.due()
            sentence += f"; {found.text}" if not found.text.startswith(("trong", "trước")) else f" {found.text}"
        if named:
            giao = r.choice(["", "Giao ", "Đề nghị "])
            sentence = f"{giao}{named} {sentence}"
        else:
            sentence = sentence[0].upper() + sentence[1:]
        return Work(sentence + ".", found, duties=[Duty(named or self.current, role or form, partners)])

    current = ""

    # --- labelled lines

    def details(self) -> list[Detail]:
        r = self.random
        lead = self.body()
        others = [body for body in self.others(lead) if body[0].isupper()] or [self.bodies[0]]
        due = self.due_bare()
        pool = [
            Detail("time", r.choice(["Thời gian", "Thời gian thực hiện", "Thời gian dự kiến"]), due.text, due),
            Detail("place", "Địa điểm", f"{self.pick('places_of_events')} {self.commune}"),
            Detail("lead", r.choice(["Đơn vị chủ trì", "Cơ quan chủ trì"]), lead, bodies=[lead]),
            Detail("partners", r.choice(["Đơn vị phối hợp", "Cơ quan phối hợp"]), ", ".join(others), bodies=others),
            Detail("funding", "Kinh phí", "Từ nguồn xã hội hóa"),
            Detail("participants", "Thành phần", "Đại diện các thôn và người dân quan tâm"),
            Detail("result", r.choice(["Sản phẩm", "Kết quả"]), "Báo cáo tổng hợp của từng đợt"),
        ]
        count = r.randint(2, 4)
        chosen = sorted(r.sample(range(len(pool)), count))
        return [pool[index] for index in chosen if not (pool[index].kind == "partners" and 2 not in chosen)]

    def due_bare(self) -> Due:
        r, y = self.random, self.year
        day = date(y, r.randint(2, 11), r.randint(1, 27))
        forms = [
            Due(f"ngày {day.day:02}/{day.month:02}/{y}", str(day), str(day)),
            Due(f"Tháng {day.month}/{y}", f"{y}-{day.month:02}-01", _last(y, day.month)),
            Due(f"Quý II năm {y}", f"{y}-04-01", f"{y}-06-30"),
            Due(
                f"Từ ngày 05/{day.month:02}/{y} đến ngày 20/{day.month:02}/{y}",
                f"{y}-{day.month:02}-05",
                f"{y}-{day.month:02}-20",
            ),
            Due(f"8 giờ 00, ngày {day.day} tháng {day.month} năm {y}", str(day), str(day)),
        ]
        return r.choice(forms)


def _last(year: int, month: int) -> str:
    first = date(year + month // 12, month % 12 + 1, 1)
    return str(first - timedelta(days=1))
