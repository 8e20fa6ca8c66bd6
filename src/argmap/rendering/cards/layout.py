"""The layout of a card: its texts, icons and areas, in points from its upper left corner.

The SVG and the labels in the DOT are both written from this layout, so that they have the same
sizes. A card has one panel for each sentence on it. A panel has the head line, the sentence, a
footer (citations, confidence and holders), annotations, and rows of docked evidence and contexts.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

from attrs import evolve, frozen

from argmap.model import (
    Concession,
    Context,
    Inference,
    Question,
    Sentence,
    Status,
)
from argmap.rendering.cards.font_metrics import SAFETY_FACTOR, measure
from argmap.rendering.cards.head import (
    ICON_GAP,
    add_head_line,
    add_section,
    footer_text,
    head_reference,
    head_runs,
    icon_top,
    name_of,
    shown_status,
    status_word,
)
from argmap.rendering.cards.icon_lines import (
    add_badge,
    add_status_line,
    add_strength,
    add_version_mark,
)
from argmap.rendering.cards.tags import add_tags
from argmap.rendering.cards.text_layout import (
    BODY_STYLE,
    EVIDENCE_STYLE,
    FOOTER_STYLE,
    HEADING_STYLE,
    ICON_SIZE,
    LABEL_STYLE,
    THESIS_STYLE,
    Icon,
    TextColumn,
    TextLine,
    TextRun,
    runs_width,
    wrap,
)
from argmap.rendering.cards.texts import (
    SEPARATOR,
    citation_url,
    format_answer,
    format_folded,
    format_inference_confidence,
    format_reading,
    is_own_reading,
)
from argmap.rendering.escaping import clean
from argmap.rendering.scene.roles import Role, head_of_premise
from argmap.rendering.scene.scene import Card, Entry, MarkLine, Scene
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

_SYMBOL_WIDTH, _WIDE_SYMBOLS = 9.0, {"↔": 12.5}
"""The space for the symbol at the start of a note about another page."""

TAB_TOP, TAB_BASELINE, TAB_HEIGHT, TAB_INSET, TAB_PADDING = -8.0, 1.6, 13.0, 10.0, 7.0
"""The tab of a repeated card: its upper edge, baseline and height, its distance from the right edge
of the card, and that from its ends to its text."""

_MAX_REFERENCE_LINES = 2
_MAX_LINK_NOTES = 3


class Rect(NamedTuple):
    """A rectangle: upper left corner, width and height; ``y`` grows downwards."""

    x: float
    y: float
    width: float
    height: float


@frozen
class Panel:
    """The area of a sentence on a card, with its texts and the rows docked on it.

    ``is_row`` is true for a docked row, and for a context of an inference, which looks like one.
    """

    sentence: Sentence
    area: Rect
    lines: tuple[TextLine, ...]
    docked_rows: tuple[Panel, ...] = ()
    is_reference: bool = False
    icons: tuple[Icon, ...] = ()
    is_row: bool = False
    mark_lines: tuple[TextLine, ...] = ()

    @property
    def is_own_reading(self) -> bool:
        """Whether the sentence is what the author of the map reads into the source."""
        return is_own_reading(self.sentence)


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
        mark_lines: The notes about other pages on the card as a whole.
        tab: The text on the tab of a card that is repeated from another page.
    """

    width: float
    height: float
    lines: tuple[TextLine, ...]
    panels: tuple[Panel, ...]
    is_wide: bool = False
    icons: tuple[Icon, ...] = ()
    mark_lines: tuple[TextLine, ...] = ()
    tab: tuple[TextLine, ...] = ()


def lay_out_card(
    scene: Scene, card: Card, *, wide: bool = False, width: float = CARD_WIDTH
) -> CardLayout:
    """Return the layout of a card.

    Args:
        scene: The scene of the card.
        card: The card.
        wide: Whether to put linked premises side by side instead of below each other.
        width: The width of a card with one premise, or with several below each other.
    """
    if not card.entries and card.inference is None:
        layout = _lay_out_heading(card)
    elif card.is_linked:
        layout = _lay_out_linked(scene, card, width, wide=wide)
    else:
        layout = _lay_out_single(scene, card, width)
    return _with_notes_of_card(layout, card)


