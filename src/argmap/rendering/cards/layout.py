"""Setting the face of a card: which text stands where, in which size and ink.

The face of a card, as data: its texts and areas, in points from its upper left corner.

Both the SVG and the label in the DOT are written from it, so that they agree to the point.

Setting the marks of a card: whether its statement stands, how strong it is, what was found.

What a statement rests on, in the few words that stand under it.
"""

from __future__ import annotations

from math import ceil
from typing import NamedTuple

from attrs import frozen

from argmap.model import ArgumentMap, Citation, Evidence, Statement, Status
from argmap.rendering.cards import text_layout
from argmap.rendering.cards.font_metrics import SAFETY_FACTOR, measure
from argmap.rendering.cards.text_layout import (
    BAR_WIDTH,
    ICON_SIZE,
    Icon,
    TextColumn,
    TextLine,
    TextRun,
    TextStyle,
    fit,
    isolate,
    wrap,
)
from argmap.rendering.escaping import clean
from argmap.rendering.options import Badge
from argmap.rendering.scene.scene import Card, Entry, Scene, head_of_premise
from argmap.text.safe import link

CARD_WIDTH = 236
"""Of a card, in points: at 11 points some 40 characters a line, the measure that reads best."""

HEADING_WIDTH = 150
PADDING = 9
GUTTER = 20
"""Between linked premises that stand side by side: room for the word that joins them."""

EVIDENCE_INSET = 5
"""Between the edge of a card and the slips docked on it."""

EVIDENCE_PADDING = 6
PAGE_ICON_WIDTH = 12
"""The room of the little page before a piece of evidence."""


class Rect(NamedTuple):
    """A rectangle: upper left corner, width and height; ``y`` grows downwards."""

    x: float
    y: float
    width: float
    height: float


@frozen
class Panel:
    """A statement's area on a card, with its texts and the slips of evidence docked on it."""

    statement: Statement
    area: Rect
    lines: tuple[TextLine, ...]
    evidence_rows: tuple[Panel, ...] = ()
    is_reference: bool = False
    icons: tuple[Icon, ...] = ()


@frozen
class CardLayout:
    """A card's size, the lines that belong to the card as a whole, and its panels.

    ``is_wide`` says that the panels stand side by side.
    """

    width: float
    height: float
    lines: tuple[TextLine, ...]
    panels: tuple[Panel, ...]
    is_wide: bool = False
    icons: tuple[Icon, ...] = ()


_GAP = 3.0
"""Points between a sign and its word, and between a name and the mark behind it."""

_MIDDLE = 0.36
"""How far above the baseline the middle of capitals is, in ems."""

_CODES = 3
"""So many codes stand on a badge; of more, it is said how many."""


def set_head_line(
    column: TextColumn,
    left: tuple[TextRun, ...],
    name: str,
    status: Status | None,
    *,
    is_inference: bool = False,
) -> None:
    """Set the head line: what the card does, its name, and at the end whether it stands."""
    style = text_layout.HEAD_STYLE
    if status is None:
        column.add_split_line(left, name, style)
        return
    word = "" if status is Status.ACCEPTED else status.value.upper()
    if is_inference and status is Status.REJECTED:
        word = "DOES NOT HOLD"
    width = measure(word, style.size, bold=True) * SAFETY_FACTOR
    before = _GAP if word else 0.0
    y = column.y
    column.add_split_line(left, name, style, kept=ICON_SIZE + before + width + 2 * _GAP)
    baseline = column.lines[-1].y if column.lines else y + style.line_height
    right = column.x + column.width
    column.icons.append(
        Icon(status.value, right - width - before - ICON_SIZE, _beside(baseline, style))
    )
    if word:
        run = TextRun(word, "text", bold=True)
        column.lines.append(TextLine(right, baseline, style.size, (run,), is_right_aligned=True))


def set_status_line(column: TextColumn, status: Status | None) -> None:
    """Set a line of its own that says what does not stand; nothing for what does."""
    if status in (None, Status.ACCEPTED):
        return
    assert status is not None
    _signed(column, status.value, status.value.upper(), text_layout.HEAD_STYLE, bold=True)


