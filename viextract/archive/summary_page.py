"""``viextract report``: an archive on one page that can be printed and needs nothing else."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from viextract.archive import plots
from viextract.archive.overview import GRADES, Body, Duty, Overview, Paper, months_from
from viextract.archive.pages import PageLanguage, page_foot, page_head, shown
from viextract.archive.summary_texts import both, meaning, plain

MOST = 25
"""Rows of a table that counts: the rest is summed up."""
MOST_BODIES, MOST_DUTIES, MOST_DUE, MOST_FIRST = 60, 40, 400, 60
_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Links:
    """Where documents and bodies lead to, as addresses; None where they lead nowhere."""

    document: Callable[[str, str | None], str | None] = lambda path, work: None
    """Of a document by its path, at a piece of work."""
    body: Callable[[str], str | None] = lambda key: None
    month: Callable[[str], str | None] = lambda month: None
    above: str = ""
    """HTML that stands above all."""
    served: bool = False
    """Whether they are those of the local server."""


def summary_page(
    name: str,
    found: Overview,
    today: date,
    *,
    first: date | None = None,
    months: int = 3,
    language: PageLanguage = "vi",
    links: Links | None = None,
) -> Iterator[str]:
    """The page in pieces. first: where the calendar begins, if not today; months: how many it has."""
    links = links or Links()
    yield page_head(f"{name} – viextract", language, served=links.served)
    yield links.above
    yield f"<h1>{both('summary')}: {shown(name)}</h1><p>{both('made')} {today:%d/%m/%Y}</p>\n"
    yield f'<nav aria-label="{plain("contents")}"><p>'
    yield " · ".join(f'<a href="#{key}">{both(key)}</a>' for key, _ in _PARTS)
    yield "</p></nav>\n"
    for key, part in _PARTS:
        yield f'<section aria-labelledby="{key}"><h2 id="{key}">{both(key)}</h2>\n'
        yield from part(found, _Setting(first or today, months, links))
        yield "</section>\n"
    yield page_foot()


@dataclass(frozen=True, slots=True)
class _Setting:
    today: date
    months: int
    links: Links


# --- numbers


def _overall(found: Overview, _: _Setting) -> Iterator[str]:
    duties = sum(len(body.duties) for body in found.bodies.values())
    counts = {
        "files": found.files,
        "documents": len(found.papers),
        "failed": sum(found.failed.values()),
        "duties": duties,
    }
    yield '<ul class="totals">'
    yield from (f"<li>{both(key)}: <b>{count}</b></li>" for key, count in counts.items())
    yield "</ul>\n"
    if found.skipped:
        yield f"<p>{both('unread')}: {', '.join(map(shown, found.skipped[:MOST]))}</p>\n"


def _grades(found: Overview, _: _Setting) -> Iterator[str]:
    grades = found.grades()
    yield _bars("grade", [(both(grade or "none"), count, grade or "none") for grade, count in grades.items()])
    if reasons := found.reasons():
        yield f"<h3>{both('reasons')}</h3>\n"
        yield _bars("why", _codes(reasons))
    if found.failed:
        yield f"<h3>{both('errors')}</h3>\n"
        yield _bars("why", [(shown(code), count, "poor") for code, count in found.failed.most_common()])


def _warnings(found: Overview, _: _Setting) -> Iterator[str]:
    yield _bars("warning", _codes(found.warnings.most_common()))


def _codes(counted: Sequence[tuple[str, int]]) -> list[tuple[str, int, str]]:
    return [(f"<code>{shown(code)}</code> {meaning(code)}", count, "check") for code, count in counted]


def _bars(head: str, rows: Sequence[tuple[str, int, str]]) -> str:
    """A table of numbers, each with its bar; labels are HTML."""
    most, whole = max((count for _, count, _ in rows), default=0), sum(count for _, count, _ in rows) or 1
    kept, rest = rows[:MOST], sum(count for _, count, _ in rows[MOST:])
    made = [
        f'<tr><th scope="row">{label}</th><td class="n">{count}</td><td class="n">{count / whole:.0%}</td>'
        f'<td class="b">{plots.bar(count, most, tone)}</td></tr>\n'
        for label, count, tone in kept
    ]
    if rest:
        made.append(f'<tr><th scope="row">{both("more")}</th><td class="n">{rest}</td><td></td><td></td></tr>\n')
    heads = f'<th scope="col">{both(head)}</th><th scope="col" class="n">{both("count")}</th>'
    heads += f'<th scope="col" class="n">{both("share")}</th><td></td>'
    return f'<table class="bars"><thead><tr>{heads}</tr></thead><tbody>{"".join(made)}</tbody></table>\n'


def _offices(found: Overview, _: _Setting) -> Iterator[str]:
    offices = found.offices()
    yield _bars("office", [(shown(name) or both("none"), count, "all") for name, count in offices])
    months = found.by_month()
    if not months:
        return
    yield f"<h3>{both('by_month')}</h3>\n<p>"
    yield " · ".join(f'<span class="key {grade}">■ {both(grade)}</span>' for grade in GRADES)
    yield "</p>\n"
    series = [
        (grade, [float(sum(paper.grade == grade for paper in papers)) for papers in months.values()])
        for grade in GRADES
    ]
    series.append(("none", [float(sum(not paper.grade for paper in papers)) for papers in months.values()]))
    yield plots.columns([_month(month) for month in months], series, plain("by_month")) + "\n"
    yield f"<h3>{both('offices_by_month')}</h3>\n"
    last = list(months)[-12:]
    counted = Counter((paper.issuer or "", paper.month) for paper in found.papers)
    heads = "".join(f'<th scope="col" class="n">{_month(month)}</th>' for month in last)
    yield f'<table><thead><tr><th scope="col">{both("office")}</th>{heads}</tr></thead><tbody>\n'
    for name, _count in offices[:MOST]:
        cells = "".join(f'<td class="n">{counted[name, month] or ""}</td>' for month in last)
        yield f'<tr><th scope="row">{shown(name) or both("none")}</th>{cells}</tr>\n'
    yield "</tbody></table>\n"


def _quality(found: Overview, _: _Setting) -> Iterator[str]:
    months = found.by_month()
    mean: list[float | None] = []
    lowest: list[float | None] = []
    for papers in months.values():
        known = [paper.quality for paper in papers if paper.quality is not None]
        mean.append(sum(known) / len(known) if known else None)
        lowest.append(min(known, default=None))
    if not any(value is not None for value in mean):
        yield f"<p>{both('none')}</p>\n"
        return
    keys = " · ".join(f'<span class="key {key}">● {both(key)}</span>' for key in ("mean", "lowest"))
    yield f"<p>{keys}</p>\n"
    yield plots.lines([_month(month) for month in months], [("lowest", lowest), ("mean", mean)], plain("quality"))
    heads = "".join(f'<th scope="col" class="n">{both(key)}</th>' for key in ("count", "mean", "lowest"))
    yield f'<table class="bars"><thead><tr><th scope="col">{both("month")}</th>{heads}</tr></thead><tbody>\n'
    for (month, papers), middle, low in zip(months.items(), mean, lowest, strict=True):
        if middle is None:
            continue
        values = "".join(f'<td class="n">{"" if value is None else f"{value:.2f}"}</td>' for value in (middle, low))
        yield f'<tr><th scope="row">{_month(month)}</th><td class="n">{len(papers)}</td>{values}</tr>\n'
    yield "</tbody></table>\n"


# --- who has what to do


def _bodies(found: Overview, setting: _Setting) -> Iterator[str]:
    busiest = found.busiest()
    rows = []
    for key, body in busiest:
        link = setting.links.body(key)
        rows.append((_linked(shown(body.name), link), len(body.duties), "all"))
    yield _bars("body", rows)
    for key, body in busiest[:MOST_BODIES]:
        yield f"<h3>{_linked(shown(body.name), setting.links.body(key))} ({len(body.duties)})</h3>\n"
        yield from duty_table(body, setting.today, setting.links, MOST_DUTIES)
    if len(busiest) > MOST_BODIES:
        yield f"<p>{both('more')} {len(busiest) - MOST_BODIES}</p>\n"


def duty_table(body: Body, today: date, links: Links, most: int) -> Iterator[str]:
    """What a body has to do: what is due next first, then what has no day, then what is over."""

    def order(duty: Duty) -> tuple[int, date, str]:
        ends = duty.ends or date.max
        return (1 if duty.ends is None else 0 if ends >= today else 2), ends, duty.path

    yield _duty_head(("work", "role", "deadline", "document"))
    for duty in sorted(body.duties, key=order)[:most]:
        yield f"<tr>{_duty_cells(duty, links)}</tr>\n"
    yield "</tbody></table>\n"
    if len(body.duties) > most:
        yield f"<p>{both('more')} {len(body.duties) - most}</p>\n"


def _duty_head(keys: Sequence[str]) -> str:
    heads = "".join(f'<th scope="col">{both(key)}</th>' for key in keys)
    return f"<table><thead><tr>{heads}</tr></thead><tbody>\n"


def _duty_cells(duty: Duty, links: Links) -> str:
    role = both(duty.role) if duty.role in ("lead", "implement", "cooperate") else ""
    day = f"{duty.ends:%d/%m/%Y} " if duty.ends else ""
    when = f"{day}<small>{shown(duty.deadline)}</small>" if duty.deadline else day
    where = _linked(shown(duty.symbol or duty.path), links.document(duty.path, duty.work_id))
    about = " · ".join(filter(None, [shown(duty.issuer), f"{both('page')} {duty.page}" if duty.page else ""]))
    return (
        f"<td>{shown(_short(duty.work))}</td><td>{role}</td><td>{when}</td><td>{where}<br><small>{about}</small></td>"
    )


def _calendar(found: Overview, setting: _Setting) -> Iterator[str]:
    """A sheet for each month, and below them what is due on each day."""
    today = setting.today
    months = list(_months_on(today, setting.months))
    end = date(*_next(months[-1]), 1)
    due = found.due(today, end)
    first, last = setting.links.month(_moved(months[0], -setting.months)), setting.links.month(f"{end:%Y-%m}")
    if first and last:
        earlier, later = f"← {both('earlier')}", f"{both('later')} →"
        yield f"<p>{_linked(earlier, first)} · {_linked(later, last)}</p>\n"
    yield '<div class="months">\n'
    for month in months:
        yield _sheet(month, due)
    yield "</div>\n"
    if not due:
        yield f"<p>{both('nothing_due')}</p>\n"
        return
    yield _duty_head(("day", "body", "work", "role", "deadline", "document"))
    left = MOST_DUE
    for day, duties in due.items():
        for number, duty in enumerate(duties[: max(left, 0)]):
            anchor = f' id="d{day:%Y%m%d}"' if number == 0 else ""
            yield f'<tr{anchor}><th scope="row">{day:%d/%m/%Y}</th><td>{shown(duty.body)}</td>'
            yield f"{_duty_cells(duty, setting.links)}</tr>\n"
        left -= len(duties)
    yield "</tbody></table>\n"
    if left < 0:
        yield f"<p>{both('more')} {-left}</p>\n"


def _sheet(month: str, due: dict[date, list[Duty]]) -> str:
    year, number = map(int, month.split("-"))
    heads = "".join(f'<th scope="col">{both(day)}</th>' for day in _WEEK)
    weeks = []
    for week in calendar.Calendar().monthdatescalendar(year, number):
        cells = []
        for day in week:
            count = len(due.get(day, ())) if day.month == number else 0
            text = str(day.day) if day.month == number else ""
            cells.append(
                f'<td class="due">{text} <a href="#d{day:%Y%m%d}"><b>{count}</b></a></td>'
                if count
                else f"<td>{text}</td>"
            )
        weeks.append(f"<tr>{''.join(cells)}</tr>")
    return (
        f'<div><h3>{_month(month)}</h3><table class="calendar"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{''.join(weeks)}</tbody></table></div>\n"
    )


def _first(found: Overview, setting: _Setting) -> Iterator[str]:
    worst = found.worst(MOST_FIRST)
    if not worst:
        yield f"<p>{both('nothing_first')}</p>\n"
        return
    yield from paper_table(worst, setting.links)
    left = sum(paper.grade in ("check", "poor") for paper in found.papers) - len(worst)
    if left > 0:
        yield f"<p>{both('more')} {left}</p>\n"


def paper_table(papers: Sequence[Paper], links: Links) -> Iterator[str]:
    """Documents with what they are and why a person should look."""
    keys = ("document", "grade", "symbol", "issued", "issuer", "title", "why")
    heads = "".join(f'<th scope="col">{both(key)}</th>' for key in keys)
    yield f'<table class="files"><thead><tr>{heads}</tr></thead><tbody>\n'
    for paper in papers:
        link = _linked(shown(paper.path), links.document(paper.path, None))
        grade = both(paper.grade) if paper.grade in GRADES else ""
        codes = dict.fromkeys(paper.reasons or paper.warnings)
        why = "<br>".join(f"<code>{shown(code)}</code> <small>{meaning(code)}</small>" for code in codes)
        cells = (shown(paper.symbol), shown(_written(paper.issued_on)), shown(paper.issuer), shown(paper.title), why)
        yield f'<tr><td>{link}</td><td class="{shown(paper.grade)}">{grade}</td>'
        yield "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>\n"
    yield "</tbody></table>\n"


# --- small things


def _linked(label: str, address: str | None) -> str:
    return f'<a href="{shown(address)}">{label}</a>' if address else label


def _written(day: str | None) -> str:
    """A day of ISO 8601, which may be a month or year alone, as offices write it.

    >>> _written("2026-03-05"), _written("2026-03"), _written(None)
    ('05/03/2026', '03/2026', '')
    """
    return "/".join(reversed((day or "").split("-")))


def _short(text: str, most: int = 220) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _month(month: str) -> str:
    return f"{month[5:7]}/{month[:4]}"


def _months_on(today: date, count: int) -> Iterator[str]:
    first = f"{today:%Y-%m}"
    yield from months_from(first, _moved(first, count - 1))


def _moved(month: str, by: int) -> str:
    """A month so many months later.

    >>> _moved("2026-11", 3), _moved("2026-01", -1)
    ('2027-02', '2025-12')
    """
    total = int(month[:4]) * 12 + int(month[5:7]) - 1 + by
    return f"{total // 12:04}-{total % 12 + 1:02}"


def _next(month: str) -> tuple[int, int]:
    year, number = map(int, _moved(month, 1).split("-"))
    return year, number


_PARTS: tuple[tuple[str, Callable[[Overview, _Setting], Iterator[str]]], ...] = (
    ("overall", _overall),
    ("first", _first),
    ("grades", _grades),
    ("offices", _offices),
    ("quality", _quality),
    ("warnings", _warnings),
    ("calendar", _calendar),
    ("bodies", _bodies),
)
