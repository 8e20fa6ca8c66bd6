"""The layout of a card: its texts, icons and areas, in points from its upper left corner.

The SVG and the labels in the DOT are both written from this layout, so that they have the same
sizes. A card has one panel for each statement on it. A panel has the head line, the text of the
statement, a footer (citations, confidence and holders), annotations, and rows of docked evidence.
"""

from __future__ import annotations

from math import ceil
from typing import NamedTuple

from attrs import frozen

from argmap.model import ArgumentMap, Citation, Evidence, Statement, Status
from argmap.rendering.cards.font_metrics import SAFETY_FACTOR, measure
from argmap.rendering.cards.text_layout import (
    BAR_WIDTH,
    BODY_STYLE,
    EVIDENCE_STYLE,
    FOOTER_STYLE,
    HEAD_STYLE,
    HEADING_STYLE,
    ICON_SIZE,
    THESIS_STYLE,
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
from argmap.text.safe import safe_link

CARD_WIDTH = 236
"""The width of a card: about 40 characters of 11 points in a line, which is easy to read."""

HEADING_WIDTH = 150
PADDING = 9
GUTTER = 20
"""The gap between linked premises side by side; the word that joins them is drawn in it."""

EVIDENCE_INSET = 5
"""The distance of a row of evidence from the edges of its card."""

EVIDENCE_PADDING = 6
PAGE_ICON_WIDTH = 12
"""The width of the page icon before a piece of evidence, with the gap after it."""

_GAP = 3.0
"""The gap between an icon and its word, and between a name and the icon after it."""

_CAPITALS_CENTER = 0.36
"""The distance of the center of capitals from the baseline, in ems."""

_MAX_BADGE_CODES = 3
_MAX_REFERENCE_LINES = 2
_MAX_SECTION_LINES = 2
_SCHEME_END = 0.6
"""The name of a scheme may extend to this share of the width of a card."""

_MAX_UNBROKEN_LOCATOR = 30
"""Characters of a citation's source and locator that are kept on one line."""
_NO_BREAK_SPACE = "\xa0"
_SEPARATOR = f"{_NO_BREAK_SPACE}· "
"""Separates the parts of a footer; a line never begins with the dot."""


class Rect(NamedTuple):
    """A rectangle: upper left corner, width and height; ``y`` grows downwards."""

    x: float
    y: float
    width: float
    height: float


@frozen
class Panel:
    """The area of a statement on a card, with its texts and the evidence docked on it."""

    statement: Statement
    area: Rect
    lines: tuple[TextLine, ...]
    evidence_rows: tuple[Panel, ...] = ()
    is_reference: bool = False
    icons: tuple[Icon, ...] = ()


@frozen
class CardLayout:
    """The layout of a card.

    Attributes:
        width: The width of the card.
        height: The height of the card, an even number.
        lines: The lines that belong to the card as a whole.
        panels: The areas of its statements.
        is_wide: Whether the panels are side by side.
        icons: The icons that belong to the card as a whole.
    """

    width: float
    height: float
    lines: tuple[TextLine, ...]
    panels: tuple[Panel, ...]
    is_wide: bool = False
    icons: tuple[Icon, ...] = ()


def lay_out_card(scene: Scene, card: Card, *, wide: bool = False) -> CardLayout:
    """Return the layout of a card.

    Args:
        scene: The scene of the card.
        card: The card.
        wide: Whether to put linked premises side by side instead of below each other.
    """
    if not card.entries and card.inference is None:
        return _lay_out_heading(card)
    if card.is_linked:
        return _lay_out_linked(scene, card, wide=wide)
    return _lay_out_single(scene, card)


def _lay_out_heading(card: Card) -> CardLayout:
    column = TextColumn(0, HEADING_WIDTH, 0)
    column.add_text(clean(card.title), HEADING_STYLE, "text")
    return CardLayout(HEADING_WIDTH, _even(column.y + 6), tuple(column.lines), ())


def _lay_out_single(scene: Scene, card: Card) -> CardLayout:
    entry = card.entries[0]
    column = TextColumn(PADDING, CARD_WIDTH - 2 * PADDING, PADDING - 2)
    _add_section(column, entry.section_label)
    name = _name_of(entry.statement)
    _add_head_line(column, _head_runs(card), name, scene.status_of(card))
    column.skip(1)
    panel = _make_panel(scene, entry, column, card, top=0)
    return CardLayout(CARD_WIDTH, panel.area.height, (), (panel,))


def _lay_out_linked(scene: Scene, card: Card, *, wide: bool) -> CardLayout:
    count = max(len(card.entries), 1)
    is_wide = wide and count > 1
    width = CARD_WIDTH * count + GUTTER * (count - 1) if is_wide else CARD_WIDTH
    head = TextColumn(PADDING, width - 2 * PADDING, PADDING - 2)
    name = card.inference.id if card.inference and card.inference.is_named else ""
    status = scene.status_of(card)
    if status is Status.ACCEPTED:
        status = None  # the premises show it
    _add_head_line(head, _head_runs(card), clean(name), status, is_inference=True)
    head.skip(1)
    if card.inference is not None:
        add_badge(head, scene.annotations.diagnostics.get(card.inference.id))
    if not card.entries:
        head.add_text("no premise is given", BODY_STYLE, "muted")
    panels: list[Panel] = []
    x, y = 0.0, head.y
    for entry in card.entries:
        panel = _make_premise_panel(scene, entry, card, x, y)
        panels.append(panel)
        x, y = (x + CARD_WIDTH + GUTTER, y) if is_wide else (x, y + panel.area.height)
    height = max((panel.area.y + panel.area.height for panel in panels), default=head.y + PADDING)
    lines, icons = tuple(head.lines), tuple(head.icons)
    return CardLayout(width, _even(height), lines, tuple(panels), is_wide, icons)


def _even(height: float) -> int:
    """Round up to an even number: Graphviz halves sizes and discards the half point."""
    return 2 * ceil(height / 2)


# ---- Panels ------------------------------------------------------------------------------------


def _make_premise_panel(scene: Scene, entry: Entry, card: Card, x: float, y: float) -> Panel:
    """Return the panel of one of several linked premises."""
    column = TextColumn(x + PADDING, CARD_WIDTH - 2 * PADDING, y + 7)
    _add_section(column, entry.section_label)
    head = str(head_of_premise(entry.statement.kind))
    if entry.is_reference:
        head += ", drawn elsewhere"
    run = TextRun(head, f"{card.role.theme_role}.line", bold=True)
    status = scene.annotations.statuses.get(entry.statement.id)
    _add_head_line(column, (run,), _name_of(entry.statement), status)
    return _make_panel(scene, entry, column, card, top=y, x=x)


def _make_panel(
    scene: Scene, entry: Entry, column: TextColumn, card: Card, *, top: float, x: float = 0
) -> Panel:
    """Return a panel: what the column has, then text, footer, annotations and evidence."""
    argument_map, statement = scene.argument_map, entry.statement
    style = THESIS_STYLE if card.is_thesis else BODY_STYLE
    if entry.is_reference:
        column.add_text(clean(statement.text), style, "muted", limit=_MAX_REFERENCE_LINES)
    else:
        color = "muted" if scene.is_rejected(statement.id) else "text"
        column.add_text(clean(statement.text), style, color, href=safe_link(statement.url))
        footer = clean(format_footer(argument_map, statement))
        if footer:
            column.skip(2)
            href = citation_url(argument_map, statement)
            column.add_text(footer, FOOTER_STYLE, "muted", href=href)
        _add_annotations(scene, statement, card, column)
    evidence_rows: list[Panel] = []
    column.skip(5)
    for evidence in entry.evidence:
        row = _make_evidence_row(scene, evidence, x + EVIDENCE_INSET, column.y)
        evidence_rows.append(row)
        column.skip(row.area.height + 4)
    column.skip(2 if evidence_rows else 3)
    area = Rect(x, top, CARD_WIDTH, _even(column.y - top))
    lines, icons = tuple(column.lines), tuple(column.icons)
    return Panel(statement, area, lines, tuple(evidence_rows), entry.is_reference, icons)


def _make_evidence_row(scene: Scene, evidence: Statement, x: float, y: float) -> Panel:
    argument_map = scene.argument_map
    width = CARD_WIDTH - 2 * EVIDENCE_INSET
    left = x + EVIDENCE_PADDING + PAGE_ICON_WIDTH
    column = TextColumn(left, width - 2 * EVIDENCE_PADDING - PAGE_ICON_WIDTH, y + 4)
    color = "muted" if scene.is_rejected(evidence.id) else "text"
    _add_status_line(column, scene.annotations.statuses.get(evidence.id))
    column.add_text(clean(evidence.text), EVIDENCE_STYLE, color, href=safe_link(evidence.url))
    footer, name = clean(format_footer(argument_map, evidence)), _name_of(evidence)
    href = citation_url(argument_map, evidence)
    if footer or (name and not column.add_to_last_line(name, FOOTER_STYLE)):
        column.skip(1)
        _add_footer_with_name(column, footer, name, href)
    _add_folded(scene, evidence, column)
    add_badge(column, scene.annotations.diagnostics.get(evidence.id))
    area = Rect(x, y, width, column.y + 4 - y)
    return Panel(evidence, area, tuple(column.lines), icons=tuple(column.icons))


def _add_footer_with_name(column: TextColumn, footer: str, name: str, href: str | None) -> None:
    """Add a footer, and a name at the right: of its last line if it fits there, else below it."""
    for line in wrap(footer, column.width, FOOTER_STYLE.size):
        column.add_split_line((TextRun(line, "muted"),), "", FOOTER_STYLE, href=href)
    if name and not (footer and column.add_to_last_line(name, FOOTER_STYLE)):
        column.add_split_line((), name, FOOTER_STYLE)


# ---- Head line ---------------------------------------------------------------------------------


def _add_section(column: TextColumn, section: str) -> None:
    if section:
        column.add_text(f"§ {clean(section)}", FOOTER_STYLE, "muted", limit=_MAX_SECTION_LINES)
        column.skip(2)


def _add_head_line(
    column: TextColumn,
    left: tuple[TextRun, ...],
    name: str,
    status: Status | None,
    *,
    is_inference: bool = False,
) -> None:
    """Add the head line: ``left``, the name, and an icon and a word for the status."""
    style = HEAD_STYLE
    if status is None:
        column.add_split_line(left, name, style)
        return
    word = "" if status is Status.ACCEPTED else status.value.upper()
    if is_inference and status is Status.REJECTED:
        word = "DOES NOT HOLD"
    width = measure(word, style.size, bold=True) * SAFETY_FACTOR
    before = _GAP if word else 0.0
    y = column.y
    column.add_split_line(left, name, style, reserved=ICON_SIZE + before + width + 2 * _GAP)
    baseline = column.lines[-1].y if column.lines else y + style.line_height
    right = column.x + column.width
    icon_x = right - width - before - ICON_SIZE
    column.icons.append(Icon(status.value, icon_x, _icon_top(baseline, style)))
    if word:
        run = TextRun(word, "text", bold=True)
        column.lines.append(TextLine(right, baseline, style.size, (run,), is_right_aligned=True))


def _head_runs(card: Card) -> tuple[TextRun, ...]:
    """Return the head of a card, and the scheme of its inference."""
    runs = [TextRun(str(card.head), f"{card.role.theme_role}.line", bold=True)]
    if card.inference is not None and card.inference.scheme:
        scheme = clean(card.inference.scheme).replace("-", " ")
        width = CARD_WIDTH * _SCHEME_END - measure(str(card.head), HEAD_STYLE.size, bold=True)
        runs.append(TextRun(fit(scheme, width, HEAD_STYLE.size), "muted", gap=0.8))
    return tuple(runs)


def _name_of(statement: Statement) -> str:
    """Return the id that the author gave a statement; empty if it was generated."""
    return clean(statement.id) if statement.is_named else ""


# ---- Annotations -------------------------------------------------------------------------------


def _add_annotations(scene: Scene, statement: Statement, card: Card, column: TextColumn) -> None:
    """Add what is shown below the footer: strength, folded statements and diagnostics."""
    annotations = scene.annotations
    if statement.id in annotations.strengths:
        _add_strength(column, annotations.strengths[statement.id])
    _add_folded(scene, statement, column)
    add_badge(column, annotations.diagnostics.get(statement.id))
    if not card.is_linked and card.inference is not None:
        add_badge(column, annotations.diagnostics.get(card.inference.id))


def _add_status_line(column: TextColumn, status: Status | None) -> None:
    """Add a line with the status of a row of evidence, unless it is accepted."""
    if status is not None and status is not Status.ACCEPTED:
        _add_icon_line(column, status.value, status.value.upper(), HEAD_STYLE)


def _add_strength(column: TextColumn, value: float | None) -> None:
    """Add a bar and its number at the right: of the last line if they fit there, else below it."""
    style = FOOTER_STYLE
    text = "–" if value is None else f"{value:.2f}"
    width = measure("0.00", style.size) * SAFETY_FACTOR
    needed = BAR_WIDTH + _GAP + width + style.size
    last = column.lines[-1] if column.lines else None
    if last is None or not column.has_space(needed):
        column.skip(2)
        column.skip(style.line_height)
        baseline = column.y - 3
    else:
        baseline = last.y
    right = column.x + column.width
    run = (TextRun(text, "muted"),)
    column.lines.append(TextLine(right, baseline, style.size, run, is_right_aligned=True))
    bar_x = right - width - _GAP - BAR_WIDTH
    column.icons.append(Icon("bar", bar_x, _icon_top(baseline, style), value))


def _add_folded(scene: Scene, statement: Statement, column: TextColumn) -> None:
    """Add the number of statements that are counted on this one instead of being drawn."""
    annotations = scene.annotations
    if statement.id in annotations.folded:
        column.skip(2)
        text = format_folded(annotations.folded[statement.id], has_picture=not annotations.view)
        href = None if annotations.view else safe_link(statement.url)
        column.add_text(text, FOOTER_STYLE, "muted", href=href)


def add_badge(column: TextColumn, badge: Badge | None) -> None:
    """Add a line with the worst severity and the codes of the diagnostics."""
    if badge is None:
        return
    codes = " ".join(badge.codes[:_MAX_BADGE_CODES])
    more = len(badge.codes) - _MAX_BADGE_CODES
    text = f"{badge.severity} {codes}" + (f" and {more} more" if more > 0 else "")
    column.skip(4)
    _add_icon_line(column, str(badge.severity), text, FOOTER_STYLE, is_framed=True)
    column.skip(2)


def _add_icon_line(
    column: TextColumn, kind: str, text: str, style: TextStyle, *, is_framed: bool = False
) -> None:
    """Add one line of bold text after an icon."""
    inset = 4.0 if is_framed else 0.0
    left = column.x + inset + ICON_SIZE + _GAP
    text_column = TextColumn(left, column.x + column.width - inset - left, column.y)
    text_column.add_text(text, TextStyle(style.size, style.line_height, bold=True), "text", limit=1)
    (line,) = text_column.lines
    width = measure(line.runs[0].text, style.size, bold=True) * SAFETY_FACTOR
    frame_width = ICON_SIZE + _GAP + width + 2 * inset if is_framed else 0.0
    icon = Icon(kind, column.x + inset, _icon_top(line.y, style), frame_width=frame_width)
    column.icons.append(icon)
    column.lines.append(line)
    column.y = text_column.y


def _icon_top(baseline: float, style: TextStyle) -> float:
    """Return the upper edge of an icon that is centered on the capitals of a text."""
    return baseline - style.size * _CAPITALS_CENTER - ICON_SIZE / 2


# ---- Texts -------------------------------------------------------------------------------------


def format_footer(argument_map: ArgumentMap, statement: Statement) -> str:
    """Return citations, confidence and holders of a statement: ``¶31 “34 billion” · likely``.

    Quotations are included for evidence only, and grouped by locator. A short locator is not broken
    into lines, and is separated from the quotations after it by a no-break space.
    """
    quotations: dict[str, dict[str, None]] = {}
    for citation in statement.citations:
        group = quotations.setdefault(_format_locator(argument_map, citation), {})
        if citation.quotation and isinstance(statement, Evidence):
            group[isolate(f"“{citation.quotation}”")] = None
    parts = [
        _NO_BREAK_SPACE.join([_without_breaks(locator), *filter(None, [", ".join(group)])])
        for locator, group in quotations.items()
    ]
    if statement.confidence is not None:
        parts.append(str(statement.confidence).replace("-", " "))
    if statement.held_by:
        parts.append(f"held by {', '.join(statement.held_by)}")
    return _SEPARATOR.join(map(isolate, parts))


def _without_breaks(locator: str) -> str:
    if len(locator) > _MAX_UNBROKEN_LOCATOR:
        return locator
    return locator.replace(" ", _NO_BREAK_SPACE)


def format_folded(count: int, *, has_picture: bool = True) -> str:
    """Return a note about statements that are not drawn, or drawn in another picture."""
    text = f"… {count:,} more {'statement' if count == 1 else 'statements'}"
    return f"{text} in a separate picture" if has_picture else text


def format_citation(argument_map: ArgumentMap, citation: Citation) -> str:
    """Return a citation with its quotation: ``paper ¶31 “34 billion”``."""
    quotation = [isolate(f"“{citation.quotation}”")] if citation.quotation else []
    return " ".join([_format_locator(argument_map, citation), *quotation])


def _format_locator(argument_map: ArgumentMap, citation: Citation) -> str:
    """Return the locator of a citation, after its source unless that is the only one of the map."""
    locator = citation.locator
    parts = [isolate(locator.label) if locator.text else locator.label] if locator else []
    if len(argument_map.sources) != 1 or not parts:
        source = argument_map.sources.get(citation.source)
        is_named = source is None or source.is_named
        parts.insert(0, citation.source if is_named or source is None else source.title)
    return " ".join(parts)


def citation_url(argument_map: ArgumentMap, statement: Statement) -> str | None:
    """Return the URL of the cited source; None if there are several, or it is not a safe link."""
    urls: dict[str | None, None] = {}
    for citation in statement.citations:
        source = argument_map.sources.get(citation.source)
        doi = f"https://doi.org/{source.doi}" if source and source.doi else None
        urls[safe_link((source.url if source else None) or doi)] = None
    return next(iter(urls)) if len(urls) == 1 else None
