"""``viextract status``, ``failures``, ``check``, ``families``: what the manifest of a batch says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from viextract.cli.language import translate
from viextract.cli.streams import emit

if TYPE_CHECKING:
    from viextract.archive.outcome import Entry

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
    """Files that a person should look at, the worst first, with what speaks against each.

    The poor ones come before the others, and of each the one with the poorest page first.
    """
    from viextract.archive.manifest import read_entries, read_vanished

    gone = read_vanished(out)
    found = sorted(read_entries(out, "grade IS NOT NULL AND grade <> 'good'"), key=_badness)
    whole = sum(1 for _ in read_entries(out, "error IS NOT NULL"))
    if as_json:
        rows = [
            {
                "path": entry.path,
                "grade": entry.outcome.grade,
                "quality": entry.facts.quality if entry.facts else None,
                "reasons": list(_reasons(entry)),
                "warnings": list(entry.outcome.warning_codes),
                "vanished": entry.path in gone,
            }
            for entry in found
        ]
        emit(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", None)
        return
    lines = []
    for entry in found:
        lines.append(f"{entry.outcome.grade}\t{entry.path}\t{' '.join(_reasons(entry))}")
        lines += [f"    {reason}" for reason in _said(entry, entry.path in gone)]
    if not lines:
        lines.append(translate("nothing to look at"))
    if whole:
        lines.append(translate(f"{whole} files without whole results: see `viextract failures`"))
    emit("\n".join(lines) + "\n", None)


def _badness(entry: Entry) -> tuple[int, float, str]:
    """Poor before those to check, then by the poorest page; what has no pages that were read says nothing of it."""
    quality = entry.facts.quality if entry.facts and entry.facts.quality is not None else 1.0
    return (entry.outcome.grade != "poor", quality, entry.path)


def _reasons(entry: Entry) -> tuple[str, ...]:
    """Codes of what speaks against the grade 'good'; older manifests have only those of all warnings."""
    return (entry.facts.reasons if entry.facts else ()) or entry.outcome.warning_codes


def _said(entry: Entry, gone: bool) -> Iterator[str]:
    """Why the file stands where it stands, a sentence each."""
    from viextract.model.warning_codes import WarningCode

    if entry.outcome.grade == "poor":
        yield translate("do not import: too little of it could be read or understood")
    if entry.facts and entry.facts.quality is not None and entry.facts.quality < 1:
        yield translate(f"quality of its poorest page: {entry.facts.quality:.2f} of 1")
    meanings = {str(code.value): code.meaning for code in WarningCode}
    for code in _reasons(entry):
        yield f"{code}: {translate(meanings[code])}" if code in meanings else code
    if gone:
        yield translate("the file is no longer in the input")


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
