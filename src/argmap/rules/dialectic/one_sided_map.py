"""Nothing in the map argues against the thesis.

What it does
    Reports a map in which at least five statements support the thesis, directly or indirectly, if
    the map contains no objection, concession, undercut, contradiction or question at all.

Why it matters
    Readers think of objections anyway, and notice that the map does not mention them. The case
    becomes stronger if you state the best objection and answer it.

Example
    claim bus "We should take the bus" {
      assumption cheap "It is cheap"
      assumption quick "It is quick"
      assumption often "It comes often"
      assumption near "The stop is near"
      assumption warm "It is heated"
    }

Instead
    claim bus "We should take the bus" {
      assumption cheap "It is cheap"
      assumption quick "It is quick"
      assumption often "It comes often"
      assumption near "The stop is near"
      assumption warm "It is heated"
      counterpoint full "It is always full" {
        counterpoint early "Not before seven, when we leave"
      }
    }

How to silence
    Write `# argmap: ignore[DIA402] because …` before the thesis.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.model import Polarity
from argmap.model.statement import display_name
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule

RULE = rule(__name__, "DIA402", Severity.INFO, is_structural=True)
_MIN_SUPPORTING = 5


def check(context: RuleContext) -> Iterator[Diagnostic]:
    argument_map = context.map
    theses = [argument_map.statements[id_] for id_ in argument_map.theses]
    if not theses or argument_map.contradictions or argument_map.questions:
        return
    supporting = len(argument_map.depths) - len(theses)
    if supporting < _MIN_SUPPORTING or any(
        inference.polarity is Polarity.CON or inference.undercutters
        for inference in argument_map.inferences.values()
    ):
        return
    thesis = theses[0]
    supported = display_name(thesis) if len(theses) == 1 else f"the {len(theses)} theses"
    yield RULE.diagnostic(
        thesis.location,
        f"{supporting} statements support {supported}, and nothing opposes "
        f"{'it' if len(theses) == 1 else 'them'}",
        help="add the best objection you know as a `counterpoint` and answer it, or grant it in a "
        "`concession`",
        element=thesis.id,
    )