def set_strength(column: TextColumn, value: float | None) -> None:
    """Set a bar with its number at the right: of the last line if there is room, else below."""
    style = text_layout.FOOTER_STYLE
    text = "–" if value is None else f"{value:.2f}"
    width = measure("0.00", style.size) * SAFETY_FACTOR
    needed = BAR_WIDTH + _GAP + width + style.size
    last = column.lines[-1] if column.lines else None
    if last is None or not column.has_room(needed):
        column.skip(2)
        column.skip(style.line_height)
        baseline = column.y - 3
    else:
        baseline = last.y
    right = column.x + column.width
    run = (TextRun(text, "muted"),)
    column.lines.append(TextLine(right, baseline, style.size, run, is_right_aligned=True))
    y = baseline - style.size * _MIDDLE - ICON_SIZE / 2
    column.icons.append(Icon("bar", right - width - _GAP - BAR_WIDTH, y, value))


def set_badge(column: TextColumn, badge: Badge | None) -> None:
    """Set a line with what the check found: the severity as a sign and a word, and the codes."""
    if badge is None:
        return
    codes = " ".join(badge.codes[:_CODES])
    more = len(badge.codes) - _CODES
    text = f"{badge.severity} {codes}" + (f" and {more} more" if more > 0 else "")
    column.skip(4)
    _signed(column, str(badge.severity), text, text_layout.FOOTER_STYLE, bold=True, is_framed=True)
    column.skip(2)


def _signed(
    column: TextColumn,
    kind: str,
    text: str,
    style: TextStyle,
    *,
    bold: bool,
    is_framed: bool = False,
) -> None:
    """Set one line with a sign before it."""
    inset = 4.0 if is_framed else 0.0
    left = column.x + inset + ICON_SIZE + _GAP
    inner = TextColumn(left, column.x + column.width - inset - left, column.y)
    inner.add_text(text, TextStyle(style.size, style.line_height, bold), "text", limit=1)
    (line,) = inner.lines
    width = measure(line.runs[0].text, style.size, bold=bold) * SAFETY_FACTOR
    patch = ICON_SIZE + _GAP + width + 2 * inset if is_framed else 0.0
    sign = Icon(kind, column.x + inset, _beside(line.y, style), frame_width=patch)
    column.icons.append(sign)
    column.lines.append(line)
    column.y = inner.y


def _beside(baseline: float, style: TextStyle) -> float:
    """Return the upper edge of a sign that stands beside text."""
    return baseline - style.size * _MIDDLE - ICON_SIZE / 2


_NO_BREAK = "\xa0"
_BETWEEN = f"{_NO_BREAK}· "
"""Between the parts of a foot: no line begins with the dot."""


def format_footer(argument_map: ArgumentMap, statement: Statement) -> str:
    """Return the citations, the confidence and whose view it is: ``¶31 “34 billion” · likely``.

    Evidence is cited with the words it rests on, those of one place together; of any other
    statement only the place is said. A place stays on the line on which its words begin.
    """
    places: dict[str, dict[str, None]] = {}
    for citation in statement.citations:
        said = places.setdefault(_place(argument_map, citation), {})
        if citation.snippet and isinstance(statement, Evidence):
            said[isolate(f"“{citation.snippet}”")] = None
    parts = [
        _NO_BREAK.join([place.replace(" ", _NO_BREAK), *filter(None, [", ".join(said)])])
        for place, said in places.items()
    ]
    if statement.confidence is not None:
        parts.append(str(statement.confidence).replace("-", " "))
    if statement.held_by:
        parts.append(f"held by {', '.join(statement.held_by)}")
    return _BETWEEN.join(map(isolate, parts))


def format_folded(count: int, *, has_picture: bool = True) -> str:
    """Return how many statements are left out, or left to another picture."""
    text = f"… {count:,} more {'statement' if count == 1 else 'statements'}"
    return f"{text}, in its own picture" if has_picture else text


def format_citation(argument_map: ArgumentMap, citation: Citation) -> str:
    """Return a citation with its words, as a reader writes it."""
    words = [isolate(f"“{citation.snippet}”")] if citation.snippet else []
    return " ".join([_place(argument_map, citation), *words])


def _place(argument_map: ArgumentMap, citation: Citation) -> str:
    """Return where a citation leads; the source is named unless it is the only one."""
    parts = [citation.locator.label] if citation.locator else []
    if len(argument_map.sources) != 1 or not parts:
        source = argument_map.sources.get(citation.source)
        is_named = source is None or source.is_named
        parts.insert(0, citation.source if is_named or source is None else source.title)
    return " ".join(parts)


