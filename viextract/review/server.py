"""The page from a web server of this machine alone, which keeps the corrections in their file at each save."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from viextract.archive.pages import PageLanguage, page_foot, page_head, page_policy, shown
from viextract.archive.summary_texts import both
from viextract.errors import EngineMissingError, InputNotFoundError, OutputNotWritableError, ViextractError
from viextract.options import Options
from viextract.review.archive import Archive, language_of
from viextract.review.guard import App, Guard
from viextract.review.page import html_page
from viextract.review.session import Session

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

Started = Callable[[str], None]
"""Called with the address once the server can be asked."""

Translate = Callable[[str], str]
"""A message in the user's language."""

_MOST_SESSIONS = 12
"""Documents that are held in the memory: each has its file, its text and pictures of its pages."""


def serve(
    place: Path,
    options: Options,
    *,
    port: int = 0,
    dictionary: Path | None = None,
    translate: Translate = str,
    language: PageLanguage | None = None,
    started: Started,
) -> None:
    """Serve the page of a document, or of a folder of a batch's results, until the program is stopped.

    port: 0 for any that is free; dictionary: a file for accepted words; translate: of errors; language: of the pages,
    if not the browser's.

    Raises EngineMissingError where the extra ``review`` is not installed, and what reading the document does.
    """
    try:
        import uvicorn
    except ImportError as error:
        raise _missing() from error
    token = secrets.token_urlsafe(32)
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as bound:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind(("127.0.0.1", port))
        except OSError as error:
            raise OutputNotWritableError(
                f"port {port} cannot be used: {error.strerror}", advice="Choose another with --port, or none."
            ) from error
        number = bound.getsockname()[1]
        app = application(
            place,
            options,
            token=token,
            port=number,
            dictionary=dictionary,
            translate=translate,
            language=language,
        )
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False, server_header=False))
        bound.listen()  # from here on a browser is kept waiting rather than turned away
        started(f"http://127.0.0.1:{number}/?token={token}")
        server.run(sockets=[bound])


def _sentences(cause: str, advice: str) -> str:
    return f"{cause[:1].upper()}{cause[1:]}{'' if cause.endswith('.') else '.'} {advice}".strip()


def _missing() -> EngineMissingError:
    return EngineMissingError(
        "the web server is not installed",
        advice="Run `pip install 'viextract[review]'`, or write the page to a file with -o.",
    )


def application(
    place: Path,
    options: Options,
    *,
    token: str,
    port: int,
    dictionary: Path | None = None,
    translate: Translate = str,
    language: PageLanguage | None = None,
) -> App:
    """The guarded application, to be served or tested."""
    try:
        from starlette.applications import Starlette
        from starlette.routing import Route
    except ImportError as error:
        raise _missing() from error
    pages = _Pages(place, options, token, dictionary, translate, language)
    routes = [
        Route("/", pages.first),
        Route("/summary", pages.summary),
        Route("/body", pages.body),
        Route("/{document:int}/", pages.document),
        Route("/{document:int}/{number:int}.webp", pages.picture),
        Route("/{document:int}/corrections", pages.save, methods=["POST"]),
    ]
    return Guard(Starlette(routes=routes), token=token, port=port)


