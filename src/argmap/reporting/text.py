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

One finding: header, excerpts, tree, notes and fixes.

What a fix would change, as a small difference of lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from argmap.diagnostics import Applicability, Diagnostic, Fix
from argmap.reporting import Report
from argmap.reporting._snippets import Lines, bar, excerpts, gutter_width, numbered, shown_labels
from argmap.reporting._text import (
    STYLE_BY_SEVERITY,
    Paint,
    TerminalStyle,
    count_noun,
    paint_ansi,
    paint_plain,
    shorten,
    summary_line,
    tree_lines,
)
from argmap.text import Edit, SourceText, Span, apply_edits

IS_FOR_TERMINAL = True


def write(report: Report, *, color: bool) -> str:
    """Return the findings in order, a blank line between them, and a closing sentence."""
    paint = paint_ansi if color else paint_plain
    closing = paint(summary_line(report), TerminalStyle.STRONG) + "\n"
    return "\n".join([*_diagnostics(report, paint), closing]) if report.diagnostics else closing


def _diagnostics(report: Report, paint: Paint) -> list[str]:
    from argmap.reporting._snippets import read_line

    lines = lru_cache(maxsize=512)(read_line)
    return ["\n".join(diagnostic(each, lines, paint)) + "\n" for each in report.diagnostics]


_MOST_HUNKS = 3
_MOST_LINES = 6  # of a hunk, taken away or put there
_MOST_CHARACTERS = 4000  # of a hunk: what is longer is no excerpt
_CONTEXT = 60  # characters of a line on each side of a change
_LINE_END = re.compile(r"\r\n|\n|\r")


def fix_diff(fix: Fix, gutter: int, lines: Lines, paint: Paint) -> Iterator[str]:
    """Yield the lines that a fix takes away, marked ``-``, and those it puts in, marked ``+``."""
    hunks = list(_hunks(fix))
    for hunk in hunks[:_MOST_HUNKS]:
        yield from _hunk(fix.source, hunk, gutter, lines, paint)
    if more := len(hunks[_MOST_HUNKS:]):
        yield f"{' ' * gutter} … and in {more:,} more place{'s' if more > 1 else ''}"


def _hunks(fix: Fix) -> Iterator[list[Edit]]:
    """Group the edits that touch the same or neighbouring lines."""
    hunk: list[Edit] = []
    last = 0
    for edit in sorted(fix.edits, key=lambda edit: edit.span):
        line = fix.source.position(edit.span.start).line
        if hunk and line > last + 1:
            yield hunk
            hunk = []
        hunk.append(edit)
        last = fix.source.position(edit.span.end).line
    if hunk:
        yield hunk


def _hunk(
    source: SourceText, edits: Sequence[Edit], gutter: int, lines: Lines, paint: Paint
) -> Iterator[str]:
    number = source.position(edits[0].span.start).line
    shown = _around(source, edits, lines)
    size = shown.end - shown.start + sum(len(edit.replacement) for edit in edits)
    if size > _MOST_CHARACTERS:
        yield numbered(number, gutter, paint, f"(a change of {size:,} characters)", "~")
        return
    old, new = _both(source, edits, shown)
    while old and new and old[0] == new[0]:
        del old[0], new[0]
        number += 1
    while old and new and old[-1] == new[-1]:
        del old[-1], new[-1]
    for changed, sign, style in (
        (old, "-", TerminalStyle.REMOVED),
        (new, "+", TerminalStyle.ADDED),
    ):
        for index, line in enumerate(changed[:_MOST_LINES]):
            yield numbered(number + index, gutter, paint, paint(shorten(line), style), sign)
        if len(changed) > _MOST_LINES:
            yield f"{' ' * gutter} {paint(f'{sign} …', style)}"


def _around(source: SourceText, edits: Sequence[Edit], lines: Lines) -> Span:
    """Return the edits' span, widened to the whole lines unless they are long."""
    start, end = edits[0].span.start, edits[-1].span.end
    first, _ = lines(source, source.position(start).line)
    last, text = lines(source, source.position(end).line)
    return Span(max(first, start - _CONTEXT), max(end, min(last + len(text), end + _CONTEXT)))


def _both(source: SourceText, edits: Sequence[Edit], shown: Span) -> tuple[list[str], list[str]]:
    """Return the lines of a part of the text before and after the edits."""
    text = source.slice(shown)
    moved = [
        Edit(Span(edit.span.start - shown.start, edit.span.end - shown.start), edit.replacement)
        for edit in edits
    ]
    before = "…" if source.position(shown.start).column > 1 else ""
    following = source.text[shown.end : shown.end + 1]
    after = "…" if following and following not in "\r\n" else ""
    return (
        _LINE_END.split(f"{before}{text}{after}"),
        _LINE_END.split(f"{before}{apply_edits(text, moved)}{after}"),
    )


def diagnostic(diagnostic: Diagnostic, lines: Lines, paint: Paint) -> Iterator[str]:
    """Yield the lines of a finding."""
    gutter = gutter_width(diagnostic)
    severity = paint(
        f"{diagnostic.severity}[{diagnostic.code}]", STYLE_BY_SEVERITY[diagnostic.severity]
    )
    message = paint(shorten(diagnostic.message), TerminalStyle.STRONG)
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
        yield from _note("note", f"and {count_noun(hidden, 'more place')}", gutter, paint)
    if diagnostic.help:
        yield from _note("help", diagnostic.help, gutter, paint)
    for fix in diagnostic.fixes:
        word = "fix" if fix.applicability is Applicability.SAFE else "suggestion"
        yield from _note(word, fix.title, gutter, paint)
        yield from fix_diff(fix, gutter, lines, paint)


def _note(word: str, text: str, gutter: int, paint: Paint) -> Iterator[str]:
    lead = (
        f"{' ' * gutter} {paint('=', TerminalStyle.GUTTER)} {paint(word, TerminalStyle.STRONG)}: "
    )
    for line in text.splitlines():
        yield f"{lead}{shorten(line)}"
        lead = " " * (gutter + len(" = : ") + len(word))
