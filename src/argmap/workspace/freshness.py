"""Whether a picture that was drawn once still shows its map."""

from __future__ import annotations

from pathlib import Path

from argmap.errors import InputError
from argmap.model import ArgumentMap
from argmap.render import RenderOptions, to_dot
from argmap.render.digest import digest_in, digest_of
from argmap.workspace.files import read_bytes

CHECKED = ("svg", "dot")
"""The formats of which it can be told."""

_LIMIT = 64 * 1024 * 1024  # bytes


def is_fresh(output: Path, argument: ArgumentMap, format_: str, options: RenderOptions) -> bool:
    """Whether the picture at ``output`` is that of a map, as it would be drawn now.

    Of an SVG it is told by the digest it holds, of a graph by its text: neither takes Graphviz. A
    picture that is not there is not fresh.

    Raises:
        InputError: when it is there and cannot be read.
        RenderError: when the theme is unknown.
    """
    try:
        data = read_bytes(output, _LIMIT)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise InputError(f"`{output.as_posix()}` cannot be read: {error.strerror}") from error
    if format_ == "svg":
        return digest_in(data) == digest_of(argument, options)
    return data.replace(b"\r\n", b"\n") == to_dot(argument, options).encode()
