"""A statement is indented as if it stood under another, and does not.

What it does
    Tells a statement or step that is indented deeper than the statement before it, which has no
    braces. A file that cannot be read as its author meant it is left out.

Why it matters
    Indentation means nothing to argmap; braces say what bears on what. What looks like an answer to
    a counterpoint may be a second attack on the claim.

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
    Write `# argmap: ignore[STR209] because …` above it, or indent it as the one before.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Label, Severity
from argmap.rules._base import Subject, rule
from argmap.syntax import Document
from argmap.syntax.tree import Declaration, Item, StatementDecl, StepDecl
from argmap.text import Location

RULE = rule(__name__, "STR209", Severity.WARNING)


def check(subject: Subject) -> Iterator[Diagnostic]:
    for document in subject.resolution.documents:
        if not document.faults:
            yield from _in_file(document)


def _in_file(document: Document) -> Iterator[Diagnostic]:
    text, source = document.source.text, document.source
    blocks: list[list[Item]] = [document.items]
    for items in blocks:  # which grows while it is gone through
        above: tuple[StatementDecl, str] | None = None
        for item in items:
            if not isinstance(item, Declaration):
                continue
            if item.block is not None:
                blocks.append(item.block.items)
            indent = _indent(text, item.head.start)
            if above is not None and isinstance(item, StatementDecl | StepDecl):
                before, its = above
                if indent is not None and len(indent) > len(its) and indent.startswith(its):
                    name = f"`{before.id.text}`" if before.id else "the one before it"
                    yield RULE.finds(
                        Location(source, item.head),
                        f"this is indented as if it stood under {name}, and does not",
                        labels=(Label(Location(source, before.head), "it has no braces"),),
                        help=f"put {{ behind {name} and }} below this; or indent both alike",
                    )
                    continue  # what follows at the same depth is told by its first
            is_bare = isinstance(item, StatementDecl) and item.block is None
            above = (item, indent) if is_bare and indent is not None else None  # type: ignore[assignment]


def _indent(text: str, start: int) -> str | None:
    """Return what stands before a declaration on its line, if that is nothing but blanks."""
    before = text[text.rfind("\n", 0, start) + 1 : start]
    return before if not before.strip() else None
