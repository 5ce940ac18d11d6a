"""All deadlines of a text: printed times with their prepositions, what comes back, and terms from the day of issue."""

from __future__ import annotations

import re
from dataclasses import dataclass

from viextract.language.i_and_y import with_y
from viextract.model.plan import Deadline, Recurrence
from viextract.parse.facts.dates import iso_date
from viextract.parse.facts.deadlines import lengths
from viextract.parse.facts.deadlines.context import NOWHERE, Context
from viextract.parse.facts.deadlines.cues import REACH, Cue, cue_before, is_binding
from viextract.parse.facts.deadlines.forms import Times, period_of, read_times
from viextract.parse.facts.deadlines.hidden import Shown, shown
from viextract.parse.facts.deadlines.periods import Period, shifted
from viextract.parse.facts.deadlines.recurrence import Recurring, read_recurrences
from viextract.parse.facts.deadlines.refusals import Scene, is_labelled, refused, segment_before
from viextract.parse.facts.deadlines.vocabulary import opening_with

SHORT = 60
"""Characters up to which a text that is nothing but a time (a cell of a schedule) is read without a preposition."""
TURN_OF_THE_YEAR = 90
"""Days before the date of issue from which on a day without a year is of the next year: plans look ahead."""
_COMMON_YEAR = 2025
"""A year without a leap day, to count days of every year."""
SENTENCE = 300
"""Characters back to the rhythm that opens a sentence: "Hằng năm, … báo cáo … trước ngày 15/12"."""
LEAD = 80
"""Characters before a time in which a label stands that opens the text."""
_AFTER_LABEL = re.compile(r"[^.;:]{0,60}:\s*")
"""A short label with a colon is all that stands before."""
_BEFORE_EVENT = re.compile(r"\s*:\s+[^\W\d_]")
"""Behind a day that opens a row: "20/5: thông qua văn kiện"."""
_SENTENCE_END = re.compile(r"[.;](?=\s|$)")
_ADJACENT = 16
"""Characters between a rhythm and the day within it that still read as one expression: ", báo cáo trước "."""
_JOINED = re.compile(r"[^.;]{0,50}$")


@dataclass(frozen=True, slots=True)
class _Item:
    """A deadline with where it is printed and its preposition."""

    start: int
    end: int
    deadline: Deadline
    cue: Cue | None = None


def find_deadlines(text: str, context: Context = NOWHERE, *, time: bool = False) -> list[Deadline]:
    """Every time by, from or in which ``text`` (NFC, a task, a title, a cell) says that something is due, in order;
    where two dates are given for one work ("dự kiến ngày …, chậm nhất ngày …") only the binding one.

    context: the heading's year and the date of issue, for times that leave their year out and terms that run from the
    day of issue. time: whether the text is known to say when, as the value of a label "Thời gian" or a cell of a
    column of deadlines: then no preposition is needed.
    """
    if not text:
        return []
    spelled = with_y(text)
    seen = shown(spelled)
    folded = seen.folded
    rhythms = read_recurrences(folded, spelled)
    scenes = _scenes(seen, time)
    items: list[_Item] = []
    taken: set[Recurring] = set()
    closed: set[Recurring] = set()
    year = _own_year(scenes, context)
    for scene in scenes:
        rhythm = _rhythm_of(
            scene, folded, [hit for hit in rhythms if hit not in closed or hit.start >= scene.times.end]
        )
        closed |= {hit for hit in rhythms if hit.of_report and hit.end <= scene.times.start}
        if rhythm:
            taken |= {rhythm, *(hit for hit in closed if hit.of_report and hit.recurrence == rhythm.recurrence)}
            if rhythm.start >= scene.times.end:
                closed.add(rhythm)  # "ngày 20 của tháng cuối quý, … trước ngày 10/12": the second day has its own year
            items.append(_recurring(text, scene, rhythm))
        elif item := _dated(text, folded, scene, context, year):
            items.append(item)
    items += [
        _Item(hit.start, hit.end, Deadline(text=_printed(text, hit.start, hit.end), recurrence=hit.recurrence))
        for hit in rhythms
        if hit not in taken
    ]
    items += [
        _Item(term.start, term.end, Deadline(text=_printed(text, term.start, term.end), end=term.end_day))
        for term in lengths.read_terms(folded, context.issue_day)
        if term.end_day
    ]
    items.sort(key=lambda item: item.start)
    return _distinct(_bound(folded, _merged(text, folded, items)))


