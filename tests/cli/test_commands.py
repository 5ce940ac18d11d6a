"""What each command does, and how the program behaves among others: data on standard output, all else aside."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import viextract
from viextract import errors
from viextract.export.schema import schema_text

Cli = Callable[..., Any]
PROGRAM = [sys.executable, "-c", "from viextract.cli.app import main; main()"]

PLAN = """\
KẾ HOẠCH
Trồng cây phân tán năm 2026

I. MỤC TIÊU
- Trồng mới 12.000 cây ven đường trước ngày 30 tháng 6 năm 2026.
"""


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    path = tmp_path / "ke-hoach.txt"
    path.write_text(PLAN, "utf-8")
    return path


def test_extract_writes_a_valid_plan_to_standard_output(cli: Cli, plan_file: Path) -> None:
    done = cli("extract", plan_file)
    assert done.code == 0
    plan = json.loads(done.out)
    jsonschema.validate(plan, json.loads(schema_text()))
    assert plan["source"]["name"] == "ke-hoach.txt"


def test_the_same_file_gives_the_same_bytes_by_every_way(cli: Cli, plan_file: Path, tmp_path: Path) -> None:
    printed = cli("extract", plan_file).out
    assert cli("extract", plan_file, "-o", tmp_path / "plan.json").out == ""
    assert (tmp_path / "plan.json").read_text("utf-8") == printed
    assert viextract.extract(plan_file).to_json() == printed
    piped = json.loads(cli("extract", "-", stdin=plan_file.read_bytes()).out)
    assert piped["source"]["name"] == "stdin"
    assert {**piped, "source": None} == {**json.loads(printed), "source": None}


def test_an_outline_is_for_people(cli: Cli, plan_file: Path) -> None:
    done = cli("extract", plan_file, "--outline")
    assert done.code == 0, done.err
    assert "MỤC TIÊU" in done.out and not done.out.lstrip().startswith("{")


def test_text_gives_paragraphs(cli: Cli, plan_file: Path) -> None:
    done = cli("text", plan_file)
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[:2] == ["KẾ HOẠCH", "Trồng cây phân tán năm 2026"]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_restore_keeps_every_line_in_its_place(ending: str, cli: Cli, tmp_path: Path) -> None:
    damaged = ["", "Uy ban nhan dan xa", "", "  - Ke hoach trong cay nam 2026;", "\f", "12/KH-UBND", ""]
    path = tmp_path / "damaged.txt"
    path.write_bytes((ending.join(damaged) + ending).encode())
    done = cli("restore", path)
    assert done.code == 0, done.err
    restored = done.out.split("\n")
    assert len(restored) == len(damaged) + 1
    assert [bool(line.strip()) for line in restored[:-1]] == [bool(line.strip()) for line in damaged]
    assert "12/KH-UBND" in restored[5]


def test_restore_explains_each_change(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "damaged.txt"
    path.write_text("Uy ban nhan dan tinh ban hanh ke hoach trien khai thuc hien.\n", "utf-8")
    done = cli("restore", path, "--explain", tmp_path / "changes.json")
    assert done.code == 0, done.err
    explanation = json.loads((tmp_path / "changes.json").read_text("utf-8"))
    damaged = path.read_text("utf-8")
    changes = [decision for decision in explanation["decisions"] if decision["before"] != decision["after"]]
    assert len(changes) == explanation["changed"] > 0
    assert viextract.apply(damaged, changes) == done.out
    for change in changes:
        assert damaged[change["start"] : change["end"]] == change["before"]
        assert 0 <= change["confidence"] <= 1 and change["reason"]


def test_a_diff_instead_of_the_text(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "damaged.txt"
    path.write_text("2025\nUy ban nhan dan tinh ban hanh ke hoach trien khai thuc hien\n", "utf-8")
    done = cli("restore", path, "--diff")
    removed = [line for line in done.out.splitlines() if line.startswith("-") and not line.startswith("---")]
    added = [line for line in done.out.splitlines() if line.startswith("+") and not line.startswith("+++")]
    assert removed == ["-Uy ban nhan dan tinh ban hanh ke hoach trien khai thuc hien"]
    assert len(added) == 1 and "Ủy ban nhân dân" in added[0]


def test_schema(cli: Cli) -> None:
    done = cli("schema")
    assert (done.code, done.err, done.out) == (0, "", schema_text())


def test_version(cli: Cli) -> None:
    assert cli("--version").out == f"viextract {viextract.__version__}\n"


def test_cache_says_where_it_is_and_can_be_cleared(cli: Cli) -> None:
    assert cli("cache", "info").out.splitlines()[0] == os.environ["VIEXTRACT_CACHE_DIR"]
    assert cli("cache", "clear").code == 0


@pytest.mark.parametrize("command", ["extract", "text", "restore", "tables", "batch", "schema", "doctor"])
def test_help_teaches_by_examples(command: str, cli: Cli) -> None:
    done = cli(command, "--help")
    assert (done.code, done.err) == (0, "")
    assert f"viextract {command}" in done.out.partition("Examples:")[2]


@pytest.mark.parametrize("arguments", [["extract"], ["extract", "a", "--no-such-option"], ["no-such-command"]])
def test_a_command_line_that_is_not_understood(arguments: list[str], cli: Cli) -> None:
    done = cli(*arguments)
    assert done.code == errors.USAGE
    assert done.out == "" and done.err


def test_an_unexpected_error_has_no_traceback_but_with_debug(
    cli: Cli, plan_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("on purpose")

    monkeypatch.setattr("viextract.parse.parse_document", broken)
    plain = cli("extract", plan_file)
    assert plain.code == errors.UNEXPECTED
    assert "ZeroDivisionError: on purpose" in plain.err and "--debug" in plain.err
    assert "Traceback" not in plain.err
    assert "Traceback" in cli("extract", plan_file, "--debug").err
    assert "Traceback" in cli("--debug", "extract", plan_file).err


def test_the_input_is_never_the_output(cli: Cli, plan_file: Path) -> None:
    link = plan_file.with_name("link.txt")
    link.symlink_to(plan_file)
    for output in (plan_file, link):
        done = cli("text", plan_file, "-o", output)
        assert done.code == errors.InvalidOptionError.exit_code
    assert plan_file.read_text("utf-8") == PLAN


def test_an_output_that_cannot_be_written_is_told_before_the_work(cli: Cli, tmp_path: Path) -> None:
    done = cli("extract", tmp_path / "missing.pdf", "-o", tmp_path / "no" / "plan.json")
    assert done.code == errors.OutputNotWritableError.exit_code
    assert "mkdir -p" in done.err


def run(*arguments: object, **options: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*PROGRAM, *map(str, arguments)], capture_output=True, check=False, **options)


def test_standard_output_is_utf8_in_any_locale(plan_file: Path) -> None:
    environment = {
        **os.environ,
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONIOENCODING": "ascii",
    }
    done = run("text", plan_file, env=environment)
    assert done.returncode == 0, done.stderr
    assert done.stdout.decode("utf-8").startswith("KẾ HOẠCH\n")


def test_a_reader_that_goes_away_is_no_error(plan_file: Path) -> None:
    plan_file.write_text(PLAN * 3000, "utf-8")
    command = '"$0" -c "$1" restore "$2" --profile clean | head -n 1; exit ${PIPESTATUS[0]}'
    done = subprocess.run(
        ["bash", "-c", command, PROGRAM[0], PROGRAM[2], plan_file], capture_output=True, text=True, check=False
    )
    assert done.returncode == errors.PIPE_CLOSED, done.stderr
    assert done.stdout == "KẾ HOẠCH\n" and done.stderr == ""


def test_a_full_disk_behind_standard_output(plan_file: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*PROGRAM, "text", plan_file], stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == errors.OutputNotWritableError.exit_code
    assert b"No space left" in done.stderr and b"Traceback" not in done.stderr and b"Exception" not in done.stderr


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, errors.INTERRUPTED), (signal.SIGTERM, errors.TERMINATED)])
def test_being_stopped_leaves_no_output_and_no_traceback(sent: signal.Signals, code: int, tmp_path: Path) -> None:
    output = tmp_path / "plan.json"
    process = subprocess.Popen(
        [*PROGRAM, "extract", "-", "-o", output],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdin and process.stderr
    process.stdin.write(b" " * 2**20)  # more than a pipe holds: done when the program reads, which then waits for more
    process.send_signal(sent)
    assert process.wait(timeout=120) == code
    assert b"Traceback" not in process.stderr.read()
    process.stdin.close()
    assert list(tmp_path.iterdir()) == []


def test_progress_is_shown_on_a_terminal_and_never_among_the_data(samples: Path) -> None:
    terminal, end = os.openpty()
    command = [*PROGRAM, "extract", str(samples / "rac-thai.digital.pdf"), "--pages", "1"]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=end, check=True)
    os.close(end)
    assert b"reading" in os.read(terminal, 100_000)
    os.close(terminal)
    assert json.loads(done.stdout)["header"]["symbol"] == "37/KH-UBND"


def test_importing_viextract_is_quick() -> None:
    heavy = "import sys, viextract; print([m for m in ('cv2', 'numpy', 'pdfplumber', 'pydantic') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", heavy], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("module", "without"),
    [
        ("viextract.archive", ("cv2", "viextract.parse", "viextract.recover")),
        ("viextract.read.ocr.engines.tesseract", ("pandas", "viextract.parse")),
    ],
)
def test_each_process_loads_what_it_needs(module: str, without: tuple[str, ...]) -> None:
    """A batch waits for its own process before the first worker starts, and for each worker before its first file."""
    loaded = f"import sys, {module}; print([name for name in {without} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_main_module_that_workers_load_again_is_small() -> None:
    settings = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))
    module = settings["project"]["scripts"]["viextract"].partition(":")[0]
    loaded = f"import sys, {module}; print([name for name in ('typer', 'rich', 'pydantic') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_while_others_read_pages_the_rest_is_loaded(samples: Path) -> None:
    program = f"""
