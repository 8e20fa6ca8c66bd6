"""How much each ground adds to a statement's strength: its Shapley value.

A coalition of grounds is worth the strength that the statement has when all other grounds are worth
nothing. A ground's share is what it adds on average, over all orders in which the grounds could
come in; the shares sum to what all of them add. Up to `MAX_EXACT_GROUNDS` grounds every coalition
is gone through, with each node worked out once for each coalition of the grounds below it; beyond
that orders are drawn, and the error is stated.

Sources: Shapley, A Value for n-Person Games, 1953; Kampik et al., Contribution Functions for
Quantitative Bipolar Argumentation Graphs, International Journal of Approximate Reasoning 2024; by
sampling: Castro, Gómez & Tejada, Computers & Operations Research 36, 2009.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from heapq import heappop, heappush
from math import comb, sqrt

from attrs import evolve, frozen

from argmap.evaluation.evaluation import Evaluation
from argmap.evaluation.strength import DEFAULT_MODEL, StrengthPlan, build_strength_plan, propagate

MAX_EXACT_GROUNDS = 20
"""Up to so many grounds the shares are exact."""
_ORDERS = (10, 400)
"""How many orders are drawn, at least and at most."""
_WORK = 500_000
"""Nodes and what they depend on, in all orders together, before it is enough."""
_TOO_MUCH = 5_000_000
"""Of these, when it is no use to go on."""
_PATIENCE = 10_000
"""Nodes worked out, until a cycle in one coalition counts as one that does not settle."""
_SIGMAS = 1.96
"""Of a 95 % interval."""


@frozen
class Contributions:
    """What each ground adds, in ``values`` by the grounds' ids, in the map's order.

    They sum to ``within`` (the strength in the map) less ``without`` (the strength without any of
    them). ``error`` is half the width of the widest 95 % interval among the values; 0: they are
    exact.
    """

    values: dict[str, float]
    without: float
    within: float
    error: float


def contributions(
    evaluation: Evaluation, id_: str, model: str = DEFAULT_MODEL
) -> Contributions | None:
    """Return what each ground adds to a statement's strength.

    None where the statement, or some coalition of the grounds, comes to no strength.

    Raises:
        KeyError: when there is no statement of that id.
    """
    game = _Game(evaluation, evaluation.numbers[id_], model)
    without, within = game.worth(frozenset()), game.worth(frozenset(game.grounds))
    if without is None or within is None:
        return None
    values: list[float] = []
    error = 0.0
    if len(game.grounds) > MAX_EXACT_GROUNDS or not game.is_acyclic:
        sampled = _sampled(game)
        if sampled is None:
            return None
        values, error = sampled
    elif game.grounds:
        values = _exact(game)
    names = evaluation.frame.names
    named = {names[ground]: value for ground, value in zip(game.grounds, values, strict=True)}
    return Contributions(named, without, within, error)


class _Game:
    """The grounds below a statement as players; what a coalition is worth is a strength."""

    def __init__(self, evaluation: Evaluation, target: int, model: str) -> None:
        frame, self.order = evaluation.frame, evaluation.labelling.order
        self.target = target
        self.plan = evolve(build_strength_plan(evaluation, model), patience=_PATIENCE)
        below = {target}
        waiting = [target]
        for node in waiting:  # which grows while it is gone through
            fresh = [other for other in frame.dependencies(node) if other not in below]
            below.update(fresh)
            waiting += fresh
        components = [c for c in self.order.components if c[0] in below]
        self.is_acyclic = not any(map(self.order.is_cyclic, components))
        singles = (node for component in components for node in component)
        self.nodes = [*(node for node in self.order.first if node in below), *singles]
        self.grounds = sorted(
            node for node in below if node < frame.statement_count and frame.asserted[node]
        )

    def worth(self, present: frozenset[int]) -> float | None:
        return self.values(present)[self.target]

    def values(self, present: frozenset[int]) -> list[float | None]:
        absent = frozenset(self.grounds) - present
        return propagate(evolve(self.plan, absent=absent), self.order)


def _exact(game: _Game) -> list[float]:
    """Return the shares from the worth of all coalitions."""
    worths = _all_worths(game)
    count = len(game.grounds)
    weights = [1 / (count * comb(count - 1, size)) for size in range(count)]
    # A coalition counts for those inside with the weight of what it was before they came in, and
    # against those outside with its own.
    joined, left = [], 0.0
    for mask, worth in enumerate(worths):
        size = mask.bit_count()
        outside = worth * weights[size] if size < count else 0.0
        left += outside
        joined.append(outside + (worth * weights[size - 1] if size else 0.0))
    values = []
    for _ in range(count):  # from the last ground to the first, halving the table
        half = len(joined) // 2
        values.append(sum(joined[half:]) - left)
        joined = [one + other for one, other in zip(joined[:half], joined[half:], strict=True)]
    return values[::-1]


def _all_worths(game: _Game) -> list[float]:
    """Return the target's strength for every coalition, by the bits of the grounds in it."""
    frame = game.plan.frame
    below: dict[int, list[int]] = {}
    tables: dict[int, list[float]] = {}
    for node in game.nodes:
        others = frame.dependencies(node)
        own = {node} & set(game.grounds)
        below[node] = grounds = sorted(own.union(*(below[other] for other in others)))
        columns = [_column(tables[other], below[other], grounds) for other in others]
        bit = 1 << grounds.index(node) if own else 0
        table = []
        for mask in range(1 << len(grounds)):
            if bit and not mask & bit:
                table.append(0.0)
            else:
                known = {o: column[mask] for o, column in zip(others, columns, strict=True)}
                table.append(game.plan.value(node, known))
        tables[node] = table
    return _column(tables[game.target], below[game.target], game.grounds)


