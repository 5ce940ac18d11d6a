"""The wheel: all that is needed is in it, and it works where nothing is known of the checkout."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(importlib.util.find_spec("build") is None, reason="the package `build` is not installed"),
]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    # Without isolation: hatchling is installed, and no network is asked for.
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True, text=True)
    return next(folder.glob("viextract-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment that has the wheel, and the dependencies of the one that runs the tests."""
    folder = tmp_path_factory.mktemp("venv")
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    place = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index", "-q", str(wheel)]
    subprocess.run(pip, check=True, capture_output=True, text=True)
    # Dependencies come from here; the checkout itself, which is installed by a .pth file, does not come along:
    # Python reads .pth files in its own folder only.
    Path(place, "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return python


def run(python: Path, *arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.run(
        [python, *map(str, arguments)], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )


def test_every_dictionary_and_the_type_marker_are_in_the_wheel(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    tracked = subprocess.run(
        ["git", "ls-files", "dictionaries"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split()
    names = tracked or [
        path.relative_to(ROOT).as_posix() for path in (ROOT / "dictionaries").rglob("*") if path.is_file()
    ]
    assert {f"viextract/{name}" for name in names} <= inside
    assert "viextract/py.typed" in inside
    assert any(name.endswith("licenses/LICENSE") for name in inside)
    assert not any(name.startswith(("tests/", "samples/", "scripts/")) for name in inside)


def test_it_runs_from_any_folder(installed: Path, tmp_path: Path) -> None:
    where = run(installed, "-c", "import viextract.data as d; print(d.__file__, d.dictionaries())", cwd=tmp_path)
    assert where.returncode == 0, where.stderr
    assert str(ROOT) not in where.stdout
    assert where.stdout.split()[1].endswith("viextract/dictionaries")

    (tmp_path / "ke-hoach.txt").write_text("KE HOACH\nUy ban nhan dan tinh ban hanh ke hoach\n", "utf-8")
    restored = run(installed.with_name("viextract"), "restore", "ke-hoach.txt", cwd=tmp_path)
    assert restored.returncode == 0, restored.stderr
    assert "Ủy ban nhân dân tỉnh" in restored.stdout


def test_it_reads_a_pdf(installed: Path, tmp_path: Path, samples: Path) -> None:
    done = run(
        installed, "-m", "viextract", "extract", samples / "rac-thai.digital.pdf", "-o", "plan.json", cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    assert '"symbol": "37/KH-UBND"' in (tmp_path / "plan.json").read_text("utf-8")
