"""Why a statement has its status: the shortest dispute tree.

The tree holds one reason where one is enough (a support that holds, an attack that does) and all
where all are needed (every attack that fails, every support that is lost). Of several reasons the
one with the lowest tree is taken. No tree rests on itself; what has none is undecided, or rejected
because its support is circular. Reasons are read off a circuit (`argmap.evaluation.circuit`), whose
inner gates do not count for the height and do not appear in the tree.

Sources: dispute trees (Dung, Kowalski & Toni, Artificial Intelligence 170, 2006) and the discussion
games of the grounded semantics (Caminada 2015). Where trees are built from below, the lowest come
first (Knuth, A Generalization of Dijkstra's Algorithm, 1977).

Why, in a few lines: the chain of verdicts that decides one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import heappop, heappush
from typing import NamedTuple

from attrs import evolve

from argmap.evaluation.circuit import Circuit
from argmap.evaluation.evaluation import Evaluation, Reason, Verdict
from argmap.evaluation.framework import IN, OUT, UNDECIDED, EvaluationOrder, Framework
from argmap.evaluation.labelling import Labelling
from argmap.model import ArgumentMap, Status
from argmap.model.statement import display_name

_NEAR = 24
"""How high a tree may be to be looked for from above."""
_MAX_INNER_GATES = 8
"""Inner gates of a node that is looked at from above, which takes recursion."""

Reasons = list[list[int]]
"""Of a node: sets of nodes, one of which must be in the tree whole."""


class DisputeTree(NamedTuple):
    """A tree below one statement: ``because`` are the nodes each node rests on, in the map's order.

    Nodes are ids of statements and inferences, each once; what decides two of them stands below
    both.
    """

    root: str
    because: dict[str, tuple[str, ...]]


def build_dispute_tree(evaluation: Evaluation, id_: str) -> DisputeTree:
    """Return why a statement or an inference has its status.

    Raises:
        KeyError: when there is none of that id.
    """
    root = evaluation.numbers[id_]
    names = evaluation.frame.names
    tree = dispute_tree(evaluation.frame, evaluation.labelling, root)
    return DisputeTree(
        id_, {names[node]: tuple(names[other] for other in its) for node, its in tree.items()}
    )


def dispute_as_map(argument_map: ArgumentMap, its: DisputeTree) -> ArgumentMap:
    """Return the part of a map that a dispute is about, to be drawn."""
    pairs = tuple(
        pair
        for pair in argument_map.contradictions
        if pair.second in its.because.get(pair.first, ())
        or pair.first in its.because.get(pair.second, ())
    )
    inferences = {
        id_: evolve(
            inference, undercutters=tuple(u for u in inference.undercutters if u in its.because)
        )
        for id_, inference in argument_map.inferences.items()
        if id_ in its.because
    }
    shown = {
        *its.because,
        *(premise for inference in inferences.values() for premise in inference.premises),
    }
    statements = {id_: each for id_, each in argument_map.statements.items() if id_ in shown}
    return evolve(
        argument_map,
        statements=statements,
        inferences=inferences,
        contradictions=pairs,
        named_thesis=its.root if its.root in statements else None,
    )


def dispute_tree(frame: Framework, labelling: Labelling, root: int) -> dict[int, list[int]]:
    """Return the shortest tree: the nodes that each node rests on, the root first."""
    reasons = _Reasons(frame, labelling.labels)
    chosen = _search(reasons, root) or _build(reasons, labelling.order, root)
    tree: dict[int, list[int]] = {}
    waiting = [root]
    for node in waiting:  # which grows while it is gone through
        if node not in tree:
            tree[node] = reasons.without_inner_gates(node, chosen)
            waiting += tree[node]
    return tree


class _Reasons:
    """What may decide each node of a labelled framework."""

    def __init__(self, frame: Framework, labels: list[int]) -> None:
        self.circuit = Circuit(frame)
        self._frame = frame
        self._labels = labels
        self._inner_labels: dict[int, int] = {}

    def label(self, node: int) -> int:
        """Return a node's label, or that of an inner gate of a node that was asked for before."""
        return self._labels[node] if node < self.circuit.size else self._inner_labels[node]

    def of(self, node: int) -> Reasons:
        """Return sets of nodes and inner gates, one of which must be in the tree whole."""
        if node in self._frame.fixed:
            return [[]]
        gate = self.circuit.gate(node)
        if node < self.circuit.size:
            for inner in self.circuit.inner(node):
                self._inner_labels[inner] = self._inner_label(inner)
        label, deciding = self.label(node), IN if gate.is_any else OUT
        if label == deciding:
            denied = [[other] for other in gate.negative if self.label(other) == IN - deciding]
            return denied + [[other] for other in gate.positive if self.label(other) == deciding]
        inputs = [*gate.positive, *gate.negative]
        if label == UNDECIDED:
            return [[other for other in inputs if self.label(other) == UNDECIDED]]
        return [inputs]

    def inner(self, node: int) -> Sequence[int]:
        """Return the inner gates of a node that was asked for before; each needs those before."""
        is_gate = node >= self.circuit.size or node in self._frame.fixed
        return () if is_gate else self.circuit.inner(node)

    def own_height(self, node: int) -> int:
        """Return what a node adds to the height of a tree: 1, and 0 for an inner gate."""
        return int(node < self.circuit.size)

    def _inner_label(self, inner: int) -> int:
        gate = self.circuit.gate(inner)
        labels = [self.label(other) for other in gate.positive]
        labels += [IN - self.label(other) for other in gate.negative]
        return max(labels, default=OUT) if gate.is_any else min(labels, default=IN)

    def without_inner_gates(self, node: int, chosen: dict[int, list[int]]) -> list[int]:
        """Return the nodes that a node rests on, in the map's order and no more than decide it."""
        nodes: dict[int, None] = {}
        seen: set[int] = set()
        waiting = chosen[node][::-1]
        while waiting:
            other = waiting.pop()
            if other < self.circuit.size:
                nodes[other] = None
            elif other not in seen:
                seen.add(other)
                waiting += chosen[other][::-1]
        frame = self._frame
        if node not in frame.weighings or node in frame.fixed:
            return list(nodes)
        if self._labels[node] == OUT:
            self._drop_superfluous(node, nodes)
        in_order = (*frame.pro[node], *frame.con[node], *frame.rivals[node])
        return [other for other in in_order if other in nodes]

    def _drop_superfluous(self, node: int, nodes: dict[int, None]) -> None:
        """Keep, of what brings a statement down, the heaviest attack and what it does not block."""
        carriers, against = self._frame.weighings[node]
        place = next((place for place, inference in enumerate(against) if inference in nodes), None)
        if place is None:
            return
        superfluous = set(against[place + 1 :])
        superfluous.update(
            carrier.inference
            for carrier in carriers
            if carrier.inference is not None and carrier.blockers > place
        )
        for inference in superfluous.intersection(nodes):
            del nodes[inference]


