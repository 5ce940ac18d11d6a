"""Each warning has a code of the enumeration, and docs/warnings.md says what it means."""

from __future__ import annotations

import ast
from pathlib import Path

import viextract
from scripts.warnings_page import PAGE, warnings_page
from viextract.model.warning_codes import WarningCode

PACKAGE = Path(viextract.__file__).parent


def test_the_page_is_what_the_codes_say() -> None:
    assert PAGE.read_text("utf-8") == warnings_page()


def test_codes_have_a_meaning_and_an_advice() -> None:
    for code in WarningCode:
        assert code.meaning.endswith(".")
        assert code.advice.endswith(".")


def test_no_warning_has_a_code_of_its_own() -> None:
    """Codes that are written as text, as ``Warning(code="x")`` or ``warnings.append(("x", …))``, are in the list."""
    for path in [*(PACKAGE / "parse").rglob("*.py"), *(PACKAGE / "read").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = ast.unparse(node.func)
            codes = [word.value for word in node.keywords if word.arg == "code" and name == "Warning"]
            if name.endswith("warnings.append") and isinstance(node.args[0], ast.Tuple):
                codes.append(node.args[0].elts[0])
            for code in codes:
                if isinstance(code, ast.Constant):
                    assert code.value in set(WarningCode), f"{path.name}: {code.value!r}"
