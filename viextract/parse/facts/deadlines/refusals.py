"""Times that date something else than the work: names of schemes, what is compared or reported, days of commemoration.

A :class:`Scene` is a time with what stands around it; each rule is one small function, and :func:`refused` asks them
all.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from viextract.parse.facts.deadlines.cues import Cue
from viextract.parse.facts.deadlines.forms import Times
from viextract.parse.facts.deadlines.vocabulary import any_of, ending_in, holding, opening_with, words

SEGMENT = 240
"""Characters before a time that are looked at: the clause to which it belongs is rarely longer."""
_NEAR = 40
"""Characters before a time in which a word that governs it stands."""
_CLAUSE_END = re.compile(r"[;:.](?=\s|$)|\n")
_LAST_COMMA = re.compile(r",(?=[^,]*$)")
_VERBS_OF_WORK = frozenset({"thuc hien", "trien khai", "hoan thanh"})
"""Prepositions that are verbs: what stands before them decides."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A printed time, its preposition, and the text around both."""

    times: Times
    cue: Cue | None
    segment: str
    """The clause before it, back to the last full stop, colon or semicolon, in lower case."""
    behind: str
    """What follows, in lower case."""
    plain: bool
    """Whether the text has no marks."""
    opening: bool
    """Whether nothing but a label stands before it."""
    labelled: bool
    """Whether it is the value of a label that asks when, or all that the text says."""
    things: bool
    """Whether the whole text names things, no work."""

    @property
    def begin(self) -> int:
        """Where the expression begins, with its preposition; a label such as "Thời gian thực hiện" is no part of it."""
        cue = self.cue
        label = cue is None or cue.is_label or cue.words in words()["labels_within"]
        return self.times.start if cue is None or label else cue.start

    @property
    def clause(self) -> str:
        """The segment from its last comma on."""
        comma = _LAST_COMMA.search(self.segment)
        return self.segment[comma.end() :] if comma else self.segment

    @property
    def apart(self) -> bool:
        """Whether a comma or the beginning parts it from what stands before: it belongs to the sentence."""
        return self.opening or self.segment.rstrip().endswith((",", "(", "-")) or not self.segment.strip()

    def governed(self, *lists: str) -> bool:
        """Whether the clause before it holds a word of these lists."""
        return any(holding(name, self.plain).search(self.segment) for name in lists)

    def behind_a(self, name: str) -> bool:
        """Whether a word of the list stands right before it."""
        return ending_in(name, self.plain).search(self.segment[-_NEAR:]) is not None


def segment_before(text: str, at: int) -> str:
    """The clause before a position."""
    window = text[max(0, at - SEGMENT) : at]
    ends = [match.end() for match in _CLAUSE_END.finditer(window)]
    return window[ends[-1] :] if ends else window


@cache
def _label() -> re.Pattern[str]:
    return re.compile(rf"(?:^|[\s(+*•-])(?:{any_of('time_labels')})(?: [^:.;\d]{{0,40}})?: *(?:\( *)?$")


def is_labelled(before: str) -> bool:
    """Whether a label that asks when stands right before (folded text).

    >>> is_labelled("- thoi gian thuc hien: "), is_labelled("noi dung: ")
    (True, False)
    """
    return _label().search(before[-_NEAR * 2 :]) is not None


# --- rules


def _not_due(scene: Scene) -> bool:
    """Compared, in force, told: "so với năm 2024", "có hiệu lực từ ngày …", "được ban hành ngày …"."""
    if scene.cue is not None and scene.cue.words.startswith("tinh") and scene.behind_a("counted"):
        return True
    if scene.cue is not None and scene.cue.words.startswith("den") and scene.behind_a("counted_to"):
        return True
    compared = scene.behind_a("not_due") and not scene.behind_a("no_not_due")
    return compared or (scene.cue is None and scene.behind_a("told"))


