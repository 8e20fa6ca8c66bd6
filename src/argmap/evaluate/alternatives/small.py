"""Clauses solved by hand: enough for the rings that people draw.

Davis, Logemann & Loveland, A Machine Program for Theorem-Proving, 1962: what follows from one
literal alone is drawn at once, then a variable is tried one way and the other.
"""

from __future__ import annotations

from collections.abc import Iterable

from argmap.evaluate.alternatives.clauses import Clause


class SmallSolver:
    """For some hundred variables."""

    def __init__(self, preferred: Iterable[int]) -> None:
        self._preferred = list(preferred)
        self._clauses: list[Clause] = []
        self._variables: dict[int, None] = {}

    def add(self, clause: Clause) -> None:
        self._clauses.append(clause)
        self._variables.update(dict.fromkeys(abs(literal) for literal in clause))

    def solve(self, assumptions: Iterable[int] = ()) -> set[int] | None:
        """Return the variables that are true in a model, or None where there is none."""
        # Each entry: what is assigned, and the literal to try next.
        trials: list[tuple[set[int], tuple[int, ...]]] = [(set(), tuple(assumptions))]
        order = [*self._preferred, *self._variables]
        while trials:
            before, added = trials.pop()
            assigned = self._propagate(before, added)
            if assigned is None:
                continue
            free = (v for v in order if v not in assigned and -v not in assigned)
            variable = next(free, None)
            if variable is None:
                return {literal for literal in assigned if literal > 0}
            trials.append((assigned, (-variable,)))
            trials.append((assigned, (variable,)))
        return None

    def _propagate(self, before: set[int], added: Iterable[int]) -> set[int] | None:
        """Return the assignment with all that follows; None if it contradicts itself."""
        assigned = before.union(added)
        if any(-literal in assigned for literal in assigned):
            return None
        while True:
            unit = None
            for clause in self._clauses:
                if any(literal in assigned for literal in clause):
                    continue
                free = [literal for literal in clause if -literal not in assigned]
                if not free:
                    return None
                if len(free) == 1:
                    unit = free[0]
                    assigned.add(unit)
            if unit is None:
                return assigned
