"""Lines of text on a card: where each begins, in what size and ink.

Breaking a sentence into lines that fit, by our own metrics.

Text that runs from right to left, among text that runs from left to right.

What runs to the left is wrapped in isolating signs of Unicode, which every program that draws
pictures heeds; few heed SVG's own ``direction``. They have no width, and no letter stands for them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from attrs import define, field

from argmap.rendering.cards.font_metrics import SAFETY_FACTOR, UNITS_PER_EM, measure, widths
from argmap.rendering.cards.unicode import Segment, graphemes, line_breaks, on_one_line

MAX_LINES = 40
"""A text is cut after so many lines, with an ellipsis: one card must not bury the map."""

ELLIPSIS = "…"
_HYPHEN = "-"


def wrap(
    text: str, width: float, size: float, *, bold: bool = False, limit: int = MAX_LINES
) -> list[str]:
    """Return the lines of ``text`` set in ``width`` points at ``size`` points.

    Every line, times `SAFETY_FACTOR`, is at most ``width`` wide. A word is broken only if it is
    longer than a line. Runs of white space count as one space, and a line feed begins a new line.
    An empty text has no lines; text beyond ``limit`` lines is cut.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        for line in _fill(line_breaks(paragraph), _budget(width, size), bold=bold):
            if len(lines) == limit:
                lines[-1] = _cut(lines[-1], width, size, bold=bold)
                return lines
            lines.append(line)
    return lines


