"""Ids of sections."""

from __future__ import annotations

import re

from viextract.model.plan import Section


class SectionIds:
    """Section ids: labels joined by dots, unique."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._unlabelled = 0

    def make(self, label: str | None, parent: Section | None) -> str:
        if label is None:
            self._unlabelled += 1
            label = f"s{self._unlabelled}"
        name = re.sub(r"\s+", " ", label)
        if parent is not None:
            # "11.1" below "III.11" is III.11.1: a dotted label repeats its parent's.
            own = parent.id.rsplit(".", name.count(".") or 1)[-1] if "." in name else ""
            if "." in name and parent.label and name.startswith(parent.label + "."):
                name = name[len(parent.label) + 1 :]
            elif own:
                name = name.replace(".", "-")
            name = f"{parent.id}.{name}"
        made, count = name, 1
        while made in self._taken:
            count += 1
            made = f"{name}~{count}"
        self._taken.add(made)
        return made
