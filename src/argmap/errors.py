"""The exceptions of argmap.

They are for problems with the environment or the usage. A mistake in a map is not an exception but
a `Diagnostic`. ::

    ArgmapError
    ├── GrammarNotFound    the installation is broken
    ├── InvalidMap         a map loaded by a program has errors
    ├── InputError         a file cannot be read
    │   └── ConfigError    a configuration file is unreadable or invalid
    ├── MissingExtra       a required library is not installed
    ├── UnknownId          a map has no element of an id
    ├── RenderError        a map cannot be rendered
    │   └── EngineMissing  Graphviz is not installed
    └── WorkerLost         a worker process ended unexpectedly
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class ArgmapError(Exception):
    """The base class for errors that editing the map cannot fix."""


class GrammarNotFound(ArgmapError):
    """The grammar file is not in any of the folders where it is installed."""


class InputError(ArgmapError):
    """A file cannot be read as a map."""


class ConfigError(InputError):
    """A configuration file is unreadable or invalid."""


class InvalidMap(ArgmapError):
    """A map has errors; ``diagnostics`` describes them.

    Only the functions of the public API raise it, because they cannot return a valid map.
    """

    def __init__(self, message: str, diagnostics: Sequence[Any]) -> None:
        super().__init__(message)
        self.diagnostics = tuple(diagnostics)


class UnknownId(ArgmapError, KeyError):
    """A map has no statement, or no other element, of an id; the message suggests another."""

    def __str__(self) -> str:
        return str(self.args[0])


class MissingExtra(ArgmapError):
    """A feature needs a library that an extra of this package installs.

    The message contains the command that adds the extra to this installation.
    """

    def __init__(self, extra: str, feature: str) -> None:
        from argmap._installation import command_for

        super().__init__(f"{feature} needs the extra `{extra}`; run `{command_for(extra)}`")


class RenderError(ArgmapError):
    """A map could not be rendered; existing files are unchanged."""


class EngineMissing(RenderError):
    """Graphviz is not available, neither embedded nor as the program ``dot``."""


class WorkerLost(ArgmapError):
    """A worker process ended unexpectedly."""
