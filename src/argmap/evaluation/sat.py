"""The undecided residue of a map as a logic program, and its models by SAT.

Every node has a variable for "true" and one for "possible" (true or undecided); in a stable model
they are the same. A node is true if and only if the body of one of its rules is, and likewise
possible: the completion (Clark 1978), doubled (Janhunen et al., Unfolding Partiality and
Disjunctions in Stable Model Semantics, ACM Transactions on Computational Logic 7, 2006). A cycle of
support that makes itself true is excluded when it occurs, by a loop formula (Lin & Zhao, Artificial
Intelligence 157, 2004).

Clauses are solved by CaDiCaL through python-sat. If it is not installed, small problems are solved
by `BacktrackingSolver` (Davis, Logemann & Loveland, A Machine Program for Theorem-Proving, 1962).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from typing import NamedTuple, Protocol

from argmap.errors import ArgmapError
from argmap.evaluation.circuit import Circuit, Gate
from argmap.evaluation.framework import Framework
from argmap.evaluation.labels import IN, OUT, UNDECIDED


class ProgramRule(NamedTuple):
    """A rule body: true if all ``positive`` nodes are true and no ``negative`` node is."""

    positive: tuple[int, ...]
    negative: tuple[int, ...]


class Program(NamedTuple):
    """The rules of every undecided node; the node is true if the body of one of them is.

    Attributes:
        rules: The rules by node. The nodes include inner gates of the circuit.
        visible: The undecided statements and inferences. Models are compared by these alone.
    """

    rules: dict[int, tuple[ProgramRule, ...]]
    visible: tuple[int, ...]


_MAX_BODIES = 16
"""The number of rules up to which an inner gate is replaced by its conditions."""
_MAX_ACCRUAL_RULES = 20_000
"""The number of rules up to which weights that are added up can be searched."""


def residual_program(framework: Framework, labels: list[int]) -> Program:
    """Return the rules of the undecided nodes, simplified by the labels that are decided.

    Raises:
        TooManyCombinations: If a statement whose weights are added up has too many undecided ones.
    """
    builder = _ProgramBuilder(Circuit(framework), labels)
    rules: dict[int, tuple[ProgramRule, ...]] = {}
    for node, label in enumerate(labels):
        if label == UNDECIDED and node not in framework.fixed_labels:
            rules.update(builder.rules(node))
    # A node that is supposed to be undecided is undecided in every model: it negates itself.
    for node, label in framework.fixed_labels.items():
        if label == UNDECIDED:
            rules[node] = (ProgramRule((), (node,)),)
    visible_count = len(framework.node_ids)
    return Program(rules, tuple(node for node in rules if node < visible_count))


class _ProgramBuilder:
    """Turns the gates of undecided nodes into rules."""

    def __init__(self, circuit: Circuit, labels: list[int]) -> None:
        self._circuit = circuit
        self._labels = labels

    def rules(self, node: int) -> dict[int, tuple[ProgramRule, ...]]:
        """Return the rules of a node, and of those of its inner gates that the rules use."""
        gate = self._circuit.gate(node)
        inner_gates = self._circuit.inner_gates(node)
        expanded: dict[int, list[ProgramRule]] = {}
        rules: dict[int, tuple[ProgramRule, ...]] = {}
        for inner in inner_gates:  # a gate comes after those that it uses
            bodies = self._bodies(self._circuit.gate(inner), expanded)
            if len(bodies) <= _MAX_BODIES:
                expanded[inner] = bodies
            else:
                rules[inner] = tuple(dict.fromkeys(bodies))
        rules[node] = tuple(dict.fromkeys(self._bodies(gate, expanded)))
        return rules

    def _bodies(self, gate: Gate, expanded: dict[int, list[ProgramRule]]) -> list[ProgramRule]:
        """Return the alternative conditions under which a gate is true."""
        if gate.accrual is not None:
            return list(self._accrual_bodies(gate))
        alternatives = [self._input_bodies(node, expanded) for node in gate.positive]
        alternatives += [self._negated_bodies(node) for node in gate.negative]
        if gate.is_any:
            return [body for bodies in alternatives for body in bodies]
        result = [ProgramRule((), ())]
        for bodies in alternatives:
            result = [_joined(body, other) for body in result for other in bodies]
        return result

    def _input_bodies(self, node: int, expanded: dict[int, list[ProgramRule]]) -> list[ProgramRule]:
        if node in expanded:
            return expanded[node]
        if node < self._circuit.size and self._labels[node] != UNDECIDED:
            return [ProgramRule((), ())] if self._labels[node] == IN else []
        return [ProgramRule((node,), ())]

    def _negated_bodies(self, node: int) -> list[ProgramRule]:
        if self._labels[node] != UNDECIDED:
            return [ProgramRule((), ())] if self._labels[node] == OUT else []
        return [ProgramRule((), (node,))]

    def _accrual_bodies(self, gate: Gate) -> Iterator[ProgramRule]:
        """Yield the smallest changes to undecided inputs that make enough weight.

        Inputs are decided one after the other (Shannon expansion) until the rest makes no
        difference. Helpful inputs are only required to be true, and harmful ones to be false.
        """
        labels = self._labels
        inputs = [*gate.positive, *gate.negative]
        undecided = [node for node in inputs if labels[node] == UNDECIDED]
        negative = set(gate.negative)
        stack: list[dict[int, int]] = [{}]
        count = 0
        while stack:
            assumed = stack.pop()
            known = {node: assumed.get(node, labels[node]) for node in inputs}
            label = gate.label(known.__getitem__)
            if label == IN:
                count += 1
                if count > _MAX_ACCRUAL_RULES:
                    raise TooManyCombinations("too many undecided reasons whose weights add up")
                yield ProgramRule(
                    tuple(n for n, value in assumed.items() if value == IN and n not in negative),
                    tuple(n for n, value in assumed.items() if value == OUT and n in negative),
                )
            elif label == UNDECIDED:
                node = next(n for n in undecided if n not in assumed)
                stack.append({**assumed, node: OUT})
                stack.append({**assumed, node: IN})


class TooManyCombinations(ArgmapError):
    """The weights that a statement's undecided support can have are too many to search."""


