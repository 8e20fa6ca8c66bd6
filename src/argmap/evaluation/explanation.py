"""Explains why a statement has its status: the shortest dispute tree.

A dispute tree holds one reason where one is enough (a support that holds, an attack that holds) and
all where all are needed (every attack that fails, every support that is lost). Of several reasons,
the one with the lowest tree is used. No tree rests on itself; a node without a tree is undecided,
or it is rejected because its support is circular. Reasons are read off a circuit
(`argmap.evaluation.circuit`), whose inner gates are not in the tree and add nothing to its height.

Sources: dispute trees (Dung, Kowalski & Toni, Artificial Intelligence 170, 2006) and the discussion
games of the grounded semantics (Caminada 2015). Where trees are built bottom-up, the lowest come
first (Knuth, A Generalization of Dijkstra's Algorithm, 1977).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from heapq import heappop, heappush
from typing import NamedTuple

from attrs import evolve

from argmap.evaluation.evaluation import Evaluation
from argmap.evaluation.framework import EvaluationOrder, Framework
from argmap.evaluation.labelling import Labelling
from argmap.evaluation.labels import OUT
from argmap.evaluation.reason_finder import ReasonFinder, Reasons
from argmap.model import ArgumentMap

_MAX_SEARCH_HEIGHT = 24
"""The greatest height of a tree that is searched from the root; higher trees are built bottom-up.
"""
_MAX_INNER_GATES = 8
"""The most inner gates of a node in the search from the root, which is recursive."""


class DisputeTree(NamedTuple):
    """The reasons for the status of one statement or inference.

    Attributes:
        root: The id of the statement or inference.
        children: For each node of the tree, by id, the nodes that decide it, in the map's order. A
            node that decides several others is a child of each.
    """

    root: str
    children: dict[str, tuple[str, ...]]


def build_dispute_tree(
    evaluation: Evaluation, id_: str, trees: DisputeTrees | None = None
) -> DisputeTree:
    """Return why a statement or an inference has its status.

    Args:
        evaluation: The evaluation of the map.
        id_: The id of the statement or inference.
        trees: The trees of the evaluation, if there are some already.

    Raises:
        KeyError: If the map has no such statement or inference.
    """
    root = evaluation.node_by_id[id_]
    ids = evaluation.framework.node_ids
    trees = trees or DisputeTrees(evaluation.framework, evaluation.labelling)
    tree = trees.tree(root)
    return DisputeTree(
        id_,
        {ids[node]: tuple(ids[child] for child in children) for node, children in tree.items()},
    )


def dispute_as_map(argument_map: ArgumentMap, tree: DisputeTree) -> ArgumentMap:
    """Return the submap that a dispute tree is about, to be rendered."""
    pairs = tuple(
        pair
        for pair in argument_map.contradictions
        if pair.second in tree.children.get(pair.first, ())
        or pair.first in tree.children.get(pair.second, ())
    )
    inferences = {
        id_: evolve(
            inference, undercutters=tuple(u for u in inference.undercutters if u in tree.children)
        )
        for id_, inference in argument_map.inferences.items()
        if id_ in tree.children
    }
    included = {
        *tree.children,
        *(premise for inference in inferences.values() for premise in inference.premises),
    }
    statements = {id_: s for id_, s in argument_map.statements.items() if id_ in included}
    known = statements.keys() | inferences.keys()
    questions = {
        id_: evolve(question, options=tuple(o for o in question.options if o in statements))
        for id_, question in argument_map.questions.items()
        if not statements.keys().isdisjoint(question.options)
    }
    return evolve(
        argument_map,
        statements=statements,
        inferences=inferences,
        contradictions=pairs,
        preferences=tuple(p for p in argument_map.preferences if {p.stronger, p.weaker} <= known),
        questions=questions,
        contexts={
            id_: context
            for id_, context in argument_map.contexts.items()
            if context.parent in known or context.parent in questions
        },
        named_theses=(tree.root,) if tree.root in statements else (),
    )


def dispute_tree(framework: Framework, labelling: Labelling, root: int) -> dict[int, list[int]]:
    """Return the shortest dispute tree as the children of each node, the root first."""
    return DisputeTrees(framework, labelling).tree(root)


class DisputeTrees:
    """The shortest dispute trees of the nodes of a framework, which share their subtrees.

    A node has the same children in all trees, so what decides the options of a question is searched
    once for all of them.
    """

    def __init__(self, framework: Framework, labelling: Labelling) -> None:
        self._framework = framework
        self._finder = ReasonFinder(framework, labelling.labels)
        self._order = labelling.order
        self._search = _RootSearch(self._finder)
        self._children: dict[int, list[int]] = {}
        self._nodes: dict[int, set[int]] = {}

    def tree(self, root: int) -> dict[int, list[int]]:
        """Return the dispute tree of a node as the children of each node, the root first."""
        tree: dict[int, list[int]] = {}
        queue = [root]
        for node in queue:  # grows during the iteration
            if node not in tree:
                tree[node] = self.children(node)
                queue += tree[node]
        return tree

    def children(self, node: int) -> list[int]:
        """Return the nodes that decide a node in any dispute tree, in the map's order."""
        if node not in self._children:
            self._choose_reasons(node)
            question, index = self._framework.question_of.get(node, (None, 0))
            if question is not None and not self._framework.fixed_labels:
                lead = question.leads[index]
                if self._finder.label(lead) == self._finder.label(node):
                    self._choose_reasons(lead)
            self._children[node] = self._finder.children(node, self._search.chosen)
        return self._children[node]

    def nodes(self, root: int) -> set[int]:
        """Return the nodes of the dispute tree of a node; do not change the set."""
        if root not in self._nodes:
            nodes = {root}
            queue = [root]
            for node in queue:  # grows during the iteration
                for child in self.children(node):
                    if child in nodes:
                        continue
                    known = self._nodes.get(child)
                    if known is None:
                        nodes.add(child)
                        queue.append(child)
                    elif root in known:  # the two trees have the same nodes
                        self._nodes[root] = known
                        return known
                    else:
                        nodes |= known
            self._nodes[root] = nodes
        return self._nodes[root]

    def _choose_reasons(self, root: int) -> None:
        """Choose a reason for each node that may be in the tree of a node."""
        chosen = self._search.chosen
        if self._search.has_tree(root, _MAX_SEARCH_HEIGHT) or root in chosen:
            return
        for node, reason in _build_bottom_up(self._finder, self._order, root).items():
            chosen.setdefault(node, reason)


