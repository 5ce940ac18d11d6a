"""What a result depends on beside its file."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress

from viextract.corrections import CorrectionFiles
from viextract.data import dictionaries_key
from viextract.options import Options

_IRRELEVANT_TO_RESULTS = {"jobs", "cache", "debug_images", "corrections", "replay"}
"""Where corrections are does not matter; what they say does, file by file: :func:`with_corrections`."""
_TIMES = {"page_seconds", "file_seconds"}
"""Limits of time never change a whole result: what they cut short is incomplete or failed, and tried again anyway."""
_CONTAINERS = {"max_members", "max_ratio", "max_nesting"}
"""Limits of archives decide which files are taken, not what comes of them."""


def settings_key(options: Options, version: str) -> str:
    """A checksum of all that a result depends on beside the file: options, limits, dictionaries, the program's
    version.
    """
    chosen = options.model_dump(mode="json", exclude={*_IRRELEVANT_TO_RESULTS, "limits"})
    limits = options.limits.model_dump(mode="json", exclude=_TIMES | _CONTAINERS)
    return hashlib.sha256(
        json.dumps([version, chosen, limits, dictionaries_key()], sort_keys=True).encode()
    ).hexdigest()


def with_corrections(settings: str, corrections: CorrectionFiles) -> str:
    """The checksum for a file that a person has corrected; a file of corrections that cannot be read counts as none,
    and the worker that reads it says so. Files that are left alone are told of, so that what they hold counts, too.
    """
    for path in (corrections.used, *corrections.unused):
        with suppress(OSError):
            settings = hashlib.sha256(settings.encode() + path.read_bytes()).hexdigest() if path else settings
    return settings
