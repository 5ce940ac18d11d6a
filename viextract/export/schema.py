"""The JSON Schema of a plan as text: what the command line prints and what the repository keeps under ``schema/``."""

from __future__ import annotations

import json

from viextract.model.corrections import corrections_schema
from viextract.model.plan import json_schema


def schema_text(*, corrections: bool = False) -> str:
    """JSON Schema (draft 2020-12) of a plan or of a file of corrections, indented by two, ending with a line feed; the
    same bytes for the same version.
    """
    return json.dumps(corrections_schema() if corrections else json_schema(), ensure_ascii=False, indent=2) + "\n"