import sys, viextract
known = []
def told(stage, done, total):
    known.append((stage, done, "viextract.parse" in sys.modules))
viextract.extract({str(samples / "rac-thai.digital.pdf")!r}, viextract.Options(jobs=2, pages=(1, 2)), progress=told)
print([one for one in known if one[0] == "read"])
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[('read', 0, False), ('read', 1, False), ('read', 2, True)]"


def test_extract_tells_its_warnings_on_standard_error(cli: Cli, tmp_path: Path) -> None:
    bullets = "".join(f"- Trồng cây ở thôn số {number}.\n" for number in range(3))
    file = tmp_path / "plan.txt"
    file.write_text(f"KẾ HOẠCH\nTrồng cây\nI. NỘI DUNG\n{bullets}", "utf-8")
    done = cli("extract", file, "-o", tmp_path / "plan.json")
    told = done.err.splitlines()
    assert (done.code, done.out) == (0, "")
    assert "warning: symbol-missing: The head has no number and no code." in told
    assert told[-1].startswith("grade: check: ")


@pytest.mark.parametrize(
    ("command", "name"),
    [
        (("schema", "-o"), "schema.csv"),
        (("restore", "ruined.txt", "--explain"), "changes.xlsx"),
        (("text", "ruined.txt", "-o"), "text.pdf"),
        (("text", "ruined.txt", "-o"), "text.json"),
        (("tables", "ruined.txt", "-o"), "tables.json"),
    ],
)
def test_a_name_that_promises_another_form_is_refused(
    command: tuple[str, ...], name: str, tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("ruined.txt").write_text("Uy ban nhan dan xa", "utf-8")
    done = cli(*command, name)
    assert done.code != 0 and f"not written as {Path(name).suffix}" in done.err and "Let the name end in" in done.err
    assert not Path(name).exists()


def test_lines_of_a_table_are_restored_into_a_table(tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("ruined.csv").write_text("1,Uy ban nhan dan xa\n", "utf-8")
    assert cli("restore", "ruined.csv", "-o", "clean.csv").code == 0
    assert Path("clean.csv").read_text("utf-8") == "1,Ủy ban nhân dân xã\n"
