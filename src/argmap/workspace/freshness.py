"""Whether a picture that was drawn once still shows its map."""

from __future__ import annotations

from collections.abc import Callable

from argmap.errors import InputError
from argmap.model import ArgumentMap
from argmap.rendering import to_dot
from argmap.rendering.digest import digest_in, digest_of
from argmap.workspace.files import read_bytes
from argmap.workspace.outlining import outline
from argmap.workspace.sheets import Sheet

_LIMIT = 64 * 1024 * 1024  # bytes


def is_fresh(sheet: Sheet, format_: str, whole: ArgumentMap) -> bool:
    """Whether what is in the file of a sheet is what would be drawn now.

    Of a picture and a page it is told by the digest that they hold, of others by their text: none
    takes Graphviz. A picture that is not there is not fresh. ``whole`` is the map that the sheet's
    is a part of.

    Raises:
        InputError: when it is there and cannot be read.
        RenderError: when the theme is unknown.
    """
    try:
        data = read_bytes(sheet.output, _LIMIT)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise InputError(f"`{sheet.output.as_posix()}` cannot be read: {error.strerror}") from error
    return _TELLING[format_](data, sheet, whole)


def _is_fresh_svg(data: bytes, sheet: Sheet, _whole: ArgumentMap) -> bool:
    return digest_in(data) == digest_of(sheet.map, sheet.options)


def _is_fresh_html(data: bytes, sheet: Sheet, whole: ArgumentMap) -> bool:
    from argmap.rendering.html.page import digest_in_page, digest_of_page

    return digest_in_page(data) == digest_of_page(sheet.map, sheet.options, whole)


def _is_fresh_dot(data: bytes, sheet: Sheet, _whole: ArgumentMap) -> bool:
    return _same_text(data, to_dot(sheet.map, sheet.options))


def _is_fresh_outline(data: bytes, sheet: Sheet, _whole: ArgumentMap) -> bool:
    return _same_text(data, outline(sheet.map, sheet.options))


def _same_text(data: bytes, text: str) -> bool:
    """Whether a file holds a text, whatever line ends a checkout gave it."""
    return data.replace(b"\r\n", b"\n") == text.encode()


_TELLING: dict[str, Callable[[bytes, Sheet, ArgumentMap], bool]] = {
    "svg": _is_fresh_svg,
    "html": _is_fresh_html,
    "dot": _is_fresh_dot,
    "outline": _is_fresh_outline,
}

CHECKED = tuple(_TELLING)
"""The formats of which it can be told."""
