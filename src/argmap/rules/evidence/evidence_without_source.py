"""Evidence does not name its source.

What it does
    Reports evidence that has no citation, no web address (`url:`), no name of the person or
    organization that says so (`held-by:`) and no statement that supports it.

Why it matters
    Evidence without a source is only an assertion, because readers cannot look it up.

Example
    evidence log "The bus came late on 19 of 20 days"

Instead
    source diary "My diary of twenty mornings"
    evidence log "The bus came late on 19 of 20 days" @diary:2

How to silence
    Write `# argmap: ignore[EVI302] because …` before the evidence.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.model import Evidence
from argmap.model.statement import display_name
from argmap.resolve.errors import UndefinedSource
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule

RULE = rule(__name__, "EVI302", Severity.WARNING, is_structural=True)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    with_undefined_source = {error.element for error in context.errors(UndefinedSource)}
    for statement in context.statements:
        if not isinstance(statement, Evidence) or context.is_supported(statement.id):
            continue
        if statement.citations or statement.url or statement.held_by:
            continue
        if statement.id not in with_undefined_source:
            yield RULE.diagnostic(
                statement.location,
                f"the evidence {display_name(statement)} has no source",
                help="cite a source (@paper:31), or add its address (url:) or who says so "
                "(held-by:)",
                element=statement.id,
            )
