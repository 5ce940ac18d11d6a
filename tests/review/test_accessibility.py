"""The pages by the rules of axe-core: no serious finding, in light and dark, with a question open, and of archives."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tests.archive.papers import archive
from tests.review.documents import processed, scan
from viextract.archive.overview import survey
from viextract.archive.summary_page import summary_page
from viextract.options import Options
from viextract.review.archive import Archive
from viextract.review.offline import review_page


@pytest.fixture(scope="module")
def axe() -> str:
    package = pytest.importorskip("axe_playwright_python", reason="axe-core is not installed")
    folder = Path(import_module(package.__name__).__path__[0])
    return next(folder.rglob("axe*.js")).read_text("utf-8")


def findings(tab: Any, axe: str) -> list[str]:
    """Serious and critical findings, with the first places of each."""
    tab.evaluate(axe)
    found = tab.evaluate("axe.run()")["violations"]
    return [
        f"{one['id']}: {one['help']}: {[node['html'][:150] for node in one['nodes'][:3]]}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("keys", [(), ("m",), ("j", "e"), ("?",), ("/",), ("m", "j", "l")])
def test_the_page_of_a_document(tab: Any, axe: str, tmp_path: Path, keys: tuple[str, ...]) -> None:
    path = tmp_path / "review.html"
    path.write_text(review_page(processed(scan()), Options()), "utf-8")
    tab.goto(path.as_uri())
    for key in keys:
        tab.keyboard.press(key)
    assert not findings(tab, axe)


def test_what_is_wrong_is_found(tab: Any, axe: str, tmp_path: Path) -> None:
    path = tmp_path / "wrong.html"
    path.write_text('<title>a</title><body><button></button><p style="color: #ddd">pale</p>', "utf-8")
    tab.goto(path.as_uri())
    found = " ".join(findings(tab, axe))
    assert "button-name" in found and "color-contrast" in found and "html-has-lang" in found


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return archive(tmp_path_factory.mktemp("pages"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_an_archive(tab: Any, axe: str, out: Path, tmp_path: Path, scheme: str) -> None:
    pages = {
        "summary": "".join(summary_page("kho", survey(out), date(2026, 5, 1))),
        "list": Archive(out).list_page({}, "token", "vi"),
        "body": Archive(out).body({"key": next(iter(survey(out).bodies))}, "token", "en", date(2026, 5, 1)),
        "report": (out / "report.html").read_text("utf-8"),
    }
    tab.emulate_media(color_scheme=scheme)
    for name, text in pages.items():
        path = tmp_path / f"{name}.html"
        path.write_text(text, "utf-8")
        tab.goto(path.as_uri())
        assert not findings(tab, axe), name