def _search(reasons: _Reasons, root: int) -> dict[int, list[int]] | None:
    """Look for the shortest tree from the root down, as far as it lies within `_NEAR`.

    A node is tried with a height of one, then of two, and so on, so that what is visited is little
    more than the tree. None where there is no tree so short, or none at all.
    """
    chosen: dict[int, list[int]] = {}
    heights: dict[int, int] = {}
    failed: dict[int, int] = {}
    known: dict[int, Reasons] = {}
    lowest = reasons.own_height

    def has_tree(node: int, limit: int) -> bool:
        if node in heights:
            return heights[node] <= limit
        if node not in known:
            known[node] = reasons.of(node)
            if len(reasons.inner(node)) > _MAX_INNER_GATES:
                known[node] = []
        for height in range(failed.get(node, lowest(node) - 1) + 1, limit + 1):
            for reason in known[node]:
                if all(has_tree(other, height - lowest(node)) for other in reason):
                    chosen[node], heights[node] = reason, height
                    return True
            failed[node] = height
        return False

    return chosen if has_tree(root, _NEAR) else None


def _build(reasons: _Reasons, order: EvaluationOrder, root: int) -> dict[int, list[int]]:
    """Build the trees of all that may matter, from those that nothing speaks against upwards.

    This is for maps where a tree is very high, or where there is none: on a ring.
    """
    known = _relevant(reasons, root)
    heights: dict[int, int] = {}
    chosen: dict[int, list[int]] = {}
    for node in order.first:
        if node in known:
            for each in (*reasons.inner(node), node):
                if each in known:
                    chosen[each] = min(known[each], key=lambda reason: _height(reason, heights))
                    heights[each] = reasons.own_height(each) + _height(chosen[each], heights)
    for component in order.components:
        nodes = [node for node in component if node in known]
        inside = [g for node in nodes for g in (*reasons.inner(node), node) if g in known]
        _grow(reasons, inside, known, heights, chosen)
        while ring := _unfounded(reasons, [n for n in inside if n not in heights]):
            for node in ring:  # it can only rest on others of the ring
                gate = reasons.circuit.gate(node)
                lost = [other for other in gate.positive if other in ring or other in heights]
                chosen[node] = lost if gate.is_any else [next(o for o in lost if o in ring)]
            heights.update(dict.fromkeys(ring, 1))
            _grow(reasons, inside, known, heights, chosen)
        for node in inside:
            if node not in heights:  # a ring of attacks: all of it is undecided
                heights[node] = 1
                chosen[node] = known[node][0]
    return chosen


