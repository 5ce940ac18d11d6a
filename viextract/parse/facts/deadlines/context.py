"""What is known of a text from around it: what a date without a year is to be read with."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Context:
    """Where a text stands.

    year: the year of the nearest heading or title above it that names one; it goes before the year of issue.
    issued_on: the document's date, ``2025-08-15``, ``2025-08`` or ``2025`` as far as it is legible. What was over
    before is no deadline; "30 ngày kể từ ngày ban hành" counts from it where it is a full date.
    """

    year: int | None = None
    issued_on: str | None = None

    @property
    def issue_day(self) -> str | None:
        """The date of issue where it is a full date."""
        return self.issued_on if self.issued_on and len(self.issued_on) == len("2025-08-15") else None

    @property
    def issue_year(self) -> int | None:
        return int(self.issued_on[:4]) if self.issued_on and self.issued_on[:4].isdecimal() else None

    def below(self, year: int | None) -> Context:
        """The context of what stands below a heading that names ``year`` (None: that names none)."""
        return self if year is None else replace(self, year=year)


NOWHERE = Context()
"""The context of a text of which nothing is known."""
