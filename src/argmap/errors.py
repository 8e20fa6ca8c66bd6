"""Our own faults and the environment's, as exceptions.

An author's mistake is never one of these: it is a `Diagnostic`. ::

    ArgmapError
    ├── GrammarNotFound    the installation is broken
    ├── InvalidMap         a program asked for a map, and it holds mistakes
    ├── InputError         there is nothing to read, or it cannot be read
    │   └── ConfigError    … of how the project is set up
    ├── MissingExtra       what was asked for needs a library that is not installed
    ├── RenderError        a picture cannot be drawn
    │   └── EngineMissing  … because no Graphviz is there
    └── WorkerLost         a process that shared in the work has ended before its time
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class ArgmapError(Exception):
    """Something stands in the way that no change to the map would mend."""


class GrammarNotFound(ArgmapError):
    """The grammar file is in none of the places where an installation puts it."""


class InputError(ArgmapError):
    """A path names nothing that can be read as a map."""


class ConfigError(InputError):
    """A file that sets up the project cannot be read, or sets something that it cannot."""


class InvalidMap(ArgmapError):
    """A map holds mistakes; ``diagnostics`` are the findings that say which.

    Only the public functions raise it: a program that wants a map has to be stopped.
    """

    def __init__(self, message: str, diagnostics: Sequence[Any]) -> None:
        super().__init__(message)
        self.diagnostics = tuple(diagnostics)


class MissingExtra(ArgmapError):
    """A feature needs a library that comes with an extra of this package.

    The message names the extra, and the command that adds it to this installation.
    """

    def __init__(self, extra: str, what: str) -> None:
        from argmap._installation import command_for

        super().__init__(f"{what} needs the extra `{extra}`; run `{command_for(extra)}`")


class RenderError(ArgmapError):
    """A picture could not be drawn; what was there before is untouched."""


class EngineMissing(RenderError):
    """No Graphviz can be reached, neither the embedded one nor a program called ``dot``."""


class WorkerLost(ArgmapError):
    """A process that shared in the work has ended before its time."""