def _relevant(reasons: _Reasons, root: int) -> dict[int, Reasons]:
    """Return the reasons of every node that may be in the tree."""
    found: dict[int, Reasons] = {}
    waiting = [root]
    for node in waiting:  # which grows while it is gone through
        if node not in found:
            found[node] = reasons.of(node)
            waiting += [other for reason in found[node] for other in reason]
    return found


def _unfounded(reasons: _Reasons, nodes: list[int]) -> set[int]:
    """Return the largest unfounded set among nodes of which none can be explained by others.

    A set of rejected nodes is unfounded when each could only stand on others of the set (Van
    Gelder, Ross & Schlipf 1991).
    """
    ring = {node for node in nodes if reasons.label(node) == OUT}
    users: dict[int, list[int]] = {}
    wanting: dict[int, int] = {}
    founded: list[int] = []
    for node in ring:
        gate = reasons.circuit.gate(node)
        within = [other for other in gate.positive if other in ring]
        for other in within:
            users.setdefault(other, []).append(node)
        wanting[node] = min(len(within), 1) if gate.is_any else len(within)
        if not within:
            founded.append(node)
    for node in founded:  # which grows while it is gone through
        ring.discard(node)
        for user in users.get(node, ()):
            wanting[user] -= 1
            if wanting[user] == 0:
                founded.append(user)
    return ring


def _grow(
    reasons: _Reasons,
    inside: list[int],
    known: dict[int, Reasons],
    heights: dict[int, int],
    chosen: dict[int, list[int]],
) -> None:
    """Choose within a cycle, shortest trees first: each is made of trees that are there already."""
    users: dict[int, list[tuple[int, int]]] = {}
    missing: dict[tuple[int, int], int] = {}
    ready: list[tuple[int, int, int]] = []
    for node in inside:
        for place, reason in enumerate(known[node]):
            wanting = [other for other in dict.fromkeys(reason) if other not in heights]
            missing[node, place] = len(wanting)
            for other in wanting:
                users.setdefault(other, []).append((node, place))
            if not wanting:
                heappush(ready, (_height(reason, heights), node, place))
    while ready:
        height, node, place = heappop(ready)
        if node in heights:
            continue
        heights[node] = height + reasons.own_height(node)
        chosen[node] = known[node][place]
        for user, its in users.get(node, ()):
            missing[user, its] -= 1
            if missing[user, its] == 0:
                heappush(ready, (_height(known[user][its], heights), user, its))


