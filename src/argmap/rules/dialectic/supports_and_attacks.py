"""A statement both supports and attacks the same statement.

What it does
    Reports a statement that supports and attacks the same statement. It is an error if both edges
    are direct, and a warning if one of them leads through other statements. Edges from a `reason`
    or an `objection` with several premises do not count: two premises that each attack a statement
    may support it together (accrual).

Why it matters
    One of the two edges is a mistake, or the statement makes two claims and should be split in two.

Example
    claim bus "We should take the bus"
    claim cheap "Buses are cheap" {
      supports: bus
      opposes: bus
    }

Instead
    claim bus "We should take the bus"
    claim cheap "Buses are cheap" { supports: bus }

How to silence
    Write `# argmap: ignore[DIA404] because …` before the statement that does both.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Label, Severity
from argmap.model import ArgumentMap, Inference, Polarity
from argmap.model.graph import shortest_path
from argmap.model.statement import display_name
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule

RULE = rule(__name__, "DIA404", Severity.ERROR, is_structural=True)
_MAX_LINES = 8


def check(context: RuleContext) -> Iterator[Diagnostic]:
    argument_map = context.map
    for id_, inferences in argument_map.inferences_from.items():
        if len(inferences) == 1:
            continue
        # An inference with several premises does not conflict with an inference from one of them.
        pro: dict[str, Inference] = {}
        con: dict[str, Inference] = {}
        for inference in inferences:
            if len(inference.premises) == 1:
                by_conclusion = pro if inference.polarity is Polarity.PRO else con
                by_conclusion[inference.conclusion] = inference
        for conclusion in pro.keys() & con.keys():
            yield _direct(argument_map, id_, pro[conclusion], con[conclusion])
        yield from _through_others(argument_map, id_, pro, con)


def _direct(argument_map: ArgumentMap, id_: str, pro: Inference, con: Inference) -> Diagnostic:
    return RULE.diagnostic(
        con.location,
        f"{display_name(argument_map.statements[id_])} both supports and attacks "
        f"{display_name(argument_map.statements[pro.conclusion])}",
        label="attacked here",
        labels=(Label(pro.location, "supported here"),),
        help="delete one of the two edges, or split the statement in two",
        element=id_,
    )


def _through_others(
    argument_map: ArgumentMap, id_: str, pro: dict[str, Inference], con: dict[str, Inference]
) -> Iterator[Diagnostic]:
    if not pro:
        return

    def supported(premise: str) -> Iterator[str]:
        return (
            inference.conclusion
            for inference in argument_map.inferences_from.get(premise, ())
            if inference.polarity is Polarity.PRO and len(inference.premises) == 1
        )

    for conclusion, attack in con.items():
        path = None if conclusion in pro else shortest_path(id_, conclusion, supported)
        if path:
            yield _indirect(argument_map, path, attack, "supports")
    for conclusion, support in pro.items():
        for attack in argument_map.inferences_to.get(conclusion, ()):
            if attack.polarity is not Polarity.CON or len(attack.premises) > 1:
                continue
            (premise,) = attack.premises
            if premise != id_:
                path = shortest_path(id_, premise, supported)
                if path and conclusion not in path:
                    yield _indirect(argument_map, [*path, conclusion], support, "attacks")


def _indirect(
    argument_map: ArgumentMap, path: list[str], direct: Inference, verb: str
) -> Diagnostic:
    """Return the diagnostic for a direct edge and a path whose last edge has this verb."""
    first, last = (display_name(argument_map.statements[id_]) for id_ in (path[0], path[-1]))
    direct_verb = "attacks" if verb == "supports" else "supports"
    verbs = ["supports"] * (len(path) - 2) + [verb]
    names = [display_name(argument_map.statements[id_]) for id_ in path[1:]]
    tree = [
        "  " * (depth + 1) + f"└ {word} {name}"
        for depth, (word, name) in enumerate(zip(verbs, names, strict=True))
    ]
    return RULE.diagnostic(
        direct.location,
        f"{first} {direct_verb} {last} directly, but {verb} it through other statements",
        severity=Severity.WARNING,
        tree=(first, *tree[:_MAX_LINES]),
        help="check whether one of these inferences should be the other way round",
        element=path[0],
    )