class _RootSearch:
    """Chooses the reasons of trees by a search from their roots down.

    Iterative deepening: a node is tried with a height of one, then two, and so on, so that little
    more than the tree is visited. Whether a node has a tree of some height does not depend on the
    root, so what is known of it is kept for further roots.
    """

    def __init__(self, finder: ReasonFinder) -> None:
        self.chosen: dict[int, list[int]] = {}
        """The reason chosen for each node that has a tree; others may add reasons."""
        self._finder = finder
        self._heights: dict[int, int] = {}
        self._failed: dict[int, int] = {}
        self._known: dict[int, Reasons] = {}

    def has_tree(self, node: int, limit: int) -> bool:
        """Return whether a node has a tree within a height, and choose its reasons."""
        finder = self._finder
        if node in self._heights:
            return self._heights[node] <= limit
        if node not in self._known:
            self._known[node] = finder.reasons(node)
            if len(finder.inner_gates(node)) > _MAX_INNER_GATES:
                self._known[node] = []
        own_height = finder.height(node)
        for height in range(self._failed.get(node, own_height - 1) + 1, limit + 1):
            for reason in self._known[node]:
                deciding = self._reason_within(node, reason, height - own_height)
                if deciding is not None:
                    self.chosen[node], self._heights[node] = deciding, height
                    return True
            self._failed[node] = height
        return False

    def _reason_within(self, node: int, reason: list[int], limit: int) -> list[int] | None:
        if not self._finder.compares(node):
            return reason if all(self.has_tree(other, limit) for other in reason) else None
        available = [other for other in reason if self.has_tree(other, limit)]
        return self._finder.sufficient_inputs(node, available)


def _build_bottom_up(
    finder: ReasonFinder, order: EvaluationOrder, root: int
) -> dict[int, list[int]]:
    """Return the reason chosen for each node that may be in the tree, from unattacked nodes up.

    Used if the tree is very high, or if there is none because the root depends on a cycle.
    """
    known = _relevant_reasons(finder, root)
    heights: dict[int, int] = {}
    chosen: dict[int, list[int]] = {}
    for node in order.acyclic_nodes:
        if node in known:
            for gate in (*finder.inner_gates(node), node):
                if gate in known:
                    chosen[gate] = _lowest_reason(finder, gate, known[gate], heights)
                    heights[gate] = finder.height(gate) + _height(chosen[gate], heights)
    for component in order.components:
        nodes = [node for node in component if node in known]
        gates = [g for node in nodes for g in (*finder.inner_gates(node), node) if g in known]
        _grow_trees(finder, gates, known, heights, chosen)
        while unfounded := _unfounded_set(finder, gates, heights.keys()):
            available = (unfounded | heights.keys()).__contains__
            for node in unfounded:
                chosen[node] = _unfounded_reason(finder, node, available)
            heights.update(dict.fromkeys(unfounded, 1))
            _grow_trees(finder, gates, known, heights, chosen)
        for gate in gates:
            if gate not in heights:  # a cycle of attacks: all its nodes are undecided
                heights[gate] = 1
                chosen[gate] = known[gate][0]
    return chosen


def _lowest_reason(
    finder: ReasonFinder, gate: int, reasons: Reasons, heights: dict[int, int]
) -> list[int]:
    reason = min(reasons, key=lambda reason: _height(reason, heights))
    return (finder.compares(gate) and finder.sufficient_inputs(gate, reason)) or reason


