"""A preference has no effect.

What it does
    Reports a preference (`outweighs:`) between two elements that never meet, and a preference of a
    concession. Two elements meet if the second attacks the first or undercuts it, if they are
    reasons on opposite sides of one conclusion, or if they contradict each other or are options of
    one question of which only one can be accepted.

Why it matters
    The author has decided between two elements, but the map is evaluated without this decision.
    Often one of the ids is wrong, or the preference belongs to the statement above. A concession
    never decides, so it outweighs nothing that it is against.

Example
    claim bus "We should take the bus" {
      assumption cheap "It is cheap" { outweighs: late }
      claim quick "It is quick" {
        assumption lane "It has a lane of its own"
        counterpoint late "It is always late"
      }
    }

Instead
    claim bus "We should take the bus" {
      assumption cheap "It is cheap"
      claim quick "It is quick" {
        assumption lane "It has a lane of its own" { outweighs: late }
        counterpoint late "It is always late"
      }
    }

How to silence
    Write `# argmap: ignore[DIA418] because …` before the statement that declares the preference.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.model import ArgumentMap, Concession, Preference
from argmap.rules._context import RuleContext
from argmap.rules._preferences import element_name, preference_element
from argmap.rules._rule import rule

RULE = rule(__name__, "DIA418", Severity.INFO, is_structural=True)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    if not context.map.preferences:
        return
    from argmap.evaluation.preferences import find_preferences

    for preference in find_preferences(context.map).idle:
        stronger, weaker = (
            element_name(context.map, id_) for id_ in (preference.stronger, preference.weaker)
        )
        if _is_granted(context.map, preference):
            message = f"{stronger} is granted, so it cannot outweigh {weaker}"
            help_ = "a concession never decides: write `counterpoint`, or delete this preference"
        elif preference.stronger == preference.weaker:
            message = f"{stronger} cannot outweigh itself"
            help_ = "name the element that it prevails over"
        else:
            message = f"{stronger} and {weaker} never meet, so the preference has no effect"
            help_ = (
                "name an objection to it, a reason on the other side of the same conclusion, or a "
                "rival that it contradicts"
            )
        yield RULE.diagnostic(
            preference.location,
            message,
            help=help_,
            element=preference_element(context.map, preference),
        )


def _is_granted(argument_map: ArgumentMap, preference: Preference) -> bool:
    """Return whether the stronger element is a concession, or an attack by one."""
    inference = argument_map.inferences.get(preference.stronger)
    premises = (preference.stronger,) if inference is None else inference.premises
    return any(isinstance(argument_map.statements[premise], Concession) for premise in premises)
