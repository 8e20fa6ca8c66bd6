"""Writing files: whole or not at all, one process at a time, and not out of a folder by a link."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_MAX_LINKS = 40
_STREAMS = ("/dev/fd/", "/proc/")
"""Folders of a process's open streams. A shell redirects to what they lead to by its inode."""

_LOCK_SECONDS = 30.0
_LOCK_POLL_SECONDS = 0.02


def write_atomically(path: Path, data: bytes | str, *, within: Path | None = None) -> None:
    """Put ``data`` at ``path`` in one step, creating its folders: no reader ever sees half a file.

    Text is written as UTF-8 with its line ends as they are. A symbolic link is written through. An
    existing file keeps its permissions, owner, extended attributes and hard links; a file whose
    owner or hard links a new file could not have is overwritten in place.

    Args:
        path: The file. A pipe, a device or an open stream is written to and never replaced.
        data: The new content.
        within: A folder that links must not lead out of. Give it wherever the user did not name
            the file: a project may hold a link with the name that a command writes to.

    Raises:
        OSError: when the file cannot be written, with ``path`` as its filename; an existing file is
            then untouched.
    """
    content = data.encode("utf-8") if isinstance(data, str) else data
    try:
        _write(path, content, within)
    except OSError as error:  # which may name a folder or a temporary file
        raise OSError(error.errno, error.strerror or str(error), str(path)) from error


@contextmanager
def exclusive_access(path: Path) -> Iterator[None]:
    """Keep other processes of argmap from updating the file at ``path`` at the same time.

    For a file that is read, changed and written again. Waits for the process that has access.

    Raises:
        OSError: when another process keeps its access for more than 30 seconds, or there is no such
            folder.
    """
    handle = _lockable(path.parent)
    try:
        deadline = time.monotonic() + _LOCK_SECONDS
        while not _try_to_lock(handle):
            if time.monotonic() > deadline:
                raise OSError(errno.EBUSY, "another argmap process is updating it", str(path))
            time.sleep(_LOCK_POLL_SECONDS)
        yield
    finally:
        os.close(handle)  # which releases the lock


def _write(path: Path, content: bytes, within: Path | None) -> None:
    import tempfile  # it brings half the standard library along, and most commands write nothing

    if _is_stream(path):
        path.write_bytes(content)
        return
    try:
        target = path.resolve()
    except RuntimeError as error:
        raise OSError(errno.ELOOP, "its links form a loop") from error
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
    """Whether there is nothing to be kept whole: a pipe, a device or an open stream."""
    if path.exists() and not path.is_file() and not path.is_dir():
        return True
    for _ in range(_MAX_LINKS):
        if os.path.abspath(path).startswith(_STREAMS):  # noqa: PTH100 - it must not follow links
            return True
        if not path.is_symlink():
            return False
        path = path.parent / path.readlink()
    return False


def _copy_metadata(target: Path, temporary: Path) -> bool:
    """Give a new file the metadata of the one that it replaces.

    Returns False where the file cannot be replaced without losing its owner or its hard links.
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
                with suppress(OSError):  # one that only the system may set
                    os.setxattr(temporary, attribute, os.getxattr(target, attribute))
    temporary.chmod(old.st_mode & 0o7777)  # last: a change of owner takes bits away
    return True


def _overwrite(target: Path, content: bytes, copy: Path) -> None:
    """Write over a file; where that fails half-way, the new content is left in ``copy``."""
    try:
        with target.open("r+b") as file:
            file.write(content)
            file.truncate()
    except PermissionError:
        copy.unlink()
        raise
    except OSError as error:
        reason = f"{error.strerror}; the new content is in `{copy.name}` beside it"
        raise OSError(error.errno, reason) from error
    copy.unlink()


# ---- Locks of the operating system -------------------------------------------------------------

if sys.platform == "win32":
    import msvcrt

    def _lockable(folder: Path) -> int:
        """Open a file that stands for a folder, which Windows cannot lock."""
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

    def _lockable(folder: Path) -> int:
        return os.open(folder, os.O_RDONLY)

    def _try_to_lock(handle: int) -> bool:
        import fcntl

        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:  # a file system without locks: nothing can keep others away
            return True
        return True
