"""A statement is reviewed only by its author.

What it does
    Reports a current review whose reviewer wrote the line of the statement. `argmap review` asks
    git who wrote the line and records the name in `argmap.review`. If git does not know it, the
    rule reports nothing.

Why it matters
    Authors overlook their own mistakes: they read what they meant. A review helps because another
    person reads the words.

Example
    # `argmap.review` contains a review of `taxi` by its author
    claim taxi "The taxi is fast"

Instead
    # `argmap.review` contains a review of `tram` by another person
    claim tram "The tram is fast"

How to silence
    Ask another person for a review. If you work alone, add `REV605` to `ignore`.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.model.statement import display_name
from argmap.reviews.stamps import ReviewState
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule

RULE = rule(__name__, "REV605", Severity.WARNING, depends_on_environment=True)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    for statement, stamp in context.reviewed_as(ReviewState.CURRENT):
        if stamp.is_self_review:
            yield RULE.diagnostic(
                statement.location,
                f"{stamp.reviewer} reviewed the {statement.kind} {display_name(statement)}, and "
                "also wrote it",
                help="ask another person to review it",
                element=statement.id,
            )
