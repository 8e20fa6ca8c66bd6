"""A declaration is in the block of one that cannot contain it.

What it does
    Reports a question in the block of a statement, a `reason`, an `objection` or another question,
    and any declaration in the block of a context.

Why it matters
    A question is what the map is about, so it supports and attacks nothing. A context has no
    status, so nothing can support or attack it: argmap leaves the connection out.

Example
    context budget "The city has 2 million for streets" {
      evidence report "So says the report of May"
    }

Instead
    context budget "The city has 2 million for streets"
    evidence report "The report of May gives the city 2 million for streets"

How to silence
    Write `# argmap: ignore[STR212] because …` before the declaration.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.resolve.errors import Misplacement, MisplacementReason
from argmap.rules._context import RuleContext, with_article
from argmap.rules._rule import rule

RULE = rule(__name__, "STR212", Severity.ERROR)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    for error in context.errors(Misplacement):
        if error.reason is MisplacementReason.NESTED_QUESTION:
            yield RULE.diagnostic(
                error.location,
                "a question cannot be inside this block",
                help="write it at the top level or in a section; "
                "to doubt a statement, write a `counterpoint`",
                element=error.element,
            )
        elif error.reason is MisplacementReason.IN_CONTEXT:
            yield RULE.diagnostic(
                error.location,
                f"{with_article(error.keyword)} cannot be inside a context, "
                "which supports nothing and needs no support",
                help="write `claim` or `evidence` instead of `context`, or move this out of it",
                element=error.element,
            )
