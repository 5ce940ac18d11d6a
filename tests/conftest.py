"""What all tests share: the command line in this process, marks that skip with a reason, and a cache of their own."""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

# The same examples in every run, so that a change fails for what it changes; `make fuzz` looks for new ones.
hypothesis_settings.register_profile(
    "fixed", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
hypothesis_settings.register_profile("roaming", parent=hypothesis_settings.get_profile("fixed"), derandomize=False)
hypothesis_settings.load_profile(os.environ.get("VIEXTRACT_HYPOTHESIS", "fixed"))

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("VIEXTRACT_SHARED", ROOT.parent / "shared"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regenerate", action="store_true", help="write golden files anew instead of comparing with them")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    missing = _missing_for_tesseract()
    for item in items:
        if "tesseract" in item.keywords and missing:
            item.add_marker(pytest.mark.skip(reason=missing))
        if "accuracy" in item.keywords and not SHARED.is_dir():
            item.add_marker(
                pytest.mark.skip(reason=f"the evaluation data is not there: {SHARED.name}/ beside the project")
            )


def pytest_make_parametrize_id(val: object) -> str | None:
    """Bytes are named by their number: archives hold the time at which they were made, and names must not change."""
    return f"{len(val)} bytes" if isinstance(val, bytes) else None


def _missing_for_tesseract() -> str | None:
    if shutil.which("tesseract") is None:
        return "tesseract is not installed"
    listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=False).stdout.split()
    return None if "vie" in listed else "tesseract has no Vietnamese data (vie)"


@pytest.fixture(scope="session", autouse=True)
def _cache_of_their_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Neither use what the user's own cache holds nor fill it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VIEXTRACT_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session", autouse=True)
def _interrupts_arrive() -> None:
    """A shell ignores interrupts for what it starts with ``&``, and programs that the tests start would inherit it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the evaluation data; only tests marked ``accuracy`` may use it."""
    return SHARED


@pytest.fixture(scope="session")
def samples() -> Path:
    return ROOT / "samples"


@pytest.fixture
def regenerate(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be written anew (``pytest --regenerate``)."""
    return bool(request.config.getoption("--regenerate"))


@dataclass(frozen=True)
class Finished:
    """How a command ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def cli(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Finished]:
    """Runs a command line in this process: ``cli("extract", path, stdin=b"...")``."""
    from viextract.cli.app import app
    from viextract.cli.guard import run

    def invoke(*arguments: object, stdin: bytes = b"") -> Finished:
        capfdbinary.readouterr()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = run(app, [str(argument) for argument in arguments])
        out, err = capfdbinary.readouterr()
        return Finished(code, out.decode("utf-8"), err.decode("utf-8"))

    return invoke


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that any user may enter, unlike ``tmp_path``."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@pytest.fixture
def as_nobody() -> Iterator[None]:
    """Root may read and write everything: give up its powers for the length of a test."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)
