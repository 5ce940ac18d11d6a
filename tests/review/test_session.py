"""A document under review while other things happen: two tabs, files that change or break, no place to write."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import socket
import sys
from pathlib import Path
from typing import Any

import pytest

import viextract
from tests.corrections.test_replay import PLAN
from tests.review.serving import PORT, TOKEN, running, until
from viextract.corrections import corrections_name, find_corrections, load_corrections
from viextract.errors import InvalidCorrectionsError
from viextract.model.corrections import TextDecision
from viextract.options import Options

pytest.importorskip("starlette", reason="the extra `review` is not installed")
testclient = pytest.importorskip("starlette.testclient", reason="httpx is not installed")

from viextract.review import server  # noqa: E402
from viextract.review.peers import user_of  # noqa: E402
from viextract.review.session import Session  # noqa: E402

UNUSED = "corrections-unused"


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "ke-hoach.txt"
    path.write_text(PLAN, "utf-8")
    return path


class Tab:
    """A page as its script knows it: what it began with, and what it has decided since."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.load()

    def load(self) -> None:
        self._take(self._session.data())

    def _take(self, data: dict[str, Any]) -> None:
        self.base, self.revision, self.data = data["corrections"], data["revision"], data

    def save(self, *fields: tuple[str, str], words: tuple[str, ...] = ()) -> None:
        made = [{"kind": "header", "field": field, "before": None, "after": after} for field, after in fields]
        self._post([*self.base["decisions"], *made], [*self.base["words"], *words])

    def undo(self, at: int) -> None:
        decisions = self.base["decisions"]
        self._post(decisions[:at] + decisions[at + 1 :], self.base["words"], undo=True)

    def _post(self, decisions: list[Any], words: list[str], undo: bool = False) -> None:
        text = json.dumps({**self.base, "decisions": decisions, "words": words})
        self._take(self._session.save(text.encode(), self.revision, undo=undo))


def kept(path: Path) -> list[tuple[str, Any]]:
    return [(one.field, one.after) for one in load_corrections(path).decisions]  # type: ignore[union-attr]


def beside(document: Path) -> Path:
    return document.with_name(corrections_name(document.name))


def test_two_tabs_keep_what_both_have_decided(document: Path) -> None:
    session = Session(document, Options())
    one, other = Tab(session), Tab(session)
    one.save(("symbol", "45/KH-UBND"), words=("Suối Tre",))
    other.save(("title", "Trồng tre"), words=("Thôn Đông",))
    both = [("symbol", "45/KH-UBND"), ("title", "Trồng tre")]
    assert kept(beside(document)) == both and load_corrections(beside(document)).words == ["Suối Tre", "Thôn Đông"]
    one.save(("symbol", "46/KH-UBND"))
    assert kept(beside(document)) == [*both, ("symbol", "46/KH-UBND")]
    assert viextract.extract(document).header.symbol == "46/KH-UBND"


def test_a_second_download_beside_the_file_is_told_until_it_takes_its_place(document: Path) -> None:
    one = Tab(Session(document, Options()))
    one.save(("symbol", "45/KH-UBND"))
    copy = document.with_name("ke-hoach.txt.corrections (1).json")
    shutil.copy(beside(document), copy)
    one.save(("title", "Trồng tre"))
    copy.write_text(beside(document).read_text("utf-8").replace("45/KH-UBND", "46/KH-UBND"), "utf-8")
    told = [said["message"] for said in Tab(Session(document, Options())).data["warnings"] if said["code"] == UNUSED]
    assert len(told) == 1 and copy.name in told[0]
    copy.replace(beside(document))
    now = Tab(Session(document, Options())).data
    assert UNUSED not in [said["code"] for said in now["warnings"]]
    assert next(field["value"] for field in now["header"] if field["field"] == "symbol") == "46/KH-UBND"


def test_what_another_program_has_written_meanwhile_stays(document: Path) -> None:
    first, second = Tab(Session(document, Options())), Tab(Session(document, Options()))
    first.save(("symbol", "45/KH-UBND"))
    second.save(("title", "Trồng tre"))
    assert kept(beside(document)) == [("symbol", "45/KH-UBND"), ("title", "Trồng tre")]
    first.load()
    assert next(one["value"] for one in first.data["header"] if one["field"] == "title") == "Trồng tre"


