"""A statement or a question does not have the expected result.

What it does
    Reports a statement whose `expect:` is `accepted`, `rejected` or `undecided` if the evaluation
    of the map gives it another status. The report includes the chain of statements that decides the
    status.

    Also reports a question if other options are accepted than those that its `expect:` names, or if
    an option is accepted although it says `expect: open`.

Why it matters
    An expectation is a test. When it fails, a change in the map has changed the outcome of the
    argument.

Example
    claim bus "We should take the bus" {
      expect: accepted
      counterpoint late "It is always late"
    }

Instead
    claim bus "We should take the bus" {
      expect: accepted
      counterpoint late "It is always late" {
        counterpoint lane "Since May it has a lane of its own"
      }
    }

How to silence
    Change `expect:` to the actual result, or remove it.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.model import Counterpoint, Polarity, Question, Status
from argmap.model.statement import display_name
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule
from argmap.text import Location

RULE = rule(__name__, "SEM502", Severity.ERROR, is_structural=True)
_MAX_NAMES = 3


def check(context: RuleContext) -> Iterator[Diagnostic]:
    for statement in context.statements:
        expected = statement.expect
        if expected is None or expected.status is None:
            continue  # SEM506 checks expected strengths
        status = context.evaluation.status(statement.id)
        if status is not expected.status:
            yield RULE.diagnostic(
                expected.location,
                f"{display_name(statement)} is expected to be {expected}, but is {status.value}",
                tree=context.deciding_chain(statement.id),
                help=_help(context, statement.id, "status"),
                element=statement.id,
            )
    for question in context.map.questions.values():
        if question.expect_location is not None:
            yield from _question(context, question, question.expect_location)


def _question(context: RuleContext, question: Question, location: Location) -> Iterator[Diagnostic]:
    expected = question.expected_options
    if not expected and not question.expects_open:
        return  # the value is wrong, which is reported
    accepted = [
        option
        for option in question.options
        if context.evaluation.status(option) is Status.ACCEPTED
    ]
    if set(accepted) == set(expected):
        return
    wrong = next(
        id_ for id_ in (*expected, *accepted) if (id_ in accepted) is not (id_ in expected)
    )
    statements = context.map.statements
    names = [display_name(statements[id_]) for id_ in accepted]
    hoped = [display_name(statements[id_]) for id_ in question.options if id_ in expected]
    yield RULE.diagnostic(
        location,
        f"{display_name(question)} is expected to be "
        f"{f'answered by {_join(hoped)}' if hoped else 'open'}, but "
        f"{f'is answered by {_join(names)}' if names else 'none of its options is accepted'}",
        tree=context.deciding_chain(wrong),
        help=_help(context, wrong, "result"),
        element=question.id,
    )


def _help(context: RuleContext, id_: str, outcome: str) -> str:
    """Return what to do about a statement without the expected status."""
    names = [display_name(context.map.statements[cause]) for cause in _causes(context, id_)]
    if not names:
        return f"fix the argument, or change `expect:` if this {outcome} is right"
    concession = (
        "if it is true but outweighed, write `concession`"
        if len(names) == 1
        else "write `concession` for those that are true but outweighed"
    )
    answer = _join(names) if len(names) <= _MAX_NAMES else "the counterpoints that defeat it"
    return f"answer {answer}; {concession}; if this {outcome} is right, change `expect:`"


def _causes(context: RuleContext, id_: str) -> list[str]:
    """Return the counterpoints because of which a statement is rejected."""
    from argmap.evaluation.unanswered import find_blocking

    if context.evaluation.status(id_) is not Status.REJECTED:
        return []
    if blocking := find_blocking(context.evaluation, id_, context.unanswered):
        return blocking
    attacks = [
        attack
        for decisive in context.evaluation.statements[id_].decided_by
        if (attack := context.map.inferences.get(decisive)) and attack.polarity is Polarity.CON
    ]
    premises = dict.fromkeys(premise for attack in attacks for premise in attack.premises)
    statements = [context.map.statements[premise] for premise in premises]
    are_counterpoints = all(
        isinstance(statement, Counterpoint) and statement.expect is None for statement in statements
    )
    return list(premises) if are_counterpoints else []


def _join(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
