"""Lines of text on a card: where each begins, in what size and ink."""

from __future__ import annotations

from typing import NamedTuple

from attrs import define, field

from argmap.render.face.bidi import runs_left, to_left
from argmap.render.face.metrics import SLACK, measure
from argmap.render.face.wrapping import LINES, fit, wrap


class Style(NamedTuple):
    """A size of type and the distance from one baseline to the next, in points."""

    size: float
    lead: float
    bold: bool = False


HEAD = Style(8, 11, bold=True)
BODY = Style(11, 14)
THESIS = Style(11, 14, bold=True)
DOCKED = Style(10, 12.5)
FOOT = Style(8.5, 11)
HEADING = Style(12, 15, bold=True)


class Run(NamedTuple):
    """Text in one ink, after a gap in ems."""

    text: str
    ink: str
    bold: bool = False
    gap: float = 0.0


class Line(NamedTuple):
    """A line of runs that begins (``is_right``: ends) at ``x``; ``y`` is its baseline."""

    x: float
    y: float
    size: float
    runs: tuple[Run, ...]
    is_right: bool = False
    href: str | None = None


class Sign(NamedTuple):
    """A small drawing in a square of ``SIGN`` points, its upper left corner at (``x``, ``y``).

    ``kind`` is a status, a severity, or ``bar``: that one is as wide as ``BAR``, filled to
    ``value`` (None: there is no value). ``patch`` is how wide a frame about it and the text behind
    it is; 0: there is none.
    """

    kind: str
    x: float
    y: float
    value: float | None = 0.0
    patch: float = 0.0


SIGN = 7.0
BAR = 34.0


@define
class Column:
    """A column of text being set, from the top down; ``y`` is where the next line begins."""

    x: float
    width: float
    y: float
    lines: list[Line] = field(factory=list)
    signs: list[Sign] = field(factory=list)

    def skip(self, height: float) -> None:
        self.y += height

    def text(
        self, text: str, style: Style, ink: str, *, href: str | None = None, limit: int = LINES
    ) -> None:
        """Set a text, wrapped to the column; one that runs to the left begins at its right edge."""
        is_right = runs_left(text)
        x = self.x + self.width if is_right else self.x
        for line in wrap(text, self.width, style.size, bold=style.bold, limit=limit):
            run = Run(to_left(line) if is_right else line, ink, style.bold)
            self._add(x, style, (run,), is_right=is_right, href=href)
            self.y += style.lead

    def tuck(self, text: str, style: Style) -> bool:
        """Set a muted text at the right of the last line, if there is room for all of it."""
        if not self.has_room(measure(text, style.size) + style.size):
            return False
        runs, last = (Run(text, "muted"),), self.lines[-1]
        self.lines.append(Line(self.x + self.width, last.y, style.size, runs, is_right=True))
        return True

    def has_room(self, width: float) -> bool:
        """Whether there is so much room at the right of the last line."""
        last = self.lines[-1] if self.lines else None
        if last is None or last.is_right:
            return False
        used = last.x - self.x + _width(last.runs, last.size)
        return (used + width) * SLACK <= self.width

    def pair(
        self,
        left: tuple[Run, ...],
        right: str,
        style: Style,
        *,
        href: str | None = None,
        kept: float = 0.0,
    ) -> None:
        """Set one line with runs at the left and a muted text at the right, shortened to fit.

        ``kept`` is how much room stays free behind the text at the right.
        """
        self._add(self.x, style, left, href=href)
        used = _width(left, style.size)
        room = self.width - kept - used * SLACK - style.size
        if right and room > 2 * style.size:
            text = fit(right, room, style.size)
            self._add(self.x + self.width - kept, style, (Run(text, "muted"),), is_right=True)
        self.y += style.lead

    def _add(
        self,
        x: float,
        style: Style,
        runs: tuple[Run, ...],
        *,
        is_right: bool = False,
        href: str | None = None,
    ) -> None:
        baseline = self.y + (style.lead + style.size) / 2 - style.size * _DESCENT
        if runs:
            self.lines.append(Line(x, baseline, style.size, runs, is_right, href))


def _width(runs: tuple[Run, ...], size: float) -> float:
    return sum(run.gap * size + measure(run.text, size, bold=run.bold) for run in runs)


_DESCENT = 0.16
"""How far below the middle of the line's foot the letters hang, in ems: half of Liberation's 0.21
descent and a little for the eye, since most lines have few descenders."""
