"""Files that are one paper are found by what they say; papers that only look alike stay apart."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from viextract import Options
from viextract.archive import run_batch
from viextract.archive.families import Link, Sketched, families_of, find_links
from viextract.archive.manifest import Manifest, read_families, read_vanished
from viextract.archive.sketch import as_rows, similarity, sketch_of
from viextract.errors import OutputNotWritableError

QUICK = Options(recover=False, ocr="never")
_WORDS = (
    *("xã", "thôn", "rừng", "đường", "cầu", "trường", "lớp", "nước", "điện", "đất", "vườn"),
    *("ao", "lúa", "ngô", "khoai", "sắn", "trâu", "bò", "gà", "vịt"),
)


def a_text(seed: int, words: int = 400) -> str:
    chance = random.Random(seed)
    return " ".join(chance.choice(_WORDS) for _ in range(words))


def changed(text: str, every: int) -> str:
    return " ".join("sai" if at % every == 0 else word for at, word in enumerate(text.split()))


def a_file(path: str, text: str, **fields: Any) -> Sketched:
    known: dict[str, Any] = {"symbol": "12/KH-UBND", "issued_on": "2025-03-04", "issuer": "Ủy ban nhân dân xã Tân Sơn"}
    known |= {"title": "Trồng cây năm 2025", "draft": False, "engine": None, "duplicate_of": None} | fields
    return Sketched(path=path, sketch=sketch_of(text), **known)


def test_a_sketch_tells_how_much_two_texts_share() -> None:
    whole = a_text(1, 600)
    rows = as_rows(b"".join(sketch_of(text) or b"" for text in (whole, changed(whole, 30), a_text(2, 600))))
    # Of phrases of three words a change each 30 words leaves 9 in 10: 0.9 / 1.1 of all of them are shared.
    assert similarity(rows[0], rows[0]) == 1.0
    assert similarity(rows[0], rows[1]) == pytest.approx(0.82, abs=0.1)
    assert similarity(rows[0], rows[2]) < 0.25
    assert sketch_of("quá ngắn") is None
    assert sketch_of(whole.replace("ườ", "uo")) == sketch_of(whole), "marks are left out"
    assert np.array_equal(rows[0], as_rows(sketch_of(whole) or b"")[0])


class TestLinks:
    def test_the_same_paper_in_two_files(self) -> None:
        text = a_text(3)
        links = find_links([a_file("a.docx", text), a_file("b.pdf", changed(text, 40)), a_file("c.pdf", a_text(4))])
        assert [(link.path, link.other, link.kind) for link in links] == [("a.docx", "b.pdf", "same")]

    @pytest.mark.parametrize("field", ["symbol", "issued_on", "issuer"])
    def test_papers_that_are_word_for_word_the_same_but_for_their_heading(self, field: str) -> None:
        text = a_text(5)
        assert find_links([a_file("a", text), a_file("b", text, **{field: "khác 13"})]) == []

    def test_poor_scans_of_one_paper_need_a_heading_that_agrees(self) -> None:
        text = a_text(6, 800)
        poor = changed(text, 10)
        assert [link.kind for link in find_links([a_file("a", text), a_file("b", poor)])] == ["same"]
        assert find_links([a_file("a", text), a_file("b", poor, symbol=None, issued_on=None, engine="tesseract")]) == []

    def test_a_draft_and_what_was_signed(self) -> None:
        text = a_text(7)
        draft = a_file("z-draft.docx", changed(text, 25), symbol=None, issued_on=None, draft=True)
        assert [(link.path, link.kind) for link in find_links([a_file("a.pdf", text), draft])] == [
            ("z-draft.docx", "draft")
        ]
        # Not marked as one, but without number and day, as drafts are.
        unmarked = replace(draft, draft=False)
        assert [link.kind for link in find_links([a_file("a.pdf", text), unmarked])] == ["draft"]
        assert find_links([a_file("a.pdf", text), replace(draft, title="Phòng cháy rừng")]) == []
        assert find_links([a_file("a.pdf", text), replace(draft, issuer="Ủy ban nhân dân xã Hòa Mỹ")]) == []

    def test_a_crowd_of_equal_texts_does_not_take_for_ever(self) -> None:
        text = a_text(8)
        files = [a_file(f"{number:04}", text) for number in range(600)]
        links = find_links(files)
        assert len(links) < 600 * 9 and set(families_of(links).values()) == {"0000"}

    def test_two_papers_far_apart_in_a_crowd_of_one_template(self) -> None:
        text = a_text(9)
        files = [a_file(f"{number:04}", text, symbol=f"{number}/KH-UBND") for number in range(600)]
        files.append(a_file("again", text, symbol="7/KH-UBND"))
        assert [(link.path, link.other) for link in find_links(files)] == [("0007", "again")]


def test_families_join_what_is_linked() -> None:
    links = [Link("c", "b", "same", 1.0), Link("a", "b", "draft", 0.9), Link("x", "y", "copy", 1.0)]
    assert families_of(links) == {"a": "a", "b": "a", "c": "a", "x": "x", "y": "x"}


def a_plan(symbol: str | None, body: str, draft: bool = False) -> str:
    head = f"{'DỰ THẢO' if draft else ''}\nỦY BAN NHÂN DÂN\nXÃ TÂN SƠN\n"
    number = f"Số: {symbol}\nTân Sơn, ngày 4 tháng 3 năm 2025\n" if symbol else "Số:     /KH-UBND\n"
    return f"{head}{number}KẾ HOẠCH\nTrồng cây năm 2025\n\nI. MỤC TIÊU\n{body}\n"


def test_a_batch_finds_families_and_shows_them(tmp_path: Path, cli: Callable[..., Any]) -> None:
    from docx import Document

    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    body = "\n".join(f"{number}. {a_text(number, 12).capitalize()}." for number in range(1, 30))
    signed = a_plan("12/KH-UBND", body)
    (folder / "a.txt").write_text(signed, "utf-8")
    (folder / "copy.txt").write_text(signed, "utf-8")
    (folder / "other.txt").write_text(a_plan("13/KH-UBND", body), "utf-8")
    document = Document()
    for line in signed.splitlines():
        document.add_paragraph(line)
    document.save(str(folder / "same.docx"))
    run_batch(folder, out, QUICK, jobs=1)
    links = {(link.path, link.other): link.kind for _, links in read_families(out) for link in links}
    assert links == {("a.txt", "same.docx"): "same", ("copy.txt", "a.txt"): "copy"}
    assert [row["family"] for row in json.loads(cli("families", out, "--json").out)] == ["a.txt"]
    assert "copy.txt is a copy of a.txt" in cli("families", out).out
    with closing(sqlite3.connect(out / ".viextract" / "manifest.sqlite")) as database:
        members = database.execute("SELECT path, symbol FROM family_members").fetchall()
    assert members == [(name, "12/KH-UBND") for name in ("a.txt", "copy.txt", "same.docx")]


class TestTables:
    def test_of_an_older_version_are_brought_up_to_date(self, tmp_path: Path) -> None:
        folder, out = tmp_path / "in", tmp_path / "out"
        folder.mkdir()
        (folder / "a.txt").write_text(a_plan("12/KH-UBND", a_text(1)), "utf-8")
        run_batch(folder, out, QUICK, jobs=1)
        _make_version_1(out)
        assert read_families(out) == [] and read_vanished(out) == set()
        assert run_batch(folder, out, QUICK, jobs=1).count("skipped") == 1
        with Manifest(out) as manifest:
            assert manifest.about("version") == "4"
            assert next(iter(manifest.sketches())).sketch is None

    def test_of_a_newer_version_are_left_alone(self, tmp_path: Path) -> None:
        with Manifest(tmp_path) as manifest:
            manifest.tell("version", "99")
        with pytest.raises(OutputNotWritableError, match="newer"):
            Manifest(tmp_path)
        with closing(sqlite3.connect(tmp_path / ".viextract" / "manifest.sqlite")) as database:
            assert database.execute("SELECT value FROM about WHERE key = 'version'").fetchone() == ("99",)


def _make_version_1(out: Path) -> None:
    with closing(sqlite3.connect(out / ".viextract" / "manifest.sqlite", isolation_level=None)) as database:
        database.executescript("DROP VIEW family_members; DROP TABLE links; DROP TABLE families; DROP TABLE copies;")
        database.execute("DROP TABLE vanished")
        for column in ("forms", "draft", "sketch", "etag", "url", "reasons"):
            database.execute(f"ALTER TABLE files DROP COLUMN {column}")
        database.execute("UPDATE about SET value = '1' WHERE key = 'version'")
