"""The scripts of a checkout on machines of all kinds: they install what they may, and say what they do not."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).resolve().parents[1] / "scripts"
BASH = shutil.which("bash") or "/bin/bash"
TESSERACT = "#!/bin/bash\nprintf '%s\\n' 'List of languages' eng vie\n"


class Machine:
    """A PATH of its own, on which programs are put one by one; what they are called with is kept."""

    def __init__(self, folder: Path) -> None:
        self.programs, self.folder = folder / "bin", folder
        self.programs.mkdir()
        for name in ("dirname", "env", "rm", "touch", "mkdir", "cat", "chmod", "grep", "true"):
            (self.programs / name).symlink_to(shutil.which(name) or name)
        self.has("id", "echo 1000")

    def has(self, name: str, does: str = "") -> Machine:
        path = self.programs / name
        path.write_text(f'#!{BASH}\necho "{name} $*" >> {self.folder}/calls\n{does}\n', "utf-8")
        path.chmod(0o755)
        return self

    def runs(self, what: str, script: str = "setup.sh", **variables: str) -> subprocess.CompletedProcess[str]:
        folders = {"VENV": str(self.folder / "venv"), "HOME": str(self.folder)}
        environment = {"PATH": str(self.programs), **folders, **variables}
        command = [BASH, str(SCRIPTS / script), what]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    @property
    def calls(self) -> list[str]:
        path = self.folder / "calls"
        return path.read_text("utf-8").splitlines() if path.exists() else []


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def installs(machine: Machine) -> list[str]:
    return [call for call in machine.calls if call.startswith("apt-get install")]


def test_where_nothing_is_missing_nothing_is_done_or_said(machine: Machine) -> None:
    machine.has("tesseract", "printf '%s\\n' List eng vie").has("apt-get").has("pdftotext").has("chromium")
    done = machine.runs("system")
    # Fonts and the database's server are looked for where the real machine has them.
    if not {"fonts-croscore", "postgresql"} & set(done.stderr.split()):
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        assert not [call for call in machine.calls if call.startswith("apt-get")]


def test_root_installs_what_is_missing(machine: Machine) -> None:
    comes = f"cat > {machine.programs}/tesseract <<'END'\n{TESSERACT}END\nchmod 755 {machine.programs}/tesseract"
    machine.has("id", "echo 0").has("apt-get", f'[ "$1" = update ] || {{ {comes}\n}}')
    done = machine.runs("system")
    assert done.returncode == 0, done.stderr
    assert machine.calls.index("apt-get update -q") < machine.calls.index(installs(machine)[0])
    assert "-y" in installs(machine)[0] and "tesseract-ocr tesseract-ocr-vie" in installs(machine)[0]


def test_sudo_is_used_where_it_asks_for_no_password(machine: Machine) -> None:
    machine.has("sudo", 'shift; "$@"').has("apt-get")
    machine.runs("system")
    assert "tesseract-ocr tesseract-ocr-vie" in installs(machine)[0]


@pytest.mark.parametrize("sudo", [None, "exit 1"], ids=["no sudo", "sudo wants a password"])
def test_others_are_told_what_to_run_and_go_on(sudo: str | None, machine: Machine) -> None:
    machine.has("apt-get")
    if sudo:
        machine.has("sudo", sudo)
    done = machine.runs("system")
    assert done.returncode == 0
    assert "Run as root:  apt-get update && apt-get install -y" in done.stderr and "tesseract-ocr-vie" in done.stderr
    assert not installs(machine)


def test_without_a_network_it_says_so_and_goes_on(machine: Machine) -> None:
    machine.has("id", "echo 0").has("apt-get", "exit 100")
    done = machine.runs("system")
    assert done.returncode == 0
    assert "no network?" in done.stderr and "going on without" in done.stderr


def test_on_other_systems_it_names_what_is_needed(machine: Machine) -> None:
    done = machine.runs("system")
    assert done.returncode == 0
    assert "tesseract-ocr tesseract-ocr-vie" in done.stderr and "package manager" in done.stderr


def test_without_python_311_it_says_what_to_install(machine: Machine) -> None:
    machine.has("python3", "exit 1")
    done = machine.runs("venv")
    assert done.returncode == 1
    assert "no Python 3.11" in done.stderr


def test_a_python_without_venv(machine: Machine) -> None:
    machine.has("python3", '[ "$1" = -c ]')
    done = machine.runs("venv")
    assert done.returncode == 1
    assert "apt-get install -y python3-venv" in done.stderr


PYTHON_WITHOUT_NETWORK = """\
case "$*" in
  "-m venv "*) mkdir -p "$3/bin"; cat "$0" > "$3/bin/python"; chmod 755 "$3/bin/python" ;;
  "-m pip "*) exit 1 ;;
  "-c import viextract"*) exit {complete} ;;
esac
"""


def test_packages_that_cannot_be_fetched_can_be_brought(machine: Machine) -> None:
    machine.has("python3", PYTHON_WITHOUT_NETWORK.format(complete=1))
    done = machine.runs("venv")
    assert done.returncode == 1
    assert "pip download -d wheels" in done.stderr and "PIP_FIND_LINKS" in done.stderr


def test_an_environment_that_is_complete_needs_no_network_and_is_not_looked_at_twice(machine: Machine) -> None:
    machine.has("python3", PYTHON_WITHOUT_NETWORK.format(complete=0))
    assert machine.runs("venv").returncode == 0
    calls = len(machine.calls)
    assert machine.runs("venv").returncode == 0
    assert len(machine.calls) == calls


@pytest.mark.parametrize("shim", [None, "exit 127", "exit 1"], ids=["none", "a shim that complains", "another version"])
def test_a_version_of_python_that_is_not_here_is_passed_over_and_said_so(shim: str | None, machine: Machine) -> None:
    if shim:
        machine.has("python3.99", shim)
    done = machine.runs("3.99", "versions.sh")
    assert done.returncode == 0, done.stderr
    assert "Python 3.99 is not on this machine: not tested" in done.stderr
