"""``viextract apply``: a person's corrections made in a saved plan."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from viextract.cli.options import Debug, Output
from viextract.cli.streams import check_json, check_output, emit, messages, tell_warnings

EXAMPLES = """
Examples:

    viextract apply ke-hoach.json ke-hoach.pdf.corrections.json -o ke-hoach.sua.json
"""


def apply(
    file: Annotated[Path, typer.Argument(metavar="PLAN.json", help="A plan that was saved as JSON.")],
    corrections: Annotated[Path, typer.Argument(metavar="CORRECTIONS", help="A file of corrections of its document.")],
    output: Output = None,
    debug: Debug = False,
) -> None:
    """Make a person's corrections in a plan without reading its document again.

    Header, duties and words are corrected. What is derived from corrected words (dates, figures), and what is a
    heading or a task, is read anew by `viextract extract`, which finds the corrections beside the document.
    """
    import viextract
    from viextract.cli.guard import set_debug
    from viextract.corrections import apply_to_plan, load_corrections, told_unused, with_copies
    from viextract.model.plan import Warning
    from viextract.model.warning_codes import WarningCode
    from viextract.parse.grade import grade_plan

    set_debug(debug)
    check_json(output)
    check_output(output, str(file), str(corrections))
    used = load_corrections(corrections)
    plan = apply_to_plan(viextract.load(file), used)
    source = plan.source
    others = told_unused(with_copies(corrections, source.sha256), source.name, used)
    plan.warnings += [Warning(code=code, message=message) for code, message, _ in others]
    plan.grade = grade_plan(plan)
    unfit = [warning for warning in plan.warnings if warning.code == WarningCode.CORRECTION_UNFIT]
    unused = [warning for warning in plan.warnings if warning.code == WarningCode.CORRECTIONS_UNUSED]
    tell_warnings(plan.model_copy(update={"warnings": [*unfit, *unused]}))
    emit(plan.to_json(), output)
    if output is not None and messages().is_terminal:
        made = sum(item.by == "person" for item in plan.corrections)
        messages().print(f"{output}: {made} corrections made, {len(unfit)} not", markup=False)
