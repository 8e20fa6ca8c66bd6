"""What a program does with maps: the functions of the public face."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from argmap import exchange
from argmap.diagnostics import Diagnostic
from argmap.errors import InvalidMap
from argmap.model import ArgumentMap
from argmap.resolve import Resolution
from argmap.workspace.checking import reading_errors
from argmap.workspace.library import DiskLibrary
from argmap.workspace.loading import load_bytes, load_resolution
from argmap.workspace.running import check_paths

AnyPath = str | os.PathLike[str]


def load(path: AnyPath, *, strict: bool = True) -> ArgumentMap:
    """Return the map in a file, with all it imports.

    Raises:
        InputError: when the file cannot be read at all.
        InvalidMap: when it holds mistakes, so that it is not what its author meant; with ``strict``
            false what could be read is returned instead.
    """
    return _map(load_resolution(Path(path), DiskLibrary()), strict=strict)


def loads(
    text: str, *, filename: str | os.PathLike[str] | None = None, strict: bool = True
) -> ArgumentMap:
    """Return the map that a text is; ``filename`` is where it would lie, for what it imports.

    Raises:
        InvalidMap: as `load` does.
    """
    place = None if filename is None else Path(filename)
    return _map(load_bytes(text.encode(), DiskLibrary(), place), strict=strict)


def dumps(argument: ArgumentMap, format_: str = "argmap") -> str:
    """Return a map in one of `argmap.exchange.FORMATS`: its own language, ``json``, ``outline``.

    Raises:
        ValueError: when there is no such format.
    """
    return exchange.get(format_).dump(argument)


def check(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
) -> tuple[Diagnostic, ...]:
    """Return what `argmap check` finds in files and folders, in the order of its reports.

    Raises:
        InputError: when there is nothing to check, or a file cannot be read.
    """
    several = [paths] if isinstance(paths, str | os.PathLike) else paths
    return check_paths([Path(path) for path in several]).diagnostics


def _map(resolution: Resolution, *, strict: bool) -> ArgumentMap:
    broken = reading_errors(resolution).diagnostics
    if strict and broken:
        first, *others = broken
        more = f" (and {len(others)} more)" if others else ""
        raise InvalidMap(f"{first.location}: {first.code} {first.message}{more}", broken)
    return resolution.map
