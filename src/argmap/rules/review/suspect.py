"""What a reviewed statement depends on directly has changed since its review.

What it does
    Reports a statement that is as its reviewer saw it, although its verdict, or something that its
    verdict depends on directly, differs. What a verdict depends on is its shortest explanation, as
    `argmap explain` shows it, so a change that leaves the explanation as it was is not reported.

Why it matters
    A reviewer approves a statement together with the reasons for and against it. With other
    reasons, the approval may no longer be right, although the words are the same.

Example
    # `argmap.review` contains reviews of `boat` and of `storm` as it was: "There was a storm"
    claim boat "The boat is safe" { counterpoint storm "There was a storm in May" }

Instead
    # `argmap.review` contains reviews of `boat` and `storm` as they are now
    claim boat "The boat is safe" { counterpoint storm "There was a storm" }

How to silence
    Read the statement again with its reasons and record a new review with `argmap review`.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.model.statement import display_name
from argmap.reviews.stamps import ReviewState
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule

RULE = rule(__name__, "REV603", Severity.WARNING, depends_on_environment=True)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    for statement, stamp in context.reviewed_as(ReviewState.SUSPECT):
        yield RULE.diagnostic(
            statement.location,
            f"the {statement.kind} {display_name(statement)} is as {stamp.reviewer} reviewed it on "
            f"{stamp.date}, but its verdict or a direct reason for it has changed",
            labels=context.path_labels(statement.id),
            help=f"read both, then record it with `argmap review {statement.id} --because …`",
            element=statement.id,
        )
