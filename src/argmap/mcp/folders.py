"""The folders that assistants may read and write, and the only way to their files.

A path comes from a language model, a map or a configuration file, and all of them are untrusted.
Each is resolved before a file is opened, so that neither `..` nor links lead out of the folders.
"""

from __future__ import annotations

import errno
import ntpath
import os
import sys
from collections.abc import Iterator
from pathlib import Path, PureWindowsPath

from attrs import frozen

from argmap.config import Settings
from argmap.errors import InputError
from argmap.text import MAX_FILE_BYTES, write_atomically
from argmap.text.import_patterns import FolderEntries, list_folder
from argmap.text.safe import printable
from argmap.workspace.check_config import SettingsCache
from argmap.workspace.files import FileCache, document_path, read_bytes

_MAX_PATH_LENGTH = 1_000
_OUTSIDE = "it is outside of the folders that `argmap mcp` may read"


@frozen
class AllowedFolders:
    """Folders of which files may be read, and one in which files may be written.

    Attributes:
        readable: The folders, resolved. Relative paths are relative to the first one that has the
            file.
        writable: The folder for new files, resolved; None if nothing may be written.
    """

    readable: tuple[Path, ...]
    writable: Path | None = None

    def find(self, written: str) -> Path:
        """Return the resolved path of an existing file.

        Raises:
            InputError: If the path is not valid, leads out of the folders, or is not a file.
        """
        path = self.resolve(written)
        name = printable(written)
        file = document_path(path)
        if not _exists(file):
            raise InputError(f"`{name}` does not exist; paths are relative to {self.names()}")
        if not file.is_file():
            raise InputError(f"`{name}` is not a file; name a file")
        return path

    def resolve(self, written: str) -> Path:
        """Return the resolved path of a file that may not exist.

        Raises:
            InputError: If the path is not valid, or leads out of the folders.
        """
        self._require_plain(written)
        name = printable(written)
        candidates = [self._resolve(folder / written, name) for folder in self.readable]
        allowed = [path for path in candidates if self._allows(path)]
        if not allowed:
            raise InputError(f"`{name}` cannot be read: {_OUTSIDE}; name a file inside of them")
        return next((path for path in allowed if _exists(document_path(path))), allowed[0])

    def names(self) -> str:
        """Return the readable folders for a message."""
        return ", ".join(f"`{folder.as_posix()}`" for folder in self.readable)

    def write(self, written: str, content: bytes | str, *, replaces: bool) -> Path:
        """Write a file in the writable folder, and return its path.

        Args:
            written: The path relative to this folder.
            content: The content.
            replaces: Whether to replace an existing file.

        Raises:
            InputError: If nothing may be written, or not there.
        """
        folder = self.require_writable()
        self._require_plain(written)
        name = printable(written)
        path = self._resolve(folder / written, name)
        if not _is_visible_inside(path, folder):
            raise InputError(
                f"`{name}` cannot be written: it is not in `{folder.as_posix()}`, or hidden"
            )
        if _exists(path) and not (replaces and path.is_file()):
            raise InputError(f"`{name}` already exists; name another file, or pass `replace`")
        try:
            write_atomically(path, content, within=folder)
        except OSError as error:
            raise InputError(f"`{name}` cannot be written: {error.strerror}") from error
        return path

    def require_writable(self) -> Path:
        """Return the folder in which files may be written.

        Raises:
            InputError: If there is none.
        """
        if self.writable is None:
            raise InputError("nothing may be written; start `argmap mcp` with `--write FOLDER`")
        return self.writable

    def files(self) -> FileCache:
        """Return the file system of these folders."""
        return FileCache(self.read, self._list_folder)

    def read(self, path: Path, limit: int) -> bytes:
        """Return at most ``limit`` bytes of a file (see `argmap.workspace.files.ReadBytes`).

        Raises:
            OSError: If the file is outside of the folders, or cannot be read.
        """
        resolved = path.resolve()
        if not self._allows(resolved):
            raise PermissionError(errno.EACCES, _OUTSIDE, str(path))
        return read_bytes(resolved, limit)

    def settings(self) -> SettingsCache:
        """Return the settings of the maps in these folders; those above them are ignored."""
        return _AllowedSettings(self)

    def read_settings(self, path: Path) -> bytes | None:
        """Return the content of a configuration file, or None (see `argmap.config.ReadFile`)."""
        resolved = path.resolve()
        if not self._allows(resolved) or not resolved.is_file():
            return None
        return read_bytes(resolved, MAX_FILE_BYTES)

    def allows_file(self, path: Path) -> bool:
        """Return whether a file may be read."""
        return self._allows(path.resolve())

    def _list_folder(self, folder: Path) -> FolderEntries:
        is_allowed = any(folder.resolve().is_relative_to(one) for one in self.readable)
        return list_folder(folder) if is_allowed else FolderEntries()

    def _allows(self, resolved: Path) -> bool:
        return any(_is_visible_inside(resolved, folder) for folder in self.readable)

    def _resolve(self, path: Path, name: str) -> Path:
        try:
            return path.resolve()
        except (OSError, ValueError, RuntimeError) as error:  # a cycle of links, a name too long
            raise InputError(f"`{name}` is not a valid path; name a file") from error

    def _require_plain(self, written: str) -> None:
        """Refuse paths that could mean something else than a file in a folder.

        Raises:
            InputError: If the path is empty, too long, a network path or a device.
        """
        if problem := next(_problems(written), ""):
            raise InputError(f"`{printable(written, 100)}` is not a valid path: {problem}")


class _AllowedSettings(SettingsCache):
    def __init__(self, folders: AllowedFolders) -> None:
        super().__init__(read=folders.read_settings)
        self._folders = folders

    def settings(self, folder: Path) -> Settings:
        """Return the settings of the maps in a folder, without a baseline outside."""
        settings = super().settings(folder)
        baseline = settings.baseline
        if baseline is not None and not self._folders.allows_file(baseline):
            return settings._replace(baseline=None)
        return settings


def _problems(written: str) -> Iterator[str]:
    if not written.strip():
        yield "it is empty"
    if len(written) > _MAX_PATH_LENGTH:
        yield f"it has more than {_MAX_PATH_LENGTH:,} characters"
    if any(ord(character) < ord(" ") for character in written):
        yield "it contains control characters"
    if written.startswith(("//", "\\\\")):
        yield "network paths are not allowed"
    if "\\" in written and sys.platform != "win32":
        yield "write / instead of \\"
    if written.startswith("~"):
        yield "write it relative to a folder"
    if sys.platform == "win32" and _is_device(written):
        yield "it is the name of a device"


def _is_device(written: str) -> bool:
    """Return whether a path is that of a device, such as `NUL`, on Windows."""
    if sys.version_info >= (3, 13):
        return ntpath.isreserved(written)
    return PureWindowsPath(written).is_reserved()


def _exists(path: Path) -> bool:
    """Return whether a path exists; False if it is too long for the system."""
    return os.path.exists(path)  # noqa: PTH110 (unlike Path.exists, never raises)


def _is_visible_inside(path: Path, folder: Path) -> bool:
    """Return whether a path is inside of a folder, and neither hidden nor in a hidden folder."""
    if not path.is_relative_to(folder):
        return False
    parts = path.relative_to(folder).parts
    return bool(parts) and not any(part.startswith(".") for part in parts)