def test_a_kept_decision_is_taken_back_unless_others_came_between(document: Path) -> None:
    session = Session(document, Options())
    one, other = Tab(session), Tab(session)
    one.save(("symbol", "45/KH-UBND"), ("title", "Trồng tre"))
    one.undo(1)
    assert kept(beside(document)) == [("symbol", "45/KH-UBND")]
    other.load()
    other.save(("place", "Suối Tre"))
    with pytest.raises(InvalidCorrectionsError, match="elsewhere"):
        one.undo(0)
    assert kept(beside(document)) == [("symbol", "45/KH-UBND"), ("place", "Suối Tre")]


def test_a_document_that_was_changed_is_told_and_then_read_anew(document: Path) -> None:
    tab = Tab(Session(document, Options()))
    document.write_text(PLAN.replace("Trồng cây xanh", "Trồng tre"), "utf-8")
    with pytest.raises(InvalidCorrectionsError, match="was changed"):
        tab.save(("symbol", "45/KH-UBND"))
    assert not beside(document).exists()
    tab.load()
    assert "Trồng tre" in json.dumps(tab.data["blocks"] + tab.data["pieces"], ensure_ascii=False)
    tab.save(("symbol", "45/KH-UBND"))
    assert viextract.extract(document).header.symbol == "45/KH-UBND"


def test_a_document_that_was_touched_or_removed_goes_on(document: Path) -> None:
    tab = Tab(Session(document, Options()))
    os.utime(document, ns=(1, 1))
    tab.save(("symbol", "45/KH-UBND"))
    document.unlink()
    tab.load()
    tab.save(("title", "Trồng tre"))
    assert len(kept(beside(document))) == 2


def test_what_stands_in_the_place_of_the_corrections_is_never_lost(document: Path) -> None:
    beside(document).write_text('{"half a file', "utf-8")
    with pytest.raises(InvalidCorrectionsError):
        Session(document, Options())
    tab = Tab(Session(document, Options(replay=False)))
    tab.save(("symbol", "45/KH-UBND"))
    old = [path for path in document.parent.iterdir() if path.read_text("utf-8") == '{"half a file']
    assert len(old) == 1 and old[0] != beside(document) and kept(beside(document)) == [("symbol", "45/KH-UBND")]
    tab.save(("title", "Trồng tre"))
    assert len(kept(beside(document))) == 2
    beside(document).write_text("[]", "utf-8")  # while the page is open
    tab.save(("place", "Suối Tre"))
    assert len(kept(beside(document))) == 3
    assert any(path.read_text("utf-8") == "[]" for path in document.parent.iterdir())


def test_a_file_that_breaks_while_the_page_is_open_is_told_each_time(document: Path) -> None:
    session = Session(document, Options())
    tab = Tab(session)
    tab.save(("symbol", "45/KH-UBND"))
    beside(document).write_text("{", "utf-8")
    for _ in range(2):
        with pytest.raises(InvalidCorrectionsError):
            session.data()
    tab.save(("title", "Trồng tre"))
    assert kept(beside(document)) == [("symbol", "45/KH-UBND"), ("title", "Trồng tre")]
    beside(document).unlink()
    tab.load()
    assert not tab.base["decisions"]
    document.write_text(PLAN + "Thêm.\n", "utf-8")
    beside(document).write_text("{", "utf-8")
    for _ in range(2):
        with pytest.raises(InvalidCorrectionsError):
            session.data()
    beside(document).unlink()
    assert "Thêm." in json.dumps(session.data()["pieces"], ensure_ascii=False)


def test_corrections_that_are_to_be_left_alone_are(document: Path) -> None:
    Tab(Session(document, Options())).save(("symbol", "45/KH-UBND"))
    before = beside(document).read_bytes()
    tab = Tab(Session(document, Options(replay=False)))
    assert next(one["value"] for one in tab.data["header"] if one["field"] == "symbol") != "45/KH-UBND"
    tab.save(("title", "Trồng tre"))
    assert kept(beside(document)) == [("title", "Trồng tre")]
    assert before in [path.read_bytes() for path in document.parent.iterdir()]


def test_two_documents_of_one_name_keep_two_files_in_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "corrections"
    folder.mkdir()
    options = Options(corrections=folder)
    papers = []
    for name in ("a", "b"):
        paper = tmp_path / name / "ke-hoach.txt"
        paper.parent.mkdir()
        paper.write_text(PLAN + name, "utf-8")
        Tab(Session(paper, options)).save(("symbol", f"{name}/KH-UBND"))
        papers.append(paper)
    assert [viextract.extract(paper, options).header.symbol for paper in papers] == ["a/KH-UBND", "b/KH-UBND"]
    Tab(Session(papers[1], options)).save(("symbol", "c/KH-UBND"))
    assert [viextract.extract(paper, options).header.symbol for paper in papers] == ["a/KH-UBND", "c/KH-UBND"]
    assert len(list(folder.iterdir())) == 2


