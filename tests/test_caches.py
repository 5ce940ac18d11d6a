"""What is remembered has a bound, and is forgotten when what it was made with changes."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import viextract.data
import viextract.read.pages.cache
from viextract import Limits, Options
from viextract.language.remembered import LONGEST, remembered
from viextract.read.pages.cache import page_key

PACKAGE = Path(viextract.data.__file__).parent
NAMES = {"name", "kind", "plain", "engine", "language", "code", "served", "pattern"}
"""Parameters that take one of a few values: names of dictionaries' entries, engines, kinds, codes of warnings, patterns
of the program itself."""


def test_no_cache_without_a_bound_is_asked_for_texts() -> None:
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and "cache" in map(ast.unparse, node.decorator_list):
                assert {argument.arg for argument in node.args.args} <= NAMES, f"{path.name}: {node.name}"


def test_a_page_is_read_again_under_other_limits() -> None:
    wide = Options(limits=Limits(max_megapixels=20))
    assert page_key("0", 1, Options(), ["x 1"]) != page_key("0", 1, wide, ["x 1"])


def test_a_page_is_read_again_with_other_dictionaries(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = page_key("0", 1, Options(), ["x 1"])
    monkeypatch.setattr(viextract.read.pages.cache, "dictionaries_key", lambda: "other")
    assert page_key("0", 1, Options(), ["x 1"]) != before


def test_the_key_of_dictionaries_changes_with_one_letter(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    keys = []
    monkeypatch.setattr(viextract.data, "dictionaries", lambda: tmp_path)
    for letter in "ab":
        (tmp_path / "words.tsv").write_text(letter)
        viextract.data.dictionaries_key.cache_clear()
        keys.append(viextract.data.dictionaries_key())
    viextract.data.dictionaries_key.cache_clear()
    assert keys[0] != keys[1]


def test_long_texts_are_not_kept() -> None:
    asked: list[int] = []

    @remembered(size=4)
    def length(text: str) -> int:
        asked.append(len(text))
        return len(text)

    for text in ("Thôn Đông", "Thôn Đông", "ấ" * (LONGEST + 1), "ấ" * (LONGEST + 1)):
        assert length(text) == len(text)
    assert asked == [9, LONGEST + 1, LONGEST + 1]
