"""The order of dependence: each node after those that decide about it."""

from __future__ import annotations

from typing import NamedTuple

from argmap.evaluate.framework import Framework, Numbers
from argmap.model.graph import strong_components


class Order(NamedTuple):
    """``first`` are the nodes that no cycle stands before, then come the ``components``.

    A component is a cycle, or one node. ``dependents`` are, of each node, those it decides about.
    """

    first: list[int]
    components: list[list[int]]
    dependents: Numbers

    def is_cyclic(self, component: list[int]) -> bool:
        """Whether a component's nodes decide about each other, or one about itself."""
        return len(component) > 1 or component[0] in self.dependents[component[0]]


def order(framework: Framework) -> Order:
    """Return the order in which a framework's nodes can be worked out; linear in its size."""
    size = len(framework.names)
    missing = [0] * size
    dependents: Numbers = [[] for _ in range(size)]
    for decisive in framework.decisive:
        for node, others in enumerate(decisive):
            missing[node] += len(others)
            for other in others:
                dependents[other].append(node)
    for node in framework.fixed:
        missing[node] = 0
    first = [node for node, count in enumerate(missing) if count == 0]
    for node in first:  # which grows while it is gone through
        for dependent in dependents[node]:
            missing[dependent] -= 1
            if missing[dependent] == 0:
                first.append(dependent)
    left = [node for node, count in enumerate(missing) if count > 0]

    def still_missing(node: int) -> list[int]:
        return [other for other in framework.dependencies(node) if missing[other] > 0]

    return Order(first, list(strong_components(left, still_missing)) if left else [], dependents)
