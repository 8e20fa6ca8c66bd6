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

from collections.abc import Iterator, Sequence
from heapq import heappop, heappush
from typing import NamedTuple

from attrs import evolve

from argmap.evaluation.circuit import Circuit
from argmap.evaluation.evaluation import Evaluation
from argmap.evaluation.framework import EvaluationOrder, Framework
from argmap.evaluation.labelling import Labelling
from argmap.evaluation.labels import IN, OUT, UNDECIDED
from argmap.evaluation.verdicts import Reason, Verdict
from argmap.evaluation.weighing import Accrual
from argmap.model import ArgumentMap, Polarity, Status
from argmap.model.statement import display_name

_MAX_SEARCH_HEIGHT = 24
"""The greatest height of a tree that is searched from the root; higher trees are built bottom-up.
"""
_MAX_INNER_GATES = 8
"""The most inner gates of a node in the search from the root, which is recursive."""
_MAX_CHAIN_LENGTH = 8

Reasons = list[list[int]]
"""The alternative reasons for a node's label: sets of nodes, one of which must be in the tree."""


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
    return evolve(
        argument_map,
        statements=statements,
        inferences=inferences,
        contradictions=pairs,
        named_theses=(tree.root,) if tree.root in statements else (),
    )


def dispute_tree(framework: Framework, labelling: Labelling, root: int) -> dict[int, list[int]]:
    """Return the shortest dispute tree as the children of each node, the root first."""
    finder = _ReasonFinder(framework, labelling.labels)
    chosen = _search_from_root(finder, root)
    if chosen is None:
        chosen = _build_bottom_up(finder, labelling.order, root)
    tree: dict[int, list[int]] = {}
    queue = [root]
    for node in queue:  # grows during the iteration
        if node not in tree:
            if node not in chosen:  # an option, of which only the lead is in the tree so far
                chosen |= _search_from_root(finder, node) or _build_bottom_up(
                    finder, labelling.order, node
                )
            tree[node] = finder.children(node, chosen)
            queue += tree[node]
    return tree


