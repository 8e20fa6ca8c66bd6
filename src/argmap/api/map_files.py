"""Maps from files and strings, and back."""

from __future__ import annotations

import os
from pathlib import Path

from argmap import exchange
from argmap.errors import InputError, InvalidMap
from argmap.model import ArgumentMap
from argmap.resolve import Resolution
from argmap.text import write_atomically
from argmap.text.suggest import suggest
from argmap.workspace.files import FileCache, read_bytes
from argmap.workspace.load import load_bytes, load_errors, load_resolution

AnyPath = str | os.PathLike[str]

_OWN_FORMAT = "argmap"
_MAX_FOREIGN_BYTES = 64 << 20


def load(path: AnyPath, *, format: str = _OWN_FORMAT, strict: bool = True) -> ArgumentMap:  # noqa: A002
    """Load a map from a file, with everything that it imports.

    Args:
        path: The path of the file.
        format: The format of the file: ``argmap``, or another format that `argmap import` reads,
            such as ``argdown`` or ``aif``. What the format says and argmap cannot express is in the
            ``losses`` of the map.
        strict: Whether to raise an exception for errors in the syntax or the references of the map.
            If False, return the part of the map that could be read.

    Raises:
        InputError: If the file cannot be read, is not in the format, or does not contain exactly
            one map.
        InvalidMap: If the map has errors and ``strict`` is True.
        ValueError: If argmap does not read the format.
    """
    file = Path(path)
    if format == _OWN_FORMAT:
        return _map(load_resolution(file, FileCache()), strict=strict)
    try:
        data = read_bytes(file, _MAX_FOREIGN_BYTES)
    except OSError as error:
        raise InputError(f"`{path}` cannot be read: {error.strerror}") from error
    return _foreign_map(data, file.as_posix(), format)


def loads(
    text: str,
    *,
    format: str = _OWN_FORMAT,  # noqa: A002
    filename: AnyPath | None = None,
    strict: bool = True,
) -> ArgumentMap:
    """Load a map from a string.

    Args:
        text: The text of the map.
        format: As for `load`.
        filename: The path that the map would have; imports are relative to it.
        strict: As for `load`.

    Raises:
        InputError: As for `load`.
        InvalidMap: As for `load`.
        ValueError: As for `load`.
    """
    path = None if filename is None else Path(filename)
    if format == _OWN_FORMAT:
        return _map(load_bytes(text.encode("utf-8", "replace"), path), strict=strict)
    name = "<text>" if path is None else path.as_posix()
    return _foreign_map(text.encode("utf-8", "replace"), name, format)


def dump(argument_map: ArgumentMap, path: AnyPath, *, format: str | None = None) -> None:  # noqa: A002
    """Write a map to a file, atomically.

    Args:
        argument_map: The map. The files that it imports become part of the file.
        path: The path of the file; an existing file is replaced.
        format: The format, as for `dumps`; by default that of the file name extension.

    Raises:
        InputError: If the file cannot be written.
        ValueError: If argmap does not write the format.
    """
    file = Path(path)
    try:
        write_atomically(file, dumps(argument_map, format or _format_of(file)))
    except OSError as error:
        raise InputError(f"`{path}` cannot be written: {error.strerror}") from error


def dumps(argument_map: ArgumentMap, format: str = _OWN_FORMAT) -> str:  # noqa: A002
    """Return a map as a string.

    Args:
        argument_map: The map.
        format: A format that `argmap export` writes, such as ``argmap``, ``json`` or ``aif``.

    Raises:
        ValueError: If argmap does not write this format.
    """
    if format not in exchange.FORMATS:
        formats = exchange.writable_formats()
        raise ValueError(f"unknown format `{format}`{suggest(format, formats, _one_of(formats))}")
    return exchange.dump(argument_map, format)


def _format_of(file: Path) -> str:
    """Return the format of a file name extension, which may be its name: ``.json``."""
    formats = exchange.writable_formats()
    if file.suffix[1:] in formats:
        return file.suffix[1:]
    return next((name for name in formats if file.suffix == exchange.get(name).SUFFIX), _OWN_FORMAT)


def _one_of(names: tuple[str, ...]) -> str:
    return f"use one of {', '.join(names)}"


def _foreign_map(data: bytes, name: str, format_: str) -> ArgumentMap:
    from argmap.exchange.foreign import ForeignFile

    if format_ not in exchange.FORMATS:
        formats = ("argmap", *exchange.readable_formats())
        raise ValueError(f"unknown format `{format_}`{suggest(format_, formats, _one_of(formats))}")
    maps = list(exchange.load(ForeignFile(name, data), format_))
    if len(maps) != 1:
        raise InputError(f"`{name}` contains {len(maps):,} maps; use `argmap import`")
    return maps[0].map


def _map(resolution: Resolution, *, strict: bool) -> ArgumentMap:
    errors = load_errors(resolution).diagnostics
    if strict and errors:
        first, *others = errors
        more = f" (and {len(others)} more)" if others else ""
        raise InvalidMap(f"{first.location}: {first.code} {first.message}{more}", errors)
    return resolution.map
