"""A statement has changed since its review.

What it does
    Reports a statement whose text, kind, citations or attributes differ from what the reviewer saw,
    or that supports or attacks something else. Ids, layout, order, notes, tags and `expect:` do not
    count.

Why it matters
    The reviewer approved other words, or another source. Nothing else shows that the approval does
    not cover what is in the map now.

Example
    # `argmap.review` contains a review of `ferry` as it was: "The ferry is slow"
    claim ferry "The ferry is fast"

Instead
    # `argmap.review` contains a review of `ferry` as it is now
    claim ferry "The ferry is slow"

How to silence
    Read the statement again and record a new review with `argmap review`, or undo the change.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.model.statement import display_name
from argmap.reviews.stamps import ReviewState
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule

RULE = rule(__name__, "REV602", Severity.WARNING, depends_on_environment=True)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    for statement, stamp in context.reviewed_as(ReviewState.CHANGED):
        yield RULE.diagnostic(
            statement.location,
            f"the {statement.kind} {display_name(statement)} has changed since {stamp.reviewer} "
            f"reviewed it on {stamp.date}",
            help=f"read it again, then record it with `argmap review {statement.id} --because …`",
            element=statement.id,
        )
