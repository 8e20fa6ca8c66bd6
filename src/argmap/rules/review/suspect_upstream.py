"""Something farther away that a reviewed statement depends on has changed since its review.

What it does
    Reports a statement that is as its reviewer saw it, with the same direct reasons, although
    something that these reasons depend on differs. The labels show the path to it. A change that
    leaves the explanation of the verdict as it was is not reported.

Why it matters
    The conclusion of a long chain is only as good as its far end. The person who changes the far
    end seldom knows who approved the conclusion.

Example
    # `argmap.review` contains reviews of all three, and of `calm` as it was: "May was calm"
    claim trip "The trip is safe" {
      counterpoint gale "There was a gale" { counterpoint calm "June was calm" }
    }

Instead
    # `argmap.review` contains reviews of all three as they are now
    claim trip "The trip is safe" {
      counterpoint gale "There was a gale" { counterpoint calm "May was calm" }
    }

How to silence
    Follow the path, read the statement again and record a new review with `argmap review`. If only
    near changes matter to you, add `REV604` to `ignore`.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.model.statement import display_name
from argmap.reviews.stamps import ReviewState
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule

RULE = rule(__name__, "REV604", Severity.INFO, depends_on_environment=True)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    for statement, stamp in context.reviewed_as(ReviewState.SUSPECT_UPSTREAM):
        yield RULE.diagnostic(
            statement.location,
            f"the {statement.kind} {display_name(statement)} is as {stamp.reviewer} reviewed it on "
            f"{stamp.date}, but something that its reasons depend on has changed",
            labels=context.path_labels(statement.id),
            help=f"follow the path, then record it with `argmap review {statement.id} --because …`",
            element=statement.id,
        )
