"""Exclusive questions: which of the options lead, and which one is accepted.

An option *leads* if it stands by itself and no leading option outweighs it. It is accepted if it
leads and no other option is accepted. So of the options that stand but for each other, those that
another one outweighs are rejected; if one is left it is accepted, if several are they are
undecided.

One option outweighs another by a declared preference. Without one in either direction, they are
weighed under a weighing standard: the grounds of one must be enough against the grounds of the
other. Under the other standards, an option that something supports, or that is evidence or an
assumption, outweighs one that is only asserted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import inf
from typing import NamedTuple

from argmap.evaluation.labels import IN, OUT, UNDECIDED
from argmap.evaluation.preferences import PreferenceOrder
from argmap.evaluation.standards import ProofBounds, is_enough
from argmap.evaluation.weighing import WeighedSide, is_heavier
from argmap.model import Question, Standard


class QuestionNodes(NamedTuple):
    """An exclusive question, as nodes of a framework (`argmap.evaluation.framework`).

    Attributes:
        hub: The node of the question; it is labelled IN if an option is accepted.
        options: The nodes of the options.
        leads: For each option, the node that says whether it leads.
        standard: The standard of proof of the comparison between the options.
        bounds: The bounds of the standard.
        sides: The grounds of each option in the comparison.
        is_only_asserted: Whether an option is a claim without any support.
        stronger: For each option, those that outweigh it by declaration, as bits.
        related: For each option, those that it has a declared preference with, as bits.
    """

    hub: int
    options: list[int]
    leads: list[int]
    standard: Standard
    bounds: ProofBounds
    sides: list[WeighedSide]
    is_only_asserted: list[bool]
    stronger: list[int]
    related: list[int]

    def is_related(self, index: int, other: int) -> bool:
        """Return whether two options have a declared preference in either direction."""
        return bool(self.related[index] >> other & 1)

    def is_weaker(self, index: int, other: int) -> bool:
        """Return whether another option outweighs an option by declaration."""
        return bool(self.stronger[index] >> other & 1)

    @property
    def nodes(self) -> set[int]:
        """All nodes of the question."""
        return {self.hub, *self.options, *self.leads}

    def attack_weight(self, index: int, is_counted: Callable[[int], bool]) -> float:
        """Return the weight of an option's grounds against other options."""
        side = self.sides[index]
        if not self.standard.is_weighing:
            has_ground = not self.is_only_asserted[index] and (
                side.assertion is not None or any(is_counted(i) for i, _ in side.inferences)
            )
            return float(has_ground)
        return self._weight(side, is_counted)

    def defence_weight(self, index: int, is_counted: Callable[[int], bool]) -> float:
        """Return the weight of an option's grounds against the attack of another option."""
        if not self.standard.is_weighing:
            return 0.0 if self.is_only_asserted[index] else inf
        return self._weight(self.sides[index], is_counted)

    def _weight(self, side: WeighedSide, is_counted: Callable[[int], bool]) -> float:
        if self.standard is Standard.ACCRUAL:
            return side.total(is_counted)
        return side.heaviest(is_counted)

    def outweighs(self, attack_weight: float, defence_weight: float) -> bool:
        """Return whether one option outweighs another, without a declared preference."""
        if self.standard.is_weighing and self.standard is not Standard.ACCRUAL:
            return is_enough(self.standard, attack_weight, defence_weight, self.bounds)
        return is_heavier(attack_weight, defence_weight)


def declared_relations(
    question: Question, preferences: PreferenceOrder
) -> tuple[list[int], list[int]]:
    """Return, for each option, the options that outweigh it, and all related ones, as bits."""
    for order in preferences.option_orders.get(question.options[0], ()):
        if order.question == question.id:
            related = [a | b for a, b in zip(order.stronger, order.weaker, strict=True)]
            return order.stronger, related
    return [0] * len(question.options), [0] * len(question.options)


class _Weights(NamedTuple):
    """The least and the greatest weights of the options, while some inferences are undecided."""

    certain_attack: list[float]
    possible_attack: list[float]
    certain_defence: list[float]
    possible_defence: list[float]


