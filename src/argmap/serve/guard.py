"""Who is answered: pages of this server, and nobody else.

A page of a stranger, open in the same browser, can send requests here. It is known by the `Origin`
it comes from; and where it has made its own name lead to this machine (DNS rebinding), by the
`Host` it asks for. What a browser says of a request (Fetch Metadata, W3C) refuses the rest: from
elsewhere one can follow a link to a page, and neither read, embed nor send anything.
"""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

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


class Guard:
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
