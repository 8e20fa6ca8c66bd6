"""The report people read: every finding with the lines it is about, underlined, and what mends it.

The layout is that of rustc, known from many tools::

    error[REF101] undefined-reference: there is no statement `growth`
     --> security.argmap:4:15
      |
    4 |     supports: growth
      |               ^^^^^^ not declared
      |
      = help: the nearest one is `grew`

Everything is bounded: a finding takes a screen at most, however long its lines and spans are.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from argmap.diagnostics import Diagnostic
from argmap.report import Report
from argmap.report.text.change import difference
from argmap.report.text.characters import shorten
from argmap.report.text.excerpt import (
    Lines,
    bar,
    excerpts,
    gutter_width,
    read_line,
    shown_labels,
)
from argmap.report.text.style import OF_SEVERITY, Paint, Style, in_color, without_color
from argmap.report.text.totals import counted, totals

_MOST_TREE_LINES = 40


def write(report: Report, *, color: bool) -> str:
    """Return the findings in order, a blank line between them, and a closing sentence."""
    paint = in_color if color else without_color
    lines = lru_cache(maxsize=512)(read_line)
    blocks = [
        "\n".join(_finding(diagnostic, lines, paint)) + "\n" for diagnostic in report.diagnostics
    ]
    return "\n".join([*blocks, paint(totals(report), Style.STRONG) + "\n"])


def _finding(diagnostic: Diagnostic, lines: Lines, paint: Paint) -> Iterator[str]:
    gutter = gutter_width(diagnostic)
    severity = paint(f"{diagnostic.severity}[{diagnostic.code}]", OF_SEVERITY[diagnostic.severity])
    message = paint(shorten(diagnostic.message), Style.STRONG)
    yield f"{severity} {diagnostic.name}: {message}"
    yield from excerpts(diagnostic, gutter, lines, paint)
    if diagnostic.tree:
        yield bar(gutter, paint)
        yield from (bar(gutter, paint, f"  {line}") for line in _tree(diagnostic.tree))
    notes = list(_notes(diagnostic, gutter, lines, paint))
    if notes:
        yield bar(gutter, paint)
        yield from notes


def _tree(lines: tuple[str, ...]) -> Iterator[str]:
    over = len(lines) - _MOST_TREE_LINES
    half = _MOST_TREE_LINES // 2
    shown = lines if over <= 0 else (*lines[:half], f"… {over:,} more …", *lines[-half:])
    yield from map(shorten, shown)


def _notes(diagnostic: Diagnostic, gutter: int, lines: Lines, paint: Paint) -> Iterator[str]:
    hidden = len(diagnostic.labels) - len(shown_labels(diagnostic))
    if hidden:
        yield from _note("note", f"and {counted(hidden, 'more place')}", gutter, paint)
    if diagnostic.help:
        yield from _note("help", diagnostic.help, gutter, paint)
    for fix in diagnostic.fixes:
        yield from _note("fix", fix.title, gutter, paint)
        yield from difference(fix, gutter, lines, paint)


def _note(word: str, text: str, gutter: int, paint: Paint) -> Iterator[str]:
    lead = f"{' ' * gutter} {paint('=', Style.GUTTER)} {paint(word, Style.STRONG)}: "
    for line in text.splitlines():
        yield f"{lead}{shorten(line)}"
        lead = " " * (gutter + len(" = : ") + len(word))
