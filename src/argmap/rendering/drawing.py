"""A drawing: the positions of all cards and the routes of all lines, from either layout."""

from __future__ import annotations

from attrs import frozen

from argmap.rendering.cards.layout import CardLayout
from argmap.rendering.layout.geometry import CardSlot
from argmap.rendering.options import RenderOptions
from argmap.rendering.routing.paths import Route
from argmap.rendering.scene.scene import Scene

MAX_CARDS_IN_LAYERS = 12
"""Number of cards up to which ``auto`` draws layers, where the parents are centered."""


@frozen
class Drawing:
    """Everything that is written as SVG, besides the scene.

    Attributes:
        direction: The direction of the main axis of all coordinates: ``right`` or ``down``.
        card_layouts: The layout of each card.
        slots: The position of each card.
        routes: The lines.
    """

    direction: str
    card_layouts: tuple[CardLayout, ...]
    slots: tuple[CardSlot, ...]
    routes: tuple[Route, ...]


def draw(scene: Scene, options: RenderOptions) -> Drawing:
    """Return the drawing of a scene with at least one card.

    Raises:
        EngineMissing: If the layout needs Graphviz, and it is not installed.
        RenderError: If the map is too large for a picture, or Graphviz fails.
    """
    layout = options.layout
    if layout == "auto":
        is_small = len(scene.cards) <= MAX_CARDS_IN_LAYERS
        layout = "layers" if is_small or options.direction != "auto" else "compact"
    if layout == "layers":
        return _draw_layers(scene, options)
    from argmap.rendering.compact.layout import draw_compact

    return draw_compact(scene)


def _draw_layers(scene: Scene, options: RenderOptions) -> Drawing:
    from argmap.rendering.layout.graphviz import choose_engine
    from argmap.rendering.layout.layout import lay_out
    from argmap.rendering.routing.router import route_edges

    layout = lay_out(scene, choose_engine(options.engine, options.timeout), options.direction)
    layout, routes = route_edges(scene, layout)
    return Drawing(layout.direction, layout.card_layouts, layout.slots, tuple(routes))