def find_deadline(text: str, context: Context = NOWHERE, *, time: bool = False) -> Deadline | None:
    """The first of :func:`find_deadlines`, None where the text names none."""
    return next(iter(find_deadlines(text, context, time=time)), None)


# --- times with what stands around them


def _scenes(seen: Shown, time: bool) -> list[Scene]:
    text, folded = seen.text, seen.folded
    things = opening_with("things", seen.plain).match(seen.lower) is not None
    found = []
    for times in read_times(folded):
        floor = max(0, times.start - REACH)
        cue = cue_before(folded[floor : times.start], text[floor : times.start], plain=seen.plain)
        if cue is not None:
            hours = times.hours and cue.kind == "since"  # "từ 8 giờ đến 11 giờ ngày …"
            cue = Cue("within" if hours else cue.kind, floor + cue.start, cue.words, cue.is_label)
        begin = cue.start if cue else times.start
        lead = folded[max(0, begin - LEAD) : begin]
        first = begin <= LEAD
        bare = first and not re.search(r"\w", lead)
        scene = Scene(
            times=times,
            cue=cue,
            segment=segment_before(seen.lower, begin),
            behind=seen.lower[times.end : times.end + REACH],
            plain=seen.plain,
            opening=bare or (first and _AFTER_LABEL.fullmatch(lead) is not None),
            labelled=time or is_labelled(lead) or (bare and _is_all(folded, times.end)) or _in_brackets(folded, times),
            things=things,
        )
        if _printed_as_time(scene) and not refused(scene):
            found.append(scene)
    return found


def _in_brackets(folded: str, times: Times) -> bool:
    """Whether brackets hold a period and nothing else: "Tập huấn 02 buổi (tuần 1 tháng 6)"."""
    alone = folded[: times.start].rstrip().endswith("(") and folded[times.end :].lstrip().startswith(")")
    return alone and times.kind in {"week", "month", "quarter", "half"} and times.parts[0].named


def _is_all(folded: str, end: int) -> bool:
    """Whether nothing of weight follows: the text is a time, as a cell is."""
    return len(folded) <= SHORT and not re.search(
        r"[^\W\d_]{2}", re.sub(r"\([^()]*\)|hang nam|moi nam", "", folded[end:])
    )


def _printed_as_time(scene: Scene) -> bool:
    """Whether a form that could be something else is a time here: "5/12" is a ratio but for its preposition."""
    part = scene.times.parts[0]
    if scene.labelled or scene.cue is not None:
        return not (part.kind == "day" and part.month is None and scene.cue is None and not scene.labelled)
    if part.kind == "day":
        return scene.times.dated or part.named or (scene.opening and _BEFORE_EVENT.match(scene.behind) is not None)
    if scene.times.dated:
        return part.named or len(scene.times.parts) > 1 or part.kind == "year"
    return scene.opening and re.match(r" *[,:]", scene.behind) is not None


def _own_year(scenes: list[Scene], context: Context) -> int | None:
    """The year for times that leave it out: the first that the text itself names, else the context's."""
    for scene in scenes:
        for part in scene.times.parts:
            if (part.year is not None and part.kind != "school-year" and not part.number) or (
                part.kind == "day" and part.year
            ):
                return part.year
    return context.year or context.issue_year


# --- what comes back


def _rhythm_of(scene: Scene, folded: str, rhythms: list[Recurring]) -> Recurring | None:
    """The rhythm within whose period the scene's time lies: a time without a year in the same sentence."""
    if scene.times.dated or scene.times.kind == "half":
        return None
    start, end = scene.times.start, scene.times.end
    near = [
        hit
        for hit in rhythms
        if hit.recurrence != "daily" and end - SENTENCE <= hit.end and hit.start <= end + REACH
        if not _SENTENCE_END.search(folded, min(end, hit.end), max(start, hit.start))
        if not (hit.end <= start and _other_period(folded[hit.end : start], hit))
        if scene.times.parts[0].month is None or scene.times.kind != "day" or hit.recurrence in _OF_MONTHS
    ]
    behind = [hit for hit in near if hit.start >= end]
    if behind and not re.search(r"[\w()]", folded[end : behind[0].start].replace("cua", "")):
        return behind[0]
    before = [hit for hit in near if hit.end <= start]
    return before[-1] if before else behind[0] if behind else None