def _joined(first: ProgramRule, second: ProgramRule) -> ProgramRule:
    return ProgramRule(
        tuple(dict.fromkeys((*first.positive, *second.positive))),
        tuple(dict.fromkeys((*first.negative, *second.negative))),
    )


Clause = list[int]


class Encoding:
    """The variables and clauses of a program.

    ``true`` and ``possible`` map nodes to variables; for stable models they are the same mapping.
    """

    def __init__(self, program: Program, *, is_stable: bool) -> None:
        self.program = program
        self._count = 0
        self.true = {node: self.new_variable() for node in program.rules}
        self.possible = (
            self.true if is_stable else {node: self.new_variable() for node in program.rules}
        )
        self._halves = [(self.true, self.possible, self._create_bodies())]
        if not is_stable:
            self._halves.append((self.possible, self.true, self._create_bodies()))

    def new_variable(self) -> int:
        """Return a new variable."""
        self._count += 1
        return self._count

    def _create_bodies(self) -> dict[int, list[int]]:
        """Return a variable for the body of each rule."""
        return {
            node: [self.new_variable() for _ in rules] for node, rules in self.program.rules.items()
        }

    def clauses(self) -> Iterator[Clause]:
        """Yield the clauses of the completion, which every model satisfies."""
        for head, dual, bodies in self._halves:
            for node, rules in self.program.rules.items():
                yield [-head[node], *bodies[node]]
                for body, rule in zip(bodies[node], rules, strict=True):
                    literals = [head[n] for n in rule.positive] + [-dual[n] for n in rule.negative]
                    yield [head[node], -body]
                    yield [body, *(-literal for literal in literals)]
                    yield from ([-body, literal] for literal in literals)
        if self.true is not self.possible:
            yield from ([-self.true[node], self.possible[node]] for node in self.program.rules)

    def loop_clauses(self, model: set[int]) -> list[Clause]:
        """Return the loop formulas that a model violates; none if it has no self-support."""
        violated: list[Clause] = []
        for head, dual, bodies in self._halves:
            accepted = {node for node, variable in head.items() if variable in model}
            dual_accepted = {node for node, variable in dual.items() if variable in model}
            loop = accepted - self._founded(accepted, dual_accepted)
            if not loop:
                continue
            external_bodies = [
                body
                for node in sorted(loop)
                for body, rule in zip(bodies[node], self.program.rules[node], strict=True)
                if not loop.intersection(rule.positive)
            ]
            violated += ([-head[node], *external_bodies] for node in sorted(loop))
        return violated

    def _founded(self, accepted: set[int], dual_accepted: set[int]) -> set[int]:
        """Return the accepted nodes that can be derived without self-support."""
        founded: set[int] = set()
        waiting: dict[int, list[tuple[int, ProgramRule]]] = {}
        queue: list[int] = []

        def try_rule(node: int, rule: ProgramRule) -> None:
            missing = next((other for other in rule.positive if other not in founded), None)
            if missing is not None:
                waiting.setdefault(missing, []).append((node, rule))
            elif node not in founded:
                founded.add(node)
                queue.append(node)

        for node in accepted:
            for rule in self.program.rules[node]:
                if accepted.issuperset(rule.positive) and dual_accepted.isdisjoint(rule.negative):
                    try_rule(node, rule)
        for node in queue:  # grows during the iteration
            for user, rule in waiting.pop(node, []):
                try_rule(user, rule)
        return founded


