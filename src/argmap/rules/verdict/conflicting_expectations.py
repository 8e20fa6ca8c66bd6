"""Expectations contradict each other.

What it does
    Reports two statements that contradict each other but are both expected to be accepted. Also
    reports a statement that is expected to be accepted although all premises of an objection to it
    are expected to be accepted, too. The rule ignores objections that are undercut, and objections
    to a statement with a standard of proof.

Why it matters
    At least one of these expectations must fail, so one of them is not what the author thinks.

Example
    claim bus "We should take the bus" { expect: accepted contradicts: train }
    claim train "We should take the train" { expect: accepted }

Instead
    claim bus "We should take the bus" { expect: accepted contradicts: train }
    claim train "We should take the train" {
      expect: rejected
      counterpoint slow "The train takes an hour" { expect: accepted }
    }

How to silence
    Write `# argmap: ignore[SEM503] because …` before the underlined statement.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Label, Severity
from argmap.model import Inference, Polarity, Statement, Status
from argmap.model.statement import display_name
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule
from argmap.text import Location

RULE = rule(__name__, "SEM503", Severity.ERROR, is_structural=True)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    accepted = {
        s.id: s for s in context.statements if s.expect and s.expect.status is Status.ACCEPTED
    }
    if not accepted:
        return
    for pair in context.map.contradictions:
        if pair.first in accepted and pair.second in accepted and pair.first != pair.second:
            one, other = accepted[pair.first], accepted[pair.second]
            message = (
                f"{display_name(one)} and {display_name(other)} contradict each other, "
                "and both are expected to be accepted"
            )
            yield _diagnostic(one, other, message, pair.location, "the contradiction is here")
    for inference in context.map.inferences.values():
        if context.map.statements[inference.conclusion].standard or context.map.standard:
            continue  # by some standards of proof, an attacked statement may be accepted
        if _is_attack(inference) and all(
            id_ in accepted for id_ in (*inference.premises, inference.conclusion)
        ):
            target, premise = accepted[inference.conclusion], accepted[inference.premises[0]]
            others = len(inference.premises) - 1
            attackers = (
                f"so are {display_name(premise)} and {others} other "
                f"premise{'s' if others > 1 else ''} of an objection to it"
                if others
                else f"so is {display_name(premise)}, which opposes it"
            )
            message = f"{display_name(target)} is expected to be accepted, and {attackers}"
            yield _diagnostic(target, premise, message, inference.location, "the objection is here")


def _is_attack(inference: Inference) -> bool:
    """Return whether an inference attacks its conclusion whenever all its premises are accepted."""
    return (
        inference.polarity is Polarity.CON
        and not inference.undercutters
        and inference.conclusion not in inference.premises
    )


def _diagnostic(
    one: Statement, other: Statement, message: str, conflict: Location, label: str
) -> Diagnostic:
    assert one.expect is not None
    assert other.expect is not None
    return RULE.diagnostic(
        one.expect.location,
        message,
        labels=(Label(other.expect.location, "also expected"), Label(conflict, label)),
        help="expect one of them to be `rejected` or `undecided`",
        element=one.id,
    )
