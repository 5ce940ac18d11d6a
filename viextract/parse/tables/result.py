"""What table parsing hands back to the parser of the whole document."""

from __future__ import annotations

from dataclasses import dataclass, field

from viextract.model.plan import Assignment, Criterion, Programme, Table


@dataclass(slots=True)
class TableResult:
    """Everything that the tables of one document say."""

    tables: list[Table] = field(default_factory=list)
    criteria: list[Criterion] = field(default_factory=list)
    programmes: list[Programme] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)
    """With ``criterion_id`` or ``programme_id`` set; ids ``ta1``, ``ta2``, …: the caller numbers them after his own."""
    consumed: set[int] = field(default_factory=set)
    """Numbers of the lines that are part of a table: they belong to no section, paragraph or task."""
    warnings: list[tuple[str, str, int]] = field(default_factory=list)
    """(code, message, line number)."""

    def extend(self, other: TableResult) -> None:
        """Add what another table gave."""
        self.tables += other.tables
        self.criteria += other.criteria
        self.programmes += other.programmes
        self.assignments += other.assignments
        self.consumed |= other.consumed
        self.warnings += other.warnings
