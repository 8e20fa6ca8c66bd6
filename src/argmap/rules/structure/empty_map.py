"""A file contains no statements.

What it does
    Reports a file that is empty, contains only comments, or contains a `map` or sections but no
    statement. Files with sources, contexts or imports are not reported, because other files may
    import them. A question without options is reported by DIA411.

Why it matters
    Without this rule, a file that was cut off or saved empty would pass every check.

Example
    # How do we get there?

Instead
    # How do we get there?
    claim bus "We should take the bus"

How to silence
    Write `# argmap: ignore-file[STR210] because …` in the file.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule
from argmap.syntax import Document
from argmap.syntax.tree import (
    ContextDecl,
    Declaration,
    ImportDecl,
    InferenceDecl,
    QuestionDecl,
    SourceDecl,
    StatementDecl,
)
from argmap.text import Location

RULE = rule(__name__, "STR210", Severity.WARNING, is_structural=True)
_CONTENT = (StatementDecl, QuestionDecl, ContextDecl, InferenceDecl, SourceDecl, ImportDecl)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    for document in context.resolution.documents:
        if document.errors or _has_content(document):
            continue
        if document.items and context.resolution.errors:
            continue  # for example, an undefined thesis is already reported
        if document.items:
            problem = "contains no statement"
        elif document.source.text.lstrip("\ufeff").strip():
            problem = "contains only comments"
        else:
            problem = "is empty"
        yield RULE.diagnostic(
            Location(document.source, document.source.start),
            f"the file {problem}",
            help='add a claim (claim bus "We should take the bus"), or delete the file',
        )


def _has_content(document: Document) -> bool:
    """Return whether a file contains more than a header and empty sections."""
    pending = list(document.items)
    while pending:
        item = pending.pop()
        if isinstance(item, _CONTENT):
            return True
        if isinstance(item, Declaration) and item.block is not None:
            pending += item.block.items
    return False
