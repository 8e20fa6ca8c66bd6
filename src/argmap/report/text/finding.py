"""One finding: header, excerpts, tree, notes and fixes."""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Applicability, Diagnostic
from argmap.report._common.characters import shorten
from argmap.report._common.style import OF_SEVERITY, Paint, Style
from argmap.report._common.totals import counted
from argmap.report._common.wording import tree_lines
from argmap.report.text.change import difference
from argmap.report.text.excerpt import (
    Lines,
    bar,
    excerpts,
    gutter_width,
    shown_labels,
)


def finding(diagnostic: Diagnostic, lines: Lines, paint: Paint) -> Iterator[str]:
    """Yield the lines of a finding."""
    gutter = gutter_width(diagnostic)
    severity = paint(f"{diagnostic.severity}[{diagnostic.code}]", OF_SEVERITY[diagnostic.severity])
    message = paint(shorten(diagnostic.message), Style.STRONG)
    yield f"{severity} {diagnostic.name}: {message}"
    yield from excerpts(diagnostic, gutter, lines, paint)
    if diagnostic.tree:
        yield bar(gutter, paint)
        yield from (bar(gutter, paint, f"  {line}") for line in tree_lines(diagnostic.tree))
    notes = list(_notes(diagnostic, gutter, lines, paint))
    if notes:
        yield bar(gutter, paint)
        yield from notes


def _notes(diagnostic: Diagnostic, gutter: int, lines: Lines, paint: Paint) -> Iterator[str]:
    hidden = len(diagnostic.labels) - len(shown_labels(diagnostic))
    if hidden:
        yield from _note("note", f"and {counted(hidden, 'more place')}", gutter, paint)
    if diagnostic.help:
        yield from _note("help", diagnostic.help, gutter, paint)
    for fix in diagnostic.fixes:
        word = "fix" if fix.applicability is Applicability.SAFE else "suggestion"
        yield from _note(word, fix.title, gutter, paint)
        yield from difference(fix, gutter, lines, paint)


def _note(word: str, text: str, gutter: int, paint: Paint) -> Iterator[str]:
    lead = f"{' ' * gutter} {paint('=', Style.GUTTER)} {paint(word, Style.STRONG)}: "
    for line in text.splitlines():
        yield f"{lead}{shorten(line)}"
        lead = " " * (gutter + len(" = : ") + len(word))
