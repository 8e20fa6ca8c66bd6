"""Leaving statements out of a map: what goes with them, and on which card they are counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from typing import NamedTuple

from attrs import evolve

from argmap.model import ArgumentMap, Inference


class View(NamedTuple):
    """A map made smaller, and how many statements are left out of it.

    Each count stands by the statement whose card tells of it; by ``""``, where there is none.
    """

    map: ArgumentMap
    folded: dict[str, int]


def cut(argument: ArgumentMap, kept: Collection[str]) -> ArgumentMap:
    """Return a map of the kept statements, with the steps and contradictions between them.

    A step stays whole or goes: its premises carry it only together. What the whole map argues for
    stays its thesis, even where that is not drawn, so that no other root is taken for it.
    """
    if len(kept) == len(argument.statements):
        return argument
    return evolve(
        argument,
        named_thesis=argument.thesis or "",
        statements={
            id_: statement for id_, statement in argument.statements.items() if id_ in kept
        },
        inferences={
            id_: evolve(step, undercutters=tuple(u for u in step.undercutters if u in kept))
            for id_, step in argument.inferences.items()
            if step.conclusion in kept and all(premise in kept for premise in step.premises)
        },
        contradictions=tuple(
            pair for pair in argument.contradictions if pair.first in kept and pair.second in kept
        ),
    )


def count_folded(argument: ArgumentMap, kept: Collection[str]) -> dict[str, int]:
    """Return how many statements are left out, by the nearest kept one that they bear on."""
    owner = {id_: id_ for id_ in argument.statements if id_ in kept}
    counts: Counter[str] = Counter()
    waiting = list(owner)
    for above in waiting:  # which grows while it is gone through
        for below in below_of(argument, above):
            if below not in owner:
                owner[below] = owner[above]
                counts[owner[above]] += 1
                waiting.append(below)
    if alone := len(argument.statements) - len(owner):
        counts[""] = alone
    return dict(counts)


def below_of(argument: ArgumentMap, statement: str) -> Iterable[str]:
    """Yield what bears on a statement directly: premises, and what undercuts their steps."""
    for step in argument.steps_onto.get(statement, ()):
        yield from step.premises
        yield from step.undercutters


def reach(
    argument: ArgumentMap,
    start: Iterable[str],
    *,
    levels: int | None = None,
    closed: Collection[str] = (),
) -> dict[str, int]:
    """Return all that bears on ``start``, directly or not, each with the steps between, at least.

    It ends ``levels`` below, and does not go on below what is ``closed``.
    """
    depths = dict.fromkeys(start, 0)
    waiting = list(depths)
    for above in waiting:  # which grows while it is gone through
        if above in closed or depths[above] == levels:
            continue
        for below in below_of(argument, above):
            if below not in depths:
                depths[below] = depths[above] + 1
                waiting.append(below)
    return depths


def tops(argument: ArgumentMap) -> list[str]:
    """Return statements that all others bear on: the thesis, the roots, and one of each ring."""
    thesis = argument.thesis
    first = [thesis] if thesis in argument.statements else []
    found = dict.fromkeys([*filter(None, first), *argument.roots])
    reached = reach(argument, found)
    for statement in argument.statements:
        if statement not in reached:
            found[statement] = None
            reached |= reach(argument, [statement])
    return list(found)


def ways(argument: ArgumentMap) -> dict[str, Inference]:
    """Return the step on the shortest way from each statement to what it bears on at last.

    That is the thesis where it can be reached, else another of the `tops`, which have no step.
    """
    found: dict[str, Inference] = {}
    reached: set[str] = set()
    for top in tops(argument):
        if top in reached:
            continue
        reached.add(top)
        waiting = [top]
        for above in waiting:  # which grows while it is gone through
            for step in argument.steps_onto.get(above, ()):
                for below in (*step.premises, *step.undercutters):
                    if below not in reached:
                        reached.add(below)
                        found[below] = step
                        waiting.append(below)
    return found


def with_ways(argument: ArgumentMap, statements: Iterable[str]) -> dict[str, None]:
    """Return statements and their ways: each conclusion, and the premises that a step needs."""
    steps = ways(argument)
    kept = dict.fromkeys(statements)
    for statement in list(kept):
        at = statement
        while (step := steps.pop(at, None)) is not None:  # a way is gone once
            at = step.conclusion
            kept |= dict.fromkeys((at, *step.premises))
    return kept
