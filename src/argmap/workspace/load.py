"""Loads a map: reads its files, resolves it, and reports what is wrong with it."""

from __future__ import annotations

from pathlib import Path

from argmap.config import find_root
from argmap.diagnostics import Diagnostic
from argmap.errors import InputError
from argmap.reporting import Report
from argmap.resolve import Resolution, resolve
from argmap.syntax import parse_reading
from argmap.text import decode
from argmap.workspace.aggregation import LOAD_ERRORS, is_load_error
from argmap.workspace.discovery import missing_path_error, require_no_markdown
from argmap.workspace.files import FileCache, FileSystem, OverlayFiles, display_path


def load_resolution(path: Path, files: FileSystem) -> Resolution:
    """Read and resolve the map at ``path``, with all files that it imports.

    Raises:
        InputError: If the file cannot be read, or is a Markdown file.
    """
    given = path
    if path.is_dir():
        raise InputError(f"`{path}` is a folder; name a map")
    require_no_markdown(path)
    try:
        path = path.resolve()
        document = files.document(path)
    except FileNotFoundError as error:
        raise missing_path_error(given) from error
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or "not a valid name"
        raise InputError(f"`{given}` cannot be read: {reason}") from error
    return resolve(document, path=path, documents=files, boundary=find_root(path.parent))


def load_bytes(
    data: bytes, filename: Path | None = None, files: FileSystem | None = None
) -> Resolution:
    """Resolve a map that is not in a file.

    Args:
        data: The text of the map.
        filename: The path that the map would have. Imports are relative to it, or to the current
            folder without one.
        files: The files that the map may import, if not those on the disk.

    Raises:
        InputError: If ``filename`` is not a valid path.
    """
    try:
        path = filename.resolve() if filename else None
    except (OSError, ValueError, RuntimeError) as error:
        raise InputError(f"`{filename}` is not a valid path") from error
    document = parse_reading(decode(display_path(path) if path else "<stdin>", data))
    files = OverlayFiles(files or FileCache(), {path: document}.get)
    folder = path.parent if path else Path.cwd()
    # Without a name, the map gets a path in the current folder, to which its paths are relative.
    map_path = path or folder.resolve() / "<stdin>"
    return resolve(document, path=map_path, documents=files, boundary=find_root(folder))


def load_input(path: Path | None, data: bytes = b"", filename: Path | None = None) -> Resolution:
    """Load the map at ``path``, or the map in ``data`` if ``path`` is None.

    Raises:
        InputError: If the file cannot be read.
    """
    if path is None:
        return load_bytes(data, filename)
    return load_resolution(path, FileCache())


def has_errors(resolution: Resolution) -> bool:
    """Return whether a file of a map has a syntax error, or a reference could not be resolved."""
    return bool(resolution.errors) or any(document.errors for document in resolution.documents)


def load_errors(resolution: Resolution) -> Report:
    """Return the errors in the syntax and the references of a map, and of misplaced elements.

    A map with one of them may say something else than its author means.
    """
    errors: tuple[Diagnostic, ...] = ()
    if has_errors(resolution):
        from argmap.rules import Selection, check  # only rules word errors

        selection = Selection(codes=frozenset(LOAD_ERRORS))
        errors = tuple(filter(is_load_error, check(resolution, selection=selection)))
    return Report(errors, len(resolution.documents), len(resolution.map.statements))
