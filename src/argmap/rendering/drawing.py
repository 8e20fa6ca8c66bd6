"""A drawing: the positions of all cards and the routes of all lines, from either layout."""

from __future__ import annotations

from attrs import frozen

from argmap.rendering.cards.layout import CardLayout
from argmap.rendering.layout.geometry import CardSlot
from argmap.rendering.options import RenderOptions
from argmap.rendering.paper import A4
from argmap.rendering.routing.paths import Route
from argmap.rendering.scene.scene import Scene

MAX_CARDS_IN_LAYERS = 12
"""Number of cards up to which ``auto`` draws layers, where the parents are centered."""

MIN_TEXT_SIZE = 8.0
"""Size in points, on A4, of the text in layers; if it would be smaller, ``auto`` is compact."""

TEXT_SIZE = 11.0
"""Size of a statement's text in the units of a picture."""

_PAGE = (A4.inner_width, A4.inner_height)
_BORDERS = (40.0, 110.0)
"""Width and height that margins, caption and legend add to a picture."""


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

    @property
    def size(self) -> tuple[float, float]:
        """The width and the height of the area of all cards."""
        main = max(slot.main_end for slot in self.slots)
        cross = max(slot.cross_end for slot in self.slots)
        return (main, cross) if self.direction == "right" else (cross, main)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """The smallest and the largest ``x`` and ``y`` of all cards and lines."""
        mains = [main for slot in self.slots for main in (slot.main_start, slot.main_end)]
        crosses = [cross for slot in self.slots for cross in (slot.cross_start, slot.cross_end)]
        for route in self.routes:
            mains += [point.main for point in route.path.points]
            crosses += [point.cross for point in route.path.points]
        xs, ys = (mains, crosses) if self.direction == "right" else (crosses, mains)
        return min(xs), min(ys), max(xs), max(ys)


def text_scale(width: float, height: float) -> float:
    """Return the scale at which a map of this size fits A4, upright or across."""
    width, height = width + _BORDERS[0], height + _BORDERS[1]
    return max(
        min(_PAGE[0] / width, _PAGE[1] / height),
        min(_PAGE[1] / width, _PAGE[0] / height),
    )


def picture_area(width: float, height: float) -> float:
    """Return the area of the picture of a map of this size."""
    return (width + _BORDERS[0]) * (height + _BORDERS[1])


def draw(scene: Scene, options: RenderOptions) -> Drawing:
    """Return the drawing of a scene with at least one card.

    Raises:
        EngineMissing: If the layout needs Graphviz, and it is not installed.
        RenderError: If the map is too large for a picture, or Graphviz fails.
    """
    has_direction = options.direction != "auto"
    if options.layout == "layers" or (options.layout == "auto" and has_direction):
        return _draw_layers(scene, options)
    if options.layout == "auto" and len(scene.cards) <= MAX_CARDS_IN_LAYERS:
        drawing = _draw_layers(scene, options)
        if TEXT_SIZE * text_scale(*drawing.size) >= MIN_TEXT_SIZE:
            return drawing
    from argmap.rendering.compact.layout import draw_compact

    return draw_compact(scene)


def _draw_layers(scene: Scene, options: RenderOptions) -> Drawing:
    from argmap.rendering.layout.graphviz import choose_engine
    from argmap.rendering.layout.layout import lay_out
    from argmap.rendering.routing.router import route_edges

    layout = lay_out(scene, choose_engine(options.engine, options.timeout), options.direction)
    layout, routes = route_edges(scene, layout)
    return Drawing(layout.direction, layout.card_layouts, layout.slots, tuple(routes))
