"""What the pages say is true: tables are the code's, the README's Python runs, commands and links exist."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts.readme_tables import TABLES, with_table

ROOT = Path(__file__).resolve().parents[1]
PAGES = [
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "docs").glob("*.md")),
    ROOT / "samples" / "README.md",
]
SOURCES = ("viextract", "dictionaries", "tests", "scripts", "benchmarks")
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


WRONG = 'import viextract\n\noptions = viextract.Options(ocrr="never")\n'
"""What a checker of types must complain about, whoever asks it."""
RIGHT = """
from pathlib import Path

import viextract
from viextract.errors import ViextractError
from viextract.model.plan import Assignment, Task

options = viextract.Options(ocr="never", pages=(1, 2), limits=viextract.Limits(max_pages=2))


def work(path: Path) -> list[Task | Assignment]:
    try:
        plan = viextract.extract(path, options)
    except ViextractError as error:
        print(error.code, error.advice)
        return []
    return [*plan.tasks, *plan.assignments]
"""
"""Calls that it must not complain about: one option or two, the others as they are."""


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with each Python example of the pages as a file, other calls, and one with a mistake."""
    folder = tmp_path_factory.mktemp("examples")
    pages = [*(ROOT / readme for readme in READMES), *sorted((ROOT / "docs").glob("*.md"))]
    blocks = [block for page in pages for block in _examples(page.relative_to(ROOT).as_posix())]
    for number, block in enumerate(blocks):
        (folder / f"example_{number}.py").write_text(block, "utf-8")
    (folder / "wrong.py").write_text(WRONG, "utf-8")
    (folder / "right.py").write_text(RIGHT, "utf-8")
    assert blocks
    return folder


def _complaints_of_mypy(folder: Path, cache: Path) -> list[tuple[str, str]]:
    pytest.importorskip("mypy", reason="mypy is not installed (pip install -e .[dev])")
    command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--cache-dir", str(cache)]
    done = subprocess.run([*command, str(folder)], cwd=ROOT, capture_output=True, text=True, check=False)
    return [(Path(name).name, said) for name, said in re.findall(r"^(.*?\.py):\d+: error: (.*)$", done.stdout, re.M)]


def _complaints_of_pyright(folder: Path, cache: Path) -> list[tuple[str, str]]:
    """Those of pyright itself, or of basedpyright: the same checker as a package with all that it needs."""
    places = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    pyright = shutil.which("pyright", path=places) or shutil.which("basedpyright", path=places)
    if pyright is None:
        pytest.skip("pyright is not installed (pip install -e .[dev])")
    settings = {"typeCheckingMode": "strict", "extraPaths": [str(ROOT)], "pythonVersion": "3.11"}
    (folder / "pyrightconfig.json").write_text(json.dumps(settings), "utf-8")
    command = [pyright, "--outputjson", "-p", str(folder), "--pythonpath", sys.executable]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = json.loads(done.stdout)["generalDiagnostics"]
    return [(Path(one["file"]).name, one["message"]) for one in found if one["severity"] == "error"]


@pytest.mark.slow
@pytest.mark.parametrize("complaints", [_complaints_of_mypy, _complaints_of_pyright], ids=["mypy", "pyright"])
def test_the_python_examples_are_typed(
    complaints: Callable[[Path, Path], list[tuple[str, str]]], typed: Path, tmp_path: Path
) -> None:
    found = complaints(typed, tmp_path / "cache")
    assert [name for name, said in found if "ocrr" in said] == ["wrong.py"]
    assert [(name, said) for name, said in found if name != "wrong.py"] == []


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


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*.md")), ids=lambda page: page.name)
def test_every_module_that_a_page_names_exists(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    spans = re.findall(r"`([^`\n]+)`", text)
    named = {name for span in spans for name in re.findall(r"(?<![\w.])[\w/-]+\.(?:py|yaml|tsv)\b", span)}
    modules = [path.relative_to(ROOT).as_posix() for folder in SOURCES for path in (ROOT / folder).rglob("*.*")]
    assert {name for name in named if not any(f"/{path}".endswith(f"/{name}") for path in modules)} == set()


def test_the_quick_tests_are_where_the_makefile_says() -> None:
    folders = re.search(r"^FAST := (.*)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert folders and all((ROOT / name).exists() for name in folders[1].split())
