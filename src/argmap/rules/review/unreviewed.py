"""A statement has no review, although others in the map do.

What it does
    Reports statements without a review in `argmap.review`, if the map has at least one review. More
    than five are reported together.

Why it matters
    A statement that is added to a reviewed map seems to be approved, although only its author has
    read it against its source.

Example
    # `argmap.review` contains a review of `bus`
    claim bus "The bus is fast" { evidence timed "The ride took ten minutes" }

Instead
    # `argmap.review` contains a review of `bus`
    claim bus "The bus is fast"

How to silence
    Record a review with `argmap review`. If only some statements of a map need one, write
    `# argmap: ignore[REV601] because …` before the others.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Label, Severity
from argmap.model import Statement
from argmap.model.statement import display_name
from argmap.reviews.stamps import ReviewState
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule

RULE = rule(__name__, "REV601", Severity.INFO, depends_on_environment=True)
_MAX_SEPARATE = 5  # statements to report separately; more are reported together


def check(context: RuleContext) -> Iterator[Diagnostic]:
    if context.reviews is None:
        return
    states = context.reviews.states
    unreviewed = [
        statement
        for statement in context.statements
        if states[statement.id] is ReviewState.UNREVIEWED
    ]
    if len(unreviewed) <= _MAX_SEPARATE:
        yield from map(_diagnostic, unreviewed)
        return
    first, *others = unreviewed
    yield RULE.diagnostic(
        first.location,
        f"{len(unreviewed)} statements have no review",
        labels=tuple(Label(other.location, "also here") for other in others[:_MAX_SEPARATE]),
        help="`argmap review --list` shows them with the cited passages",
        element=first.id,
    )


def _diagnostic(statement: Statement) -> Diagnostic:
    id_ = statement.id if statement.is_named else "ID"
    command = f"record it with `argmap review {id_} --because …`"
    return RULE.diagnostic(
        statement.location,
        f"the {statement.kind} {display_name(statement)} has no review",
        help=command if statement.is_named else f"add an id, then {command}",
        element=statement.id,
    )
