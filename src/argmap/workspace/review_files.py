"""Reads the file of reviews beside a map; the parser is imported only if there is one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from argmap.errors import InputError
from argmap.resolve import Resolution
from argmap.text import MAX_FILE_BYTES, decode
from argmap.workspace.files import ReadBytes, display_path, read_bytes
from argmap.workspace.source_texts import map_name, map_path

if TYPE_CHECKING:
    from argmap.reviews.review_file import MapStamps, ReviewFile

REVIEW_FILE_NAME = "argmap.review"
"""The name of the file with the reviews of the maps in its folder."""


def read_review_file(folder: Path, read: ReadBytes = read_bytes) -> ReviewFile | None:
    """Return the reviews of the maps in a folder, or None if there is no file.

    Args:
        folder: The folder.
        read: Reads files, if not from the disk.

    Raises:
        InputError: If the file cannot be read, or is too large.
    """
    path = folder / REVIEW_FILE_NAME
    try:
        data = read(path, MAX_FILE_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
    except OSError as error:
        raise InputError(f"`{display_path(path)}` cannot be read: {error.strerror}") from error
    if len(data) > MAX_FILE_BYTES:
        raise InputError(f"`{display_path(path)}` is larger than {MAX_FILE_BYTES >> 20} MB")
    from argmap.reviews.review_file import parse_review_file

    return parse_review_file(decode(display_path(path), data).source)


def review_path(resolution: Resolution) -> Path:
    """Return the path of the file with the reviews of a map."""
    return map_path(resolution).with_name(REVIEW_FILE_NAME)


def read_map_stamps(resolution: Resolution, read: ReadBytes = read_bytes) -> MapStamps | None:
    """Return the reviews of a map, or None if its folder has no file of reviews.

    Raises:
        InputError: As `read_review_file` does.
    """
    file = read_review_file(map_path(resolution).parent, read)
    return None if file is None else file.stamps_of(map_name(resolution))
