"""The conditions that decide about a node, as a circuit of gates.

An AND gate is true if all its inputs are true, an OR gate if at least one is; inputs may be
negated. An inference is one AND gate. A statement may need inner gates: one of the inferences for
it is enough; an attack fails, or a support that holds outweighs it; under a standard of proof, each
support comes with the attacks that block it. Where weights are added up, one gate compares both
sides (`argmap.evaluation.weighing.Accrual`).

Inner gates are used without negation, so that a support that rests on itself stays unfounded.

The size of a circuit is linear in the size of the map, except for questions on cycles, where each
option is compared with each other one. An attack that blocks a support blocks all lighter supports
too, so the blockers of a support are those of the next heavier one and a few more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from argmap.evaluation.framework import Framework
from argmap.evaluation.labels import IN, OUT
from argmap.evaluation.questions import QuestionNodes
from argmap.evaluation.weighing import Accrual, Comparison, Weighing
from argmap.model import Standard


class Gate(NamedTuple):
    """The inputs of a gate.

    Attributes:
        is_any: True for an OR gate, False for an AND gate.
        positive: The inputs that are used as they are.
        negative: The inputs that are negated.
        accrual: How the inputs are compared; None for an AND or OR gate.
    """

    is_any: bool
    positive: Sequence[int]
    negative: Sequence[int] = ()
    accrual: Accrual | None = None

    def label(self, label_of: Callable[[int], int]) -> int:
        """Return the label of the gate, given those of its inputs."""
        if self.accrual is not None:
            return self.accrual.label(label_of)
        labels = [label_of(node) for node in self.positive]
        labels += [IN - label_of(node) for node in self.negative]
        return max(labels, default=OUT) if self.is_any else min(labels, default=IN)


class Circuit:
    """The gates of a framework's nodes, built on demand.

    Inner gates are numbered from ``size``; a gate's number is higher than those of the inner gates
    that it uses.
    """

    def __init__(self, framework: Framework) -> None:
        self.framework = framework
        self.size = framework.size
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
        if node in framework.question_of:
            return self._question_gate(node, *framework.question_of[node])
        if node >= framework.statement_count:
            return Gate(False, framework.premises[node], framework.undercutters[node])
        return Gate(False, *self._stand_inputs(node))

    def _stand_inputs(self, node: int) -> tuple[list[int], list[int]]:
        """Return the conditions under which a statement stands: those that hold, and that fail."""
        framework = self.framework
        positive: list[int] = []
        negative: list[int] = []
        if node in framework.weighings:
            positive.append(self._add_comparison(framework.weighings[node]))
        else:
            if not framework.is_asserted[node]:
                positive.append(self._add_any(framework.supports[node]))
            for attack in framework.attacks[node]:
                self._add_failure(attack, framework.overriders.get(attack, ()), positive, negative)
        for rival in framework.contraries[node]:
            comparison = framework.rival_weighings.get((node, rival))
            if comparison is None:
                negative.append(rival)
            else:
                outweighs = self._add_comparison(comparison)
                positive.append(self._add(Gate(True, [outweighs], [rival])))
        return positive, negative

    def _add_failure(
        self, attack: int, overriders: Sequence[int], positive: list[int], negative: list[int]
    ) -> None:
        """Add the condition that an attack fails, or that a support that holds outweighs it."""
        if overriders:
            positive.append(self._add(Gate(True, overriders, [attack])))
        else:
            negative.append(attack)

    # ---- Comparisons ----------------------------------------------------------------------------

    def _add_comparison(self, comparison: Comparison) -> int:
        if isinstance(comparison, Accrual):
            return self._add(Gate(False, comparison.positive, comparison.negative, comparison))
        return self._add_weighing(comparison)

    def _add_weighing(self, weighing: Weighing) -> int:
        """Add the gate that is true if one support holds and no attack that holds blocks it."""
        unblocked: list[int] = []
        attack_count = 0
        inputs: list[int] = []
        for inference, blocker_count in weighing.supports:
            if blocker_count > attack_count:
                positive, negative = list(unblocked), list[int]()
                for attack in weighing.attacks[attack_count:blocker_count]:
                    overriders = weighing.overriders.get(attack, ())
                    self._add_failure(attack, overriders, positive, negative)
                unblocked = [self._add(Gate(False, positive, negative))]
                attack_count = blocker_count
            if inference is None:
                inputs.append(self._add(Gate(False, unblocked)))
            else:
                underminers = weighing.undermined.get(inference, ())
                inputs.append(self._add(Gate(False, [*unblocked, inference], underminers)))
        return self._add_any(inputs)

    # ---- Questions ------------------------------------------------------------------------------

    def _question_gate(self, node: int, question: QuestionNodes, index: int) -> Gate:
        if node == question.hub:
            return Gate(True, question.options)
        if node == question.options[index]:
            others = [option for option in question.options if option != node]
            return Gate(False, [question.leads[index]], others)
        positive, negative = self._stand_inputs(question.options[index])
        for rival in range(len(question.options)):
            if rival != index:
                self._add_rival(question, index, rival, positive, negative)
        return Gate(False, positive, negative)

    def _add_rival(
        self,
        question: QuestionNodes,
        index: int,
        rival: int,
        positive: list[int],
        negative: list[int],
    ) -> None:
        """Add the condition that another option does not lead, or does not outweigh this one."""
        lead = question.leads[rival]
        if question.is_related(index, rival):
            if question.is_weaker(index, rival):
                negative.append(lead)
            return
        if question.standard is Standard.ACCRUAL:
            accrual = Accrual(
                question.sides[index], question.sides[rival], {}, {}, is_tie_enough=True
            )
            holds = [self._add(Gate(False, accrual.positive, accrual.negative, accrual))]
        else:
            shields = self._shields(question, index, rival)
            if shields is None:
                negative.append(lead)
                return
            holds = shields
            if not holds:
                return
        both = holds[0] if len(holds) == 1 else self._add(Gate(False, holds))
        positive.append(self._add(Gate(True, [both], [lead])))

    def _shields(self, question: QuestionNodes, index: int, rival: int) -> list[int] | None:
        """Return gates that are true if another option does not outweigh this one.

        One gate for each ground of the other option: it fails, or a ground of this one withstands
        it. None if nothing withstands the other option's assertion; it then always outweighs.
        """
        side, rival_side = question.sides[index], question.sides[rival]
        if not question.standard.is_weighing:
            if not question.is_only_asserted[index] or question.is_only_asserted[rival]:
                return []
            if rival_side.assertion is not None:
                return None
            return [self._add(Gate(False, (), [node for node, _ in rival_side.inferences]))]
        grounds: list[tuple[int | None, float]] = list(rival_side.inferences)
        if rival_side.assertion is not None:
            grounds.append((None, rival_side.assertion))
        gates: list[int] = []
        for ground, weight in grounds:
            if not question.outweighs(weight, side.assertion or 0.0):
                continue
            withstanding = [
                inference
                for inference, defence in side.inferences
                if not question.outweighs(weight, defence)
            ]
            if ground is None and not withstanding:
                return None
            gates.append(self._add(Gate(True, withstanding, () if ground is None else [ground])))
        return gates

    # ---- Gates ----------------------------------------------------------------------------------

    def _add_any(self, inputs: list[int]) -> int:
        return inputs[0] if len(inputs) == 1 else self._add(Gate(True, inputs))

    def _add(self, gate: Gate) -> int:
        self._gates[self._next] = gate
        self._next += 1
        return self._next - 1
