"""No option of a question is accepted.

What it does
    Reports a question of which no option is accepted. The report shows what decides the status of
    the first undecided option, or else of the first option. A question with fewer than two options
    is reported by DIA411, and one whose `expect:` names an option by SEM502. A map with
    `thesis: none` may leave its questions open.

Why it matters
    The map lists the possible answers but does not choose one of them.

Example
    question how "How do we get there?" {
      claim bus "By bus" { assumption cheap "It is cheap" }
      claim train "By train" { assumption quick "It is quick" }
    }

Instead
    question how "How do we get there?" {
      claim bus "By bus" { assumption cheap "It is cheap" }
      claim train "By train" {
        outweighs: bus
        assumption quick "It is quick, and we are late"
      }
    }

How to silence
    If the question is meant to be open, write `expect: open` in it.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.model import Question, Status
from argmap.model.statement import display_name
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule

RULE = rule(__name__, "DIA412", Severity.INFO, is_structural=True)
_MIN_OPTIONS = 2
_MAX_NAMES = 5


def check(context: RuleContext) -> Iterator[Diagnostic]:
    if context.map.is_neutral:
        return
    for question in context.map.questions.values():
        if len(question.options) < _MIN_OPTIONS or question.expect_location is not None:
            continue
        if all(map(context.is_open_option, question.options)):
            yield _diagnostic(context, question)


def _diagnostic(context: RuleContext, question: Question) -> Diagnostic:
    undecided = [
        option
        for option in question.options
        if context.evaluation.status(option) is Status.UNDECIDED
    ]
    names = [display_name(context.map.statements[option]) for option in undecided]
    if len(names) > _MAX_NAMES:
        state = f"{len(names)} options are undecided"
    elif len(names) > 1:
        state = f"{', '.join(names[:-1])} and {names[-1]} are undecided"
    else:
        state = f"{names[0]} is undecided" if names else _rejection(context, question)
    remedy = (
        "write `outweighs:` in the option that prevails, or set a `standard:` that weighs them"
        if len(names) > 1
        else _remedy(context, question)
    )
    return RULE.diagnostic(
        question.location,
        f"no option of {display_name(question)} is accepted: {state}",
        tree=context.deciding_chain((*undecided, *question.options)[0]),
        help=f"{remedy}; if the question is meant to be open, write `expect: open` in it",
        element=question.id,
    )


def _rejection(context: RuleContext, question: Question) -> str:
    """Return why none of the options is accepted, if all of them are rejected."""
    if all(_is_bare(context, option) for option in question.options):
        return "nothing supports them, and the map's burden of proof is strict"
    return "all of them are rejected"


def _remedy(context: RuleContext, question: Question) -> str:
    """Return what to do about options that are rejected; one of them may be undecided."""
    from argmap.evaluation import Reason

    if all(_is_bare(context, option) for option in question.options):
        return "write what supports the option that prevails in its block"
    reasons = {context.evaluation.statements[option].reason for option in question.options}
    if reasons <= {Reason.UNSUPPORTED, Reason.INSUFFICIENT}:
        return "strengthen what supports one of them, or add a reason for it"
    if Reason.UNSUPPORTED in reasons:
        return "answer what is against one of them, and add what supports it"
    return (
        "answer what is against one of them; if it is true but outweighed, write `concession` "
        "instead of `counterpoint`"
    )


def _is_bare(context: RuleContext, option: str) -> bool:
    """Return whether an option is rejected only because nothing supports it."""
    from argmap.evaluation import Reason

    verdict = context.evaluation.statements[option]
    return verdict.reason is Reason.UNSUPPORTED and not verdict.decided_by
