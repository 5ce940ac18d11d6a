#!/usr/bin/env python3
"""The main job on the scanned sample, for people: what the file's own text says, and what viextract makes of it."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pypdfium2
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

import viextract
from viextract import Options, Plan
from viextract.cli.streams import progress_bar
from viextract.export.outline import plan_outline
from viextract.model.plan import Unit

SAMPLE = Path(__file__).resolve().parent.parent / "samples" / "van-hoa-doc.scan.pdf"
SHOWN = 8


def main() -> None:
    """Read the sample and print what came out."""
    terminal = Console(highlight=False)
    console = terminal if terminal.is_terminal else Console(highlight=False, width=130)
    options = Options(jobs=0)
    if shutil.which("tesseract") is None:
        console.print(
            "[yellow]tesseract is not there: going by the file's own ruined text layer, not by its pictures[/]"
        )
        options = Options(ocr="never")
    started = time.monotonic()
    with progress_bar(SAMPLE.name) as progress:
        plan = viextract.extract(SAMPLE, options, progress=progress)
    seconds = time.monotonic() - started

    console.rule(f"[bold]{SAMPLE.name}[/]: what its own text layer says")
    console.print(escape(_text_layer(SAMPLE, lines=8)), style="dim")
    console.rule("[bold]what viextract reads[/]")
    console.print(Text(plan_outline(plan)), no_wrap=True, overflow="ellipsis")
    console.rule("[bold]figures that are goals[/]")
    console.print(_targets(plan))
    console.rule("[bold]who does what, by when[/]")
    console.print(_assignments(plan))
    console.rule("[bold]criteria and programmes of the appendices[/]")
    console.print(_rows(plan))
    console.print(
        f"\n{plan.source.page_count} pages in {seconds:.1f} s: {len(plan.tasks)} tasks, {len(plan.assignments)} "
        f"assignments, {len(plan.citations)} cited documents, {len(plan.criteria)} criteria, "
        f"{len(plan.programmes)} programmes.\n"
        f"All of it as JSON:  viextract extract samples/{SAMPLE.name} -o plan.json"
    )


def _text_layer(path: Path, lines: int) -> str:
    with pypdfium2.PdfDocument(path) as pdf:
        text = pdf[0].get_textpage().get_text_bounded()
    return "\n".join([line.strip() for line in text.splitlines() if line.strip()][:lines])


def _targets(plan: Plan) -> Table:
    table = Table("goal", "value", "unit", "by", box=None, pad_edge=False)
    rows = [(task, target) for task in plan.tasks for target in task.targets if target.value is not None]
    for task, target in rows[:SHOWN]:
        value = f"{target.comparator or ''} {target.value:g}" + (f" of {target.of:g}" if target.of else "")
        table.add_row(escape(_short(task.text)), value, target.unit or "", str(target.year or ""))
    return table


def _assignments(plan: Plan) -> Table:
    table = Table("body", "role", "what", "by", box=None, pad_edge=False)
    tasks = {task.id: task for task in plan.tasks}
    shown = [assignment for assignment in plan.assignments if assignment.task_id]
    for assignment in shown[:SHOWN]:
        deadline = assignment.deadline
        by = (deadline.end or deadline.recurrence or deadline.text) if deadline else ""
        what = tasks[assignment.task_id or ""].text
        table.add_row(escape(assignment.unit.name), assignment.role, escape(_short(what)), by)
    return table


def _rows(plan: Plan) -> Table:
    table = Table("what", "who", "when or how much", box=None, pad_edge=False)
    for criterion in plan.criteria[: SHOWN // 2]:
        goals = ", ".join(target.text for target in criterion.targets)
        table.add_row(escape(_short(criterion.indicator or "")), escape(_names(criterion.units)), escape(goals))
    for programme in plan.programmes[: SHOWN // 2]:
        when = programme.deadline.text if programme.deadline else ""
        table.add_row(escape(_short(programme.name)), escape(_names(programme.leads)), escape(when))
    return table


def _names(units: list[Unit]) -> str:
    return "; ".join(unit.name for unit in units)


def _short(text: str, width: int = 70) -> str:
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"


if __name__ == "__main__":
    main()
