"""A statement is indented as if it were nested under another, but is not.

What it does
    Reports a statement, a context, a `reason` or an `objection` that is indented deeper than the
    statement or the question before it, if that has no braces. Files with syntax errors are not
    checked.

Why it matters
    argmap ignores indentation; only braces nest one statement under another. A statement that looks
    like an answer to a counterpoint may in fact be a second attack on the claim.

Example
    claim bus "We should take the bus" {
      assumption green "What is better for the town is better for us"
      counterpoint late "It is always late"
        counterpoint lane "It has a lane of its own"
    }

Instead
    claim bus "We should take the bus" {
      assumption green "What is better for the town is better for us"
      counterpoint late "It is always late" {
        counterpoint lane "It has a lane of its own"
      }
    }

How to silence
    Write `# argmap: ignore[STR209] because …` above the statement, or indent it like the one
    before.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Label, Severity
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule
from argmap.syntax import Document
from argmap.syntax.tree import (
    Attribute,
    CitingDeclaration,
    Declaration,
    InferenceDecl,
    Item,
    QuestionDecl,
    StatementDecl,
)
from argmap.text import Location, SourceText

RULE = rule(__name__, "STR209", Severity.WARNING)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    for document in context.resolution.documents:
        if not document.errors:
            yield from _in_file(document)


def _in_file(document: Document) -> Iterator[Diagnostic]:
    blocks: list[list[Item]] = [document.items]
    for items in blocks:  # the list grows during the iteration
        previous: Declaration | None = None  # the previous statement or question without braces
        for item in items:
            if isinstance(item, Attribute):
                continue
            if item.block is not None:
                blocks.append(item.block.items)
            if (
                previous is not None
                and isinstance(item, (CitingDeclaration, InferenceDecl))
                and _is_deeper(document.source.text, item, previous)
            ):
                yield _diagnostic(document.source, item, previous)
                continue  # of statements at the same depth, only the first is reported
            has_no_block = isinstance(item, (StatementDecl, QuestionDecl)) and item.block is None
            previous = item if has_no_block else None


def _is_deeper(text: str, item: Declaration, previous: Declaration) -> bool:
    """Return whether a declaration has the indentation of another plus more white space."""
    start, previous_start = item.keyword.span.start, previous.keyword.span.start
    line, previous_line = _line_start(text, start), _line_start(text, previous_start)
    if start - line <= previous_start - previous_line:
        return False  # the common case, decided without slicing
    indent, previous_indent = text[line:start], text[previous_line:previous_start]
    return not indent.strip() and not previous_indent.strip() and indent.startswith(previous_indent)


def _line_start(text: str, offset: int) -> int:
    start = text.rfind("\n", 0, offset) + 1
    return max(text.rfind("\r", start, offset) + 1, start)


def _diagnostic(source: SourceText, item: Declaration, previous: Declaration) -> Diagnostic:
    name = f"`{previous.id.text}`" if previous.id else "the previous statement"
    return RULE.diagnostic(
        Location(source, item.head),
        f"this is indented as if it were nested under {name}, but it is not",
        labels=(Label(Location(source, previous.head), "this has no braces"),),
        help=f"put {{ after {name} and }} after this, or indent both alike",
    )
