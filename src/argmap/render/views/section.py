"""One section, and what it has to do with the rest."""

from __future__ import annotations

from argmap.model import ArgumentMap
from argmap.render.scene.sections import path_of
from argmap.render.views.cutting import cut
from argmap.render.views.naming import section_of


def section(argument: ArgumentMap, name: str) -> ArgumentMap:
    """Return the statements of a section and of those within it, and their neighbours.

    Neighbours are what a step or a contradiction joins to it from outside.

    Raises:
        UnknownName: when there is no such section.
    """
    wanted = section_of(argument, name)
    inside = {
        id_
        for id_, statement in argument.statements.items()
        if wanted in path_of(argument, statement.section)
    }
    kept = set(inside)
    for step in argument.inferences.values():
        within = inside.intersection((step.conclusion, *step.premises))
        if within or inside.intersection(step.undercutters):
            kept |= {step.conclusion, *step.premises}
        if within:
            kept |= set(step.undercutters)
    for pair in argument.contradictions:
        if inside & {pair.first, pair.second}:
            kept |= {pair.first, pair.second}
    return cut(argument, kept)
