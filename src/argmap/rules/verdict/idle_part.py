"""A section or an imported file has no effect on the rest of the map.

What it does
    Reports a section or an imported file that supports statements outside of it, if no status
    outside of it would change without it. To test this, argmap rejects all statements of the part.
    Several such parts are reported together.

    The rule tests the imported files and the sections of the main file, if there are at least two.
    Inside a part that has no effect, it tests no further sections. It ignores a part that contains
    a thesis; a part that attacks or contradicts a statement outside of it, because an objection
    that is answered has no effect; and a part that supports only rejected statements. If most parts
    have no effect, they are independent reasons, each of which is enough, and the rule reports
    nothing. On a large map the search stops early and may miss parts.

Why it matters
    Readers expect a chapter to matter. Often its conclusion supports the wrong statement, or is one
    of several reasons, each of which is enough, although its author means that they count only
    together.

Example
    claim bus "We should take the bus" { reason { premises: cheap, quick } }
    section price "Price" {
      claim cheap "It is cheap" { assumption fare "A ticket costs two francs" }
    }
    section time "Time" {
      claim quick "It is quick" { assumption lane "It has a lane of its own" }
    }
    section comfort "Comfort" {
      claim warm "It is heated" { supports: quick }
    }

Instead
    claim bus "We should take the bus" { reason { premises: cheap, quick, warm } }
    section price "Price" {
      claim cheap "It is cheap" { assumption fare "A ticket costs two francs" }
    }
    section time "Time" {
      claim quick "It is quick" { assumption lane "It has a lane of its own" }
    }
    section comfort "Comfort" {
      claim warm "It is heated"
    }

How to silence
    Write `# argmap: ignore[SEM508] because …` before the section, or before `map` in the imported
    file.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Label, Severity
from argmap.evaluation.parts import Part, find_parts
from argmap.model import Polarity, Status
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule

RULE = rule(__name__, "SEM508", Severity.INFO, is_structural=True)
_MAX_LABELS = 5
_MAX_LABELLED = 200_000
"""The number of nodes to label in the search for parts without effect."""


def check(context: RuleContext) -> Iterator[Diagnostic]:
    argument_map = context.map
    if not argument_map.sections and len(context.resolution.documents) == 1:
        return
    parts = find_parts(argument_map)
    if len(parts) <= 1:
        return
    tested = [part for part in parts if _supports_others(context, part)]
    idle = list(_idle(context, tested))
    if 2 * len(idle) > len(tested) > 1:
        return  # each of them is an independent reason
    if len(idle) == 1:
        yield RULE.diagnostic(
            idle[0].location,
            f"without {_name(idle[0])}, no status outside of it would change",
            help="check how its conclusion is used: if it counts only together with others, "
            "combine them in a `reason`",
            element=idle[0].id or idle[0].statements[0],
        )
    elif idle:
        yield RULE.diagnostic(
            idle[0].location,
            f"{len(idle)} parts have no effect: without any one of them, "
            "no status outside of it would change",
            label=_name(idle[0]),
            labels=tuple(Label(part.location, _name(part)) for part in idle[1 : _MAX_LABELS + 1]),
            help="check how their conclusions are used: if they count only together, "
            "combine them in a `reason`",
            element=idle[0].id or idle[0].statements[0],
        )


def _name(part: Part) -> str:
    return f"the file `{part.file}`" if part.file else f"the section “{part.title}”"


def _supports_others(context: RuleContext, part: Part) -> bool:
    """Return whether a part only supports statements outside of it, one of which is not rejected.

    A part that contains a thesis is what the map argues for, so it need not support anything.
    """
    argument_map, inside = context.map, frozenset(part.statements)
    if not inside.isdisjoint(argument_map.theses):
        return False
    supports = False
    for id_ in inside:
        for inference in argument_map.inferences_from.get(id_, ()):
            if inference.conclusion not in inside:
                if inference.polarity is Polarity.CON:
                    return False
                supports |= context.evaluation.status(inference.conclusion) is not Status.REJECTED
        if any(other not in inside for other in argument_map.contradicted_by.get(id_, ())):
            return False
        for inference in argument_map.undercuts_by.get(id_, ()):
            if not inside.issuperset((*inference.premises, inference.conclusion)):
                return False
    return supports


def _idle(context: RuleContext, parts: list[Part]) -> Iterator[Part]:
    """Yield the parts without effect, in order, but no section inside such a part."""
    from argmap.evaluation.suppositions import Counterfactuals

    counterfactuals = Counterfactuals(context.evaluation)
    idle: set[str] = set()
    for part in parts:
        if part.parent is not None and part.parent in idle:
            idle.add(part.id)
            continue
        changes = counterfactuals.status_changes(dict.fromkeys(part.statements, Status.REJECTED))
        if not changes.keys() & (context.map.statements.keys() - set(part.statements)):
            idle.add(part.id)
            yield part
        if counterfactuals.labelled_count > _MAX_LABELLED:
            return
