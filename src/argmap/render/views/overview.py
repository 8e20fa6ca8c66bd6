"""A map without the insides of its parts."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve

from argmap.model import ArgumentMap


def overview(argument: ArgumentMap, pictures: Mapping[str, str]) -> ArgumentMap:
    """Return a map in which an imported part is only what the rest of the map leans on.

    ``pictures`` names the parts to fold, by the name they are imported under, each with the address
    of the picture that shows it whole: what is kept of the part leads there. A statement is kept
    when a step or a contradiction joins it to something outside of its part, or when it leads from
    such a statement to the rest.
    """

    def part(id_: str) -> str | None:
        alias, dot, _ = id_.partition(".")
        return alias if dot and alias in pictures else None

    kept = {id_ for id_ in argument.statements if part(id_) is None}
    for step in argument.inferences.values():
        for end in (*step.premises, *step.undercutters):
            if part(end) != part(step.conclusion):
                kept |= {end, step.conclusion}
    for pair in argument.contradictions:
        if part(pair.first) != part(pair.second):
            kept |= {pair.first, pair.second}
    _lead_on(argument, kept)

    return evolve(
        argument,
        statements={
            id_: evolve(statement, url=pictures[alias]) if (alias := part(id_)) else statement
            for id_, statement in argument.statements.items()
            if id_ in kept
        },
        inferences={
            id_: evolve(step, undercutters=tuple(u for u in step.undercutters if u in kept))
            for id_, step in argument.inferences.items()
            if kept.issuperset((step.conclusion, *step.premises))
        },
        contradictions=tuple(
            pair for pair in argument.contradictions if {pair.first, pair.second} <= kept
        ),
    )


def _lead_on(argument: ArgumentMap, kept: set[str]) -> None:
    """Keep what leads from a kept statement to others, so that nothing hangs in the air."""
    waiting = [id_ for id_ in argument.statements if id_ in kept]
    while waiting:
        steps = argument.steps_from.get(waiting.pop(), [])
        if steps and not any(kept.issuperset((s.conclusion, *s.premises)) for s in steps):
            added = {steps[0].conclusion, *steps[0].premises} - kept
            kept |= added
            waiting += sorted(added)
