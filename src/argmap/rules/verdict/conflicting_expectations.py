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
            yield _diagnostic(one, other, message, pair.location, "they contradict each other here")
    for inference in context.map.inferences.values():
        if context.map.statements[inference.conclusion].standard or context.map.standard:
            continue  # by some standards of proof, an attacked statement may be accepted
        if _is_attack(inference) and all(
            id_ in accepted for id_ in (*inference.premises, inference.conclusion)
        ):
            target, premise = accepted[inference.conclusion], accepted[inference.premises[0]]
            others = len(inference.premises) - 1
            rest = f" and {others} more that go with it" if others else ""
            message = (
                f"{display_name(target)} is expected to be accepted, "
                f"and so is {display_name(premise)}{rest}, which opposes it"
            )
            yield _diagnostic(target, premise, message, inference.location, "it is opposed here")


def _is_attack(inference: Inference) -> bool:
    """Whether an inference attacks its conclusion whenever all its premises are accepted."""
    is_against = inference.polarity is Polarity.CON and not inference.undercutters
    return is_against and inference.conclusion not in inference.premises


def _diagnostic(
    one: Statement, other: Statement, message: str, place: Location, why: str
) -> Diagnostic:
    assert one.expect is not None
    assert other.expect is not None
    return RULE.diagnostic(
        one.expect.location,
        message,
        labels=(Label(other.expect.location, "this is expected, too"), Label(place, why)),
        help="say of one of them what you expect: rejected, or undecided",
        element=one.id,
    )