def label_question(
    question: QuestionNodes,
    labels: list[int],
    stand_label: Callable[[int], int],
    fixed_labels: Mapping[int, int],
) -> None:
    """Set the labels of a question's nodes, given the labels of everything that they depend on.

    Nothing that the options depend on may depend on an option.

    Args:
        question: The question.
        labels: The labels of all nodes.
        stand_label: Returns whether an option stands by itself, as a label.
        fixed_labels: Labels that are supposed.
    """
    leads = _label_leads(question, labels, stand_label, fixed_labels)
    for node, label in zip(question.leads, leads, strict=True):
        labels[node] = label
    fixed = [fixed_labels[option] for option in question.options if option in fixed_labels]
    others = IN - max(fixed, default=OUT)
    leading_count = sum(
        label != OUT and option not in fixed_labels
        for option, label in zip(question.options, leads, strict=True)
    )
    for option, label in zip(question.options, leads, strict=True):
        if option in fixed_labels:
            labels[option] = fixed_labels[option]
        else:
            accepted = label if leading_count == 1 else min(label, UNDECIDED)
            labels[option] = min(accepted, others)
    labels[question.hub] = max(labels[option] for option in question.options)


def _label_leads(
    question: QuestionNodes,
    labels: list[int],
    stand_label: Callable[[int], int],
    fixed_labels: Mapping[int, int],
) -> list[int]:
    """Return for each option whether it leads, as a label."""
    options = question.options
    stands = [fixed_labels[o] if o in fixed_labels else stand_label(o) for o in options]
    leads = [OUT if label == OUT else UNDECIDED for label in stands]
    for index, option in enumerate(options):
        if option in fixed_labels:
            leads[index] = fixed_labels[option]
    if leads.count(OUT) >= len(leads) - 1:
        return stands
    search = _LeadSearch(question, _weights(question, labels), leads)
    is_changed = True
    while is_changed:
        is_changed = False
        for index in search.by_possible_attack:
            if leads[index] == UNDECIDED and options[index] not in fixed_labels:
                is_changed |= search.decide(index, stands[index])
    return leads


class _LeadSearch:
    """Decides which options lead, as far as the leads of the others are decided."""

    def __init__(self, question: QuestionNodes, weights: _Weights, leads: list[int]) -> None:
        self._question = question
        self._weights = weights
        self._leads = leads
        self._certain = sum(1 << index for index, label in enumerate(leads) if label == IN)
        self._possible = sum(1 << index for index, label in enumerate(leads) if label != OUT)
        """The options that lead and those that may, as bits."""
        indices = range(len(leads))
        self.by_possible_attack = sorted(indices, key=lambda i: -weights.possible_attack[i])
        self._by_certain_attack = sorted(indices, key=lambda i: -weights.certain_attack[i])

    def decide(self, index: int, stand: int) -> bool:
        """Set whether an option leads, if that is decided; return whether it is."""
        label = self._leads[index] = self._label(index, stand)
        if label == IN:
            self._certain |= 1 << index
        elif label == OUT:
            self._possible &= ~(1 << index)
        return label != UNDECIDED

    def _label(self, index: int, stand: int) -> int:
        """Return whether an option leads, given whether it stands by itself."""
        weights = self._weights
        is_outweighed = self._is_outweighed(
            index, IN, self._by_certain_attack, weights.certain_attack, weights.possible_defence
        )
        if is_outweighed:
            return OUT
        may_be_outweighed = stand != IN or self._is_outweighed(
            index,
            UNDECIDED,
            self.by_possible_attack,
            weights.possible_attack,
            weights.certain_defence,
        )
        return UNDECIDED if may_be_outweighed else IN

    def _is_outweighed(
        self,
        index: int,
        label: int,
        order: Sequence[int],
        attacks: Sequence[float],
        defences: Sequence[float],
    ) -> bool:
        """Return whether an option whose lead has at least a label outweighs this one."""
        question, leads = self._question, self._leads
        leading = self._certain if label == IN else self._possible
        if question.stronger[index] & leading:
            return True
        if not leading & ~question.related[index] & ~(1 << index):
            return False
        for other in order:
            if leads[other] >= label and other != index and not question.is_related(index, other):
                # The heaviest decides: what it does not outweigh, no lighter one does.
                return question.outweighs(attacks[other], defences[index])
        return False


def _weights(question: QuestionNodes, labels: list[int]) -> _Weights:
    def is_certain(node: int) -> bool:
        return labels[node] == IN

    def is_possible(node: int) -> bool:
        return labels[node] != OUT

    indices = range(len(question.options))
    possible_attack = [question.attack_weight(index, is_possible) for index in indices]
    possible_defence = [question.defence_weight(index, is_possible) for index in indices]
    grounds = (inference for side in question.sides for inference, _ in side.inferences)
    if all(labels[inference] != UNDECIDED for inference in grounds):
        return _Weights(possible_attack, possible_attack, possible_defence, possible_defence)
    return _Weights(
        [question.attack_weight(index, is_certain) for index in indices],
        possible_attack,
        [question.defence_weight(index, is_certain) for index in indices],
        possible_defence,
    )