@pytest.mark.parametrize("name", ["a" * 250, "ề" * 80 + "abcdefghijklm"], ids=["letters", "marks"])
def test_names_that_fill_the_file_system_are_told_apart(tmp_path: Path, name: str) -> None:
    papers = [tmp_path / f"{name}{end}" for end in "12"]
    for paper in papers:
        paper.write_text(PLAN + paper.name[-1], "utf-8")
        Tab(Session(paper, Options())).save(("symbol", f"{paper.name[-1]}/KH-UBND"))
    assert [viextract.extract(paper).header.symbol for paper in papers] == ["1/KH-UBND", "2/KH-UBND"]
    papers[0].write_text(PLAN + "anew", "utf-8")
    Tab(Session(papers[0], Options())).save(("symbol", "3/KH-UBND"))
    assert len(list(tmp_path.glob("*.json"))) == 3  # what the first was before is kept, too


def test_a_name_that_is_no_text_can_be_saved(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"k\xe9 ho\xff.txt")
    try:
        path.write_text(PLAN, "utf-8")
    except OSError:
        pytest.skip("this file system takes only names that are text")
    client = testclient.TestClient(
        server.application(path, Options(), token=TOKEN, port=PORT), base_url=f"http://127.0.0.1:{PORT}"
    )
    page = client.get(f"/0/?token={TOKEN}").text
    made = json.loads(page.partition('id="data">')[2].partition("</script>")[0])["corrections"]
    made["decisions"].append({"kind": "header", "field": "symbol", "before": None, "after": "45/KH-UBND"})
    answer = client.post("/0/corrections", content=json.dumps(made), headers={"X-Viextract-Token": TOKEN})
    assert answer.status_code == 200, answer.text
    assert viextract.extract(path).header.symbol == "45/KH-UBND"


