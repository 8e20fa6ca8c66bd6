"""How strong every statement is: a number from 0 to 1, beside its verdict and never mixed with it.

One model a file, found by its name: a module with ``combine(base, supports, attacks)``, which makes
of a statement's own score and the weights of the inferences for and against it its strength.

From base scores to strengths, through the inferences.

An inference weighs as much as its weakest premise, times one less its strongest undercutter. A
statement is made of its base score, the weights of the inferences for it and against it, and the
strengths of what it contradicts. On maps without cycles that is one pass. A cycle is gone round
until nothing moves; where that does not settle it is tried with small inferences (Potyka 2018, the
model as a dynamical system), whose rest, if there is one, satisfies the same equations. No model of
this kind settles on every cycle (Mossakowski & Neuhaus, Modular Semantics and Characteristics for
Bipolar Weighted Argumentation Graphs, 2018): what does not, and what rests on it, has no strength.

DF-QuAD: discontinuity-free quantitative argumentation debates.

Supports are joined as independent chances, and so are attacks; their difference moves the base
score. It saturates: one support and one attack of strength 1 silence all others.

Source: Rago, Toni, Aurisicchio & Baroni, Discontinuity-Free Decision Support with Quantitative
Argumentation Debates, KR 2016.

The quadratic energy model: what speaks for and against a statement pulls it like a spring.

Duality of support and attack, no saturation, continuous. Without supports and attacks, and where
they balance, the strength is the base score.

Source: Potyka, Continuous Dynamical Systems for Weighted Bipolar Argumentation, KR 2018.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from math import prod

from attrs import frozen

from argmap.evaluation.evaluation import Evaluation
from argmap.evaluation.framework import UNDECIDED, EvaluationOrder, Framework
from argmap.evaluation.standards import base_score

Combine = Callable[[float, list[float], list[float]], float]
Values = Sequence[float | None] | Mapping[int, float]

_STILL = 1e-9
"""A cycle has settled when nothing in it moves by more."""
MAX_UPDATES = 200_000
"""Nodes worked out, in all rounds through one cycle together."""
_PACES = ((1.0, 0.2), (0.1, 0.8))
"""How far to move at each round, and what share of the work to spend on it."""


def propagate(plan: StrengthPlan, order: EvaluationOrder) -> list[float | None]:
    """Return the strengths of all nodes, by number; None where a cycle does not settle."""
    values: list[float | None] = [None] * len(plan.frame.names)
    for node in order.first:
        values[node] = plan.value(node, values)
    for component in order.components:
        if order.is_cyclic(component):
            _settle(plan, component, values)
        elif plan.is_known(component[0], values):
            values[component[0]] = plan.value(component[0], values)
    return values


def base_scores(evaluation: Evaluation) -> list[float]:
    """Return the statements' own strengths, by number."""
    argument_map = evaluation.argument_map
    scores = [base_score(statement, argument_map) for statement in argument_map.statements.values()]
    for node, label in evaluation.frame.fixed.items():
        if node < len(scores) and label != UNDECIDED:
            scores[node] = label / 2
    return scores


@frozen(eq=False, repr=False)
class StrengthPlan:
    """How every node's strength follows from those it depends on.

    ``absent`` statements are worth nothing, whatever speaks for them. After ``patience`` nodes
    worked out, a cycle counts as one that does not settle.
    """

    frame: Framework
    bases: list[float]
    combine: Combine
    absent: Container[int] = ()
    patience: int = MAX_UPDATES

    def is_known(self, node: int, values: list[float | None]) -> bool:
        """Whether all that a node depends on has a strength."""
        return all(values[other] is not None for other in self.frame.dependencies(node))

    def value(self, node: int, values: Values) -> float:
        """Return a node's strength; all it depends on must have one."""
        frame, known = self.frame, values
        if node >= frame.statement_count:
            if node in frame.fixed:
                return frame.fixed[node] / 2
            weakest = min((known[p] for p in frame.premises[node]), default=1.0)  # type: ignore[type-var]
            strongest = max((known[u] for u in frame.undercutters[node]), default=0.0)  # type: ignore[type-var]
            return weakest * (1 - strongest)  # type: ignore[operator]
        if node in self.absent:
            return 0.0
        if node in frame.fixed:
            return self.bases[node]
        supports = [known[inference] for inference in frame.pro[node]]
        attacks = [known[other] for other in (*frame.con[node], *frame.rivals[node])]
        if not (supports or attacks):
            return self.bases[node]
        return self.combine(self.bases[node], supports, attacks)  # type: ignore[arg-type]


