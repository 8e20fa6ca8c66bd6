"""The head line of a card or a panel: its word, what it refers to, and its status."""

from __future__ import annotations

from argmap.model import Sentence, Status
from argmap.rendering.cards.font_metrics import SAFETY_FACTOR, measure
from argmap.rendering.cards.text_layout import (
    FOOTER_STYLE,
    HEAD_STYLE,
    ICON_SIZE,
    Icon,
    TextColumn,
    TextLine,
    TextRun,
    TextStyle,
    fit,
    runs_width,
)
from argmap.rendering.cards.texts import SEPARATOR, citation_url, format_footer
from argmap.rendering.escaping import clean
from argmap.rendering.scene.roles import Role
from argmap.rendering.scene.scene import Card, Entry, Scene

ICON_GAP = 3.0
"""The gap between an icon and its word, and between a name and the icon after it."""

_CAPITALS_CENTER = 0.36
"""The distance of the center of capitals from the baseline, in ems."""

_MAX_SECTION_LINES = 2
_NOTE_GAP = 0.2
"""The gap before the note in a head line, in ems, in addition to a space."""

_REFERENCE_SHARE = 0.34
"""References up to this share of the width of a card are in its head line."""

_SCHEME_END = 0.6
"""The name of a scheme may extend to this share of the width of a card."""


def add_section(column: TextColumn, section: str) -> None:
    """Add the titles of the section that begins with a statement."""
    if section:
        column.add_text(f"§ {clean(section)}", FOOTER_STYLE, "muted", limit=_MAX_SECTION_LINES)
        column.skip(2)


def add_head_line(
    column: TextColumn,
    left: tuple[TextRun, ...],
    name: str,
    status: Status | None,
    word: str | None = None,
    *,
    href: str | None = None,
) -> None:
    """Add the head line: ``left``, the name, and an icon and a word for the status.

    The word is that of the status unless one is given; accepted statements have none.
    """
    style = HEAD_STYLE
    if status is None:
        column.add_split_line(left, name, style, right_href=href)
        return
    word = _word_of(status, word)
    width = measure(word, style.size, bold=True) * SAFETY_FACTOR
    before = ICON_GAP if word else 0.0
    y = column.y
    reserved = _mark_width(status, word)
    column.add_split_line(left, name, style, reserved=reserved, right_href=href)
    baseline = column.lines[-1].y if column.lines else y + style.line_height
    right = column.x + column.width
    icon_x = right - width - before - ICON_SIZE
    column.icons.append(Icon(status.value, icon_x, icon_top(baseline, style)))
    if word:
        run = TextRun(word, "text", bold=True)
        column.lines.append(TextLine(right, baseline, style.size, (run,), is_right_aligned=True))


def _word_of(status: Status, word: str | None) -> str:
    if word is not None:
        return word
    return "" if status is Status.ACCEPTED else status.value.upper()


def _mark_width(status: Status | None, word: str | None) -> float:
    """Return the width of the icon and the word for a status, with the gap before them."""
    if status is None:
        return 0.0
    shown = _word_of(status, word)
    width = measure(shown, HEAD_STYLE.size, bold=True) * SAFETY_FACTOR
    return ICON_SIZE + (ICON_GAP if shown else 0.0) + width + 2 * ICON_GAP


def status_word(scene: Scene, card: Card) -> str | None:
    """Return the word for the status of a card, if it is not that of the status."""
    if card.is_granted and scene.status_of(card) is Status.REJECTED:
        return "REFUTED"
    return "ACCEPTED" if scene.is_accepted_option(card) else None


def head_runs(card: Card, card_width: float) -> tuple[TextRun, ...]:
    """Return the head of a card, and the scheme of its inference."""
    color = "muted" if card.role is Role.CONTEXT else f"{card.theme_role}.line"
    runs = [TextRun(card.head.word, color, bold=True)]
    used = measure(card.head.word, HEAD_STYLE.size, bold=True)
    if card.head.note:
        note = f"{SEPARATOR}{card.head.note}"
        runs.append(TextRun(note, color, gap=_NOTE_GAP))
        used += measure(note, HEAD_STYLE.size) + _NOTE_GAP * HEAD_STYLE.size
    if card.inference is not None and card.inference.scheme:
        scheme = clean(card.inference.scheme).replace("-", " ")
        width = card_width * _SCHEME_END - used
        runs.append(TextRun(fit(scheme, width, HEAD_STYLE.size), "muted", gap=0.8))
    return tuple(runs)


def name_of(scene: Scene, sentence: Sentence) -> str:
    """Return the id that the author gave a sentence; empty for readers, or if it was generated."""
    return clean(sentence.id) if sentence.is_named and scene.annotations.is_detailed else ""


def footer_text(scene: Scene, sentence: Sentence) -> str:
    """Return the footer of a sentence; quotations are for authors."""
    is_detailed = scene.annotations.is_detailed
    return clean(format_footer(scene.argument_map, sentence, has_quotations=is_detailed))


def head_reference(
    scene: Scene,
    entry: Entry,
    left: tuple[TextRun, ...],
    width: float,
    status: Status | None,
    word: str | None = None,
) -> tuple[str, str | None]:
    """Return what a head line has at its right, and its link.

    For authors that is the id of the sentence; for readers its footer, if that is short and fits.

    Args:
        scene: The scene.
        entry: The sentence.
        left: The text at the left of the line.
        width: The width of the line.
        status: The status that the line shows.
        word: The word for the status, if it is another one.
    """
    sentence, size = entry.sentence, HEAD_STYLE.size
    if scene.annotations.is_detailed or entry.is_reference:
        return name_of(scene, sentence), None
    footer = footer_text(scene, sentence)
    used = runs_width(left, size) * SAFETY_FACTOR + size + _mark_width(status, word)
    available = min(width - used, width * _REFERENCE_SHARE)
    if measure(footer, size) * SAFETY_FACTOR > available:
        return "", None
    return footer, citation_url(scene.argument_map, sentence)


def shown_status(scene: Scene, status: Status | None, word: str | None = None) -> Status | None:
    """Return a status if it is shown: for readers, only what is not accepted is news."""
    is_news = status is not Status.ACCEPTED or scene.annotations.is_detailed or word is not None
    return status if is_news else None


def icon_top(baseline: float, style: TextStyle) -> float:
    """Return the upper edge of an icon that is centered on the capitals of a text."""
    return baseline - style.size * _CAPITALS_CENTER - ICON_SIZE / 2
