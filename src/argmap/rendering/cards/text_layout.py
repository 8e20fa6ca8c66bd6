"""Layout of text: columns of lines, wrapping, and text that runs from right to left.

Right-to-left text is wrapped in Unicode's directional isolates, which every SVG renderer supports;
few support SVG's ``direction``. Isolates have no width and no glyph.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from attrs import define, field

from argmap.rendering.cards.font_metrics import (
    SAFETY_FACTOR,
    UNITS_PER_EM,
    extent_of,
    measure,
    widths,
)
from argmap.rendering.cards.unicode import Segment, graphemes, line_breaks, on_one_line

MAX_LINES = 40
"""A text is truncated after this number of lines, so that no card dominates the picture."""

ELLIPSIS = "…"
_HYPHEN = "-"

ICON_SIZE = 7.0
BAR_WIDTH = 34.0

_DESCENT = 0.16
"""The distance of the baseline from the lower edge of the text, in ems: more than half of
Liberation's descent of 0.21, which looks centered since most lines have few descenders."""


def wrap(
    text: str, width: float, size: float, *, bold: bool = False, limit: int = MAX_LINES
) -> list[str]:
    """Return the lines of ``text`` set in ``width`` points at ``size`` points.

    Every line, times `SAFETY_FACTOR`, is at most ``width`` wide. A word is broken only if it is
    longer than a line. Runs of white space count as one space, and a line feed begins a new line.
    An empty text has no lines; text beyond ``limit`` lines is replaced by an
    ellipsis.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        for line in _fill(line_breaks(paragraph), _budget(width, size), bold=bold):
            if len(lines) == limit:
                lines[-1] = _truncate(lines[-1], width, size, bold=bold)
                return lines
            lines.append(line)
    return lines


def fit(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """Return ``text`` on one line of ``width`` points, truncated with an ellipsis if necessary."""
    text = on_one_line(text)
    fits = sum(map(widths(bold=bold).__getitem__, text)) <= _budget(width, size)
    return text if fits else _truncate(text, width, size, bold=bold)


def _truncate(text: str, width: float, size: float, *, bold: bool) -> str:
    """Return as much of the start of ``text`` as fits, followed by an ellipsis."""
    table = widths(bold=bold)
    available = _budget(width, size) - table[ELLIPSIS]
    end = 0
    for grapheme in graphemes(text):
        available -= sum(map(table.__getitem__, grapheme))
        if available < 0:
            break
        end += len(grapheme)
    return text[:end].rstrip() + ELLIPSIS


def _budget(width: float, size: float) -> float:
    """Return the width that the text of a line may have, in units of the font."""
    return width / SAFETY_FACTOR * UNITS_PER_EM / size


def _fill(segments: Iterable[Segment], budget: float, *, bold: bool) -> Iterator[str]:
    """Yield lines with as many segments as fit (greedy line breaking)."""
    table = widths(bold=bold)
    line, used, end = "", 0, ""
    for text, is_spaced, is_hyphenated in segments:
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
                *full_lines, line = _split_word(text, budget - (needed - width), table)
                yield from full_lines
                used = sum(map(table.__getitem__, line))
        end = _HYPHEN if is_hyphenated else ""
    if line:
        yield line


def _split_word(word: str, budget: float, table: dict[str, int]) -> list[str]:
    """Split a word between graphemes into lines; split a grapheme only if it exceeds a line."""
    lines: list[str] = []
    line, used = "", 0
    for grapheme in graphemes(word):
        width = sum(map(table.__getitem__, grapheme))
        for part in grapheme if width > budget else (grapheme,):
            part_width = sum(map(table.__getitem__, part))
            if line and used + part_width > budget:
                lines.append(line)
                line, used = "", 0
            line += part
            used += part_width
    return [*lines, line]


# ---- Writing direction -------------------------------------------------------------------------

_RLI, _FSI, _PDI = "\u2067", "\u2068", "\u2069"  # right-to-left, first strong, pop
_ISOLATE_STARTS = frozenset({"LRI", "RLI", "FSI"})


def is_right_to_left(text: str) -> bool:
    """Whether a text runs from right to left: its first letter outside of isolates decides."""
    if not _has_right_to_left(text):
        return False
    depth = 0
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in _ISOLATE_STARTS:
            depth += 1
        elif kind == "PDI":
            depth = max(depth - 1, 0)
        elif depth == 0 and kind in ("L", "R", "AL"):
            return kind != "L"
    return False


def mark_right_to_left(line: str) -> str:
    """Return a line as a right-to-left isolate."""
    return f"{_RLI}{line}{_PDI}"


def isolate(text: str) -> str:
    """Return a text as an isolate, so that it does not change the order of the text around it."""
    return f"{_FSI}{text}{_PDI}" if _has_right_to_left(text) else text


def _has_right_to_left(text: str) -> bool:
    return not text.isascii() and _right_to_left().search(text) is not None


@cache
def _right_to_left() -> re.Pattern[str]:
    """Match letters of right-to-left scripts such as Hebrew and Arabic, and control characters."""
    letters = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff"
    return re.compile(f"[{letters}\u200f\u202b\u202e\u2067]")


# ---- Columns of lines --------------------------------------------------------------------------


class TextStyle(NamedTuple):
    """A font size and the distance between baselines, both in points."""

    size: float
    line_height: float
    bold: bool = False
    italic: bool = False


HEAD_STYLE = TextStyle(8, 11, bold=True)
BODY_STYLE = TextStyle(11, 14)
LABEL_STYLE = TextStyle(11, 14, bold=True)
THESIS_STYLE = TextStyle(11, 14, bold=True)
EVIDENCE_STYLE = TextStyle(10, 12.5)
FOOTER_STYLE = TextStyle(8.5, 11)
TAG_STYLE = TextStyle(8, 11)
HEADING_STYLE = TextStyle(12, 15, bold=True)


class TextRun(NamedTuple):
    """A text in one color, after a gap in ems. Italic letters are as wide as upright ones."""

    text: str
    color: str
    bold: bool = False
    gap: float = 0.0
    italic: bool = False


class TextLine(NamedTuple):
    """A line of runs.

    ``x`` is its left edge, or its right edge if it is right-aligned; ``y`` is its baseline.
    """

    x: float
    y: float
    size: float
    runs: tuple[TextRun, ...]
    is_right_aligned: bool = False
    href: str | None = None


class Icon(NamedTuple):
    """A small drawing in a square of `ICON_SIZE` points.

    Attributes:
        kind: A status, a severity, ``tag``, or ``bar``, which is `BAR_WIDTH` points wide.
        x: The left edge.
        y: The upper edge.
        value: The filled share of a bar, from 0 to 1; None if it has no value.
        frame_width: The width of a frame around the icon and the text after it; 0 for none.
        frame_height: The height of the frame of a tag.
        color: The color of a tag.
    """

    kind: str
    x: float
    y: float
    value: float | None = 0.0
    frame_width: float = 0.0
    frame_height: float = 0.0
    color: str = ""


@define
class TextColumn:
    """A column of text that grows downwards; ``y`` is the upper edge of the next line."""

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
        """Add a text, wrapped to the column; right-to-left text is right-aligned."""
        is_right = is_right_to_left(text)
        x = self.x + self.width if is_right else self.x
        for line in wrap(text, self.width, style.size, bold=style.bold, limit=limit):
            shown = mark_right_to_left(line) if is_right else line
            run = TextRun(shown, color, style.bold, italic=style.italic)
            above, below = extra_space(line, style)
            self.y += above
            self._add(x, style, (run,), is_right=is_right, href=href)
            self.y += style.line_height + below

    def add_to_last_line(self, text: str, style: TextStyle, *, href: str | None = None) -> bool:
        """Add a muted text at the right of the last line if it fits; return whether it did."""
        if not self.has_space(measure(text, style.size) + style.size):
            return False
        if extra_space(text, style) != (0.0, 0.0):  # the line may be too low
            return False
        runs, last = (TextRun(text, "muted"),), self.lines[-1]
        self.lines.append(TextLine(self.x + self.width, last.y, style.size, runs, True, href))
        return True

    def has_space(self, width: float) -> bool:
        """Return whether the last line has ``width`` points of space at its right."""
        last = self.lines[-1] if self.lines else None
        if last is None or last.is_right_aligned:
            return False
        used = last.x - self.x + runs_width(last.runs, last.size)
        return (used + width) * SAFETY_FACTOR <= self.width

    def add_split_line(
        self,
        left: tuple[TextRun, ...],
        right: str,
        style: TextStyle,
        *,
        href: str | None = None,
        reserved: float = 0.0,
        right_href: str | None = None,
    ) -> None:
        """Add a line with runs at the left and a muted text at the right, truncated to fit.

        ``reserved`` points stay free at the right of both.
        """
        above, below = extra_space("".join([run.text for run in left]) + right, style)
        self.y += above
        self._add(self.x, style, left, href=href)
        used = runs_width(left, style.size)
        available = self.width - reserved - used * SAFETY_FACTOR - style.size
        if right and available > 2 * style.size:
            text = fit(right, available, style.size)
            x, runs = self.x + self.width - reserved, (TextRun(text, "muted"),)
            self._add(x, style, runs, is_right=True, href=right_href)
        self.y += style.line_height + below

    def _add(
        self,
        x: float,
        style: TextStyle,
        runs: tuple[TextRun, ...],
        *,
        is_right: bool = False,
        href: str | None = None,
    ) -> None:
        baseline = self.y + _baseline(style)
        if runs:
            self.lines.append(TextLine(x, baseline, style.size, runs, is_right, href))


def _baseline(style: TextStyle) -> float:
    """Return the distance of the baseline from the upper edge of a line."""
    return (style.line_height + style.size) / 2 - style.size * _DESCENT


def extra_space(text: str, style: TextStyle) -> tuple[float, float]:
    """Return the space above and below a line that its tall glyphs need, in points."""
    extent = extent_of(text)
    if extent is None:
        return 0.0, 0.0
    baseline = _baseline(style)
    above = extent.above * style.size - baseline
    below = extent.below * style.size - (style.line_height - baseline)
    return max(above, 0.0), max(below, 0.0)


def runs_width(runs: tuple[TextRun, ...], size: float) -> float:
    """Return the width of runs with the gaps between them, without the `SAFETY_FACTOR`."""
    return sum(run.gap * size + measure(run.text, size, bold=run.bold) for run in runs)
