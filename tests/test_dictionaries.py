"""No dictionary lies unused: each is named by the code that reads it or by the script that makes it."""

from pathlib import Path

import pytest

from viextract.data import dictionaries

ROOT = Path(__file__).resolve().parents[1]
CODE = "\n".join(path.read_text("utf-8") for path in (ROOT / "viextract").rglob("*.py"))
FILES = sorted(path for path in dictionaries().rglob("*") if path.suffix in (".tsv", ".yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(dictionaries()).as_posix())
def test_a_dictionary_is_read_by_the_package(path: Path) -> None:
    name = path.relative_to(dictionaries()).as_posix()
    # A file in a folder of its own may be named by parts: read_tsv(f"encodings/{name}.tsv").
    by_folder = path.parent != dictionaries() and f"{path.parent.name}/" in CODE
    assert f'"{name}"' in CODE or by_folder
