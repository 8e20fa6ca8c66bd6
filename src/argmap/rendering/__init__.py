"""Pictures of argument maps as SVG and DOT.

Data flows one way: map → scene (what is drawn) → cards (text layout) → layout (Graphviz, or
compact) → routing (lines) → SVG. HTML pages (`argmap.rendering.html`), PNG and PDF
(`argmap.rendering.raster`) are made from the SVG.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from argmap.errors import EngineMissing
from argmap.model import ArgumentMap
from argmap.rendering.options import Badge, RenderOptions, VersionMark

__all__ = ["Badge", "RenderOptions", "VersionMark", "render", "to_dot", "to_pages", "to_svg"]

_DEFAULT = RenderOptions()


def to_svg(argument_map: ArgumentMap, options: RenderOptions = _DEFAULT) -> str:
    """Return a map, or its overview, drawn as SVG: the same text for the same map on every machine.

    Raises:
        EngineMissing: If Graphviz is not installed.
        RenderError: If the map is too large for a picture, the theme cannot be loaded, or Graphviz
            fails.
    """
    from argmap.rendering.annotations import make_annotations
    from argmap.rendering.drawing import draw
    from argmap.rendering.scene.builder import build_scene
    from argmap.rendering.svg.document import write_svg
    from argmap.rendering.theme import load_theme

    theme = load_theme(options.theme)
    if options.is_overview:
        from argmap.rendering.poster import write_overview

        return write_overview(argument_map, theme, options)
    with _without_collection():
        scene = build_scene(argument_map, make_annotations(argument_map, options))
        return write_svg(scene, draw(scene, options) if scene.cards else None, theme, options)


def to_pages(
    argument_map: ArgumentMap, options: RenderOptions, url: Callable[[int], str | None]
) -> list[str]:
    """Return a map drawn on pages of the size in the options, as one SVG a page.

    Args:
        argument_map: The map.
        options: The options, with the size and perhaps the number of the pages.
        url: Returns the URL of a page by its number, from 1 on, or None if pages have no links.

    Raises:
        RenderError: If the map is too large for a picture, or the theme cannot be loaded.
    """
    from argmap.rendering.pages import write_pages

    with _without_collection():
        return write_pages(argument_map, options, url)


@contextmanager
def _without_collection() -> Iterator[None]:
    """Pause garbage collection: almost all objects of a picture live until it is written.

    For a large map, collections would take a third of the time, and find nothing.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def to_dot(argument_map: ArgumentMap, options: RenderOptions = _DEFAULT) -> str:
    """Return a map as a graph in DOT, Graphviz's language.

    ``neato -n2`` draws the picture of `to_svg`, and ``dot`` arranges the graph in layers. If the
    layout needs Graphviz and it is not installed, the graph has no positions.

    Raises:
        RenderError: If the map is too large for a picture, the theme cannot be loaded, or Graphviz
            fails.
    """
    from argmap.rendering.annotations import make_annotations
    from argmap.rendering.dot import write_dot
    from argmap.rendering.drawing import draw
    from argmap.rendering.layout.layout import guess_direction
    from argmap.rendering.scene.builder import build_scene
    from argmap.rendering.theme import load_theme

    theme = load_theme(options.theme)
    with _without_collection():
        scene = build_scene(argument_map, make_annotations(argument_map, options))
        try:
            drawing = draw(scene, options) if scene.cards else None
        except EngineMissing:
            drawing = None
        direction = drawing.direction if drawing else guess_direction(scene, options.direction)
        return write_dot(scene, drawing, direction, theme, options)


def render(argument_map: ArgumentMap, **options: Any) -> str:
    """Return a map drawn as SVG; see `to_svg`.

    Args:
        argument_map: The map to draw.
        **options: The fields of `RenderOptions`.

    Raises:
        EngineMissing: If Graphviz is not installed.
        RenderError: If the map is too large for a picture, the theme cannot be loaded, or Graphviz
            fails.
    """
    return to_svg(argument_map, RenderOptions(**options))