class _ReasonFinder:
    """Finds the reasons for the labels of nodes and of their inner gates."""

    def __init__(self, framework: Framework, labels: list[int]) -> None:
        self.circuit = Circuit(framework)
        self._framework = framework
        self._labels = labels
        self._inner_labels: dict[int, int] = {}

    def label(self, node: int) -> int:
        """Return a node's label, or that of an inner gate of a node passed to `reasons` before."""
        return self._labels[node] if node < self.circuit.size else self._inner_labels[node]

    def reasons(self, node: int) -> Reasons:
        """Return the alternative reasons for the label of a node or an inner gate."""
        if node in self._framework.fixed_labels:
            return [[]]
        gate = self.circuit.gate(node)
        if node < self.circuit.size:
            for inner in self.circuit.inner_gates(node):
                self._inner_labels[inner] = self.circuit.gate(inner).label(self.label)
        if gate.accrual is not None:
            return [self._accrual_reason(gate.accrual, self.label(node))]
        label, deciding = self.label(node), IN if gate.is_any else OUT
        if label == deciding:
            negated = [[other] for other in gate.negative if self.label(other) == IN - deciding]
            return negated + [[other] for other in gate.positive if self.label(other) == deciding]
        inputs = [*gate.positive, *gate.negative]
        if label == UNDECIDED:
            return [[other for other in inputs if self.label(other) == UNDECIDED]]
        return [inputs]

    def inner_gates(self, node: int) -> Sequence[int]:
        """Return the inner gates of a node passed to `reasons` before, in order of dependence."""
        has_none = node >= self.circuit.size or node in self._framework.fixed_labels
        return () if has_none else self.circuit.inner_gates(node)

    def height(self, node: int) -> int:
        """Return what a node adds to the height of a tree: 1, or 0 for an inner gate."""
        return int(node < self.circuit.size)

    def _accrual_reason(self, accrual: Accrual, label: int) -> list[int]:
        """Return the inputs that decide a comparison: of those that hold, no more than are needed.

        The lightest are left out first.
        """
        if label == UNDECIDED:
            inputs = (*accrual.positive, *accrual.negative)
            return [node for node in inputs if self.label(node) == UNDECIDED]
        is_enough = label == IN
        deciding, failing = (
            (accrual.positive, accrual.negative)
            if is_enough
            else (accrual.negative, accrual.positive)
        )
        weights = dict((*accrual.grounds.inferences, *accrual.objections.inferences))
        kept = {node for node in deciding if self.label(node) == IN}
        failed = {node for node in failing if self.label(node) == OUT}
        for node in sorted(kept, key=lambda node: (weights.get(node, 0.0), -node)):
            kept.discard(node)
            holds = (
                accrual.holds(kept.__contains__, lambda other: other not in failed)
                if is_enough
                else accrual.holds(lambda other: other not in failed, kept.__contains__)
            )
            if holds is not is_enough:
                kept.add(node)
        return sorted(kept | failed)

    def children(self, node: int, chosen: dict[int, list[int]]) -> list[int]:
        """Return the nodes that decide a node, without inner gates and in the map's order."""
        framework = self._framework
        question, index = framework.question_of.get(node, (None, 0))
        own_lead = None if question is None else question.leads[index]
        nodes: dict[int, None] = {}
        seen: set[int] = set()
        stack = chosen[node][::-1]
        while stack:
            other = stack.pop()
            if other in seen:
                continue
            seen.add(other)
            if other < len(framework.node_ids):
                nodes[other] = None
            elif other >= self.circuit.size or other == own_lead:
                stack += chosen[other][::-1]
            else:  # whether another option leads
                rival_question, rival = framework.question_of[other]
                nodes[rival_question.options[rival]] = None
        if node >= framework.statement_count or node in framework.fixed_labels:
            return list(nodes)
        if node in framework.weighings and self._labels[node] == OUT:
            self._drop_superfluous(node, nodes)
        neighbors = [
            *framework.supports[node],
            *framework.attacks[node],
            *framework.contraries[node],
            *(question.options if question is not None else ()),
        ]
        return [other for other in neighbors if other in nodes]

    def _drop_superfluous(self, node: int, nodes: dict[int, None]) -> None:
        """Keep the heaviest attack that defeats a statement, and the supports it does not block."""
        weighing = self._framework.weighings[node]
        if isinstance(weighing, Accrual):
            return
        supports, attacks = weighing.supports, weighing.attacks
        index = next((index for index, attack in enumerate(attacks) if attack in nodes), None)
        if index is None:
            return
        superfluous = set(attacks[index + 1 :])
        superfluous.update(
            support.inference
            for support in supports
            if support.inference is not None and support.blocker_count > index
        )
        for inference in superfluous.intersection(nodes):
            del nodes[inference]


def _search_from_root(finder: _ReasonFinder, root: int) -> dict[int, list[int]] | None:
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
                if all(has_tree(other, height - own_height) for other in reason):
                    chosen[node], heights[node] = reason, height
                    return True
            failed[node] = height
        return False

    return chosen if has_tree(root, _MAX_SEARCH_HEIGHT) else None


