"""Vietnamese words stand in ``dictionaries/``, with their sources; what remains in code is listed here with its reason.

Counted are words of two letters or more with a mark in texts and patterns of the package, beside docstrings and classes
of characters. The count of a module may fall and must not grow: who needs a word adds it to a dictionary.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import viextract

PACKAGE = Path(viextract.__file__).parent
WORD = re.compile(r"[^\W\d_]{2,}")
MARKED = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯÀ-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĨĩŨũẠ-ỹ]")
NO_WORDS = re.compile(r"\[[^\]]*\]|\\[swWbdD]")

LETTERS = "letters, rhymes and their spellings: what the script consists of"
OUTPUT = "written for who reads what the package makes, not looked for in documents"
DESCRIBED = "descriptions of fields of the schema quote what documents print"
GLUE = "prepositions, conjunctions and auxiliaries that join the parts of a pattern whose phrases are in a dictionary"
OWED = "vocabulary that is still woven into patterns: to be moved to a dictionary"
FORM = "fixed words of the forms of Nghị định 30/2020/NĐ-CP, one each, repaired or told where they stand"

ALLOWED: dict[str, tuple[int, str]] = {
    "archive/pages.py": (2, OUTPUT),
    "archive/summary_texts.py": (204, OUTPUT),
    "export/archive_index.py": (2, OUTPUT),
    "export/duties.py": (12, OUTPUT),
    "export/markdown.py": (31, OUTPUT),
    "export/outline.py": (8, OUTPUT),
    "language/i_and_y.py": (2, LETTERS),
    "language/syllables.py": (6, LETTERS),
    "language/tones.py": (31, LETTERS),
    "language/wrong_letters.py": (1, LETTERS),
    "model/corrections.py": (4, DESCRIBED),
    "model/plan.py": (34, DESCRIBED),
    "parse/facts/citations/find.py": (4, FORM),
    "parse/facts/citations/symbols.py": (5, GLUE),
    "parse/facts/targets/find.py": (3, GLUE),
    "parse/facts/targets/no_goals.py": (22, GLUE),
    "parse/grade.py": (6, FORM),
    "parse/outline/divisions/appendix.py": (2, FORM),
    "parse/outline/divisions/marks.py": (4, FORM),
    "parse/outline/subject.py": (2, FORM),
    "parse/outline/symbol.py": (2, FORM),
    "parse/tables/body_cells.py": (34, OWED),
    "parse/tables/captions.py": (10, FORM),
    "parse/tables/columns.py": (1, GLUE),
    "parse/tables/flattened/lost_headings.py": (15, "headings that the search gives to columns that lost theirs"),
    "parse/tables/flattened/search.py": (4, FORM),
    "parse/tables/goals.py": (1, GLUE),
    "read/layout/noise.py": (5, GLUE),
    "read/layout/paragraphs.py": (2, FORM),
    "read/ocr/highland_names.py": (1, LETTERS),
    "read/ocr/name_stamps/letters.py": (1, LETTERS),
    "read/ocr/under_seal.py": (3, FORM),
    "read/pages/reading.py": (2, LETTERS),
    "recover/figures.py": (5, FORM),
    "recover/lost_letters.py": (1, LETTERS),
    "recover/rule_repairs.py": (2, FORM),
    "recover/stray_spaces.py": (1, LETTERS),
    "recover/tokenizer.py": (13, "remarks inside a pattern, which show what each part is for"),
    "vocabulary/actors.py": (11, GLUE),
    "vocabulary/column_words.py": (1, GLUE),
    "vocabulary/labels.py": (4, "the alphabet of labels, and the two words by which clauses and points are cited"),
    "vocabulary/units/grammar.py": (17, GLUE),
    "vocabulary/units/reading.py": (8, GLUE),
    "vocabulary/units/tokens.py": (3, GLUE),
}
"""Module: how many words at the most, and why they are there."""


def words_of(source: str) -> Iterator[str]:
    tree = ast.parse(source)
    docstrings = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in docstrings:
            yield from (word for word in WORD.findall(NO_WORDS.sub(" ", node.value)) if MARKED.search(word))


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_words_of_documents_are_in_dictionaries(path: Path) -> None:
    found = list(words_of(path.read_text("utf-8")))
    most, _ = ALLOWED.get(path.relative_to(PACKAGE).as_posix(), (0, ""))
    assert len(found) <= most, f"words for a dictionary: {found}"


def test_what_is_allowed_is_there() -> None:
    for name, (most, reason) in ALLOWED.items():
        assert most > 0 and reason and any(words_of((PACKAGE / name).read_text("utf-8"))), name


def test_words_are_told_from_docstrings_classes_and_letters() -> None:
    source = '"""Kế hoạch"""\nA = re.compile(r"[à-ỹ]+\\s+giữa\\w(?:đ|ô)")\nB = f"{A} trước plan"\n'
    assert list(words_of(source)) == ["giữa", "trước"]
