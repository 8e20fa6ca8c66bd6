"""The strength of every statement: a number from 0 to 1, independent of its verdict.

The strength of an inference is that of its weakest premise, times one minus that of its strongest
undercutter. The strength of a statement combines its base score, the strengths of the inferences
for and against it, and those of the statements that it contradicts. Without cycles, one pass
computes all strengths. A cycle is updated until it converges. If it does not, it is updated again
in smaller increments (Potyka 2018, the model as a dynamical system); an equilibrium, if there is
one, satisfies the same equations. No model of this kind converges on every cycle (Mossakowski &
Neuhaus, Modular Semantics and Characteristics for Bipolar Weighted Argumentation Graphs, 2018). The
nodes of a cycle that does not converge, and those that depend on it, have no strength.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from math import prod

from attrs import frozen

from argmap.evaluation.evaluation import Evaluation
from argmap.evaluation.framework import (
    EvaluationOrder,
    Framework,
    build_plain_framework,
    evaluation_order,
)
from argmap.evaluation.labels import UNDECIDED
from argmap.evaluation.standards import base_score

__all__ = [
    "DEFAULT_MODEL",
    "MODELS",
    "Strengths",
    "build_strength_plan",
    "compute_strengths",
]

Combine = Callable[[float, list[float], list[float]], float]
"""Returns a statement's strength from its base score, its supports and its attacks."""
NodeStrengths = Sequence[float | None] | Mapping[int, float]

DEFAULT_MODEL = "quadratic-energy"
MAX_UPDATES = 200_000
"""The most updates of nodes in one cycle."""
_TOLERANCE = 1e-9
"""The largest change in one round at which a cycle counts as converged."""
_SCHEDULE = ((1.0, 0.2), (0.1, 0.8))
"""Step sizes, each with its share of `MAX_UPDATES`."""


@frozen(eq=False, repr=False)
class Strengths:
    """Strengths from 0 to 1, by id; None if a strength does not converge."""

    model: str
    statements: dict[str, float | None]
    inferences: dict[str, float | None]

    @property
    def unconverged(self) -> tuple[str, ...]:
        """The ids of the statements without a strength, in or after an unconverged cycle."""
        return tuple(id_ for id_, strength in self.statements.items() if strength is None)


def compute_strengths(evaluation: Evaluation, model: str = DEFAULT_MODEL) -> Strengths:
    """Return the strengths of all statements and inferences of an evaluated map.

    A supposed statement has strength 1 (accepted), 0 (rejected) or its base score (undecided).

    Raises:
        ValueError: If ``model`` is not one of `MODELS`.
    """
    framework = evaluation.framework
    values = propagate(build_strength_plan(evaluation, model))
    inferences = dict(zip(framework.node_ids, values, strict=True))
    statements = {
        id_: inferences.pop(id_) for id_ in framework.node_ids[: framework.statement_count]
    }
    return Strengths(model, statements, inferences)


@frozen(eq=False, repr=False)
class StrengthPlan:
    """How the strength of every node follows from those of its dependencies.

    Attributes:
        framework: The framework of the map, in which concessions attack and nothing outweighs
            anything.
        order: The order of evaluation of its nodes.
        base_scores: The base scores of the statements, by node.
        confidences: The confidence of each inference that has one, by node.
        combine: The model.
        absent: Statements with strength 0, whatever their supports.
        max_updates: The number of updates after which a cycle counts as not converging.
    """

    framework: Framework
    order: EvaluationOrder
    base_scores: list[float]
    confidences: Mapping[int, float]
    combine: Combine
    absent: Container[int] = ()
    max_updates: int = MAX_UPDATES

    def is_known(self, node: int, strengths: list[float | None]) -> bool:
        """Return whether all dependencies of a node have a strength."""
        return all(strengths[other] is not None for other in self.framework.dependencies(node))

    def strength(self, node: int, strengths: NodeStrengths) -> float:
        """Return a node's strength, given those of all its dependencies."""
        framework, known = self.framework, strengths
        if node >= framework.statement_count:
            if node in framework.fixed_labels:
                return framework.fixed_labels[node] / 2
            weakest = min((known[p] for p in framework.premises[node]), default=1.0)  # type: ignore[type-var]
            strongest = max((known[u] for u in framework.undercutters[node]), default=0.0)  # type: ignore[type-var]
            confidence = self.confidences.get(node, 1.0)
            return weakest * (1 - strongest) * confidence  # type: ignore[operator]
        if node in self.absent:
            return 0.0
        if node in framework.fixed_labels:
            return self.base_scores[node]
        supports = [known[inference] for inference in framework.supports[node]]
        attacks = [known[n] for n in (*framework.attacks[node], *framework.contraries[node])]
        if not (supports or attacks):
            return self.base_scores[node]
        return self.combine(self.base_scores[node], supports, attacks)  # type: ignore[arg-type]


