"""Safe writing of files: atomically, by one process at a time, and within a folder."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_MAX_SYMLINKS = 40
_STREAM_FOLDERS = ("/dev/fd/", "/proc/")
"""Folders with the open streams of processes. A shell redirects to a stream by its inode."""

_LOCK_TIMEOUT_SECONDS = 30.0
_LOCK_POLL_SECONDS = 0.02


def write_atomically(path: Path, data: bytes | str, *, within: Path | None = None) -> None:
    """Write a file in one step, so that readers never see a partial file. Create its folders.

    Text is written as UTF-8 without converting line ends. Symbolic links are followed. An existing
    file keeps its permissions, owner, extended attributes and hard links. If a new file could not
    have the same owner or hard links, the file is overwritten in place.

    Args:
        path: The file. A pipe, a device or an open stream is written to and never replaced.
        data: The new content.
        within: A folder that links must not lead out of. Pass it if the user did not name the file,
            since a project may contain a link with the name of an output file.

    Raises:
        OSError: If the file cannot be written, with ``path`` as its filename. An existing file is
            then unchanged.
    """
    content = data.encode("utf-8") if isinstance(data, str) else data
    try:
        _write(path, content, within)
    except OSError as error:  # it may name a folder or a temporary file
        raise OSError(error.errno, error.strerror or str(error), str(path)) from error


@contextmanager
def exclusive_access(path: Path) -> Iterator[None]:
    """Lock a file that is read, changed and written again against other argmap processes.

    Waits for the process that has the lock.

    Raises:
        OSError: If another process keeps the lock for more than 30 seconds, or the file's folder
            does not exist.
    """
    handle = _open_for_locking(path.parent)
    try:
        deadline = time.monotonic() + _LOCK_TIMEOUT_SECONDS
        while not _try_to_lock(handle):
            if time.monotonic() > deadline:
                raise OSError(errno.EBUSY, "another argmap process is updating it", str(path))
            time.sleep(_LOCK_POLL_SECONDS)
        yield
    finally:
        os.close(handle)  # which releases the lock


def _write(path: Path, content: bytes, within: Path | None) -> None:
    import tempfile  # slow to import, and most commands write nothing

    if _is_stream(path):
        path.write_bytes(content)
        return
    try:
        target = path.resolve()
    except RuntimeError as error:
        raise OSError(errno.ELOOP, "too many levels of symbolic links") from error
    if within is not None and not target.is_relative_to(within.resolve()):
        raise OSError(errno.EPERM, f"a link leads out of the folder `{within.as_posix()}`")
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.is_file() and not os.access(target, os.W_OK):
        raise OSError(errno.EACCES, "it is read-only")
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".argmap-")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        can_replace = _copy_metadata(target, temporary)
        if can_replace:
            temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    if not can_replace:
        _overwrite(target, content, temporary)


def _is_stream(path: Path) -> bool:
    """Return whether a path is a pipe, a device or an open stream."""
    if path.exists() and not path.is_file() and not path.is_dir():
        return True
    for _ in range(_MAX_SYMLINKS):
        if os.path.abspath(path).startswith(_STREAM_FOLDERS):  # noqa: PTH100 - it must not follow links
            return True
        if not path.is_symlink():
            return False
        path = path.parent / path.readlink()
    return False


def _copy_metadata(target: Path, temporary: Path) -> bool:
    """Copy a file's metadata to the new file that replaces it.

    Returns False if the new file cannot have the same owner or hard links.
    """
    if not target.is_file():
        umask = os.umask(0)
        os.umask(umask)
        temporary.chmod(0o666 & ~umask)
        return True
    old, new = target.stat(), temporary.stat()
    if old.st_nlink > 1:
        return False
    if (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid):
        try:
            os.chown(temporary, old.st_uid, old.st_gid)
        except OSError:
            return False
    if sys.platform == "linux":
        with suppress(OSError):  # a file system without extended attributes
            for attribute in os.listxattr(target):
                with suppress(OSError):  # an attribute that only the system can set
                    os.setxattr(temporary, attribute, os.getxattr(target, attribute))
    temporary.chmod(old.st_mode & 0o7777)  # last, because a change of owner clears bits
    return True


def _overwrite(target: Path, content: bytes, copy: Path) -> None:
    """Overwrite a file in place. If that fails halfway, keep the new content in ``copy``."""
    try:
        with target.open("r+b") as file:
            file.write(content)
            file.truncate()
    except PermissionError:
        copy.unlink()
        raise
    except OSError as error:
        reason = f"{error.strerror}; the new content is in `{copy.name}` in the same folder"
        raise OSError(error.errno, reason) from error
    copy.unlink()


# ---- Operating system locks ---------------------------------------------------------------------

if sys.platform == "win32":
    import msvcrt

    def _open_for_locking(folder: Path) -> int:
        """Open a file that represents a folder, because Windows cannot lock folders."""
        import tempfile
        from hashlib import sha256

        name = sha256(str(folder.resolve()).encode("utf-8", "surrogatepass")).hexdigest()
        file = Path(tempfile.gettempdir(), f"argmap-{name[:32]}.lock")
        return os.open(file, os.O_RDWR | os.O_CREAT)

    def _try_to_lock(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:

    def _open_for_locking(folder: Path) -> int:
        return os.open(folder, os.O_RDONLY)

    def _try_to_lock(handle: int) -> bool:
        import fcntl

        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:  # a file system without locks
            return True
        return True
