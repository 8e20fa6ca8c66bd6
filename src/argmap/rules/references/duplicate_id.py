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
        message = (
            "a file has one `map`, and this is the second"
            if is_header
            else f"the id `{error.name}` is given twice"
        )
        yield RULE.diagnostic(
            error.location,
            message,
            label="given again here",
            labels=(Label(error.first, "first given here"),),
            help=""
            if is_header
            else "é and e\u0301 are one letter; give this one another id"
            if error.name not in error.first.text
            else "references mean the first; give this one another id",
            element=error.element,
        )
