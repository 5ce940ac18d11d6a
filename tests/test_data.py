"""The dictionaries: found in a checkout and in an installed package, and every file of them in order."""

import ast
import csv
import re
import unicodedata
from functools import cache
from pathlib import Path

import pytest

import viextract.data
from viextract.data import dictionaries, read_tsv, read_yaml

MODULES = [path.read_text("utf-8") for path in Path(viextract.data.__file__).parent.rglob("*.py")]
CODE = "\n".join(MODULES)
FILES = sorted(path for path in dictionaries().rglob("*") if path.suffix in (".tsv", ".yaml"))


def name(path: Path) -> str:
    return path.relative_to(dictionaries()).as_posix()


@pytest.mark.parametrize("path", FILES, ids=name)
def test_a_dictionary_is_nfc_text_with_line_feeds(path: Path) -> None:
    data = path.read_bytes()
    text = data.decode("utf-8")
    assert b"\r" not in data and not text.startswith("\ufeff") and text.endswith("\n")
    assert unicodedata.is_normalized("NFC", text)


@pytest.mark.parametrize("path", [path for path in FILES if path.suffix == ".tsv"], ids=name)
def test_a_table_has_the_same_number_of_cells_in_every_row(path: Path) -> None:
    lines = [line for line in path.read_text("utf-8").splitlines() if line.strip() and not line.startswith("#")]
    header, *rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    assert len(set(header)) == len(header)
    wrong = [row for row in rows if len(row) != len(header)]
    assert not wrong, wrong[:3]
    assert len(list(read_tsv(name(path)))) == len(rows)


@pytest.mark.parametrize("path", FILES, ids=name)
def test_a_dictionary_says_where_it_is_from(path: Path) -> None:
    if path.suffix == ".yaml":
        content = read_yaml(name(path))
        assert content.get("source"), "a key `source` is missing"
    else:
        text = path.read_text("utf-8")
        assert "source" in text.lower(), "neither a column `source` nor a comment that names one"


@pytest.mark.parametrize("path", FILES, ids=name)
def test_a_dictionary_is_read_by_the_package(path: Path) -> None:
    # A file in a folder of its own may be named by parts: read_tsv(f"encodings/{name}.tsv").
    by_folder = path.parent != dictionaries() and f"{path.parent.name}/" in CODE
    assert f'"{name(path)}"' in CODE or by_folder


@cache
def _said() -> set[str]:
    """Texts, attributes and fields of the package's code: by one of them a key of a dictionary is read."""
    said = set()
    for node in (node for module in MODULES for node in ast.walk(ast.parse(module))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            said.update([node.value, *re.findall(r"\{([a-z_]+)\}", node.value)])
        elif isinstance(node, ast.Attribute):
            said.add(node.attr)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            said.add(node.target.id)
    return said


READ_WHOLE = {"messages_vi.yaml"}
"""Every part is read, whatever its name."""


@pytest.mark.parametrize("path", [path for path in FILES if path.suffix == ".yaml"], ids=name)
def test_every_key_of_a_dictionary_is_read(path: Path) -> None:
    keys = set() if name(path) in READ_WHOLE else set(read_yaml(name(path))) - {"source"}
    assert keys <= _said()


@pytest.mark.parametrize("path", [path for path in FILES if path.suffix == ".tsv"], ids=name)
def test_every_row_has_a_source(path: Path) -> None:
    rows = list(read_tsv(name(path)))
    if rows and "source" in rows[0]:
        assert all(row["source"].strip() for row in rows)


LAWFUL = ["positions.tsv", "units.tsv", "ended_levels.tsv", "document_kinds.tsv"]
"""Tables of what laws and statutes name."""
NAMES_A_LAW = re.compile(
    r"(?:Luật|Pháp lệnh|Nghị định|Nghị quyết|Quyết định|Thông tư|Hướng dẫn|Kết luận|Quy định|Kế hoạch) [\w ,]*\d"
    r"|Hiến pháp \d{4}|Điều lệ (?!của tổ chức)\w"
)
COUNTED = re.compile(r"([1-9][\d,]*) times in administrative texts \(scripts/count_positions\.py\)|rule of thumb: .+")


@pytest.mark.parametrize("table", LAWFUL)
def test_what_laws_name_has_a_law_or_a_count_for_its_source(table: str) -> None:
    vague = [
        row for row in read_tsv(table) if not NAMES_A_LAW.search(row["source"]) and not COUNTED.match(row["source"])
    ]
    assert not vague, [tuple(row.values()) for row in vague[:5]]