def _column(table: list[float], own: list[int], wider: list[int]) -> list[float]:
    """Return a node's strengths by the coalitions of more grounds than its own."""
    if own == wider:
        return table
    places = [0]
    for ground in wider:
        bit = 1 << own.index(ground) if ground in own else 0
        places += [place | bit for place in places]
    return [table[place] for place in places]


def _sampled(game: _Game) -> tuple[list[float], float] | None:
    """Return the shares as means over orders, and half the widest 95 % interval."""
    draw = random.Random(0)  # noqa: S311 (the same answer each time)
    sums = dict.fromkeys(game.grounds, 0.0)
    squares = dict.fromkeys(game.grounds, 0.0)
    orders = work = 0
    least, most = _ORDERS
    while orders < least or (orders < most and work < _WORK):
        turn = game.grounds.copy()
        draw.shuffle(turn)
        orders += 1
        for ground, added, nodes in _coming_in(game, turn):
            if added is None or work > _TOO_MUCH:
                return None
            sums[ground] += added
            squares[ground] += added * added
            work += nodes
    means = [sums[ground] / orders for ground in game.grounds]
    spreads = (
        squares[ground] / orders - mean * mean
        for ground, mean in zip(game.grounds, means, strict=True)
    )
    spread = max(spreads, default=0.0)
    return means, _SIGMAS * sqrt(max(spread, 0.0) / orders)


def _coming_in(game: _Game, turn: list[int]) -> Iterator[tuple[int, float | None, int]]:
    """Yield what each ground adds when it comes in, and how many nodes that took.

    It adds None where a ring does not settle with it.
    """
    place = {node: number for number, node in enumerate(game.nodes)}
    absent = set(game.grounds)
    plan: StrengthPlan = evolve(game.plan, absent=absent)
    values = game.values(frozenset())
    for ground in turn:
        before = values[game.target]
        absent.discard(ground)
        if game.is_acyclic:
            nodes = _update(game, plan, place, values, ground)
        else:
            values, nodes = propagate(plan, game.order), _PATIENCE
        after = values[game.target]
        yield ground, None if after is None or before is None else after - before, nodes


def _update(
    game: _Game, plan: StrengthPlan, place: dict[int, int], values: list[float | None], ground: int
) -> int:
    """Work out anew what depends on a ground; return how much work that was."""
    waiting = [place[ground]]
    queued = {ground}
    work = 0
    while waiting:
        node = game.nodes[heappop(waiting)]
        work += 1 + len(plan.frame.dependencies(node))
        before = values[node]
        values[node] = plan.value(node, values)
        if values[node] != before:
            for dependent in game.order.dependents[node]:
                if dependent in place and dependent not in queued:
                    queued.add(dependent)
                    heappush(waiting, place[dependent])
    return work
