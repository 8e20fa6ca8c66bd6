"""Breaking a sentence into lines that fit, by our own metrics."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from argmap.render.face.breaking import Piece, on_one_line, pieces
from argmap.render.face.clusters import clusters
from argmap.render.face.metrics import EM, SLACK, widths

LINES = 40
"""A text is cut after so many lines, with an ellipsis: one card must not bury the map."""

ELLIPSIS = "…"
_HYPHEN = "-"


def wrap(
    text: str, width: float, size: float, *, bold: bool = False, limit: int = LINES
) -> list[str]:
    """Return the lines of ``text`` set in ``width`` points at ``size`` points.

    Every line, with `SLACK`, is at most ``width`` wide; words are broken only where they are longer
    than a line. Runs of white space count as one space, a line feed begins a new line. No text
    gives no lines; beyond ``limit`` lines the rest is cut.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        for line in _fill(pieces(paragraph), _budget(width, size), bold=bold):
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
    for letter in clusters(text):
        room -= sum(map(table.__getitem__, letter))
        if room < 0:
            break
        end += len(letter)
    return text[:end].rstrip() + ELLIPSIS


def _budget(width: float, size: float) -> float:
    """Return what may stand in a line, in the units of the metrics."""
    return width / SLACK * EM / size


def _fill(found: Iterable[Piece], budget: float, *, bold: bool) -> Iterator[str]:
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
    for letter in clusters(word):
        width = sum(map(table.__getitem__, letter))
        for part in letter if width > budget else (letter,):
            part_width = sum(map(table.__getitem__, part))
            if line and used + part_width > budget:
                found.append(line)
                line, used = "", 0
            line += part
            used += part_width
    return [*found, line]
