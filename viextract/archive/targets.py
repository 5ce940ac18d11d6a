"""Where the results of each file of a batch go."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

_LONGEST_NAME = 255 - len(".json")  # bytes: the limit of the usual file systems


@dataclass(frozen=True, slots=True)
class Targets:
    """Where the results of a file go."""

    json: Path
    text: Path
    pdf: Path
    """The searchable PDF, where one is wanted."""
    alto: Path
    """Words with their boxes as ALTO, where they are wanted."""

    def of(self, ending: str) -> Path:
        """The file of a form: ``json``, ``txt``, ``pdf`` or ``xml``."""
        return {"json": self.json, "txt": self.text, "pdf": self.pdf, "xml": self.alto}[ending]


def targets_for(path: Path, out: Path) -> Targets:
    """Result files of ``path`` (relative to the input folder): the same subfolder, its full name and a further ending.

    The whole name is kept, so that ``a.pdf`` and ``a.docx`` do not meet.

    >>> targets_for(Path("2025/ke-hoach.pdf"), Path("out")).json.as_posix()
    'out/2025/ke-hoach.pdf.json'
    """
    stem = _short_enough(path.name)
    parent = out / path.parent
    return Targets(*(parent / f"{stem}.{ending}" for ending in ("json", "txt", "pdf", "xml")))


def _short_enough(name: str) -> str:
    """A name with room for a further ending; too long ones are cut and told apart by a checksum."""
    encoded = os.fsencode(name)
    if len(encoded) <= _LONGEST_NAME:
        return name
    checksum = hashlib.sha256(encoded).hexdigest()[:12]
    return f"{encoded[: _LONGEST_NAME - 13].decode('utf-8', 'ignore')}~{checksum}"
