"""Expectations contradict each other.

What it does
    Reports two statements that contradict each other, or are options of one exclusive question, but
    are both expected to be accepted, and a question that is expected to be open although one of its
    options is expected to be accepted. Also reports a statement that is expected to be accepted
    although all premises of an objection to it are expected to be accepted, too. The rule ignores
    objections that are undercut, granted (`concession`) or outweighed (`outweighs:`), and
    objections to a statement with a standard of proof.

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
from argmap.evaluation.preferences import is_conceded
from argmap.model import ArgumentMap, Concession, Inference, Polarity, Question, Statement, Status
from argmap.model.statement import display_name
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule
from argmap.text import Location

RULE = rule(__name__, "SEM503", Severity.ERROR, is_structural=True)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    accepted = {
        s.id: s for s in context.statements if s.expect and s.expect.status is Status.ACCEPTED
    }
    for question in context.map.questions.values():
        yield from _options(context, question, accepted)
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
    outweighed = {preference.weaker for preference in context.map.preferences}
    for inference in context.map.inferences.values():
        if _has_standard(context.map, inference.conclusion):
            continue  # by some standards of proof, an attacked statement may be accepted
        if not outweighed.isdisjoint((inference.id, *inference.premises)):
            continue
        if _is_attack(context, inference) and all(
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


def _has_standard(argument_map: ArgumentMap, id_: str) -> bool:
    """Return whether the standard of proof of a statement may be another than the usual one."""
    questions = argument_map.questions_of.get(id_, ())
    return bool(
        argument_map.standard
        or argument_map.statements[id_].standard
        or any(question.standard for question in questions)
    )


def _options(
    context: RuleContext, question: Question, accepted: dict[str, Statement]
) -> Iterator[Diagnostic]:
    """Yield the conflicts between the options of a question, or with its own `expect:`."""
    options = [accepted[option] for option in question.options if option in accepted]
    if options and question.expects_open and question.expect_location:
        yield _conflict(
            options[0],
            question.expect_location,
            f"{display_name(options[0])} is expected to be accepted, "
            f"and {display_name(question)} to be open",
        )
    elif len(options) > 1 and question.is_exclusive:
        message = (
            f"{display_name(options[0])} and {display_name(options[1])} are options of "
            f"{display_name(question)}, and both are expected to be accepted"
        )
        one, other, *_ = options
        yield _diagnostic(
            one,
            other,
            message,
            question.location,
            "only one of its options can be accepted",
        )
    elif question.is_exclusive and len(question.expected_options) > 1 and question.expect_location:
        names = [
            display_name(context.map.statements[option]) for option in question.expected_options
        ]
        yield RULE.diagnostic(
            question.expect_location,
            f"{names[0]} and {names[1]} are both expected to be accepted, "
            f"but {display_name(question)} is exclusive",
            help="expect one option, or write `exclusive: false`",
            element=question.id,
        )
    elif options and question.expected_options and question.expect_location:
        for option in options:
            if option.id not in question.expected_options:
                yield _conflict(
                    option,
                    question.expect_location,
                    f"{display_name(option)} is expected to be accepted, "
                    f"but it is not among the expected options of {display_name(question)}",
                )


def _conflict(option: Statement, location: Location, message: str) -> Diagnostic:
    assert option.expect is not None
    return RULE.diagnostic(
        option.expect.location,
        message,
        labels=(Label(location, "expected of the question"),),
        help="change one of the two expectations",
        element=option.id,
    )


def _is_attack(context: RuleContext, inference: Inference) -> bool:
    """Return whether an inference attacks its conclusion whenever all its premises are accepted."""
    return (
        inference.polarity is Polarity.CON
        and not is_conceded(inference, context.map)
        and all(
            isinstance(context.map.statements[undercutter], Concession)
            for undercutter in inference.undercutters
        )
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
