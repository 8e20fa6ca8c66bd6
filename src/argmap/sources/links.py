"""Detection of dead links in a map; used only on request of the user.

A map may be untrusted, so the checks are limited: only http and https URLs are requested, only from
hosts on the public internet (also after a redirect), and only the headers of a page, of which
nothing but the status is used.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

MAX_LINKS = 500
"""URLs that are requested in one run; the others count as alive."""

_MAX_CONNECTIONS = 8
_TIMEOUT_SECONDS = 10  # per request
_SCHEMES = ("http", "https")
_ALIVE = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS)
"""Error statuses of pages that exist, but cannot be read by a program."""
_HEAD_NOT_SUPPORTED = (HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_IMPLEMENTED)


def find_dead_links(urls: Iterable[str]) -> dict[str, str]:
    """Return the dead ones among ``urls``, each with the reason, which continues a sentence."""
    web_urls = [url for url in dict.fromkeys(urls) if urlsplit(url).scheme.lower() in _SCHEMES]
    with ThreadPoolExecutor(_MAX_CONNECTIONS) as pool:
        reasons = list(pool.map(_why_dead, web_urls[:MAX_LINKS]))
    return {url: reason for url, reason in zip(web_urls, reasons, strict=False) if reason}


def _why_dead(url: str) -> str:
    """Return why a URL is dead; empty if it is alive."""
    try:
        status = _request(url, "HEAD")
        if status in _HEAD_NOT_SUPPORTED:
            status = _request(url, "GET")
    except _NotRequested as error:
        return str(error.reason)
    except TimeoutError:
        return f"does not respond within {_TIMEOUT_SECONDS} seconds"
    except (OSError, http.client.HTTPException, ValueError):
        return "cannot be reached"
    is_alive = status < HTTPStatus.BAD_REQUEST or status in _ALIVE
    return "" if is_alive else f"returns status {status}"


def _request(url: str, method: str) -> int:
    """Request a URL and return the status of the response."""
    _require_public(url)
    request = Request(url, method=method, headers={"User-Agent": "argmap"})  # noqa: S310
    try:
        with build_opener(_PublicRedirects).open(request, timeout=_TIMEOUT_SECONDS) as response:
            return int(response.status)
    except HTTPError as error:
        return error.code


class _NotRequested(URLError):
    """A URL must not be requested."""


class _PublicRedirects(HTTPRedirectHandler):
    """Follows redirects to public hosts only."""

    def redirect_request(self, req: Request, *rest: object) -> Request | None:
        _require_public(str(rest[-1]))
        return super().redirect_request(req, *rest)  # type: ignore[arg-type]


def _require_public(url: str) -> None:
    """Check that a URL may be requested.

    Raises:
        _NotRequested: If its host is not on the public internet, or its scheme is not allowed.
        OSError: If its host is unknown.
    """
    parts = urlsplit(url)
    if parts.scheme.lower() not in _SCHEMES or not parts.hostname:
        raise _NotRequested("redirects to an address that is not http or https")
    for *_, address in socket.getaddrinfo(parts.hostname, parts.port or 80):
        if not is_public(str(address[0])):
            raise _NotRequested("is not on the public internet, so it was not requested")


def is_public(ip_address: str) -> bool:
    """Return whether an IP address belongs to the public internet."""
    return ipaddress.ip_address(ip_address.partition("%")[0]).is_global
