"""The conditions that decide about a node, as a circuit of AND and OR gates.

An AND gate is true if all its inputs are true, an OR gate if at least one is; inputs may be
negated. An inference is one AND gate. A statement may need inner gates: one of the inferences for
it is enough, and under a standard of proof each support comes with the attacks that block it.

The size of a circuit is linear in the size of the map. An attack that blocks a support blocks all
lighter supports too, so the blockers of a support are those of the next heavier one and a few more.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from argmap.evaluation.framework import Framework
from argmap.evaluation.standards import Weighing


class Gate(NamedTuple):
    """The inputs of a gate.

    Attributes:
        is_any: True for an OR gate, False for an AND gate.
        positive: The inputs that are used as they are.
        negative: The inputs that are negated.
    """

    is_any: bool
    positive: Sequence[int]
    negative: Sequence[int] = ()


class Circuit:
    """The gates of a framework's nodes, built on demand.

    Inner gates are numbered from ``size``; a gate's number is higher than those of the inner gates
    that it uses.
    """

    def __init__(self, framework: Framework) -> None:
        self.framework = framework
        self.size = len(framework.node_ids)
        self._gates: dict[int, Gate] = {}
        self._inner_gates: dict[int, range] = {}
        self._next = self.size

    def gate(self, node: int) -> Gate:
        """Return the gate of a node, or an inner gate. A node with a fixed label has no gate."""
        if node not in self._gates:
            first = self._next
            self._gates[node] = self._build_gate(node)
            self._inner_gates[node] = range(first, self._next)
        return self._gates[node]

    def inner_gates(self, node: int) -> range:
        """Return the inner gates of a node. Call `gate` for the node first."""
        return self._inner_gates[node]

    def _build_gate(self, node: int) -> Gate:
        framework = self.framework
        if node >= framework.statement_count:
            return Gate(False, framework.premises[node], framework.undercutters[node])
        if node in framework.weighings:
            weighed = self._add_weighing(framework.weighings[node])
            return Gate(False, [weighed], framework.contraries[node])
        supports = [] if framework.is_asserted[node] else [self._add_any(framework.supports[node])]
        return Gate(False, supports, [*framework.attacks[node], *framework.contraries[node]])

    def _add_weighing(self, weighing: Weighing) -> int:
        """Add the gate that is true if one support holds and no attack that holds blocks it."""
        unblocked: list[int] = []
        attack_count = 0
        inputs: list[int] = []
        for inference, blocker_count in weighing.supports:
            if blocker_count > attack_count:
                attacks = weighing.attacks[attack_count:blocker_count]
                unblocked = [self._add(Gate(False, unblocked, attacks))]
                attack_count = blocker_count
            support = [] if inference is None else [inference]
            inputs += [self._add(Gate(False, [*unblocked, *support]))]
        return self._add_any(inputs)

    def _add_any(self, inputs: list[int]) -> int:
        return inputs[0] if len(inputs) == 1 else self._add(Gate(True, inputs))

    def _add(self, gate: Gate) -> int:
        self._gates[self._next] = gate
        self._next += 1
        return self._next - 1
