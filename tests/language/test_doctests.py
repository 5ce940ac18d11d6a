"""The examples in the docstrings of viextract.language are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import viextract.language


@pytest.mark.parametrize("name", [module.name for module in pkgutil.iter_modules(viextract.language.__path__)])
def test_examples(name: str) -> None:
    assert doctest.testmod(importlib.import_module(f"viextract.language.{name}")).failed == 0
