"""A foreign file: its content as text, JSON, XML or YAML, within limits."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from attrs import define, field

from argmap.errors import InputError
from argmap.text.safe import printable

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MAX_BYTES = 256 << 20
"""Size of the largest file that is read."""

MAX_DEPTH = 500
"""Number of nested elements in JSON, XML or YAML; more are refused."""

_MAX_YAML_ALIASES = 1_000
_MAX_MESSAGE_LENGTH = 500

ReadNeighbor = Callable[[str], bytes | None]
"""Returns the content of a file beside this one by its relative path, or None."""


class InvalidFile(InputError):
    """A file is not in the format that it is read as; the message says why, and where.

    The message may contain parts of the file; it is printed on one line.

    Attributes:
        mistakes: All mistakes, if the reader finds more than the first; one line each.
    """

    def __init__(self, message: str, mistakes: Iterable[str] = ()) -> None:
        super().__init__(printable(message, _MAX_MESSAGE_LENGTH))
        self.mistakes = tuple(printable(mistake, _MAX_MESSAGE_LENGTH) for mistake in mistakes)


@define(eq=False)
class ForeignFile:
    """A file in another format.

    Attributes:
        name: The name of the file in messages.
        data: The content.
        read_neighbor: Returns other files of the same folder, which this one includes.
    """

    name: str
    data: bytes
    read_neighbor: ReadNeighbor = field(default=lambda _path: None)

    @cached_property
    def text(self) -> str:
        """The content as text, without a byte-order mark, and with line feeds as line ends.

        Raises:
            InvalidFile: If it is too large, or is not UTF-8 or UTF-16 with a byte-order mark.
        """
        if len(self.data) > MAX_BYTES:
            raise InvalidFile(f"`{self.name}` is larger than {MAX_BYTES >> 20} MB")
        is_utf16 = self.data.startswith((b"\xff\xfe", b"\xfe\xff"))
        try:
            text = self.data.decode("utf-16" if is_utf16 else "utf-8-sig")
        except UnicodeDecodeError as error:
            line = self.data.count(b"\n", 0, error.start) + 1
            raise InvalidFile(
                f"`{self.name}` is not a UTF-8 text (line {line:,}); save it as UTF-8"
            ) from error
        return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text

    @cached_property
    def json(self) -> Any:
        """The content as JSON.

        Raises:
            InvalidFile: If it is not valid JSON, or is nested too deeply.
        """
        try:
            return json.loads(self.text)
        except json.JSONDecodeError as error:
            raise InvalidFile(
                f"`{self.name}` is not valid JSON: {error.msg[:1].lower()}{error.msg[1:]} "
                f"(line {error.lineno:,}, column {error.colno:,})"
            ) from error
        except RecursionError as error:
            raise InvalidFile(f"`{self.name}` is nested too deeply") from error
        except ValueError as error:  # a number with thousands of digits
            raise InvalidFile(f"`{self.name}` is not valid JSON: {error}") from error

    @cached_property
    def xml(self) -> Element:
        """The root element of the content as XML.

        Raises:
            InvalidFile: If it is not well-formed, declares entities, or is nested too deeply.
            MissingExtra: If the extra ``import`` is not installed.
        """
        from argmap.exchange.foreign.xml import parse_xml

        return parse_xml(self.name, self.data, MAX_BYTES, MAX_DEPTH)

    @cached_property
    def yaml(self) -> Any:
        """The first document of the content as YAML; all scalars are text, as written.

        Raises:
            InvalidFile: If it is not valid YAML, or is nested too deeply.
            MissingExtra: If the extra ``import`` is not installed.
        """
        from argmap.exchange.foreign.yaml import parse_yaml

        return parse_yaml(self.name, self.text, MAX_DEPTH, _MAX_YAML_ALIASES)

    @property
    def first_character(self) -> str:
        """The first character that is not a space, to tell JSON and XML from other formats."""
        return self.data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").decode("latin-1")[:1]

    def read_beside(self, path: str, max_size: int = MAX_BYTES) -> ForeignFile | str:
        """Return a file in the folder of this one, or the reason why it cannot be read.

        Args:
            path: The path relative to the folder, with slashes and without ``..`` inside.
            max_size: The largest number of bytes.
        """
        is_inside = path and not (path.startswith(("/", "..")) or ":" in path)
        content = self.read_neighbor(path) if is_inside else None
        if content is None:
            return "its file is not in the folder of the document"
        if len(content) > max_size:
            return "its file is too large"
        return ForeignFile(path, content)

    def as_json(self) -> Any:
        """Return the content as JSON, or None if it is not JSON."""
        if self.first_character not in ("{", "["):
            return None
        try:
            return self.json
        except InvalidFile:
            return None

    def root_tag(self) -> str:
        """Return the name of the root element without its namespace; empty if it is not XML."""
        if self.first_character != "<":
            return ""
        try:
            tag = self.xml.tag
        except InvalidFile:
            return ""
        return tag.rpartition("}")[2] if isinstance(tag, str) else ""
