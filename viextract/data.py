"""Where the project's data files are: inside the installed package, or beside it in a checkout."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml


@cache
def dictionaries() -> Path:
    """The folder that holds the dictionaries and the language model.

    A wheel carries it as ``viextract/dictionaries``; a checkout has it next to the package. Both are plain folders, so
    that large files can be memory-mapped.
    """
    inside = Path(str(files("viextract"))) / "dictionaries"
    if inside.is_dir():
        return inside
    beside = inside.parent.parent / "dictionaries"
    if beside.is_dir():
        return beside
    raise FileNotFoundError(f"viextract's data is missing: neither {inside} nor {beside} exists; reinstall the package")


@cache
def dictionaries_key() -> str:
    """A checksum of dictionaries and models: results that were made with others are not the same.

    The content of tables and lists counts; of the large binary models the name and size, which is quick and nearly
    always tells them apart.
    """
    root = dictionaries()
    digest = hashlib.sha256()
    for path in sorted(path for path in root.rglob("*") if path.is_file()):
        size = path.stat().st_size
        digest.update(f"{path.relative_to(root).as_posix()}\0{size}\0".encode())
        if path.suffix in _TEXT_FILES:
            digest.update(path.read_bytes())
    return digest.hexdigest()


_TEXT_FILES = frozenset({".tsv", ".yaml", ".json", ".txt"})


def read_tsv(name: str) -> Iterator[dict[str, str]]:
    """Rows of ``dictionaries/NAME`` (UTF-8, tab-separated, a header row, lines that start with ``#`` are comments)."""
    with (dictionaries() / name).open(encoding="utf-8", newline="") as stream:
        lines = (line for line in stream if not line.startswith("#") and line.strip())
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The safe loader in C, which wheels of PyYAML have: a tenth of the time, 0.2 s at each start."""


def read_yaml(name: str) -> Any:
    """The content of ``dictionaries/NAME`` (UTF-8 YAML)."""
    with (dictionaries() / name).open(encoding="utf-8") as stream:
        return yaml.load(stream, _LOADER)
