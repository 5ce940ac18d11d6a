"""A person's decisions on fields of the header."""

from __future__ import annotations

import re
from collections.abc import Iterable

from viextract.corrections.document import PERSON
from viextract.model.corrections import HeaderDecision, HeaderField, HeaderValue
from viextract.model.plan import Correction, Header, Plan, Signatory, Unit, Warning
from viextract.model.warning_codes import WarningCode
from viextract.vocabulary.units import match_unit

_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_ANSWERED: dict[HeaderField, frozenset[WarningCode]] = {
    "type": frozenset({WarningCode.HEADER_TYPE_INFERRED}),
    "symbol": frozenset({WarningCode.SYMBOL_MISSING, WarningCode.SYMBOL_UNREAD}),
    "issued_on": frozenset({WarningCode.DATE_MISSING, WarningCode.DATE_PARTIAL}),
    "title": frozenset({WarningCode.TITLE_MISSING}),
    "issuer": frozenset({WarningCode.ISSUER_DOUBTFUL, WarningCode.HEADER_ISSUER_INFERRED}),
    "signatory.name": frozenset({WarningCode.SIGNATORY_MISSING}),
}
"""Warnings that a person answers by deciding on a field."""


def apply_header(plan: Plan, decision: HeaderDecision) -> Correction | None:
    """Set the field in place; None, and a warning, where the value is none that the field can have."""
    field, value = decision.field, decision.after
    if field == "issued_on" and value is not None and not _DATE.fullmatch(str(value)):
        message = f"Not made (header: {field}): {value} is no date like 2025-03-01"
        plan.warnings.append(Warning(code=WarningCode.CORRECTION_UNFIT, message=message))
        return None
    before = _shown(header_value(plan.header, field))
    _set(plan.header, field, value)
    return Correction(before=before, after=_shown(value), confidence=1.0, reason=f"header.{field}", by=PERSON)


def answered(fields: Iterable[HeaderField]) -> frozenset[WarningCode]:
    """The warnings that decisions on these fields answer."""
    return frozenset(code for field in set(fields) for code in _ANSWERED.get(field, ()))


def field_answering(code: str) -> HeaderField | None:
    """The field that a person decides on to answer a warning; None where that is none of the header's."""
    return next((field for field, codes in _ANSWERED.items() if code in codes), None)


def header_value(header: Header, field: str) -> HeaderValue:
    """A field in the form in which a person decides on it: bodies by name."""
    if field.startswith("signatory."):
        return getattr(header.signatory, field.partition(".")[2]) if header.signatory else None
    value = getattr(header, field)
    if isinstance(value, Unit):
        return value.name
    if field == "addressees":
        return [unit.name for unit in value]
    found: HeaderValue = value
    return found


def _set(header: Header, field: str, value: HeaderValue) -> None:
    if field.startswith("signatory."):
        signatory = header.signatory or Signatory()
        setattr(signatory, field.partition(".")[2], value)
        header.signatory = signatory
    elif field in ("issuer", "parent_issuer"):
        setattr(header, field, match_unit(value) if isinstance(value, str) else None)
    elif isinstance(value, list):
        setattr(header, field, [match_unit(name) for name in value] if field == "addressees" else value)
    else:
        setattr(header, field, value)
    if field == "symbol" and isinstance(value, str) and "/" in value:
        header.symbol_code = value.partition("/")[2]


def _shown(value: HeaderValue) -> str:
    if isinstance(value, list):
        return "; ".join(value)
    return "" if value is None else str(value)
