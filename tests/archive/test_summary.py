"""The summary of an archive: its numbers, what each body has to do, what is due, and nothing that could run."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from tests.archive.papers import archive
from viextract.archive import plots
from viextract.archive.overview import Overview, Paper, survey
from viextract.archive.summary_page import summary_page
from viextract.archive.summary_texts import TEXTS
from viextract.errors import DamagedFileError, InvalidOptionError


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return archive(tmp_path_factory.mktemp("summary"))


@pytest.fixture(scope="module")
def found(out: Path) -> Overview:
    return survey(out)


class Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.attributes: set[str] = set()
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src")]


def page_of(found: Overview, first: str = "2026-05-01", **more: Any) -> str:
    return "".join(summary_page("kho", found, date.fromisoformat(first), **more))


def test_files_documents_and_offices_are_counted(found: Overview) -> None:
    assert found.files == 5 and len(found.papers) == 4 and found.failed == {"damaged-file": 1}
    assert sum(found.grades().values()) == 4
    assert dict(found.offices()) == {"Ủy ban nhân dân xã Suối Tre": 2, "Ủy ban nhân dân phường Đồi Mây": 1, "": 1}
    assert {month: len(papers) for month, papers in found.by_month().items()} == {"2026-03": 1, "2026-04": 2}


def test_duties_stand_below_their_body_and_on_their_day(found: Overview) -> None:
    names = {body.name: len(body.duties) for body in found.bodies.values()}
    assert names["Phòng Kinh tế"] == 6 and names["Trạm Y tế"] == 3
    due = found.due(date(2026, 5, 1), date(2026, 6, 1))
    assert list(due) and all(day.month == 5 for day in due) and sum(len(duties) for duties in due.values()) == 3
    assert not found.due(date(2026, 7, 1), date(2027, 1, 1))


def test_the_page_needs_nothing_and_nothing_of_a_document_is_markup(found: Overview) -> None:
    text = page_of(found)
    tags = Tags(text)
    assert "script" not in tags.found and "img" not in tags.found and "<b onclick" not in text
    assert "&lt;script&gt;" in text and "&lt;b onclick=x&gt;&amp;.txt" in text
    assert not [name for name in tags.attributes if name.startswith("on") or name == "style"]
    assert all(address.startswith("#") for address in tags.addresses)
    assert "default-src 'none'" in text and "unsafe-inline" not in text
    assert len(tags.ids) == len(set(tags.ids))
    assert {address[1:] for address in tags.addresses if address.startswith("#")} <= set(tags.ids)


def test_the_calendar_begins_where_it_is_told(found: Overview) -> None:
    assert "19/05/2026" in page_of(found) and "30/06/2026" in page_of(found, months=2)
    later = page_of(found, first="2026-12-15", months=3)
    assert "02/2027" in later and TEXTS["nothing_due"][1] in later


def test_an_archive_of_nothing_has_a_page() -> None:
    assert "</html>" in page_of(Overview())


def test_a_misread_year_makes_no_endless_plot() -> None:
    def paper(day: str) -> Paper:
        return Paper("a", None, None, day, None, "good", (), (), 0.5, ())

    found = Overview(papers=[paper("2026-03-01"), paper("9999-12-31"), paper("0202"), paper("1026-01")])
    assert found.months() == ["1026-01", "2026-03", "9999-12"] and "</html>" in page_of(found)


def test_plots_stay_in_their_frame() -> None:
    assert 'width="100.00"' in plots.bar(7, 3) and 'width="0.00"' in plots.bar(1, 0)
    made = plots.lines(["1", "2", "3"], [("mean", [0.5, 2.0, None])], "<name>")
    assert "&lt;name&gt;" in made and made.count("<circle") == 2 and 'cy="0.0"' in made
    assert plots.columns([], [], "none").startswith("<svg")


def test_the_command_writes_it_in_the_language_that_is_asked_for(
    cli: Callable[..., Any], out: Path, tmp_path: Path
) -> None:
    target = tmp_path / "report.html"
    run = cli("--language", "vi", "report", out, "-o", target, "--from", "2026-05-01")
    assert run.code == 0, run.err
    assert '<html lang="vi">' in target.read_text("utf-8") and "4 văn bản" in run.err
    assert cli("report", out, "-o", target, "--from", "1/5/2026").code == 22
    assert cli("report", tmp_path / "in", "-o", target).code != 0
    inside = out / "summary.html"
    assert cli("report", out, "-o", inside).code == 0
    assert 'href="./a.txt.txt"' in inside.read_text("utf-8")


def test_the_page_of_the_batch_itself_is_not_replaced(out: Path) -> None:
    from typer.testing import CliRunner

    from viextract.cli.app import app

    page = out / "report.html"
    before = page.read_bytes()
    done = CliRunner().invoke(app, ["report", str(out), "-o", str(page)])
    assert isinstance(done.exception, InvalidOptionError) or done.exit_code == InvalidOptionError.exit_code
    assert page.read_bytes() == before


def test_a_manifest_that_is_none_is_told_with_what_to_do(tmp_path: Path) -> None:
    folder = tmp_path / ".viextract"
    folder.mkdir()
    (folder / "manifest.sqlite").write_bytes(b"no tables at all" * 100)
    with pytest.raises(DamagedFileError, match="manifest") as told:
        survey(tmp_path)
    assert "Move" in told.value.advice and ".viextract" in told.value.advice
