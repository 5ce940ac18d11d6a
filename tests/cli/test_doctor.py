"""`viextract doctor` finds what is missing and says how to install it on this system."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from viextract import Limits
from viextract.cli.doctor import Check, install_commands
from viextract.errors import EngineMissingError

Cli = Callable[..., Any]


def a_program(folder: Path, name: str, prints: str = "") -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\nprintf '%b' '{prints}'\n", "utf-8")
    path.chmod(0o755)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH with nothing but Debian's package manager on it."""
    from viextract.read.ocr.engines import tesseract

    for remembered in (tesseract._version, tesseract._languages, tesseract._checked):
        remembered.cache_clear()
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    a_program(tmp_path, "apt-get")
    return tmp_path


def findings(done: Any) -> dict[str, Any]:
    found = json.loads(done.out)
    return {**{check["name"]: check for check in found["checks"]}, "install": found["install"]}


def test_a_machine_without_tesseract(cli: Cli, machine: Path) -> None:
    done = cli("doctor", "--json")
    found = findings(done)
    assert done.code == EngineMissingError.exit_code
    assert found["engine tesseract"]["state"] == "missing"
    assert found["install"] == ["sudo apt-get install -y tesseract-ocr tesseract-ocr-vie"]


def test_a_machine_without_vietnamese(cli: Cli, machine: Path) -> None:
    listed = "List of available languages in /usr/share/ (2):\\neng\\nosd\\n"
    a_program(machine, "tesseract", listed)
    found = findings(cli("doctor", "--json"))
    assert found["language vie"]["state"] == "missing"
    assert found["install"] == ["sudo apt-get install -y tesseract-ocr-vie"]


def test_what_is_optional_does_not_fail_it(cli: Cli) -> None:
    found = findings(cli("doctor", "--json"))
    assert found["dictionaries"]["state"] == "ok"
    assert found["package pydantic"]["state"] == "ok"
    assert all(check["state"] != "missing" for name, check in found.items() if name.startswith("package "))


def test_the_limits_are_shown(cli: Cli) -> None:
    found = findings(cli("doctor", "--json"))
    assert {name.removeprefix("limit ") for name in found if name.startswith("limit ")} == set(Limits.model_fields)
    assert found["limit max_pages"]["detail"] == "2,000 (pages that are processed)"
    assert "max_bytes" in cli("doctor").out


@pytest.mark.parametrize(
    ("manager", "command"),
    [
        ("apt-get", "apt-get install -y tesseract-ocr tesseract-ocr-vie"),
        ("dnf", "dnf install -y tesseract tesseract-langpack-vie"),
        ("brew", "brew install tesseract tesseract-lang"),
        ("unknown", "install with this system's package manager: tesseract, vie"),
    ],
)
def test_each_system_has_its_own_names(
    manager: str, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_program(tmp_path, manager)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("os.geteuid", lambda: 0)
    missing = [Check("engine", "missing", "", "tesseract"), Check("language", "missing", "", "vie")]
    assert install_commands(missing) == [command]


def test_extras_come_by_pip() -> None:
    assert install_commands([Check("x", "missing", "", "pip:viextract[onnx]")]) == ['pip install "viextract[onnx]"']


@pytest.mark.tesseract
def test_on_a_sound_machine_all_is_well(cli: Cli) -> None:
    done = cli("doctor")
    assert done.code == 0, done.out + done.err
    assert "tesseract" in done.out and "missing" not in done.out
