"""The labels of a cycle: a fixpoint over its gates (`argmap.evaluation.circuit`).

In a cyclic component, labels spread from node to node. A count of undecided inputs shows when a
gate is decided, so each edge is visited once (Modgil & Caminada, Proof Theories and Algorithms for
Abstract Argumentation Frameworks, 2009, for attacks alone). When no label spreads any further, the
greatest unfounded set is rejected: the nodes whose only support is each other. Each OR gate
remembers one input that supports it, so that the next unfounded set is searched only among gates
that lost theirs (source pointers: Simons, Niemelä & Soininen, Extending and Implementing the Stable
Model Semantics, Artificial Intelligence 138, 2002). The nodes that are left are undecided.

A gate that adds up weights is labelled as a whole when all other labels have spread.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from argmap.evaluation.circuit import Circuit, Gate
from argmap.evaluation.labels import IN, OUT, UNDECIDED


class Fixpoint:
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
        self._decided: list[int] = []
        self.spread(list(self._connect_gates()))
        accruals = [node for node, gate in self._gates.items() if gate.accrual is not None]
        self.spread(self._labels_as_a_whole(accruals))

    def _connect_gates(self) -> Iterable[tuple[int, int]]:
        """Connect every gate with its inputs; yield the decided AND and OR gates."""
        for node, gate in self._gates.items():
            for inputs, users in (
                (gate.positive, self._users),
                (gate.negative, self._negative_users),
            ):
                for other in inputs:
                    if other in users:
                        users[other].append(node)
            if gate.accrual is None:
                deciding = IN if gate.is_any else OUT
                known = self._known_inputs(gate)
                self._missing[node] = missing = (
                    len(gate.positive) + len(gate.negative) - known.count(IN - deciding)
                )
                if deciding in known:
                    yield node, deciding
                elif missing == 0:
                    yield node, IN - deciding

    def _known_inputs(self, gate: Gate) -> list[int]:
        """Return the labels of the inputs from outside of the component, negated if need be."""
        labels, gates = self._labels, self._gates
        known = [labels[other] for other in gate.positive if other not in gates]
        return known + [IN - labels[other] for other in gate.negative if other not in gates]

    def undecided(self) -> set[int]:
        """Return the undecided gates."""
        return {node for node, label in self.state.items() if label == UNDECIDED}

    def spread(self, decided: Iterable[tuple[int, int]]) -> None:
        """Set the labels of gates, and of all gates that these decide."""
        state, gates, missing = self.state, self._gates, self._missing
        queue: list[int] = []
        waiting: dict[int, None] = {}

        def decide(node: int, label: int) -> None:
            state[node] = label
            queue.append(node)

        for node, label in decided:
            decide(node, label)
        for node in queue:  # grows during the iteration
            self._decided.append(node)
            for user, value in self._uses(node):
                gate = gates[user]
                if gate.accrual is not None:
                    waiting[user] = None
                    continue
                deciding = IN if gate.is_any else OUT
                if value == deciding:
                    decide(user, deciding)
                else:
                    missing[user] -= 1
                    if missing[user] == 0:
                        decide(user, IN - deciding)
            if waiting and node == queue[-1]:  # all other labels have spread
                for decided_gate in self._labels_as_a_whole(waiting):
                    decide(*decided_gate)
                waiting.clear()

    def _labels_as_a_whole(self, nodes: Iterable[int]) -> Iterator[tuple[int, int]]:
        """Yield those of some undecided gates that their inputs now decide, with their labels."""
        for node in nodes:
            if self.state[node] == UNDECIDED:
                label = self._gates[node].label(self._label)
                if label != UNDECIDED:
                    yield node, label

    def _uses(self, node: int) -> Iterator[tuple[int, int]]:
        """Yield the undecided gates that use a node, with its label, negated if need be."""
        state = self.state
        label = state[node]
        for user in self._users[node]:
            if state[user] == UNDECIDED:
                yield user, label
        for user in self._negative_users[node]:
            if state[user] == UNDECIDED:
                yield user, IN - label

    def unfounded(self, candidates: set[int]) -> set[int]:
        """Return those of the undecided ``candidates`` whose only support is each other.

        All other gates must be known to have support. ``candidates`` is modified.
        """
        missing = {node: self._missing_supports(node, candidates) for node in candidates}
        queue = [node for node, count in missing.items() if count == 0]
        for node in queue:  # grows during the iteration
            candidates.discard(node)
            for user in self._users[node]:
                if user not in candidates:
                    continue
                if self._gates[user].accrual is not None:
                    is_founded = missing[user] > 0 and self._can_hold(user, candidates)
                    missing[user] -= is_founded
                else:
                    missing[user] -= 1
                    is_founded = missing[user] == 0
                if is_founded:
                    self._source[user] = node
                    queue.append(user)
        return candidates

    def _can_hold(self, node: int, candidates: set[int]) -> bool:
        """Return whether a comparing gate can be true without the candidates."""
        accrual = self._gates[node].accrual
        assert accrual is not None
        return accrual.holds(
            lambda other: other not in candidates and self._label(other) != OUT,
            lambda other: self._label(other) == IN,
        )

    def _missing_supports(self, node: int, candidates: set[int]) -> int:
        """Return how many of the candidates a gate needs as support."""
        gate = self._gates[node]
        if gate.accrual is not None:
            return int(not self._can_hold(node, candidates))
        if not gate.is_any:
            return sum(other in candidates for other in gate.positive)
        for other in gate.negative:
            if self._label(other) != IN:
                self._source[node] = ~other
                return 0
        for other in gate.positive:
            if other not in candidates and self._label(other) != OUT:
                self._source[node] = other
                return 0
        return 1

    def unsupported(self) -> set[int]:
        """Return the undecided gates that lost the input that supported them."""
        queue = [
            user
            for node in self._decided
            for users, source in (
                (self._users[node], node)
                if self.state[node] == OUT
                else (self._negative_users[node], ~node),
            )
            for user in users
            if self.state[user] == UNDECIDED
            and (self._source.get(user) == source or self._gates[user].accrual is not None)
        ]
        self._decided.clear()
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
