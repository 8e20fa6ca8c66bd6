"""Where things are: addresses of files, and regions in them, with what is said of them."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from argmap.report._common.repository import repository_path
from argmap.text import Location, SourceText, Span

_BASE = "%SRCROOT%"

ROOT = {_BASE: {"description": {"text": "The root of the repository."}}}
"""What addresses are relative to. Its own address, which differs from machine to machine, is left
out: who reads the log has the files."""


def location(place: Location, text: str = "") -> dict[str, Any]:
    """Return a place, and what is said of it."""
    data: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": artifact(place.source.name),
            "region": region(place.source, place.span),
        }
    }
    return {**data, "message": message(text)} if text else data


def message(text: str) -> dict[str, str]:
    """Return a text in which nothing an author wrote is taken for a link (SARIF 2.1.0, 3.11.6)."""
    return {"text": text.replace("](", "] (")}


def artifact(name: str) -> dict[str, str]:
    """Return a file by its address: absolute where it is not in the repository."""
    name = repository_path(name)
    if PurePath(name).is_absolute():
        path = quote(name, safe="/:", errors="surrogatepass")
        return {"uri": f"file://{path}" if path.startswith("/") else f"file:///{path}"}
    return {"uri": quote(name, errors="surrogatepass"), "uriBaseId": _BASE}


def region(source: SourceText, span: Span) -> dict[str, Any]:
    """Return lines and columns, from 1; the end is exclusive."""
    (line, column), (end_line, end_column) = source.position(span.start), source.position(span.end)
    return {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}
