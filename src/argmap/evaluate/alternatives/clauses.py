"""A program's models as models of clauses.

Every node has a variable that says it is true, and one that it is possible (true or undecided); in
a stable model both are one. A node is true if and only if a rule of it is, and so is possible: the
completion (Clark 1978), doubled (Janhunen et al., Unfolding Partiality and Disjunctions in Stable
Model Semantics, ACM Transactions on Computational Logic 7, 2006). What a ring of support makes true
out of nothing is cut off when it turns up, by a loop formula (Lin & Zhao, Artificial Intelligence
157, 2004).
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.evaluate.alternatives.residue import Program, Rule

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
        users: dict[int, list[tuple[int, Rule]]] = {}
        ready: list[int] = []

        def try_rule(node: int, rule: Rule) -> None:
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
