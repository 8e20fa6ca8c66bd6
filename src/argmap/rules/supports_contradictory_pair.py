"""A statement supports two others that contradict each other.

What it does
    Warns of a statement that speaks, by itself or among the premises of a reason, for two
    statements of which `contradicts:` says that they cannot both stand.

Why it matters
    One of the two steps must go: what proves both sides proves neither.

Example
    claim bus "We should take the bus" { contradicts: train }
    claim train "We should take the train"
    claim hurry "We are in a hurry" { supports: bus, train }

Instead
    claim bus "We should take the bus" { contradicts: train }
    claim train "We should take the train"
    claim hurry "We are in a hurry" { supports: bus }

How to silence
    `# argmap: ignore[DIA405] because …` before the statement that supports both.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Label, Severity
from argmap.model import Polarity
from argmap.rules._base import Subject, named, rule

RULE = rule(__name__, "DIA405", Severity.WARNING, is_structural=True)


def check(subject: Subject) -> Iterator[Diagnostic]:
    argument = subject.map
    for pair in argument.contradictions:
        supporters = [
            {
                premise: step
                for step in argument.steps_onto.get(side, ())
                if step.polarity is Polarity.PRO
                for premise in step.premises
            }
            for side in (pair.first, pair.second)
        ]
        for id_, step in supporters[0].items():
            if id_ in supporters[1] and pair.first != pair.second:
                first, second = argument.statements[pair.first], argument.statements[pair.second]
                yield RULE.finds(
                    supporters[1][id_].location,
                    f"{named(argument.statements[id_])} supports both {named(first)} and "
                    f"{named(second)}, which contradict each other",
                    labels=(
                        Label(step.location, "it supports the one here"),
                        Label(pair.location, "they contradict each other"),
                    ),
                    help="take one of the two steps out",
                    element=id_,
                )
