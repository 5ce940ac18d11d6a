"""What is said of files of corrections that are left alone because another one is used."""

from __future__ import annotations

from pathlib import Path

from viextract.corrections.files import CorrectionFiles, corrections_name, load_corrections
from viextract.errors import ViextractError
from viextract.model.corrections import Corrections
from viextract.model.plan import Span
from viextract.model.warning_codes import WarningCode


def told_unused(found: CorrectionFiles, name: str, used: Corrections | None) -> list[tuple[str, str, Span | None]]:
    """A warning for each file that was left alone and holds something that the used one does not.

    name: of the document. A browser numbers what it downloads a second time, and nobody would guess that the first
    goes on to be used.
    """
    messages = [_message(path, found.used, name, used) for path in found.unused]
    return [(WarningCode.CORRECTIONS_UNUSED, message, None) for message in messages if message]


def _message(path: Path, of: Path | None, name: str, used: Corrections | None) -> str:
    """Empty where nothing is lost."""
    try:
        other = load_corrections(path)
    except ViextractError:
        return f"{path.name} was not used: it is no file of corrections."
    if of is None or used is None:
        return f"{path.name} was not used: rename it to {corrections_name(name)}."
    new, gone = _besides(other, used), _besides(used, other)
    if not new:
        return ""
    if not gone:
        return (
            f"{of.name} was used, {path.name} was not, which holds all of its decisions and {new} more: "
            "give it the name of the former."
        )
    return (
        f"{of.name} was used, {path.name} was not, which holds others ({new}) and lacks some ({gone}): "
        "add them to the former, or make them afterwards with `viextract apply`."
    )


def _besides(one: Corrections, other: Corrections) -> int:
    """How many decisions and accepted words one has that the other lacks."""
    known = {decision.model_dump_json() for decision in other.decisions}
    new = sum(decision.model_dump_json() not in known for decision in one.decisions)
    return new + len(set(one.words) - set(other.words))