class _Pages:
    """What is answered; each document is read when it is first asked for."""

    def __init__(
        self,
        place: Path,
        options: Options,
        token: str,
        dictionary: Path | None,
        translate: Translate,
        language: PageLanguage | None,
    ) -> None:
        self._language = language
        self._options, self._token, self._dictionary, self._translate = options, token, dictionary, translate
        self._archive = Archive(place, options.corrections) if place.is_dir() else None
        self._sessions: dict[int, Session] = {}
        self._lock = Lock()
        self._opening: dict[int, Lock] = {}
        if self._archive is None:
            self._sessions[0] = Session(place, options, dictionary)

    async def first(self, request: Request) -> Response:
        from starlette.responses import RedirectResponse

        if self._archive is None:
            return RedirectResponse(f"/0/?token={self._token}")
        archive = self._archive
        return await self._about(request, lambda given, language: archive.list_page(given, self._token, language))

    async def summary(self, request: Request) -> Response:
        return await self._about(
            request, lambda given, language: self._list().summary(given, self._token, language, date.today())
        )

    async def body(self, request: Request) -> Response:
        return await self._about(
            request, lambda given, language: self._list().body(given, self._token, language, date.today())
        )

    async def _about(self, request: Request, make: Callable[[Mapping[str, str], PageLanguage], str]) -> Response:
        """A page about the archive, with the policy that goes with it."""
        from starlette.responses import HTMLResponse

        given = request.query_params
        language = language_of(given, request.headers.get("accept-language", ""), self._language)
        rules = {"Content-Security-Policy": page_policy(True)}
        return await self._answer(lambda: HTMLResponse(make(given, language), headers=rules))

    def _list(self) -> Archive:
        if self._archive is None:
            raise InputNotFoundError("one document is no archive", advice="Give the folder after -o of a batch.")
        return self._archive

    async def document(self, request: Request) -> Response:
        from starlette.responses import HTMLResponse

        number = request.path_params["document"]
        chosen = request.query_params.get("language") or self._language
        about = {"language": "vi" if chosen == "vi" else "en"} if chosen else {}
        return await self._answer(lambda: HTMLResponse(html_page({**self._data(number), **about}, served=True)))

    async def picture(self, request: Request) -> Response:
        from starlette.responses import Response

        document, number = request.path_params["document"], request.path_params["number"]

        def drawn() -> Response:
            found = self._session(document).picture(number)
            return Response(found or b"", status_code=200 if found else 404, media_type="image/webp")

        return await self._answer(drawn)

    async def save(self, request: Request) -> Response:
        from starlette.responses import JSONResponse

        number, body, headers = request.path_params["document"], await request.body(), request.headers
        revision, undo = headers.get("x-viextract-revision"), "x-viextract-undo" in headers

        def saved() -> Response:
            data = self._session(number).save(body, revision, undo=undo)
            return JSONResponse(self._with_pictures(number, data))

        return await self._answer(saved, told_as_page=False)

    async def _answer(self, make: Callable[[], Response], *, told_as_page: bool = True) -> Response:
        """In a thread, since reading takes its time; an error of ours is told: as a page, or to the page's script."""
        from starlette.concurrency import run_in_threadpool
        from starlette.responses import HTMLResponse, JSONResponse

        try:
            return await run_in_threadpool(make)
        except ViextractError as error:
            told = _sentences(self._translate(error.cause), self._translate(error.advice))
            if not told_as_page:
                return JSONResponse({"error": told}, status_code=409)
            above = (
                f'<p><a href="/?{urlencode({"token": self._token})}">{both("list")}</a></p>' if self._archive else ""
            )
            page = (
                f"{page_head('viextract', self._language or 'vi', served=True)}{above}<p>{shown(told)}</p>{page_foot()}"
            )
            return HTMLResponse(page, status_code=409, headers={"Content-Security-Policy": page_policy(True)})

    def _session(self, number: int) -> Session:
        """The document of that number, read where it is not at hand; others are not kept waiting meanwhile."""
        with self._lock:
            if (known := self._known(number)) is not None:
                return known
            opening = self._opening.setdefault(number, Lock())
        with opening:
            with self._lock:
                if (known := self._known(number)) is not None:
                    return known
            source = self._archive.source(number) if self._archive is not None else None
            if source is None:
                raise OutputNotWritableError("there is no such document", advice="Go back to the list.")
            found = Session(source, self._options, self._dictionary)
            with self._lock:
                self._sessions[number] = found
                while len(self._sessions) > _MOST_SESSIONS:
                    del self._sessions[next(iter(self._sessions))]
            return found

    def _known(self, number: int) -> Session | None:
        """A document at hand; the last that was asked for is the last to go."""
        found = self._sessions.pop(number, None)
        if found is not None:
            self._sessions[number] = found
        return found

    def _data(self, number: int) -> dict[str, Any]:
        data = self._with_pictures(number, self._session(number).data())
        served = {"token": self._token, "save": f"/{number}/corrections"}
        if self._archive is not None:
            served["list"] = f"/?token={self._token}"
        return {**data, "served": served}

    def _with_pictures(self, number: int, data: dict[str, Any]) -> dict[str, Any]:
        if self._session(number).has_pictures:
            for page in data["pages"]:
                page["image"] = f"/{number}/{page['number']}.webp?token={self._token}"
        return data
