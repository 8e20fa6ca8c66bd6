"""The picture as a graph in DOT, to be drawn with Graphviz.

Each card is a node with an HTML-like label whose cells have fixed sizes. It shows the texts of the
SVG's card, within the limits of Graphviz. Ports of a label: ``s0`` and ``a0`` are where support and
attack of the first statement end (if there are any), ``p0`` is its text, and ``e0_1`` is the second
piece of evidence docked on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from attrs import frozen

from argmap.model import Context
from argmap.rendering.cards.layout import GUTTER, PADDING, CardLayout, Panel, lay_out_card
from argmap.rendering.cards.text_layout import TextLine, TextRun
from argmap.rendering.descriptions import (
    EMPTY_MAP_TEXT,
    LegendItem,
    describe_folded,
    legend_items,
    tooltip,
)
from argmap.rendering.escaping import clean, escape_label, quote_dot, xml_id
from argmap.rendering.options import RenderOptions
from argmap.rendering.routing.paths import ArrowShape
from argmap.rendering.routing.ports import arrow_shape_of, bundle_order
from argmap.rendering.scene.roles import Bundle, LinkKind, Role
from argmap.rendering.scene.scene import Card, CardRef, Link, Scene
from argmap.rendering.theme import FONT_FAMILIES, LINE_STYLES, Theme, faint_color

_PORT_SIZE = 2  # points
_MIN_PADDED_HEIGHT = 24  # points; a lower cell has no space for padding
_TABLE_ATTRIBUTES = 'CELLBORDER="0" CELLSPACING="0" CELLPADDING="0"'
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
_BUNDLE_PORTS = {Bundle.SUPPORT: "s", Bundle.ATTACK: "a", Bundle.CONCESSION: "c"}


def write_dot(scene: Scene, direction: str, theme: Theme, options: RenderOptions) -> str:
    """Return a scene as DOT; ``direction`` is ``down`` or ``right``."""
    writer = _Writer(scene, theme, direction)
    parts = [
        "digraph argmap {",
        *writer.defaults(options),
        *writer.nodes(),
        *writer.tree_edges(),
        *map(writer.link_edge, scene.links),
        "}",
    ]
    return "\n".join(parts) + "\n"


@frozen
class _Writer:
    scene: Scene
    theme: Theme
    direction: str

    @property
    def _is_right(self) -> bool:
        return self.direction == "right"

    @property
    def _has_dots(self) -> bool:
        return any(card.has_dot for card in self.scene.cards)

    def defaults(self, options: RenderOptions) -> Iterator[str]:
        """Yield the attributes of the graph and the defaults of nodes and edges.

        The dots of inferences have ranks of their own between those of the cards. An edge without a
        dot then spans two ranks, so that cards of the same depth stay aligned.
        """
        font = f'fontname="{FONT_FAMILIES}"'
        rank = "LR" if self._is_right else "TB"
        separation = 0.4 if self._has_dots else 0.8
        nodesep = 0.17 if self._is_right else 0.28
        page, text = self.theme["page"], self.theme["text"]
        yield (
            f"  graph [rankdir={rank}, ordering=out, outputorder=edgesfirst, pad=0.25, {font}, "
            f'nodesep={nodesep}, ranksep={separation}, bgcolor="{page}", labelloc=t, labeljust=l, '
            f"label={self._caption(options)}]"
        )
        yield f'  node [shape=plain, {font}, fontsize=11, fontcolor="{text}"]'
        yield f"  edge [dir=back, {font}, fontsize=8.5, penwidth=1.5, arrowsize=0.75]"

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
        if items:
            rows.append("   ".join(map(self._explain, items)))
        end = '<BR ALIGN="LEFT"/>'
        return f"<{end.join(rows)}{end}>" if rows else '""'

    def _explain(self, item: LegendItem) -> str:
        style = LINE_STYLES.get(item.kind)
        color = self.theme[style.color if style else "muted"]
        return f'<FONT POINT-SIZE="9" COLOR="{color}">{item.symbol} {item.meaning}</FONT>'

    def nodes(self) -> Iterator[str]:
        for index, card in enumerate(self.scene.cards):
            wide = not self._is_right and bool(self.scene.children[index])
            layout = lay_out_card(self.scene, card, wide=wide)
            yield self._node(index, card, layout)
            if card.has_dot:
                color = self.theme[LINE_STYLES[card.role.value].color]
                yield (
                    f'  {self._dot(index)} [shape=circle, width=0.12, label="", class=inference, '
                    f'tooltip=" ", color="{color}", fillcolor="{self.theme["page"]}", style=filled]'
                )

    def _node(self, index: int, card: Card, layout: CardLayout) -> str:
        text = _html_label(self.scene, index, layout, self.theme, is_right=self._is_right)
        title = card.title
        if len(card.entries) == 1:
            title = tooltip(self.scene.argument_map, card.entries[0].sentence)
        name = self._name(index)
        return (
            f'  {name} [id={name}, class="card {card.role.value}", '
            f"tooltip={quote_dot(title or str(card.head))}, label={text}]"
        )

    def tree_edges(self) -> Iterator[str]:
        """Yield the edges of the tree, from each card to its children, with heads at the card."""
        length = 2 if self._has_dots else 1
        for index, card in enumerate(self.scene.cards):
            if card.parent is None:
                continue
            is_faint = self._is_faint(card)
            attributes = self._edge_attributes(
                card.line_role.value, arrow_shape_of(card.line_role), is_faint=is_faint
            )
            if card.undercuts is not None:
                dot = self._dot(self.scene.card_by_inference[card.undercuts])
                yield f"  {dot} -> {self._exit_port(index)} [{attributes}]"
                continue
            parent = self._entry_port(card.parent, card.role.bundle)
            if card.has_dot:
                yield f"  {parent} -> {self._dot(index)} [{attributes}, weight=9]"
                plain = self._edge_attributes(card.role.value, None, is_faint=is_faint)
                yield f"  {self._dot(index)} -> {self._exit_port(index)} [{plain}, weight=9]"
            else:
                yield f"  {parent} -> {self._exit_port(index)} [{attributes}, minlen={length}]"

    def link_edge(self, link: Link) -> str:
        """Return the edge of a link across the tree; it does not affect the ranks."""
        is_faint = self.scene.is_faint(link)
        attributes = self._edge_attributes(
            link.kind.value, arrow_shape_of(link.kind), is_faint=is_faint
        )
        thin = "constraint=false, penwidth=0.9, arrowsize=0.6"
        source = self._text_port(link.source)
        if link.kind.is_undercut:
            return f"  {self._dot(link.target.card)} -> {source} [{attributes}, {thin}]"
        if link.kind is LinkKind.CONTRADICTION:
            both = 'dir=both, arrowhead=tee, xlabel="contradicts"'
            return f"  {self._text_port(link.target)} -> {source} [{attributes}, {thin}, {both}]"
        if link.kind in (LinkKind.REFERENCE, LinkKind.OPTION):
            return f"  {self._text_port(link.target)} -> {source} [{attributes}, {thin}]"
        target = self._entry_port(link.target, link.kind.bundle)
        return f"  {target} -> {source} [{attributes}, {thin}]"

    def _is_faint(self, card: Card) -> bool:
        """Return whether the undercutter of a card, or its inference, is rejected."""
        if card.undercuts is not None:
            return self.scene.is_rejected(card.key)
        return self.scene.annotations.is_inference_rejected(card.inference)

    def _edge_attributes(self, kind: str, arrow_shape: ArrowShape | None, *, is_faint: bool) -> str:
        name = LINE_STYLES[kind].color
        color, line = self.theme[name], self.theme[faint_color(name) if is_faint else name]
        style = f", style={_DOT_STYLES[kind]}" if kind in _DOT_STYLES else ""
        width = ", penwidth=0.9" if is_faint else ""
        return (
            f'class="{kind}{" faint" if is_faint else ""}", color="{line}", fontcolor="{color}", '
            f"arrowtail={_DOT_ARROWS[arrow_shape]}{style}{width}"
        )

    def _name(self, index: int) -> str:
        card = self.scene.cards[index]
        kind = "section" if card.role is Role.HEADING else "step" if card.is_linked else "card"
        return quote_dot(f"{kind}-{xml_id(card.key)}")

    def _dot(self, index: int) -> str:
        inference = self.scene.cards[index].inference
        assert inference is not None
        return quote_dot(f"inference-{xml_id(inference.id)}")

    def _exit_port(self, index: int) -> str:
        """Return the port where the edge of a card to its parent begins."""
        return f"{self._name(index)}:{'w' if self._is_right else 'n'}"

    def _entry_port(self, card_ref: CardRef, bundle: Bundle) -> str:
        """Return the port where a bundle of edges enters a statement."""
        if not self.scene.cards[card_ref.card].entries:
            return self._name(card_ref.card)
        port = f"{_BUNDLE_PORTS[bundle]}{card_ref.entry}"
        return f"{self._name(card_ref.card)}:{port}:{'e' if self._is_right else 's'}"

    def _text_port(self, card_ref: CardRef) -> str:
        """Return the port of the text of a statement."""
        port = f"p{card_ref.entry}" if card_ref.row < 0 else f"e{card_ref.entry}_{card_ref.row}"
        return f"{self._name(card_ref.card)}:{port}"


# ---- Labels of cards ---------------------------------------------------------------------------


def _html_label(
    scene: Scene, index: int, layout: CardLayout, theme: Theme, *, is_right: bool
) -> str:
    """Return the HTML-like label of a card, in angle brackets."""
    card = scene.cards[index]
    rows = []
    rows_of_inference = [panel for panel in layout.panels if panel.is_row]
    premises = [panel for panel in layout.panels if not panel.is_row]
    if layout.lines:
        first = [*rows_of_inference, *premises][:1]
        bottom = first[0].area.y if first else layout.height
        rows.append(f"<TR>{_text_cell(layout.lines, layout.width, bottom, theme, layout)}</TR>")
    for number, row in enumerate(rows_of_inference, len(premises)):
        rows.append(f"<TR>{_row_cell(scene, row, f'p{number}', layout.width, theme, layout)}</TR>")
    panels = [
        f"<TD>{_panel(scene, CardRef(index, number), panel, theme, is_right=is_right)}</TD>"
        for number, panel in enumerate(premises)
    ]
    if layout.is_wide:
        gutter = f'<TD WIDTH="{GUTTER // 2}"></TD><VR/><TD WIDTH="{GUTTER // 2}"></TD>'
        rows.append(f"<TR>{gutter.join(panels)}</TR>")
    elif panels:
        rows.append("<HR/>".join(f"<TR>{panel}</TR>" for panel in panels))
    frame = 'BORDER="0"'
    if card.role is not Role.HEADING:
        is_pale = scene.is_pale(card)
        line = theme[f"{card.theme_role}.{'faint' if is_pale else 'line'}"]
        fill = theme[f"{card.theme_role}.{'pale' if is_pale else 'fill'}"]
        style = "rounded,dashed" if is_pale else "rounded"
        frame = f'BORDER="{_border(scene, card)}" STYLE="{style}" COLOR="{line}" BGCOLOR="{fill}"'
    return f"<<TABLE {frame} {_TABLE_ATTRIBUTES}>{''.join(rows)}</TABLE>>"


def _border(scene: Scene, card: Card) -> int:
    """Return the width of a card's border; that of a concession stands for its two frames."""
    is_main = card.is_thesis or card.role is Role.QUESTION or scene.is_accepted_option(card)
    return 2 if is_main else 3 if card.is_granted else 1


