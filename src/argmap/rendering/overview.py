"""A map without the insides of its parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from attrs import evolve

from argmap.model import ArgumentMap
from argmap.rendering.scene.builder import path_of
from argmap.rendering.views import MapView

Part = Callable[[str], str | None]
"""Says which part a statement stands in, by its id; None: in none that is folded."""


def overview(argument: ArgumentMap, pictures: Mapping[str, str]) -> MapView:
    """Return a map in which an imported part is only what the rest of the map leans on.

    ``pictures`` names the parts to fold, by the name they are imported under, each with the address
    of the picture that shows it whole: what is kept of the part leads there. A statement is kept
    when a step or a contradiction joins it to something outside of its part, or when it leads from
    such a statement to the rest.
    """

    def part(id_: str) -> str | None:
        alias, dot, _ = id_.partition(".")
        return alias if dot and alias in pictures else None

    return _fold(argument, part, pictures)


def overview_of_sections(argument: ArgumentMap, pictures: Mapping[str, str]) -> MapView:
    """Return a map in which a section is only what the rest of the map leans on.

    ``pictures`` gives the addresses of the sections' pictures; it is with them as with the parts of
    an `overview`. What stands in several of the sections stands in the outermost.
    """
    parts = {
        id_: next((name for name in path_of(argument, each.section) if name in pictures), None)
        for id_, each in argument.statements.items()
    }
    return _fold(argument, parts.__getitem__, pictures)


def _fold(argument: ArgumentMap, part: Part, pictures: Mapping[str, str]) -> MapView:
    kept = {id_ for id_ in argument.statements if part(id_) is None}
    for step in argument.inferences.values():
        for end in (*step.premises, *step.undercutters):
            if part(end) != part(step.conclusion):
                kept |= {end, step.conclusion}
    for pair in argument.contradictions:
        if part(pair.first) != part(pair.second):
            kept |= {pair.first, pair.second}
    _lead_on(argument, kept)

    shown = evolve(
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
    return MapView(shown, _count_folded(argument, kept, part))


def _count_folded(argument: ArgumentMap, kept: set[str], part: Part) -> dict[str, int]:
    """Return how many statements are folded, by the one that is kept to stand for them.

    That is the first of its part that bears on nothing else in it, if such a one is kept.
    """
    heads: dict[str, str] = {}
    folded: Counter[str] = Counter()
    for id_ in argument.statements:
        alias = part(id_)
        if alias is None:
            continue
        if id_ not in kept:
            folded[alias] += 1
        elif alias not in heads or (
            _leads(argument, heads[alias], part) and not _leads(argument, id_, part)
        ):
            heads[alias] = id_
    counts: Counter[str] = Counter()
    for alias, count in folded.items():
        counts[heads.get(alias, "")] += count
    return dict(counts)


def _leads(argument: ArgumentMap, id_: str, part: Part) -> bool:
    """Whether a statement bears on another of its part, and so does not stand for the whole."""
    steps = argument.steps_from.get(id_, [])
    return any(part(step.conclusion) == part(id_) for step in steps)


def _lead_on(argument: ArgumentMap, kept: set[str]) -> None:
    """Keep what leads from a kept statement to others, so that nothing hangs in the air."""
    waiting = [id_ for id_ in argument.statements if id_ in kept]
    while waiting:
        steps = argument.steps_from.get(waiting.pop(), [])
        if steps and not any(kept.issuperset((s.conclusion, *s.premises)) for s in steps):
            added = {steps[0].conclusion, *steps[0].premises} - kept
            kept |= added
            waiting += sorted(added)