def _height(reason: list[int], heights: dict[int, int]) -> int:
    return max((heights[other] for other in reason), default=0)


_DEPTH = 8

_FINAL = {
    Reason.SUPPOSED: "that is supposed",
    Reason.UNATTACKED: "nothing speaks against it",
    Reason.OUTWEIGHED: "what counts against it is not enough, by its standard of proof",
    Reason.INSUFFICIENT: "what speaks for it is not enough, by its standard of proof",
}
"""Reasons behind which there is no other verdict to go on with."""


def deciding_chain(evaluation: Evaluation, id_: str) -> tuple[str, ...]:
    """Return why a statement has its status, a line a link, indented as it goes down.

    Where several inferences decide, the first is followed; the chain ends with what nothing speaks
    against, or after eight links.
    """
    lines: list[str] = []
    seen: set[str] = set()
    following: str | None = id_
    while following is not None and following not in seen and len(lines) < _DEPTH:
        seen.add(following)
        verdict = evaluation.statements[following]
        statement = evaluation.argument_map.statements[following]
        indent = "  " * len(lines) + ("└ " if lines else "")
        sentence, following = _link(evaluation, following, verdict)
        lines.append(f"{indent}{display_name(statement)} is {verdict.status.value}: {sentence}")
    return tuple(lines)


def _link(evaluation: Evaluation, id_: str, verdict: Verdict) -> tuple[str, str | None]:
    """Return why, and the statement to go on with."""
    if verdict.reason in _FINAL:
        return _FINAL[verdict.reason], None
    if verdict.reason is Reason.DEFENDED:
        return "what speaks against it falls", next(_fallen(evaluation, id_), None)
    if verdict.reason is Reason.ATTACKED:
        attacker = _first_statement(evaluation, verdict.because[0])
        return f"{_shown(evaluation, attacker)} counts against it", attacker
    if verdict.reason is Reason.UNSUPPORTED:
        return _lost(evaluation, verdict)
    if verdict.because and verdict.because[0] in evaluation.statements:
        rival = verdict.because[0]
        return f"it contradicts {_shown(evaluation, rival)}, and nothing decides between them", None
    contested = next((_first_statement(evaluation, other) for other in verdict.because), None)
    return "it depends on a circle of attacks that nothing breaks", contested


def _lost(evaluation: Evaluation, verdict: Verdict) -> tuple[str, str | None]:
    for name in verdict.because:
        inference = evaluation.inferences[name]
        if inference.because:
            blamed = inference.because[0]
            how = "is denied by" if inference.reason is Reason.ATTACKED else "needs"
            return f"its support {how} {_shown(evaluation, blamed)}", blamed
    if not verdict.because:
        return "nothing supports it, and the map's burden of proof is strict", None
    return "its support rests on itself alone", None


def _fallen(evaluation: Evaluation, id_: str) -> Iterator[str]:
    """Yield what attacked a statement, and fell."""
    for inference in evaluation.argument_map.inferences_to.get(id_, ()):
        for premise in inference.premises:
            if inference.polarity.value == "con" and evaluation.status(premise) is Status.REJECTED:
                yield premise


def _first_statement(evaluation: Evaluation, name: str) -> str:
    """Return a statement itself, or of an inference the premise that matters most."""
    if name in evaluation.statements:
        return name
    inference = evaluation.argument_map.inferences[name]
    undecided = [p for p in inference.premises if evaluation.status(p) is Status.UNDECIDED]
    return (undecided or list(inference.premises))[0]


def _shown(evaluation: Evaluation, id_: str) -> str:
    return display_name(evaluation.argument_map.statements[id_])