def build_strength_plan(evaluation: Evaluation, model: str = DEFAULT_MODEL) -> StrengthPlan:
    """Return how to compute the strengths of a map under one model.

    Raises:
        ValueError: If ``model`` is not one of `MODELS`.
    """
    if model not in MODELS:
        raise ValueError(f"unknown strength model {model!r}; use {' or '.join(MODELS)}")
    argument_map = evaluation.argument_map
    framework, order = evaluation.framework, evaluation.labelling.order
    if framework.discounted or framework.questions or argument_map.preferences:
        fixed_labels = framework.fixed_labels
        framework = build_plain_framework(argument_map)
        framework = framework.suppose(
            {node: label for node, label in fixed_labels.items() if node < framework.size}
        )
        order = evaluation_order(framework)
    first = len(argument_map.statements)
    confidences = {
        node: inference.confidence.value
        for node, inference in enumerate(argument_map.inferences.values(), start=first)
        if inference.confidence is not None
    }
    return StrengthPlan(framework, order, _base_scores(evaluation), confidences, _MODELS[model])


def _base_scores(evaluation: Evaluation) -> list[float]:
    """Return the base scores of the statements, by node."""
    argument_map = evaluation.argument_map
    scores = [base_score(statement, argument_map) for statement in argument_map.statements.values()]
    for node, label in evaluation.framework.fixed_labels.items():
        if node < len(scores) and label != UNDECIDED:
            scores[node] = label / 2
    return scores


def propagate(plan: StrengthPlan) -> list[float | None]:
    """Return the strengths of all nodes; None for those that depend on an unconverged cycle."""
    order = plan.order
    strengths: list[float | None] = [None] * plan.framework.size
    for node in order.acyclic_nodes:
        strengths[node] = plan.strength(node, strengths)
    for component in order.components:
        if order.is_cyclic(component):
            _solve_cycle(plan, component, strengths)
        elif plan.is_known(component[0], strengths):
            strengths[component[0]] = plan.strength(component[0], strengths)
    return strengths


def _solve_cycle(plan: StrengthPlan, component: list[int], strengths: list[float | None]) -> None:
    """Set the strengths of the nodes of a cycle, if it converges."""
    inside = set(component)
    framework = plan.framework
    outside = {o for node in component for o in framework.dependencies(node) if o not in inside}
    if any(strengths[other] is None for other in outside):
        return
    for step_size, share in _SCHEDULE:
        for node in component:
            strengths[node] = plan.base_scores[node] if node < framework.statement_count else 0.0
        for _ in range(max(1, int(plan.max_updates * share) // len(component))):
            targets = [plan.strength(node, strengths) for node in component]
            largest_change = 0.0
            for node, target in zip(component, targets, strict=True):
                before = strengths[node]
                assert before is not None
                strengths[node] = before + step_size * (target - before)
                largest_change = max(largest_change, abs(target - before))
            if largest_change <= _TOLERANCE:
                return
    for node in component:
        strengths[node] = None


# ---- Models -------------------------------------------------------------------------------------


def df_quad(base: float, supports: list[float], attacks: list[float]) -> float:
    """Return a strength from 0 to 1 by DF-QuAD.

    Supports are combined as independent probabilities, and so are attacks; their difference moves
    the base score. The model saturates: one support and one attack of strength 1 make all others
    irrelevant.

    Source: Rago, Toni, Aurisicchio & Baroni, Discontinuity-Free Decision Support with Quantitative
    Argumentation Debates, KR 2016.
    """
    balance = prod(1 - attack for attack in attacks) - prod(1 - support for support in supports)
    return base + (1 - base) * balance if balance > 0 else base + base * balance


def quadratic_energy(base: float, supports: list[float], attacks: list[float]) -> float:
    """Return a strength from 0 to 1 by the quadratic energy model.

    The sum of the supports minus that of the attacks pulls the base score up or down. The model is
    continuous, treats support and attack alike, and does not saturate. Where supports and attacks
    balance, or there are none, the strength is the base score.

    Source: Potyka, Continuous Dynamical Systems for Weighted Bipolar Argumentation, KR 2018.
    """
    energy = sum(supports) - sum(attacks)
    pull = energy * energy / (1 + energy * energy)
    return base + (1 - base) * pull if energy > 0 else base - base * pull


_MODELS: dict[str, Combine] = {"df-quad": df_quad, "quadratic-energy": quadratic_energy}

MODELS: tuple[str, ...] = tuple(_MODELS)
"""The names of the strength models."""
