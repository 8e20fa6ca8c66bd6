"""A statement attacks itself.

What it does
    Reports a statement that opposes or contradicts itself, alone or together with other premises,
    and a statement that undercuts an inference of which it is a premise.

Why it matters
    Usually one id is wrong. By default, a statement that directly opposes or contradicts itself
    cannot be accepted.

Example
    claim liar "This sentence is false" { opposes: liar }

Instead
    claim liar "This sentence is false" { opposes: honest }
    claim honest "This sentence is true"

How to silence
    Write `# argmap: ignore[DIA403] because …` before the statement.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.model import Polarity
from argmap.model.statement import display_name
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule

RULE = rule(__name__, "DIA403", Severity.ERROR, is_structural=True)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    argument_map = context.map
    for inference in argument_map.inferences.values():
        if inference.polarity is Polarity.CON and inference.conclusion in inference.premises:
            statement = argument_map.statements[inference.conclusion]
            yield RULE.diagnostic(
                inference.location,
                f"{display_name(statement)} opposes itself",
                help="name the intended statement",
                element=statement.id,
            )
        for undercutter in inference.undercutters:
            if undercutter in inference.premises:
                statement = argument_map.statements[undercutter]
                yield RULE.diagnostic(
                    inference.location,
                    f"{display_name(statement)} undercuts an inference that it is a premise of",
                    help="name the intended inference",
                    element=statement.id,
                )
    for pair in argument_map.contradictions:
        if pair.first == pair.second:
            yield RULE.diagnostic(
                pair.location,
                f"{display_name(argument_map.statements[pair.first])} contradicts itself",
                help="name the intended statement",
                element=pair.first,
            )
