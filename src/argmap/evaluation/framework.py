"""From a map to a framework: who supports, attacks and undercuts whom, by number.

Statements come first, then inferences, both in the map's order; the labelling works on these
numbers, because a map of fifty thousand statements is too many for dictionaries of names.

The order of dependence: each node after those that decide about it.

The three labels, ordered so that least and greatest mean and and or.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from argmap.evaluation.standards import Weighing, build_weighings
from argmap.model import ArgumentMap, Burden, Polarity, Status
from argmap.model.graph import strong_components

NodeLists = list[list[int]]


_NONE: list[int] = []
"""Most lists are empty: one will do for all of these."""


class Framework(NamedTuple):
    """The map as lists indexed by node number; ``names`` holds the ids, statements first.

    Of a statement: ``pro`` and ``con`` are the inferences onto it, ``rivals`` the statements it
    contradicts, ``asserted`` whether it may stand without an inference that holds. Of an inference:
    ``premises`` and ``undercutters`` are statements. ``build_weighings`` are there for statements
    whose standard is not the dialectical one. ``fixed`` are labels that are supposed, and depend on
    nothing.
    """

    names: list[str]
    statement_count: int
    asserted: list[bool]
    pro: NodeLists
    con: NodeLists
    rivals: NodeLists
    premises: NodeLists
    undercutters: NodeLists
    weighings: dict[int, Weighing]
    fixed: dict[int, int]

    @property
    def decisive(self) -> tuple[NodeLists, ...]:
        """The lists that say which nodes decide about each."""
        return self.pro, self.con, self.rivals, self.premises, self.undercutters

    def dependencies(self, node: int) -> list[int]:
        """Return the nodes that decide about a node."""
        if node in self.fixed:
            return []
        if node < self.statement_count:
            return [*self.pro[node], *self.con[node], *self.rivals[node]]
        return [*self.premises[node], *self.undercutters[node]]


def build_framework(argument_map: ArgumentMap, fixed: Mapping[str, int] | None = None) -> Framework:
    """Number a map's statements and inferences; ``fixed`` are labels to suppose, by id."""
    statements = argument_map.statements
    number = {id_: index for index, id_ in enumerate(statements)}
    size = len(statements) + len(argument_map.inferences)
    pro: NodeLists = [_NONE] * size
    con: NodeLists = [_NONE] * size
    premises: NodeLists = [_NONE] * size
    undercutters: NodeLists = [_NONE] * size
    rivals: NodeLists = [_NONE] * size
    for node, inference in enumerate(argument_map.inferences.values(), start=len(statements)):
        conclusion = number[inference.conclusion]
        onto = pro if inference.polarity is Polarity.PRO else con
        _add(onto, conclusion, node)
        premises[node] = [number[premise] for premise in inference.premises]
        if inference.undercutters:
            undercutters[node] = [number[statement] for statement in inference.undercutters]
    for pair in argument_map.contradictions:
        first, second = number[pair.first], number[pair.second]
        _add(rivals, first, second)
        if first != second:
            _add(rivals, second, first)
    is_strict = argument_map.burden is Burden.STRICT
    asserted = [
        statement.is_ground or not (pro[index] or (is_strict and statement.kind == "claim"))
        for index, statement in enumerate(statements.values())
    ]
    names = [*statements, *argument_map.inferences]
    supposed: dict[int, int] = {}
    if fixed:
        numbers = {name: index for index, name in enumerate(names)}
        supposed = {numbers[id_]: label for id_, label in fixed.items()}
    return Framework(
        names,
        len(statements),
        asserted,
        pro,
        con,
        rivals,
        premises,
        undercutters,
        build_weighings(argument_map, asserted, pro, con),
        supposed,
    )


def _add(lists: NodeLists, node: int, other: int) -> None:
    if lists[node] is _NONE:
        lists[node] = [other]
    else:
        lists[node].append(other)


class EvaluationOrder(NamedTuple):
    """``first`` are the nodes that no cycle stands before, then come the ``components``.

    A component is a cycle, or one node. ``dependents`` are, of each node, those it decides about.
    """

    first: list[int]
    components: list[list[int]]
    dependents: NodeLists

    def is_cyclic(self, component: list[int]) -> bool:
        """Whether a component's nodes decide about each other, or one about itself."""
        return len(component) > 1 or component[0] in self.dependents[component[0]]


def evaluation_order(framework: Framework) -> EvaluationOrder:
    """Return the order in which a framework's nodes can be worked out; linear in its size."""
    size = len(framework.names)
    missing = [0] * size
    dependents: NodeLists = [[] for _ in range(size)]
    for decisive in framework.decisive:
        for node, others in enumerate(decisive):
            missing[node] += len(others)
            for other in others:
                dependents[other].append(node)
    for node in framework.fixed:
        missing[node] = 0
    first = [node for node, count in enumerate(missing) if count == 0]
    for node in first:  # which grows while it is gone through
        for dependent in dependents[node]:
            missing[dependent] -= 1
            if missing[dependent] == 0:
                first.append(dependent)
    left = [node for node, count in enumerate(missing) if count > 0]

    def still_missing(node: int) -> list[int]:
        return [other for other in framework.dependencies(node) if missing[other] > 0]

    return EvaluationOrder(
        first, list(strong_components(left, still_missing)) if left else [], dependents
    )


OUT = 0
"""Rejected; of an inference: it does not hold."""
UNDECIDED = 1
IN = 2
"""Accepted; of an inference: it holds. ``TRUE - label`` is a label's negation."""

STATUSES = {OUT: Status.REJECTED, UNDECIDED: Status.UNDECIDED, IN: Status.ACCEPTED}
LABELS = {status: label for label, status in STATUSES.items()}
