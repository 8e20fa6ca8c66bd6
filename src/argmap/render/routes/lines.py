"""All lines of a layout, which is made wide enough for them."""

from __future__ import annotations

from argmap.render.layout.parts import Layout
from argmap.render.layout.standing import widen
from argmap.render.routes.across import link_routes
from argmap.render.routes.labels import with_labels
from argmap.render.routes.passages import Passages
from argmap.render.routes.paths import Route
from argmap.render.routes.ports import Ports
from argmap.render.routes.tree import tree_routes
from argmap.render.scene.parts import LinkKind, Scene


def draw_lines(scene: Scene, layout: Layout) -> tuple[Layout, list[Route]]:
    """Return the lines of a scene, and the layout with room for them.

    Which lanes links take hangs on nothing in the direction of growth. So they are led twice: to
    find how many lanes there are behind each rank, and once there is room for these.
    """
    if scene.links:
        passages = _passages(scene, layout)
        for _ in link_routes(passages[0].ports, passages):
            pass
        layout = widen(layout, [ways.lanes.counts for ways in passages])
    passages = _passages(scene, layout)
    ports = passages[0].ports
    tree = list(tree_routes(ports))
    worded = {
        len(tree) + number: passages[layout.group_of[link.source.card]]
        for number, link in enumerate(scene.links)
        if link.kind is LinkKind.CONTRADICTION
    }
    return layout, with_labels([*tree, *link_routes(ports, passages)], worded)


def _passages(scene: Scene, layout: Layout) -> list[Passages]:
    ports = Ports(scene, layout)
    return [Passages(ports, number) for number in range(len(layout.groups))]
