"""The README says what is true: its error table is the code's, its Python runs, its commands and links exist."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.readme_tables import with_tables

ROOT = Path(__file__).resolve().parents[1]
PAGES = [
    ROOT / "README.md",
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").glob("*.md")),
    ROOT / "samples" / "README.md",
]
TEXT = (ROOT / "README.md").read_text("utf-8")


def test_the_error_table_is_the_code_s() -> None:
    assert with_tables(TEXT) == TEXT, "run `make readme` and commit"


def test_the_python_example_runs(samples: Path, capsys: pytest.CaptureFixture[str]) -> None:
    example = re.search(r"```python\n(.*?)```", TEXT, re.DOTALL)
    assert example
    code = example[1].replace('"ke-hoach.pdf"', repr(str(samples / "rac-thai.digital.pdf")))
    exec(code, {})
    printed = capsys.readouterr().out
    assert "37/KH-UBND 2026-01-05" in printed
    assert "Ủy ban nhân dân tỉnh" in printed


@pytest.mark.slow
def test_the_python_examples_are_typed(tmp_path: Path) -> None:
    pytest.importorskip("mypy")
    files = []
    for number, block in enumerate(re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)):
        files.append(tmp_path / f"example_{number}.py")
        files[-1].write_text(block, "utf-8")
    assert files
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", ".mypy_cache", *files]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_command_and_option_that_is_shown_exists() -> None:
    from typer.main import get_command

    from viextract.cli.app import app

    commands = get_command(app).commands  # type: ignore[attr-defined]
    for page in PAGES:
        for name, rest in re.findall(r"viextract ([a-z]+)\b([^`\n|#]*)", _code_of(page)):
            assert name in commands, (page.name, name)
            known = {option for parameter in commands[name].params for option in parameter.opts}
            used = re.findall(r"(?<!\S)-{1,2}[a-z][a-z-]*", rest)
            assert set(used) <= known, (page.name, name, set(used) - known)


def _code_of(page: Path) -> str:
    """What a page shows as code: console blocks and spans."""
    text = page.read_text("utf-8")
    blocks = re.findall(r"```console\n(.*?)```", text, re.DOTALL)
    spans = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    return "\n".join([*blocks, *spans])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_to_files_that_exist(page: Path) -> None:
    for link in re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8")):
        if "://" not in link:
            assert (page.parent / link).exists(), link
