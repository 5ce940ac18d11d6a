"""What a result depends on beside its file."""

from __future__ import annotations

import hashlib
import json
from functools import cache

from viextract.data import dictionaries
from viextract.options import Options

_IRRELEVANT_TO_RESULTS = {"jobs", "cache", "debug_images"}
_TIMES = {"page_seconds", "file_seconds"}
"""Limits of time never change a whole result: what they cut short is incomplete or failed, and tried again anyway."""


def settings_key(options: Options, version: str) -> str:
    """A checksum of all that a result depends on beside the file: options, limits, dictionaries, the program's
    version.
    """
    chosen = options.model_dump(mode="json", exclude={*_IRRELEVANT_TO_RESULTS, "limits"})
    limits = options.limits.model_dump(mode="json", exclude=_TIMES)
    return hashlib.sha256(
        json.dumps([version, chosen, limits, _dictionaries_key()], sort_keys=True).encode()
    ).hexdigest()


@cache
def _dictionaries_key() -> str:
    """A checksum of names and sizes of dictionaries and models: quick, and nearly always another when they are."""
    root = dictionaries()
    files = sorted(path for path in root.rglob("*") if path.is_file())
    listing = [(path.relative_to(root).as_posix(), path.stat().st_size) for path in files]
    return hashlib.sha256(json.dumps(listing).encode()).hexdigest()
