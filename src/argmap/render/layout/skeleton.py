"""The graph that Graphviz lays out: boxes of fixed size and the tree's edges, and no text at all.

No font is looked at, so that a layout is the same on every machine; and nothing that an author
wrote reaches Graphviz. Links across the tree are left out, so that they never bend it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from argmap.render.face.parts import GUTTER, Face
from argmap.render.layout.runs import BETWEEN, Block
from argmap.render.scene.parts import Scene

_DEEPEST, _MOST = 4, 25
"""The deeper an edge, down to this depth, the harder it pulls its ends together, so that a card
stands by what hangs under it, and not half way to its parent. A block pulls like so many cards at
the most.
"""

_INCH = 72
_BOX = re.compile(r'<title>n(\d+)</title>\s*<polygon [^>]*points="([^"]+)"')


def skeleton(
    scene: Scene,
    faces: Sequence[Face],
    trees: Sequence[range],
    blocks: Mapping[int, Block],
    direction: str,
) -> str:
    """Return the DOT of some trees or branches, which stand side by side in the order given.

    A block (by its first card) is one box; the others of its cards are left out.
    """
    inside = {card for block in blocks.values() for card in block.cards[1:]}
    rankdir = {"right": "LR", "down": "TB"}[direction]
    parts = [
        "digraph{",
        f"graph[rankdir={rankdir},nodesep={BETWEEN[direction] / _INCH:.4f},ranksep=0.5]",
        "graph[ordering=out,splines=none]",
        'node[shape=box,fixedsize=true,margin=0,label=""]edge[dir=none]',
    ]
    if len(trees) > 1:  # an unseen root keeps the trees in order
        parts.append("r[shape=point,style=invis]")
        parts += [f"r->n{tree.start}" for tree in trees]
    for tree in trees:
        for index in tree:
            if index in inside:
                continue
            block = blocks.get(index)
            parts.append(_node(index, faces[index], block, direction))
            parent = scene.cards[index].parent
            if parent is not None and index != tree.start:
                port = f":p{parent.entry}" if _has_ports(faces[parent.card], direction) else ""
                pull = min(scene.cards[index].depth, _DEEPEST)
                pull *= min(len(block.cards), _MOST) if block else 1
                parts.append(f"n{parent.card}{port}->n{index}[weight={pull}]")
    parts.append("}\n")
    return "\n".join(parts)


def read_positions(picture: str) -> dict[int, tuple[float, float]]:
    """Return the middle of every box in a laid-out skeleton, in points, ``y`` downwards."""
    middles: dict[int, tuple[float, float]] = {}
    for number, points in _BOX.findall(picture):
        corners = [point.split(",") for point in points.split()]
        xs, ys = [float(x) for x, _ in corners], [float(y) for _, y in corners]
        middles[int(number)] = ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
    return middles


def _has_ports(face: Face, direction: str) -> bool:
    """Whether children hang from panels, which lie across the direction of growth."""
    return len(face.panels) > 1 and face.is_wide == (direction == "down")


def _node(index: int, face: Face, block: Block | None, direction: str) -> str:
    if block is not None:
        width, height = block.size if direction == "right" else reversed(block.size)
        return f"n{index}[width={width / _INCH:.6f},height={height / _INCH:.6f}]"
    size = f"width={face.width / _INCH:.6f},height={face.height / _INCH:.6f}"
    label = f",label=<{_ports(face)}>" if _has_ports(face, direction) else ""
    return f"n{index}[{size}{label}]"


def _ports(face: Face) -> str:
    """Return a table with an empty cell where each panel is."""
    cells = [
        f'<TD PORT="p{number}" FIXEDSIZE="TRUE" WIDTH="{panel.area.width:.0f}"'
        f' HEIGHT="{panel.area.height:.0f}"></TD>'
        for number, panel in enumerate(face.panels)
    ]
    between = f'<TD WIDTH="{GUTTER}"></TD>' if face.is_wide else "</TR><TR>"
    top = "" if face.is_wide else f'<TD HEIGHT="{face.panels[0].area.y:.0f}"></TD></TR><TR>'
    table = '<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0">'
    return f"{table}<TR>{top}{between.join(cells)}</TR></TABLE>"
