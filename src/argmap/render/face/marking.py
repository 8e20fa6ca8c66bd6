"""Setting the marks of a card: whether its statement stands, how strong it is, what was found."""

from __future__ import annotations

from argmap.model import Status
from argmap.render.face import lettering
from argmap.render.face.lettering import BAR, SIGN, Column, Line, Run, Sign, Style
from argmap.render.face.metrics import SLACK, measure
from argmap.render.options import Badge

_GAP = 3.0
"""Points between a sign and its word, and between a name and the mark behind it."""

_MIDDLE = 0.36
"""How far above the baseline the middle of capitals is, in ems."""

_CODES = 3
"""So many codes stand on a badge; of more, it is said how many."""


def set_head(
    column: Column,
    left: tuple[Run, ...],
    name: str,
    status: Status | None,
    *,
    is_step: bool = False,
) -> None:
    """Set the head line: what the card does, its name, and at the end whether it stands."""
    style = lettering.HEAD
    if status is None:
        column.pair(left, name, style)
        return
    word = "" if status is Status.ACCEPTED else status.value.upper()
    if is_step and status is Status.REJECTED:
        word = "DOES NOT HOLD"
    width = measure(word, style.size, bold=True) * SLACK
    before = _GAP if word else 0.0
    y = column.y
    column.pair(left, name, style, kept=SIGN + before + width + 2 * _GAP)
    baseline = column.lines[-1].y if column.lines else y + style.lead
    right = column.x + column.width
    column.signs.append(Sign(status.value, right - width - before - SIGN, _beside(baseline, style)))
    if word:
        run = Run(word, "text", bold=True)
        column.lines.append(Line(right, baseline, style.size, (run,), is_right=True))


def set_status_line(column: Column, status: Status | None) -> None:
    """Set a line of its own that says what does not stand; nothing for what does."""
    if status in (None, Status.ACCEPTED):
        return
    assert status is not None
    _signed(column, status.value, status.value.upper(), lettering.HEAD, bold=True)


def set_strength(column: Column, value: float | None) -> None:
    """Set a bar with its number at the right: of the last line if there is room, else below."""
    style = lettering.FOOT
    text = "–" if value is None else f"{value:.2f}"
    width = measure("0.00", style.size) * SLACK
    needed = BAR + _GAP + width + style.size
    last = column.lines[-1] if column.lines else None
    if last is None or not column.has_room(needed):
        column.skip(2)
        column.skip(style.lead)
        baseline = column.y - 3
    else:
        baseline = last.y
    right = column.x + column.width
    run = (Run(text, "muted"),)
    column.lines.append(Line(right, baseline, style.size, run, is_right=True))
    y = baseline - style.size * _MIDDLE - SIGN / 2
    column.signs.append(Sign("bar", right - width - _GAP - BAR, y, value))


def set_badge(column: Column, badge: Badge | None) -> None:
    """Set a line with what the check found: the severity as a sign and a word, and the codes."""
    if badge is None:
        return
    codes = " ".join(badge.codes[:_CODES])
    more = len(badge.codes) - _CODES
    text = f"{badge.severity} {codes}" + (f" and {more} more" if more > 0 else "")
    column.skip(4)
    _signed(column, str(badge.severity), text, lettering.FOOT, bold=True, is_framed=True)
    column.skip(2)


def _signed(
    column: Column, kind: str, text: str, style: Style, *, bold: bool, is_framed: bool = False
) -> None:
    """Set one line with a sign before it."""
    inset = 4.0 if is_framed else 0.0
    left = column.x + inset + SIGN + _GAP
    inner = Column(left, column.x + column.width - inset - left, column.y)
    inner.text(text, Style(style.size, style.lead, bold), "text", limit=1)
    (line,) = inner.lines
    width = measure(line.runs[0].text, style.size, bold=bold) * SLACK
    patch = SIGN + _GAP + width + 2 * inset if is_framed else 0.0
    sign = Sign(kind, column.x + inset, _beside(line.y, style), patch=patch)
    column.signs.append(sign)
    column.lines.append(line)
    column.y = inner.y


def _beside(baseline: float, style: Style) -> float:
    """Return the upper edge of a sign that stands beside text."""
    return baseline - style.size * _MIDDLE - SIGN / 2
