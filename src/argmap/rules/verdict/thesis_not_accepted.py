"""The thesis is not accepted.

What it does
    Reports a named thesis that is rejected or undecided in the evaluation of the map. The report
    shows the chain of statements that decides this, and the counterpoints that need an answer. The
    finding is a warning, or an error if the thesis has `expect: accepted`. DIA401 does not report
    these counterpoints again. If a question names the thesis in its `expect:`, SEM502 reports it.

Why it matters
    The map argues for its thesis, but its own statements do not establish it.

Example
    map "How do we get there?" { thesis: bus }
    claim bus "We should take the bus" {
      counterpoint late "It is always late"
    }

Instead
    map "How do we get there?" { thesis: bus }
    claim bus "We should take the bus" {
      counterpoint late "It is always late" {
        counterpoint lane "Since May it has a lane of its own"
      }
    }

How to silence
    If the map is meant to show this, write `expect: rejected` or `expect: undecided` in the thesis.
    If the map takes no side, write `thesis: none`.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Label, Severity
from argmap.model import Claim, Statement, Status
from argmap.model.statement import display_name
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule

RULE = rule(__name__, "SEM501", Severity.WARNING, is_structural=True)
_MAX_NAMES = 3


def check(context: RuleContext) -> Iterator[Diagnostic]:
    for id_ in context.map.named_theses:
        thesis = context.map.statements.get(id_)
        if isinstance(thesis, Claim):  # STR201 reports a thesis that is not a claim
            yield from _check_thesis(context, thesis)


def _check_thesis(context: RuleContext, thesis: Claim) -> Iterator[Diagnostic]:
    expected = thesis.expect.status if thesis.expect else None
    status = context.evaluation.status(thesis.id)
    if status is Status.ACCEPTED or expected not in (None, Status.ACCEPTED):
        return
    causes = _causes(context, thesis)
    yield RULE.diagnostic(
        context.map.thesis_location or thesis.location,
        f"the thesis {display_name(thesis)} is {status.value}{_reason(context, causes)}",
        severity=Severity.WARNING if expected is None else Severity.ERROR,
        labels=tuple(Label(cause.location, "answer this") for cause in causes),
        tree=context.deciding_chain(thesis.id),
        help=_help(context, thesis, causes),
        element=thesis.id,
    )


def _causes(context: RuleContext, thesis: Statement) -> list[Statement]:
    """Return the counterpoints to answer, in the map's order."""
    from argmap.evaluation.unanswered import find_blocking

    ids = find_blocking(context.evaluation, thesis.id, context.unanswered)
    return [context.map.statements[id_] for id_ in ids]


def _reason(context: RuleContext, causes: list[Statement]) -> str:
    if not causes:
        return ""
    names = [display_name(cause) for cause in causes]
    if len(names) == 1:
        is_answered = context.unanswered[causes[0].id].is_answered
        return (
            f": no answer to the counterpoint {names[0]} is accepted"
            if is_answered
            else f": nothing answers the counterpoint {names[0]}"
        )
    rest = len(names) - _MAX_NAMES
    if rest > 1:
        names[_MAX_NAMES:] = [f"{rest} others"]
    return f": the counterpoints {', '.join(names[:-1])} and {names[-1]} need an answer"


def _help(context: RuleContext, thesis: Statement, causes: list[Statement]) -> str:
    status = context.evaluation.status(thesis.id).value
    expectation = f"if the thesis is meant to be {status}, write `expect: {status}` in it"
    if causes:
        answer = (
            "answer it with a counterpoint; if it is true but outweighed, write `concession`"
            if len(causes) == 1
            else "answer each of them with a counterpoint; write `concession` for those that are "
            "true but outweighed"
        )
        return f"{answer}; {expectation}"
    has_standard = context.map.standard is not None or thesis.standard is not None
    remedy = (
        "answer what attacks it, or support it"
        if has_standard
        else "answer what attacks it, support it, or weigh the reasons with a `standard:`"
    )
    return f"{remedy}; {expectation}"
