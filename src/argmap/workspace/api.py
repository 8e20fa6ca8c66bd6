"""What a program does with maps: the functions of the public face.

Writing maps in other formats.

The map that `argmap init` writes.
"""

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
from argmap.workspace.checker import load_errors
from argmap.workspace.files import FileCache
from argmap.workspace.load import load_bytes, load_resolution

AnyPath = str | os.PathLike[str]


def load(path: AnyPath, *, strict: bool = True) -> ArgumentMap:
    """Return the map in a file, with all it imports.

    Raises:
        InputError: when the file cannot be read at all.
        InvalidMap: when it holds mistakes, so that it is not what its author meant; with ``strict``
            false what could be read is returned instead.
    """
    return _map(load_resolution(Path(path), FileCache()), strict=strict)


def loads(
    text: str, *, filename: str | os.PathLike[str] | None = None, strict: bool = True
) -> ArgumentMap:
    """Return the map that a text is; ``filename`` is where it would lie, for what it imports.

    Raises:
        InvalidMap: as `load` does.
    """
    place = None if filename is None else Path(filename)
    return _map(load_bytes(text.encode(), place), strict=strict)


def dumps(argument_map: ArgumentMap, format_: str = "argmap") -> str:
    """Return a map in one of `argmap.exchange.FORMATS`: its own language, ``json``, ``outline``.

    Raises:
        ValueError: when there is no such format.
    """
    return exchange.get(format_).dump(argument_map)


def check(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
) -> tuple[Diagnostic, ...]:
    """Return what `argmap check` finds in files and folders, in the order of its reports.

    Raises:
        InputError: when there is nothing to check, or a file cannot be read.
    """
    several = [paths] if isinstance(paths, str | os.PathLike) else paths
    return check_all([Path(path) for path in several]).report.diagnostics


def _map(resolution: Resolution, *, strict: bool) -> ArgumentMap:
    broken = load_errors(resolution).diagnostics
    if strict and broken:
        first, *others = broken
        more = f" (and {len(others)} more)" if others else ""
        raise InvalidMap(f"{first.location}: {first.code} {first.message}{more}", broken)
    return resolution.map


STARTER = """\
# An argument map: an outline in which nesting means "bears on".
# Check it with `argmap check`, draw it with `argmap render`.

map "Should the town library open on Sundays?" {
  thesis: open                 # the statement that everything bears on
}

# What is cited. A citation is written @survey, or @survey:12 for its paragraph 12.
source survey "Readers' survey of the town library" {
  year: 2026
}

claim open "The library should open on Sundays" {
  expect: accepted             # a test: what must hold once every counterpoint has had its turn

  # What stands under a claim speaks for it …
  evidence weekdays "Six in ten readers work when the library is open" @survey:12 "six in ten"

  # … also several premises that carry it only together …
  reason {
    claim quiet "Students have nowhere else to work on Sundays" {
      evidence rooms "The school's reading rooms are closed at weekends" @survey:15
    }
    assumption duty "A library should be open when people need it"
  }

  # … and a counterpoint speaks against it, until it is answered by another.
  counterpoint cost "Sunday staff would cost too much" {
    counterpoint swap "Closing on Monday mornings, the emptiest hours, pays for it" @survey:21
  }
}
"""


def write_starter(path: Path) -> Path:
    """Write the starter map to ``path``, or into it when it is a folder; return the file written.

    Raises:
        InputError: when there is a file of that name already: nothing is overwritten.
    """
    target = path / "map.argmap" if path.is_dir() or not path.suffix else path
    try:
        if target.exists() or target.is_symlink():
            raise InputError(f"`{target}` already exists; name another file")
        write_atomically(target, STARTER)
    except OSError as error:
        raise InputError(f"`{target}` cannot be written: {error.strerror}") from error
    return target