def citation_url(argument_map: ArgumentMap, statement: Statement) -> str | None:
    """Return where the citations lead, if they all lead to one place that may be linked."""
    urls: dict[str | None, None] = {}
    for citation in statement.citations:
        source = argument_map.sources.get(citation.source)
        doi = f"https://doi.org/{source.doi}" if source and source.doi else None
        urls[link((source.url if source else None) or doi)] = None
    return next(iter(urls)) if len(urls) == 1 else None


_REFERENCE_LINES = 2


def lay_out_card(scene: Scene, card: Card, *, wide: bool = False) -> CardLayout:
    """Set a card; ``wide`` puts linked premises side by side rather than under each other."""
    if not card.entries and card.inference is None:
        return _heading_face(card)
    if card.is_linked:
        return _linked_face(scene, card, wide=wide)
    return _single_face(scene, card)


def _heading_face(card: Card) -> CardLayout:
    column = TextColumn(0, HEADING_WIDTH, 0)
    column.add_text(clean(card.title), text_layout.HEADING_STYLE, "text")
    return CardLayout(HEADING_WIDTH, _even(column.y + 6), tuple(column.lines), ())


def _single_face(scene: Scene, card: Card) -> CardLayout:
    entry = card.entries[0]
    column = TextColumn(PADDING, CARD_WIDTH - 2 * PADDING, PADDING - 2)
    _eyebrow(column, entry.eyebrow)
    set_head_line(column, _head_runs(card), _name(entry.statement), scene.status_of(card))
    column.skip(1)
    panel = _panel(scene, entry, column, card, top=0)
    return CardLayout(CARD_WIDTH, panel.area.height, (), (panel,))


def _linked_face(scene: Scene, card: Card, *, wide: bool) -> CardLayout:
    count = max(len(card.entries), 1)
    is_wide = wide and count > 1
    width = CARD_WIDTH * count + GUTTER * (count - 1) if is_wide else CARD_WIDTH
    head = TextColumn(PADDING, width - 2 * PADDING, PADDING - 2)
    name = card.inference.id if card.inference and card.inference.is_named else ""
    set_head_line(
        head, _head_runs(card), clean(name), _status_of_box(scene, card), is_inference=True
    )
    head.skip(1)
    if card.inference is not None:
        set_badge(head, scene.annotations.diagnostics.get(card.inference.id))
    if not card.entries:
        head.add_text("no premise is given", text_layout.BODY_STYLE, "muted")
    panels: list[Panel] = []
    x, y = 0.0, head.y
    for entry in card.entries:
        panel = _premise_panel(scene, entry, card, x, y)
        panels.append(panel)
        x, y = (x + CARD_WIDTH + GUTTER, y) if is_wide else (x, y + panel.area.height)
    height = max((panel.area.y + panel.area.height for panel in panels), default=head.y + PADDING)
    lines, signs = tuple(head.lines), tuple(head.icons)
    return CardLayout(width, _even(height), lines, tuple(panels), is_wide, signs)


def _status_of_box(scene: Scene, card: Card) -> Status | None:
    """Return what the head of linked premises says: nothing, while their inference holds."""
    status = scene.status_of(card)
    return None if status is Status.ACCEPTED else status


def _premise_panel(scene: Scene, entry: Entry, card: Card, x: float, y: float) -> Panel:
    column = TextColumn(x + PADDING, CARD_WIDTH - 2 * PADDING, y + 7)
    _eyebrow(column, entry.eyebrow)
    head = str(head_of_premise(entry.statement.kind))
    if entry.is_reference:
        head += ", drawn elsewhere"
    run = TextRun(head, f"{card.role.theme_role}.line", bold=True)
    status = scene.annotations.statuses.get(entry.statement.id)
    set_head_line(column, (run,), _name(entry.statement), status)
    return _panel(scene, entry, column, card, top=y, x=x)


