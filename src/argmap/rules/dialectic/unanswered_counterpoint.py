"""A counterpoint is not answered.

What it does
    Reports a counterpoint that counts against the thesis and is accepted, because it has no answer
    or because no answer is accepted.

    The rule follows every path from the counterpoint to the thesis. A counterpoint that undermines
    an objection defends the thesis and needs no answer; a counterpoint to an answer does need one.
    Nor does a counterpoint whose attack something undercuts.
    If the map has no thesis, every statement that supports and attacks nothing counts as a thesis,
    except an option of a question that is not accepted: what is against it need not be answered. If
    the counterpoint makes the thesis rejected and SEM501 reports the thesis, SEM501 names the
    counterpoint and this rule does not. A map with `thesis: none` needs no answers. A `concession`
    needs no answer, because it is granted, and the author says that other reasons outweigh it.

Why it matters
    Readers expect an answer. A counterpoint that is accepted defeats the statement that it attacks.

Example
    claim bus "We should take the bus" {
      counterpoint late "It is always late"
    }

Instead
    claim bus "We should take the bus" {
      counterpoint late "It is always late" {
        counterpoint lane "Since May it has a lane of its own"
      }
    }

How to silence
    If the counterpoint is true but outweighed, write `concession` instead of `counterpoint`. If the
    map is meant to show that it prevails, write `expect: accepted` in it.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Label, Severity
from argmap.model.statement import display_name
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule

RULE = rule(__name__, "DIA401", Severity.WARNING, is_structural=True)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    if context.map.is_neutral:
        return
    expected = _expected(context)
    against_options = _against_open_options(context) if context.unanswered else set()
    for id_, (_, attacked, is_answered) in context.unanswered.items():
        if id_ in expected or id_ in against_options:
            continue
        statement = context.map.statements[id_]
        yield RULE.diagnostic(
            statement.location,
            f"no answer to the counterpoint {display_name(statement)} is accepted"
            if is_answered
            else f"nothing answers the counterpoint {display_name(statement)}",
            labels=(Label(attacked.location, "it attacks this"),)
            if attacked.location.span != statement.location.span
            else (),
            help="answer it with a counterpoint; if it is true but outweighed, write `concession`, "
            f"or `outweighs: {id_ if statement.is_named else '…'}` in the reason that prevails",
            element=id_,
        )


def _expected(context: RuleContext) -> set[str]:
    """Return the counterpoints that cause the status that the author expects of a thesis."""
    from argmap.evaluation.unanswered import find_blocking

    expected: set[str] = set()
    for id_ in context.map.theses if context.unanswered else ():
        thesis = context.map.statements[id_]
        if thesis.expect and thesis.expect.status is context.evaluation.status(id_):
            expected.update(find_blocking(context.evaluation, id_, context.unanswered))
    return expected


def _against_open_options(context: RuleContext) -> set[str]:
    """Return the statements that bear only on options that are not accepted."""
    argument_map = context.map
    open_options = [id_ for id_ in argument_map.questions_of if context.is_open_option(id_)]
    if not open_options:
        return set()
    others = [*argument_map.theses, *(id_ for id_ in argument_map.roots if id_ not in open_options)]
    return _bearing_on(context, open_options) - _bearing_on(context, others)


def _bearing_on(context: RuleContext, conclusions: list[str]) -> set[str]:
    """Return the statements with a path to one of some conclusions, which are included."""
    reached = set(conclusions)
    pending = list(conclusions)
    while pending:
        for inference in context.map.inferences_to.get(pending.pop(), ()):
            for id_ in (*inference.premises, *inference.undercutters):
                if id_ not in reached:
                    reached.add(id_)
                    pending.append(id_)
    return reached
