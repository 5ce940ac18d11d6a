"""The dashboard of a batch's results: its documents, found by what they are and say, and the summary of them all."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from html import escape
from pathlib import Path
from threading import RLock
from urllib.parse import urlencode

from viextract.archive.manifest import databases, input_folder, read_entries
from viextract.archive.outcome import Entry
from viextract.archive.overview import GRADES, Overview, paper_of, survey, with_plans
from viextract.archive.pages import PageLanguage, page_foot, page_head, shown
from viextract.archive.summary_page import Links, duty_table, paper_table, summary_page
from viextract.archive.summary_texts import both
from viextract.errors import InputNotFoundError
from viextract.model.plan import Plan
from viextract.review.search import Query, Search
from viextract.review.since import Stamp, before_and_after, corrected_since, stamp_of

_ORDER = {"poor": 0, "check": 1, "good": 2}
_ROWS, _MOST_DUTIES, _NAMED = 200, 2000, 5
"""Documents on one page of the list; duties of a body; documents that were corrected and are named."""
_MONTHS = 3
_FIELDS = ("q", "symbol", "issuer", "body", "since", "until", "grade")
_PART = re.compile("[0-9]{1,6}")
_MONTH = re.compile(r"(?:19|20|21)[0-9]{2}-(?:0[1-9]|1[0-2])")


class Archive:
    """The results of a batch as they are in its manifest; safe to be used by several threads."""

    def __init__(self, out: Path, corrections: Path | None = None) -> None:
        """corrections: the folder where they are; None for beside the documents. Raises InputNotFoundError where
        ``out`` holds no results.
        """
        self._corrections = corrections
        self._base, self._out = input_folder(out), out
        self._name = out.resolve().name
        self._paths: list[str] = []
        self._numbers: dict[str, int] = {}
        self._lock = RLock()
        self._load()

    def _load(self) -> None:
        self._stamps = self._stamps_now()
        entries = [entry for entry in read_entries(self._out) if entry.facts is not None]
        self._entries = sorted(entries, key=lambda entry: (_ORDER.get(_grade(entry), -1), entry.path))
        for entry in self._entries:  # a page that is open keeps its number whatever the next batch makes
            if entry.path not in self._numbers:
                self._numbers[entry.path] = len(self._paths)
                self._paths.append(entry.path)
        self._search = Search(self._out, self._entries, self._bodies)
        self._surveyed: Overview | None = None
        self._overview: Overview | None = None
        self._bodies_of: dict[str, tuple[str, ...]] = {}
        self._since: dict[str, Stamp] = {}
        self._changed: dict[str, tuple[Plan, Plan]] = {}

    def _stamps_now(self) -> list[Stamp | None]:
        """Of the manifests, with what a batch at work has not written into them yet."""
        with suppress(InputNotFoundError):
            files = databases(self._out)
            return [stamp_of(Path(f"{path}{end}")) for path in files for end in ("", "-wal")]
        return self._stamps  # what was removed is shown from the memory

    def source(self, number: int) -> Path | None:
        """The document of that number, which it keeps as long as the program runs."""
        if not 0 <= number < len(self._paths):
            return None
        path = self._base / self._paths[number]
        return path if path.is_file() else None

    def overview(self) -> Overview:
        """Read when it is first asked for, all plans are, and with what was corrected since."""
        with self._lock:
            if self._surveyed is None:
                self._surveyed = survey(self._out)
            if self._overview is None:
                self._overview = with_plans(self._surveyed, self._changed)
                by_content = {paper.path: paper.bodies for paper in self._overview.papers}
                first = {entry.sha256: entry.path for entry in self._entries if entry.path in by_content}
                self._bodies_of = {
                    entry.path: by_content.get(first.get(entry.sha256, entry.path), ()) for entry in self._entries
                }
            return self._overview

    def _bodies(self, path: str) -> Sequence[str]:
        self.overview()
        return self._bodies_of.get(path, ())

    # --- what has been corrected since

    def _renew(self) -> list[Entry]:
        """See that lists and figures are of now: what another batch has made, and what was corrected since. Gives back
        the documents that were.
        """
        with self._lock:
            if self._stamps_now() != self._stamps:
                self._load()
            found = {entry.path: self._corrected(entry) for entry in self._entries}
            since = {path: stamp for path, stamp in found.items() if stamp is not None}
            entries = [entry for entry in self._entries if entry.path in since]
            if since != self._since:
                pairs = {one.path: before_and_after(one, self._out, Path(since[one.path][0])) for one in entries}
                self._changed = {path: pair for path, pair in pairs.items() if pair is not None}
                self._search.show({path: paper_of(path, after) for path, (_, after) in self._changed.items()})
                self._since, self._overview = since, None
            return entries

    def _corrected(self, entry: Entry) -> Stamp | None:
        return corrected_since(entry, self._base / entry.path, self._corrections)

    def _told_corrected(self, site: _Site, since: Sequence[Entry]) -> str:
        """That results are older than the corrections of some documents, which nobody would guess."""
        if not since:
            return ""
        names = [site.link(f"/{self._numbers[entry.path]}/", shown(entry.path)) for entry in since[:_NAMED]]
        more = f" {both('more')} {len(since) - _NAMED}" if len(since) > _NAMED else ""
        return f'<p class="since">{both("corrected_since")} {", ".join(names)}{more}</p>\n'

    # --- the pages

    def list_page(self, given: Mapping[str, str], token: str, language: PageLanguage) -> str:
        """Documents that fit what a form asks for, the poorest first."""
        query = Query.of(given)
        since = self._renew()
        papers = self._search.find(query)
        site = _Site(self._numbers, token, language)
        parts = [
            page_head(f"{self._name} – viextract", language, served=True, form="search"),
            f"<h1>{shown(self._name)}</h1>\n<nav><p>{site.link('/summary', both('summary'))}</p></nav>\n",
            self._told_corrected(site, since),
            _form(query, token),
            f'<p role="status">{both("found")}: {len(papers)}</p>\n',
        ]
        last = max(len(papers) - 1, 0) // _ROWS
        part = min(int(given["part"]), last) if _PART.fullmatch(given.get("part", "")) else 0
        parts += paper_table(papers[part * _ROWS : (part + 1) * _ROWS], site.links())
        parts.append(_turn(site, given, part, last, len(papers)))
        return "".join([*parts, page_foot()])

    def summary(self, given: Mapping[str, str], token: str, language: PageLanguage, today: date) -> str:
        """Numbers, plots, calendar and duties of the whole archive."""
        site = _Site(self._numbers, token, language)
        first = _month(given.get("month", ""))
        since = self._renew()
        pieces = summary_page(
            self._name,
            self.overview(),
            today,
            first=first,
            months=_MONTHS,
            language=language,
            links=site.links(self._told_corrected(site, since)),
        )
        return "".join(pieces)

    def body(self, given: Mapping[str, str], token: str, language: PageLanguage, today: date) -> str:
        """All that one body has to do. Raises InputNotFoundError where there is no such body."""
        since = self._renew()
        body = self.overview().bodies.get(given.get("key", ""))
        if body is None:
            raise InputNotFoundError("there is no such body", advice="Go back to the list.")
        site = _Site(self._numbers, token, language)
        parts = [
            page_head(f"{body.name} – viextract", language, served=True),
            site.above(),
            self._told_corrected(site, since),
            f"<h1>{shown(body.name)}</h1>\n<p>{both('duties')}: {len(body.duties)}</p>\n",
            *duty_table(body, today, site.links(), _MOST_DUTIES),
            page_foot(),
        ]
        return "".join(parts)


class _Site:
    """Addresses within the application; each has the token and keeps the language."""

    def __init__(self, numbers: Mapping[str, int], token: str, language: PageLanguage) -> None:
        self._numbers, self._token, self._language = numbers, token, language

    def address(self, path: str, **more: str) -> str:
        return f"{path}?{urlencode({'token': self._token, 'language': self._language, **more})}"

    def link(self, path: str, label: str, **more: str) -> str:
        return f'<a href="{escape(self.address(path, **more))}">{label}</a>'

    def above(self) -> str:
        return f"<nav><p>{self.link('/', both('list'))} · {self.link('/summary', both('summary'))}</p></nav>\n"

    def links(self, note: str = "") -> Links:
        return Links(
            document=self._document,
            body=lambda key: self.address("/body", key=key),
            month=lambda month: self.address("/summary", month=month) + "#calendar",
            above=f"<nav><p>{self.link('/', both('list'))}</p></nav>\n{note}",
            served=True,
        )

    def _document(self, path: str, work: str | None) -> str | None:
        number = self._numbers.get(path)
        if number is None:
            return None
        place = f"#{urlencode({'work': work})}" if work else ""
        return f"/{number}/?{urlencode({'token': self._token, 'language': self._language})}{place}"


def _form(query: Query, token: str) -> str:
    chosen = query.grade if query.grade in GRADES else ""

    def field(name: str, key: str, value: str, kind: str = "search") -> str:
        return f'<label>{both(key)} <input type="{kind}" name="{name}" value="{shown(value)}"></label>\n'

    # Not a list to unfold, whose choices no style can show in one language.
    grades = "".join(
        f'<label><input type="radio" name="grade" value="{grade}"{" checked" if grade == chosen else ""}> '
        f"{both(grade or 'all')}</label> "
        for grade in ("", *GRADES)
    )
    return (
        f'<form class="search" role="search" id="search"><input type="hidden" name="token" value="{escape(token)}">\n'
        + field("q", "text", query.text)
        + field("symbol", "symbol", query.symbol)
        + field("issuer", "issuer", query.issuer)
        + field("body", "body", query.body)
        + field("since", "since", query.since, "date")
        + field("until", "until", query.until, "date")
        + f'<fieldset class="choice"><legend>{both("grade")}</legend>{grades}</fieldset>\n'
        + f"<button>{both('search')}</button></form>\n"
    )


def _turn(site: _Site, given: Mapping[str, str], part: int, last: int, count: int) -> str:
    """Where in the list one is, and links to the pages before and after; nothing where all is on one page."""
    if last == 0:
        return ""
    asked = {name: given[name] for name in _FIELDS if given.get(name)}
    parts = [f"{part * _ROWS + 1}–{min((part + 1) * _ROWS, count)} / {count}"]
    if part > 0:
        parts.insert(0, site.link("/", both("earlier"), **asked, part=str(part - 1)))
    if part < last:
        parts.append(site.link("/", both("later"), **asked, part=str(part + 1)))
    return f"<nav><p>{' · '.join(parts)}</p></nav>\n"


def language_of(given: Mapping[str, str], accepted: str, usual: PageLanguage | None = None) -> PageLanguage:
    """The one that was chosen on the page, else the usual one, else the browser's."""
    chosen = given.get("language") or usual or accepted
    return "vi" if chosen.lower().startswith("vi") else "en"


def _month(text: str) -> date | None:
    """The first day of a month of our time."""
    return date.fromisoformat(f"{text}-01") if _MONTH.fullmatch(text) else None


def _grade(entry: Entry) -> str:
    return (entry.facts.grade if entry.facts else None) or ""
