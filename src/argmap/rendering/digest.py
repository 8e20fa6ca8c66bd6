"""What decides a picture, as a number: a picture with another one is stale.

It stands in the picture, so that whether a committed one still shows its map can be told without
drawing it, and without Graphviz.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any

from attrs import fields, has

from argmap.model import ArgumentMap
from argmap.rendering.annotations import Annotations, make_annotations
from argmap.rendering.options import RenderOptions
from argmap.rendering.theme import Theme, load_theme

RENDERING_VERSION = 4
"""Which way of drawing this is: raised whenever any map's picture comes to look different.

``tests/rendering/test_digest.py`` notices when that was forgotten. No digest of the code stands in
its place, since code changes more often than pictures do, and its bytes with the line ends of a
checkout.
"""

_ELSEWHERE = frozenset(
    {
        *("engine", "timeout", "theme"),
        *("verdicts", "strengths", "statuses", "diagnostics", "folded", "view"),
    }
)
"""Options that are not hashed: the theme's inks and the marks are, and the layout is nobody's wish.

Which Graphviz lays a map out may move cards a little, and changes nothing of what is said.
"""

_SILENT = frozenset({"note", "tags", "extra", "expect"})
"""Attributes of a map and of what is in it that no picture shows."""

_FINE = 3  # decimals
_LENGTH = 32  # hexadecimal digits
_ELEMENT = re.compile(rb"<metadata>argmap ([0-9a-f]{%d})</metadata>" % _LENGTH)


def picture_digest(
    argument_map: ArgumentMap, annotations: Annotations, theme: Theme, options: RenderOptions
) -> str:
    """Return the digest of all that decides the picture of a map.

    Where things stand in the map's text is no part of it, nor is what no picture shows, nor are
    attributes that are as they are by default: a new one makes no picture stale.
    """
    import json
    from hashlib import sha256

    ids = {"", *argument_map.statements, *argument_map.inferences}
    marked = {name: _part(value, ids) for name, value in _told(annotations)}
    chosen = {name: value for name, value in _told(options) if name not in _ELSEWHERE}
    said = _plain([RENDERING_VERSION, argument_map, marked, theme.colors, chosen])
    return sha256(json.dumps(said).encode()).hexdigest()[:_LENGTH]


def digest_of(argument_map: ArgumentMap, options: RenderOptions) -> str:
    """Return the digest that the picture of a map would hold, were it drawn now.

    Raises:
        RenderError: when the theme is unknown.
    """
    return picture_digest(
        argument_map, make_annotations(argument_map, options), load_theme(options.theme), options
    )


def _part(annotations: Any, ids: set[str]) -> Any:
    """Return what is marked on these elements alone: a whole map's marks may be given.

    Numbers are as fine as they are drawn, since machines differ in the last bits.
    """
    if not isinstance(annotations, Mapping):
        return annotations
    return {
        id_: round(mark, _FINE) if isinstance(mark, float) else mark
        for id_, mark in annotations.items()
        if id_ in ids
    }


def metadata_element(digest: str) -> str:
    """Return the element of a picture that holds its digest."""
    return f"<metadata>argmap {digest}</metadata>"


def digest_in(picture: bytes) -> str | None:
    """Return the digest that a picture holds; None where it holds none, or more than one."""
    found = _ELEMENT.findall(picture)
    return found[0].decode() if len(found) == 1 else None


def _plain(value: Any) -> Any:
    """Return data as what JSON can hold, without places in texts; as deep as the types are."""
    if isinstance(value, Enum):
        return value.name
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, Mapping):
        return [[_plain(key), _plain(inner)] for key, inner in value.items()]
    if isinstance(value, set | frozenset):
        return sorted(_plain(inner) for inner in value)
    if has(type(value)):
        return [type(value).__name__, [[name, _plain(inner)] for name, inner in _told(value)]]
    return [_plain(inner) for inner in value]


def _told(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield the attributes that make a value what it is, as far as they are not by default."""
    for each in fields(type(value)):
        inner = getattr(value, each.name)
        factory = getattr(each.default, "factory", None)  # of attrs.Factory
        if each.name in _SILENT or not each.eq:
            continue
        if inner != (factory() if factory else each.default):
            yield each.name, inner
