"""Values of JSON documents whose types vary from program to program."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from argmap.text.safe import escape_unsafe_characters

_MAX_BLOCKS = 1
"""Number of nested objects that are written on several lines."""

_encode = json.JSONEncoder(ensure_ascii=False).encode


def identifier(value: Any) -> str:
    """Return an id, which may be a text or a number, as text; empty if it is neither."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    return str(int(value)) if value == value // 1 else str(value)  # 1.0 is 1


def list_in(mapping: Mapping[str, Any], key: str) -> list[Any]:
    """Return a list of a mapping; empty if it is missing or null.

    Raises:
        TypeError: If the value is not a list.
    """
    value = mapping.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        raise TypeError(f"`{key}` is not a list")
    return value


def objects_in(mapping: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    """Return the objects in a list of a mapping; empty if there is no such list."""
    value = mapping.get(key)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def text_in(mapping: Mapping[str, Any], key: str) -> str:
    """Return a text of a mapping; a number becomes a text, and anything else is empty."""
    value = mapping.get(key)
    return value if isinstance(value, str) else identifier(value)


def strings_in(mapping: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """Return the texts of a list of a mapping, without empty ones."""
    value = mapping.get(key)
    if not isinstance(value, list):
        return ()
    return tuple(one.strip() for one in value if isinstance(one, str) and one.strip())


def json_text(data: Mapping[str, Any]) -> str:
    """Return an object as JSON with one element of a list or an object per line."""
    return escape_unsafe_characters("\n".join(_object_lines(data, "", 0)) + "\n")


def _object_lines(data: Mapping[str, Any], indent: str, depth: int) -> Iterator[str]:
    yield "{"
    inner = f"{indent}  "
    for index, (key, value) in enumerate(data.items()):
        comma = "," if index < len(data) - 1 else ""
        name = f"{inner}{_encode(key)}: "
        if isinstance(value, list) and value:
            yield f"{name}["
            items = ",\n".join(f"{inner}  {_encode(item)}" for item in value)
            yield f"{items}\n{inner}]{comma}"
        elif isinstance(value, dict) and value and _is_nested(value) and depth < _MAX_BLOCKS:
            first, *lines = _object_lines(value, inner, depth + 1)
            yield f"{name}{first}"
            yield from lines[:-1]
            yield f"{lines[-1]}{comma}"
        else:
            yield f"{name}{_encode(value)}{comma}"
    yield f"{indent}}}"


def _is_nested(data: Mapping[str, Any]) -> bool:
    return any(isinstance(value, dict | list) for value in data.values())
