"""Writing a file whole or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path


def write_atomically(path: Path, data: bytes | str) -> None:
    """Put ``data`` at ``path`` in one step, making its folders: nobody ever sees half a file.

    Text is written as UTF-8 with its line ends as they are. An existing file keeps its permissions.

    Raises:
        OSError: when the folder or the file cannot be written; an existing file is then untouched.
            The error's ``filename`` is ``path``.
    """
    import tempfile  # it brings half the standard library along, and most commands write nothing

    content = data.encode("utf-8") if isinstance(data, str) else data
    if _is_no_file(path):
        path.write_bytes(content)
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:  # which names the folder, and the caller only knows the file
        raise OSError(error.errno, error.strerror, str(path)) from error
    try:
        target = path.resolve()  # write through a symbolic link instead of replacing it
    except RuntimeError as error:
        raise OSError(errno.ELOOP, "its links lead round in a ring", str(path)) from error
    try:
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".argmap-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(temporary).chmod(_permissions(target))
            Path(temporary).replace(target)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:  # which names the temporary file, and the caller only knows its own
        raise OSError(error.errno, error.strerror, str(path)) from error


def _is_no_file(path: Path) -> bool:
    """Whether it is a pipe, a device or an open stream: there is nothing to be kept whole."""
    return path.is_relative_to("/dev") or (
        path.exists() and not path.is_file() and not path.is_dir()
    )


def _permissions(target: Path) -> int:
    if target.exists():
        return target.stat().st_mode & 0o7777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask
