"""A card as an HTML-like label of Graphviz, every cell of fixed size.

It says what the SVG's card says, with Graphviz's plainer means. Ports: ``s0`` and ``a0`` are where
support and attack of the first statement come in (as far as any does), ``p0`` is its text,
``e0_1`` the second slip of evidence docked on it.
"""

from __future__ import annotations

from itertools import groupby

from argmap.model import Status
from argmap.render.escaping import label
from argmap.render.face.lettering import Line, Run
from argmap.render.face.parts import GUTTER, PAD, Face, Panel
from argmap.render.scene.parts import Scene, Seat
from argmap.render.scene.roles import Role
from argmap.render.theme import Theme
from argmap.render.wording import tooltip

_PORT = 2  # points
_LOW = 24  # points: in a lower cell there is no room for padding
_TABLE = 'CELLBORDER="0" CELLSPACING="0" CELLPADDING="0"'


def html_label(scene: Scene, index: int, face: Face, theme: Theme, *, is_right: bool) -> str:
    """Return the label of a card, with the angle brackets that make it one."""
    card = scene.cards[index]
    rows = []
    if face.lines:
        bottom = face.panels[0].area.y if face.panels else face.height
        rows.append(f"<TR>{_text_cell(face.lines, face.width, bottom, theme, face)}</TR>")
    panels = [
        f"<TD>{_panel(scene, Seat(index, number), panel, theme, is_right=is_right)}</TD>"
        for number, panel in enumerate(face.panels)
    ]
    if face.is_wide:
        gutter = f'<TD WIDTH="{GUTTER // 2}"></TD><VR/><TD WIDTH="{GUTTER // 2}"></TD>'
        rows.append(f"<TR>{gutter.join(panels)}</TR>")
    elif panels:
        rows.append("<HR/>".join(f"<TR>{panel}</TR>" for panel in panels))
    frame = 'BORDER="0"'
    if card.role is not Role.HEADING:
        falls = scene.status_of(card) is Status.REJECTED
        line = theme[f"{card.role.inks}.{'faint' if falls else 'line'}"]
        fill = theme[f"{card.role.inks}.{'pale' if falls else 'fill'}"]
        border, style = 2 if card.is_thesis else 1, "rounded,dashed" if falls else "rounded"
        frame = f'BORDER="{border}" STYLE="{style}" COLOR="{line}" BGCOLOR="{fill}"'
    return f"<<TABLE {frame} {_TABLE}>{''.join(rows)}</TABLE>>"


def _panel(scene: Scene, seat: Seat, panel: Panel, theme: Theme, *, is_right: bool) -> str:
    """Return the table of one statement: its text, its evidence, and the ports beside them."""
    area, number, argument = panel.area, seat.entry, scene.argument
    bottom = panel.slips[0].area.y if panel.slips else area.y + area.height
    title = tooltip(argument, panel.statement)
    height = bottom - area.y
    rows = [_text_cell(panel.lines, area.width, height, theme, port=f"p{number}", title=title)]
    for row, slip in enumerate(panel.slips):
        title = tooltip(argument, slip.statement)
        port, fill = f"e{number}_{row}", theme["paper"]
        height = slip.area.height + 4
        rows.append(
            _text_cell(slip.lines, area.width, height, theme, port=port, title=title, fill=fill)
        )
    text = _table("</TR><HR/><TR>".join(rows))
    incoming = scene.incoming.get(seat, [False])
    names = [f"{'sa'[is_against]}{number}" for is_against in sorted(set(incoming))]
    if is_right:
        ports = "</TR><TR>".join(_port(name, _PORT, area.height / len(names)) for name in names)
        return _table(f"<TD>{text}</TD><TD>{_table(ports)}</TD>")
    ports = "".join(_port(name, area.width / len(names), _PORT) for name in names)
    return _table(f"<TD>{text}</TD></TR><TR><TD>{_table(ports)}</TD>")


def _table(cells: str) -> str:
    return f'<TABLE BORDER="0" {_TABLE}><TR>{cells}</TR></TABLE>'


def _port(name: str, width: float, height: float) -> str:
    return f'<TD PORT="{name}" FIXEDSIZE="TRUE" WIDTH="{width:.0f}" HEIGHT="{height:.0f}"></TD>'


def _text_cell(
    lines: tuple[Line, ...],
    width: float,
    height: float,
    theme: Theme,
    face: Face | None = None,
    *,
    port: str = "",
    title: str = "",
    fill: str = "",
) -> str:
    """Return a cell with lines of text, those of one baseline on one line."""
    texts = [
        _runs([(run, line.size) for line in group for run in line.runs], theme)
        for _, group in groupby(lines, key=lambda line: line.y)
    ]
    padding = 0 if height < _LOW else PAD - 5
    end = '<BR ALIGN="LEFT"/>'
    span = f' COLSPAN="{3 * len(face.panels) - 2}"' if face and face.is_wide else ""
    extra = "".join(
        f' {name}="{value}"'
        for name, value in (("PORT", port), ("TITLE", label(title)), ("BGCOLOR", fill))
        if value
    )
    return (
        f'<TD FIXEDSIZE="TRUE" WIDTH="{width:.0f}" HEIGHT="{height:.0f}" CELLPADDING="{padding}"'
        f' ALIGN="LEFT" BALIGN="LEFT"{span}{extra}>{end.join(texts)}{end if texts else ""}</TD>'
    )


def _runs(runs: list[tuple[Run, float]], theme: Theme) -> str:
    """Return the runs of a line; the space between two has the size of the second."""
    return "".join(
        _run(run, size, theme, before="  " if number else "")
        for number, (run, size) in enumerate(runs)
    )


def _run(run: Run, size: float, theme: Theme, *, before: str) -> str:
    text = before + label(run.text)
    if run.bold:
        text = f"<B>{text}</B>"
    return f'<FONT POINT-SIZE="{size:g}" COLOR="{theme[run.ink]}">{text}</FONT>'
