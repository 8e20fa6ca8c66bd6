"""Data in an Argdown document: front matter, and YAML in braces after an element."""

from __future__ import annotations

import re
from typing import Any

from argmap.errors import MissingExtra
from argmap.exchange._foreign import InvalidFile

_MAX_DEPTH = 50
_MAX_ALIASES = 100
MAX_LENGTH = 100_000
"""Number of characters of one element's data; more are text."""

_TOKEN = re.compile(
    r"""[ \t\n]*(?:
    (?P<mark>[{}\[\],])
    |"(?P<double>(?:[^"\\\n]|\\.)*)"
    |'(?P<single>(?:[^'\n]|'')*)'
    |(?P<plain>[^\s{}\[\],:"'#&*!|>%@`?-](?:[^{}\[\],:\n\#]|:(?=[^\s{}\[\],])|(?<=\S)\#)*|-(?=[^\s-])[^{}\[\],:\n\#]*)
    )[ \t]*(?P<colon>:(?=[\s{}\[\],"']))?""",
    re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "b": "\b", "f": "\f", "v": "\v"}
_SIMPLE_LINE = re.compile(
    r"""([A-Za-z][\w-]*):[ \t]+(?:"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)'"""
    r"""|([^\s"'{}\[\]&*!|>%@`#?,-](?:[^:\n#]|:(?=\S)|(?<=\S)\#)*))[ \t]*"""
)



class InvalidData(Exception):
    """Data that is not valid YAML, or not a mapping."""


def find_data_end(text: str, start: int) -> int:
    """Return the end of the data that begins with a brace at ``start``; -1 if there is none.

    As in Argdown, data ends with the last brace that is not followed by a comma or another brace,
    and before a brace that is followed by a space and a word. It ends before an empty line.
    """
    end = -1
    limit = min(len(text), start + MAX_LENGTH)
    empty_line = text.find("\n\n", start, limit)
    if empty_line != -1:
        limit = empty_line
    position = text.find("}", start, limit)
    while position != -1:
        following = text[position + 1 : position + 64].lstrip()[:1]
        if following not in (",", "}") or not following:
            end = position + 1
        after = text[position + 1 : position + 3]
        if after[:1].isspace() and after[1:] not in (",", "}"):
            break
        position = text.find("}", position + 1, limit)
    return end


def parse_data(written: str) -> dict[str, Any]:
    """Return the data in braces; all scalars are text.

    Raises:
        InvalidData: If it is not a valid mapping.
        MissingExtra: If it needs the YAML library, and that is not installed.
    """
    is_block = re.match(r"\{[ \t]*\n", written) is not None
    data = None if is_block else _parse_flow(written)
    if data is None:
        data = _parse_yaml(re.sub(r"\A\{[ \t]*\n|\}\s*\Z", "", written) if is_block else written)
    if not isinstance(data, dict):
        raise InvalidData
    return {str(key): value for key, value in data.items()}


def parse_front_matter(written: str) -> dict[str, Any]:
    """Return front matter without the lines of equals signs; all scalars are text.

    Raises:
        InvalidData: If it is not a valid mapping.
        MissingExtra: If it needs the YAML library, and that is not installed.
    """
    lines = [line for line in written.split("\n") if line.strip()]
    data: Any = {}
    for line in lines:
        match = _SIMPLE_LINE.fullmatch(line)
        if match is None or match[1] in data:
            data = _parse_yaml(written)
            break
        key, double, single, plain = match.groups()
        data[key] = _scalar(double, single, plain)
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise InvalidData
    return {str(key): value for key, value in data.items()}


def _scalar(double: str | None, single: str | None, plain: str | None) -> str:
    if double is not None:
        return _ESCAPE.sub(_unescape, double)
    return single.replace("''", "'") if single is not None else (plain or "").strip()


def _unescape(match: re.Match[str]) -> str:
    written = match[1]
    if len(written) > 1:
        code = int(written[1:], 16)
        return chr(code) if code <= 0x10FFFF else "\ufffd"  # noqa: PLR2004
    return _ESCAPES.get(written, written)


def _parse_flow(written: str) -> Any:
    """Return a mapping in braces with lists, mappings and scalars; None if it has other YAML."""
    root: list[Any] = []
    stack: list[Any] = [root]
    keys: list[str | None] = [None]
    is_after_value = False
    position = 0
    while position < len(written):
        match = _TOKEN.match(written, position)
        if match is None:
            return root[0] if root and not written[position:].strip() and len(stack) == 1 else None
        position = match.end()
        mark = match["mark"]
        if len(stack) == 1 and (root or mark != "{"):
            return None
        if mark in ("}", "]"):
            if keys[-1] is not None or isinstance(stack.pop(), dict) != (mark == "}"):
                return None
            keys.pop()
            is_after_value = True
        elif mark == ",":
            if not is_after_value:
                return None
            is_after_value = False
        elif is_after_value or len(stack) > _MAX_DEPTH:
            return None
        elif mark:
            value: Any = {} if mark == "{" else []
            if not _put(stack[-1], keys, value):
                return None
            stack.append(value)
            keys.append(None)
        else:
            scalar = _scalar(match["double"], match["single"], match["plain"])
            if match["colon"]:
                if not isinstance(stack[-1], dict) or keys[-1] is not None or scalar in stack[-1]:
                    return None
                keys[-1] = scalar
                continue
            if not _put(stack[-1], keys, scalar):
                return None
            is_after_value = True
        if mark in ("}", "]") and len(stack) == 1:
            return root[0] if not written[position:].strip() else None
    return None


def _put(container: Any, keys: list[str | None], value: Any) -> bool:
    """Add a value to a list, or to a mapping under the key that was read before it."""
    if isinstance(container, list):
        container.append(value)
        return True
    if keys[-1] is None:
        return False
    container[keys[-1]] = value
    keys[-1] = None
    return True


def _parse_yaml(written: str) -> Any:
    from argmap.exchange._foreign.yaml import parse_yaml

    try:
        return parse_yaml("data", written, _MAX_DEPTH, _MAX_ALIASES)
    except MissingExtra:
        raise
    except InvalidFile as error:
        raise InvalidData from error
