"""Reads and resolves a map, from a file or from bytes."""

from __future__ import annotations

from pathlib import Path

from argmap.config import find_root
from argmap.errors import InputError
from argmap.resolve import Resolution, resolve
from argmap.syntax import parse_reading
from argmap.text import decode
from argmap.workspace.discovery import missing_path_error
from argmap.workspace.files import FileCache, FileSystem, OverlayFiles, shown


def load_resolution(path: Path, files: FileSystem) -> Resolution:
    """Read and resolve the map at ``path`` with all it imports.

    Raises:
        InputError: when the file cannot be read at all.
    """
    written = path
    if path.is_dir():
        raise InputError(f"`{path}` is a folder; name a map")
    try:
        path = path.resolve()
        document = files.document(path)
    except FileNotFoundError as error:
        raise missing_path_error(written) from error
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or "not a valid name"
        raise InputError(f"`{written}` cannot be read: {reason}") from error
    return resolve(document, path=path, documents=files, boundary=find_root(path.parent))


def load_bytes(data: bytes, filename: Path | None = None) -> Resolution:
    """Resolve a map that is not in a file; ``filename`` is the path it would have.

    Imports are relative to that path, or to the current folder.

    Raises:
        InputError: when ``filename`` is not a valid path.
    """
    try:
        path = filename.resolve() if filename else None
    except (OSError, ValueError, RuntimeError) as error:
        raise InputError(f"`{filename}` names no place: its links lead round in a ring") from error
    document = parse_reading(decode(shown(path) if path else "<stdin>", data))
    files = OverlayFiles(FileCache(), {path: document}.get)
    folder = path.parent if path else Path.cwd()
    # Without a name, paths are relative to the current folder; a file in it stands for the text.
    where = path or folder.resolve() / "<stdin>"
    return resolve(document, path=where, documents=files, boundary=find_root(folder))


def load_input(path: Path | None, data: bytes = b"", filename: Path | None = None) -> Resolution:
    """Load the map at ``path``, or the map in ``data`` if ``path`` is None.

    Raises:
        InputError: If the file cannot be read.
    """
    if path is None:
        return load_bytes(data, filename)
    return load_resolution(path, FileCache())
