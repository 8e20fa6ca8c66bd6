"""Pictures of argument maps.

``to_svg`` and ``to_dot`` are all there is for other rooms. Data flows one way: map → scene (what is
drawn) → faces (set text) → layout (Graphviz) → routes (lines) → SVG.
"""

from __future__ import annotations

from typing import Any

from argmap.model import ArgumentMap
from argmap.rendering.options import Badge, RenderOptions

__all__ = ["Badge", "RenderOptions", "render", "to_dot", "to_svg"]

_DEFAULT = RenderOptions()


def to_svg(argument_map: ArgumentMap, options: RenderOptions = _DEFAULT) -> str:
    """Draw a map as SVG; the same map gives the same text on any machine.

    Raises:
        EngineMissing: when there is no Graphviz to lay it out.
        RenderError: when the map is too large for a picture, the theme is unknown, or Graphviz
            fails.
    """
    from argmap.rendering.annotations import make_annotations
    from argmap.rendering.layout.graphviz import choose_engine
    from argmap.rendering.layout.layout import lay_out
    from argmap.rendering.scene.builder import build_scene
    from argmap.rendering.svg.document import write_svg
    from argmap.rendering.theme import load_theme

    theme = load_theme(options.theme)
    scene = build_scene(argument_map, make_annotations(argument_map, options))
    layout = None
    if scene.cards:
        layout = lay_out(scene, choose_engine(options.engine, options.timeout), options.direction)
    return write_svg(scene, layout, theme, options)


def to_dot(argument_map: ArgumentMap, options: RenderOptions = _DEFAULT) -> str:
    """Write a map as a graph in Graphviz's language, to be drawn with ``dot``.

    Raises:
        RenderError: when the theme is unknown.
    """
    from argmap.rendering.annotations import make_annotations
    from argmap.rendering.dot import write_dot
    from argmap.rendering.layout.layout import choose_direction
    from argmap.rendering.scene.builder import build_scene
    from argmap.rendering.theme import load_theme

    theme = load_theme(options.theme)
    scene = build_scene(argument_map, make_annotations(argument_map, options))
    return write_dot(scene, choose_direction(scene, options), theme, options)


def render(argument_map: ArgumentMap, **options: Any) -> str:
    """Draw a map as SVG; ``options`` are the fields of `RenderOptions`.

    Raises:
        RenderError: as `to_svg` does.
    """
    return to_svg(argument_map, RenderOptions(**options))
