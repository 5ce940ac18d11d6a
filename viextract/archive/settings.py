"""What a result depends on beside its file."""

from __future__ import annotations

import hashlib
import json

from viextract.data import dictionaries_key
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
        json.dumps([version, chosen, limits, dictionaries_key()], sort_keys=True).encode()
    ).hexdigest()
