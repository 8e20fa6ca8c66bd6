"""The alternative reasons for the labels of nodes, from which dispute trees are built.

A reason is a set of nodes that decides the label of another node. Reasons are read off a circuit
(`argmap.evaluation.circuit`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from math import inf

from argmap.evaluation.circuit import Circuit
from argmap.evaluation.framework import Framework
from argmap.evaluation.labels import IN, OUT, UNDECIDED
from argmap.evaluation.weighing import Accrual, Comparison

_MAX_MINIMIZED_INPUTS = 40
"""The most inputs of a comparison of which the lightest that are enough are searched."""

Reasons = list[list[int]]
"""The alternative reasons for a node's label: sets of nodes, one of which must be in the tree."""


class ReasonFinder:
    """Finds the reasons for the labels of nodes and of their inner gates."""

    def __init__(self, framework: Framework, labels: list[int]) -> None:
        self.circuit = Circuit(framework)
        self._framework = framework
        self._labels = labels
        self._inner_labels: dict[int, int] = {}

    def label(self, node: int) -> int:
        """Return a node's label, or that of an inner gate of a node passed to `reasons` before."""
        return self._labels[node] if node < self.circuit.size else self._inner_labels[node]

    def reasons(self, node: int) -> Reasons:
        """Return the alternative reasons for the label of a node or an inner gate."""
        if node in self._framework.fixed_labels:
            return [[]]
        gate = self.circuit.gate(node)
        if node < self.circuit.size:
            for inner in self.circuit.inner_gates(node):
                self._inner_labels[inner] = self.circuit.gate(inner).label(self.label)
        if gate.accrual is not None:
            return [self._relevant_inputs(gate.accrual, self.label(node))]
        label, deciding = self.label(node), IN if gate.is_any else OUT
        if label == deciding:
            negated = [[other] for other in gate.negative if self.label(other) == IN - deciding]
            return negated + [[other] for other in gate.positive if self.label(other) == deciding]
        inputs = [*gate.positive, *gate.negative]
        if label == UNDECIDED:
            return [[other for other in inputs if self.label(other) == UNDECIDED]]
        return [inputs]

    def inner_gates(self, node: int) -> Sequence[int]:
        """Return the inner gates of a node passed to `reasons` before, in order of dependence."""
        has_none = node >= self.circuit.size or node in self._framework.fixed_labels
        return () if has_none else self.circuit.inner_gates(node)

    def height(self, node: int) -> int:
        """Return what a node adds to the height of a tree: 1, or 0 for an inner gate."""
        return int(node < self.circuit.size)

    def compares(self, node: int) -> bool:
        """Return whether a decided node compares two sides: a part of its reason may be enough."""
        if node in self._framework.fixed_labels or self.label(node) == UNDECIDED:
            return False
        return self.circuit.gate(node).accrual is not None

    def _relevant_inputs(self, accrual: Accrual, label: int) -> list[int]:
        """Return the inputs that make a comparison come out as it does."""
        if label == UNDECIDED:
            inputs = (*accrual.positive, *accrual.negative)
            return [node for node in inputs if self.label(node) == UNDECIDED]
        holding, failing = accrual.positive, accrual.negative
        if label == OUT:
            holding, failing = failing, holding
        return [
            *(node for node in holding if self.label(node) == IN),
            *(node for node in failing if self.label(node) == OUT),
        ]

    def sufficient_inputs(self, node: int, available: Collection[int]) -> list[int] | None:
        """Return a few of the available inputs that decide a comparison; None if all do not.

        It keeps as few inferences that hold as possible, and of these the lightest that are enough;
        of equal ones, the first in the map.
        """
        if not self._decide(node, available):
            return None
        accrual = self.circuit.gate(node).accrual
        assert accrual is not None
        weights = dict((*accrual.grounds.inferences, *accrual.objections.inferences))
        ranked = sorted(
            available,
            key=lambda other: (self.label(other) == IN, weights.get(other, inf), -other),
        )
        dropped_count = bisect_left(
            range(len(ranked)), True, key=lambda n: not self._decide(node, ranked[n + 1 :])
        )
        kept = set(ranked[dropped_count:])
        if len(ranked) <= _MAX_MINIMIZED_INPUTS:
            for other in ranked[dropped_count:]:
                if self._decide(node, kept - {other}):
                    kept.discard(other)
            kept = self._lighten(node, kept, ranked, weights)
        return sorted(kept)

    def _lighten(
        self, node: int, kept: set[int], ranked: list[int], weights: Mapping[int, float]
    ) -> set[int]:
        """Replace inputs by lighter ones of the same label, as long as they decide."""
        for index, heavy in enumerate(ranked):
            if heavy not in kept:
                continue
            for light in ranked[:index]:
                if light in kept or self.label(light) != self.label(heavy):
                    continue
                if weights.get(light, inf) == weights.get(heavy, inf):
                    break  # those that follow are not lighter either
                lighter = (kept - {heavy}) | {light}
                if self._decide(node, lighter):
                    kept = lighter
                    break
        return kept

    def _decide(self, node: int, inputs: Collection[int]) -> bool:
        """Return whether some inputs of a comparison decide it, whatever the others are."""
        accrual = self.circuit.gate(node).accrual
        assert accrual is not None
        holding = {other for other in inputs if self.label(other) == IN}
        failing = {other for other in inputs if self.label(other) == OUT}
        if self.label(node) == IN:
            return accrual.holds(holding.__contains__, lambda other: other not in failing)
        return not accrual.holds(lambda other: other not in failing, holding.__contains__)

    def options_in(self, tree: Iterable[int]) -> list[int]:
        """Return the options among some nodes."""
        return [node for node in tree if node in self._framework.question_of]

    def children(self, node: int, chosen: dict[int, list[int]]) -> list[int]:
        """Return the nodes that decide a node, without inner gates and in the map's order."""
        framework = self._framework
        question, index = framework.question_of.get(node, (None, 0))
        own_lead = None if question is None else question.leads[index]
        nodes: dict[int, None] = {}
        seen: set[int] = set()
        stack = chosen[node][::-1]
        if own_lead is not None and own_lead in chosen:
            stack.insert(0, own_lead)
        while stack:
            other = stack.pop()
            if other in seen:
                continue
            seen.add(other)
            if other < len(framework.node_ids):
                nodes[other] = None
            elif other >= self.circuit.size or other == own_lead:
                stack += chosen[other][::-1]
            else:  # whether another option leads
                rival_question, rival = framework.question_of[other]
                nodes[rival_question.options[rival]] = None
        if node >= framework.statement_count or node in framework.fixed_labels:
            return list(nodes)
        if self._labels[node] == OUT and node in framework.weighings:
            self._drop_superfluous(node, nodes)
        elif self._labels[node] == IN and not self._has_weighed_rivals(node):
            if node in framework.weighings:
                self._drop_unneeded(framework.weighings[node], nodes)
            else:
                self._drop_twice_defended(node, nodes)
        neighbors = [
            *framework.supports[node],
            *framework.attacks[node],
            *framework.contraries[node],
            *(question.options if question is not None else ()),
        ]
        return list(dict.fromkeys(other for other in (*neighbors, *nodes) if other in nodes))

    def _has_weighed_rivals(self, node: int) -> bool:
        """Return whether the weights of a statement's supports matter against others."""
        framework = self._framework
        rivals = framework.contraries[node]
        return node in framework.question_of or any(
            (node, rival) in framework.rival_weighings for rival in rivals
        )

    def _drop_twice_defended(self, node: int, nodes: dict[int, None]) -> None:
        """Drop attacks that a support in the tree outweighs anyway, and supports that do nothing.

        One support is the ground of the statement; others are needed only to outweigh attacks.
        """
        framework = self._framework
        supports = [support for support in framework.supports[node] if support in nodes]
        needed: list[int] = []
        for attack in framework.attacks[node]:
            overriders = [o for o in framework.overriders.get(attack, ()) if o in nodes]
            if overriders:
                nodes.pop(attack, None)
                if not any(overrider in needed for overrider in overriders):
                    needed.append(overriders[0])
        if not needed and not framework.is_asserted[node]:
            needed = supports[:1]
        for support in supports:
            if support not in needed:
                del nodes[support]

    def _drop_unneeded(self, weighing: Comparison, nodes: dict[int, None]) -> None:
        """Drop nodes without which a comparison still holds."""
        if isinstance(weighing, Accrual):
            return
        members = {*weighing.attacks, *(support.inference for support in weighing.supports)}
        candidates = [node for node in nodes if node in members]
        if len(candidates) > _MAX_MINIMIZED_INPUTS:
            return

        def label_of(other: int) -> int:
            return self._labels[other] if other in nodes else UNDECIDED

        for node in candidates:
            del nodes[node]
            if weighing.label(label_of) != IN:
                nodes[node] = None

    def _drop_superfluous(self, node: int, nodes: dict[int, None]) -> None:
        """Keep the heaviest attack that defeats a statement, and the supports it does not block."""
        weighing = self._framework.weighings[node]
        if isinstance(weighing, Accrual):
            return
        supports, attacks = weighing.supports, weighing.attacks
        index = next((index for index, attack in enumerate(attacks) if attack in nodes), None)
        if index is None:
            return
        superfluous = set(attacks[index + 1 :])
        superfluous.update(
            support.inference
            for support in supports
            if support.inference is not None and support.blocker_count > index
        )
        superfluous.difference_update(weighing.overriders.get(attacks[index], ()))
        kept = nodes.keys() - superfluous
        if all(support.inference in kept for support in supports):
            superfluous.update(attacks)  # all supports are lost, whatever attacks
        for inference in superfluous.intersection(nodes):
            del nodes[inference]
