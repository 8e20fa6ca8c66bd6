"""Explains why a statement has its status: the shortest dispute tree, and the deciding chain.

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

from collections.abc import Callable, Collection, Sequence
from heapq import heappop, heappush
from typing import NamedTuple

from attrs import evolve

from argmap.evaluation.direct_reasons import Bearing, ReasonRanking
from argmap.evaluation.evaluation import (
    Evaluation,
    are_options,
    explain_contradiction,
    explain_exclusion,
    explain_status,
    undecided_rival,
)
from argmap.evaluation.framework import EvaluationOrder, Framework
from argmap.evaluation.labelling import Labelling
from argmap.evaluation.labels import OUT
from argmap.evaluation.reason_finder import ReasonFinder, Reasons
from argmap.evaluation.verdicts import Reason
from argmap.model import ArgumentMap, Status
from argmap.model.statement import display_name

_MAX_SEARCH_HEIGHT = 24
"""The greatest height of a tree that is searched from the root; higher trees are built bottom-up.
"""
_MAX_INNER_GATES = 8
"""The most inner gates of a node in the search from the root, which is recursive."""
_MAX_CHAIN_LENGTH = 8


class DisputeTree(NamedTuple):
    """The reasons for the status of one statement or inference.

    Attributes:
        root: The id of the statement or inference.
        children: For each node of the tree, by id, the nodes that decide it, in the map's order. A
            node that decides several others is a child of each.
    """

    root: str
    children: dict[str, tuple[str, ...]]


def build_dispute_tree(evaluation: Evaluation, id_: str) -> DisputeTree:
    """Return why a statement or an inference has its status.

    Raises:
        KeyError: If the map has no such statement or inference.
    """
    root = evaluation.node_by_id[id_]
    ids = evaluation.framework.node_ids
    tree = dispute_tree(evaluation.framework, evaluation.labelling, root)
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
    finder = ReasonFinder(framework, labelling.labels)

    def reasons_below(node: int) -> dict[int, list[int]]:
        chosen = _search_from_root(finder, node)
        return _build_bottom_up(finder, labelling.order, node) if chosen is None else chosen

    chosen = reasons_below(root)
    tree: dict[int, list[int]] = {}
    queue = [root]
    for node in queue:  # grows during the iteration
        if node not in tree:
            if node not in chosen:  # an option, of which only the lead is in the tree so far
                # What is chosen already rests on nothing that is new.
                chosen = reasons_below(node) | chosen
                for option in finder.options_in(tree):  # its lead may be new
                    tree[option] = finder.children(option, chosen)
                    queue += tree[option]
            tree[node] = finder.children(node, chosen)
            queue += tree[node]
    return tree


def _search_from_root(finder: ReasonFinder, root: int) -> dict[int, list[int]] | None:
    """Return the reason chosen for each node of the shortest tree, searching from the root down.

    Iterative deepening: a node is tried with a height of one, then two, and so on, so that little
    more than the tree is visited. Returns None if no tree is within `_MAX_SEARCH_HEIGHT`.
    """
    chosen: dict[int, list[int]] = {}
    heights: dict[int, int] = {}
    failed: dict[int, int] = {}
    known: dict[int, Reasons] = {}

    def has_tree(node: int, limit: int) -> bool:
        if node in heights:
            return heights[node] <= limit
        if node not in known:
            known[node] = finder.reasons(node)
            if len(finder.inner_gates(node)) > _MAX_INNER_GATES:
                known[node] = []
        own_height = finder.height(node)
        for height in range(failed.get(node, own_height - 1) + 1, limit + 1):
            for reason in known[node]:
                deciding = reason_within(node, reason, height - own_height)
                if deciding is not None:
                    chosen[node], heights[node] = deciding, height
                    return True
            failed[node] = height
        return False

    def reason_within(node: int, reason: list[int], limit: int) -> list[int] | None:
        if not finder.compares(node):
            return reason if all(has_tree(other, limit) for other in reason) else None
        return finder.sufficient_inputs(node, [other for other in reason if has_tree(other, limit)])

    return chosen if has_tree(root, _MAX_SEARCH_HEIGHT) else None


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


# ---- The deciding chain -------------------------------------------------------------------------

_FINAL = {
    Reason.SUPPOSED: "by supposition",
    Reason.UNATTACKED: "nothing attacks it",
    Reason.INSUFFICIENT: "its support does not meet its standard of proof",
}
"""The reasons that end a chain."""

_Link = tuple[str, str | None]
"""Why a statement has its status, and the statement that decides it."""


def deciding_chain(
    evaluation: Evaluation,
    id_: str,
    ranking: ReasonRanking | None = None,
    max_length: int = _MAX_CHAIN_LENGTH,
) -> tuple[str, ...]:
    """Return the chain of verdicts that decides a statement's status, one line per statement.

    Each line is indented below the one before it. Where several inferences decide, the first in the
    ranking is followed. The chain ends at an unattacked statement.

    Args:
        evaluation: The evaluation of the map.
        id_: The id of the statement.
        ranking: The ranking of reasons, if there is one already.
        max_length: The most lines to return.
    """
    chain = _Chain(evaluation, ReasonRanking(evaluation) if ranking is None else ranking)
    lines: list[str] = []
    seen: set[str] = set()
    next_id: str | None = id_
    while next_id is not None and next_id not in seen and len(lines) < max_length:
        seen.add(next_id)
        status = evaluation.status(next_id).value
        name = display_name(evaluation.argument_map.statements[next_id])
        indent = "  " * len(lines) + ("└ " if lines else "")
        sentence, next_id = chain.link(next_id)
        lines.append(f"{indent}{name} is {status}: {sentence}")
    return tuple(lines)


class _Chain:
    """Finds the links of a chain."""

    def __init__(self, evaluation: Evaluation, ranking: ReasonRanking) -> None:
        self._evaluation = evaluation
        self._ranking = ranking
        self._links: dict[Reason, Callable[[str, Sequence[str]], _Link]] = {
            Reason.DEFENDED: self._defense,
            Reason.ATTACKED: self._attack,
            Reason.EXCLUDED: self._exclusion,
            Reason.UNSUPPORTED: self._lost_support,
            Reason.CONTESTED: self._conflict,
        }

    def link(self, id_: str) -> _Link:
        """Return why a statement has its status, and the statement that decides it."""
        verdict = self._evaluation.statements[id_]
        if verdict.reason is Reason.OUTWEIGHED:
            return explain_status(self._evaluation, id_), None
        if verdict.reason in _FINAL:
            return _FINAL[verdict.reason], None
        deciding: Sequence[str] = verdict.decided_by
        if len(deciding) > 1:
            among = set(deciding)
            reasons = self._ranking.reasons(id_)
            # A ranking may omit rivals, but never all.
            deciding = [reason.id for reason in reasons if reason.id in among] or deciding
        return self._links[verdict.reason](id_, deciding)

    def _defense(self, id_: str, _: Sequence[str]) -> _Link:
        attackers = self._ranking.reasons(id_)
        rejected = (
            member
            for reason in attackers
            if reason.bearing is not Bearing.FOR
            for member in self._ranking.members(reason)
            if self._evaluation.status(member) is Status.REJECTED
        )
        return explain_status(self._evaluation, id_), next(rejected, None)

    def _attack(self, _: str, deciding: Sequence[str]) -> _Link:
        attacker = self._decisive_statement(deciding[0])
        return f"{self._name(attacker)} attacks it", attacker

    def _exclusion(self, id_: str, deciding: Sequence[str]) -> _Link:
        return explain_exclusion(self._evaluation, id_, deciding[0]), deciding[0]

    def _lost_support(self, id_: str, deciding: Sequence[str]) -> _Link:
        for inference_id in deciding:
            inference = self._evaluation.inferences[inference_id]
            if inference.decided_by:
                cause = inference.decided_by[0]
                verb = "is undercut by" if inference.reason is Reason.ATTACKED else "needs"
                return f"its support {verb} {self._name(cause)}", cause
        return explain_status(self._evaluation, id_), None

    def _conflict(self, id_: str, deciding: Sequence[str]) -> _Link:
        rival = undecided_rival(self._evaluation, id_, deciding)
        if rival is not None:
            if are_options(self._evaluation.argument_map, id_, rival):
                return f"nothing decides between it and the option {self._name(rival)}", None
            return explain_contradiction(self._evaluation, id_, rival), None
        contested = next((self._decisive_statement(other) for other in deciding), None)
        return "it depends on an unresolved cycle of attacks", contested

    def _decisive_statement(self, id_: str) -> str:
        """Return a statement itself; of an inference, its first undecided premise or its first."""
        if id_ in self._evaluation.statements:
            return id_
        premises = self._evaluation.argument_map.inferences[id_].premises
        undecided = (p for p in premises if self._evaluation.status(p) is Status.UNDECIDED)
        return next(undecided, premises[0])

    def _name(self, id_: str) -> str:
        return display_name(self._evaluation.argument_map.statements[id_])
