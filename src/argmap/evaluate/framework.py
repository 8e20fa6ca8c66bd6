"""From a map to a framework: who supports, attacks and undercuts whom, by number.

Statements come first, then steps, both in the map's order; the labelling works on these numbers,
because a map of fifty thousand statements is too many for dictionaries of names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from argmap.model import ArgumentMap, Polarity

Numbers = list[list[int]]


class Framework(NamedTuple):
    """The map as lists indexed by node number; ``names`` holds the ids, statements first.

    Of a statement: ``pro`` and ``con`` are the steps onto it, ``rivals`` the statements it
    contradicts, ``asserted`` whether it may stand without a step that holds. Of a step:
    ``premises`` and ``undercutters`` are statements. ``fixed`` are labels that are supposed, and
    depend on nothing.
    """

    names: list[str]
    statement_count: int
    asserted: list[bool]
    pro: Numbers
    con: Numbers
    rivals: Numbers
    premises: Numbers
    undercutters: Numbers
    fixed: dict[int, int]

    def dependencies(self, node: int) -> list[int]:
        """Return the nodes that decide about a node."""
        if node in self.fixed:
            return []
        if node < self.statement_count:
            return [*self.pro[node], *self.con[node], *self.rivals[node]]
        return [*self.premises[node], *self.undercutters[node]]

    def attackers(self, node: int) -> tuple[list[int], ...]:
        """Return what speaks against a node, list by list."""
        if node < self.statement_count:
            return self.con[node], self.rivals[node]
        return (self.undercutters[node],)

    def wanted(
        self, node: int, inside: set[int], is_true: Callable[[int], bool]
    ) -> tuple[int, list[int]] | None:
        """Return how many of which nodes ``inside`` a node needs to stand; None if it cannot.

        Outside nodes count as ``is_true`` says. A step needs all its premises; a statement that is
        not asserted needs any one of the steps for it.
        """
        if node >= self.statement_count:
            within = [premise for premise in self.premises[node] if premise in inside]
            if not all(is_true(p) for p in self.premises[node] if p not in inside):
                return None
            return len(within), within
        if self.asserted[node] or any(is_true(s) for s in self.pro[node] if s not in inside):
            return 0, []
        within = [step for step in self.pro[node] if step in inside]
        return (1, within) if within else None


def framework(argument: ArgumentMap, fixed: Mapping[str, int] | None = None) -> Framework:
    """Number a map's statements and steps; ``fixed`` are labels to suppose, by id."""
    statements = argument.statements
    number = {id_: index for index, id_ in enumerate(statements)}
    size = len(statements) + len(argument.inferences)
    pro: Numbers = [[] for _ in range(size)]
    con: Numbers = [[] for _ in range(size)]
    premises: Numbers = [[] for _ in range(size)]
    undercutters: Numbers = [[] for _ in range(size)]
    rivals: Numbers = [[] for _ in range(size)]
    for node, step in enumerate(argument.inferences.values(), start=len(statements)):
        onto = pro if step.polarity is Polarity.PRO else con
        onto[number[step.conclusion]].append(node)
        premises[node] = [number[premise] for premise in step.premises]
        undercutters[node] = [number[statement] for statement in step.undercutters]
    for pair in argument.contradictions:
        first, second = number[pair.first], number[pair.second]
        rivals[first].append(second)
        if first != second:
            rivals[second].append(first)
    asserted = [
        statement.is_ground or not pro[index] for index, statement in enumerate(statements.values())
    ]
    names = [*statements, *argument.inferences]
    supposed = {number[id_]: label for id_, label in (fixed or {}).items()}
    return Framework(
        names, len(statements), asserted, pro, con, rivals, premises, undercutters, supposed
    )
