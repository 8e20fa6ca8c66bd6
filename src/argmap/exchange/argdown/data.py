"""Data in an Argdown document: front matter, and YAML in braces after an element."""

from __future__ import annotations

import re
from typing import Any

from attrs import Factory, define

from argmap.errors import MissingExtra
from argmap.exchange.foreign import InvalidFile

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

_FLOW_LINE = re.compile(r"([A-Za-z][\w-]*):[ \t]+([\[{].*)")


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
        flow = _FLOW_LINE.fullmatch(line)
        value = _parse_flow(f"{{value: {flow[2]}}}") if flow else None
        if value is not None and flow is not None and flow[1] not in data:
            data[flow[1]] = value["value"]
        elif match is not None and match[1] not in data:
            key, double, single, plain = match.groups()
            data[key] = _scalar(double, single, plain)
        else:
            data = _parse_yaml(written)
            break
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


class _OtherYaml(Exception):
    """The data has what `_FlowParser` does not read."""


def _parse_flow(written: str) -> Any:
    """Return a mapping in braces with lists, mappings and scalars; None if it has other YAML."""
    try:
        return _FlowParser(written).parse()
    except _OtherYaml:
        return None


@define
class _FlowParser:
    """Parser of the plain flow style of YAML, without the YAML library and without recursion."""

    written: str
    root: list[Any] = Factory(list)
    stack: list[Any] = Factory(lambda self: [self.root], takes_self=True)
    keys: list[str | None] = Factory(lambda: [None])  # the key that is read, at each level
    is_after_value: bool = False

    def parse(self) -> Any:
        position = 0
        while not self.root or len(self.stack) > 1:
            match = _TOKEN.match(self.written, position)
            if match is None or (not self.root and match["mark"] != "{"):
                raise _OtherYaml
            position = match.end()
            self._add(match)
        if self.written[position:].strip():
            raise _OtherYaml
        return self.root[0]

    def _add(self, match: re.Match[str]) -> None:
        mark = match["mark"]
        if mark in ("}", "]"):
            self._close(mark)
        elif mark == ",":
            if not self.is_after_value:
                raise _OtherYaml
            self.is_after_value = False
        elif self.is_after_value or len(self.stack) > _MAX_DEPTH:
            raise _OtherYaml
        elif mark:
            value: Any = {} if mark == "{" else []
            self._put(value)
            self.stack.append(value)
            self.keys.append(None)
        else:
            scalar = _scalar(match["double"], match["single"], match["plain"])
            if match["colon"]:
                self._put_key(scalar)
            else:
                self._put(scalar)
                self.is_after_value = True

    def _close(self, mark: str) -> None:
        if self.keys.pop() is not None or isinstance(self.stack.pop(), dict) != (mark == "}"):
            raise _OtherYaml
        self.is_after_value = True

    def _put_key(self, key: str) -> None:
        container = self.stack[-1]
        if not isinstance(container, dict) or self.keys[-1] is not None or key in container:
            raise _OtherYaml
        self.keys[-1] = key

    def _put(self, value: Any) -> None:
        """Add a value to a list, or to a mapping under the key that was read before it."""
        container = self.stack[-1]
        if isinstance(container, list):
            container.append(value)
        elif self.keys[-1] is None:
            raise _OtherYaml
        else:
            container[self.keys[-1]] = value
            self.keys[-1] = None


def _parse_yaml(written: str) -> Any:
    from argmap.exchange.foreign.yaml import parse_yaml

    try:
        return parse_yaml("data", written, _MAX_DEPTH, _MAX_ALIASES)
    except MissingExtra:
        raise
    except InvalidFile as error:
        raise InvalidData from error
