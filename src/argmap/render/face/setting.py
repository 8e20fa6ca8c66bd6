"""Setting the face of a card: which text stands where, in which size and ink."""

from __future__ import annotations

from math import ceil

from argmap.model import Statement, Status
from argmap.render.escaping import clean
from argmap.render.face import lettering
from argmap.render.face.citing import folded, footing, only_link
from argmap.render.face.lettering import Column, Run
from argmap.render.face.marking import set_badge, set_head, set_status_line, set_strength
from argmap.render.face.metrics import measure
from argmap.render.face.parts import (
    GUTTER,
    HEADING_WIDTH,
    ICON,
    INSET,
    PAD,
    SLIP_PAD,
    WIDTH,
    Face,
    Panel,
    Rect,
)
from argmap.render.face.wrapping import fit, wrap
from argmap.render.scene.parts import Card, Entry, Scene
from argmap.render.scene.roles import head_of_premise
from argmap.text.safe import link

_REFERENCE_LINES = 2


def make_face(scene: Scene, card: Card, *, wide: bool = False) -> Face:
    """Set a card; ``wide`` puts linked premises side by side rather than under each other."""
    if not card.entries and card.step is None:
        return _heading_face(card)
    if card.is_linked:
        return _linked_face(scene, card, wide=wide)
    return _single_face(scene, card)


def _heading_face(card: Card) -> Face:
    column = Column(0, HEADING_WIDTH, 0)
    column.text(clean(card.title), lettering.HEADING, "text")
    return Face(HEADING_WIDTH, _even(column.y + 6), tuple(column.lines), ())


def _single_face(scene: Scene, card: Card) -> Face:
    entry = card.entries[0]
    column = Column(PAD, WIDTH - 2 * PAD, PAD - 2)
    _eyebrow(column, entry.eyebrow)
    set_head(column, _head_runs(card), _name(entry.statement), scene.status_of(card))
    column.skip(1)
    panel = _panel(scene, entry, column, card, top=0)
    return Face(WIDTH, panel.area.height, (), (panel,))


def _linked_face(scene: Scene, card: Card, *, wide: bool) -> Face:
    count = max(len(card.entries), 1)
    is_wide = wide and count > 1
    width = WIDTH * count + GUTTER * (count - 1) if is_wide else WIDTH
    head = Column(PAD, width - 2 * PAD, PAD - 2)
    name = card.step.id if card.step and card.step.is_named else ""
    set_head(head, _head_runs(card), clean(name), _status_of_box(scene, card), is_step=True)
    head.skip(1)
    if card.step is not None:
        set_badge(head, scene.marks.findings.get(card.step.id))
    if not card.entries:
        head.text("no premise is given", lettering.BODY, "muted")
    panels: list[Panel] = []
    x, y = 0.0, head.y
    for entry in card.entries:
        panel = _premise_panel(scene, entry, card, x, y)
        panels.append(panel)
        x, y = (x + WIDTH + GUTTER, y) if is_wide else (x, y + panel.area.height)
    height = max((panel.area.y + panel.area.height for panel in panels), default=head.y + PAD)
    lines, signs = tuple(head.lines), tuple(head.signs)
    return Face(width, _even(height), lines, tuple(panels), is_wide, signs)


def _status_of_box(scene: Scene, card: Card) -> Status | None:
    """Return what the head of linked premises says: nothing, while their step holds."""
    status = scene.status_of(card)
    return None if status is Status.ACCEPTED else status


def _premise_panel(scene: Scene, entry: Entry, card: Card, x: float, y: float) -> Panel:
    column = Column(x + PAD, WIDTH - 2 * PAD, y + 7)
    _eyebrow(column, entry.eyebrow)
    head = str(head_of_premise(entry.statement.kind))
    if entry.is_reference:
        head += ", drawn elsewhere"
    run = Run(head, f"{card.role.inks}.line", bold=True)
    status = scene.marks.statuses.get(entry.statement.id)
    set_head(column, (run,), _name(entry.statement), status)
    return _panel(scene, entry, column, card, top=y, x=x)