def test_without_a_place_to_write_the_page_is_told_and_nothing_else_happens(tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    path, words = folder / "ke-hoach.txt", tmp_path / "words.txt"
    path.write_text(PLAN, "utf-8")
    app = server.application(path, Options(), token=TOKEN, port=PORT, dictionary=words, translate=lambda text: "Lỗi")
    client = testclient.TestClient(app, base_url=f"http://127.0.0.1:{PORT}")
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    shutil.rmtree(folder)
    body = json.dumps({"source": {"sha256": sha256}, "words": ["Suối Tre"]})
    answer = client.post("/0/corrections", content=body, headers={"X-Viextract-Token": TOKEN})
    assert answer.status_code == 409 and answer.json()["error"].startswith("Lỗi.")
    assert not words.exists() and client.get(f"/0/?token={TOKEN}").status_code == 200


def test_of_many_documents_few_are_held_in_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scans, out = tmp_path / "scans", tmp_path / "out"
    scans.mkdir()
    for number in range(5):
        (scans / f"{number}.txt").write_text(PLAN + f"{number}\n", "utf-8")
    viextract.batch(scans, out, Options(recover=False), jobs=1)
    opened: list[Path] = []
    real = Session._open

    def told(self: Session) -> Any:
        opened.append(self.source)
        return real(self)

    monkeypatch.setattr(Session, "_open", told)
    monkeypatch.setattr(server, "_MOST_SESSIONS", 2)
    client = testclient.TestClient(
        server.application(out, Options(), token=TOKEN, port=PORT), base_url=f"http://127.0.0.1:{PORT}"
    )
    for number in (0, 1, 0, 2, 0, 1):
        assert client.get(f"/{number}/?token={TOKEN}").status_code == 200
    assert len(opened) == 4  # the one that is looked at again and again stays
    answer = client.get(f"/77/?token={TOKEN}")
    assert answer.status_code == 409 and answer.headers["content-type"].startswith("text/html")
    assert "script-src" not in answer.headers["content-security-policy"]


# --- whose connection it is


def test_the_user_of_a_connection_is_read_from_the_system_s_table() -> None:
    row = "   3: {} {} 01 00000000:00000000 00:00000000 00000000  1000        0 4711 1"
    little = "0100007F" if sys.byteorder == "little" else "7F000001"
    wide = "0" * 16 + ("FFFF0000" if sys.byteorder == "little" else "0000FFFF") + little
    client, there = ("127.0.0.1", 40000), ("127.0.0.1", 8080)
    for form in (little, wide):
        own, other = f"{form}:9C40", f"{form}:1F90"
        assert user_of(client, there, [row.format(other, own), row.format(own, other)]) == 1000
        assert user_of(client, there, [row.format(other, own), "", "   4: x"]) is None
    assert user_of(("testclient", 1), there, [row.format(f"{little}:0001", f"{little}:1F90")]) is None


@pytest.mark.skipif(
    sys.platform != "linux" or not hasattr(os, "getuid") or os.getuid() != 0, reason="only the administrator on Linux"
    " can be two users"
)  # fmt: skip
def test_another_user_of_the_machine_is_refused_even_with_the_token(document: Path) -> None:
    def asked_by(user: int, address: str) -> bytes:
        """The first line that a process of that user is answered."""
        out, into = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                os.setuid(user)
                host, port = address.removeprefix("http://").split(":")
                with socket.socket() as line:
                    line.settimeout(20)
                    line.connect((host, int(port)))
                    line.sendall(f"GET /0/?token={TOKEN} HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode())
                    os.write(into, line.recv(100))
            finally:
                os._exit(0)
        os.close(into)
        os.waitpid(child, 0)
        with os.fdopen(out, "rb") as stream:
            return stream.read().partition(b"\r")[0]

    with running(document) as (address, _):
        assert asked_by(0, address).split()[1] == b"200"
        assert asked_by(65534, address).split()[1] == b"403"


def accept(tab: Any, word: str) -> None:
    tab.locator("#plan .block", has_text=word).first.scroll_into_view_if_needed()
    tab.locator("#plan .token", has_text=word).first.click()
    tab.keyboard.press("a")


def test_two_tabs_of_a_browser_keep_both(browser: Any, document: Path) -> None:
    with running(document) as (address, _):
        context = browser.new_context(locale="en-GB")
        tabs = [context.new_page() for _ in range(2)]
        for tab in tabs:
            tab.goto(f"{address}/0/?token={TOKEN}")
        for tab, word, kept_now in zip(tabs, ("Đông", "Chăm"), ("1 decision", "2 decisions"), strict=True):
            accept(tab, word)
            tab.keyboard.press("Control+s")
            until(tab, f"document.getElementById('status').textContent === '{kept_now} saved'")
        assert len(load_corrections(beside(document)).decisions) == 2
        tabs[0].keyboard.press("u")  # the other tab came between
        until(tabs[0], "document.getElementById('status').textContent.startsWith('Not undone')")
        tabs[1].keyboard.press("u")
        until(tabs[1], "document.getElementById('status').textContent === 'Undone'")
        decisions = load_corrections(beside(document)).decisions
        assert [one.after for one in decisions if isinstance(one, TextDecision)] == ["Đông"]
        context.close()


def test_saving_tells_at_once_of_what_does_not_fit(browser: Any, document: Path) -> None:
    gone = {"text": "Xây cầu qua suối", "page": 1, "line": 3}
    decision = {"kind": "assignment", "work": gone, "before": None, "after": {"unit": "Trạm Y tế", "role": "lead"}}
    with running(document) as (address, _):
        context = browser.new_context(locale="en-GB")
        tab = context.new_page()
        tab.goto(f"{address}/0/?token={TOKEN}")
        tab.evaluate("decision => { model.add({ work: 0, index: 0, decision }); showSaveState(); }", decision)
        accept(tab, "Đông")
        tab.keyboard.press("Control+s")
        until(tab, "document.getElementById('status').textContent.includes('saved')")
        said = tab.locator("#status").inner_text()
        assert said == "2 decisions saved · 1 of them does not fit any more: see the warnings"
        context.close()


def test_a_page_whose_server_has_ended_keeps_what_was_decided(browser: Any, document: Path) -> None:
    context = browser.new_context(accept_downloads=True, locale="en-GB")
    tab = context.new_page()
    with running(document) as (address, end):
        tab.goto(f"{address}/0/?token={TOKEN}")
        accept(tab, "Đông")
        tab.keyboard.press("Control+s")
        until(tab, "document.getElementById('status').textContent === '1 decision saved'")
        tab.keyboard.press("u")  # what was kept is taken back, too
        until(tab, "document.getElementById('status').textContent === 'Undone'")
        assert not load_corrections(beside(document)).decisions
        accept(tab, "Đông")
        end()
        with tab.expect_download() as waiting:
            tab.keyboard.press("Control+s")
        until(tab, "document.getElementById('status').textContent.startsWith('Not saved')")
        assert "does not answer" in tab.locator("#status").inner_text() and tab.evaluate("model.dirty")
    beside(document).unlink()
    waiting.value.save_as(document.with_name(waiting.value.suggested_filename))
    found = find_corrections(None, document, document.name, "")
    assert found.used is not None and len(load_corrections(found.used).decisions) == 1
    context.close()
