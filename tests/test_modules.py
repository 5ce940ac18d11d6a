"""Every module of the package: its examples are true, and it can be imported where POSIX's own modules are absent."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import viextract

ROOT = Path(__file__).resolve().parents[1]
MODULES = [
    "viextract",
    *(
        module.name
        for module in pkgutil.walk_packages(viextract.__path__, "viextract.")
        if not module.name.endswith(".__main__")  # importing it runs the program
    ),
]
POSIX_ONLY = ("fcntl", "grp", "pwd", "resource", "termios")


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_are_true(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_all_modules_can_be_imported_without_those_of_posix() -> None:
    # None in sys.modules makes an import fail as it does where the module is not there, as on Windows.
    code = (
        "import importlib, sys\n"
        f"sys.modules.update(dict.fromkeys({POSIX_ONLY!r}))\n"
        "for name in sys.argv[1:]: importlib.import_module(name)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *MODULES], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
