"""What decides about a node, as a circuit of two kinds of gates.

A gate is true when all its inputs are, or when any one is; an input may be negated. An inference is
one gate. A statement may need inner gates: any one of the inferences for it is enough, and under a
standard of proof each carrier comes with its blockers. The size of a circuit is linear in that of
the map: since an inference against a statement that blocks one carrier blocks all lighter ones, the
blockers of each carrier are those of the next heavier one and a few more.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from argmap.evaluation.framework import Framework
from argmap.evaluation.standards import Weighing


class Gate(NamedTuple):
    """The inputs of a node: ``positive`` as they are, ``negative`` negated.

    ``is_any`` says that one true input is enough; otherwise all are needed.
    """

    is_any: bool
    positive: Sequence[int]
    negative: Sequence[int] = ()


class Circuit:
    """The gates of a framework's nodes, made when they are asked for.

    Inner gates have numbers from ``size`` upward, and higher ones than the inner gates they need.
    """

    def __init__(self, framework: Framework) -> None:
        self.framework = framework
        self.size = len(framework.node_ids)
        self._gates: dict[int, Gate] = {}
        self._inner: dict[int, range] = {}
        self._next = self.size

    def gate(self, node: int) -> Gate:
        """Return the gate of a node, or an inner one. A node with a fixed label has none."""
        if node not in self._gates:
            first = self._next
            self._gates[node] = self._made(node)
            self._inner[node] = range(first, self._next)
        return self._gates[node]

    def inner(self, node: int) -> range:
        """Return the inner gates of a node whose gate is made."""
        return self._inner[node]

    def _made(self, node: int) -> Gate:
        frame = self.framework
        if node >= frame.statement_count:
            return Gate(False, frame.premises[node], frame.undercutters[node])
        if node in frame.weighings:
            return Gate(False, [self._weighed(frame.weighings[node])], frame.contraries[node])
        support = [] if frame.is_asserted[node] else [self._any(frame.supports[node])]
        return Gate(False, support, [*frame.attacks[node], *frame.contraries[node]])

    def _weighed(self, weighing: Weighing) -> int:
        """Return the gate that is true when a carrier is there that nothing blocks."""
        unblocked: list[int] = []
        looked_at = 0
        inputs: list[int] = []
        for inference, blockers in weighing.supports:
            if blockers > looked_at:
                more = weighing.attacks[looked_at:blockers]
                unblocked = [self._add(Gate(False, unblocked, more))]
                looked_at = blockers
            own = [] if inference is None else [inference]
            inputs += [self._add(Gate(False, [*unblocked, *own]))]
        return self._any(inputs)

    def _any(self, inputs: list[int]) -> int:
        return inputs[0] if len(inputs) == 1 else self._add(Gate(True, inputs))

    def _add(self, gate: Gate) -> int:
        self._gates[self._next] = gate
        self._next += 1
        return self._next - 1
