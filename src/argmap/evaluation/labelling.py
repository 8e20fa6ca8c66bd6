"""What stands: the well-founded labelling.

An inference holds when all its premises are accepted and none of its undercutters is. A statement
is accepted when it has something to stand on (it is asserted, or an inference for it holds), no
inference against it holds, and nothing it contradicts is accepted. Support is read from the ground
up, attack by what survives: the well-founded model of these rules as a normal logic program (Van
Gelder, Ross & Schlipf, The Well-Founded Semantics for General Logic Programs, Journal of the ACM
38, 1991). Without support it is the grounded labelling of Dung (Artificial Intelligence 77, 1995).

What no cycle holds up is labelled in one pass, in the order of dependence; the rest component by
component, the cyclic ones by `argmap.evaluation.labelling`.

Cyclic components: labels spread from node to node, and rings of support fall.

What is decided decides others, which a count of open inputs notices at once: each edge is looked at
once (Modgil & Caminada, Proof Theories and Algorithms for Abstract Argumentation Frameworks, 2009,
for attacks alone). When nothing moves, what could only rest on itself is rejected: the greatest
unfounded set. Each gate that needs any one of its inputs remembers one that it may rest on, so that
the next such set is looked for only among those that lost theirs (source pointers: Simons, Niemelä
& Soininen, Extending and Implementing the Stable Model Semantics, Artificial Intelligence 138,
2002). What is left in the end is undecided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from argmap.evaluation.circuit import Circuit, Gate
from argmap.evaluation.framework import (
    IN,
    OUT,
    UNDECIDED,
    EvaluationOrder,
    Framework,
    evaluation_order,
)
from argmap.evaluation.standards import Weighing


def label_cycle(framework: Framework, component: list[int], labels: list[int]) -> set[int]:
    """Label the nodes of a component, given the labels of all it depends on outside of it.

    Returns:
        The unfounded nodes among them.
    """
    settling = _Fixpoint(Circuit(framework), component, labels)
    unfounded: set[int] = set()
    lost = set(settling.undecided())
    while ring := settling.unfounded(lost):
        unfounded |= ring
        settling.spread((node, OUT) for node in sorted(ring))
        lost = settling.lost()
    for node in component:
        labels[node] = settling.state[node]
    return unfounded.intersection(component)


class _Fixpoint:
    """The labels of a component's gates, while they are found."""

    def __init__(self, circuit: Circuit, component: list[int], labels: list[int]) -> None:
        self._labels = labels
        self._gates: dict[int, Gate] = {}
        for node in component:
            self._gates[node] = circuit.gate(node)
            for inner in circuit.inner(node):
                self._gates[inner] = circuit.gate(inner)
        self.state = dict.fromkeys(self._gates, UNDECIDED)
        self._users: dict[int, list[int]] = {node: [] for node in self._gates}
        self._negative_users: dict[int, list[int]] = {node: [] for node in self._gates}
        self._missing: dict[int, int] = {}
        self._source: dict[int, int] = {}
        self._fallen: list[int] = []
        self.spread(list(self._connected()))

    def _connected(self) -> Iterable[tuple[int, int]]:
        """Count the inputs of every gate that are not decided; yield the gates that are."""
        labels, gates = self._labels, self._gates
        for node, gate in gates.items():
            deciding = IN if gate.is_any else OUT
            missing = 0
            is_decided = False
            for other in gate.positive:
                if other in gates:
                    self._users[other].append(node)
                    missing += 1
                elif labels[other] == deciding:
                    is_decided = True
                else:
                    missing += labels[other] == UNDECIDED
            for other in gate.negative:
                if other in gates:
                    self._negative_users[other].append(node)
                    missing += 1
                elif IN - labels[other] == deciding:
                    is_decided = True
                else:
                    missing += labels[other] == UNDECIDED
            self._missing[node] = missing
            if is_decided:
                yield node, deciding
            elif missing == 0:
                yield node, IN - deciding

    def undecided(self) -> Iterable[int]:
        """Return the gates without a label."""
        return (node for node, label in self.state.items() if label == UNDECIDED)

    def spread(self, decided: Iterable[tuple[int, int]]) -> None:
        """Give gates their labels, and decide all others that follow from these."""
        state, gates, missing = self.state, self._gates, self._missing
        ready = []
        for node, label in decided:
            state[node] = label
            ready.append(node)
        for node in ready:  # which grows while it is gone through
            label = state[node]
            if label == OUT:
                self._fallen.append(node)
            for users, value in (
                (self._users[node], label),
                (self._negative_users[node], IN - label),
            ):
                for user in users:
                    if state[user] != UNDECIDED:
                        continue
                    deciding = IN if gates[user].is_any else OUT
                    if value == deciding:
                        state[user] = deciding
                        ready.append(user)
                    else:
                        missing[user] -= 1
                        if missing[user] == 0:
                            state[user] = IN - deciding
                            ready.append(user)

    def unfounded(self, candidates: set[int]) -> set[int]:
        """Return those of the undecided ``candidates`` that could only rest on each other.

        All others are known to have something to rest on. The set that is given is used up.
        """
        wanting = {node: self._wanted(node, candidates) for node in candidates}
        ready = [node for node, count in wanting.items() if count == 0]
        for node in ready:  # which grows while it is gone through
            candidates.discard(node)
            for user in self._users[node]:
                if user in candidates:
                    wanting[user] -= 1
                    if wanting[user] == 0:
                        self._source[user] = node
                        ready.append(user)
        return candidates

    def _wanted(self, node: int, candidates: set[int]) -> int:
        """Return how many of the candidates a gate needs to have something to rest on."""
        gate = self._gates[node]
        if not gate.is_any:
            return sum(other in candidates for other in gate.positive)
        for other in gate.positive:
            if other not in candidates and self._label(other) != OUT:
                self._source[node] = other
                return 0
        return 1

    def lost(self) -> set[int]:
        """Return the undecided gates that no longer have what they rested on."""
        waiting = [
            user
            for node in self._fallen
            for user in self._users[node]
            if self.state[user] == UNDECIDED and self._source.get(user) == node
        ]
        self._fallen.clear()
        lost = set(waiting)
        for node in waiting:  # which grows while it is gone through
            for user in self._users[node]:
                if self.state[user] != UNDECIDED or user in lost:
                    continue
                if not self._gates[user].is_any or self._source.get(user) == node:
                    lost.add(user)
                    waiting.append(user)
        return lost

    def _label(self, node: int) -> int:
        return self.state[node] if node in self.state else self._labels[node]


