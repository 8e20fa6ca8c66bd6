"""Lines of a card with an icon: a status, a strength, and the diagnostics."""

from __future__ import annotations

from argmap.model import Status
from argmap.rendering.cards.font_metrics import SAFETY_FACTOR, measure
from argmap.rendering.cards.head import ICON_GAP, icon_top
from argmap.rendering.cards.text_layout import (
    BAR_WIDTH,
    FOOTER_STYLE,
    HEAD_STYLE,
    ICON_SIZE,
    Icon,
    TextColumn,
    TextLine,
    TextRun,
    TextStyle,
)
from argmap.rendering.options import Badge, VersionMark

_MAX_BADGE_CODES = 3


def add_status_line(column: TextColumn, status: Status | None) -> None:
    """Add a line with the status of a row of evidence, unless it is accepted."""
    if status is not None and status is not Status.ACCEPTED:
        _add_icon_line(column, status.value, status.value.upper(), HEAD_STYLE)


def add_strength(column: TextColumn, value: float | None) -> None:
    """Add a bar and its number at the right: of the last line if they fit there, else below it."""
    style = FOOTER_STYLE
    text = "–" if value is None else f"{value:.2f}"
    width = measure("0.00", style.size) * SAFETY_FACTOR
    needed = BAR_WIDTH + ICON_GAP + width + style.size
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
    bar_x = right - width - ICON_GAP - BAR_WIDTH
    column.icons.append(Icon("bar", bar_x, icon_top(baseline, style), value))


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


def add_version_mark(column: TextColumn, mark: VersionMark | None) -> None:
    """Add a line for each difference from another version of the map."""
    if mark is None:
        return
    column.skip(4)
    for kind, text in mark.words:
        _add_icon_line(column, kind, text, HEAD_STYLE, is_framed=True)
        column.skip(4)


def _add_icon_line(
    column: TextColumn, kind: str, text: str, style: TextStyle, *, is_framed: bool = False
) -> None:
    """Add one line of bold text after an icon."""
    inset = 4.0 if is_framed else 0.0
    left = column.x + inset + ICON_SIZE + ICON_GAP
    text_column = TextColumn(left, column.x + column.width - inset - left, column.y)
    text_column.add_text(text, TextStyle(style.size, style.line_height, bold=True), "text", limit=1)
    (line,) = text_column.lines
    width = measure(line.runs[0].text, style.size, bold=True) * SAFETY_FACTOR
    frame_width = ICON_SIZE + ICON_GAP + width + 2 * inset if is_framed else 0.0
    icon = Icon(kind, column.x + inset, icon_top(line.y, style), frame_width=frame_width)
    column.icons.append(icon)
    column.lines.append(line)
    column.y = text_column.y