def _relevant_reasons(finder: ReasonFinder, root: int) -> dict[int, Reasons]:
    """Return the reasons for every node that may be in the tree."""
    reasons_by_node: dict[int, Reasons] = {}
    queue = [root]
    for node in queue:  # grows during the iteration
        if node not in reasons_by_node:
            reasons_by_node[node] = finder.reasons(node)
            queue += [other for reason in reasons_by_node[node] for other in reason]
    return reasons_by_node


def _unfounded_set(finder: ReasonFinder, gates: list[int], explained: Collection[int]) -> set[int]:
    """Return the greatest unfounded set among the gates that have no tree yet.

    A set of rejected nodes is unfounded if the only support of each is others of the set (Van
    Gelder, Ross & Schlipf 1991). ``explained`` are the nodes that have a tree.
    """
    unfounded = {gate for gate in gates if gate not in explained and finder.label(gate) == OUT}
    users: dict[int, list[int]] = {}
    for node in unfounded:
        for other in finder.circuit.gate(node).positive:
            if other in unfounded:
                users.setdefault(other, []).append(node)

    def is_available(node: int) -> bool:
        return node in unfounded or node in explained

    queue = [node for node in gates if node in unfounded]
    for node in queue:  # grows during the iteration
        if node in unfounded and not _unfounded_reason(finder, node, is_available):
            unfounded.discard(node)
            queue += users.get(node, ())
    return unfounded


def _unfounded_reason(
    finder: ReasonFinder, node: int, is_available: Callable[[int], bool]
) -> list[int]:
    """Return the available nodes that reject a node of an unfounded set; empty if none do."""
    gate = finder.circuit.gate(node)
    if gate.accrual is not None:
        inputs = [other for reason in finder.reasons(node) for other in reason]
        reason = finder.sufficient_inputs(node, list(filter(is_available, inputs)))
        return reason or []
    if gate.is_any:
        inputs = [*gate.positive, *gate.negative]
        return inputs if all(map(is_available, inputs)) else []
    return [n for n in gate.positive if is_available(n) and finder.label(n) == OUT][:1]


def _grow_trees(
    finder: ReasonFinder,
    gates: list[int],
    known: dict[int, Reasons],
    heights: dict[int, int],
    chosen: dict[int, list[int]],
) -> None:
    """Choose reasons within a cycle, lowest trees first, each made of trees that exist already."""
    growth = _Growth(finder, known, heights)
    for gate in gates:
        if gate not in heights:
            growth.wait_for_trees(gate)
    while growth.ready:
        height, gate, index = heappop(growth.ready)
        if gate not in heights:
            heights[gate] = height + finder.height(gate)
            chosen[gate] = known[gate][index]
            growth.notify_users(gate)


class _Growth:
    """The reasons that wait for trees of their nodes.

    ``ready`` is a heap of the reasons that have all trees: their height, gate and index.
    """

    def __init__(
        self, finder: ReasonFinder, known: dict[int, Reasons], heights: dict[int, int]
    ) -> None:
        self.ready: list[tuple[int, int, int]] = []
        self._finder = finder
        self._known = known
        self._heights = heights
        self._users: dict[int, list[tuple[int, int]]] = {}
        self._missing: dict[tuple[int, int], int] = {}
        self._inputs: dict[int, list[int]] = {}

    def wait_for_trees(self, gate: int) -> None:
        """Make the reasons of a gate ready, now or as soon as their nodes have trees."""
        if self._finder.compares(gate):
            self._inputs[gate] = self._known[gate][0]
            for other in self._inputs[gate]:
                self._users.setdefault(other, []).append((gate, 0))
            self._add_comparison(gate)
            return
        for index, reason in enumerate(self._known[gate]):
            waiting = [other for other in dict.fromkeys(reason) if other not in self._heights]
            self._missing[gate, index] = len(waiting)
            for other in waiting:
                self._users.setdefault(other, []).append((gate, index))
            if not waiting:
                self._add(gate, index)

    def notify_users(self, gate: int) -> None:
        """Make the reasons ready that waited for the tree of a gate."""
        for user, index in self._users.get(gate, ()):
            if user not in self._inputs:
                self._missing[user, index] -= 1
                if self._missing[user, index] == 0:
                    self._add(user, index)
            elif user not in self._heights:
                self._add_comparison(user)

    def _add_comparison(self, gate: int) -> None:
        """Make a comparison ready if the inputs that have trees decide it."""
        available = [other for other in self._inputs[gate] if other in self._heights]
        reason = self._finder.sufficient_inputs(gate, available)
        if reason is not None:
            self._known[gate].append(reason)
            self._add(gate, len(self._known[gate]) - 1)

    def _add(self, gate: int, index: int) -> None:
        height = _height(self._known[gate][index], self._heights)
        heappush(self.ready, (height, gate, index))


def _height(reason: list[int], heights: dict[int, int]) -> int:
    return max((heights[other] for other in reason), default=0)
