"""What a tool works with: the maps that a call names, checked with the allowed files only."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from attrs import frozen

from argmap.config import MAP_SUFFIX
from argmap.errors import InputError
from argmap.mcp.folders import AllowedFolders
from argmap.model import ArgumentMap
from argmap.reporting import Report
from argmap.reporting._text import count_noun
from argmap.resolve import Resolution
from argmap.text.safe import printable
from argmap.workspace.checker import Checker
from argmap.workspace.files import FileCache, document_path, fence_path
from argmap.workspace.load import load_bytes, load_errors, load_resolution

MAX_TEXT_LENGTH = 1_000_000
"""Number of characters of a map that is passed as text."""

_TEXT_NAME = "text.argmap"
_MARKDOWN_SUFFIXES = (".md", ".markdown")

Schema = dict[str, Any]
Arguments = Mapping[str, Any]

MAP_PROPERTIES: Schema = {
    "text": {
        "type": "string",
        "maxLength": MAX_TEXT_LENGTH,
        "description": "The text of the map, instead of `path`",
    },
    "path": {
        "type": "string",
        "description": f"The path of a {MAP_SUFFIX} file; with `text`, the path it would have",
    },
}
"""The parameters that name a map."""

OUTPUT_PROPERTIES: Schema = {
    "output": {"type": "string", "description": "The file to write, in the folder of `--write`"},
    "replace": {"type": "boolean", "description": "Whether to replace an existing file"},
}
"""The parameters that name a file to write."""

ID_PROPERTY: Schema = {"type": "string", "minLength": 1, "maxLength": 500}


@frozen
class ToolPicture:
    """A picture as the result of a tool."""

    data: bytes
    mime_type: str


@frozen(slots=False)
class ToolContext:
    """The files of a call.

    Attributes:
        folders: The folders that the tools may read and write.
    """

    folders: AllowedFolders

    @cached_property
    def files(self) -> FileCache:
        """The allowed files, each read once."""
        return self.folders.files()

    @cached_property
    def checker(self) -> Checker:
        """Checks maps with the allowed files only."""
        return Checker(read=self.folders.read, settings=self.folders.settings().settings)

    def load(self, arguments: Arguments, prefix: str = "") -> Resolution:
        """Return the map that the arguments ``text`` and ``path`` name.

        Args:
            arguments: The arguments of the call.
            prefix: The beginning of the names of the arguments.

        Raises:
            InputError: If they name no map, or the map cannot be read.
        """
        text, path = arguments.get(f"{prefix}text"), arguments.get(f"{prefix}path")
        if text is not None:
            name = self._new_path(path) if path else self.folders.readable[0] / _TEXT_NAME
            return load_bytes(text.encode("utf-8", "replace"), name, self.files)
        if path is None:
            raise InputError(f"missing map: pass `{prefix}text` or `{prefix}path`")
        return load_resolution(self.map_path(path), self.files)

    def load_map(self, arguments: Arguments, prefix: str = "") -> tuple[ArgumentMap, str]:
        """Return a map as `load` does, and a note if it has errors, which may change its meaning.

        Raises:
            InputError: As `load` does.
        """
        resolution = self.load(arguments, prefix)
        errors = load_errors(resolution)
        if not errors.diagnostics:
            return resolution.map, ""
        count = count_noun(len(errors.diagnostics), "error")
        where = f"`{prefix}text` or `{prefix}path`" if prefix else "the map"
        return resolution.map, f"Note: {where} has {count}; call `check` and fix them first.\n\n"

    def check(self, arguments: Arguments) -> Report:
        """Return the diagnostics of a map.

        Raises:
            InputError: As `load` does.
        """
        return self.checker.check([self.load(arguments)]).report

    def map_path(self, written: str) -> Path:
        """Return the path of a map.

        Raises:
            InputError: If it is not a map in the allowed folders.
        """
        path = self.folders.find(written)
        if path.suffix in _MARKDOWN_SUFFIXES:
            return fence_path(path, 1)
        if path.suffix != MAP_SUFFIX and document_path(path) == path:
            raise InputError(f"`{printable(written)}` is not a map; name a {MAP_SUFFIX} file")
        return path

    def _new_path(self, written: str) -> Path:
        """Return the path of a map that may not exist yet."""
        return self.folders.resolve(written)