def _with_notes_of_card(layout: CardLayout, card: Card) -> CardLayout:
    """Return a layout with the marks at the foot of a card, and the tab that says it is repeated.

    The tab is over the upper edge, at the right.
    """
    if card.marks:
        column = TextColumn(PADDING, layout.width - 2 * PADDING, layout.height - 5)
        _add_marks(column, card.marks)
        layout = evolve(layout, mark_lines=tuple(column.lines), height=_even(column.y + 5))
    if card.origin:
        tab = TextColumn(0, layout.width, TAB_BASELINE - FOOTER_STYLE.size)
        _add_marks(tab, (card.origin,), "page")
        right = _end_of(tab.lines[-1])
        x = layout.width - TAB_INSET - TAB_PADDING - right
        lines = tuple(line._replace(x=line.x + x, y=TAB_BASELINE) for line in tab.lines)
        layout = evolve(layout, tab=lines)
    return layout


def _end_of(line: TextLine) -> float:
    return line.x + runs_width(line.runs, line.size) * SAFETY_FACTOR


def _add_marks(column: TextColumn, marks: Sequence[MarkLine], color: str = "text") -> None:
    """Add lines about other pages, each with a link for each page.

    The symbol at the start is a separate text, because few fonts have it.
    """
    style = FOOTER_STYLE
    for line in marks:
        x = column.x
        for number, mark in enumerate(line):
            part = TextColumn(x, column.x + column.width - x, column.y)
            part.add_split_line((TextRun(mark.text, color, bold=True),), "", style, href=mark.href)
            column.lines += part.lines
            width = measure(f"{mark.text} ", style.size, bold=True)
            x += width if number else _WIDE_SYMBOLS.get(mark.text, _SYMBOL_WIDTH)
        column.skip(style.line_height + 1)


def _lay_out_heading(card: Card) -> CardLayout:
    column = TextColumn(0, HEADING_WIDTH, 0)
    column.add_text(clean(card.title), HEADING_STYLE, "text")
    return CardLayout(HEADING_WIDTH, _even(column.y + 6), tuple(column.lines), ())


def _lay_out_single(scene: Scene, card: Card, width: float) -> CardLayout:
    entry = card.entries[0]
    column = TextColumn(PADDING, width - 2 * PADDING, PADDING - 2)
    add_section(column, entry.section_label)
    word = status_word(scene, card)
    status = shown_status(scene, scene.status_of(card), word)
    left = head_runs(card, width)
    name, href = head_reference(scene, entry, left, column.width, status, word)
    add_head_line(column, left, name, status, word, href=href)
    column.skip(1)
    panel = _make_panel(scene, entry, column, card, top=0, width=width, in_head=name)
    return CardLayout(width, panel.area.height, (), (panel,))


def _lay_out_linked(scene: Scene, card: Card, premise_width: float, *, wide: bool) -> CardLayout:
    count = max(len(card.premises), 1)
    is_wide = wide and count > 1
    width = premise_width * count + GUTTER * (count - 1) if is_wide else premise_width
    head = TextColumn(PADDING, width - 2 * PADDING, PADDING - 2)
    is_named = card.inference is not None and card.inference.is_named
    name = (
        card.inference.id if card.inference and is_named and scene.annotations.is_detailed else ""
    )
    status = scene.status_of(card)
    if status is Status.ACCEPTED:
        status = None  # the premises show it
    word = "DOES NOT HOLD" if status is Status.REJECTED else None
    add_head_line(head, head_runs(card, premise_width), clean(name), status, word)
    head.skip(1)
    if card.inference is not None:
        _add_inference(scene, card, card.inference, head)
    if not card.premises:
        head.add_text("no premise is given", BODY_STYLE, "muted")
    head.skip(3 if len(card.entries) > len(card.premises) else 0)
    contexts = [entry.sentence for entry in card.entries if isinstance(entry.sentence, Context)]
    rows = _add_rows(scene, contexts, head, EVIDENCE_INSET, width - 2 * EVIDENCE_INSET)
    panels: list[Panel] = []
    x, y = 0.0, head.y
    for entry in card.premises:
        panel = _make_premise_panel(scene, entry, card, x, y, premise_width)
        panels.append(panel)
        x, y = (x + premise_width + GUTTER, y) if is_wide else (x, y + panel.area.height)
    height = max((panel.area.y + panel.area.height for panel in panels), default=head.y + PADDING)
    lines, icons = tuple(head.lines), tuple(head.icons)
    return CardLayout(width, _even(height), lines, (*panels, *rows), is_wide, icons)


def _add_inference(scene: Scene, card: Card, inference: Inference, column: TextColumn) -> None:
    """Add what is said of an inference: its label, its confidence, and what it outweighs."""
    if inference.label:
        style = LABEL_STYLE._replace(italic=is_own_reading(inference))
        column.add_text(clean(inference.label), style, f"{card.theme_role}.line")
    parts = [format_reading(inference), format_inference_confidence(inference)]
    column.add_text(SEPARATOR.join(filter(None, parts)), FOOTER_STYLE, "muted")
    _add_preferences(scene, inference.id, column)
    add_tags(inference.tags, scene.annotations, column)
    add_badge(column, scene.annotations.diagnostics.get(inference.id))


