"""How much each ground adds to a statement's strength: its Shapley value.

The worth of a coalition of grounds is the strength of the statement if all other grounds have
strength 0. A ground's value is what it adds on average, over all orders in which the grounds can
join; the values sum to what all of them add. Up to `MAX_EXACT_GROUNDS` grounds, every coalition is
computed, and each node once per coalition of the grounds that it depends on. With more grounds,
random orders are sampled, and the error is reported.

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
"""The number of grounds up to which the values are exact."""
_MIN_ORDERS, _MAX_ORDERS = 10, 400
_ENOUGH_WORK = 500_000
"""The number of visited edges after which `_MIN_ORDERS` orders are enough."""
_MAX_WORK = 5_000_000
"""The number of visited edges after which sampling gives up."""
_MAX_CYCLE_UPDATES = 10_000
"""The number of updates after which a cycle counts as not converging in one coalition."""
_STANDARD_ERRORS_95 = 1.96
"""Half the width of a 95 % confidence interval, in standard errors."""


@frozen
class Contributions:
    """What each ground adds to a statement's strength.

    Attributes:
        values: The Shapley values by the ids of the grounds, in the map's order. They sum to
            ``strength`` minus ``strength_without_grounds``.
        strength_without_grounds: The strength if no ground has any.
        strength: The strength in the map.
        error: Half the width of the widest 95 % confidence interval among the values; 0 if they
            are exact.
    """

    values: dict[str, float]
    strength_without_grounds: float
    strength: float
    error: float


def contributions(
    evaluation: Evaluation, id_: str, model: str = DEFAULT_MODEL
) -> Contributions | None:
    """Return what each ground adds to a statement's strength.

    Returns None if the strength does not converge, in the map or for some coalition.

    Raises:
        KeyError: If the map has no such statement.
        ValueError: If ``model`` is not one of `argmap.evaluation.strength.MODELS`.
    """
    game = _Game(evaluation, evaluation.node_by_id[id_], model)
    strength_without_grounds = game.worth(frozenset())
    strength = game.worth(frozenset(game.grounds))
    if strength_without_grounds is None or strength is None:
        return None
    values: list[float] = []
    error = 0.0
    if len(game.grounds) > MAX_EXACT_GROUNDS or not game.is_acyclic:
        sampled = _sample_values(game)
        if sampled is None:
            return None
        values, error = sampled
    elif game.grounds:
        values = _exact_values(game)
    ids = evaluation.framework.node_ids
    value_by_id = {ids[ground]: value for ground, value in zip(game.grounds, values, strict=True)}
    return Contributions(value_by_id, strength_without_grounds, strength, error)


class _Game:
    """A cooperative game: the players are the grounds of a statement, the worth is its strength.

    ``nodes`` are the target and all nodes that it depends on, in the order of evaluation.
    """

    def __init__(self, evaluation: Evaluation, target: int, model: str) -> None:
        self.target = target
        self.plan = evolve(build_strength_plan(evaluation, model), max_updates=_MAX_CYCLE_UPDATES)
        framework, self.order = self.plan.framework, self.plan.order
        relevant = {target}
        queue = [target]
        for node in queue:  # grows during the iteration
            new = [other for other in framework.dependencies(node) if other not in relevant]
            relevant.update(new)
            queue += new
        components = [c for c in self.order.components if c[0] in relevant]
        self.is_acyclic = not any(map(self.order.is_cyclic, components))
        self.nodes = [
            *(node for node in self.order.acyclic_nodes if node in relevant),
            *(node for component in components for node in component),
        ]
        self.grounds = sorted(
            node
            for node in relevant
            if node < framework.statement_count and framework.is_asserted[node]
        )

    def worth(self, coalition: frozenset[int]) -> float | None:
        return self.strengths(coalition)[self.target]

    def strengths(self, coalition: frozenset[int]) -> list[float | None]:
        absent = frozenset(self.grounds) - coalition
        return propagate(evolve(self.plan, absent=absent))


def _exact_values(game: _Game) -> list[float]:
    """Return the Shapley values, computed from the worth of all coalitions."""
    worths = _all_worths(game)
    count = len(game.grounds)
    weights = [1 / (count * comb(count - 1, size)) for size in range(count)]
    # A coalition counts for its members with the weight of the coalition before they joined, and
    # against all others with its own weight.
    totals, without = [], 0.0
    for mask, worth in enumerate(worths):
        size = mask.bit_count()
        against = worth * weights[size] if size < count else 0.0
        without += against
        totals.append(against + (worth * weights[size - 1] if size else 0.0))
    values = []
    for _ in range(count):  # from the last ground to the first, halving the table
        half = len(totals) // 2
        values.append(sum(totals[half:]) - without)
        totals = [low + high for low, high in zip(totals[:half], totals[half:], strict=True)]
    return values[::-1]


def _all_worths(game: _Game) -> list[float]:
    """Return the target's strength for every coalition, indexed by the bit mask of its grounds."""
    framework = game.plan.framework
    grounds_of: dict[int, list[int]] = {}
    tables: dict[int, list[float]] = {}
    for node in game.nodes:
        dependencies = framework.dependencies(node)
        own_ground = {node} & set(game.grounds)
        grounds_of[node] = grounds = sorted(
            own_ground.union(*(grounds_of[other] for other in dependencies))
        )
        columns = [_widen(tables[other], grounds_of[other], grounds) for other in dependencies]
        bit = 1 << grounds.index(node) if own_ground else 0
        table = []
        for mask in range(1 << len(grounds)):
            if bit and not mask & bit:
                table.append(0.0)
            else:
                known = {o: column[mask] for o, column in zip(dependencies, columns, strict=True)}
                table.append(game.plan.strength(node, known))
        tables[node] = table
    return _widen(tables[game.target], grounds_of[game.target], game.grounds)