def _panel(
    scene: Scene, entry: Entry, column: Column, card: Card, *, top: float, x: float = 0
) -> Panel:
    """Set the sentence, what it rests on, its marks, and the evidence docked below."""
    argument, statement = scene.argument, entry.statement
    style = lettering.THESIS if card.is_thesis else lettering.BODY
    if entry.is_reference:
        column.text(clean(statement.text), style, "muted", limit=_REFERENCE_LINES)
    else:
        ink = "muted" if scene.falls(statement.id) else "text"
        column.text(clean(statement.text), style, ink, href=link(statement.url))
        foot = clean(footing(argument, statement))
        if foot:
            column.skip(2)
            column.text(foot, lettering.FOOT, "muted", href=only_link(argument, statement))
        _marks(scene, statement, card, column)
    slips: list[Panel] = []
    column.skip(5)
    for evidence in entry.evidence:
        slip = _slip(scene, evidence, x + INSET, column.y)
        slips.append(slip)
        column.skip(slip.area.height + 4)
    column.skip(2 if slips else 3)
    area = Rect(x, top, WIDTH, _even(column.y - top))
    lines, signs = tuple(column.lines), tuple(column.signs)
    return Panel(statement, area, lines, tuple(slips), entry.is_reference, signs)


def _marks(scene: Scene, statement: Statement, card: Card, column: Column) -> None:
    """Set what stands below the sentence: strength, what is drawn elsewhere, what was found."""
    marks = scene.marks
    if statement.id in marks.strengths:
        set_strength(column, marks.strengths[statement.id])
    _folded(scene, statement, column)
    set_badge(column, marks.findings.get(statement.id))
    if not card.is_linked and card.step is not None:
        set_badge(column, marks.findings.get(card.step.id))


def _folded(scene: Scene, statement: Statement, column: Column) -> None:
    """Set how many statements are left out, or left to another picture, for this one."""
    marks = scene.marks
    if statement.id in marks.folded:
        column.skip(2)
        text = folded(marks.folded[statement.id], has_picture=not marks.view)
        href = None if marks.view else link(statement.url)
        column.text(text, lettering.FOOT, "muted", href=href)


def _slip(scene: Scene, evidence: Statement, x: float, y: float) -> Panel:
    """Set a docked piece of evidence."""
    argument = scene.argument
    width = WIDTH - 2 * INSET
    left = x + SLIP_PAD + ICON
    column = Column(left, width - 2 * SLIP_PAD - ICON, y + 4)
    ink = "muted" if scene.falls(evidence.id) else "text"
    set_status_line(column, scene.marks.statuses.get(evidence.id))
    column.text(clean(evidence.text), lettering.DOCKED, ink, href=link(evidence.url))
    foot, name = clean(footing(argument, evidence)), _name(evidence)
    href = only_link(argument, evidence)
    if foot or (name and not column.tuck(name, lettering.FOOT)):
        column.skip(1)
        _foot_with_name(column, foot, name, href)
    _folded(scene, evidence, column)
    set_badge(column, scene.marks.findings.get(evidence.id))
    area = Rect(x, y, width, column.y + 4 - y)
    return Panel(evidence, area, tuple(column.lines), signs=tuple(column.signs))


def _foot_with_name(column: Column, foot: str, name: str, href: str | None) -> None:
    """Set what evidence rests on, and its id at the right: of the last line, or else below it."""
    style = lettering.FOOT
    for line in wrap(foot, column.width, style.size):
        column.pair((Run(line, "muted"),), "", style, href=href)
    if name and not (foot and column.tuck(name, style)):
        column.pair((), name, style)


def _eyebrow(column: Column, section: str) -> None:
    if section:
        column.text(f"§ {clean(section)}", lettering.FOOT, "muted", limit=2)
        column.skip(2)


def _head_runs(card: Card) -> tuple[Run, ...]:
    runs = [Run(str(card.head), f"{card.role.inks}.line", bold=True)]
    if card.step is not None and card.step.scheme:
        scheme = clean(card.step.scheme).replace("-", " ")
        room = WIDTH * 0.6 - measure(str(card.head), lettering.HEAD.size, bold=True)
        runs.append(Run(fit(scheme, room, lettering.HEAD.size), "muted", gap=0.8))
    return tuple(runs)


def _name(statement: Statement) -> str:
    return clean(statement.id) if statement.is_named else ""


def _even(height: float) -> int:
    """Round up to an even number: Graphviz halves sizes, and rounds halves away."""
    return 2 * ceil(height / 2)
