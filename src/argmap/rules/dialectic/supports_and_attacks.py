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
_SHOWN = 8


def check(context: RuleContext) -> Iterator[Diagnostic]:
    argument_map = context.map
    for id_, inferences in argument_map.inferences_from.items():
        if len(inferences) < 2:  # noqa: PLR2004
            continue
        # An inference with several premises does not conflict with an inference from one of them.
        alone = [inference for inference in inferences if len(inference.premises) == 1]
        pro = {
            inference.conclusion: inference
            for inference in alone
            if inference.polarity is Polarity.PRO
        }
        con = {
            inference.conclusion: inference
            for inference in alone
            if inference.polarity is Polarity.CON
        }
        for target in pro.keys() & con.keys():
            yield _direct(argument_map, id_, pro[target], con[target])
        yield from _through_others(argument_map, id_, pro, con)


def _direct(argument_map: ArgumentMap, id_: str, pro: Inference, con: Inference) -> Diagnostic:
    return RULE.diagnostic(
        con.location,
        f"{display_name(argument_map.statements[id_])} both supports and attacks "
        f"{display_name(argument_map.statements[pro.conclusion])}",
        label="attacked here",
        labels=(Label(pro.location, "supported here"),),
        help="take one of the two out, or make two statements of it",
        element=id_,
    )


def _through_others(
    argument_map: ArgumentMap, id_: str, pro: dict[str, Inference], con: dict[str, Inference]
) -> Iterator[Diagnostic]:
    if not pro:
        return

    def supported(other: str) -> Iterator[str]:
        inferences = argument_map.inferences_from.get(other, ())
        return (
            inference.conclusion
            for inference in inferences
            if inference.polarity is Polarity.PRO and len(inference.premises) == 1
        )

    for target, attack in con.items():
        path = None if target in pro else shortest_path(id_, target, supported)
        if path:
            yield _indirect(argument_map, path, attack, "supports")
    for target, support in pro.items():
        for attack in argument_map.inferences_to.get(target, ()):
            if attack.polarity is not Polarity.CON or len(attack.premises) > 1:
                continue
            (premise,) = attack.premises
            if premise != id_:
                path = shortest_path(id_, premise, supported)
                if path and target not in path:
                    yield _indirect(argument_map, [*path, target], support, "attacks")


def _indirect(
    argument_map: ArgumentMap, path: list[str], direct: Inference, verb: str
) -> Diagnostic:
    first, last = (display_name(argument_map.statements[id_]) for id_ in (path[0], path[-1]))
    other = "attacks" if verb == "supports" else "supports"
    verbs = ["supports"] * (len(path) - 2) + [verb]
    names = [display_name(argument_map.statements[id_]) for id_ in path[1:]]
    tree = [
        "  " * (depth + 1) + f"└ {word} {name}"
        for depth, (word, name) in enumerate(zip(verbs, names, strict=True))
    ]
    return RULE.diagnostic(
        direct.location,
        f"{first} {other} {last}, and {verb} it through others",
        severity=Severity.WARNING,
        tree=(first, *tree[:_SHOWN]),
        help="is one of these inferences meant the other way round?",
        element=path[0],
    )