def _panel(scene: Scene, card_ref: CardRef, panel: Panel, theme: Theme, *, is_right: bool) -> str:
    """Return the table of one statement: its text, its evidence and its ports."""
    area, number, argument_map = panel.area, card_ref.entry, scene.argument_map
    bottom = panel.docked_rows[0].area.y if panel.docked_rows else area.y + area.height
    title = tooltip(argument_map, panel.sentence)
    height = bottom - area.y
    rows = [_text_cell(panel.lines, area.width, height, theme, port=f"p{number}", title=title)]
    for row, docked in enumerate(panel.docked_rows):
        rows.append(_row_cell(scene, docked, f"e{number}_{row}", area.width, theme))
    text = _table("</TR><HR/><TR>".join(rows))
    incoming = scene.incoming.get(card_ref, [Bundle.SUPPORT])
    names = [f"{_BUNDLE_PORTS[bundle]}{number}" for bundle in bundle_order(incoming)]
    if is_right:
        height = area.height / len(names)
        ports = "</TR><TR>".join(_port(name, _PORT_SIZE, height) for name in names)
        return _table(f"<TD>{text}</TD><TD>{_table(ports)}</TD>")
    ports = "".join(_port(name, area.width / len(names), _PORT_SIZE) for name in names)
    return _table(f"<TD>{text}</TD></TR><TR><TD>{_table(ports)}</TD>")