def _even(height: float) -> int:
    """Round up to an even number: Graphviz halves sizes and discards the half point."""
    return 2 * ceil(height / 2)


# ---- Panels ------------------------------------------------------------------------------------


def _make_premise_panel(
    scene: Scene, entry: Entry, card: Card, x: float, y: float, width: float
) -> Panel:
    """Return the panel of one of several linked premises."""
    column = TextColumn(x + PADDING, width - 2 * PADDING, y + 7)
    add_section(column, entry.section_label)
    head = str(head_of_premise(entry.sentence.kind))
    if entry.is_reference:
        head += ", drawn elsewhere"
    run = TextRun(head, f"{card.theme_role}.line", bold=True)
    status = shown_status(scene, scene.annotations.statuses.get(entry.sentence.id))
    name, href = head_reference(scene, entry, (run,), column.width, status)
    add_head_line(column, (run,), name, status, href=href)
    return _make_panel(scene, entry, column, card, top=y, x=x, width=width, in_head=name)


def _make_panel(
    scene: Scene,
    entry: Entry,
    column: TextColumn,
    card: Card,
    *,
    top: float,
    x: float = 0,
    width: float,
    in_head: str,
) -> Panel:
    """Return a panel: what the column has, then label, text, footer, annotations and rows.

    A footer that is ``in_head`` is not repeated.
    """
    argument_map, sentence = scene.argument_map, entry.sentence
    is_main = card.is_thesis or card.role is Role.QUESTION
    style = THESIS_STYLE if is_main and not sentence.label else BODY_STYLE
    style = style._replace(italic=is_own_reading(sentence))
    if entry.is_reference:
        column.add_text(clean(sentence.text), style, "muted", limit=_MAX_REFERENCE_LINES)
    else:
        is_muted = card.role is Role.CONTEXT or _is_pale(scene, sentence)
        color = "muted" if is_muted else "text"
        if sentence.label:
            column.add_text(clean(sentence.label), LABEL_STYLE, color)
        column.add_text(clean(sentence.text), style, color, href=_url_of(sentence))
        footer = footer_text(scene, sentence)
        if footer and footer != in_head:
            column.skip(2)
            href = citation_url(argument_map, sentence)
            column.add_text(footer, FOOTER_STYLE, "muted", href=href)
        if isinstance(sentence, Question):
            _add_answer(scene, sentence, column)
        _add_preferences(scene, sentence.id, column)
        _add_links(scene, sentence.id, column)
        _add_annotations(scene, sentence, card, column)
    column.skip(5)
    rows = _add_rows(scene, entry.docked, column, x + EVIDENCE_INSET, width - 2 * EVIDENCE_INSET)
    notes = TextColumn(column.x, column.width, column.y)
    if entry.marks:
        notes.skip(0 if rows else -2)
        _add_marks(notes, entry.marks)
    notes.skip(5 if entry.marks else 2 if rows else 3)
    area = Rect(x, top, width, _even(notes.y - top))
    lines, icons, mark_lines = tuple(column.lines), tuple(column.icons), tuple(notes.lines)
    return Panel(sentence, area, lines, rows, entry.is_reference, icons, mark_lines=mark_lines)


def _add_rows(
    scene: Scene, sentences: Sequence[Sentence], column: TextColumn, x: float, width: float
) -> tuple[Panel, ...]:
    """Return the rows of docked sentences, below what the column has."""
    rows: list[Panel] = []
    for sentence in sentences:
        row = _make_row(scene, sentence, x, column.y, width)
        rows.append(row)
        column.skip(row.area.height + 4)
    return tuple(rows)


