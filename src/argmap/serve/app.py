"""The addresses of the server, and what is answered there.

Who is answered: pages of this server, and nobody else.

A page of a stranger, open in the same browser, can send requests here. It is known by the `Origin`
it comes from; and where it has made its own name lead to this machine (DNS rebinding), by the
`Host` it asks for. What a browser says of a request (Fetch Metadata, W3C) refuses the rest: from
elsewhere one can follow a link to a page, and neither read, embed nor send anything.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from typing import NamedTuple

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import (
    HTMLResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from argmap.rendering.html.page import RenderedPage
from argmap.serve.editors import EditorFailed
from argmap.serve.events import EventBroadcaster
from argmap.serve.pages import Pages
from argmap.serve.state import EditSession, MapStore, event

_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
_HTTP_PORT = 80


class OriginMiddleware:
    """Lets requests through to an app, and gives every answer the headers that keep it here."""

    def __init__(self, app: ASGIApp, port: int) -> None:
        self._app = app
        names = ("127.0.0.1", "localhost", "[::1]")
        self._hosts = {f"{name}:{port}" for name in names}
        if port == _HTTP_PORT:
            self._hosts |= set(names)
        self._origins = {f"http://{host}" for host in self._hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
                headers.setdefault("Content-Security-Policy", _POLICY)
            await send(message)

        reason = self._refused(scope["method"], Headers(scope=scope))
        app = PlainTextResponse(f"{reason}\n", status_code=403) if reason else self._app
        await app(scope, receive, send_guarded)

    def _refused(self, method: str, headers: Headers) -> str:
        """Return why a request is refused, or nothing."""
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0].lower() not in self._hosts:
            return "This page is served on this machine only, under its own name."
        origins = headers.getlist("origin")
        if any(origin.lower() not in self._origins for origin in origins):
            return "Only pages of this server may ask it."
        if method not in ("GET", "HEAD") and not origins:
            return "Only pages of this server may send it anything."
        if headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
            is_link = headers.get("sec-fetch-mode") == "navigate"
            if not (method == "GET" and is_link and headers.get("sec-fetch-dest") == "document"):
                return "From elsewhere, only a link may lead here."
        return ""


_LONGEST = 1_000  # bytes that a page has to send
_BODY_SECONDS = 5.0  # in which it has to send them
_MOST = 100_000_000

Lifespan = Callable[[Starlette], AbstractAsyncContextManager[None]]


class OpenRequest(NamedTuple):
    """A place that is to be opened: a file's number, and line and column from 1."""

    file: int
    line: int
    column: int


def make_app(
    store: MapStore,
    pages: Pages,
    events: EventBroadcaster,
    session: EditSession,
    port: int,
    lifespan: Lifespan,
) -> OriginMiddleware:
    """Return the app: the list, the maps, the stream of changes, and opening an editor."""
    desk = _Endpoints(store, pages, events, session)
    app = Starlette(
        routes=[
            Route("/", desk.start, methods=["GET"]),
            Route("/map/{id}", desk.map, methods=["GET"]),
            Route("/events", desk.events, methods=["GET"]),
            Route("/open", desk.open, methods=["POST"]),
        ],
        lifespan=lifespan,
    )
    return OriginMiddleware(app, port)


class _Endpoints:
    """Answers requests that have passed the guard."""

    def __init__(
        self, store: MapStore, pages: Pages, events: EventBroadcaster, session: EditSession
    ) -> None:
        self._store = store
        self._pages = pages
        self._events = events
        self._session = session

    async def start(self, request: Request) -> Response:  # noqa: ARG002
        """Answer with the list of maps; where there is one only, go there."""
        ids = list(self._store.states)
        if len(ids) == 1:
            return RedirectResponse(f"/map/{ids[0]}")
        return _page(await run_in_threadpool(self._pages.of_list))

    async def map(self, request: Request) -> Response:
        """Answer with the page of a map; its id is a key and nothing else."""
        state = self._store.states.get(request.path_params["id"])
        if state is None:
            return PlainTextResponse("There is no such map here.\n", status_code=404)
        return _page(await run_in_threadpool(self._pages.of_map, state))

    async def events(self, request: Request) -> Response:
        """Answer with a stream that tells of every change."""
        id_ = request.query_params.get("map", "")
        place = self._events.join(id_ if id_ in self._store.states else "")
        if place is None:
            return PlainTextResponse("Too many pages are open.\n", status_code=503)
        messages = self._events.stream(place, lambda: event(self._store, self._session))
        return _EventStream(messages, lambda: self._events.leave(place))

    async def open(self, request: Request) -> Response:
        """Open a place in the editor: for a page of ours, and of a file of a map only."""
        given = request.headers.get("x-argmap-token", "")
        if not secrets.compare_digest(given.encode(), self._session.token.encode()):
            return PlainTextResponse("Only a page of this server may do that.\n", status_code=403)
        if request.headers.get("content-type") != "application/json":
            return PlainTextResponse("That is no JSON.\n", status_code=415)
        if self._session.editor.kind != "command":
            return PlainTextResponse("There is no command to open an editor.\n", status_code=409)
        asked = await _asked(request)
        path = None if asked is None else self._store.file(asked.file)
        if asked is None or path is None:
            return PlainTextResponse("That is no place in a map.\n", status_code=400)
        try:
            await run_in_threadpool(self._session.editor.open, path, asked.line, asked.column)
        except EditorFailed as error:
            return PlainTextResponse(f"{error}\n", status_code=500)
        return Response(status_code=204)


class _EventStream(StreamingResponse):
    """Server-sent events; ``ended`` is called however their request ends."""

    def __init__(self, messages: AsyncIterator[str], ended: Callable[[], None]) -> None:
        super().__init__(messages, media_type="text/event-stream")
        self._ended = ended

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._ended()


async def _asked(request: Request) -> OpenRequest | None:
    """Return the place that a page asks for; None where it is none."""
    body = b""
    try:
        async with asyncio.timeout(_BODY_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > _LONGEST:
                    return None
    except TimeoutError:
        return None
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict):
        return None
    file, line, column = (_number(data.get(name)) for name in OpenRequest._fields)
    if file is None or line is None or column is None:
        return None
    return OpenRequest(file, line, column)


def _number(value: object) -> int | None:
    """Return a number that may count files, lines or columns."""
    return value if type(value) is int and 0 <= value <= _MOST else None


def _page(page: RenderedPage) -> Response:
    policy = f"{page.policy}; frame-ancestors 'none'"
    return HTMLResponse(page.text, headers={"Content-Security-Policy": policy})