class Solver(Protocol):
    """An incremental SAT solver. A literal is a variable or its negative."""

    def add(self, clause: Clause) -> None:
        """Add a clause."""
        ...

    def solve(self, assumptions: Iterable[int] = ()) -> set[int] | None:
        """Return the true variables of a model, or None if there is none."""
        ...


def has_solver() -> bool:
    """Return whether python-sat is installed."""
    return find_spec("pysat") is not None


def create_solver(preferred: Iterable[int], *, is_small: bool) -> Solver:
    """Return a solver that tries to make the ``preferred`` variables true first.

    The search is for models that accept many nodes, so this saves most of the work.
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


class BacktrackingSolver:
    """A DPLL solver for up to a few hundred variables."""

    def __init__(self, preferred: Iterable[int]) -> None:
        self._preferred = list(preferred)
        self._clauses: list[Clause] = []
        self._variables: dict[int, None] = {}

    def add(self, clause: Clause) -> None:
        self._clauses.append(clause)
        self._variables.update(dict.fromkeys(abs(literal) for literal in clause))

    def solve(self, assumptions: Iterable[int] = ()) -> set[int] | None:
        # Each entry: the assignment, and the literals to add to it.
        stack: list[tuple[set[int], tuple[int, ...]]] = [(set(), tuple(assumptions))]
        order = [*self._preferred, *self._variables]
        while stack:
            before, added = stack.pop()
            assignment = self._propagate(before, added)
            if assignment is None:
                continue
            free = (v for v in order if v not in assignment and -v not in assignment)
            variable = next(free, None)
            if variable is None:
                return {literal for literal in assignment if literal > 0}
            stack.append((assignment, (-variable,)))
            stack.append((assignment, (variable,)))
        return None

    def _propagate(self, before: set[int], added: Iterable[int]) -> set[int] | None:
        """Return the assignment after unit propagation, or None on a conflict."""
        assignment = before.union(added)
        if any(-literal in assignment for literal in assignment):
            return None
        while True:
            unit = None
            for clause in self._clauses:
                if any(literal in assignment for literal in clause):
                    continue
                free = [literal for literal in clause if -literal not in assignment]
                if not free:
                    return None
                if len(free) == 1:
                    unit = free[0]
                    assignment.add(unit)
            if unit is None:
                return assignment
