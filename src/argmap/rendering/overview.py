"""A map without the insides of its parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from attrs import evolve

from argmap.model import ArgumentMap
from argmap.rendering.scene.builder import section_path
from argmap.rendering.views import MapView

Part = Callable[[str], str | None]
"""Says which part a statement stands in, by its id; None: in none that is folded."""


def overview(argument_map: ArgumentMap, pictures: Mapping[str, str]) -> MapView:
    """Return a map in which an imported part is only what the rest of the map leans on.

    ``pictures`` names the parts to fold, by the name they are imported under, each with the address
    of the picture that shows it whole: what is kept of the part leads there. A statement is kept
    when an inference or a contradiction joins it to something outside of its part, or when it leads
    from such a statement to the rest.
    """

    def part(id_: str) -> str | None:
        alias, dot, _ = id_.partition(".")
        return alias if dot and alias in pictures else None

    return _fold(argument_map, part, pictures)


def overview_of_sections(argument_map: ArgumentMap, pictures: Mapping[str, str]) -> MapView:
    """Return a map in which a section is only what the rest of the map leans on.

    ``pictures`` gives the addresses of the sections' pictures; it is with them as with the parts of
    an `overview`. What stands in several of the sections stands in the outermost.
    """
    parts = {
        id_: next(
            (name for name in section_path(argument_map, each.section) if name in pictures), None
        )
        for id_, each in argument_map.statements.items()
    }
    return _fold(argument_map, parts.__getitem__, pictures)


def _fold(argument_map: ArgumentMap, part: Part, pictures: Mapping[str, str]) -> MapView:
    kept = {id_ for id_ in argument_map.statements if part(id_) is None}
    for inference in argument_map.inferences.values():
        for end in (*inference.premises, *inference.undercutters):
            if part(end) != part(inference.conclusion):
                kept |= {end, inference.conclusion}
    for pair in argument_map.contradictions:
        if part(pair.first) != part(pair.second):
            kept |= {pair.first, pair.second}
    _lead_on(argument_map, kept)

    shown = evolve(
        argument_map,
        statements={
            id_: evolve(statement, url=pictures[alias]) if (alias := part(id_)) else statement
            for id_, statement in argument_map.statements.items()
            if id_ in kept
        },
        inferences={
            id_: evolve(
                inference, undercutters=tuple(u for u in inference.undercutters if u in kept)
            )
            for id_, inference in argument_map.inferences.items()
            if kept.issuperset((inference.conclusion, *inference.premises))
        },
        contradictions=tuple(
            pair for pair in argument_map.contradictions if {pair.first, pair.second} <= kept
        ),
    )
    return MapView(shown, _count_folded(argument_map, kept, part))


def _count_folded(argument_map: ArgumentMap, kept: set[str], part: Part) -> dict[str, int]:
    """Return how many statements are folded, by the one that is kept to stand for them.

    That is the first of its part that bears on nothing else in it, if such a one is kept.
    """
    heads: dict[str, str] = {}
    folded: Counter[str] = Counter()
    for id_ in argument_map.statements:
        alias = part(id_)
        if alias is None:
            continue
        if id_ not in kept:
            folded[alias] += 1
        elif alias not in heads or (
            _leads(argument_map, heads[alias], part) and not _leads(argument_map, id_, part)
        ):
            heads[alias] = id_
    counts: Counter[str] = Counter()
    for alias, count in folded.items():
        counts[heads.get(alias, "")] += count
    return dict(counts)


def _leads(argument_map: ArgumentMap, id_: str, part: Part) -> bool:
    """Whether a statement bears on another of its part, and so does not stand for the whole."""
    inferences = argument_map.inferences_from.get(id_, [])
    return any(part(inference.conclusion) == part(id_) for inference in inferences)


def _lead_on(argument_map: ArgumentMap, kept: set[str]) -> None:
    """Keep what leads from a kept statement to others, so that nothing hangs in the air."""
    waiting = [id_ for id_ in argument_map.statements if id_ in kept]
    while waiting:
        inferences = argument_map.inferences_from.get(waiting.pop(), [])
        if inferences and not any(kept.issuperset((s.conclusion, *s.premises)) for s in inferences):
            added = {inferences[0].conclusion, *inferences[0].premises} - kept
            kept |= added
            waiting += sorted(added)