def _build_bottom_up(
    finder: _ReasonFinder, order: EvaluationOrder, root: int
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
                    chosen[gate] = min(known[gate], key=lambda reason: _height(reason, heights))
                    heights[gate] = finder.height(gate) + _height(chosen[gate], heights)
    for component in order.components:
        nodes = [node for node in component if node in known]
        gates = [g for node in nodes for g in (*finder.inner_gates(node), node) if g in known]
        _grow_trees(finder, gates, known, heights, chosen)
        while unfounded := _unfounded_set(finder, [g for g in gates if g not in heights]):
            for node in unfounded:  # its only support is others of the set
                gate_inputs = finder.circuit.gate(node)
                supports = [n for n in gate_inputs.positive if n in unfounded or n in heights]
                chosen[node] = (
                    supports
                    if gate_inputs.is_any or gate_inputs.accrual
                    else [next(n for n in supports if n in unfounded)]
                )
            heights.update(dict.fromkeys(unfounded, 1))
            _grow_trees(finder, gates, known, heights, chosen)
        for gate in gates:
            if gate not in heights:  # a cycle of attacks: all its nodes are undecided
                heights[gate] = 1
                chosen[gate] = known[gate][0]
    return chosen


def _relevant_reasons(finder: _ReasonFinder, root: int) -> dict[int, Reasons]:
    """Return the reasons for every node that may be in the tree."""
    reasons_by_node: dict[int, Reasons] = {}
    queue = [root]
    for node in queue:  # grows during the iteration
        if node not in reasons_by_node:
            reasons_by_node[node] = finder.reasons(node)
            queue += [other for reason in reasons_by_node[node] for other in reason]
    return reasons_by_node


def _unfounded_set(finder: _ReasonFinder, nodes: list[int]) -> set[int]:
    """Return the greatest unfounded set among nodes that other nodes do not explain.

    A set of rejected nodes is unfounded if the only support of each is others of the set (Van
    Gelder, Ross & Schlipf 1991).
    """
    unfounded = {node for node in nodes if finder.label(node) == OUT}
    users: dict[int, list[int]] = {}
    missing: dict[int, int] = {}
    founded: list[int] = []
    for node in unfounded:
        gate = finder.circuit.gate(node)
        supports = [other for other in gate.positive if other in unfounded]
        for other in supports:
            users.setdefault(other, []).append(node)
        missing[node] = min(len(supports), 1) if gate.is_any else len(supports)
        if not supports:
            founded.append(node)
    for node in founded:  # grows during the iteration
        unfounded.discard(node)
        for user in users.get(node, ()):
            missing[user] -= 1
            if missing[user] == 0:
                founded.append(user)
    return unfounded


def _grow_trees(
    finder: _ReasonFinder,
    gates: list[int],
    known: dict[int, Reasons],
    heights: dict[int, int],
    chosen: dict[int, list[int]],
) -> None:
    """Choose reasons within a cycle, lowest trees first, each made of trees that exist already."""
    users: dict[int, list[tuple[int, int]]] = {}
    missing: dict[tuple[int, int], int] = {}
    ready: list[tuple[int, int, int]] = []
    for gate in gates:
        for index, reason in enumerate(known[gate]):
            without_tree = [other for other in dict.fromkeys(reason) if other not in heights]
            missing[gate, index] = len(without_tree)
            for other in without_tree:
                users.setdefault(other, []).append((gate, index))
            if not without_tree:
                heappush(ready, (_height(reason, heights), gate, index))
    while ready:
        height, gate, index = heappop(ready)
        if gate in heights:
            continue
        heights[gate] = height + finder.height(gate)
        chosen[gate] = known[gate][index]
        for user, user_index in users.get(gate, ()):
            missing[user, user_index] -= 1
            if missing[user, user_index] == 0:
                reason = known[user][user_index]
                heappush(ready, (_height(reason, heights), user, user_index))


def _height(reason: list[int], heights: dict[int, int]) -> int:
    return max((heights[other] for other in reason), default=0)


# ---- The deciding chain -------------------------------------------------------------------------

_FINAL = {
    Reason.SUPPOSED: "by supposition",
    Reason.UNATTACKED: "nothing attacks it",
    Reason.OUTWEIGHED: "what holds against it is outweighed",
    Reason.INSUFFICIENT: "its support does not meet its standard of proof",
}
"""The reasons that end a chain."""


def deciding_chain(evaluation: Evaluation, id_: str) -> tuple[str, ...]:
    """Return the chain of verdicts that decides a statement's status, one line per statement.

    Each line is indented below the one before it. Where several inferences decide, the first is
    followed. The chain ends at an unattacked statement, or after eight lines.
    """
    lines: list[str] = []
    seen: set[str] = set()
    next_id: str | None = id_
    while next_id is not None and next_id not in seen and len(lines) < _MAX_CHAIN_LENGTH:
        seen.add(next_id)
        verdict = evaluation.statements[next_id]
        statement = evaluation.argument_map.statements[next_id]
        indent = "  " * len(lines) + ("└ " if lines else "")
        sentence, next_id = _chain_link(evaluation, next_id, verdict)
        lines.append(f"{indent}{display_name(statement)} is {verdict.status.value}: {sentence}")
    return tuple(lines)


def _chain_link(evaluation: Evaluation, id_: str, verdict: Verdict) -> tuple[str, str | None]:
    """Return why a statement has its status, and the statement that decides it."""
    if verdict.reason in _FINAL:
        return _FINAL[verdict.reason], None
    if verdict.reason is Reason.DEFENDED:
        return "every attack on it fails", next(_rejected_attackers(evaluation, id_), None)
    if verdict.reason is Reason.ATTACKED:
        attacker = _decisive_statement(evaluation, verdict.decided_by[0])
        return f"{_display_name(evaluation, attacker)} attacks it", attacker
    if verdict.reason is Reason.EXCLUDED:
        return _exclusion(evaluation, id_, verdict.decided_by[0])
    if verdict.reason is Reason.UNSUPPORTED:
        return _lost_support(evaluation, verdict)
    if verdict.decided_by and verdict.decided_by[0] in evaluation.statements:
        rival = _display_name(evaluation, verdict.decided_by[0])
        if _are_options(evaluation.argument_map, id_, verdict.decided_by[0]):
            return f"nothing decides between it and the option {rival}", None
        return f"it contradicts {rival}, and nothing decides between them", None
    contested = next((_decisive_statement(evaluation, other) for other in verdict.decided_by), None)
    return "it depends on an unresolved cycle of attacks", contested


def _exclusion(evaluation: Evaluation, id_: str, rival: str) -> tuple[str, str]:
    name = _display_name(evaluation, rival)
    is_accepted = evaluation.status(rival) is Status.ACCEPTED
    if not _are_options(evaluation.argument_map, id_, rival):
        return f"it contradicts {name}, which is accepted", rival
    if is_accepted:
        return f"another option is accepted: {name}", rival
    return f"the option {name} outweighs it", rival


def _are_options(argument_map: ArgumentMap, first: str, second: str) -> bool:
    """Return whether two statements are options of one question."""
    questions = argument_map.questions_of.get(first, ())
    return any(second in question.options for question in questions)


def _lost_support(evaluation: Evaluation, verdict: Verdict) -> tuple[str, str | None]:
    for id_ in verdict.decided_by:
        inference = evaluation.inferences[id_]
        if inference.decided_by:
            cause = inference.decided_by[0]
            verb = "is undercut by" if inference.reason is Reason.ATTACKED else "needs"
            return f"its support {verb} {_display_name(evaluation, cause)}", cause
    if not verdict.decided_by:
        return "nothing supports it, and the map's burden of proof is strict", None
    return "its support is circular", None


def _rejected_attackers(evaluation: Evaluation, id_: str) -> Iterator[str]:
    for inference in evaluation.argument_map.inferences_to.get(id_, ()):
        if inference.polarity is Polarity.CON:
            for premise in inference.premises:
                if evaluation.status(premise) is Status.REJECTED:
                    yield premise


def _decisive_statement(evaluation: Evaluation, id_: str) -> str:
    """Return a statement itself; of an inference, its first undecided premise or else its first."""
    if id_ in evaluation.statements:
        return id_
    premises = evaluation.argument_map.inferences[id_].premises
    undecided = (p for p in premises if evaluation.status(p) is Status.UNDECIDED)
    return next(undecided, premises[0])


def _display_name(evaluation: Evaluation, id_: str) -> str:
    return display_name(evaluation.argument_map.statements[id_])
