"""The argumentation framework of a map: its nodes by number, and the relations between them.

Statements come first, then inferences, both in the map's order. The labelling works on numbers,
because dictionaries of ids are too slow for a map of fifty thousand statements.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from argmap.evaluation.standards import Weighing, build_weighings
from argmap.model import ArgumentMap, Burden, Polarity, Status
from argmap.model.graph import strongly_connected_components

NodeLists = list[list[int]]
"""A list of nodes for each node."""

_EMPTY: list[int] = []
"""Shared by all nodes without neighbors, which is most of them."""

OUT = 0
"""The label of a rejected statement, or of an inference that does not hold."""
UNDECIDED = 1
IN = 2
"""The label of an accepted statement, or of an inference that holds.

Labels are ordered, so that ``min`` is conjunction, ``max`` is disjunction, and ``IN - label`` is
negation (Kleene's strong three-valued logic).
"""

STATUSES = {OUT: Status.REJECTED, UNDECIDED: Status.UNDECIDED, IN: Status.ACCEPTED}
LABELS = {status: label for label, status in STATUSES.items()}


class Framework(NamedTuple):
    """A map as lists indexed by node number.

    Attributes:
        node_ids: The ids of the nodes, statements first.
        statement_count: The number of statements.
        is_asserted: Whether a statement can be accepted without an inference for it.
        supports: The inferences for a statement.
        attacks: The inferences against a statement.
        contraries: The statements that a statement contradicts.
        premises: The premises of an inference.
        undercutters: The statements that undercut an inference.
        weighings: The weighed inferences of each statement whose standard of proof is not the
            dialectical one.
        fixed_labels: Labels that are supposed, and depend on nothing.
    """

    node_ids: list[str]
    statement_count: int
    is_asserted: list[bool]
    supports: NodeLists
    attacks: NodeLists
    contraries: NodeLists
    premises: NodeLists
    undercutters: NodeLists
    weighings: dict[int, Weighing]
    fixed_labels: dict[int, int]

    @property
    def dependency_lists(self) -> tuple[NodeLists, ...]:
        """The lists that together hold all dependencies of every node."""
        return self.supports, self.attacks, self.contraries, self.premises, self.undercutters

    def dependencies(self, node: int) -> list[int]:
        """Return the nodes that the label of a node depends on."""
        if node in self.fixed_labels:
            return []
        if node < self.statement_count:
            return [*self.supports[node], *self.attacks[node], *self.contraries[node]]
        return [*self.premises[node], *self.undercutters[node]]


def build_framework(
    argument_map: ArgumentMap, fixed_labels: Mapping[str, int] | None = None
) -> Framework:
    """Return the framework of a map; ``fixed_labels`` are the labels to suppose, by id."""
    statements = argument_map.statements
    number = {id_: index for index, id_ in enumerate(statements)}
    size = len(statements) + len(argument_map.inferences)
    supports: NodeLists = [_EMPTY] * size
    attacks: NodeLists = [_EMPTY] * size
    premises: NodeLists = [_EMPTY] * size
    undercutters: NodeLists = [_EMPTY] * size
    contraries: NodeLists = [_EMPTY] * size
    for node, inference in enumerate(argument_map.inferences.values(), start=len(statements)):
        conclusion = number[inference.conclusion]
        _add(supports if inference.polarity is Polarity.PRO else attacks, conclusion, node)
        premises[node] = [number[premise] for premise in inference.premises]
        if inference.undercutters:
            undercutters[node] = [number[statement] for statement in inference.undercutters]
    for pair in argument_map.contradictions:
        first, second = number[pair.first], number[pair.second]
        _add(contraries, first, second)
        if first != second:
            _add(contraries, second, first)
    is_strict = argument_map.burden is Burden.STRICT
    is_asserted = [
        statement.is_ground or not (supports[index] or (is_strict and statement.kind == "claim"))
        for index, statement in enumerate(statements.values())
    ]
    node_ids = [*statements, *argument_map.inferences]
    labels_by_node: dict[int, int] = {}
    if fixed_labels:
        node_by_id = {id_: node for node, id_ in enumerate(node_ids)}
        labels_by_node = {node_by_id[id_]: label for id_, label in fixed_labels.items()}
    return Framework(
        node_ids,
        len(statements),
        is_asserted,
        supports,
        attacks,
        contraries,
        premises,
        undercutters,
        build_weighings(argument_map, is_asserted, supports, attacks),
        labels_by_node,
    )


def _add(lists: NodeLists, node: int, neighbor: int) -> None:
    if lists[node] is _EMPTY:
        lists[node] = [neighbor]
    else:
        lists[node].append(neighbor)


class EvaluationOrder(NamedTuple):
    """An order in which every node comes after those it depends on.

    Attributes:
        acyclic_nodes: The nodes that depend on no cycle; they come first.
        components: The strongly connected components of the other nodes.
        dependents: For each node, the nodes that depend on it.
    """

    acyclic_nodes: list[int]
    components: list[list[int]]
    dependents: NodeLists

    def is_cyclic(self, component: list[int]) -> bool:
        """Return whether the nodes of a component depend on each other, or one on itself."""
        return len(component) > 1 or component[0] in self.dependents[component[0]]


def evaluation_order(framework: Framework) -> EvaluationOrder:
    """Return the order in which a framework's nodes can be evaluated, in linear time."""
    size = len(framework.node_ids)
    missing = [0] * size
    dependents: NodeLists = [[] for _ in range(size)]
    for lists in framework.dependency_lists:
        for node, dependencies in enumerate(lists):
            missing[node] += len(dependencies)
            for dependency in dependencies:
                dependents[dependency].append(node)
    for node in framework.fixed_labels:
        missing[node] = 0
    acyclic_nodes = [node for node, count in enumerate(missing) if count == 0]
    for node in acyclic_nodes:  # grows during the iteration
        for dependent in dependents[node]:
            missing[dependent] -= 1
            if missing[dependent] == 0:
                acyclic_nodes.append(dependent)
    remaining = [node for node, count in enumerate(missing) if count > 0]

    def remaining_dependencies(node: int) -> list[int]:
        return [other for other in framework.dependencies(node) if missing[other] > 0]

    components = (
        list(strongly_connected_components(remaining, remaining_dependencies)) if remaining else []
    )
    return EvaluationOrder(acyclic_nodes, components, dependents)
