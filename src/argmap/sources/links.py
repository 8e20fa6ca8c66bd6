"""Whether the web addresses in a map lead anywhere; asked only when the user wants it.

A map may come from a stranger: only http and https are asked, only hosts on the public internet
(also after each redirect), only for the head of a page, and nothing of an answer is kept but that
there was one.
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
"""Addresses to ask in one run; the rest are taken to be well."""
_AT_ONCE = 8
_PATIENCE = 10  # seconds, for each
_SCHEMES = ("http", "https")
_ALIVE = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS)
"""Answers of a page that is there, and does not want to be read by a program."""
_NO_HEAD = (HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_IMPLEMENTED)


def find_dead_links(addresses: Iterable[str]) -> dict[str, str]:
    """Return why addresses lead nowhere, of those that do not; others are not in it."""
    asked = [a for a in dict.fromkeys(addresses) if urlsplit(a).scheme.lower() in _SCHEMES]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        answers = dict(zip(asked[:MAX_LINKS], pool.map(_trouble, asked[:MAX_LINKS]), strict=True))
    return {address: trouble for address, trouble in answers.items() if trouble}


class _Refused(URLError):
    """An address that is not asked."""


class _PublicRedirects(HTTPRedirectHandler):
    """Follows a redirect as far as the public internet goes."""

    def redirect_request(self, req: Request, *rest: object) -> Request | None:
        _refuse_private(str(rest[-1]))
        return super().redirect_request(req, *rest)  # type: ignore[arg-type]


def _trouble(address: str) -> str:
    """Return why an address leads nowhere; empty where it leads somewhere."""
    try:
        answer = _answer(address, "HEAD")
        if answer in _NO_HEAD:
            answer = _answer(address, "GET")
    except _Refused as error:
        return str(error.reason)
    except TimeoutError:
        return f"does not answer within {_PATIENCE} seconds"
    except (OSError, http.client.HTTPException, ValueError):
        return "cannot be reached"
    is_alive = answer < HTTPStatus.BAD_REQUEST or answer in _ALIVE
    return "" if is_alive else f"answers {answer}"


def _answer(address: str, method: str) -> int:
    """Return the status that a server answers with."""
    _refuse_private(address)
    request = Request(address, method=method, headers={"User-Agent": "argmap"})  # noqa: S310
    try:
        with build_opener(_PublicRedirects).open(request, timeout=_PATIENCE) as response:
            return int(response.status)
    except HTTPError as error:
        return error.code


def _refuse_private(address: str) -> None:
    """Refuse a host that is not on the public internet.

    Raises:
        URLError: when it is not, or has no address.
    """
    parts = urlsplit(address)
    if parts.scheme.lower() not in _SCHEMES or not parts.hostname:
        raise _Refused("leads out of the web")
    for *_, place in socket.getaddrinfo(parts.hostname, parts.port or 80):
        if not is_public(str(place[0])):
            raise _Refused("is not on the public internet, and was not asked")


def is_public(host: str) -> bool:
    """Whether an IP address is one of the public internet."""
    return ipaddress.ip_address(host.partition("%")[0]).is_global
