"""The search for an arrangement: which children of a card are at its right, and which below it.

The cards are arranged as a tip-over tree (Eades, Lin and Lin, "Two tree drawing conventions",
International Journal of Computational Geometry and Applications 3(2), 1993). Each card has a short
list of shapes, made from those of its children; so the best arrangement for a page is found in time
linear in the number of cards (Stockmeyer, "Optimal orientations of cells in slicing floorplan
designs", Information and Control 57, 1983).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from argmap.rendering.cards.layout import CardLayout
from argmap.rendering.compact.families import Effort, Family
from argmap.rendering.compact.shapes import Arrangement, Faces, Limits, Shape, pick, prune
from argmap.rendering.compact.spacing import PART_GAP, SIBLING_GAP, line_key
from argmap.rendering.drawing import picture_area, text_scale
from argmap.rendering.scene.scene import Scene

_EFFORTS = {250: Effort(24, 32, 12), 500: Effort(12, 16, 5)}
"""What is tried, by the largest number of cards."""

_EFFORT_FOR_PAGE = Effort(8, 12, 5)
"""The same for a picture with limits: filling a page needs many of them."""

_LEAST_EFFORT = Effort(6, 6, 1)
"""The same for a larger map."""

_TOLERANCE = 0.92
"""Among the shapes with this share of the largest text, the smallest one is chosen."""

_MAX_CACHED_CARDS = 2_000

_cache: dict[tuple[object, ...], tuple[list[Shape], list[list[Shape]]]] = {}
"""The shapes of cards, with those of their children, whose identity is part of the key.

While a map is edited, most of its cards keep their sizes, and the search takes half of the time.
"""

_LINE_EXPONENT = 0.15
"""How much the length of the lines counts in that choice: lines of twice the length are worth an
area that is a tenth smaller."""


def find_arrangements(
    scene: Scene, faces: Sequence[Faces], limits: Limits | None = None
) -> list[Arrangement]:
    """Return the arrangement of each card, and at the end that of the trees.

    With ``limits``, it is the one with the shortest lines among those that fit.
    """
    shapes, whole = find_shapes(scene, faces, limits)
    children = scene.children
    roots = [tree.start for tree in scene.trees]
    arrangements = [Arrangement()] * (len(scene.cards) + 1)
    arrangements[-1] = _choose(whole, limits).arrangement
    for siblings, parent in (
        (roots, len(scene.cards)),
        *zip(children, range(len(children)), strict=True),
    ):
        for card, width in _widths_in(arrangements[parent], siblings):
            arrangements[card] = pick(shapes[card], width).arrangement
    return arrangements


def find_shapes(
    scene: Scene,
    faces: Sequence[Faces],
    limits: Limits | None,
    known: Mapping[int, list[Shape]] | None = None,
) -> tuple[list[list[Shape]], list[Shape]]:
    """Return the shapes of each card with everything below it, and those of all trees together.

    The lanes of links are not part of them.

    Args:
        scene: The cards.
        faces: The layouts of each card.
        limits: The limits that the shapes should not exceed.
        known: The shapes of some cards, by their number, that need not be searched.
    """
    shapes: list[list[Shape]] = [[] for _ in scene.cards]
    children = scene.children
    effort = _effort(len(scene.cards), limits)
    for index in range(len(scene.cards) - 1, -1, -1):
        face = faces[index]
        if known and index in known:
            shapes[index] = known[index]
            continue
        if limits is None:
            shapes[index] = _cached_shapes(scene, children[index], shapes, face, effort)
        else:
            candidates = _candidates(scene, children[index], shapes, face, effort)
            shapes[index] = prune(_within(candidates, limits), effort.shapes)
    roots = [tree.start for tree in scene.trees]
    gap = SIBLING_GAP if limits is None else PART_GAP
    return shapes, list(Family(scene, roots, shapes, effort, gap).forest_shapes())


def _candidates(
    scene: Scene,
    children: Sequence[int],
    shapes: Sequence[list[Shape]],
    face: Faces,
    effort: Effort,
) -> Iterator[Shape]:
    if not children:
        return _leaf_shapes(face)
    return Family(scene, children, shapes, effort).shapes(face)


def _cached_shapes(
    scene: Scene,
    children: Sequence[int],
    shapes: Sequence[list[Shape]],
    face: Faces,
    effort: Effort,
) -> list[Shape]:
    """Return the shapes of a card, from an earlier version of the map if nothing below it changed.

    The shapes of the children are compared by identity: they are cached, too.
    """
    below = [shapes[child] for child in children]
    cards = [scene.cards[child] for child in children]
    key = (
        _signature(face.narrow),
        face.wide and _signature(face.wide),
        tuple((line_key(card), card.has_dot, card.undercuts is None) for card in cards),
        tuple(map(id, below)),
        effort,
    )
    if (cached := _cache.get(key)) is not None:
        return cached[0]
    result = prune(_candidates(scene, children, shapes, face, effort), effort.shapes)
    if len(_cache) >= _MAX_CACHED_CARDS:
        _cache.clear()
    _cache[key] = (result, below)
    return result


def _signature(layout: CardLayout) -> tuple[object, ...]:
    """Return everything of the layout of a card that its shapes depend on."""
    panels = tuple((panel.is_row, panel.area.x) for panel in layout.panels)
    return (layout.width, layout.height, panels)


def _within(shapes: Iterable[Shape], limits: Limits | None) -> Iterable[Shape]:
    """Return the shapes that fit; the one that exceeds the limits least if none does."""
    if limits is None:
        return shapes
    listed = list(shapes)
    fitting = [shape for shape in listed if limits.excess(shape) <= 1]
    return fitting or [min(listed, key=limits.excess)]


def _widths_in(arrangement: Arrangement, children: Sequence[int]) -> Iterator[tuple[int, float]]:
    """Yield each child with the width that it must not exceed."""
    start = arrangement.right_count
    for card in children[:start]:
        yield card, arrangement.right_width
    for column in arrangement.columns:
        for card in children[start : column.end]:
            yield card, column.width
        start = column.end


def _effort(cards: int, limits: Limits | None) -> Effort:
    """Return what is tried for a map."""
    if limits is not None and cards <= max(_EFFORTS):
        return _EFFORT_FOR_PAGE
    return next((effort for size, effort in _EFFORTS.items() if cards <= size), _LEAST_EFFORT)


def _choose(shapes: Sequence[Shape], limits: Limits | None = None) -> Shape:
    """Return the shape with the largest text; among nearly equal ones a small one."""
    if limits is not None:
        fitting = [shape for shape in shapes if limits.excess(shape) <= 1]
        return min(fitting, key=lambda s: s.length) if fitting else min(shapes, key=limits.excess)
    scales = [text_scale(shape.width, shape.height) for shape in shapes]
    limit = max(scales) * _TOLERANCE
    good = [shape for shape, scale in zip(shapes, scales, strict=True) if scale >= limit]
    return min(good, key=_size)


def _size(shape: Shape) -> float:
    """Return the area of the picture of a shape, times a power of the length of its lines."""
    return picture_area(shape.width, shape.height) * float((shape.length + 1) ** _LINE_EXPONENT)


def _leaf_shapes(face: Faces) -> Iterator[Shape]:
    yield Shape(face.narrow.width, face.narrow.height, 0.0, Arrangement())
    if face.wide is not None:
        yield Shape(face.wide.width, face.wide.height, 0.0, Arrangement(is_wide=True))
