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
from argmap.model import Question, Status
from argmap.model.statement import display_name
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule
from argmap.text import Location

RULE = rule(__name__, "SEM502", Severity.ERROR, is_structural=True)


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
                help="fix the argument, or change `expect:` if this status is right",
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
        help="fix the argument, or change `expect:` if this result is right",
        element=question.id,
    )


def _join(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
