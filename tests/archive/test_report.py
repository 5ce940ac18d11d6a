"""Reports for people: the worst first, nothing from outside runs in them; each share has its own."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest

from viextract import Options
from viextract.archive import Selection, run_batch
from viextract.archive.manifest import Manifest

QUICK = Options(recover=False, ocr="never")
TEXT = "KẾ HOẠCH\nTrồng cây năm 2026\n\nI. MỤC TIÊU\n- Trồng 500 cây.\n"


class Page(HTMLParser):
    """Rows of the table and addresses of links."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.rows: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append("")
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        if self.rows:
            self.rows[-1] += data + " "


def test_the_page_shows_the_worst_first_and_is_self_contained(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, "utf-8")
    (folder / "<script>alert(1)<_script>.txt").write_text(f"{TEXT}1", "utf-8")
    (folder / "z.pdf").write_bytes(b"%PDF-1.7\n")
    run_batch(folder, out, QUICK, jobs=1)
    page = Page((out / "report.html").read_text("utf-8"))
    assert "z.pdf" in page.rows[1] and "damaged-file" in page.rows[1]
    assert len(page.rows) == 4 and "script" not in page.tags
    assert "./a.txt.json" in page.links and all(link.startswith("./") for link in page.links)


def test_shares_do_not_overwrite_each_other_s_reports(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for number in (1, 11, 2, 22, 3, 33, 4, 444):
        (folder / f"{number}.txt").write_text(f"{TEXT}{number}", "utf-8")
    for share in (1, 2):
        run_batch(folder, out, QUICK, jobs=1, selection=Selection(shard=(share, 2)))
    assert not (out / "report.json").exists()
    reports = [json.loads((out / f"report-{share}-of-2.json").read_text("utf-8")) for share in (1, 2)]
    assert sum(report["done"] for report in reports) == 8
    assert (out / "report-1-of-2.html").is_file() and (out / "report-2-of-2.csv").is_file()


@pytest.mark.parametrize("lost", ["removed", "damaged"])
def test_results_that_cannot_be_copied_cost_only_the_copy(
    lost: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for name in ("a.txt", "b.txt", "c.txt"):
        (folder / name).write_text(TEXT, "utf-8")
    record = Manifest.record

    def spoil(manifest: Manifest, *given: object) -> None:
        record(manifest, *given)  # type: ignore[arg-type]
        target = out / "a.txt.json"
        if target.exists() and not (out / "b.txt.json").exists():
            target.unlink() if lost == "removed" else target.write_text("{", "utf-8")

    monkeypatch.setattr(Manifest, "record", spoil)
    report = run_batch(folder, out, QUICK, jobs=1)
    assert (report.count("done"), report.count("failed")) == (1, 2)
    monkeypatch.undo()
    again = run_batch(folder, out, QUICK, jobs=1)
    assert again.count("done") == 3 and again.count("failed") == 0
