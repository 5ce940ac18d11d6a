"""``report.html``: the account of a batch for people, one file that needs nothing else, the worst first."""

from __future__ import annotations

import os
from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote_from_bytes

from viextract.archive.outcome import Entry

if TYPE_CHECKING:
    from viextract.archive.report import BatchReport

ROWS = 5000
"""Files on the page: more make browsers slow, and nobody reads on; report.csv has all."""

_STYLE = """
body { font: 15px/1.4 system-ui, sans-serif; margin: 2em; color: #222; background: #fff }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .3em .7em; border-bottom: 1px solid #ddd }
th { position: sticky; top: 0; background: #f4f4f4 }
td.n { text-align: right; font-variant-numeric: tabular-nums }
.failed, .poor { color: #a30000; font-weight: 600 } .stale, .incomplete, .check { color: #8a5a00; font-weight: 600 }
small { color: #555 }
ul.totals { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: 1.5em } ul.totals b { font-size: 1.4em }
"""


def report_page(report: BatchReport, entries: Iterator[Entry]) -> Iterator[str]:
    """The page in pieces; entries: files of the run, the worst first."""
    yield (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(report.folder)}: report of a batch</title><style>{_STYLE}</style></head><body>\n"
        f"<h1>{escape(report.folder)}</h1>\n<p>Results in {escape(report.out)}. Run of {escape(report.run)}, "
        f"{report.seconds:.0f} s, viextract {escape(str(report.totals()['viextract']))}.</p>\n"
    )
    counts = {status: report.count(status) for status in ("done", "skipped", "incomplete", "stale", "failed")}
    counts |= {"ignored": len(report.ignored), "vanished": len(report.vanished)}
    yield '<ul class="totals">'
    yield from (f"<li><b>{count}</b> {name}</li>" for name, count in counts.items())
    yield "</ul>\n"
    if report.errors:
        yield "<p>Errors: "
        yield ", ".join(f"{escape(code)} ({count})" for code, count in report.failures_by_code().items())
        yield "</p>\n"
    yield (
        "<table><thead><tr><th>file</th><th>state</th><th>grade</th><th>pages</th><th>assignments</th>"
        "<th>document</th><th>what to look at</th></tr></thead><tbody>\n"
    )
    for outcome in report.unlisted:
        failure = outcome.failure
        said = escape(f"{failure.cause} {failure.advice}") if failure else ""
        blank = "<td></td>" * 4
        yield f'<tr><td>{escape(outcome.path)}</td><td class="failed">failed</td>{blank}<td>{said}</td></tr>\n'
    left = 0
    for number, entry in enumerate(entries):
        if number < ROWS:
            yield _row(entry)
        else:
            left += 1
    yield "</tbody></table>\n"
    if left:
        yield f"<p>{left} more files, better than these, are in the table beside this page.</p>\n"
    yield "</body></html>\n"


def _row(entry: Entry) -> str:
    facts, failure = entry.facts, entry.outcome.failure
    name = escape(entry.path)
    links = {output.path.rpartition(".")[2]: output.path for output in facts.outputs} if facts else {}
    if links:
        others = " ".join(f'<a href="{_link(path)}">{escape(kind)}</a>' for kind, path in links.items())
        name += f"<br><small>{others}</small>"
    about = ""
    if facts:
        about = " · ".join(escape(value) for value in (facts.symbol, facts.issued_on, facts.title) if value)
    why = (
        f"<b>{escape(failure.code)}</b>: {escape(failure.cause)}<br><small>{escape(failure.advice)}</small> "
        if failure
        else ""
    )
    why += escape(" ".join(entry.outcome.warning_codes))
    if entry.outcome.duplicate_of:
        why += f" <small>same content as {escape(entry.outcome.duplicate_of)}</small>"
    grade = entry.outcome.grade or ""
    return (
        f'<tr><td>{name}</td><td class="{entry.state}">{entry.state}</td><td class="{grade}">{grade}</td>'
        f'<td class="n">{entry.outcome.pages}</td><td class="n">{facts.assignments if facts else 0}</td>'
        f"<td>{about}</td><td>{why}</td></tr>\n"
    )


def _link(path: str) -> str:
    """A relative address: a name may hold any byte, and a colon would read as a scheme."""
    return "./" + quote_from_bytes(os.fsencode(path))
