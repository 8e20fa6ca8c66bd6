"""The graph of a scene in DOT: a node for each card and each dot, and an edge for each line.

With a drawing, each node and each edge has the position that it has in the SVG: ``neato -n2`` draws
the same picture. ``dot`` ignores the positions and arranges the graph in layers. Each card is a
node with an HTML-like label that shows the texts of the SVG's card, within the limits of Graphviz.
Ports of a label: ``s0`` and ``a0`` are where support and attack of the first statement end (if
there are any), ``p0`` is its text, and ``e0_1`` is the second piece of evidence docked on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from attrs import frozen

from argmap.rendering.cards.layout import CardLayout, lay_out_card
from argmap.rendering.descriptions import (
    EMPTY_MAP_TEXT,
    describe_folded,
    tooltip,
)
from argmap.rendering.digest import picture_digest
from argmap.rendering.dot.labels import BUNDLE_PORTS, html_label
from argmap.rendering.dot.positions import (
    POINTS_PER_INCH,
    Positions,
    Stroke,
    box_of,
    dot_box,
    split_at_dot,
    strokes_from,
)
from argmap.rendering.drawing import Drawing
from argmap.rendering.escaping import clean, escape_label, quote_dot, xml_id
from argmap.rendering.legend import LegendItem, legend_items
from argmap.rendering.options import RenderOptions
from argmap.rendering.routing.paths import ArrowShape, Route
from argmap.rendering.routing.ports import arrow_shape_of
from argmap.rendering.routing.tree_edges import DOT_RADIUS
from argmap.rendering.scene.roles import Bundle, LinkKind, Role
from argmap.rendering.scene.scene import Card, CardRef, Link, Scene
from argmap.rendering.svg.legend import legend_rows
from argmap.rendering.theme import FONT_FAMILIES, LINE_STYLES, Theme, faint_color

_MIN_LEGEND_WIDTH = 480.0
_DOT_ARROWS = {
    ArrowShape.ARROW: "normal",
    ArrowShape.TEE: "tee",
    ArrowShape.RING: "odot",
    None: "none",
}
_DOT_STYLES = {
    "attack": "dashed",
    "rebuttal": "dashed",
    "contradiction": "dashed",
    "concession": "dashed",
    "undercut": "dotted",
    "rebutting-undercut": "dotted",
    "conceded-undercut": "dotted",
}
_DIGEST = re.compile(rb'\[comment="argmap ([0-9a-f]+)"')


def write_dot(
    scene: Scene, drawing: Drawing | None, direction: str, theme: Theme, options: RenderOptions
) -> str:
    """Return a scene as DOT.

    Args:
        scene: The scene.
        drawing: The positions of its cards and lines; None leaves them to Graphviz.
        direction: ``down`` or ``right``, in which the argument grows if Graphviz arranges it.
        theme: The colors.
        options: How to draw the map.
    """
    digest = picture_digest(scene.argument_map, scene.annotations, theme, options)
    writer = _Writer(scene, theme, direction, drawing)
    parts = [
        "digraph argmap {",
        *writer.defaults(options, digest),
        *writer.nodes(),
        *writer.tree_edges(),
        *(writer.link_edge(number, link) for number, link in enumerate(scene.links)),
        "}",
    ]
    return "\n".join(parts) + "\n"


def digest_in_dot(data: bytes) -> str | None:
    """Return the digest that a DOT file contains; None if there is none."""
    match = _DIGEST.search(data)
    return match[1].decode() if match else None


@frozen(slots=False)
class _Writer:
    scene: Scene
    theme: Theme
    direction: str
    drawing: Drawing | None

    @property
    def _is_right(self) -> bool:
        return self.direction == "right"

    @property
    def _has_dots(self) -> bool:
        return any(card.has_dot for card in self.scene.cards)

    @cached_property
    def _positions(self) -> Positions | None:
        return Positions(self.drawing) if self.drawing is not None else None

    @cached_property
    def _tree_routes(self) -> dict[str, Route]:
        """The routes of the tree, by the key of the inference, the card or the undercut."""
        routes = self.drawing.routes if self.drawing is not None else ()
        return {route.key: route for route in routes[: len(routes) - len(self.scene.links)]}

    @cached_property
    def _layouts(self) -> Sequence[CardLayout]:
        if self.drawing is not None:
            return self.drawing.card_layouts
        return [
            lay_out_card(self.scene, card, wide=not self._is_right and bool(children))
            for card, children in zip(self.scene.cards, self.scene.children, strict=True)
        ]

    def defaults(self, options: RenderOptions, digest: str) -> Iterator[str]:
        """Yield the attributes of the graph and the defaults of nodes and edges.

        The dots of inferences have ranks of their own between those of the cards. An edge without a
        dot then spans two ranks, so that cards of the same depth stay aligned.
        """
        font = f'fontname="{FONT_FAMILIES}"'
        rank = "LR" if self._is_right else "TB"
        separation = 0.4 if self._has_dots else 0.8
        nodesep = 0.17 if self._is_right else 0.28
        page, text = self.theme["page"], self.theme["text"]
        positions = self._positions
        bounds = f'bb="{positions.bounding_box()}", ' if positions is not None else ""
        yield (
            f'  graph [comment="argmap {digest}", {bounds}inputscale={POINTS_PER_INCH}, '
            f"rankdir={rank}, ordering=out, outputorder=edgesfirst, pad=0.25, {font}, fontsize=9, "
            f'nodesep={nodesep}, ranksep={separation}, bgcolor="{page}", labelloc=t, labeljust=l, '
            f"label={self._caption(options)}]"
        )
        yield (
            f'  node [shape=box, fixedsize=true, margin=0, {font}, fontsize=11, fontcolor="{text}"]'
        )
        yield f"  edge [dir=back, {font}, fontsize=8.5, penwidth=1.6, arrowsize=0.75]"

    def _caption(self, options: RenderOptions) -> str:
        """Return title, notes and legend as a label; ``""`` in quotes if there are none."""
        argument_map = self.scene.argument_map
        rows = []
        if options.caption and argument_map.title:
            title = escape_label(clean(argument_map.title))
            rows.append(f'<FONT POINT-SIZE="14"><B>{title}</B></FONT>')
        badge = self.scene.annotations.diagnostics.get("")
        notes = [
            describe_folded(self.scene),
            f"{badge.severity} {' '.join(badge.codes)}" if badge else "",
        ]
        if options.caption:
            rows += [f'<FONT POINT-SIZE="10">{escape_label(note)}</FONT>' for note in notes if note]
        if not self.scene.cards:
            rows.append(f'<FONT POINT-SIZE="11">{EMPTY_MAP_TEXT}</FONT>')
        items = [item for item in legend_items(self.scene) if item.symbol] if options.legend else []
        width = self._positions.size[0] if self._positions is not None else 0.0
        for row in legend_rows(items, max(width, _MIN_LEGEND_WIDTH)):
            rows.append("   ".join(map(self._explain, row)))
        end = '<BR ALIGN="LEFT"/>'
        return f"<{end.join(rows)}{end}>" if rows else '""'

    def _explain(self, item: LegendItem) -> str:
        name = "muted"
        if item.line is not None:
            style = LINE_STYLES[item.line.kind].color
            name = faint_color(style) if item.line.is_faint else style
        elif item.kind in self.theme.colors:
            name = item.kind
        color, meaning = self.theme[name], escape_label(item.meaning)
        return f'<FONT POINT-SIZE="9" COLOR="{color}">{item.symbol} {meaning}</FONT>'

    # ---- Nodes ---------------------------------------------------------------------------------

    def nodes(self) -> Iterator[str]:
        """Yield the node of each card, and of the dot before it."""
        for index, card in enumerate(self.scene.cards):
            yield self._node(index, card, self._layouts[index])
            if card.has_dot:
                color = self.theme[LINE_STYLES[card.role.value].color]
                yield (
                    f'  {self._dot(index)} [style="rounded,filled", {self._dot_place(card)}, '
                    f'label="", class=inference, tooltip=" ", color="{color}", '
                    f'fillcolor="{self.theme["page"]}"]'
                )

    def _node(self, index: int, card: Card, layout: CardLayout) -> str:
        is_right = self._has_right_ports(index)
        text = html_label(self.scene, index, layout, self.theme, is_right=is_right)
        title = card.title
        if len(card.entries) == 1:
            title = tooltip(self.scene.argument_map, card.entries[0].sentence)
        name = self._name(index)
        return (
            f'  {name} [id={name}, class="card {card.role.value}", {self._place(index, layout)}, '
            f"{self._frame(card)}, tooltip={quote_dot(title or str(card.head))}, label={text}]"
        )

    def _place(self, index: int, layout: CardLayout) -> str:
        if self._positions is not None:
            return self._positions.card(index)
        width, height = layout.width / POINTS_PER_INCH, layout.height / POINTS_PER_INCH
        return f"width={width:.4f}, height={height:.4f}"

    def _dot_place(self, card: Card) -> str:
        route = self._tree_routes.get(self._route_key(card))
        if self._positions is not None and route is not None and route.dot is not None:
            return self._positions.dot(route)
        size = 2 * DOT_RADIUS / POINTS_PER_INCH
        return f"width={size:.4f}, height={size:.4f}"

    def _frame(self, card: Card) -> str:
        """Return the attributes of the frame of a card."""
        if card.role is Role.HEADING:
            return "shape=none"
        is_pale = self.scene.is_pale(card)
        line = self.theme[f"{card.theme_role}.{'faint' if is_pale else 'line'}"]
        fill = self.theme[f"{card.theme_role}.{'pale' if is_pale else 'fill'}"]
        style = "rounded,filled,dashed" if is_pale else "rounded,filled"
        width = self._border_width(card)
        return f'style="{style}", color="{line}", fillcolor="{fill}", penwidth={width:g}'

    def _border_width(self, card: Card) -> float:
        """Return the width of a card's border; that of a concession stands for its two frames."""
        is_main = card.is_thesis or card.role is Role.QUESTION
        is_main = is_main or self.scene.is_accepted_option(card)
        return 2.4 if is_main else 3 if card.is_granted else 1.3

    # ---- Edges ---------------------------------------------------------------------------------

    def tree_edges(self) -> Iterator[str]:
        """Yield the edges of the tree, from each card to its children, with heads at the card."""
        length = 2 if self._has_dots else 1
        for index, card in enumerate(self.scene.cards):
            if card.parent is None:
                continue
            is_faint = self.scene.is_line_faint(card)
            attributes = self._edge_attributes(
                card.line_role.value, arrow_shape_of(card.line_role), is_faint=is_faint
            )
            if card.undercuts is not None:
                yield self._undercut_edge(index, card.undercuts, attributes)
                continue
            parent = self._entry_port(card.parent, card.role.bundle)
            if card.has_dot:
                first, second = self._parts(card, card.parent.card)
                yield f"  {parent} -> {self._dot(index)} [{attributes}{first}, weight=9]"
                plain = self._edge_attributes(card.role.value, None, is_faint=is_faint)
                yield (
                    f"  {self._dot(index)} -> {self._exit_port(index)} [{plain}{second}, weight=9]"
                )
            else:
                pos = self._edge_position(self._strokes(card, card.parent.card))
                yield f"  {parent} -> {self._exit_port(index)} [{attributes}{pos}, minlen={length}]"

    def _undercut_edge(self, index: int, inference: str, attributes: str) -> str:
        target = self.scene.card_by_inference[inference]
        route = self._tree_routes.get(self._route_key(self.scene.cards[index]))
        pos = self._edge_position(self._strokes_at_dot(target, route))
        return f"  {self._dot(target)} -> {self._exit_port(index)} [{attributes}{pos}]"

    def link_edge(self, number: int, link: Link) -> str:
        """Return the edge of a link across the tree; it does not affect the ranks."""
        is_faint = self.scene.is_faint(link)
        attributes = self._edge_attributes(
            link.kind.value, arrow_shape_of(link.kind), is_faint=is_faint
        )
        route = None
        if self.drawing is not None:
            route = self.drawing.routes[len(self.drawing.routes) - len(self.scene.links) + number]
        if link.kind.is_undercut:
            strokes = self._strokes_at_dot(link.target.card, route)
        else:
            strokes = self._strokes_of(route, link.target.card)
        thin = f"constraint=false, penwidth=1, arrowsize=0.6{self._edge_position(strokes)}"
        source = self._text_port(link.source)
        if link.kind.is_undercut:
            return f"  {self._dot(link.target.card)} -> {source} [{attributes}, {thin}]"
        if link.kind is LinkKind.CONTRADICTION:
            both = f"dir=both, arrowhead=tee{self._edge_label(route)}"
            return f"  {self._text_port(link.target)} -> {source} [{attributes}, {thin}, {both}]"
        if link.kind in (LinkKind.REFERENCE, LinkKind.OPTION):
            return f"  {self._text_port(link.target)} -> {source} [{attributes}, {thin}]"
        target = self._entry_port(link.target, link.kind.bundle)
        return f"  {target} -> {source} [{attributes}, {thin}]"

    def _edge_label(self, route: Route | None) -> str:
        """Return the label of a contradiction: in a drawing, only where there is space for it."""
        if self._positions is None or route is None:
            return ', xlabel="contradicts"'
        if route.label is None:
            return ""
        return f', xlabel="contradicts", {self._positions.label(route.label)}'

    def _edge_attributes(self, kind: str, arrow_shape: ArrowShape | None, *, is_faint: bool) -> str:
        name = LINE_STYLES[kind].color
        color, line = self.theme[name], self.theme[faint_color(name) if is_faint else name]
        style = f", style={_DOT_STYLES[kind]}" if kind in _DOT_STYLES else ""
        width = ", penwidth=1" if is_faint else ""
        return (
            f'class="{kind}{" faint" if is_faint else ""}", color="{line}", fontcolor="{color}", '
            f"arrowtail={_DOT_ARROWS[arrow_shape]}{style}{width}"
        )

    # ---- Routes --------------------------------------------------------------------------------

    def _route_key(self, card: Card) -> str:
        if card.undercuts is not None:
            return f"{card.key}/{card.undercuts}"
        return card.inference.id if card.inference else card.key

    def _strokes(self, card: Card, parent: int) -> list[Stroke]:
        """Return the strokes of the line from a parent to a card.

        The first leaf of a grid also has those of the bus that it shares with others.
        """
        key = self._route_key(card)
        bus = self._strokes_of(self._tree_routes.get(f"{key}/fan"), parent)
        return [*bus, *self._strokes_of(self._tree_routes.get(key), parent)]

    def _strokes_of(self, route: Route | None, tail: int) -> list[Stroke]:
        if route is None or self.drawing is None:
            return []
        return strokes_from(route, box_of(self.drawing.slots[tail]))

    def _strokes_at_dot(self, target: int, route: Route | None) -> list[Stroke]:
        """Return the strokes of an undercut, from the dot before the target."""
        dotted = self._tree_routes.get(self._route_key(self.scene.cards[target]))
        if route is None or dotted is None or dotted.dot is None:
            return []
        return strokes_from(route, dot_box(dotted))

    def _parts(self, card: Card, parent: int) -> tuple[str, str]:
        """Return the positions of the edges before and after the dot of an inference."""
        route = self._tree_routes.get(self._route_key(card))
        strokes = self._strokes(card, parent)
        if not strokes or route is None or route.dot is None:
            return "", ""
        before, after = split_at_dot(strokes[-1], route)
        return self._edge_position([*strokes[:-1], before]), self._edge_position([after])

    def _edge_position(self, strokes: Sequence[Stroke]) -> str:
        if self._positions is None or not strokes:
            return ""
        return f", {self._positions.edge(strokes)}"

    # ---- Names and ports -----------------------------------------------------------------------

    def _name(self, index: int) -> str:
        card = self.scene.cards[index]
        kind = "section" if card.role is Role.HEADING else "step" if card.is_linked else "card"
        return quote_dot(f"{kind}-{xml_id(card.key)}")

    def _dot(self, index: int) -> str:
        inference = self.scene.cards[index].inference
        assert inference is not None
        return quote_dot(f"inference-{xml_id(inference.id)}")

    def _has_right_ports(self, index: int) -> bool:
        return self._is_right and not self._layouts[index].is_wide

    def _exit_port(self, index: int) -> str:
        """Return the port where the edge of a card to its parent begins."""
        return f"{self._name(index)}:{'w' if self._is_right else 'n'}"

    def _entry_port(self, card_ref: CardRef, bundle: Bundle) -> str:
        """Return the port where a bundle of edges enters a statement."""
        if not self.scene.cards[card_ref.card].entries:
            return self._name(card_ref.card)
        port = f"{BUNDLE_PORTS[bundle]}{card_ref.entry}"
        side = "e" if self._has_right_ports(card_ref.card) else "s"
        return f"{self._name(card_ref.card)}:{port}:{side}"

    def _text_port(self, card_ref: CardRef) -> str:
        """Return the port of the text of a statement."""
        port = f"p{card_ref.entry}" if card_ref.row < 0 else f"e{card_ref.entry}_{card_ref.row}"
        return f"{self._name(card_ref.card)}:{port}"