def _panel(
    scene: Scene, entry: Entry, column: TextColumn, card: Card, *, top: float, x: float = 0
) -> Panel:
    """Set the sentence, what it rests on, its marks, and the evidence docked below."""
    argument_map, statement = scene.argument_map, entry.statement
    style = text_layout.THESIS_STYLE if card.is_thesis else text_layout.BODY_STYLE
    if entry.is_reference:
        column.add_text(clean(statement.text), style, "muted", limit=_REFERENCE_LINES)
    else:
        color = "muted" if scene.is_rejected(statement.id) else "text"
        column.add_text(clean(statement.text), style, color, href=link(statement.url))
        foot = clean(format_footer(argument_map, statement))
        if foot:
            column.skip(2)
            column.add_text(
                foot, text_layout.FOOTER_STYLE, "muted", href=citation_url(argument_map, statement)
            )
        _annotations(scene, statement, card, column)
    slips: list[Panel] = []
    column.skip(5)
    for evidence in entry.evidence:
        slip = _slip(scene, evidence, x + EVIDENCE_INSET, column.y)
        slips.append(slip)
        column.skip(slip.area.height + 4)
    column.skip(2 if slips else 3)
    area = Rect(x, top, CARD_WIDTH, _even(column.y - top))
    lines, signs = tuple(column.lines), tuple(column.icons)
    return Panel(statement, area, lines, tuple(slips), entry.is_reference, signs)


def _annotations(scene: Scene, statement: Statement, card: Card, column: TextColumn) -> None:
    """Set what stands below the sentence: strength, what is drawn elsewhere, what was found."""
    annotations = scene.annotations
    if statement.id in annotations.strengths:
        set_strength(column, annotations.strengths[statement.id])
    _folded(scene, statement, column)
    set_badge(column, annotations.diagnostics.get(statement.id))
    if not card.is_linked and card.inference is not None:
        set_badge(column, annotations.diagnostics.get(card.inference.id))


def _folded(scene: Scene, statement: Statement, column: TextColumn) -> None:
    """Set how many statements are left out, or left to another picture, for this one."""
    annotations = scene.annotations
    if statement.id in annotations.folded:
        column.skip(2)
        text = format_folded(annotations.folded[statement.id], has_picture=not annotations.view)
        href = None if annotations.view else link(statement.url)
        column.add_text(text, text_layout.FOOTER_STYLE, "muted", href=href)


def _slip(scene: Scene, evidence: Statement, x: float, y: float) -> Panel:
    """Set a docked piece of evidence."""
    argument_map = scene.argument_map
    width = CARD_WIDTH - 2 * EVIDENCE_INSET
    left = x + EVIDENCE_PADDING + PAGE_ICON_WIDTH
    column = TextColumn(left, width - 2 * EVIDENCE_PADDING - PAGE_ICON_WIDTH, y + 4)
    color = "muted" if scene.is_rejected(evidence.id) else "text"
    set_status_line(column, scene.annotations.statuses.get(evidence.id))
    column.add_text(
        clean(evidence.text), text_layout.EVIDENCE_STYLE, color, href=link(evidence.url)
    )
    foot, name = clean(format_footer(argument_map, evidence)), _name(evidence)
    href = citation_url(argument_map, evidence)
    if foot or (name and not column.add_to_last_line(name, text_layout.FOOTER_STYLE)):
        column.skip(1)
        _foot_with_name(column, foot, name, href)
    _folded(scene, evidence, column)
    set_badge(column, scene.annotations.diagnostics.get(evidence.id))
    area = Rect(x, y, width, column.y + 4 - y)
    return Panel(evidence, area, tuple(column.lines), icons=tuple(column.icons))


def _foot_with_name(column: TextColumn, foot: str, name: str, href: str | None) -> None:
    """Set what evidence rests on, and its id at the right: of the last line, or else below it."""
    style = text_layout.FOOTER_STYLE
    for line in wrap(foot, column.width, style.size):
        column.add_split_line((TextRun(line, "muted"),), "", style, href=href)
    if name and not (foot and column.add_to_last_line(name, style)):
        column.add_split_line((), name, style)


def _eyebrow(column: TextColumn, section: str) -> None:
    if section:
        column.add_text(f"§ {clean(section)}", text_layout.FOOTER_STYLE, "muted", limit=2)
        column.skip(2)


def _head_runs(card: Card) -> tuple[TextRun, ...]:
    runs = [TextRun(str(card.head), f"{card.role.theme_role}.line", bold=True)]
    if card.inference is not None and card.inference.scheme:
        scheme = clean(card.inference.scheme).replace("-", " ")
        room = CARD_WIDTH * 0.6 - measure(str(card.head), text_layout.HEAD_STYLE.size, bold=True)
        runs.append(TextRun(fit(scheme, room, text_layout.HEAD_STYLE.size), "muted", gap=0.8))
    return tuple(runs)


def _name(statement: Statement) -> str:
    return clean(statement.id) if statement.is_named else ""


def _even(height: float) -> int:
    """Round up to an even number: Graphviz halves sizes, and rounds halves away."""
    return 2 * ceil(height / 2)
