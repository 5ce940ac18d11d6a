"""Who may talk to the local server: this machine's browser, on the page that the program has opened, and nobody else.

Any page in a browser can send requests to 127.0.0.1. Each request therefore needs the token that stands in the address
that was printed; it must ask for this very host, so that a name that was made to point here gets nothing; one that says
where it comes from must come from here; and where the system tells whose connection it is, it must be this user's: the
address of a page that is opened can be seen in the list of processes.
"""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

from viextract.corrections import MAX_BYTES
from viextract.limits import whole_number
from viextract.review.page import policy
from viextract.review.peers import is_of_another_user

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

TOKEN_HEADER = b"x-viextract-token"
_HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cache-control", b"no-store"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
]


_LONGEST_PATH = 100
"""Characters: our longest path has two numbers, and Python refuses to read one of thousands of digits."""


class Guard:
    """Lets only the right requests through to an application, and adds the headers of safety to its answers."""

    def __init__(self, app: App, *, token: str, port: int) -> None:
        self._app = app
        self._token = token.encode()
        self._hosts = {f"{name}:{port}".encode() for name in ("127.0.0.1", "localhost")}
        self._origins = {b"http://" + host for host in self._hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return  # no web sockets
        refused = self._refusal(scope)
        if refused is not None:
            status, text = refused
            await send(
                {
                    "type": "http.response.start",
                    "status": status,
                    "headers": [(b"content-type", b"text/plain"), *_HEADERS],
                }
            )
            await send({"type": "http.response.body", "body": text.encode()})
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                rules = (b"content-security-policy", policy(served=True).encode())
                own = {name.lower() for name, _ in message.get("headers", [])}
                extra = [*_HEADERS, *([] if rules[0] in own else [rules])]
                message["headers"] = [*message.get("headers", []), *extra]
            await send(message)

        await self._app(scope, receive, guarded)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        headers: dict[bytes, bytes] = {}
        for name, value in scope["headers"]:
            if name in headers and name in (b"host", b"origin", TOKEN_HEADER):
                return 400, "twice the same header"
            headers[name] = value
        if headers.get(b"host") not in self._hosts:
            return 421, "this host is not served"
        if b"origin" in headers and headers[b"origin"] not in self._origins:
            return 403, "not from another page"
        if headers.get(b"sec-fetch-site", b"none") not in (b"none", b"same-origin"):
            return 403, "not from another page"
        given = headers.get(TOKEN_HEADER, b"")
        if not given and scope["method"] == "GET":
            given = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("token", [""])[0].encode("latin-1")
        if not hmac.compare_digest(given, self._token):
            return 403, "the token is missing: open the address that the program has printed"
        if is_of_another_user(scope.get("client"), scope.get("server")):
            return 403, "not for another user of this machine"
        if len(scope["path"]) > _LONGEST_PATH:
            return 414, "no page has so long an address"
        length = whole_number(headers.get(b"content-length", b"0").decode("latin-1"))
        if scope["method"] != "GET" and (length is None or not 0 < length <= MAX_BYTES):
            return 413, "too large"
        return None