def _make_row(scene: Scene, sentence: Sentence, x: float, y: float, width: float) -> Panel:
    argument_map = scene.argument_map
    left = x + EVIDENCE_PADDING + PAGE_ICON_WIDTH
    column = TextColumn(left, width - 2 * EVIDENCE_PADDING - PAGE_ICON_WIDTH, y + 4)
    is_muted = isinstance(sentence, Context) or _is_pale(scene, sentence)
    color = "muted" if is_muted else "text"
    add_status_line(column, scene.annotations.statuses.get(sentence.id))
    if sentence.label:
        column.add_text(clean(sentence.label), EVIDENCE_STYLE._replace(bold=True), color)
    style = EVIDENCE_STYLE._replace(italic=is_own_reading(sentence))
    column.add_text(clean(sentence.text), style, color, href=_url_of(sentence))
    footer, name = footer_text(scene, sentence), name_of(scene, sentence)
    href = citation_url(argument_map, sentence)
    is_alone = bool(footer) != bool(name)
    if not (is_alone and column.add_to_last_line(footer or name, FOOTER_STYLE, href=href)):
        column.skip(1 if footer or name else 0)
        _add_footer_with_name(column, footer, name, href)
    _add_preferences(scene, sentence.id, column)
    _add_links(scene, sentence.id, column)
    _add_folded(scene, sentence, column)
    add_tags(sentence.tags, scene.annotations, column)
    add_badge(column, scene.annotations.diagnostics.get(sentence.id))
    add_version_mark(column, scene.annotations.version_marks.get(sentence.id))
    area = Rect(x, y, width, column.y + 4 - y)
    return Panel(sentence, area, tuple(column.lines), icons=tuple(column.icons), is_row=True)


def _is_pale(scene: Scene, sentence: Sentence) -> bool:
    """Return whether a sentence is drawn as rejected; a concession never is."""
    return scene.is_rejected(sentence.id) and not isinstance(sentence, Concession)


def _url_of(sentence: Sentence) -> str | None:
    return None if isinstance(sentence, Question) else safe_link(sentence.url)


def _add_footer_with_name(column: TextColumn, footer: str, name: str, href: str | None) -> None:
    """Add a footer, and a name at the right: of its last line if it fits there, else below it."""
    for line in wrap(footer, column.width, FOOTER_STYLE.size):
        column.add_split_line((TextRun(line, "muted"),), "", FOOTER_STYLE, href=href)
    if name and not (footer and column.add_to_last_line(name, FOOTER_STYLE)):
        column.add_split_line((), name, FOOTER_STYLE)


# ---- Annotations -------------------------------------------------------------------------------


def _add_annotations(scene: Scene, sentence: Sentence, card: Card, column: TextColumn) -> None:
    """Add what is shown below the footer: strength, folded statements and diagnostics."""
    annotations = scene.annotations
    if sentence.id in annotations.strengths:
        add_strength(column, annotations.strengths[sentence.id])
    _add_folded(scene, sentence, column)
    add_tags(sentence.tags, annotations, column)
    add_badge(column, annotations.diagnostics.get(sentence.id))
    add_version_mark(column, annotations.version_marks.get(sentence.id))
    if not card.is_linked and card.inference is not None:
        add_badge(column, annotations.diagnostics.get(card.inference.id))


def _add_answer(scene: Scene, question: Question, column: TextColumn) -> None:
    """Add which options answer a question, or that it is open."""
    answer = question.answer(scene.annotations.statuses)
    if answer is None:
        return
    column.skip(3)
    status, _ = answer
    text = clean(format_answer(question, scene.argument_map, scene.annotations.statuses))
    style = FOOTER_STYLE._replace(bold=True)
    kind = status.value if status is not Status.REJECTED else "undecided"
    y = column.y
    text_column = TextColumn(
        column.x + ICON_SIZE + ICON_GAP, column.width - ICON_SIZE - ICON_GAP, y
    )
    text_column.add_text(text, style, "text")
    column.icons.append(Icon(kind, column.x, icon_top(text_column.lines[0].y, style)))
    column.lines += text_column.lines
    column.y = text_column.y


def _add_preferences(scene: Scene, id_: str, column: TextColumn) -> None:
    """Add a line for each element that this one outweighs or is outweighed by."""
    for note in scene.preference_notes.get(id_, ()):
        column.skip(1)
        column.add_text(clean(note), FOOTER_STYLE, "text")


def _add_links(scene: Scene, id_: str, column: TextColumn) -> None:
    """Add a line for each link to another section; the last one counts those that are left out."""
    notes = scene.link_notes.get(id_, [])
    if len(notes) > _MAX_LINK_NOTES:
        rest = len(notes) - _MAX_LINK_NOTES + 1
        notes = [*notes[: _MAX_LINK_NOTES - 1], f"→ {rest:,} more"]
    for note in notes:
        column.skip(1)
        column.add_text(clean(note), FOOTER_STYLE, "muted", limit=2)


def _add_folded(scene: Scene, sentence: Sentence, column: TextColumn) -> None:
    """Add the number of statements that are counted on this one instead of being drawn."""
    annotations = scene.annotations
    if sentence.id in annotations.folded:
        column.skip(2)
        text = clean(format_folded(annotations, sentence.id))
        href = None if annotations.view else _url_of(sentence)
        column.add_text(text, FOOTER_STYLE, "muted", href=href)