def _settle(plan: StrengthPlan, component: list[int], values: list[float | None]) -> None:
    """Give the nodes of a cycle their strengths; none if it does not settle."""
    inside = set(component)
    frame = plan.frame
    outside = {o for node in component for o in frame.dependencies(node) if o not in inside}
    if any(values[other] is None for other in outside):
        return
    for pace, share in _PACES:
        for node in component:
            values[node] = plan.bases[node] if node < frame.statement_count else 0.0
        for _ in range(max(1, int(plan.patience * share) // len(component))):
            targets = [plan.value(node, values) for node in component]
            moved = 0.0
            for node, target in zip(component, targets, strict=True):
                before = values[node]
                assert before is not None
                values[node] = before + pace * (target - before)
                moved = max(moved, abs(target - before))
            if moved <= _STILL:
                return
    for node in component:
        values[node] = None


DEFAULT_MODEL = "quadratic-energy"

__all__ = ["DEFAULT_MODEL", "MODELS", "Strengths", "build_strength_plan", "compute_strengths"]


@frozen(eq=False, repr=False)
class Strengths:
    """Strengths from 0 to 1, by id; None if the model does not converge."""

    model: str
    statements: dict[str, float | None]
    inferences: dict[str, float | None]

    @property
    def unsettled(self) -> tuple[str, ...]:
        """The statements that have no strength: they stand on a cycle that does not settle."""
        return tuple(id_ for id_, strength in self.statements.items() if strength is None)


def compute_strengths(evaluation: Evaluation, model: str = DEFAULT_MODEL) -> Strengths:
    """Return the strengths of all statements and inferences of an evaluated map.

    A statement that is supposed has the strength 1 (accepted), 0 (rejected), or its own score.

    Raises:
        ValueError: when there is no such model.
    """
    frame = evaluation.frame
    values = propagate(build_strength_plan(evaluation, model), evaluation.labelling.order)
    named = dict(zip(frame.names, values, strict=True))
    statements = {id_: named.pop(id_) for id_ in frame.names[: frame.statement_count]}
    return Strengths(model, statements, named)


def build_strength_plan(evaluation: Evaluation, model: str = DEFAULT_MODEL) -> StrengthPlan:
    """Return how strengths follow from each other in a map under one model.

    Raises:
        ValueError: when there is no such model.
    """
    if model not in MODELS:
        raise ValueError(f"there is no model of strength {model!r}, only {', '.join(MODELS)}")
    return StrengthPlan(evaluation.frame, base_scores(evaluation), _MODELS[model])


def df_quad(base: float, supports: list[float], attacks: list[float]) -> float:
    """Return the strength, from 0 to 1."""
    balance = prod(1 - attack for attack in attacks) - prod(1 - support for support in supports)
    return base + (1 - base) * balance if balance > 0 else base + base * balance


def quadratic_energy(base: float, supports: list[float], attacks: list[float]) -> float:
    """Return the strength, from 0 to 1."""
    energy = sum(supports) - sum(attacks)
    pull = energy * energy / (1 + energy * energy)
    return base + (1 - base) * pull if energy > 0 else base - base * pull


_MODELS: dict[str, Combine] = {"df-quad": df_quad, "quadratic-energy": quadratic_energy}

MODELS: tuple[str, ...] = tuple(_MODELS)
"""The names of the models."""
