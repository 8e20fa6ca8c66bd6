"""Two declarations have the same id.

What it does
    Reports an id that two declarations share, and shows both places. Statements, inferences,
    sections, sources and imported files must all have different ids. Also reports a second `map` in
    a file.

Why it matters
    A reference to the id could mean either declaration. argmap uses the first.

Example
    claim late "The bus is late"
    claim late "The train is late"

Instead
    claim late-bus "The bus is late"
    claim late-train "The train is late"

How to silence
    This rule cannot be silenced.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Label, Severity
from argmap.resolve.errors import DuplicateId
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule

RULE = rule(__name__, "REF102", Severity.ERROR)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    for error in context.errors(DuplicateId):
        is_header = error.name == "map" and error.element is None
        yield RULE.diagnostic(
            error.location,
            "a file can have only one `map`" if is_header else f"duplicate id `{error.name}`",
            label="declared again here",
            labels=(Label(error.first, "first declared here"),),
            help="" if is_header else _help(error),
            element=error.element,
        )


def _help(error: DuplicateId) -> str:
    if error.name not in error.first.text:
        return "é and e\u0301 are the same letter; use another id for this declaration"
    return "references mean the first declaration; use another id for this one"
