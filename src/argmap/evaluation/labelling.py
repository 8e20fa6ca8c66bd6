"""The well-founded labelling, which decides what is accepted.

An inference holds if all its premises are accepted and none of its undercutters is. A statement is
accepted if it is asserted or an inference for it holds, no inference against it holds, and nothing
that it contradicts is accepted. Support is read from the grounds upwards. This is the well-founded
model of these rules as a normal logic program (Van Gelder, Ross & Schlipf, The Well-Founded
Semantics for General Logic Programs, Journal of the ACM 38, 1991). Without support it is the
grounded labelling of Dung (Artificial Intelligence 77, 1995).

Nodes that depend on no cycle are labelled in one pass, in the order of their dependencies. The
others are labelled component by component.

In a cyclic component, labels spread from node to node. A count of undecided inputs shows when a
gate is decided, so each edge is visited once (Modgil & Caminada, Proof Theories and Algorithms for
Abstract Argumentation Frameworks, 2009, for attacks alone). When no label spreads any further, the
greatest unfounded set is rejected: the nodes whose only support is each other. Each OR gate
remembers one input that supports it, so that the next unfounded set is searched only among gates
that lost theirs (source pointers: Simons, Niemelä & Soininen, Extending and Implementing the Stable
Model Semantics, Artificial Intelligence 138, 2002). The nodes that are left are undecided.
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


class Labelling(NamedTuple):
    """The label of every node (`argmap.evaluation.framework`) and the order of evaluation.

    ``unfounded`` are the rejected nodes whose only support is each other.
    """

    labels: list[int]
    order: EvaluationOrder
    unfounded: frozenset[int] = frozenset()


def compute_labelling(framework: Framework) -> Labelling:
    """Return the well-founded labelling of a framework."""
    order = evaluation_order(framework)
    labels = [OUT] * len(framework.node_ids)
    label_of = _create_labeller(framework, labels)
    for node in order.acyclic_nodes:
        labels[node] = label_of(node)
    unfounded: set[int] = set()
    for component in order.components:
        unfounded |= label_component(framework, order, component, labels)
    return Labelling(labels, order, frozenset(unfounded))


def label_component(
    framework: Framework, order: EvaluationOrder, component: list[int], labels: list[int]
) -> set[int]:
    """Label the nodes of a component, given the labels of its dependencies outside.

    Returns:
        The unfounded nodes among them.
    """
    if order.is_cyclic(component):
        for node in component:
            labels[node] = framework.fixed_labels.get(node, OUT)
        free = [node for node in component if node not in framework.fixed_labels]
        return _label_cycle(framework, free, labels)
    labels[component[0]] = _create_labeller(framework, labels)(component[0])
    return set()


def _create_labeller(framework: Framework, labels: list[int]) -> Callable[[int], int]:
    """Return the function that computes a node's label from the labels of its dependencies.

    It is called for every node of a map, so it is written for speed.
    """
    statement_count = framework.statement_count
    is_asserted = framework.is_asserted
    weighings = framework.weighings
    fixed_labels = framework.fixed_labels
    supports, attacks, contraries = framework.supports, framework.attacks, framework.contraries
    premises, undercutters = framework.premises, framework.undercutters

    def conjunction(start: int, positive: Iterable[int], negative: Iterable[int]) -> int:
        result = start
        for node in positive:
            result = min(result, labels[node])
        for node in negative:
            result = min(result, IN - labels[node])
        return result

    def label_of(node: int) -> int:
        if node in fixed_labels:
            return fixed_labels[node]
        if node >= statement_count:
            return conjunction(IN, premises[node], undercutters[node])
        if node in weighings:
            return conjunction(_label_weighing(weighings[node], labels), (), contraries[node])
        support = IN
        if not is_asserted[node]:
            support = max([labels[inference] for inference in supports[node]], default=OUT)
        return conjunction(conjunction(support, (), attacks[node]), (), contraries[node])

    return label_of


def _label_weighing(weighing: Weighing, labels: list[int]) -> int:
    """Return whether a statement has a support that no attack blocks, as a label."""
    best, unblocked, attack_count = OUT, IN, 0
    for inference, blocker_count in weighing.supports:
        for attack in weighing.attacks[attack_count:blocker_count]:
            unblocked = min(unblocked, IN - labels[attack])
        attack_count = blocker_count
        best = max(best, unblocked if inference is None else min(unblocked, labels[inference]))
    return best


def _label_cycle(framework: Framework, nodes: list[int], labels: list[int]) -> set[int]:
    """Label the nodes of a cyclic component, and return the unfounded nodes among them."""
    fixpoint = _Fixpoint(Circuit(framework), nodes, labels)
    unfounded: set[int] = set()
    candidates = fixpoint.undecided()
    while unsupported := fixpoint.unfounded(candidates):
        unfounded |= unsupported
        fixpoint.spread((gate, OUT) for gate in sorted(unsupported))
        candidates = fixpoint.unsupported()
    for node in nodes:
        labels[node] = fixpoint.state[node]
    return unfounded.intersection(nodes)


class _Fixpoint:
    """The labels of a component's gates during the computation.

    ``state`` holds the labels of the component's nodes and of their inner gates.
    """

    def __init__(self, circuit: Circuit, nodes: list[int], labels: list[int]) -> None:
        self._labels = labels
        self._gates: dict[int, Gate] = {}
        for node in nodes:
            self._gates[node] = circuit.gate(node)
            for inner in circuit.inner_gates(node):
                self._gates[inner] = circuit.gate(inner)
        self.state = dict.fromkeys(self._gates, UNDECIDED)
        self._users: dict[int, list[int]] = {node: [] for node in self._gates}
        self._negative_users: dict[int, list[int]] = {node: [] for node in self._gates}
        self._missing: dict[int, int] = {}
        self._source: dict[int, int] = {}
        self._new_out: list[int] = []
        self.spread(list(self._connect_gates()))

    def _connect_gates(self) -> Iterable[tuple[int, int]]:
        """Count the undecided inputs of every gate; yield the decided gates with their labels."""
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

    def undecided(self) -> set[int]:
        """Return the undecided gates."""
        return {node for node, label in self.state.items() if label == UNDECIDED}

    def spread(self, decided: Iterable[tuple[int, int]]) -> None:
        """Set the labels of gates, and of all gates that these decide."""
        state, gates, missing = self.state, self._gates, self._missing
        queue = []
        for node, label in decided:
            state[node] = label
            queue.append(node)
        for node in queue:  # grows during the iteration
            label = state[node]
            if label == OUT:
                self._new_out.append(node)
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
                        queue.append(user)
                    else:
                        missing[user] -= 1
                        if missing[user] == 0:
                            state[user] = IN - deciding
                            queue.append(user)

    def unfounded(self, candidates: set[int]) -> set[int]:
        """Return those of the undecided ``candidates`` whose only support is each other.

        All other gates must be known to have support. ``candidates`` is modified.
        """
        missing = {node: self._missing_supports(node, candidates) for node in candidates}
        queue = [node for node, count in missing.items() if count == 0]
        for node in queue:  # grows during the iteration
            candidates.discard(node)
            for user in self._users[node]:
                if user in candidates:
                    missing[user] -= 1
                    if missing[user] == 0:
                        self._source[user] = node
                        queue.append(user)
        return candidates

    def _missing_supports(self, node: int, candidates: set[int]) -> int:
        """Return how many of the candidates a gate needs as support."""
        gate = self._gates[node]
        if not gate.is_any:
            return sum(other in candidates for other in gate.positive)
        for other in gate.positive:
            if other not in candidates and self._label(other) != OUT:
                self._source[node] = other
                return 0
        return 1

    def unsupported(self) -> set[int]:
        """Return the undecided gates that lost the input that supported them."""
        queue = [
            user
            for node in self._new_out
            for user in self._users[node]
            if self.state[user] == UNDECIDED and self._source.get(user) == node
        ]
        self._new_out.clear()
        unsupported = set(queue)
        for node in queue:  # grows during the iteration
            for user in self._users[node]:
                if self.state[user] != UNDECIDED or user in unsupported:
                    continue
                if not self._gates[user].is_any or self._source.get(user) == node:
                    unsupported.add(user)
                    queue.append(user)
        return unsupported

    def _label(self, node: int) -> int:
        return self.state[node] if node in self.state else self._labels[node]
