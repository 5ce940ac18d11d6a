"""What another program or page may send to the server: nothing of the document comes back, and it goes on."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.corrections.test_replay import PLAN
from tests.review.serving import TOKEN, running
from viextract.corrections import MAX_BYTES, corrections_name
from viextract.options import Options

pytest.importorskip("starlette", reason="the extra `review` is not installed")


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("attacked") / "ke-hoach.txt"
    path.write_text(PLAN, "utf-8")
    (path.parent / "secret.txt").write_text("SECRET", "utf-8")
    return path


@pytest.fixture(scope="module")
def port(document: Path) -> Iterator[int]:
    with running(document) as (address, _):
        yield int(address.rpartition(":")[2])


def send(port: int, head: str, body: bytes = b"") -> bytes:
    """What comes back on a request that is written as it stands; HOST in it is the server's own."""
    parts: list[bytes] = []
    with socket.create_connection(("127.0.0.1", port), timeout=5) as line, suppress(TimeoutError, ConnectionError):
        line.sendall(head.replace("HOST", f"127.0.0.1:{port}").replace("\n", "\r\n").encode("latin-1") + body)
        while part := line.recv(65536):
            parts.append(part)
    return b"".join(parts)


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/") else 0


OWN = f"/0/?token={TOKEN}"
JUST = "Connection: close\n\n"
SAVE = f"POST /0/corrections HTTP/1.1\nHost: HOST\nX-Viextract-Token: {TOKEN}\n"

REQUESTS = {
    "no host": f"GET {OWN} HTTP/1.1\n{JUST}",
    "an old browser": f"GET {OWN} HTTP/1.0\n\n",
    "two hosts": f"GET {OWN} HTTP/1.1\nHost: HOST\nHost: evil.example\n{JUST}",
    "a whole address": f"GET http://evil.example{OWN} HTTP/1.1\nHost: evil.example\n{JUST}",
    "a name that points here": f"GET {OWN} HTTP/1.1\nHost: rebind.example:80\n{JUST}",
    "a host with a user": f"GET {OWN} HTTP/1.1\nHost: evil@HOST\n{JUST}",
    "another page of this machine": f"GET {OWN} HTTP/1.1\nHost: HOST\nSec-Fetch-Site: same-site\n{JUST}",
    "a page on the disk": f"GET {OWN} HTTP/1.1\nHost: HOST\nOrigin: null\n{JUST}",
    "two origins": f"GET {OWN} HTTP/1.1\nHost: HOST\nOrigin: http://HOST\nOrigin: http://evil.example\n{JUST}",
    "two tokens": f"GET /0/ HTTP/1.1\nHost: HOST\nX-Viextract-Token: {TOKEN}\nX-Viextract-Token: x\n{JUST}",
    "a part of the token": f"GET /0/?token={TOKEN[:-1]} HTTP/1.1\nHost: HOST\n{JUST}",
    "the token twice, the wrong one first": f"GET /0/?token=x&token={TOKEN} HTTP/1.1\nHost: HOST\n{JUST}",
    "a question before it is sent": f"OPTIONS /0/corrections?token={TOKEN} HTTP/1.1\nHost: HOST\n"
    f"Origin: http://evil.example\nAccess-Control-Request-Method: POST\n{JUST}",
    "a socket": f"GET {OWN} HTTP/1.1\nHost: HOST\nUpgrade: websocket\nConnection: Upgrade\nOrigin: http://evil.example\n"
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\nSec-WebSocket-Version: 13\n\n",
    "a form": f"POST /0/corrections?token={TOKEN} HTTP/1.1\nHost: HOST\nContent-Type: text/plain\n"
    f"Content-Length: 2\n{JUST}{{}}",
    "no end": f"{SAVE}Transfer-Encoding: chunked\n{JUST}2\n{{}}\n0\n\n",
    "two lengths": f"{SAVE}Content-Length: 2\nContent-Length: 9\n{JUST}{{}}",
    "length and pieces": f"{SAVE}Content-Length: 2\nTransfer-Encoding: chunked\n{JUST}2\n{{}}\n0\n\n",
    "too large": f"{SAVE}Content-Length: {MAX_BYTES + 1}\n{JUST}",
    "less than nothing": f"{SAVE}Content-Length: -1\n{JUST}",
    "a length of thousands of digits": f"{SAVE}Content-Length: {'9' * 5000}\n{JUST}",
    "a long head": f"GET {OWN} HTTP/1.1\nHost: HOST\nX-A: {'a' * 200_000}\n{JUST}",
    "no request": "\x00\x16\x03\x01\n\n",
    **{
        f"a path: {path}": f"GET {path}?token={TOKEN} HTTP/1.1\nHost: HOST\n{JUST}"
        for path in (
            "/0/../secret.txt", "/0/%2e%2e/secret.txt", "/0/..%2fsecret.txt", "//secret.txt", "/secret.txt",
            "/0/secret.txt", "/0/%00", "/0/1.webp/../../secret.txt", "/file:///etc/passwd", "/%5c..%5csecret.txt",
            "/0/1%2f..%2fsecret.txt", "/-1/", "/0/-1.webp", "/0x0/", "/1e9/", "/static/main.js",
        )
    },
}  # fmt: skip


