"""The local web application: for this machine's browser alone, and what is saved is there in the next run."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest

import viextract
from tests.archive.papers import archive
from tests.corrections.test_replay import PLAN
from tests.review.serving import until
from viextract.corrections import corrections_name, load_corrections
from viextract.errors import EngineMissingError, InputNotFoundError
from viextract.options import Options
from viextract.parse.coverage import walk

pytest.importorskip("starlette", reason="the extra `review` is not installed")
testclient = pytest.importorskip("starlette.testclient", reason="httpx is not installed")

from viextract.review import server  # noqa: E402

TOKEN, PORT = "s3cret-token", 4321
HOST = f"http://127.0.0.1:{PORT}"


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "ke-hoach.txt"
    path.write_text(PLAN, "utf-8")
    return path


@pytest.fixture
def client(document: Path) -> Any:
    return client_of(document)


def client_of(place: Path, **more: Any) -> Any:
    return testclient.TestClient(server.application(place, Options(), token=TOKEN, port=PORT, **more), base_url=HOST)


def data_of(page: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(page.partition('id="data">')[2].partition("</script>")[0])
    return found


def symbol(client: Any, after: str) -> bytes:
    """The corrections of the document that the page shows, with one more."""
    made = data_of(client.get(f"/0/?token={TOKEN}").text)["corrections"]
    made["decisions"].append({"kind": "header", "field": "symbol", "before": None, "after": after})
    return json.dumps(made).encode()


def save(client: Any, body: bytes, **headers: str) -> Any:
    return client.post("/0/corrections", content=body, headers={"X-Viextract-Token": TOKEN, **headers})


def test_what_is_saved_is_beside_the_document_and_in_the_next_run(client: Any, document: Path) -> None:
    answer = save(client, symbol(client, "45/KH-UBND"))
    assert answer.status_code == 200, answer.text
    assert next(one["value"] for one in answer.json()["header"] if one["field"] == "symbol") == "45/KH-UBND"
    assert viextract.extract(document).header.symbol == "45/KH-UBND"
    assert save(client, symbol(client, "46/KH-UBND")).status_code == 200
    assert viextract.extract(document).header.symbol == "46/KH-UBND"
    assert not [path for path in document.parent.iterdir() if path.name.startswith(".viextract")]


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/0/", {}, 403),
        ("/0/?token=wrong", {}, 403),
        ("/0/?token=", {}, 403),
        ("/", {}, 403),
        (f"/0/?token={TOKEN}", {"Host": "evil.example"}, 421),
        (f"/0/?token={TOKEN}", {"Host": f"127.0.0.1.evil.example:{PORT}"}, 421),
        (f"/0/?token={TOKEN}", {"Host": "127.0.0.1"}, 421),
        (f"/0/?token={TOKEN}", {"Origin": "http://evil.example"}, 403),
        (f"/0/?token={TOKEN}", {"Origin": "null"}, 403),
        (f"/0/?token={TOKEN}", {"Sec-Fetch-Site": "cross-site"}, 403),
        (f"/1/?token={TOKEN}", {}, 409),
        (f"/0/../../etc/passwd?token={TOKEN}", {}, 404),
        (f"/0/1.webp?token={TOKEN}", {}, 404),
        (f"/0/?token={TOKEN}", {}, 200),
        (f"/0/?token={TOKEN}", {"Host": f"localhost:{PORT}", "Origin": HOST, "Sec-Fetch-Site": "same-origin"}, 200),
    ],
)
def test_only_this_machine_s_browser_with_the_token_is_answered(
    client: Any, path: str, headers: dict[str, str], status: int
) -> None:
    answer = client.get(path, headers=headers)
    assert answer.status_code == status
    assert "KẾ HOẠCH" not in answer.text or status == 200
    assert answer.headers["x-frame-options"] == "DENY" and answer.headers["cache-control"] == "no-store"


def test_the_token_of_the_address_alone_saves_nothing(client: Any, document: Path) -> None:
    body = symbol(client, "45/KH-UBND")
    assert client.post(f"/0/corrections?token={TOKEN}", content=body).status_code == 403
    assert save(client, body, Origin="http://evil.example").status_code == 403
    assert save(client, b"").status_code == 413
    assert client.put("/0/corrections", content=body, headers={"X-Viextract-Token": TOKEN}).status_code == 405
    assert not document.with_name(corrections_name(document.name)).exists()


@pytest.mark.parametrize("body", [b"{}", b"[", b"\xff", b'{"source": {"sha256": "' + b"a" * 64 + b'"}}'])
def test_what_is_no_file_of_these_corrections_is_refused_and_the_old_one_stays(
    client: Any, document: Path, body: bytes
) -> None:
    save(client, symbol(client, "45/KH-UBND"))
    answer = save(client, body)
    assert answer.status_code == 409 and answer.json()["error"]
    assert viextract.extract(document).header.symbol == "45/KH-UBND"


def test_corrections_of_what_the_document_was_before_are_set_aside(document: Path) -> None:
    first = client_of(document)
    save(first, symbol(first, "45/KH-UBND"))
    document.write_text(PLAN + "Thêm.\n", "utf-8")
    second = client_of(document)
    save(second, symbol(second, "46/KH-UBND"))
    kept = sorted(document.parent.glob("*.corrections.json"))
    assert len(kept) == 2 and viextract.extract(document).header.symbol == "46/KH-UBND"
    assert {getattr(one.decisions[0], "after", None) for one in map(load_corrections, kept)} == {
        "45/KH-UBND",
        "46/KH-UBND",
    }


def test_the_page_s_own_policy_is_sent_and_hostile_names_are_text(tmp_path: Path) -> None:
    path = tmp_path / "<img src=x onerror=alert(1)>.txt"
    path.write_text(PLAN, "utf-8")
    answer = client_of(path).get(f"/0/?token={TOKEN}")
    assert "script-src 'sha256-" in answer.headers["content-security-policy"] and "<img" not in answer.text


def test_an_archive_lists_its_documents_the_poorest_first(cli: Callable[..., Any], tmp_path: Path) -> None:
    scans, out = tmp_path / "scans", tmp_path / "out"
    scans.mkdir()
    (scans / "a.txt").write_text(PLAN, "utf-8")
    (scans / "<b>.txt").write_text("abc def\n", "utf-8")
    cli("batch", scans, "-o", out, "--jobs", "1")
    client = client_of(out)
    page = client.get(f"/?token={TOKEN}").text
    assert "&lt;b&gt;.txt" in page and "<b>" not in page
    assert page.index("&lt;b&gt;.txt") < page.index(">a.txt")
    found = client.get(f"/?token={TOKEN}&q=cay xanh").text
    assert "a.txt" in found and "&lt;b&gt;.txt" not in found
    link = re.search(r'href="(/\d+/)\?token=[\w-]+[^"]*">a\.txt', found)
    assert link and data_of(client.get(f"{link[1]}?token={TOKEN}").text)["name"] == "a.txt"
    with pytest.raises(InputNotFoundError):
        client_of(scans)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return archive(tmp_path_factory.mktemp("archive"))


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("q=cay xanh", {"a.txt"}),
        ("q=ve sinh noi trong cay", {"a.txt", "b.txt", "c.txt"}),
        ("q=ve sinh vuon", {"b.txt"}),
        ("q=12/KH-UBND", {"a.txt"}),
        ("symbol=31/", {"b.txt"}),
        ("issuer=doi may", {"c.txt"}),
        ("body=tram y te&issuer=suoi", {"a.txt", "b.txt"}),
        ("body=truong hoc", set()),
        ("since=2026-04-01", {"b.txt", "c.txt"}),
        ("since=2026-04-03&until=2026-12-31", {"b.txt"}),
        ("until=2026-03-05", {"a.txt"}),
        ("grade=poor", {"<b onclick=x>&.txt"}),
        ('q=" OR * AND (', set()),
        ("q=-", {"a.txt", "b.txt", "c.txt"}),
        ("since=abc", set()),
    ],
)
def test_documents_are_found_by_what_they_are_and_say(results: Path, asked: str, expected: set[str]) -> None:
    page = client_of(results).get(f"/?token={TOKEN}&{asked}")
    assert page.status_code == 200
    found = {unescape(name) for name in re.findall(r'<td><a href="/\d+/[^"]*">(.*?)</a>', page.text)}
    assert found == expected or (asked == "q=-" and found >= expected)


@pytest.mark.parametrize("path", ["/{}/", "/0/{}.webp", "/{}/corrections"])
def test_a_number_of_thousands_of_digits_is_no_error_of_the_server(client: Any, path: str) -> None:
    assert client.get(f"{path.format('9' * 5000)}?token={TOKEN}").status_code == 414
    assert client.get(f"{path.format('9' * 15)}?token={TOKEN}").status_code in (404, 405, 409)


def test_a_long_list_is_turned_page_by_page(results: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from viextract.review import archive as module

    client = client_of(results)
    whole = re.findall(r'<td><a href="(/\d+/)', client.get(f"/?token={TOKEN}&until=2027-01-01").text)
    monkeypatch.setattr(module, "_ROWS", 2)
    found, address = [], f"/?token={TOKEN}&until=2027-01-01&path=x&part="
    while address:
        page = client.get(address).text
        rows = re.findall(r'<td><a href="(/\d+/)', page)
        assert len(rows) <= 2
        found += rows
        turns = [unescape(one) for one in re.findall(r'<a href="(/\?[^"]*part=[^"]*)"', page)]
        address = turns[-1] if turns and len(found) < len(whole) else ""
        assert "until=2027-01-01" in address or not address
    assert found == whole and len(whole) > 2
    for odd in ("9" * 99, "-1", "abc", "²"):
        assert client.get(f"/?token={TOKEN}&part={odd}").status_code == 200


def test_a_search_asks_its_index_once(results: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from viextract.review.search import Search

    asked: list[tuple[str, ...]] = []
    real = Search._with

    def counted(self: Search, words: tuple[str, ...]) -> set[int]:
        asked.append(words)
        return real(self, words)

    monkeypatch.setattr(Search, "_with", counted)
    assert client_of(results).get(f"/?token={TOKEN}&q=cay xanh").status_code == 200
    assert len(asked) == len(set(asked)) == 1


def test_the_page_is_not_parsed_anew_each_time(document: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from viextract.review import session

    client = client_of(document)
    monkeypatch.setattr(session, "parse", None)
    monkeypatch.setattr(session, "replay", None)
    assert client.get(f"/0/?token={TOKEN}").status_code == 200


def test_the_summary_leads_to_bodies_and_to_the_place_of_each_duty(results: Path) -> None:
    client = client_of(results)
    summary = client.get(f"/summary?token={TOKEN}&month=2026-05&language=en")
    assert '<html lang="en">' in summary.text and "19/05/2026" in summary.text and "<script>" not in summary.text
    assert "script-src" not in summary.headers["content-security-policy"]
    link = next(one for one in re.findall(r'href="(/body[^"]*)"', summary.text) if "kinh-te" in one)
    body = client.get(unescape(link))
    assert "Duties</span>: 6<" in body.text and "Phòng Kinh tế" in body.text
    place = unescape(re.findall(r'href="(/\d+/[^"]*#work=[^"]*)"', body.text)[0])
    data = data_of(client.get(place.partition("#")[0]).text)
    assert place.rpartition("=")[2] in {work["id"] for work in data["works"]}
    assert client.get(f"/summary?token={TOKEN}&month=9999-12").status_code == 200
    assert client.get(f"/summary?token={TOKEN}&month=2026-99").status_code == 200
    assert client.get(f"/body?token={TOKEN}&key=nobody").status_code == 409
    assert client.get("/summary").status_code == 403 and client.get("/body").status_code == 403


def test_one_document_has_no_summary(client: Any) -> None:
    assert client.get(f"/summary?token={TOKEN}").status_code == 409


def test_without_the_extra_the_error_says_what_to_install(document: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "uvicorn", None)
    with pytest.raises(EngineMissingError, match="web server"):
        server.serve(document, Options(), started=lambda address: None)


@pytest.fixture
def served(document: Path) -> Iterator[str]:
    """The address of a real server in a thread."""
    uvicorn = pytest.importorskip("uvicorn", reason="the extra `review` is not installed")
    found: list[str] = []
    servers: list[Any] = []
    real = uvicorn.Server

    class Kept(real):  # type: ignore[misc, valid-type]
        def __init__(self, config: Any) -> None:
            super().__init__(config)
            self.install_signal_handlers = lambda: None
            servers.append(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(uvicorn, "Server", Kept)
        arguments = {"started": found.append, "dictionary": document.with_name("words.txt")}
        thread = threading.Thread(target=server.serve, args=(document, Options()), kwargs=arguments, daemon=True)
        thread.start()
        deadline = time.monotonic() + 30
        while not found and time.monotonic() < deadline:
            time.sleep(0.05)
    yield found[0]
    servers[0].should_exit = True
    thread.join(10)


def test_correct_by_keyboard_save_and_run_again(tab: Any, served: str, document: Path) -> None:
    assert served.startswith("http://127.0.0.1:")
    tab.goto(served)
    tab.locator("#plan .block", has_text="Thôn Đông").scroll_into_view_if_needed()
    tab.locator("#plan .token", has_text="Đông").first.click()
    tab.wait_for_selector("#plan .token.here:has-text('Đông')")
    tab.keyboard.press("e")
    tab.keyboard.type("Đồng")
    tab.keyboard.press("Enter")
    tab.locator("#plan .token", has_text="Chăm").first.click()
    for key in ("i", "s", "h"):  # the line had been taken for the end of the paragraph above
        tab.keyboard.press(key)
    with tab.expect_response("**/corrections") as waiting:
        tab.keyboard.press("Control+s")
    assert waiting.value.status == 200
    tab.wait_for_selector("#plan .block.heading:has-text('Chăm sóc')")
    plan = viextract.extract(document)
    assert any("Thôn Đồng giao cây" in task.text for task in plan.tasks)
    assert any("Chăm sóc" in section.title for section in walk(plan.sections))
    assert document.with_name("words.txt").read_text("utf-8") == "Chăm\n"


def test_a_warning_that_was_looked_at_is_gone_in_the_next_run_until_it_is_undone(
    tab: Any, served: str, document: Path
) -> None:
    told = [warning.code for warning in viextract.extract(document).warnings]
    tab.goto(served)
    tab.locator(".warning", has_text="signatory-missing").click()
    tab.keyboard.press("a")
    with tab.expect_response("**/corrections"):
        tab.keyboard.press("Control+s")
    tab.wait_for_selector("#status:has-text('1 decision saved')")
    assert tab.locator(".warning", has_text="signatory-missing").count() == 0
    plan = viextract.extract(document)
    left = [warning.code for warning in plan.warnings]
    assert "signatory-missing" in told and left == [code for code in told if code != "signatory-missing"]
    assert [(one.reason, one.by) for one in plan.corrections if one.by] == [("warning", "person")]
    with tab.expect_response("**/corrections"):
        tab.keyboard.press("u")
    tab.wait_for_selector(".warning:has-text('signatory-missing')")
    assert [warning.code for warning in viextract.extract(document).warnings] == told


def test_the_key_that_undoes_pressed_fast_takes_back_as_many_that_were_saved(
    tab: Any, served: str, document: Path
) -> None:
    tab.goto(served)
    tab.keyboard.press("v")
    for _ in range(4):
        tab.keyboard.press("j")
        tab.keyboard.press("a")
    with tab.expect_response("**/corrections"):
        tab.keyboard.press("Control+s")
    tab.wait_for_selector("#status:has-text('4 decisions saved')")
    tab.evaluate("for (let k = 0; k < 3; k++) actions.undo()")  # as fast as a key that is held down
    until(
        tab,
        "model.data.corrections.decisions.length === 1 && document.getElementById('status').textContent === 'Undone'",
    )
    kept = load_corrections(document.with_name(corrections_name(document.name)))
    assert len(kept.decisions) == 1
