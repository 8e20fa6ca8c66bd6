"""The thesis depends on a single statement.

What it does
    If the thesis is accepted, the rule tests each statement below it that has no support: evidence,
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
from argmap.model import ArgumentMap, Polarity, Status
from argmap.model.statement import display_name
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule

RULE = rule(
    __name__, "SEM505", Severity.INFO, is_default=False, is_structural=True, former_names=("hinge",)
)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    argument_map, thesis = context.map, context.map.thesis
    if thesis is None or context.evaluation.status(thesis) is not Status.ACCEPTED:
        return
    from argmap.evaluation.counterfactuals import Counterfactuals, flip_sets

    whatif = Counterfactuals(context.evaluation)
    for (id_,) in flip_sets(context.evaluation, thesis, largest=1).sets:
        if id_ == thesis or not _is_leaf(argument_map, id_):
            continue
        statement = argument_map.statements[id_]
        without = whatif.flips({id_: Status.REJECTED})[thesis]
        fate = "falls" if without is Status.REJECTED else "is undecided"
        yield RULE.diagnostic(
            statement.location,
            f"without {display_name(statement)} alone, the thesis {fate}",
            help="see whether it bears that weight; a second, independent support would help",
            element=id_,
        )


def _is_leaf(argument_map: ArgumentMap, id_: str) -> bool:
    return not any(s.polarity is Polarity.PRO for s in argument_map.inferences_to.get(id_, ()))