class Labelling(NamedTuple):
    """Every node's label (`argmap.evaluation.framework`), and the order they were found in.

    ``unfounded`` are the rejected nodes that could only rest on each other.
    """

    labels: list[int]
    order: EvaluationOrder
    unfounded: frozenset[int] = frozenset()


def label(framework: Framework) -> Labelling:
    """Return what stands."""
    its_order = evaluation_order(framework)
    labels = [OUT] * len(framework.names)
    label_of = labeller(framework, labels)
    for node in its_order.first:
        labels[node] = label_of(node)
    unfounded: set[int] = set()
    for component in its_order.components:
        unfounded |= label_component(framework, its_order, component, labels)
    return Labelling(labels, its_order, frozenset(unfounded))


def label_component(
    framework: Framework, its_order: EvaluationOrder, component: list[int], labels: list[int]
) -> set[int]:
    """Label the nodes of a component, given the labels of all it depends on outside of it.

    Returns:
        The unfounded nodes among them.
    """
    if its_order.is_cyclic(component):
        for node in component:
            labels[node] = framework.fixed.get(node, OUT)
        free = [node for node in component if node not in framework.fixed]
        return label_cycle(framework, free, labels)
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
            least = min(least, IN - labels[other])
        return least

    def label_of(node: int) -> int:
        if node in fixed:
            return fixed[node]
        if node >= count:
            return least_of(IN, premises[node], undercutters[node])
        if node in weighings:
            return least_of(_weighed(weighings[node], labels), (), rivals[node])
        ground = IN
        if not asserted[node]:
            ground = max([labels[inference] for inference in pro[node]], default=OUT)
        return least_of(least_of(ground, (), con[node]), (), rivals[node])

    return label_of


def _weighed(weighing: Weighing, labels: list[int]) -> int:
    """Return whether anything carries a statement that has a standard of proof."""
    best, unblocked, looked_at = OUT, IN, 0
    for inference, blockers in weighing.carriers:
        for other in weighing.against[looked_at:blockers]:
            unblocked = min(unblocked, IN - labels[other])
        looked_at = blockers
        best = max(best, unblocked if inference is None else min(unblocked, labels[inference]))
    return best
