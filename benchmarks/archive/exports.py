#!/usr/bin/env python3
"""Export an archive, read it back with other programs, and count what is not as the plans have it.

    python -m benchmarks.archive.exports                      # 1,000 plans, 20 scanned pages; a real PostgreSQL
    python -m benchmarks.archive.exports --plans 100 --only tables
    python -m benchmarks.archive.exports --only database --url postgresql://me@localhost/empty

Prints a line of JSON for each part; ends with 1 where a row is lost, doubled, orphaned or differs.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
import subprocess
import tempfile
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

from benchmarks.archive.inputs import plan_text, scans, short_texts
from viextract.archive import run_batch
from viextract.archive.export import export_archive
from viextract.archive.plans import PlanReader
from viextract.export.database import open_database
from viextract.export.relations import RELATION, RELATIONS, plan_rows
from viextract.options import Options

Figures = dict[str, Any]
Rows = dict[str, list[dict[str, Any]]]
POINTS = 2.0
"""How far the edges of a word may be from its place."""


def main() -> None:
    """Run the parts that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="database,tables,searchable", help="parts to measure")
    parser.add_argument("--plans", type=int, default=1000)
    parser.add_argument("--pages", type=int, default=20, help="scanned pages of the searchable PDF")
    parser.add_argument("--url", help="an empty database, instead of a server of the benchmark's own")
    given = parser.parse_args()
    parts: dict[str, Callable[[Path], Figures]] = {
        "database": lambda work: database(work, given.plans, given.url),
        "tables": lambda work: tables(work, given.plans),
        "searchable": lambda work: searchable(work, given.pages),
    }
    wrong = 0
    for name in given.only.split(","):
        with tempfile.TemporaryDirectory(prefix="viextract-bench-") as work:
            figures = parts[name](Path(work))
        print(json.dumps({"part": name, **figures}, ensure_ascii=False), flush=True)
        wrong += figures["wrong"]
    raise SystemExit(1 if wrong else 0)


def archive(work: Path, plans: int) -> tuple[Path, Path]:
    """Texts of so many plans and their results."""
    source, out = work / "in", work / "out"
    short_texts(source, plans)
    run_batch(source, out, Options(ocr="never"))
    return source, out


def wanted(out: Path) -> Rows:
    """What the plans say, by relation."""
    rows: Rows = {relation.name: [] for relation in RELATIONS}
    for plan in PlanReader(out).plans():
        for name, found in plan_rows(plan).items():
            rows[name] += found
    return rows


def differing(wanted: list[dict[str, Any]], found: list[dict[str, Any]]) -> int:
    """Rows that are there too often or too seldom."""
    one, other = (Counter(repr(sorted(row.items())) for row in rows) for rows in (wanted, found))
    return ((one - other) + (other - one)).total()


# --- databases


@contextmanager
def server(url: str | None) -> Iterator[str]:
    if url is not None:
        yield url
        return
    from tests.archive import postgres  # starts the machine's own PostgreSQL in a folder of its own

    if postgres.programs() is None:
        raise SystemExit("PostgreSQL is not installed: make setup installs it, or give --url")
    with postgres.server() as own:
        yield own


