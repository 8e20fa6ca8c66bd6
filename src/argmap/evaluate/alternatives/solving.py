"""Who solves clauses: CaDiCaL by way of python-sat, or, for the small, a search of our own."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.util import find_spec
from typing import Protocol

from argmap.evaluate.alternatives.clauses import Clause


class Solver(Protocol):
    """Clauses that grow, and models of them."""

    def add(self, clause: Clause) -> None:
        """Take a further clause."""
        ...

    def solve(self, assumptions: Iterable[int] = ()) -> set[int] | None:
        """Return the variables that are true in a model, or None where there is none."""
        ...


def has_solver() -> bool:
    """Whether python-sat is installed."""
    return find_spec("pysat") is not None


def open_solver(preferred: Iterable[int], *, is_small: bool) -> Solver:
    """Return a solver that makes the ``preferred`` variables true first.

    Models with much in them are what is looked for, so this saves most of the work.
    """
    if is_small:
        from argmap.evaluate.alternatives.small import SmallSolver

        return SmallSolver(preferred)
    return _CaDiCaL(preferred)


class _CaDiCaL:
    def __init__(self, preferred: Iterable[int]) -> None:
        from pysat.solvers import Solver as AnySolver

        self._solver = AnySolver(name="cadical153")
        self._solver.set_phases(list(preferred))

    def add(self, clause: Clause) -> None:
        self._solver.add_clause(clause)

    def solve(self, assumptions: Iterable[int] = ()) -> set[int] | None:
        if not self._solver.solve(assumptions=list(assumptions)):
            return None
        return {literal for literal in self._solver.get_model() if literal > 0}
