"""The comparison of what is for a statement with what is against it, by weight.

Under most standards of proof the heaviest inference on each side counts (`Weighing`). Under accrual
the weights on each side are added up (`Accrual`): independent weights *w* make 1 − ∏(1 − *w*). Of
inferences that share a premise only one counts, chosen so that the whole weighs most (Verheij,
Accrual of Arguments in Defeasible Argumentation, 1995; Prakken, A Study of Accrual of Arguments,
ICAIL 2005, and Modelling Accrual of Arguments in ASPIC+, ICAIL 2019).

Both give an answer for labels that are not yet decided: what is for the statement is read as
accepted, what is against it as not rejected, or the other way round.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from math import fsum, inf, log1p
from typing import NamedTuple

from argmap.evaluation.labels import IN, OUT, UNDECIDED
from argmap.evaluation.standards import ProofBounds, blocks, is_enough, suffices
from argmap.model import Standard

MAX_CLUSTER_SIZE = 20
"""The number of inferences that share premises up to which accrual is exact."""

WeighedInference = tuple[int, float]
"""An inference, by node, and its weight."""


class WeighedSide(NamedTuple):
    """What is for a statement, or what is against it.

    Attributes:
        inferences: The inferences with their weights.
        assertion: The weight of the statement's own assertion; None if it is not asserted.
        clusters: The inferences that share premises with others, each with its neighbors: those
            that share a premise with it. Empty where weights are not added up.
    """

    inferences: Sequence[WeighedInference]
    assertion: float | None = None
    clusters: tuple[Mapping[int, frozenset[int]], ...] = ()

    def heaviest(self, is_counted: Callable[[int], bool]) -> float:
        """Return the weight of the heaviest member; 0 if there is none."""
        weights = [weight for inference, weight in self.inferences if is_counted(inference)]
        return max([self.assertion or 0.0, *weights])

    def total(self, is_counted: Callable[[int], bool]) -> float:
        """Return the weight of all members together, as −log(1 − weight)."""
        values = {i: _log_weight(weight) for i, weight in self.inferences if is_counted(i)}
        parts = [] if self.assertion is None else [_log_weight(self.assertion)]
        for cluster in self.clusters:
            members = {member: values.pop(member) for member in cluster if member in values}
            parts.append(_heaviest_selection(members, cluster))
        return fsum([*parts, *values.values()])


def _log_weight(weight: float) -> float:
    return inf if weight >= 1 else -log1p(-weight)


def _heaviest_selection(
    values: Mapping[int, float], neighbors: Mapping[int, frozenset[int]]
) -> float:
    """Return the greatest sum of values of inferences of which no two share a premise."""
    if len(neighbors) > MAX_CLUSTER_SIZE or len(values) <= 1:
        return max(values.values(), default=0.0)
    members = list(values)
    bits = {member: 1 << index for index, member in enumerate(members)}
    conflicts = [
        sum(bits.get(other, 0) for other in neighbors[member]) | bits[member] for member in members
    ]
    best: dict[int, float] = {0: 0.0}

    def best_of(mask: int) -> float:
        if mask not in best:
            index = mask.bit_length() - 1
            with_last = values[members[index]] + best_of(mask & ~conflicts[index])
            best[mask] = max(with_last, best_of(mask & ~(1 << index)))
        return best[mask]

    return best_of((1 << len(members)) - 1)


def find_clusters(
    premises_by_inference: Mapping[int, Iterable[int]],
) -> tuple[Mapping[int, frozenset[int]], ...]:
    """Return the groups of inferences that are connected by shared premises.

    Each group gives the inferences that share a premise with each of its members.
    """
    by_premise: dict[int, list[int]] = {}
    for inference, premises in premises_by_inference.items():
        for premise in premises:
            by_premise.setdefault(premise, []).append(inference)
    neighbors: dict[int, set[int]] = {}
    for inferences in by_premise.values():
        for first, second in combinations(dict.fromkeys(inferences), 2):
            neighbors.setdefault(first, set()).add(second)
            neighbors.setdefault(second, set()).add(first)
    clusters = []
    seen: set[int] = set()
    for start in neighbors:
        if start not in seen:
            cluster = [start]
            seen.add(start)
            for member in cluster:  # grows during the iteration
                new = sorted(neighbors[member] - seen)
                seen.update(new)
                cluster += new
            clusters.append({member: frozenset(neighbors[member]) for member in cluster})
    return tuple(clusters)


# ---- The heaviest on each side -------------------------------------------------------------------


class Support(NamedTuple):
    """A support of a statement and the number of attacks that block it.

    ``inference`` is None if the support is the statement's own assertion. The support is blocked by
    the ``blocker_count`` heaviest attacks of the `Weighing`.
    """

    inference: int | None
    blocker_count: int


class Weighing(NamedTuple):
    """The supports of a statement and the attacks that can block them, both heaviest first.

    Because an attack that blocks a support blocks every lighter one, a count per support is enough.

    Attributes:
        overriders: The supports that outweigh an attack by preference, by attack.
        undermined: The attacks that outweigh a support by preference, by support.
    """

    supports: list[Support]
    attacks: list[int]
    overriders: Mapping[int, list[int]]
    undermined: Mapping[int, list[int]]

    def label(self, label_of: Callable[[int], int]) -> int:
        """Return whether a support remains that no remaining attack blocks, as a label."""
        best, unblocked, attack_count = OUT, IN, 0
        for inference, blocker_count in self.supports:
            for attack in self.attacks[attack_count:blocker_count]:
                failure = IN - label_of(attack)
                if attack in self.overriders:
                    failure = max(failure, *map(label_of, self.overriders[attack]))
                unblocked = min(unblocked, failure)
            attack_count = max(attack_count, blocker_count)
            label = unblocked
            if inference is not None:
                label = min(label, label_of(inference))
                for attack in self.undermined.get(inference, ()):
                    label = min(label, IN - label_of(attack))
            best = max(best, label)
        return best


class Accrual(NamedTuple):
    """The comparison of all that is for a statement with all that is against it.

    Attributes:
        grounds: What is for the statement.
        objections: What is against it.
        overriders: The grounds that outweigh an objection by preference, by objection.
        undermined: The objections that outweigh a ground by preference, by ground.
        is_tie_enough: Whether the grounds are enough if both sides weigh the same.
    """

    grounds: WeighedSide
    objections: WeighedSide
    overriders: Mapping[int, list[int]]
    undermined: Mapping[int, list[int]]
    is_tie_enough: bool = False

    @property
    def positive(self) -> list[int]:
        """The nodes that can only help if they are accepted."""
        overriders = [node for nodes in self.overriders.values() for node in nodes]
        return list(dict.fromkeys([*(node for node, _ in self.grounds.inferences), *overriders]))

    @property
    def negative(self) -> list[int]:
        """The nodes that can only harm if they are accepted."""
        underminers = [node for nodes in self.undermined.values() for node in nodes]
        return list(
            dict.fromkeys([*(node for node, _ in self.objections.inferences), *underminers])
        )

    def holds(self, is_for: Callable[[int], bool], is_against: Callable[[int], bool]) -> bool:
        """Return whether the grounds are enough.

        Args:
            is_for: Whether a node of `positive` is taken to be accepted.
            is_against: Whether a node of `negative` is.
        """
        overriders, undermined = self.overriders, self.undermined
        support = self.grounds.total(
            lambda node: is_for(node) and not any(map(is_against, undermined.get(node, ())))
        )
        attack = self.objections.total(
            lambda node: is_against(node) and not any(map(is_for, overriders.get(node, ())))
        )
        if self.is_tie_enough:
            return not is_heavier(attack, support)
        return is_heavier(support, attack)

    def label(self, label_of: Callable[[int], int]) -> int:
        """Return whether the grounds are enough, as a label."""
        if self.holds(lambda node: label_of(node) == IN, lambda node: label_of(node) != OUT):
            return IN
        if self.holds(lambda node: label_of(node) != OUT, lambda node: label_of(node) == IN):
            return UNDECIDED
        return OUT


_RELATIVE_TOLERANCE = 1e-9


def is_heavier(first: float, second: float) -> bool:
    """Return whether one total weight is greater than another, up to rounding errors."""
    return second < inf and first > second + _RELATIVE_TOLERANCE * max(1.0, second)


Comparison = Weighing | Accrual


def compare_sides(
    standard: Standard,
    bounds: ProofBounds,
    grounds: WeighedSide,
    objections: WeighedSide,
    overriders: Mapping[int, list[int]] | None = None,
    undermined: Mapping[int, list[int]] | None = None,
) -> Comparison:
    """Return how the grounds of a statement are compared with what is against it.

    Raises:
        ValueError: If the standard is the dialectical one, which compares nothing.
    """
    if standard is Standard.DIALECTICAL:
        raise ValueError("the dialectical standard compares no weights")
    if standard is Standard.ACCRUAL:
        return Accrual(grounds, objections, overriders or {}, undermined or {})
    attacks = sorted(objections.inferences, key=_heaviest_first)
    assertion = [] if grounds.assertion is None else [(None, grounds.assertion)]
    supports = []
    for inference, weight in sorted([*assertion, *grounds.inferences], key=_heaviest_first):
        is_possible = suffices(standard, weight, bounds) and (
            objections.assertion is None
            or is_enough(standard, weight, objections.assertion, bounds)
        )
        if is_possible:
            blocker_count = 0
            if attacks:
                blocker_count = bisect_left(
                    attacks,
                    True,
                    key=lambda attack: not blocks(standard, weight, attack[1], bounds),
                )
            supports.append(Support(inference, blocker_count))
    relevant = {} if standard is Standard.SCINTILLA else undermined or {}
    return Weighing(supports, [attack for attack, _ in attacks], overriders or {}, relevant)


def _heaviest_first(weighed: tuple[int | None, float]) -> float:
    return -weighed[1]
