"""The undecided residue of a map, as a normal logic program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from argmap.evaluate.framework import Framework
from argmap.evaluate.truth import OUT, TRUE, UNDECIDED


class Rule(NamedTuple):
    """A node stands if all of ``wanted`` stand and none of ``unwanted`` does."""

    wanted: tuple[int, ...]
    unwanted: tuple[int, ...]


class Program(NamedTuple):
    """The rules of every undecided node: it stands if any of them says so."""

    rules: dict[int, tuple[Rule, ...]]


def residue(framework: Framework, labels: list[int]) -> Program:
    """Return the rules of the undecided nodes, with what is decided put in."""
    undecided = (node for node, label in enumerate(labels) if label == UNDECIDED)
    return Program(
        {
            node: tuple(dict.fromkeys(_rules(framework, labels, node)))
            for node in undecided
            if node not in framework.fixed
        }
        # What is supposed to be undecided stays so in every model: it wants itself not to stand.
        | {
            node: (Rule((), (node,)),)
            for node, label in framework.fixed.items()
            if label == UNDECIDED
        }
    )


def _rules(framework: Framework, labels: list[int], node: int) -> Iterator[Rule]:
    def rule(wanted: Iterable[int], unwanted: Iterable[int]) -> Iterator[Rule]:
        wanted, unwanted = tuple(wanted), tuple(unwanted)
        if all(labels[w] != OUT for w in wanted) and all(labels[u] != TRUE for u in unwanted):
            yield Rule(
                tuple(w for w in wanted if labels[w] == UNDECIDED),
                tuple(u for u in unwanted if labels[u] == UNDECIDED),
            )

    if node >= framework.statement_count:
        yield from rule(framework.premises[node], framework.undercutters[node])
        return
    rivals = framework.rivals[node]
    if node in framework.weighings:
        weighing = framework.weighings[node]
        for carrier in weighing.carriers:
            own = [] if carrier.step is None else [carrier.step]
            yield from rule(own, [*weighing.blockers(carrier), *rivals])
        return
    against = [*framework.con[node], *rivals]
    if framework.asserted[node]:
        yield from rule([], against)
        return
    for step in framework.pro[node]:
        yield from rule([step], against)