def _horizon(scene: Scene) -> bool:
    """The horizon of a scheme, "đến năm 2030, tầm nhìn đến năm 2045": only a name has a vision behind it."""
    return not scene.opening and opening_with("horizons", scene.plain).match(scene.behind) is not None


def _condition(scene: Scene) -> bool:
    """A time within "sau khi …" is that of the condition."""
    return opening_with("conditions", scene.plain).match(scene.clause) is not None and not (
        scene.cue and scene.cue.kind in {"until", "before"} and scene.apart
    )


def _commemorated(scene: Scene) -> bool:
    """A day that is kept, not one of work: "chào mừng ngày 20/11"."""
    if scene.times.kind != "day":
        return False
    cue, part = scene.cue, scene.times.parts[0]
    if cue is not None and cue.words.endswith("dip"):
        return not scene.times.dated or (cue.words == "dip" and not scene.apart)
    if cue is not None and (cue.kind != "within" or cue.words.startswith(("vao", "trong", "luc"))):
        return scene.behind_a("occasions")
    if holding("commemorating", scene.plain).search(scene.clause[-_NEAR * 2 :]) and not scene.labelled:
        return True
    named = f"{part.number or 0:02}/{part.month or 0:02}" in words()["commemorations"]
    return named and not scene.times.dated and not scene.labelled and not scene.opening


@cache
def _document(plain: bool) -> re.Pattern[str]:
    return re.compile(holding("schemes", plain).pattern + r"(?: [^\W\d]+){0,4} *$")


def _of_a_document(scene: Scene) -> bool:
    """The date of a document without a number: "Công văn ngày 05/02/2025"."""
    if scene.times.kind != "day" or scene.cue is not None or scene.labelled:
        return False
    return _document(scene.plain).search(scene.segment[-_NEAR * 2 :]) is not None


def _referred(scene: Scene) -> bool:
    """The time of what is reported, of a scheme or of a budget: "báo cáo kết quả năm 2024", "dự toán năm 2026"."""
    kind = scene.times.kind
    if kind in {"day", "week", "third"} or scene.labelled:
        return False
    if kind in {"year", "term", "school-year"}:
        return not _dates_the_work(scene)
    if scene.cue is not None and scene.cue.words not in _VERBS_OF_WORK:
        return False
    return not scene.apart and scene.governed("referring", "schemes")


def _dates_the_work(scene: Scene) -> bool:
    """Whether a year or period of years says when the work is done, and is no part of a name."""
    cue, part = scene.cue, scene.times.parts[0]
    if part.kind == "year" and part.number is not None:  # "giai đoạn 2026-2030"
        spoken = scene.opening and re.match(r" *[,:]", scene.behind) is not None
        return spoken or (cue is not None and cue.words.startswith("trong") and not scene.governed("schemes"))
    if scene.opening:
        return cue is not None or not scene.things or not scene.behind.strip()
    if cue is not None and cue.kind != "within":
        return scene.apart or not scene.governed("schemes")
    referring = holding("referring", scene.plain).search(scene.clause) is not None
    if cue is not None and cue.words not in _VERBS_OF_WORK:
        if cue.words.startswith("vao") and not scene.things:
            return True  # "tổng kết vào cuối năm học …"
        finishing = opening_with("finishing", scene.plain).match(scene.clause) is not None
        return scene.apart or finishing or not (scene.things or referring)
    if scene.things:
        return False
    if cue is not None or scene.behind_a("work_verbs"):
        return not referring
    if scene.governed("schemes", "yearly_things", "referring"):
        return False
    return opening_with("event_verbs", scene.plain).match(scene.segment) is not None


RULES: tuple[Callable[[Scene], bool], ...] = (
    _not_due,
    _horizon,
    _condition,
    _commemorated,
    _of_a_document,
    _referred,
)


def refused(scene: Scene) -> bool:
    """Whether a time is not one by, from or in which the work is due."""
    return any(rule(scene) for rule in RULES)
