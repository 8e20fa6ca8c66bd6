"""The digest of everything that determines a picture.

Each picture contains its digest. A picture is out of date if its digest differs from the current
one of its map, so that a committed picture can be checked without drawing it and without Graphviz.
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

RENDERING_VERSION = 12
"""The version of the rendering; increase it whenever the picture of any map changes.

``tests/rendering/test_digest.py`` fails if that was forgotten. A digest of the code would not do:
code changes more often than pictures do, and its bytes depend on the line ends of a checkout.
"""

_UNHASHED_OPTIONS = frozenset(
    {
        *("engine", "timeout", "theme"),
        *(
            "verdicts",
            "strengths",
            "statuses",
            "diagnostics",
            "version_marks",
            "folded",
            "places",
            "view",
        ),
    }
)
"""Options that are not hashed.

The colors of the theme are hashed instead of its name, and the annotations instead of the options
that they are made from. Another engine may move cards a little, but shows the same content.
"""

_HIDDEN_ATTRIBUTES = frozenset(
    {"note", "tags", "extra", "was", "expect", "expected_options", "expects_open"}
)
"""Attributes of a map and its elements that no picture shows, except tags if they are asked for."""

_STRENGTH_DECIMALS = 3
_DIGEST_LENGTH = 32  # hexadecimal digits
_METADATA = re.compile(rb"<metadata>argmap ([0-9a-f]{%d})</metadata>" % _DIGEST_LENGTH)


def picture_digest(
    argument_map: ArgumentMap, annotations: Annotations, theme: Theme, options: RenderOptions
) -> str:
    """Return the digest of everything that determines the picture of a map.

    It does not include source positions, attributes that no picture shows, and attributes that have
    their default value: a new attribute with a default does not make pictures out of date.
    """
    import json
    from hashlib import sha256

    ids = {"", *argument_map.statements, *argument_map.inferences}
    shown = {name: _restrict(value, ids) for name, value in _changed_attributes(annotations)}
    hashed_options = {
        name: value for name, value in _changed_attributes(options) if name not in _UNHASHED_OPTIONS
    }
    content = [RENDERING_VERSION, argument_map, shown, theme.colors, hashed_options]
    if options.tags:
        elements = (*argument_map.sentences, *argument_map.inferences.values())
        content.append([[element.id, element.tags] for element in elements if element.tags])
    if argument_map.questions or argument_map.contexts:
        content.append(argument_map.author_order)
    data = _to_json(content)
    return sha256(json.dumps(data).encode()).hexdigest()[:_DIGEST_LENGTH]


def digest_of(argument_map: ArgumentMap, options: RenderOptions) -> str:
    """Return the digest that the picture of a map would contain if it were drawn now.

    Raises:
        RenderError: If the theme cannot be loaded.
    """
    return picture_digest(
        argument_map, make_annotations(argument_map, options), load_theme(options.theme), options
    )


def _restrict(value: Any, ids: set[str]) -> Any:
    """Return the annotations of the given elements; a part may have those of its whole map.

    Numbers are rounded, since machines differ in the last bits.
    """
    if not isinstance(value, Mapping):
        return value
    return {
        id_: round(item, _STRENGTH_DECIMALS) if isinstance(item, float) else item
        for id_, item in value.items()
        if id_ in ids
    }


def metadata_element(digest: str) -> str:
    """Return the SVG element that contains a digest."""
    return f"<metadata>argmap {digest}</metadata>"


def digest_in(picture: bytes) -> str | None:
    """Return the digest that a picture contains; None if it contains none, or several."""
    digests = _METADATA.findall(picture)
    return digests[0].decode() if len(digests) == 1 else None


def _to_json(value: Any) -> Any:
    """Return a value as JSON data, without source positions.

    It recurses no deeper than the types are nested.
    """
    if isinstance(value, Enum):
        return value.name
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, Mapping):
        return [[_to_json(key), _to_json(item)] for key, item in value.items()]
    if isinstance(value, set | frozenset):
        return sorted(_to_json(item) for item in value)
    if has(type(value)):
        pairs = [[name, _to_json(item)] for name, item in _changed_attributes(value)]
        return [type(value).__name__, pairs]
    return [_to_json(item) for item in value]


def _changed_attributes(instance: Any) -> Iterator[tuple[str, Any]]:
    """Yield the compared and visible attributes of an attrs instance that are not the default."""
    for attribute in fields(type(instance)):
        if attribute.name in _HIDDEN_ATTRIBUTES or not attribute.eq:
            continue
        value = getattr(instance, attribute.name)
        factory = getattr(attribute.default, "factory", None)  # set on attrs.Factory
        if value != (factory() if factory else attribute.default):
            yield attribute.name, value
