"""The forms of a plan by the ending of a file's name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from viextract.errors import InvalidOptionError
from viextract.model.plan import Plan


def _json(plan: Plan) -> bytes:
    return plan.to_json().encode()


def _csv(plan: Plan) -> bytes:
    from viextract.export.duties import duties_csv

    return duties_csv([plan]).encode()


def _xlsx(plan: Plan) -> bytes:
    from viextract.export.workbook import workbook

    return workbook([plan])


def _markdown(plan: Plan) -> bytes:
    from viextract.export.markdown import plan_markdown

    return plan_markdown(plan).encode()


def _html(plan: Plan) -> bytes:
    from viextract.export.html import plan_html

    return plan_html(plan).encode()


def _calendar(plan: Plan) -> bytes:
    from viextract.export.duties import duties_calendar

    return duties_calendar([plan])


FORMS: dict[str, Callable[[Plan], bytes]] = {
    ".json": _json,
    ".csv": _csv,
    ".xlsx": _xlsx,
    ".md": _markdown,
    ".html": _html,
    ".ics": _calendar,
}


def check_ending(output: Path) -> None:
    """Raises InvalidOptionError where the ending of ``output`` names no form of a plan."""
    if output.is_file() or not output.exists():
        ending = output.suffix.lower()
        if ending not in FORMS:
            known = ", ".join(FORMS)
            raise InvalidOptionError(
                f"{output.name} does not say in which form to write the plan", advice=f"Let it end in one of {known}."
            )


def plan_bytes(plan: Plan, output: Path) -> bytes:
    """The plan in the form that the ending of ``output`` names; JSON where there is no regular file (``/dev/null``)."""
    return FORMS.get(output.suffix.lower(), _json)(plan)
