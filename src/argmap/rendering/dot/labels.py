"""The HTML-like labels of cards: tables whose cells have fixed sizes."""

from __future__ import annotations

from itertools import groupby, pairwise

from argmap.model import Context
from argmap.rendering.cards.layout import EVIDENCE_INSET, GUTTER, PADDING, CardLayout, Panel
from argmap.rendering.cards.text_layout import TextLine, TextRun
from argmap.rendering.descriptions import tooltip
from argmap.rendering.escaping import escape_label
from argmap.rendering.routing.ports import bundle_order
from argmap.rendering.scene.roles import Bundle
from argmap.rendering.scene.scene import CardRef, Scene
from argmap.rendering.theme import Theme

_PORT_SIZE = 2  # points
_MIN_PADDED_HEIGHT = 24  # points; a lower cell has no space for padding
_ROW_GAP = 4  # points below a docked row
_TABLE_ATTRIBUTES = 'CELLBORDER="0" CELLSPACING="0" CELLPADDING="0"'
BUNDLE_PORTS = {Bundle.SUPPORT: "s", Bundle.ATTACK: "a", Bundle.CONCESSION: "c"}
"""The first letter of the port where a bundle of edges ends."""


def html_label(
    scene: Scene, index: int, layout: CardLayout, theme: Theme, *, is_right: bool
) -> str:
    """Return the HTML-like label of a card, in angle brackets."""
    rows = []
    rows_of_inference = [panel for panel in layout.panels if panel.is_row]
    premises = [panel for panel in layout.panels if not panel.is_row]
    bottom = premises[0].area.y if premises else layout.height
    ends = [*(row.area.y for row in rows_of_inference), bottom]
    if layout.lines:
        height = round(ends[0])
        rows.append(f"<TR>{_text_cell(layout.lines, layout.width, height, theme, layout)}</TR>")
    for number, (row, (start, end)) in enumerate(
        zip(rows_of_inference, pairwise(ends), strict=True), len(premises)
    ):
        height = round(end) - round(start)
        cell = _row_cell(scene, row, f"p{number}", layout.width, height, theme, layout)
        rows.append(f"<TR>{cell}</TR>")
    panels = [
        f"<TD>{_panel(scene, CardRef(index, number), panel, theme, is_right=is_right)}</TD>"
        for number, panel in enumerate(premises)
    ]
    if layout.is_wide:
        half = f'<TD FIXEDSIZE="TRUE" WIDTH="{GUTTER // 2}" HEIGHT="1"></TD>'
        gutter = f"{half}<VR/>{half}"
        rows.append(f"<TR>{gutter.join(panels)}</TR>")
    elif panels:
        rows.append("<HR/>".join(f"<TR>{panel}</TR>" for panel in panels))
    return f'<<TABLE BORDER="0" {_TABLE_ATTRIBUTES}>{"".join(rows)}</TABLE>>'


def _panel(scene: Scene, card_ref: CardRef, panel: Panel, theme: Theme, *, is_right: bool) -> str:
    """Return the table of one statement: its text, its evidence and its ports."""
    area, number, argument_map = panel.area, card_ref.entry, scene.argument_map
    incoming = scene.incoming.get(card_ref, [Bundle.SUPPORT])
    names = [f"{BUNDLE_PORTS[bundle]}{number}" for bundle in bundle_order(incoming)]
    width, end = area.width, area.y + area.height
    if is_right:
        width -= _PORT_SIZE
    else:
        end -= _PORT_SIZE
    ends = [*(row.area.y for row in panel.docked_rows), end]
    title = tooltip(argument_map, panel.sentence)
    height = round(ends[0]) - round(area.y)
    rows = [_text_cell(panel.lines, width, height, theme, port=f"p{number}", title=title)]
    for row, (docked, (start, end)) in enumerate(
        zip(panel.docked_rows, pairwise(ends), strict=True)
    ):
        height = round(end) - round(start)
        rows.append(_row_cell(scene, docked, f"e{number}_{row}", width, height, theme))
    text = _table("</TR><TR>".join(rows))
    if is_right:
        height = round(area.height) // len(names)
        ports = "</TR><TR>".join(_port(name, _PORT_SIZE, height) for name in names)
        return _table(f"<TD>{text}</TD><TD>{_table(ports)}</TD>")
    ports = "".join(_port(name, round(area.width) // len(names), _PORT_SIZE) for name in names)
    return _table(f"<TD>{text}</TD></TR><TR><TD>{_table(ports)}</TD>")


def _row_cell(
    scene: Scene,
    row: Panel,
    port: str,
    width: float,
    height: int,
    theme: Theme,
    layout: CardLayout | None = None,
) -> str:
    """Return the cell of a docked row, with space around it so that it covers no frame."""
    fill = theme["context.fill" if isinstance(row.sentence, Context) else "paper"]
    title, inner = tooltip(scene.argument_map, row.sentence), height - _ROW_GAP
    text = _text_cell(
        row.lines,
        width - 2 * EVIDENCE_INSET,
        inner,
        theme,
        port=port,
        title=title,
        look=f' BGCOLOR="{fill}" BORDER="1" COLOR="{theme["hairline"]}"',
    )
    side = f'<TD FIXEDSIZE="TRUE" WIDTH="{EVIDENCE_INSET}" HEIGHT="{inner}"></TD>'
    gap = f'<TD COLSPAN="3" FIXEDSIZE="TRUE" WIDTH="{width:.0f}" HEIGHT="{_ROW_GAP}"></TD>'
    return f"<TD{_span(layout)}>{_table(f'{side}{text}{side}</TR><TR>{gap}')}</TD>"


def _span(layout: CardLayout | None) -> str:
    """Return the attribute of a cell that is as wide as a card with premises side by side."""
    if layout is None or not layout.is_wide:
        return ""
    premises = sum(not panel.is_row for panel in layout.panels)
    return f' COLSPAN="{3 * premises - 2}"'


def _table(cells: str) -> str:
    return f'<TABLE BORDER="0" {_TABLE_ATTRIBUTES}><TR>{cells}</TR></TABLE>'


def _port(name: str, width: int, height: int) -> str:
    return f'<TD PORT="{name}" FIXEDSIZE="TRUE" WIDTH="{width}" HEIGHT="{height}"></TD>'


def _text_cell(
    lines: tuple[TextLine, ...],
    width: float,
    height: int,
    theme: Theme,
    layout: CardLayout | None = None,
    *,
    port: str = "",
    title: str = "",
    look: str = "",
) -> str:
    """Return a cell of text; lines with the same baseline are joined."""
    texts = [
        _runs([(run, line.size) for line in group for run in line.runs], theme)
        for _, group in groupby(lines, key=lambda line: line.y)
    ]
    padding = 0 if height < _MIN_PADDED_HEIGHT else PADDING - 5
    end = '<BR ALIGN="LEFT"/>'
    extra = "".join(
        f' {name}="{value}"'
        for name, value in (("PORT", port), ("TITLE", escape_label(title)))
        if value
    )
    return (
        f'<TD FIXEDSIZE="TRUE" WIDTH="{width:.0f}" HEIGHT="{height}" CELLPADDING="{padding}"'
        f' ALIGN="LEFT" BALIGN="LEFT"{_span(layout)}{extra}{look}>'
        f"{end.join(texts)}{end if texts else ''}</TD>"
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
