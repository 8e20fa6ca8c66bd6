"""A statement has no effect on any other statement.

What it does
    Reports evidence, assumptions and claims that could be rejected without a change in the status
    of any other statement. Counterpoints and concessions are not reported, because one that is
    answered or outweighed has no effect. The rule is off by default, because a good argument often
    has more support than it needs.

Why it matters
    A statement without effect may be unnecessary, or the argument may not use it as its author
    thinks.

Example
    claim bus "We should take the bus" {
      evidence cheap "A ticket costs two francs"
      evidence warm "It is warm inside"
    }

Instead
    claim bus "We should take the bus" {
      reason {
        evidence cheap "A ticket costs two francs"
        evidence warm "It is warm inside"
      }
    }

How to silence
    This rule is off by default. If your project turns it on with `select` or `severity`, add
    `SEM504` to `ignore`.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.model import Concession, Counterpoint
from argmap.model.statement import display_name
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule

RULE = rule(__name__, "SEM504", Severity.INFO, is_default=False, is_structural=True)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    from argmap.evaluation.suppositions import Counterfactuals

    counterfactuals = Counterfactuals(context.evaluation)
    for id_, statement in context.map.statements.items():
        is_used = id_ in context.map.inferences_from or id_ in context.map.undercuts_by
        if isinstance(statement, Counterpoint | Concession) or not is_used:
            continue
        if not counterfactuals.affects_others(id_):
            yield RULE.diagnostic(
                statement.location,
                f"{display_name(statement)} has no effect: "
                "without it, no other status would change",
                help="combine it with the premises that it needs in a `reason`, or delete it",
                element=id_,
            )