def database(work: Path, plans: int, url: str | None) -> Figures:
    """The plans twice, then those of a run in which a tenth of the files has changed and a few are gone."""
    source, out = archive(work, plans)
    wrong, sizes = Counter[str](), {}
    with server(url) as place:

        def check(step: str) -> None:
            rows = wanted(out)
            sizes[step] = sum(map(len, rows.values()))
            with open_database(place) as opened:
                documents = {row["document"] for row in opened.read("documents")}
                for name, expected in rows.items():
                    found = opened.read(name)
                    wrong[f"{step}: rows that differ"] += differing(expected, found)
                    wrong[f"{step}: orphans"] += sum(row["document"] not in documents for row in found)

        for step in ("once", "twice"):
            export_archive(out, place)
            check(step)
        chance = random.Random(5)
        files = sorted(source.rglob("*.txt"))
        for number, path in enumerate(chance.sample(files, len(files) // 10)):
            path.write_text(plan_text(chance, 50_000 + number), "utf-8")
        for path in chance.sample(files, len(files) // 100):
            path.unlink()
            for result in (out / path.relative_to(source).parent).glob(f"{path.name}.*"):
                result.unlink()  # as one does who takes papers out of an archive
        run_batch(source, out, Options(ocr="never"))
        export_archive(out, place, prune=True)
        check("changed")
    return {"plans": plans, "rows": sizes, **wrong, "wrong": wrong.total()}


# --- files


def tables(work: Path, plans: int) -> Figures:
    """Workbook, CSV, calendar, JSON lines and Parquet, read back by pandas, icalendar and pyarrow."""
    _, out = archive(work, plans)
    rows = wanted(out)
    checks = {"xlsx": _xlsx, "csv": _csv, "ics": _ics, "jsonl": _jsonl, "parquet": _parquet}
    wrong = {}
    for ending, check in checks.items():
        target = f"{work / 'made'}.{ending}"
        export_archive(out, target)
        wrong[ending] = check(Path(target), rows)
    target = f"{work / 'relations'}/"
    export_archive(out, target)
    wrong["parquet, all relations"] = sum(
        differing(expected, _read_parquet(Path(target) / f"{name}.parquet")) for name, expected in rows.items()
    )
    sizes = {"rows": sum(map(len, rows.values())), "duties": len(rows["assignments"])}
    return {"plans": plans, **sizes, "rows_that_differ": wrong, "wrong": sum(wrong.values())}


def _xlsx(path: Path, rows: Rows) -> int:
    import pandas

    wrong = 0
    for name, sheet in pandas.read_excel(path, sheet_name=None, dtype=object, keep_default_na=False).items():
        kinds = {column.name: column.kind for column in RELATION[name].columns}
        found = [
            {column: _cell(value, kinds[column]) for column, value in row.items()} for row in sheet.to_dict("records")
        ]
        expected = [{column: _blank(value) for column, value in row.items()} for row in rows[name]]
        wrong += differing(expected, found)
    return wrong


def _cell(value: Any, kind: str) -> Any:
    """A cell as pandas gives it, as a value of its column's kind."""
    if value == "":
        return None
    if kind == "date":
        return value.date() if isinstance(value, datetime) else value
    return float(value) if kind == "real" else value


def _blank(value: Any) -> Any:
    """A text that is empty leaves a cell empty, as one that is not there does."""
    return None if value == "" else float(value) if isinstance(value, float) else value


def _csv(path: Path, rows: Rows) -> int:
    import pandas

    table = pandas.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        same = list(csv.DictReader(stream)) == table.to_dict("records")
    columns = [column for column in RELATION["assignments"].names if column in table.columns]
    found = [{column: row[column] for column in columns} for row in table.to_dict("records")]
    expected = [{column: _as_text(row[column]) for column in columns} for row in rows["assignments"]]
    return differing(expected, found) + (0 if same and len(columns) > 10 else 1)


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    text = value.isoformat() if isinstance(value, date) else str(value)
    return "'" + text if isinstance(value, str) and text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _ics(path: Path, rows: Rows) -> int:
    """By its name each event is compared with its duty: day, the day after, and what it is called."""
    from icalendar import Calendar

    found, wrong = Counter[tuple[Any, ...]](), 0
    dated = [row for row in rows["assignments"] if row["ends"] is not None]
    called = {f"{row['key']}@{row['document'][:16]}.viextract": f"{row['body']}: {row['work'][:40]}" for row in dated}
    for event in Calendar.from_ical(path.read_bytes()).walk("VEVENT"):
        uid = str(event["uid"])
        found[uid, event.decoded("dtstart"), event.decoded("dtend") - timedelta(days=1)] += 1
        wrong += not str(event["summary"]).startswith(called.get(uid, "\0"))
    expected = Counter((f"{row['key']}@{row['document'][:16]}.viextract", row["ends"], row["ends"]) for row in dated)
    return wrong + ((expected - found) + (found - expected)).total()


def _jsonl(path: Path, rows: Rows) -> int:
    found = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    expected = [
        {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}
        for row in rows["assignments"]
    ]
    return differing(expected, found)


def _parquet(path: Path, rows: Rows) -> int:
    return differing(rows["assignments"], _read_parquet(path))


def _read_parquet(path: Path) -> list[dict[str, Any]]:
    import pyarrow.parquet

    found: list[dict[str, Any]] = pyarrow.parquet.read_table(path).to_pylist()
    return found


# --- pages


def searchable(work: Path, pages: int) -> Figures:
    """Words of the recovered text that poppler finds in the searchable PDF within two points of their place."""
    scans(work / "in", pages, 1)
    run_batch(work / "in", work / "out", Options(cache=False), pdf=True, alto=True)
    words = found = 0
    for alto in sorted((work / "out").glob("*.xml")):
        # A dash or full stop by itself is no word; it has the height of its line, or readers take it for another.
        expected = [word for word in _alto_words(alto) if any(map(str.isalnum, word[0]))]
        seen = list(_poppler_words(alto.with_suffix(".pdf")))
        words += len(expected)
        found += _placed(expected, seen)
    share = found / words if words else 0.0
    return {
        "pages": pages,
        "words": words,
        "found_at_their_place": found,
        "share": round(share, 4),
        "wrong": int(share < 0.99),
    }


Word = tuple[str, tuple[float, ...]]


def _alto_words(path: Path) -> Iterator[Word]:
    point = 72 / 254
    for word in ET.parse(path).iter("{http://www.loc.gov/standards/alto/ns-v4#}String"):
        left, top = float(word.attrib["HPOS"]) * point, float(word.attrib["VPOS"]) * point
        width, height = float(word.attrib["WIDTH"]) * point, float(word.attrib["HEIGHT"]) * point
        yield word.attrib["CONTENT"], (left, top, left + width, top + height)


def _poppler_words(path: Path) -> Iterator[Word]:
    page = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, check=True).stdout.decode()
    pattern = r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">([^<]*)</word>'
    for *box, text in re.findall(pattern, page):
        yield unescape(text), tuple(map(float, box))


def _placed(expected: list[Word], seen: list[Word]) -> int:
    """How many words are seen, each once, where they should be."""
    left = list(seen)
    count = 0
    for text, box in expected:
        hit = next(
            (
                word
                for word in left
                if word[0] == text and all(abs(a - b) <= POINTS for a, b in zip(word[1], box, strict=True))
            ),
            None,
        )
        if hit is not None:
            left.remove(hit)
            count += 1
    return count


if __name__ == "__main__":
    main()