def fit(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """Return ``text`` on one line of ``width`` points, cut off with an ellipsis if need be."""
    text = on_one_line(text)
    fits = sum(map(widths(bold=bold).__getitem__, text)) <= _budget(width, size)
    return text if fits else _cut(text, width, size, bold=bold)


def _cut(text: str, width: float, size: float, *, bold: bool) -> str:
    """Return as much of the beginning of ``text`` as fits with an ellipsis behind it."""
    table = widths(bold=bold)
    room = _budget(width, size) - table[ELLIPSIS]
    end = 0
    for letter in graphemes(text):
        room -= sum(map(table.__getitem__, letter))
        if room < 0:
            break
        end += len(letter)
    return text[:end].rstrip() + ELLIPSIS


def _budget(width: float, size: float) -> float:
    """Return what may stand in a line, in the units of the metrics."""
    return width / SAFETY_FACTOR * UNITS_PER_EM / size


def _fill(found: Iterable[Segment], budget: float, *, bold: bool) -> Iterator[str]:
    """Put as many pieces on each line as fit."""
    table = widths(bold=bold)
    line, used, end = "", 0, ""
    for text, is_spaced, is_hyphenated in found:
        width = sum(map(table.__getitem__, text))
        needed = width + (table[_HYPHEN] if is_hyphenated else 0)
        space = table[" "] if is_spaced else 0
        if line and used + space + needed <= budget:
            line, used = f"{line} {text}" if is_spaced else line + text, used + space + width
        else:
            if line:
                yield line + end
            line, used = text, width
            if needed > budget:
                *whole, line = _chop(text, budget - (needed - width), table)
                yield from whole
                used = sum(map(table.__getitem__, line))
        end = _HYPHEN if is_hyphenated else ""
    if line:
        yield line


def _chop(word: str, budget: float, table: dict[str, int]) -> list[str]:
    """Break a word between any two letters, and a letter only if it is wider than a line."""
    found: list[str] = []
    line, used = "", 0
    for letter in graphemes(word):
        width = sum(map(table.__getitem__, letter))
        for part in letter if width > budget else (letter,):
            part_width = sum(map(table.__getitem__, part))
            if line and used + part_width > budget:
                found.append(line)
                line, used = "", 0
            line += part
            used += part_width
    return [*found, line]


_TO_LEFT, _AS_IT_BEGINS, _END = "\u2067", "\u2068", "\u2069"
_BEGINS = frozenset({"LRI", "RLI", "FSI"})


def is_right_to_left(text: str) -> bool:
    """Whether a text runs from right to left: its first letter says so, isolated parts aside."""
    if not _has_right_to_left(text):
        return False
    depth = 0
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in _BEGINS:
            depth += 1
        elif kind == "PDI":
            depth = max(depth - 1, 0)
        elif depth == 0 and kind in ("L", "R", "AL"):
            return kind != "L"
    return False


def mark_right_to_left(line: str) -> str:
    """Return a line of a text that runs to the left, so marked."""
    return f"{_TO_LEFT}{line}{_END}"


def isolate(text: str) -> str:
    """Return a text so marked that its letters change nothing about the order of its neighbours."""
    return f"{_AS_IT_BEGINS}{text}{_END}" if _has_right_to_left(text) else text


def _has_right_to_left(text: str) -> bool:
    return not text.isascii() and _right_to_left().search(text) is not None


@cache
def _right_to_left() -> re.Pattern[str]:
    """The letters of Hebrew, Arabic, Syriac and their like, and the signs that ask for it."""
    letters = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff"
    return re.compile(f"[{letters}\u200f\u202b\u202e\u2067]")


class TextStyle(NamedTuple):
    """A size of type and the distance from one baseline to the next, in points."""

    size: float
    line_height: float
    bold: bool = False


HEAD_STYLE = TextStyle(8, 11, bold=True)
BODY_STYLE = TextStyle(11, 14)
THESIS_STYLE = TextStyle(11, 14, bold=True)
EVIDENCE_STYLE = TextStyle(10, 12.5)
FOOTER_STYLE = TextStyle(8.5, 11)
HEADING_STYLE = TextStyle(12, 15, bold=True)


class TextRun(NamedTuple):
    """Text in one ink, after a gap in ems."""

    text: str
    color: str
    bold: bool = False
    gap: float = 0.0


class TextLine(NamedTuple):
    """A line of runs that begins (``is_right_aligned``: ends) at ``x``; ``y`` is its baseline."""

    x: float
    y: float
    size: float
    runs: tuple[TextRun, ...]
    is_right_aligned: bool = False
    href: str | None = None


class Icon(NamedTuple):
    """A small drawing in a square of ``ICON_SIZE`` points, its upper left corner at (``x``, ``y``).

    ``kind`` is a status, a severity, or ``bar``: that one is as wide as ``BAR_WIDTH``, filled to
    ``value`` (None: there is no value). ``patch`` is how wide a frame about it and the text behind
    it is; 0: there is none.
    """

    kind: str
    x: float
    y: float
    value: float | None = 0.0
    frame_width: float = 0.0


ICON_SIZE = 7.0
BAR_WIDTH = 34.0


@define
class TextColumn:
    """A column of text being set, from the top down; ``y`` is where the next line begins."""

    x: float
    width: float
    y: float
    lines: list[TextLine] = field(factory=list)
    icons: list[Icon] = field(factory=list)

    def skip(self, height: float) -> None:
        self.y += height

    def add_text(
        self,
        text: str,
        style: TextStyle,
        color: str,
        *,
        href: str | None = None,
        limit: int = MAX_LINES,
    ) -> None:
        """Set a text, wrapped to the column; one that runs to the left begins at its right edge."""
        is_right = is_right_to_left(text)
        x = self.x + self.width if is_right else self.x
        for line in wrap(text, self.width, style.size, bold=style.bold, limit=limit):
            run = TextRun(mark_right_to_left(line) if is_right else line, color, style.bold)
            self._add(x, style, (run,), is_right=is_right, href=href)
            self.y += style.line_height

    def add_to_last_line(self, text: str, style: TextStyle) -> bool:
        """Set a muted text at the right of the last line, if there is room for all of it."""
        if not self.has_room(measure(text, style.size) + style.size):
            return False
        runs, last = (TextRun(text, "muted"),), self.lines[-1]
        self.lines.append(
            TextLine(self.x + self.width, last.y, style.size, runs, is_right_aligned=True)
        )
        return True

    def has_room(self, width: float) -> bool:
        """Whether there is so much room at the right of the last line."""
        last = self.lines[-1] if self.lines else None
        if last is None or last.is_right_aligned:
            return False
        used = last.x - self.x + _width(last.runs, last.size)
        return (used + width) * SAFETY_FACTOR <= self.width

    def add_split_line(
        self,
        left: tuple[TextRun, ...],
        right: str,
        style: TextStyle,
        *,
        href: str | None = None,
        kept: float = 0.0,
    ) -> None:
        """Set one line with runs at the left and a muted text at the right, shortened to fit.

        ``kept`` is how much room stays free behind the text at the right.
        """
        self._add(self.x, style, left, href=href)
        used = _width(left, style.size)
        room = self.width - kept - used * SAFETY_FACTOR - style.size
        if right and room > 2 * style.size:
            text = fit(right, room, style.size)
            self._add(self.x + self.width - kept, style, (TextRun(text, "muted"),), is_right=True)
        self.y += style.line_height

    def _add(
        self,
        x: float,
        style: TextStyle,
        runs: tuple[TextRun, ...],
        *,
        is_right: bool = False,
        href: str | None = None,
    ) -> None:
        baseline = self.y + (style.line_height + style.size) / 2 - style.size * _DESCENT
        if runs:
            self.lines.append(TextLine(x, baseline, style.size, runs, is_right, href))


def _width(runs: tuple[TextRun, ...], size: float) -> float:
    return sum(run.gap * size + measure(run.text, size, bold=run.bold) for run in runs)


_DESCENT = 0.16
"""How far below the middle of the line's foot the letters hang, in ems: half of Liberation's 0.21
descent and a little for the eye, since most lines have few descenders."""
