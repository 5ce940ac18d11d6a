"""Each message has a Vietnamese form, and the user's language chooses between the two."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

import viextract
from viextract.cli.app import app
from viextract.cli.language import language, set_language, translate
from viextract.errors import ViextractError, all_errors
from viextract.model.messages import catalogue
from viextract.model.warning_codes import WarningCode

PACKAGE = Path(viextract.__file__).parent
BUILT_IN = {"ValueError", "TypeError", "AttributeError", "FileNotFoundError", "KeyError", "ImportError", "RuntimeError"}


@pytest.fixture(autouse=True)
def _no_language_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("VIEXTRACT_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    set_language(None)
    yield
    set_language(None)


# --- what the code says


def templates(node: ast.expr, names: dict[str, list[ast.expr]]) -> Iterator[str]:
    """Texts that an expression may stand for, with ``{}`` for what is filled in; of a name, what it was set to."""
    match node:
        case ast.Constant(value=str() as text):
            yield text
        case ast.JoinedStr(values=values):
            yield "".join(value.value if isinstance(value, ast.Constant) else "{}" for value in values)  # type: ignore[misc]
        case ast.Name(id=name):
            for value in names.get(name, []):
                yield from templates(value, {})
        case ast.IfExp(body=body, orelse=orelse):
            yield from templates(body, names)
            yield from templates(orelse, names)
        case ast.BoolOp(values=values):
            for value in values:
                yield from templates(value, names)
        case ast.Call(func=ast.Name(id="translate"), args=[inner]):
            yield from templates(inner, names)


def messages_of(call: ast.Call, file: Path) -> Iterator[ast.expr]:
    """The arguments of a call that are messages for users."""
    name = ast.unparse(call.func).rpartition(".")[2]
    keywords = {keyword.arg: keyword.value for keyword in call.keywords}
    if name.endswith("Error") and name not in BUILT_IN:
        yield from call.args[:1]
        if "advice" in keywords:
            yield keywords["advice"]
    elif name == "Warning" and "message" in keywords:
        yield keywords["message"]
    elif (
        name == "append" and call.args and isinstance(call.args[0], ast.Tuple) and "warnings" in ast.unparse(call.func)
    ):
        yield call.args[0].elts[1]
    elif name == "Finding":
        yield call.args[1]
    elif name in {"say", "translate"} and file.parent.name == "cli":
        yield from call.args[:1]


def said_by_the_code() -> Iterator[tuple[str, str]]:
    for file in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(file.read_text("utf-8"))
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        for function in functions:
            names: dict[str, list[ast.expr]] = {}
            for node in ast.walk(function):
                if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                    names.setdefault(node.targets[0].id, []).append(node.value)
            for node in ast.walk(function):
                if isinstance(node, ast.Call):
                    for argument in messages_of(node, file):
                        for text in templates(argument, names):
                            yield text, f"{file.relative_to(PACKAGE)}:{node.lineno}"
    kinds: list[type[ViextractError]] = [ViextractError, *all_errors()]
    for kind in kinds:
        yield kind.advice, kind.__name__
    for code in WarningCode:
        yield code.meaning, code
        yield code.advice, code


def said_by_help(command: Any) -> Iterator[tuple[str, str]]:
    for text in (command.help, *(getattr(option, "help", None) for option in command.params)):
        if text:
            yield " ".join(text.split()), f"help of {command.name}"
    for panel in {getattr(option, "rich_help_panel", None) for option in command.params} - {None}:
        yield str(panel), f"panel of {command.name}"
    for below in getattr(command, "commands", {}).values():
        yield from said_by_help(below)


BLANK = re.compile(r"[\s{}:().\[\]/;,]*")
"""What is left of a message that says nothing by itself, such as ``{}: {}``."""


def test_each_message_has_a_vietnamese_form() -> None:
    known = catalogue()
    missing = {
        text: where
        for text, where in [*said_by_the_code(), *said_by_help(get_command(app))]
        if text not in known and not BLANK.fullmatch(text)
    }
    assert not missing, "add these to dictionaries/messages_vi.yaml:\n" + "\n".join(
        f"  {text!r}  ({where})" for text, where in missing.items()
    )


@pytest.mark.parametrize("english", catalogue())
def test_both_forms_fill_in_the_same(english: str) -> None:
    vietnamese = catalogue()[english]
    assert (vietnamese and vietnamese.strip() == vietnamese) or vietnamese.startswith(" (")
    wanted = {str(number) for number in range(english.count("{}"))}
    assert set(re.findall(r"\{(\d*)\}", vietnamese)) == wanted


def test_commands_and_options_stay_as_they_are_typed() -> None:
    for english, vietnamese in catalogue().items():
        options = set(re.findall(r"(?<!\S)--[a-z-]+", english))
        assert options <= set(re.findall(r"--[a-z-]+", vietnamese)), english


# --- what the user sees


def test_a_message_is_filled_in() -> None:
    set_language("vi")
    assert translate("a.pdf has 3 pages, there is no page 7") == "a.pdf có 3 trang, không có trang 7"
    assert translate("what nobody has written down") == "what nobody has written down"
    set_language("en")
    assert translate("a.pdf does not exist") == "a.pdf does not exist"


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "en"),
        ({"LANG": "vi_VN.UTF-8"}, "vi"),
        ({"LANG": "vi_VN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_US.UTF-8", "VIEXTRACT_LANG": "vi"}, "vi"),
        ({"LANG": "vi_VN.UTF-8", "VIEXTRACT_LANG": ""}, "vi"),
        ({"LANG": "vietnamese"}, "en"),
    ],
)
def test_the_environment_chooses(environment: dict[str, str], expected: str) -> None:
    assert language(environment) == expected


def test_errors_in_both_languages(cli: Callable[..., Any], tmp_path: Path) -> None:
    gone = tmp_path / "gone.pdf"
    english, vietnamese = cli("extract", gone), cli("--language", "vi", "extract", gone)
    assert english.code == vietnamese.code == 10
    assert f"error: {gone} does not exist" in english.err
    assert f"lỗi: không có {gone}" in vietnamese.err and "gợi ý: Kiểm tra đường dẫn" in vietnamese.err


def test_warnings_in_vietnamese_and_data_the_same(
    cli: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = tmp_path / "ke-hoach.txt"
    plan.write_text("KẾ HOẠCH\nTrồng cây xanh\n\n1. Trồng cây ven đường.\n", "utf-8")
    english = cli("extract", plan)
    monkeypatch.setenv("VIEXTRACT_LANG", "vi")
    vietnamese = cli("extract", plan)
    assert english.out == vietnamese.out
    assert "cảnh báo: symbol-missing: Phần đầu văn bản không có số, ký hiệu." in vietnamese.err
    assert "warning:" not in vietnamese.err and "cảnh báo" not in english.err


@pytest.mark.parametrize(
    "arguments", [("--help",), ("extract", "--help"), ("batch", "-h"), ("cache", "info", "--help")]
)
def test_help_in_vietnamese(arguments: tuple[str, ...], cli: Callable[..., Any]) -> None:
    english, vietnamese = cli(*arguments), cli("--language", "vi", *arguments)
    assert english.code == vietnamese.code == 0
    assert english.out != vietnamese.out and re.search("[ăâđêôơư]", vietnamese.out)
    assert cli(*arguments).out == english.out, "the choice ends with its command line"


@pytest.mark.parametrize("asked", [("--language", "vi"), ("--language=vi",)])
@pytest.mark.parametrize("command", ["extract", "review", "report"])
def test_the_language_may_be_asked_behind_the_command(
    cli: Callable[..., Any], tmp_path: Path, asked: tuple[str, ...], command: str
) -> None:
    more = () if command == "extract" else ("-o", tmp_path / "x.html")
    done = cli(command, tmp_path / "not-there", *asked, *more)
    assert done.code != 0 and "lỗi:" in done.err and "No such option" not in done.err


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_page_of_review_opens_in_the_language_that_was_asked_for(
    cli: Callable[..., Any], tmp_path: Path, language: str
) -> None:
    plan, page = tmp_path / "a.txt", tmp_path / "a.html"
    plan.write_text("KẾ HOẠCH\nTrồng cây\n", "utf-8")
    assert cli("review", plan, "-o", page, "--language", language).code == 0
    assert f'"language":"{language}"' in page.read_text("utf-8")
    assert cli("review", plan, "-o", page).code == 0
    assert '"language":' not in page.read_text("utf-8")  # that of the browser


def test_a_page_of_a_folder_is_refused_with_the_command_that_makes_one(cli: Callable[..., Any], tmp_path: Path) -> None:
    inputs, out, page = tmp_path / "in", tmp_path / "out", tmp_path / "x.html"
    inputs.mkdir()
    (inputs / "a.txt").write_text("KẾ HOẠCH\nTrồng cây\n", "utf-8")
    assert cli("batch", inputs, "-o", out, "--jobs", "1").code == 0
    done = cli("review", out, "-o", page)
    assert done.code != 0 and not page.exists()
    told = " ".join(done.err.split())
    assert f"viextract report {out} -o {page}" in told and "batch" not in told
    assert cli(*f"report {out} -o {page}".split()).code == 0 and page.exists()