@pytest.mark.parametrize("kind", REQUESTS)
def test_nothing_of_the_document_comes_back(port: int, document: Path, kind: str) -> None:
    answer = send(port, REQUESTS[kind])
    assert status(answer) not in (200, 101) and not 500 <= status(answer) < 600, answer[:200]
    assert b"SECRET" not in answer and "Suối Tre".encode() not in answer and TOKEN.encode() not in answer
    assert b"access-control-allow" not in answer.lower()
    assert not document.with_name(corrections_name(document.name)).exists()
    whole = send(port, f"GET {OWN} HTTP/1.1\nHost: HOST\n{JUST}")
    assert status(whole) == 200 and "Suối Tre".encode() in whole


def test_what_is_said_does_not_lead_the_token_away(port: int, capfd: pytest.CaptureFixture[str]) -> None:
    head = send(port, f"GET {OWN} HTTP/1.1\nHost: HOST\n{JUST}").partition(b"\r\n\r\n")[0].lower()
    for rule in (b"referrer-policy: no-referrer", b"cache-control: no-store", b"x-frame-options: deny"):
        assert rule in head
    assert b"x-content-type-options: nosniff" in head and b"default-src 'none'" in head
    assert TOKEN.encode() not in head
    said = capfd.readouterr()
    assert TOKEN not in said.out + said.err


def test_the_program_writes_the_token_nowhere_itself(document: Path, capfd: pytest.CaptureFixture[str]) -> None:
    uvicorn = pytest.importorskip("uvicorn")
    from viextract.review import server

    told: list[str] = []
    made: list[Any] = []

    class Kept(uvicorn.Server):  # type: ignore[misc, name-defined]
        def run(self, sockets: Any = None) -> None:
            made.append(self.config)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(uvicorn, "Server", Kept)
        server.serve(document, Options(), started=told.append)
    token = told[0].partition("token=")[2]
    said = capfd.readouterr()
    assert len(token) >= 40 and token not in said.out + said.err
    assert made[0].access_log is False and made[0].server_header is False


HOSTILE: dict[str, Any] = {
    "source": {"sha256": "", "name": "</script><script>window.hit=1</script>"},
    "decisions": [
        {"kind": "header", "field": field, "after": "<img src=x onerror=window.hit=1>"}
        for field in ("symbol", "title", "issuer", "signatory.name", "place", "type")
    ]
    + [{"kind": "header", "field": "recipients", "after": ["<svg onload=window.hit=1>", "__proto__", "constructor"]}]
    + [
        {
            "kind": "assignment",
            "work": {"text": "Gửi số cây còn sống về Ủy ban nhân dân xã.", "page": 1, "line": 19},
            "after": {"unit": "<b onclick=window.hit=1>x", "partners": ["'\"><script>window.hit=1</script>"]},
        }
    ],
    "words": ["<script>window.hit=1</script>", "__proto__"],
}  # fmt: skip


def test_a_file_of_corrections_shows_as_text(tab: Any, tmp_path: Path) -> None:
    from hashlib import sha256

    path = tmp_path / "ke-hoach.txt"
    path.write_text(PLAN, "utf-8")
    made = {**HOSTILE, "source": {**HOSTILE["source"], "sha256": sha256(path.read_bytes()).hexdigest()}}
    path.with_name(corrections_name(path.name)).write_text(json.dumps(made), "utf-8")
    with running(path) as (address, _):
        tab.goto(f"{address}{OWN}")
        for choice in ("fields", "duties", "all", "decided"):
            tab.select_option("#filter", choice)
            tab.keyboard.press("Escape")
            for _number in range(9):
                tab.keyboard.press("j")
        tab.locator("#plan .duty", has_text="onclick").first.click()
        for key in ("b", "ArrowDown", "Escape", "w", "Escape"):
            tab.keyboard.press(key)
        assert tab.evaluate("window.hit") is None
        assert tab.locator("#plan img, #plan svg, dialog b, .suggestions script").count() == 0
        assert "<img src=x" in tab.locator("#plan .field", has_text="onerror").first.inner_text()
