"""Pictures of maps as the content of files, and whether existing files are up to date."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from argmap.errors import InputError
from argmap.model import ArgumentMap
from argmap.rendering import RenderOptions, to_dot, to_svg
from argmap.rendering.digest import digest_in, digest_of
from argmap.workspace.files import read_bytes
from argmap.workspace.outputs import BINARY_FORMATS
from argmap.workspace.render_targets import RenderTarget

if TYPE_CHECKING:
    from argmap.rendering.html.parts import PageContents

DEFAULT_DPI = 144
_MAX_COMPARED_BYTES = 64 << 20


def picture_bytes(
    argument_map: ArgumentMap,
    format_: str,
    options: RenderOptions,
    whole: ArgumentMap | None = None,
    dpi: float = DEFAULT_DPI,
    contents: PageContents | None = None,
) -> bytes:
    """Return the picture of a map as the content of a file.

    Args:
        argument_map: The map.
        format_: One of `argmap.workspace.outputs.FORMATS`.
        options: How to draw the map.
        whole: The whole map, if ``argument_map`` is a part of it.
        dpi: The resolution of a PNG.
        contents: What an HTML page shows besides the picture.

    Raises:
        RenderError: If the map cannot be drawn.
        MissingExtra: If the library for the format is not installed.
    """
    if format_ in BINARY_FORMATS:
        from argmap.rendering.raster import rasterize

        return rasterize([to_svg(argument_map, options)], format_, argument_map, options, dpi)
    return picture_text(argument_map, format_, options, whole, contents).encode()


def picture_text(
    argument_map: ArgumentMap,
    format_: str,
    options: RenderOptions,
    whole: ArgumentMap | None = None,
    contents: PageContents | None = None,
) -> str:
    """Return the picture of a map in one of the text formats.

    An HTML page explains the statuses of statements by the evaluation of the ``whole`` map, and
    shows ``contents``.
    """
    if format_ == "html":
        from argmap.rendering.html import to_html

        return to_html(argument_map, options, whole, contents)
    if format_ == "outline":
        return outline(argument_map, options)
    return to_svg(argument_map, options) if format_ == "svg" else to_dot(argument_map, options)


def outline(argument_map: ArgumentMap, options: RenderOptions) -> str:
    """Return a map as a Markdown outline, with statuses and folded branches as in the picture."""
    from argmap.exchange import outline as outlines
    from argmap.rendering.annotations import make_annotations

    annotations = make_annotations(argument_map, options)
    return outlines.outline(
        argument_map,
        outlines.OutlineAnnotations(annotations.statuses, annotations.folded, annotations.view),
    )


# ---- Comparison with existing pictures ---------------------------------------------------------


def is_up_to_date(
    target: RenderTarget,
    format_: str,
    whole: ArgumentMap,
    contents: PageContents | None = None,
) -> bool:
    """Return whether an existing picture is the same as the one that would be drawn.

    SVG, HTML and DOT are compared by the digests that they contain, outlines by their text, so
    that Graphviz is not needed. A missing picture is out of date.

    Args:
        target: The picture.
        format_: One of `COMPARABLE_FORMATS`.
        whole: The map that the map of the picture is a part of.
        contents: What an HTML page shows besides the picture.

    Raises:
        InputError: If the picture cannot be read.
        RenderError: If the theme does not exist.
    """
    try:
        data = read_bytes(target.output, _MAX_COMPARED_BYTES)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise InputError(
            f"`{target.output.as_posix()}` cannot be read: {error.strerror}"
        ) from error
    if format_ == "html":
        from argmap.rendering.html.page import digest_in_page, digest_of_page

        digest = digest_of_page(target.map, target.options, whole, contents)
        return digest_in_page(data) == digest
    return _COMPARISONS[format_](data, target)


def _is_same_svg(data: bytes, target: RenderTarget) -> bool:
    return digest_in(data) == digest_of(target.map, target.options)


def _is_same_dot(data: bytes, target: RenderTarget) -> bool:
    from argmap.rendering.dot import digest_in_dot

    return digest_in_dot(data) == digest_of(target.map, target.options)


def _is_same_outline(data: bytes, target: RenderTarget) -> bool:
    return _is_same_text(data, outline(target.map, target.options))


def _is_same_text(data: bytes, text: str) -> bool:
    """Compare a file with a text; a checkout by git may have changed the line ends."""
    return data.replace(b"\r\n", b"\n") == text.encode()


_COMPARISONS: dict[str, Callable[[bytes, RenderTarget], bool]] = {
    "svg": _is_same_svg,
    "dot": _is_same_dot,
    "outline": _is_same_outline,
}

COMPARABLE_FORMATS = ("svg", "html", "dot", "outline")
"""The formats that `is_up_to_date` supports."""
