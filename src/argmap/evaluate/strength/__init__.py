"""How strong every statement is: a number from 0 to 1, beside its verdict and never mixed with it.

One model a file, found by its name: a module with ``combine(base, supports, attacks)``, which makes
of a statement's own score and the weights of the steps for and against it its strength.
"""

from __future__ import annotations

from importlib import import_module
from typing import cast

from attrs import frozen

from argmap._plugins import module_names
from argmap.evaluate.strength._propagation import Combine, Plan, base_scores, work_out
from argmap.evaluate.verdicts import Evaluation

MODELS: tuple[str, ...] = tuple(name.replace("_", "-") for name in module_names(__path__))
"""The names of the models: ``df-quad``, ``quadratic-energy``."""

DEFAULT = "quadratic-energy"

__all__ = ["DEFAULT", "MODELS", "Strengths", "plan_for", "strengths"]


@frozen(eq=False, repr=False)
class Strengths:
    """``statements`` and ``steps`` by id, from 0 to 1; None where the model does not settle."""

    model: str
    statements: dict[str, float | None]
    steps: dict[str, float | None]

    @property
    def unsettled(self) -> tuple[str, ...]:
        """The statements that have no strength: they stand on a cycle that does not settle."""
        return tuple(id_ for id_, strength in self.statements.items() if strength is None)


def strengths(evaluation: Evaluation, model: str = DEFAULT) -> Strengths:
    """Return the strengths of all statements and steps of an evaluated map.

    A statement that is supposed has the strength 1 (accepted), 0 (rejected), or its own score.

    Raises:
        ValueError: when there is no such model.
    """
    frame = evaluation.frame
    values = work_out(plan_for(evaluation, model), evaluation.labelling.order)
    named = dict(zip(frame.names, values, strict=True))
    statements = {id_: named.pop(id_) for id_ in frame.names[: frame.statement_count]}
    return Strengths(model, statements, named)


def plan_for(evaluation: Evaluation, model: str = DEFAULT) -> Plan:
    """Return how strengths follow from each other in a map under one model.

    Raises:
        ValueError: when there is no such model.
    """
    if model not in MODELS:
        raise ValueError(f"there is no model of strength {model!r}, only {', '.join(MODELS)}")
    module = import_module(f"{__name__}.{model.replace('-', '_')}")
    return Plan(evaluation.frame, base_scores(evaluation), cast("Combine", module.combine))
