"""The functions of the public API, and the map that `argmap init` writes."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from argmap import exchange
from argmap.diagnostics import Diagnostic
from argmap.errors import InputError, InvalidMap
from argmap.model import ArgumentMap
from argmap.resolve import Resolution
from argmap.text import write_atomically
from argmap.workspace.check import check_all
from argmap.workspace.files import FileCache
from argmap.workspace.load import load_bytes, load_errors, load_resolution

AnyPath = str | os.PathLike[str]


def load(path: AnyPath, *, strict: bool = True) -> ArgumentMap:
    """Load a map from a file, with everything that it imports.

    Args:
        path: The path of the file.
        strict: Whether to raise an exception for errors in the syntax or the references of the map.
            If False, return the part of the map that could be read.

    Raises:
        InputError: If the file cannot be read.
        InvalidMap: If the map has errors and ``strict`` is True.
    """
    return _map(load_resolution(Path(path), FileCache()), strict=strict)


def loads(
    text: str,
    *,
    format: str = "argmap",  # noqa: A002 (as in the public API)
    filename: AnyPath | None = None,
    strict: bool = True,
) -> ArgumentMap:
    """Load a map from a string.

    Args:
        text: The text of the map.
        format: The format of the text, one of `argmap.exchange.readable_formats()`, or ``argmap``.
            What the format says and argmap cannot express is in the ``losses`` of the map.
        filename: The path that the map would have; imports are relative to it.
        strict: As for `load`.

    Raises:
        InvalidMap: As for `load`.
        InputError: If the text is not in the format, or does not contain exactly one map.
        ValueError: If argmap does not read the format.
    """
    path = None if filename is None else Path(filename)
    if format != "argmap":
        from argmap.exchange.foreign import ForeignFile

        name = "<text>" if path is None else path.as_posix()
        maps = list(exchange.load(ForeignFile(name, text.encode("utf-8", "replace")), format))
        if len(maps) != 1:
            raise InputError(f"`{name}` contains {len(maps):,} maps; use `argmap import`")
        return maps[0].map
    return _map(load_bytes(text.encode(), path), strict=strict)


def dumps(argument_map: ArgumentMap, format_: str = "argmap") -> str:
    """Return a map as a string.

    Args:
        argument_map: The map.
        format_: One of `argmap.exchange.writable_formats()`, such as ``argmap`` or ``json``.

    Raises:
        ValueError: If argmap does not write this format.
    """
    return exchange.dump(argument_map, format_)


def check(
    paths: AnyPath | Iterable[AnyPath],
) -> tuple[Diagnostic, ...]:
    """Return the diagnostics of `argmap check`, in the order of its reports.

    Args:
        paths: Files and folders to check.

    Raises:
        InputError: If there is nothing to check, or a file cannot be read.
    """
    paths = [paths] if isinstance(paths, str | os.PathLike) else paths
    return check_all([Path(path) for path in paths]).report.diagnostics


def _map(resolution: Resolution, *, strict: bool) -> ArgumentMap:
    errors = load_errors(resolution).diagnostics
    if strict and errors:
        first, *others = errors
        more = f" (and {len(others)} more)" if others else ""
        raise InvalidMap(f"{first.location}: {first.code} {first.message}{more}", errors)
    return resolution.map


STARTER = """\
# An argument map: statements nested in another one support it or attack it.
# Check it with `argmap check`, draw it with `argmap render`.

map "Should the town library open on Sundays?" {
  thesis: open                 # the statement that the map argues for
}

# A source. Cite it as @survey, or its paragraph 12 as @survey:12.
source survey "Readers' survey of the town library" {
  year: 2026
}

claim open "The library should open on Sundays" {
  expect: accepted             # a test: the status after all counterpoints are considered

  # Nested claims and evidence support a statement …
  evidence weekdays "Six in ten readers work when the library is open" @survey:12 "six in ten"

  # … so do several premises that support it only together …
  reason {
    claim quiet "Students have nowhere else to work on Sundays" {
      evidence rooms "The school's reading rooms are closed at weekends" @survey:15
    }
    assumption duty "A library should be open when people need it"
  }

  # … and a counterpoint attacks it, unless another counterpoint answers it.
  counterpoint cost "Sunday staff would cost too much" {
    counterpoint swap "Closing on Monday mornings, the emptiest hours, pays for it" @survey:21
  }
}
"""


def write_starter(path: Path) -> Path:
    """Write the starter map, and return the path of the file.

    Args:
        path: The file to write, or a folder for a file ``map.argmap``.

    Raises:
        InputError: If the file exists or cannot be written; nothing is ever overwritten.
    """
    target = path / "map.argmap" if path.is_dir() or not path.suffix else path
    try:
        if target.exists() or target.is_symlink():
            raise InputError(f"`{target}` already exists; name another file")
        write_atomically(target, STARTER)
    except OSError as error:
        raise InputError(f"`{target}` cannot be written: {error.strerror}") from error
    return target