_OF_MONTHS = frozenset({"half-yearly", "yearly"})
"""What comes back on a day of one month; a day of each month or quarter has no month beside it."""
_PERIOD = re.compile(
    r"\d/\d.*(?<!\w)(?:bao cao +)?(?P<unit>nam|quy|thang|tuan)(?: +\(?|\()(?:cham +nhat +)?(?:truoc|vao) *(?:ngay *)?$"
)


def _other_period(between: str, rhythm: Recurring) -> bool:
    """Whether another period has its own day behind the rhythm and the day of that: "định kỳ 6 tháng trước 15/6, năm
    trước | 15/11".
    """
    match = _PERIOD.search(between)
    return match is not None and not (match["unit"] == "nam" and rhythm.recurrence == "yearly")


def _recurring(text: str, scene: Scene, rhythm: Recurring) -> _Item:
    times, cue = scene.times, scene.cue
    part = times.parts[0]
    start = scene.begin
    day = None
    if part.kind == "day" and "to" not in times.joints:
        excluded = cue is not None and cue.kind == "before" and not times.clock
        day = _day_of_period(part.month, part.number or 1, excluded, rhythm.recurrence)
    low, high = _union(start, times.end, rhythm)
    deadline = Deadline(text=_printed(text, low, high), recurrence=rhythm.recurrence, day=day)
    return _Item(low, high, deadline, cue)


def _union(start: int, end: int, rhythm: Recurring) -> tuple[int, int]:
    """Both where they stand side by side, else the time alone."""
    if (rhythm.start >= end and rhythm.start - end <= _ADJACENT) or (
        rhythm.end <= start and start - rhythm.end <= _ADJACENT
    ):
        return min(start, rhythm.start), max(end, rhythm.end)
    return start, end


def _day_of_period(month: int | None, number: int, excluded: bool, recurrence: Recurrence) -> str | None:
    """``--12-14`` or ``---24``; the day before it where the named one is excluded."""
    if month is None:
        number -= excluded
        return f"---{number:02}" if number > 0 and recurrence == "monthly" else None
    iso = iso_date(_COMMON_YEAR, month, number)
    if iso is None:
        return None
    return "-" + (shifted(iso, -1) if excluded else iso)[4:]


# --- what has a date


def _dated(text: str, folded: str, scene: Scene, context: Context, year: int | None) -> _Item | None:
    times, cue = scene.times, scene.cue
    begin = scene.begin
    period = period_of(times.parts, year)
    if period is None:
        if times.dated or times.parts[0].month is None or not scene.times.parts[0].number:
            return None
        return _of_no_year(text, scene, begin)
    if not times.dated and context.year is None and year == context.issue_year:
        period = _ahead(times, period, context)
    start, end = _bounds(scene, period)
    if _is_over(scene, start, end, context):
        return None
    begin, stop, start, end = _with_length(folded, begin, times.end, start, end, scene)
    start = start or _from_issue(folded, begin, cue, context)
    return _Item(begin, stop, Deadline(text=_printed(text, begin, stop), start=start, end=end), cue)


def _of_no_year(text: str, scene: Scene, begin: int) -> _Item | None:
    """A day of which no one says the year: kept with its day, as ISO 8601 writes a part of a date."""
    part = scene.times.parts[-1]
    if part.kind != "day" or part.month is None:
        return None
    excluded = scene.cue is not None and scene.cue.kind == "before" and not scene.times.clock
    day = _day_of_period(part.month, part.number or 1, excluded, "yearly")
    return _Item(begin, scene.times.end, Deadline(text=_printed(text, begin, scene.times.end), day=day), scene.cue)


def _ahead(times: Times, period: Period, context: Context) -> Period:
    """The same time a year later where it would lie well before the day of issue."""
    issued = context.issue_day
    if issued and period.last < shifted(issued, -TURN_OF_THE_YEAR) and context.issue_year:
        return period_of(times.parts, context.issue_year + 1) or period
    return period


def _bounds(scene: Scene, period: Period) -> tuple[str | None, str | None]:
    """Start and end after the preposition: "trước ngày 15" ends on the 14th, "từ quý II" has no end."""
    cue, times = scene.cue, scene.times
    first, last = period
    if cue is None or cue.kind == "within" or "to" in times.joints:
        return first, last
    if cue.kind == "since":
        return first, last if len(times.parts) > 1 and times.kind != "day" else None
    if cue.kind == "after":
        return shifted(last, 1), None
    if len(times.parts) > 1 and times.kind not in {"day", "year"}:
        return first, last  # "đến quý I và quý II": one period
    if cue.kind == "until":
        return None, last if times.kind != "day" else first
    return None, first if times.clock else shifted(first, -1)


