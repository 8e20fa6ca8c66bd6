"""A statement is indented as if it were nested under another, but is not.

What it does
    Reports a statement, a `reason` or an `objection` that is indented deeper than the statement
    before it, if that statement has no braces. Files with syntax errors are not checked.

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
from argmap.syntax.tree import Attribute, Declaration, InferenceDecl, Item, StatementDecl
from argmap.text import Location, SourceText

RULE = rule(__name__, "STR209", Severity.WARNING)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    for document in context.resolution.documents:
        if not document.errors:
            yield from _in_file(document)


def _in_file(document: Document) -> Iterator[Diagnostic]:
    blocks: list[list[Item]] = [document.items]
    for items in blocks:  # the list grows during the iteration
        above: StatementDecl | None = None
        for item in items:
            if isinstance(item, Attribute):
                continue
            if item.block is not None:
                blocks.append(item.block.items)
            is_bearing = isinstance(item, (StatementDecl, InferenceDecl))
            if above is not None and is_bearing and _is_deeper(document.source.text, item, above):
                yield _diagnostic(document.source, item, above)
                continue  # of statements at the same depth, only the first is reported
            is_bare = isinstance(item, StatementDecl) and item.block is None
            above = item if is_bare else None  # type: ignore[assignment]


def _line_start(text: str, offset: int) -> int:
    start = text.rfind("\n", 0, offset) + 1
    return max(text.rfind("\r", start, offset) + 1, start)


def _is_deeper(text: str, item: Declaration, above: Declaration) -> bool:
    """Whether a declaration has the indentation of another plus more white space."""
    start, its_start = item.keyword.span.start, above.keyword.span.start
    line, its_line = _line_start(text, start), _line_start(text, its_start)
    if start - line <= its_start - its_line:
        return False  # the common case, decided without slicing
    indent, its_indent = text[line:start], text[its_line:its_start]
    return not indent.strip() and not its_indent.strip() and indent.startswith(its_indent)


def _diagnostic(source: SourceText, item: Declaration, above: Declaration) -> Diagnostic:
    name = f"`{above.id.text}`" if above.id else "the one before it"
    return RULE.diagnostic(
        Location(source, item.head),
        f"this is indented as if it were under {name}, but it is not",
        labels=(Label(Location(source, above.head), "it has no braces"),),
        help=f"put {{ after {name} and }} below this; or indent both alike",
    )
