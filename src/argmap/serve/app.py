"""The web application: its URLs, and the middleware that accepts only requests of its own pages.

A foreign page that is open in the same browser can send requests to this server. `OriginMiddleware`
rejects them by their `Origin`, and by their `Host` if the foreign page has made its own name
resolve to this machine (DNS rebinding). Fetch Metadata (W3C) rejects the rest: another site can
link to a page, but cannot read, embed or send anything. Starlette's `TrustedHostMiddleware` would
not do: it ignores the port, and does not accept `[::1]`.
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
from argmap.serve.due_reviews import ReviewRefused, accept
from argmap.serve.editors import EditorFailed
from argmap.serve.events import EventBroadcaster
from argmap.serve.pages import Pages
from argmap.serve.state import EditSession, MapStore, event_data

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
    """Rejects requests of other sites, and adds security headers to every response."""

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

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
                headers.setdefault("Content-Security-Policy", _POLICY)
            await send(message)

        reason = self._rejection(scope["method"], Headers(scope=scope))
        app = PlainTextResponse(f"{reason}\n", status_code=403) if reason else self._app
        await app(scope, receive, send_with_headers)

    def _rejection(self, method: str, headers: Headers) -> str:
        """Return why a request is rejected, or an empty string."""
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0].lower() not in self._hosts:
            return "This page is available only on this machine, under its own name."
        origins = headers.getlist("origin")
        if any(origin.lower() not in self._origins for origin in origins):
            return "Only pages of this server may send requests."
        if method not in ("GET", "HEAD") and not origins:
            return "Only pages of this server may send data."
        if headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
            is_link = headers.get("sec-fetch-mode") == "navigate"
            if not (method == "GET" and is_link and headers.get("sec-fetch-dest") == "document"):
                return "Other sites may only link to this page."
        return ""


_MAX_POSITION_BYTES = 1_000
_MAX_REVIEW_BYTES = 10_000
_BODY_TIMEOUT_SECONDS = 5.0
_MAX_NUMBER = 100_000_000

Lifespan = Callable[[Starlette], AbstractAsyncContextManager[None]]


class OpenRequest(NamedTuple):
    """A position to open in an editor: the number of a file, line and column from 1."""

    file: int
    line: int
    column: int


class ReviewRequest(NamedTuple):
    """A statement to accept: the id of its map, its id, what the page showed, and the reason."""

    map: str
    id: str
    seen: str
    reason: str


def make_app(
    store: MapStore,
    pages: Pages,
    events: EventBroadcaster,
    session: EditSession,
    port: int,
    lifespan: Lifespan,
) -> OriginMiddleware:
    """Return the application: the list, the maps, the event stream, and the actions of pages."""
    endpoints = _Endpoints(store, pages, events, session)
    app = Starlette(
        routes=[
            Route("/", endpoints.start, methods=["GET"]),
            Route("/map/{id}", endpoints.map, methods=["GET"]),
            Route("/events", endpoints.events, methods=["GET"]),
            Route("/open", endpoints.open, methods=["POST"]),
            Route("/review", endpoints.review, methods=["POST"]),
        ],
        lifespan=lifespan,
    )
    return OriginMiddleware(app, port)


class _Endpoints:
    """Answers the requests that `OriginMiddleware` accepts."""

    def __init__(
        self, store: MapStore, pages: Pages, events: EventBroadcaster, session: EditSession
    ) -> None:
        self._store = store
        self._pages = pages
        self._events = events
        self._session = session

    async def start(self, request: Request) -> Response:  # noqa: ARG002
        """Return the list of maps, or redirect to the map if there is only one."""
        ids = list(self._store.states)
        if len(ids) == 1:
            return RedirectResponse(f"/map/{ids[0]}")
        return _page(await run_in_threadpool(self._pages.list_page))

    async def map(self, request: Request) -> Response:
        """Return the page of a map. The id is only looked up, never used as a path."""
        state = self._store.states.get(request.path_params["id"])
        if state is None:
            return PlainTextResponse("Unknown map.\n", status_code=404)
        return _page(await run_in_threadpool(self._pages.map_page, state))

    async def events(self, request: Request) -> Response:
        """Return a stream of server-sent events, one for each change."""
        id_ = request.query_params.get("map", "")
        subscription = self._events.subscribe(id_ if id_ in self._store.states else "")
        if subscription is None:
            return PlainTextResponse("Too many pages are open.\n", status_code=503)
        messages = self._events.stream(subscription, lambda: event_data(self._store, self._session))
        return _EventStream(messages, lambda: self._events.unsubscribe(subscription))

    async def open(self, request: Request) -> Response:
        """Open a position in a file of a map in the editor; only pages of this server may ask."""
        if (refusal := self._refusal(request)) is not None:
            return refusal
        if self._session.editor.kind != "command":
            return PlainTextResponse("No editor command is configured.\n", status_code=409)
        position = _position(await _read_object(request, _MAX_POSITION_BYTES))
        path = None if position is None else self._store.file(position.file)
        if position is None or path is None:
            return PlainTextResponse("The position is not in a map.\n", status_code=400)
        try:
            await run_in_threadpool(self._session.editor.open, path, position.line, position.column)
        except EditorFailed as error:
            return PlainTextResponse(f"{error}\n", status_code=500)
        return Response(status_code=204)

    async def review(self, request: Request) -> Response:
        """Record that the reader approves a statement; only pages of this server may ask."""
        if (refusal := self._refusal(request)) is not None:
            return refusal
        review = _review(await _read_object(request, _MAX_REVIEW_BYTES))
        path = None if review is None else self._store.path(review.map)
        if review is None or path is None:
            return PlainTextResponse("The statement is not in a map.\n", status_code=400)
        reviewer = self._session.reviewer
        try:
            await run_in_threadpool(accept, path, review.id, review.seen, reviewer, review.reason)
        except ReviewRefused as error:
            return PlainTextResponse(f"{error}\n", status_code=409)
        return Response(status_code=204)

    def _refusal(self, request: Request) -> Response | None:
        """Return the response to a request that no page of this server has sent, or None."""
        token = request.headers.get("x-argmap-token", "")
        if not secrets.compare_digest(token.encode(), self._session.token.encode()):
            return PlainTextResponse("Only pages of this server may do this.\n", status_code=403)
        if request.headers.get("content-type") != "application/json":
            return PlainTextResponse("The request must be JSON.\n", status_code=415)
        return None


class _EventStream(StreamingResponse):
    """Server-sent events; ``on_end`` is called however the request ends."""

    def __init__(self, messages: AsyncIterator[str], on_end: Callable[[], None]) -> None:
        super().__init__(messages, media_type="text/event-stream")
        self._on_end = on_end

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._on_end()


async def _read_object(request: Request, limit: int) -> dict[str, object] | None:
    """Return the JSON object in the body of a request, or None if there is none.

    Args:
        request: The request.
        limit: The largest number of bytes of the body.
    """
    body = b""
    try:
        async with asyncio.timeout(_BODY_TIMEOUT_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > limit:
                    return None
    except TimeoutError:
        return None
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def _position(data: dict[str, object] | None) -> OpenRequest | None:
    file, line, column = (_number((data or {}).get(name)) for name in OpenRequest._fields)
    if file is None or line is None or column is None:
        return None
    return OpenRequest(file, line, column)


def _review(data: dict[str, object] | None) -> ReviewRequest | None:
    values = [(data or {}).get(name) for name in ReviewRequest._fields]
    texts = [value for value in values if isinstance(value, str)]
    return ReviewRequest(*texts) if len(texts) == len(values) else None


def _number(value: object) -> int | None:
    """Return the value if it is a valid number of a file, line or column, or None."""
    return value if type(value) is int and 0 <= value <= _MAX_NUMBER else None


def _page(page: RenderedPage) -> Response:
    policy = f"{page.policy}; frame-ancestors 'none'"
    return HTMLResponse(page.text, headers={"Content-Security-Policy": policy})
