"""Breaking a sentence into lines that fit, by our own metrics."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from argmap.render.face.metrics import EM, SLACK, widths

LINES = 40
"""A text is cut after so many lines, with an ellipsis: one card must not bury the map."""

ELLIPSIS = "…"
_JOINER = "\u200d"

# Chinese and Japanese break between any two characters, save before what closes and after what
# opens (the core of JIS X 4051); Korean keeps its words together.
_OPENING = "「『（［｛〈《【〔"
_CLOSING = "、。，．・：；？！」』）］｝〉》】〕ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々"
_IDEOGRAPH = "\u2e80-\u30ff\u31f0-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60"
_FIRST_IDEOGRAPH = _IDEOGRAPH[0]

# A word may also end behind a dash or a slash inside it.
_AFTER_DASH = re.compile(r"(?<=\w[-/])(?=\w)|(?<=\w[\u2013-\u2014])(?=\w)")


@cache
def _cluster() -> re.Pattern[str]:
    return re.compile(f"[{_OPENING}]*[{_IDEOGRAPH}][{_CLOSING}]*|[^{_IDEOGRAPH}]+")


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
        for line in _fill(_atoms(paragraph), _budget(width, size), bold=bold):
            if len(lines) == limit:
                lines[-1] = _cut(lines[-1], width, size, bold=bold)
                return lines
            lines.append(line)
    return lines


def fit(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """Return ``text`` on one line of ``width`` points, cut off with an ellipsis if need be."""
    text = " ".join(text.split())
    fits = sum(map(widths(bold=bold).__getitem__, text)) <= _budget(width, size)
    return text if fits else _cut(text, width, size, bold=bold)


def _cut(text: str, width: float, size: float, *, bold: bool) -> str:
    """Return as much of the beginning of ``text`` as fits with an ellipsis behind it."""
    table = widths(bold=bold)
    room = _budget(width, size) - table[ELLIPSIS]
    end = 0
    for char in text:
        room -= table[char]
        if room < 0:
            break
        end += 1
    return text[:end].rstrip() + ELLIPSIS


def _budget(width: float, size: float) -> float:
    """Return what may stand in a line, in the units of the metrics."""
    return width / SLACK * EM / size


def _atoms(paragraph: str) -> Iterator[tuple[str, bool]]:
    """Split at spaces, behind dashes, and between the characters of scripts without spaces.

    With each piece goes whether a space parts it from the one before.
    """
    has_ideographs = max(paragraph, default="") >= _FIRST_IDEOGRAPH
    split = _cluster().findall if has_ideographs else _AFTER_DASH.split
    for word in paragraph.split():
        is_spaced = True
        for piece in split(word):
            yield piece, is_spaced
            is_spaced = False


def _fill(atoms: Iterator[tuple[str, bool]], budget: float, *, bold: bool) -> Iterator[str]:
    """Put as many atoms on each line as fit."""
    table = widths(bold=bold)
    line, used = "", 0
    for atom, is_spaced in atoms:
        width = sum(map(table.__getitem__, atom))
        space = table[" "] if is_spaced else 0
        if line and used + space + width <= budget:
            line, used = f"{line} {atom}" if is_spaced else line + atom, used + space + width
            continue
        if line:
            yield line
        line, used = atom, width
        if width > budget:
            *whole, line = _chop(atom, budget, table)
            yield from whole
            used = sum(map(table.__getitem__, line))
    if line:
        yield line


def _chop(word: str, budget: float, table: dict[str, int]) -> list[str]:
    """Break a word anywhere, but never part a letter from its marks."""
    pieces: list[str] = []
    start, used = 0, 0
    for index, char in enumerate(word):
        width = table[char]
        is_glued = width == 0 or (index and word[index - 1] == _JOINER)
        if used + width > budget and index > start and not is_glued:
            pieces.append(word[start:index])
            start, used = index, 0
        used += width
    pieces.append(word[start:])
    return pieces
