"""What the pages say is true: tables are the code's, the README's Python runs, commands and links exist."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.readme_tables import TABLES, with_table

ROOT = Path(__file__).resolve().parents[1]
PAGES = [
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "docs").glob("*.md")),
    ROOT / "samples" / "README.md",
]
READMES = ("README.md", "README.vi.md")
LONGEST = 150
"""Lines of a README: who has never seen the project reads it to the end."""


def _examples(readme: str) -> list[str]:
    return re.findall(r"```python\n(.*?)```", (ROOT / readme).read_text("utf-8"), re.DOTALL)


@pytest.mark.parametrize("page", TABLES)
def test_the_tables_are_the_code_s(page: str) -> None:
    assert with_table(page) == (ROOT / page).read_text("utf-8"), "run `make readme` and commit"


@pytest.mark.parametrize("readme", READMES)
def test_a_readme_is_short_and_both_show_the_same_commands(readme: str) -> None:
    text = (ROOT / readme).read_text("utf-8")
    assert text.count("\n") <= LONGEST
    assert re.findall(r"^\| (`.*?`) \|", text, re.MULTILINE) == re.findall(
        r"^\| (`.*?`) \|", (ROOT / READMES[0]).read_text("utf-8"), re.MULTILINE
    )


def test_every_command_is_in_the_readme() -> None:
    from typer.main import get_command

    from viextract.cli.app import app

    table = " ".join(re.findall(r"^\|.*\|$", (ROOT / READMES[0]).read_text("utf-8"), re.MULTILINE))
    for name in get_command(app).commands:  # type: ignore[attr-defined]
        assert re.search(rf"`{name}\b", table), name


@pytest.mark.parametrize("readme", READMES)
def test_the_python_example_runs(readme: str, samples: Path, capsys: pytest.CaptureFixture[str]) -> None:
    example, *_ = _examples(readme)
    exec(example.replace('"ke-hoach.pdf"', repr(str(samples / "rac-thai.digital.pdf"))), {})
    printed = capsys.readouterr().out
    assert "37/KH-UBND 2026-01-05" in printed
    assert "Ủy ban nhân dân tỉnh" in printed


@pytest.mark.slow
def test_the_python_examples_are_typed(tmp_path: Path) -> None:
    pytest.importorskip("mypy")
    files = []
    for number, block in enumerate(block for readme in READMES for block in _examples(readme)):
        files.append(tmp_path / f"example_{number}.py")
        files[-1].write_text(block, "utf-8")
    assert files
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), *files]
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


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_command_of_make_that_is_shown_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:^|[$`] ?)make ([a-z]+)", _code_of(page), re.MULTILINE)) <= targets


def test_every_file_that_a_recipe_names_exists() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    named = set(re.findall(r"(?<![\w/])(?:viextract|dictionaries|tests|scripts|benchmarks)/[\w./-]*\w", text))
    assert len(named) > 20
    assert {name for name in named if not (ROOT / name).exists()} == set()


def test_the_quick_tests_are_where_the_makefile_says() -> None:
    folders = re.search(r"^FAST := (.*)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert folders and all((ROOT / name).exists() for name in folders[1].split())
