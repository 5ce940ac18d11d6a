"""``report.html``: the account of a batch for people, one file that needs nothing else, the worst first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from viextract.archive.outcome import Entry
from viextract.archive.pages import file_link, page_foot, page_head, shown
from viextract.archive.summary_texts import both

if TYPE_CHECKING:
    from viextract.archive.report import BatchReport

ROWS = 5000
"""Files on the page: more make browsers slow, and nobody reads on; report.csv has all."""
_NAMES = {"failed": "failed_state"}
"""Words of states that another thing of the pages is called by, too."""


def report_page(report: BatchReport, entries: Iterator[Entry]) -> Iterator[str]:
    """The page in pieces; entries: files of the run, the worst first."""
    yield page_head(f"{report.folder}: report of a batch")
    yield (
        f"<h1>{shown(report.folder)}</h1>\n<p>{both('results_in')} {shown(report.out)}. {both('run_of')}"
        f" {shown(report.run)}, {report.seconds:.0f} s, viextract {shown(str(report.totals()['viextract']))}.</p>\n"
    )
    statuses = ("done", "skipped", "incomplete", "stale", "failed")
    counts = {_NAMES.get(status, status): report.count(status) for status in statuses}
    counts |= {"ignored": len(report.ignored), "vanished": len(report.vanished)}
    yield '<ul class="totals">'
    yield from (f"<li><b>{count}</b> {both(name)}</li>" for name, count in counts.items())
    yield "</ul>\n"
    if report.errors:
        yield f"<p>{both('errors')}: "
        yield ", ".join(f"{shown(code)} ({count})" for code, count in report.failures_by_code().items())
        yield "</p>\n"
    keys = ("file", "state", "grade", "pages", "assignments", "document", "look_at")
    heads = "".join(f'<th scope="col">{both(key)}</th>' for key in keys)
    yield f'<table class="files"><thead><tr>{heads}</tr></thead><tbody>\n'
    for outcome in report.unlisted:
        failure = outcome.failure
        said = shown(f"{failure.cause} {failure.advice}") if failure else ""
        blank = "<td></td>" * 4
        state = both("failed_state")
        yield f'<tr><td>{shown(outcome.path)}</td><td class="failed">{state}</td>{blank}<td>{said}</td></tr>\n'
    left = 0
    for number, entry in enumerate(entries):
        if number < ROWS:
            yield _row(entry)
        else:
            left += 1
    yield "</tbody></table>\n"
    if left:
        yield f"<p>{left} {both('more_files')}</p>\n"
    yield page_foot()


def _row(entry: Entry) -> str:
    facts, failure = entry.facts, entry.outcome.failure
    name = shown(entry.path)
    links = {output.path.rpartition(".")[2]: output.path for output in facts.outputs} if facts else {}
    if links:
        others = " ".join(f'<a href="{file_link(path)}">{shown(kind)}</a>' for kind, path in links.items())
        name += f"<br><small>{others}</small>"
    about = ""
    if facts:
        about = " · ".join(shown(value) for value in (facts.symbol, facts.issued_on, facts.title) if value)
    why = (
        f"<b>{shown(failure.code)}</b>: {shown(failure.cause)}<br><small>{shown(failure.advice)}</small> "
        if failure
        else ""
    )
    why += shown(" ".join(entry.outcome.warning_codes))
    if entry.outcome.duplicate_of:
        why += f" <small>{both('same_as')} {shown(entry.outcome.duplicate_of)}</small>"
    grade, state = entry.outcome.grade or "", both(_NAMES.get(entry.state, entry.state))
    return (
        f'<tr><td>{name}</td><td class="{entry.state}">{state}</td>'
        f'<td class="{grade}">{both(grade) if grade else ""}</td>'
        f'<td class="n">{entry.outcome.pages}</td><td class="n">{facts.assignments if facts else 0}</td>'
        f"<td>{about}</td><td>{why}</td></tr>\n"
    )
