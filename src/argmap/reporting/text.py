"""The text report: diagnostics with snippets of the source, help and fixes, for terminals.

The layout is that of rustc::

    error[REF101] undefined-reference: nothing is called `growht`
     --> security.argmap:4:15
      |
    4 |     supports: growht
      |               ^^^^^^ no statement has this id
      |
      = help: did you mean `growth`?

The length of a diagnostic is limited, however long its lines and spans are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from argmap.diagnostics import Applicability, Diagnostic, Fix
from argmap.reporting import Report
from argmap.reporting._snippets import (
    ReadLine,
    gutter_width,
    line_at,
    numbered_row,
    plain_row,
    shown_labels,
    snippets,
)
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

_MAX_HUNKS = 3
_MAX_HUNK_LINES = 6  # removed, and as many added
_MAX_HUNK_CHARACTERS = 4000  # longer hunks are not shown
_CONTEXT_LENGTH = 60  # characters of a long line on each side of a change
_NEWLINE = re.compile(r"\r\n|\n|\r")


def write(report: Report, *, color: bool) -> str:
    """Return the diagnostics in order, separated by blank lines, and the totals."""
    paint = paint_ansi if color else paint_plain
    cached_line_at = lru_cache(maxsize=512)(line_at)
    blocks = [
        "\n".join(diagnostic_lines(diagnostic, cached_line_at, paint)) + "\n"
        for diagnostic in report.diagnostics
    ]
    return "\n".join([*blocks, paint(summary_line(report), TerminalStyle.STRONG) + "\n"])


def diagnostic_lines(diagnostic: Diagnostic, read_line: ReadLine, paint: Paint) -> Iterator[str]:
    """Yield the lines of a diagnostic: header, snippets, tree, notes and fixes."""
    gutter = gutter_width(diagnostic)
    style = STYLE_BY_SEVERITY[diagnostic.severity]
    code = paint(f"{diagnostic.severity}[{diagnostic.code}]", style)
    message = paint(shorten(diagnostic.message), TerminalStyle.STRONG)
    yield f"{code} {diagnostic.name}: {message}"
    yield from snippets(diagnostic, gutter, read_line, paint)
    if diagnostic.tree:
        yield plain_row(gutter, paint)
        yield from (plain_row(gutter, paint, f"  {line}") for line in tree_lines(diagnostic.tree))
    notes = list(_notes(diagnostic, gutter, read_line, paint))
    if notes:
        yield plain_row(gutter, paint)
        yield from notes


def _notes(diagnostic: Diagnostic, gutter: int, read_line: ReadLine, paint: Paint) -> Iterator[str]:
    hidden = len(diagnostic.labels) - len(shown_labels(diagnostic))
    if hidden:
        yield from _note("note", f"and {count_noun(hidden, 'more place')}", gutter, paint)
    if diagnostic.help:
        yield from _note("help", diagnostic.help, gutter, paint)
    for fix in diagnostic.fixes:
        word = "fix" if fix.applicability is Applicability.SAFE else "suggestion"
        yield from _note(word, fix.title, gutter, paint)
        yield from fix_diff(fix, gutter, read_line, paint)


def _note(word: str, text: str, gutter: int, paint: Paint) -> Iterator[str]:
    sign = paint("=", TerminalStyle.GUTTER)
    prefix = f"{' ' * gutter} {sign} {paint(word, TerminalStyle.STRONG)}: "
    for line in text.splitlines():
        yield f"{prefix}{shorten(line)}"
        prefix = " " * (gutter + len(" = : ") + len(word))


# ---- Fixes --------------------------------------------------------------------------------------


def fix_diff(fix: Fix, gutter: int, read_line: ReadLine, paint: Paint) -> Iterator[str]:
    """Yield a diff: the lines that a fix removes, marked ``-``, and those it adds, marked ``+``."""
    hunks = list(_hunks(fix))
    for hunk in hunks[:_MAX_HUNKS]:
        yield from _hunk_lines(fix.source, hunk, gutter, read_line, paint)
    if more := len(hunks[_MAX_HUNKS:]):
        yield f"{' ' * gutter} … and in {more:,} more place{'s' if more > 1 else ''}"


def _hunks(fix: Fix) -> Iterator[list[Edit]]:
    """Group the edits of the same line or of adjacent lines."""
    hunk: list[Edit] = []
    last_line = 0
    for edit in sorted(fix.edits, key=lambda edit: edit.span):
        line = fix.source.position(edit.span.start).line
        if hunk and line > last_line + 1:
            yield hunk
            hunk = []
        hunk.append(edit)
        last_line = fix.source.position(edit.span.end).line
    if hunk:
        yield hunk


def _hunk_lines(
    source: SourceText, edits: Sequence[Edit], gutter: int, read_line: ReadLine, paint: Paint
) -> Iterator[str]:
    number = source.position(edits[0].span.start).line
    span = _hunk_span(source, edits, read_line)
    size = span.end - span.start + sum(len(edit.replacement) for edit in edits)
    if size > _MAX_HUNK_CHARACTERS:
        yield numbered_row(number, gutter, paint, f"(a change of {size:,} characters)", "~")
        return
    old, new = _lines_before_and_after(source, edits, span)
    while old and new and old[0] == new[0]:
        del old[0], new[0]
        number += 1
    while old and new and old[-1] == new[-1]:
        del old[-1], new[-1]
    for lines, sign, style in (
        (old, "-", TerminalStyle.REMOVED),
        (new, "+", TerminalStyle.ADDED),
    ):
        for index, line in enumerate(lines[:_MAX_HUNK_LINES]):
            text = paint(shorten(line), style)
            yield numbered_row(number + index, gutter, paint, text, sign)
        if len(lines) > _MAX_HUNK_LINES:
            yield f"{' ' * gutter} {paint(f'{sign} …', style)}"


def _hunk_span(source: SourceText, edits: Sequence[Edit], read_line: ReadLine) -> Span:
    """Return the span of the edits, extended to whole lines, or to part of a long line."""
    start, end = edits[0].span.start, edits[-1].span.end
    first_start, _ = read_line(source, source.position(start).line)
    last_start, text = read_line(source, source.position(end).line)
    return Span(
        max(first_start, start - _CONTEXT_LENGTH),
        max(end, min(last_start + len(text), end + _CONTEXT_LENGTH)),
    )


def _lines_before_and_after(
    source: SourceText, edits: Sequence[Edit], span: Span
) -> tuple[list[str], list[str]]:
    """Return the lines of a span of the text, before and after the edits."""
    text = source.slice(span)
    shifted = [
        Edit(Span(edit.span.start - span.start, edit.span.end - span.start), edit.replacement)
        for edit in edits
    ]
    prefix = "…" if source.position(span.start).column > 1 else ""
    next_character = source.text[span.end : span.end + 1]
    suffix = "…" if next_character and next_character not in "\r\n" else ""
    return (
        _NEWLINE.split(f"{prefix}{text}{suffix}"),
        _NEWLINE.split(f"{prefix}{apply_edits(text, shifted)}{suffix}"),
    )
