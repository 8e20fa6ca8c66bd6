"""What stands: the well-founded labelling.

A step holds when all its premises are accepted and none of its undercutters is. A statement is
accepted when it has something to stand on (it is asserted, or a step for it holds), no step against
it holds, and nothing it contradicts is accepted. Support is read from the ground up, attack by what
survives: the well-founded model of these rules as a normal logic program (Van Gelder, Ross &
Schlipf, The Well-Founded Semantics for General Logic Programs, Journal of the ACM 38, 1991).
Without support it is the grounded labelling of Dung (Artificial Intelligence 77, 1995).

What no cycle holds up is labelled in one pass, in the order of dependence; the rest component by
component, the cyclic ones by `argmap.evaluate.fixpoint`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from argmap.evaluate.fixpoint import settle
from argmap.evaluate.framework import Framework
from argmap.evaluate.order import Order, order
from argmap.evaluate.standards import Weighing
from argmap.evaluate.truth import OUT, TRUE


class Labelling(NamedTuple):
    """Every node's label (`argmap.evaluate.truth`), and the order they were found in.

    ``unfounded`` are the rejected nodes that could only rest on each other.
    """

    labels: list[int]
    order: Order
    unfounded: frozenset[int] = frozenset()


def label(framework: Framework) -> Labelling:
    """Return what stands."""
    its_order = order(framework)
    labels = [OUT] * len(framework.names)
    label_of = labeller(framework, labels)
    for node in its_order.first:
        labels[node] = label_of(node)
    unfounded: set[int] = set()
    for component in its_order.components:
        unfounded |= label_component(framework, its_order, component, labels)
    return Labelling(labels, its_order, frozenset(unfounded))


def label_component(
    framework: Framework, its_order: Order, component: list[int], labels: list[int]
) -> set[int]:
    """Label the nodes of a component, given the labels of all it depends on outside of it.

    Returns:
        The unfounded nodes among them.
    """
    if its_order.is_cyclic(component):
        for node in component:
            labels[node] = framework.fixed.get(node, OUT)
        free = [node for node in component if node not in framework.fixed]
        return settle(framework, free, labels)
    labels[component[0]] = labeller(framework, labels)(component[0])
    return set()


def labeller(framework: Framework, labels: list[int]) -> Callable[[int], int]:
    """Return what gives a node's label, given the ``labels`` of the nodes that decide about it.

    Three-valued: a conjunction is the least of its parts, a disjunction the greatest (Kleene).
    This is asked of every node of a map, so it is written for speed.
    """
    count, asserted, weighings, fixed = (
        framework.statement_count,
        framework.asserted,
        framework.weighings,
        framework.fixed,
    )
    pro, con, rivals = framework.pro, framework.con, framework.rivals
    premises, undercutters = framework.premises, framework.undercutters

    def least_of(least: int, wanted: Iterable[int], unwanted: Iterable[int]) -> int:
        for other in wanted:
            least = min(least, labels[other])
        for other in unwanted:
            least = min(least, TRUE - labels[other])
        return least

    def label_of(node: int) -> int:
        if node in fixed:
            return fixed[node]
        if node >= count:
            return least_of(TRUE, premises[node], undercutters[node])
        if node in weighings:
            return least_of(_weighed(weighings[node], labels), (), rivals[node])
        ground = TRUE
        if not asserted[node]:
            ground = max([labels[step] for step in pro[node]], default=OUT)
        return least_of(least_of(ground, (), con[node]), (), rivals[node])

    return label_of


def _weighed(weighing: Weighing, labels: list[int]) -> int:
    """Return whether anything carries a statement that has a standard of proof."""
    best, unblocked, looked_at = OUT, TRUE, 0
    for step, blockers in weighing.carriers:
        for other in weighing.against[looked_at:blockers]:
            unblocked = min(unblocked, TRUE - labels[other])
        looked_at = blockers
        best = max(best, unblocked if step is None else min(unblocked, labels[step]))
    return best
