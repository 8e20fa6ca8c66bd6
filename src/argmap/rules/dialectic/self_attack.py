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
    Name the statement that was meant.

How to silence
    Write `# argmap: ignore[DIA403] because …` before the statement.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.model import Polarity
from argmap.rules._context import RuleContext, named
from argmap.rules._rule import rule

RULE = rule(__name__, "DIA403", Severity.ERROR, is_structural=True)


def check(subject: RuleContext) -> Iterator[Diagnostic]:
    argument = subject.map
    for step in argument.inferences.values():
        if step.polarity is Polarity.CON and step.conclusion in step.premises:
            statement = argument.statements[step.conclusion]
            yield RULE.finds(
                step.location,
                f"{named(statement)} opposes itself",
                help="name the statement that was meant",
                element=statement.id,
            )
        for undercutter in step.undercutters:
            if undercutter in step.premises:
                statement = argument.statements[undercutter]
                yield RULE.finds(
                    step.location,
                    f"{named(statement)} undercuts a step that it is a premise of",
                    help="name the step that was meant",
                    element=statement.id,
                )
    for pair in argument.contradictions:
        if pair.first == pair.second:
            yield RULE.finds(
                pair.location,
                f"{named(argument.statements[pair.first])} contradicts itself",
                help="name the statement that was meant",
                element=pair.first,
            )
