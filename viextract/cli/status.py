"""``viextract status``, ``failures``, ``check``, ``families``: what the manifest of a batch says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from viextract.cli.language import translate
from viextract.cli.streams import emit

EXAMPLES = """
Examples:

    viextract status results/

    viextract failures results/ --json | jq -r '.[].path'

    viextract check results/
"""

Out = Annotated[Path, typer.Argument(metavar="OUT", help="The folder after -o of a batch.")]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON.")]


def status(out: Out, as_json: AsJson = False) -> None:
    """How far a batch has come: files by state and grade, errors, warnings, pages. Works while it runs."""
    from viextract.archive.manifest import totals

    found = totals(out)
    emit(json.dumps(found, ensure_ascii=False, indent=1) + "\n" if as_json else _table(found), None)


def failures(out: Out, as_json: AsJson = False) -> None:
    """Files without whole results, with error, cause and advice."""
    from dataclasses import asdict

    from viextract.archive.manifest import read_entries

    found = [entry.outcome for entry in read_entries(out, "error IS NOT NULL", "error, path")]
    if as_json:
        emit(json.dumps([asdict(outcome) for outcome in found], ensure_ascii=False, indent=1) + "\n", None)
        return
    lines = []
    for outcome in found:
        if outcome.failure:
            lines.append(f"{outcome.path}\n    {outcome.failure.code}: {translate(outcome.failure.cause)}")
            lines.append(f"    {translate(outcome.failure.advice)}")
    emit("\n".join(lines) + "\n" if lines else translate("no failures") + "\n", None)


def check(out: Out, as_json: AsJson = False) -> None:
    """Files that a person should look at, the worst first, with the codes that say why."""
    from viextract.archive.manifest import read_entries

    order = "CASE grade WHEN 'poor' THEN 0 WHEN 'check' THEN 1 ELSE 2 END, quality, path"
    found = list(read_entries(out, "grade IS NOT NULL AND grade <> 'good'", order))
    if as_json:
        rows = [
            {
                "path": entry.path,
                "grade": entry.outcome.grade,
                "quality": entry.facts.quality if entry.facts else None,
                "warnings": list(entry.outcome.warning_codes),
            }
            for entry in found
        ]
        emit(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", None)
        return
    lines = [f"{entry.outcome.grade}\t{entry.path}\t{' '.join(entry.outcome.warning_codes)}" for entry in found]
    emit("\n".join(lines) + "\n" if lines else translate("nothing to look at") + "\n", None)


def families(out: Out, as_json: AsJson = False) -> None:
    """Files that are one paper: copies, the same plan in two files, a draft and what was signed."""
    from dataclasses import asdict

    from viextract.archive.manifest import read_families

    found = read_families(out)
    if as_json:
        rows = [{"family": family, "links": [asdict(link) for link in links]} for family, links in found]
        emit(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", None)
        return
    said = {"copy": "is a copy of", "same": "is the same paper as", "draft": "is the draft of"}
    lines = []
    for family, links in found:
        lines.append(family)
        lines += [f"    {link.path} {said[link.kind]} {link.other} ({link.similarity:.0%})" for link in links]
    emit("\n".join(lines) + "\n" if lines else "no families\n", None)


def _table(found: dict[str, object]) -> str:
    lines = []
    for name, value in found.items():
        if isinstance(value, dict):
            lines.append(f"{name}:")
            lines += [f"  {key:24} {count}" for key, count in value.items()]
        else:
            lines.append(f"{name:26} {value}")
    return "\n".join(lines) + "\n"
