"""The foreign files that a command names: files, folders, ZIP archives, standard input."""

from __future__ import annotations

import glob
import io
import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from attrs import frozen

from argmap.config import MAP_SUFFIX
from argmap.errors import InputError
from argmap.exchange.foreign import MAX_BYTES, ForeignFile, ReadNeighbor
from argmap.workspace.discovery import missing_path_error
from argmap.workspace.files import display_path, read_bytes

_ZIP_START = b"PK\x03\x04"
_MAX_MEMBERS = 100_000
_MAX_ARCHIVE_BYTES = 1 << 30
"""Size of all files of an archive together, uncompressed."""

_ARCHIVE_ERRORS = (zipfile.BadZipFile, zlib.error, RuntimeError, OSError, EOFError, ValueError)
"""What `zipfile` raises for an encrypted, damaged or unsupported member."""

_WILDCARDS = frozenset("*?[")


@frozen
class InputFile:
    """A file to convert.

    Attributes:
        file: The file; its name is how messages show it.
        relative_path: Its path relative to the folder or the archive that the command names; the
            file name alone if the command names the file.
        path: The path of the file, or of the archive that contains it; None for standard input.
        is_named: Whether the command names this file, so that it must be convertible.
        failure: Why it cannot be read; empty if it can.
    """

    file: ForeignFile
    relative_path: PurePosixPath
    path: Path | None
    is_named: bool
    failure: str = ""


def find_foreign_files(paths: Iterable[Path]) -> Iterator[InputFile]:
    """Yield the files that paths name, each once, in the order of the paths and of their names.

    A path may contain wildcards, for shells that do not expand them. Hidden files and folders are
    skipped in folders and archives, and links are not followed.

    Raises:
        InputError: If a path does not exist.
    """
    seen: set[Path] = set()
    for path in paths:
        for named in _expanded(path):
            if named.is_dir():
                for path_in_folder in _files_in(named):
                    if path_in_folder not in seen:
                        seen.add(path_in_folder)
                        relative = PurePosixPath(path_in_folder.relative_to(named).as_posix())
                        yield from _read(path_in_folder, relative, is_named=False)
            elif named not in seen:
                seen.add(named)
                yield from _read(named, PurePosixPath(named.name), is_named=True)


def foreign_bytes(data: bytes, filename: Path | None) -> Iterator[InputFile]:
    """Yield standard input as a file, or the files of the archive that it is."""
    name = filename.as_posix() if filename else "<stdin>"
    stem = PurePosixPath(filename.name if filename else "map")
    if data.startswith(_ZIP_START):
        yield from _members(data, name, filename)
    else:
        yield InputFile(ForeignFile(name, data), stem, filename, is_named=True)


def _expanded(path: Path) -> list[Path]:
    if path.exists():
        return [path]
    if _WILDCARDS & set(str(path)):
        matches = sorted(glob.glob(str(path), recursive=True))  # noqa: PTH207 (absolute patterns)
        if matches:
            return [Path(match) for match in matches]
    raise missing_path_error(path)


def _files_in(folder: Path) -> Iterator[Path]:
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(parent, name)
            if not name.startswith(".") and not path.is_symlink():
                yield path


def _read(path: Path, relative: PurePosixPath, *, is_named: bool) -> Iterator[InputFile]:
    name = display_path(path.absolute()) if not path.is_absolute() else path.as_posix()
    try:
        data = read_bytes(path, MAX_BYTES + 1)
    except OSError as error:
        failure = f"`{name}` cannot be read: {error.strerror}"
        yield InputFile(ForeignFile(name, b""), relative, path, is_named, failure)
        return
    if data.startswith(_ZIP_START):
        try:
            yield from _members(data, name, path)
        except InputError as error:
            yield InputFile(ForeignFile(name, b""), relative, path, is_named, str(error))
        return
    file = ForeignFile(name, data, _neighbors(path))
    yield InputFile(file, relative, path, is_named)


def _neighbors(path: Path) -> ReadNeighbor:
    folder = path.parent.resolve()

    def read_neighbor(relative: str) -> bytes | None:
        try:
            target = (folder / relative).resolve()
            if not target.is_relative_to(folder):
                return None
            return read_bytes(target, MAX_BYTES + 1)
        except (OSError, ValueError, RuntimeError):
            return None

    return read_neighbor


# ---- Archives ------------------------------------------------------------------------------------


def _members(data: bytes, name: str, path: Path | None) -> Iterator[InputFile]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise InputError(f"`{name}` is not a valid ZIP archive") from error
    with archive:
        infos = [info for info in archive.infolist() if _is_wanted(info)]
        size = sum(info.file_size for info in infos)
        if len(infos) > _MAX_MEMBERS or size > _MAX_ARCHIVE_BYTES:
            raise InputError(
                f"`{name}` contains more than {_MAX_MEMBERS:,} files, or more than "
                f"{_MAX_ARCHIVE_BYTES >> 20:,} MB; unpack it and name its files"
            )
        by_path = {_member_path(info): info for info in infos}
        for relative in sorted(by_path):
            member_name = f"{name}/{relative}"
            try:
                content = _content(archive, by_path[relative])
            except _ARCHIVE_ERRORS as error:
                reason = "it is encrypted" if isinstance(error, RuntimeError) else "it is damaged"
                failure = f"`{member_name}` cannot be read: {reason}"
                file = ForeignFile(member_name, b"")
                yield InputFile(file, relative, path, is_named=False, failure=failure)
                continue
            file = ForeignFile(member_name, content)
            yield InputFile(file, relative, path, is_named=False)


def _is_wanted(info: zipfile.ZipInfo) -> bool:
    parts = _member_path(info).parts
    is_hidden = any(part.startswith((".", "__MACOSX")) for part in parts)
    return bool(parts) and not info.is_dir() and not is_hidden


def _member_path(info: zipfile.ZipInfo) -> PurePosixPath:
    """Return the path of a member without what could lead out of the target folder."""
    parts = info.filename.replace("\\", "/").replace("\0", "").split("/")
    safe = (part for part in parts if part not in ("", ".", "..") and ":" not in part)
    return PurePosixPath(*safe)


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Return the content of a member, not more than its directory entry promises."""
    with archive.open(info) as member:
        return member.read(min(info.file_size, MAX_BYTES) + 1)


def is_map(path: PurePosixPath) -> bool:
    """Return whether a file is a map in argmap's own language, by its suffix."""
    return path.suffix == MAP_SUFFIX
