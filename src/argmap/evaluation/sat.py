"""The undecided residue of a map, as a normal logic program.

A program's models as models of clauses.

Every node has a variable that says it is true, and one that it is possible (true or undecided); in
a stable model both are one. A node is true if and only if a rule of it is, and so is possible: the
completion (Clark 1978), doubled (Janhunen et al., Unfolding Partiality and Disjunctions in Stable
Model Semantics, ACM Transactions on Computational Logic 7, 2006). What a ring of support makes true
out of nothing is cut off when it turns up, by a loop formula (Lin & Zhao, Artificial Intelligence
157, 2004).

Clauses solved by hand: enough for the rings that people draw.

Davis, Logemann & Loveland, A Machine Program for Theorem-Proving, 1962: what follows from one
literal alone is drawn at once, then a variable is tried one way and the other.

Who solves clauses: CaDiCaL by way of python-sat, or, for the small, a search of our own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from typing import NamedTuple, Protocol

from argmap.evaluation.framework import IN, OUT, UNDECIDED, Framework


class ProgramRule(NamedTuple):
    """A node stands if all of ``wanted`` stand and none of ``unwanted`` does."""

    wanted: tuple[int, ...]
    unwanted: tuple[int, ...]


class Program(NamedTuple):
    """The rules of every undecided node: it stands if any of them says so."""

    rules: dict[int, tuple[ProgramRule, ...]]


def residual_program(framework: Framework, labels: list[int]) -> Program:
    """Return the rules of the undecided nodes, with what is decided put in."""
    undecided = (node for node, label in enumerate(labels) if label == UNDECIDED)
    return Program(
        {
            node: tuple(dict.fromkeys(_rules(framework, labels, node)))
            for node in undecided
            if node not in framework.fixed
        }
        # What is supposed to be undecided stays so in every model: it wants itself not to stand.
        | {
            node: (ProgramRule((), (node,)),)
            for node, label in framework.fixed.items()
            if label == UNDECIDED
        }
    )


def _rules(framework: Framework, labels: list[int], node: int) -> Iterator[ProgramRule]:
    def rule(wanted: Iterable[int], unwanted: Iterable[int]) -> Iterator[ProgramRule]:
        wanted, unwanted = tuple(wanted), tuple(unwanted)
        if all(labels[w] != OUT for w in wanted) and all(labels[u] != IN for u in unwanted):
            yield ProgramRule(
                tuple(w for w in wanted if labels[w] == UNDECIDED),
                tuple(u for u in unwanted if labels[u] == UNDECIDED),
            )

    if node >= framework.statement_count:
        yield from rule(framework.premises[node], framework.undercutters[node])
        return
    rivals = framework.rivals[node]
    if node in framework.weighings:
        weighing = framework.weighings[node]
        for carrier in weighing.carriers:
            own = [] if carrier.inference is None else [carrier.inference]
            yield from rule(own, [*weighing.blockers(carrier), *rivals])
        return
    against = [*framework.con[node], *rivals]
    if framework.asserted[node]:
        yield from rule([], against)
        return
    for inference in framework.pro[node]:
        yield from rule([inference], against)


Clause = list[int]


class Encoding:
    """The variables of a program, and its clauses."""

    def __init__(self, program: Program, *, is_stable: bool) -> None:
        self.program = program
        self._count = 0
        self.true = {node: self.fresh() for node in program.rules}
        self.possible = self.true if is_stable else {node: self.fresh() for node in program.rules}
        self._halves = [(self.true, self.possible, self._bodies())]
        if not is_stable:
            self._halves.append((self.possible, self.true, self._bodies()))

    def fresh(self) -> int:
        """Return a variable that is not used yet."""
        self._count += 1
        return self._count

    def _bodies(self) -> dict[int, list[int]]:
        """Return a variable for each rule: whether its body holds."""
        return {node: [self.fresh() for _ in its] for node, its in self.program.rules.items()}

    def clauses(self) -> Iterator[Clause]:
        """Yield what every model satisfies, but for the loops."""
        for head, other, bodies in self._halves:
            for node, rules in self.program.rules.items():
                yield [-head[node], *bodies[node]]
                for body, rule in zip(bodies[node], rules, strict=True):
                    literals = [head[w] for w in rule.wanted] + [-other[u] for u in rule.unwanted]
                    yield [head[node], -body]
                    yield [body, *(-literal for literal in literals)]
                    yield from ([-body, literal] for literal in literals)
        if self.true is not self.possible:
            yield from ([-self.true[node], self.possible[node]] for node in self.program.rules)

    def loop_clauses(self, model: set[int]) -> list[Clause]:
        """Return what a model breaks by holding up a ring by itself; nothing if it does not."""
        broken: list[Clause] = []
        for head, other, bodies in self._halves:
            standing = {node for node, variable in head.items() if variable in model}
            against = {node for node, variable in other.items() if variable in model}
            ring = standing - self._founded(standing, against)
            if not ring:
                continue
            entries = [
                body
                for node in sorted(ring)
                for body, rule in zip(bodies[node], self.program.rules[node], strict=True)
                if not ring.intersection(rule.wanted)
            ]
            broken += ([-head[node], *entries] for node in sorted(ring))
        return broken

    def _founded(self, standing: set[int], against: set[int]) -> set[int]:
        """Return what can be derived from the ground up of what stands."""
        founded: set[int] = set()
        users: dict[int, list[tuple[int, ProgramRule]]] = {}
        ready: list[int] = []

        def try_rule(node: int, rule: ProgramRule) -> None:
            missing = next((each for each in rule.wanted if each not in founded), None)
            if missing is not None:
                users.setdefault(missing, []).append((node, rule))
            elif node not in founded:
                founded.add(node)
                ready.append(node)

        for node in standing:
            for rule in self.program.rules[node]:
                if standing.issuperset(rule.wanted) and against.isdisjoint(rule.unwanted):
                    try_rule(node, rule)
        for node in ready:  # which grows while it is gone through
            for user, rule in users.pop(node, []):
                try_rule(user, rule)
        return founded


class BacktrackingSolver:
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


def create_solver(preferred: Iterable[int], *, is_small: bool) -> Solver:
    """Return a solver that makes the ``preferred`` variables true first.

    Models with much in them are what is looked for, so this saves most of the work.
    """
    if is_small:
        return BacktrackingSolver(preferred)
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
