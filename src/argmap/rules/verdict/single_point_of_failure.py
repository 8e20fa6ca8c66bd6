"""The thesis depends on a single statement.

What it does
    If a thesis is accepted, the rule tests each statement below it that has no support: evidence,
    assumptions and unsupported claims. It reports each statement whose rejection alone makes the
    thesis rejected or undecided. On a large map the search stops early and may miss some of them.

Why it matters
    An opponent can defeat the thesis by defeating this one statement. A second piece of evidence
    helps most here.

Example
    claim bus "We should take the bus" {
      claim quick "It is quickest" {
        evidence timetable "It takes ten minutes" @lines:2
      }
    }
    source lines "Timetable"

Instead
    claim bus "We should take the bus" {
      claim quick "It is quickest" {
        evidence timetable "It takes ten minutes" @lines:2
        evidence diary "It took ten minutes on 19 of 20 days" @notes:2
      }
    }
    source lines "Timetable"
    source notes "My diary"

How to silence
    This rule is off by default. If your project turns it on with `select` or `severity`, add
    `SEM505` to `ignore`.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.model import Status
from argmap.model.statement import display_name
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule

RULE = rule(
    __name__, "SEM505", Severity.INFO, is_default=False, is_structural=True, former_names=("hinge",)
)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    for thesis in context.map.theses:
        if context.evaluation.status(thesis) is Status.ACCEPTED:
            yield from _single_points(context, thesis)


def _single_points(context: RuleContext, thesis: str) -> Iterator[Diagnostic]:
    from argmap.evaluation.counterfactuals import flip_sets
    from argmap.evaluation.suppositions import Counterfactuals

    counterfactuals = Counterfactuals(context.evaluation)
    for (id_,) in flip_sets(context.evaluation, thesis, max_size=1).sets:
        if id_ == thesis or context.is_supported(id_):
            continue
        statement = context.map.statements[id_]
        status = counterfactuals.status_changes({id_: Status.REJECTED})[thesis]
        yield RULE.diagnostic(
            statement.location,
            f"{_name(context, thesis)} depends on {display_name(statement)} alone: "
            f"without it, it is {status.value}",
            help="check whether it is strong enough, or add a second, independent support",
            element=id_,
        )


def _name(context: RuleContext, thesis: str) -> str:
    if len(context.map.theses) == 1:
        return "the thesis"
    return f"the thesis {display_name(context.map.statements[thesis])}"
