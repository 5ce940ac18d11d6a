"""``viextract doctor``: what is installed, what is missing, and the commands that install it."""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, entry_points, requires, version
from importlib.util import find_spec
from typing import Annotated, Any, Literal

import typer
from rich.console import Console
from rich.filesize import decimal
from rich.markup import escape
from rich.table import Table

import viextract
from viextract.cli.language import translate
from viextract.cli.streams import emit
from viextract.data import dictionaries, read_yaml
from viextract.errors import EngineMissingError, ViextractError
from viextract.options import Limits, Options

EXAMPLES = """
Examples:

    viextract doctor

    viextract doctor --json | jq -r '.install[]'
"""

State = Literal["ok", "missing", "optional"]
_MARKS: dict[State, str] = {"ok": "[green]ok[/]", "missing": "[bold red]missing[/]", "optional": "[dim]not there[/]"}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that viextract may need: ``optional`` is not there and not needed by most."""

    name: str
    state: State
    detail: str
    package: str | None = None
    """What would bring it: a key of ``packages.yaml``, or ``pip:NAME``."""


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Write the findings as JSON.")] = False,
) -> None:
    """Show which engines, languages, fonts and extras are there, what installs what is missing, and the limits.

    Limits are guards against files that would exhaust the machine.
    """
    checks = list(run_checks())
    commands = install_commands(checks)
    if as_json:
        findings = {"checks": [asdict(check) for check in checks], "install": commands}
        emit(json.dumps(findings, ensure_ascii=False, indent=1) + "\n", None)
    else:
        _print(checks, commands)
    missing = [check.name for check in checks if check.state == "missing"]
    if missing:
        raise EngineMissingError(f"needed and not there: {', '.join(missing)}", advice="Run the command above.")


def run_checks() -> Iterator[Check]:
    """All checks in the order in which they are shown."""
    yield Check(
        "viextract", "ok", f"{viextract.__version__}, Python {platform.python_version()}, {platform.platform()}"
    )
    yield _check_data()
    yield from _check_engines()
    yield _check_language(Options().language)
    yield _check_libreoffice()
    yield _check_font()
    yield from _check_packages()
    yield _check_cache()
    yield Check("processors", "ok", f"{os.cpu_count()}")
    yield from _check_limits()


def _check_data() -> Check:
    try:
        folder = dictionaries()
    except FileNotFoundError as error:
        return Check("dictionaries", "missing", str(error), "pip:viextract")
    files = [path for path in folder.rglob("*") if path.is_file()]
    return Check("dictionaries", "ok", f"{folder}: {len(files)} files, {decimal(sum(f.stat().st_size for f in files))}")


def _check_engines() -> Iterator[Check]:
    default = Options().engine
    for name in sorted({entry.name for entry in entry_points(group="viextract.ocr_engines")}):
        state: State = "missing" if name == default else "optional"
        package = name if name == default else "pip:viextract[onnx]"
        try:
            from viextract.read.ocr.engines import load_engine

            said = load_engine(name).version(Options().language)
        except ViextractError as error:
            if name == default and shutil.which(name):
                continue  # the program is there, and what it lacks is the language: the next check says so
            yield Check(f"engine {name}", state, error.cause, package)
        else:
            yield Check(f"engine {name}", "ok", said)


def _check_language(language: str) -> Check:
    name = f"language {language}"
    if not shutil.which("tesseract"):
        return Check(name, "missing", "tesseract is not installed", language)
    listed = _output("tesseract", "--list-langs").splitlines()
    if language in listed:
        return Check(name, "ok", f"tesseract has {', '.join(listed[1:])}")
    return Check(name, "missing", f"tesseract has no data for {language!r}", language)


def _check_libreoffice() -> Check:
    from viextract.read.files.libreoffice import find_libreoffice

    program = find_libreoffice()
    if program is None:
        return Check("LibreOffice", "optional", "only .doc, .rtf, .odt, .xls and .ods files need it", "libreoffice")
    return Check("LibreOffice", "ok", program)


def _check_font() -> Check:
    listed = _output("fc-list", ":family=Tinos", "file") if shutil.which("fc-list") else ""
    if listed:
        return Check("font Tinos", "ok", listed.splitlines()[0].split(":")[0])
    return Check("font Tinos", "optional", "only making the samples needs it", "tinos")


def _check_packages() -> Iterator[Check]:
    """The Python packages that viextract names, with their versions; extras of its developers are left out."""
    for requirement in sorted(requires("viextract") or []):
        name = re.split(r"[^\w.-]", requirement, maxsplit=1)[0]
        extra = re.search(r"extra == ['\"](\w+)['\"]", requirement)
        if extra and extra[1] in ("dev", "test"):
            continue
        try:
            yield Check(f"package {name}", "ok", version(name))
        except PackageNotFoundError:
            if extra:
                yield Check(f"package {name}", "optional", f"extra {extra[1]}", f"pip:viextract[{extra[1]}]")
            else:
                yield Check(f"package {name}", "missing", "not installed", f"pip:{name}")


def _check_cache() -> Check:
    from viextract.read.pages.cache import cache_folder

    return Check("cache", "ok", f"{cache_folder()} (see `viextract cache info`)")


def _check_limits() -> Iterator[Check]:
    """The limits as they are by default: what an office may have to raise, or wants to know before it trusts a file."""
    for name, value, meaning in Limits().shown():
        unenforced = name == "max_memory_bytes" and find_spec("resource") is None
        note = "; this system cannot enforce it" if unenforced else ""
        yield Check(f"limit {name}", "ok", f"{value} ({meaning}){note}")


def install_commands(checks: list[Check], state: State = "missing") -> list[str]:
    """Commands for this system that bring what is missing; plain words where its package manager is not known."""
    wanted = list(dict.fromkeys(check.package for check in checks if check.state == state and check.package))
    pip = [package.removeprefix("pip:") for package in wanted if package.startswith("pip:")]
    system = [package for package in wanted if not package.startswith("pip:")]
    commands = [_system_command(system)] if system else []
    if pip:
        commands.append("pip install " + " ".join(f'"{name}"' if "[" in name else name for name in pip))
    return commands


def _system_command(packages: list[str]) -> str:
    known: dict[str, Any] = read_yaml("packages.yaml")
    for manager, how in known["managers"].items():
        if shutil.which(manager):
            names = [known["packages"].get(package, {}).get(manager, package) for package in packages]
            sudo = "sudo " if how["root"] and getattr(os, "geteuid", int)() != 0 else ""
            return f"{sudo}{how['install']} {' '.join(names)}"
    return f"install with this system's package manager: {', '.join(packages)}"


def _output(*command: str) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=20, check=False).stdout.strip()
    except (OSError, subprocess.TimeoutExpired):
        return ""


def _print(checks: list[Check], commands: list[str]) -> None:
    console = Console(soft_wrap=True, highlight=False, width=None if sys.stdout.isatty() else 200)
    table = Table(box=None, show_header=False, pad_edge=False)
    for check in checks:
        table.add_row(escape(check.name), _MARKS[check.state], escape(check.detail))
    console.print(table)
    if commands:
        console.print("\n" + translate("To install what is missing:"), style="bold")
    for command in commands:
        console.print(f"  {command}", markup=False)
    for command in install_commands(checks, "optional"):
        console.print(f"[dim]optional:[/] {escape(command)}")