def _widen(table: list[float], grounds: list[int], wider: list[int]) -> list[float]:
    """Return a table of strengths by coalition for more grounds than those that it depends on."""
    if grounds == wider:
        return table
    indexes = [0]
    for ground in wider:
        bit = 1 << grounds.index(ground) if ground in grounds else 0
        indexes += [index | bit for index in indexes]
    return [table[index] for index in indexes]


def _sample_values(game: _Game) -> tuple[list[float], float] | None:
    """Return the means over random orders, and half the widest 95 % confidence interval."""
    generator = random.Random(0)  # noqa: S311 (the same result every time)
    sums = dict.fromkeys(game.grounds, 0.0)
    squares = dict.fromkeys(game.grounds, 0.0)
    order_count = work = 0
    while order_count < _MIN_ORDERS or (order_count < _MAX_ORDERS and work < _ENOUGH_WORK):
        order = game.grounds.copy()
        generator.shuffle(order)
        order_count += 1
        for ground, added, ground_work in _marginal_contributions(game, order):
            if added is None or work > _MAX_WORK:
                return None
            sums[ground] += added
            squares[ground] += added * added
            work += ground_work
    means = [sums[ground] / order_count for ground in game.grounds]
    variances = (
        squares[ground] / order_count - mean * mean
        for ground, mean in zip(game.grounds, means, strict=True)
    )
    variance = max(variances, default=0.0)
    return means, _STANDARD_ERRORS_95 * sqrt(max(variance, 0.0) / order_count)


def _marginal_contributions(
    game: _Game, order: list[int]
) -> Iterator[tuple[int, float | None, int]]:
    """Yield each ground, what it adds when it joins, and the work that took.

    It adds None if a cycle does not converge with it.
    """
    position = {node: index for index, node in enumerate(game.nodes)}
    absent = set(game.grounds)
    plan: StrengthPlan = evolve(game.plan, absent=absent)
    strengths = game.strengths(frozenset())
    for ground in order:
        before = strengths[game.target]
        absent.discard(ground)
        if game.is_acyclic:
            work = _update_dependents(game, plan, position, strengths, ground)
        else:
            strengths, work = propagate(plan), _MAX_CYCLE_UPDATES
        after = strengths[game.target]
        yield ground, None if after is None or before is None else after - before, work


def _update_dependents(
    game: _Game,
    plan: StrengthPlan,
    position: dict[int, int],
    strengths: list[float | None],
    ground: int,
) -> int:
    """Recompute the strengths that depend on a ground; return the number of visited edges."""
    queue = [position[ground]]
    queued = {ground}
    work = 0
    while queue:
        node = game.nodes[heappop(queue)]
        work += 1 + len(plan.framework.dependencies(node))
        before = strengths[node]
        strengths[node] = plan.strength(node, strengths)
        if strengths[node] != before:
            for dependent in game.order.dependents[node]:
                if dependent in position and dependent not in queued:
                    queued.add(dependent)
                    heappush(queue, position[dependent])
    return work