def _row_cell(
    scene: Scene,
    row: Panel,
    port: str,
    width: float,
    theme: Theme,
    layout: CardLayout | None = None,
) -> str:
    """Return the cell of a docked row."""
    fill = theme["context.fill" if isinstance(row.sentence, Context) else "paper"]
    title, height = tooltip(scene.argument_map, row.sentence), row.area.height + 4
    return _text_cell(row.lines, width, height, theme, layout, port=port, title=title, fill=fill)


def _table(cells: str) -> str:
    return f'<TABLE BORDER="0" {_TABLE_ATTRIBUTES}><TR>{cells}</TR></TABLE>'


def _port(name: str, width: float, height: float) -> str:
    return f'<TD PORT="{name}" FIXEDSIZE="TRUE" WIDTH="{width:.0f}" HEIGHT="{height:.0f}"></TD>'


def _text_cell(
    lines: tuple[TextLine, ...],
    width: float,
    height: float,
    theme: Theme,
    layout: CardLayout | None = None,
    *,
    port: str = "",
    title: str = "",
    fill: str = "",
) -> str:
    """Return a cell of text; lines with the same baseline are joined."""
    texts = [
        _runs([(run, line.size) for line in group for run in line.runs], theme)
        for _, group in groupby(lines, key=lambda line: line.y)
    ]
    padding = 0 if height < _MIN_PADDED_HEIGHT else PADDING - 5
    end = '<BR ALIGN="LEFT"/>'
    premises = [panel for panel in layout.panels if not panel.is_row] if layout else []
    span = f' COLSPAN="{3 * len(premises) - 2}"' if layout and layout.is_wide else ""
    extra = "".join(
        f' {name}="{value}"'
        for name, value in (("PORT", port), ("TITLE", escape_label(title)), ("BGCOLOR", fill))
        if value
    )
    return (
        f'<TD FIXEDSIZE="TRUE" WIDTH="{width:.0f}" HEIGHT="{height:.0f}" CELLPADDING="{padding}"'
        f' ALIGN="LEFT" BALIGN="LEFT"{span}{extra}>{end.join(texts)}{end if texts else ""}</TD>'
    )


def _runs(runs: list[tuple[TextRun, float]], theme: Theme) -> str:
    """Return the runs of a line; the space before a run has the size of that run."""
    return "".join(
        _run(run, size, theme, before="  " if number and not run.text.startswith("\xa0") else "")
        for number, (run, size) in enumerate(runs)
    )


def _run(run: TextRun, size: float, theme: Theme, *, before: str) -> str:
    text = before + escape_label(run.text)
    if run.bold:
        text = f"<B>{text}</B>"
    if run.italic:
        text = f"<I>{text}</I>"
    return f'<FONT POINT-SIZE="{size:g}" COLOR="{theme[run.color]}">{text}</FONT>'