def _is_over(scene: Scene, start: str | None, end: str | None, context: Context) -> bool:
    """Whether it was over when the document was issued: then it is told of, no deadline."""
    issued = context.issued_on
    if not issued:
        return False
    known = end or start or ""
    if known[:4] < issued[:4]:
        return True
    firm = scene.labelled or (scene.cue is not None and scene.cue.kind in {"until", "before"})
    told = not firm and end is not None and scene.times.kind == "day"
    return told and context.issue_day is not None and known < context.issue_day


def _with_length(
    folded: str, begin: int, stop: int, start: str | None, end: str | None, scene: Scene
) -> tuple[int, int, str | None, str | None]:
    """A length beside a start gives the end: "2 ngày, từ ngày 4/8"."""
    if start is None or end is not None:
        return begin, stop, start, end
    if found := lengths.length_before(folded, begin):
        return found[1], stop, start, lengths.last_day_of(start, found[0])
    if found := lengths.length_behind(folded, stop):
        return begin, found[1], start, lengths.last_day_of(start, found[0])
    return begin, stop, start, end


_SINCE_ISSUE = re.compile(r"(?<!\w)tu +(?:ngay|khi)(?: +[^\W\d]+){0,4}? +(?:ky|ban +hanh)(?: +[^\W\d]+){0,4} *$")


def _from_issue(folded: str, begin: int, cue: Cue | None, context: Context) -> str | None:
    """The day of issue where the text says "từ ngày ký … đến ngày …"."""
    if cue is None or cue.kind != "until" or not _SINCE_ISSUE.search(folded[max(0, begin - REACH) : begin]):
        return None
    return context.issue_day


# --- several


def _merged(text: str, folded: str, items: list[_Item]) -> list[_Item]:
    """A start and an end that are printed apart are one: "bắt đầu từ tháng 9/2025, hoàn thành trước 30/11/2025"."""
    out: list[_Item] = []
    for item in items:
        before = out[-1] if out else None
        if before and _opens(before) and _closes(item) and (before.deadline.start or "") <= (item.deadline.end or ""):
            between = folded[before.end : item.start]
            if _JOINED.match(between) and not re.search(r"\d", between):
                joined = Deadline(
                    text=_printed(text, before.start, item.end), start=before.deadline.start, end=item.deadline.end
                )
                out[-1] = _Item(before.start, item.end, joined, item.cue)
                continue
        out.append(item)
    return out


def _opens(item: _Item) -> bool:
    return item.deadline.start is not None and item.deadline.end is None and item.deadline.recurrence is None


def _closes(item: _Item) -> bool:
    return item.deadline.end is not None and item.deadline.start is None and item.deadline.recurrence is None


def _bound(folded: str, items: list[_Item]) -> list[_Item]:
    """Of two dates for one work the binding one: "dự kiến ngày 5/12, chậm nhất ngày 10/12"."""
    out: list[_Item] = []
    for item in items:
        before = out[-1] if out else None
        if before and item.cue and is_binding(item.cue) and before.deadline.recurrence is None:
            between = folded[before.end : item.start]
            planned = before.cue is not None and before.cue.words.startswith("du kien")
            if re.fullmatch(r"[\s,(–-]*(?:\([^()]{0,20}\)[\s,(]*)?(?:nhung +|va +)?", between) or (
                planned and _JOINED.fullmatch(between)
            ):
                out.pop()
        out.append(item)
    return out


def _distinct(items: list[_Item]) -> list[Deadline]:
    """Each deadline once; a bare rhythm is left out where the same one is named with its day."""
    out: list[Deadline] = []
    with_day = {item.deadline.recurrence for item in items if item.deadline.day}
    for item in items:
        bare = item.deadline.recurrence in with_day and item.deadline.day is None and item.deadline.recurrence
        if not bare and all(_meaning(item.deadline) != _meaning(other) for other in out):
            out.append(item.deadline)
    return out


def _meaning(deadline: Deadline) -> tuple[str | None, ...]:
    return deadline.start, deadline.end, deadline.recurrence, deadline.day


def _printed(text: str, start: int, end: int) -> str:
    if text[start:end].count("(") > text[start:end].count(")") and text[end : end + 1] == ")":
        end += 1
    return re.sub(r"\s+", " ", text[start:end]).strip(" ,;.(:")
