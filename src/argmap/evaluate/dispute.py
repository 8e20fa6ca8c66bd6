"""Why a statement has its status: the shortest dispute tree.

The tree holds one reason where one is enough (a support that holds, an attack that does) and all
where all are needed (every attack that fails, every support that is lost). Of several reasons the
one with the lowest tree is taken. No tree rests on itself; what has none is undecided, or rejected
because its support is circular.

Sources: dispute trees (Dung, Kowalski & Toni, Artificial Intelligence 170, 2006) and the discussion
games of the grounded semantics (Caminada 2015). Where trees are built from below, the lowest come
first (Knuth, A Generalization of Dijkstra's Algorithm, 1977).
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heappop, heappush
from typing import NamedTuple

from attrs import evolve

from argmap.evaluate.framework import Framework
from argmap.evaluate.labelling import Labelling
from argmap.evaluate.truth import OUT, TRUE, UNDECIDED
from argmap.evaluate.unfounded import unfounded
from argmap.evaluate.verdicts import Evaluation
from argmap.model import ArgumentMap

_NEAR = 24
"""How high a tree may be to be looked for from above."""

Reasons = list[list[int]]
"""Of a node: sets of nodes, one of which must be in the tree whole."""


class Dispute(NamedTuple):
    """A tree below one statement: ``because`` are the nodes each node rests on, in the map's order.

    Nodes are ids of statements and steps, each once; what decides two of them stands below both.
    """

    root: str
    because: dict[str, tuple[str, ...]]


def dispute(evaluation: Evaluation, id_: str) -> Dispute:
    """Return why a statement or a step has its status.

    Raises:
        KeyError: when there is none of that id.
    """
    root = evaluation.numbers[id_]
    names = evaluation.frame.names
    chosen = reasons_for(evaluation.frame, evaluation.labelling, root)
    nodes = tree_nodes(chosen, root)
    return Dispute(id_, {names[n]: tuple(names[other] for other in chosen[n]) for n in nodes})


def as_map(argument: ArgumentMap, its: Dispute) -> ArgumentMap:
    """Return the part of a map that a dispute is about, to be drawn."""
    pairs = tuple(
        pair
        for pair in argument.contradictions
        if pair.second in its.because.get(pair.first, ())
        or pair.first in its.because.get(pair.second, ())
    )
    steps = {
        id_: evolve(step, undercutters=tuple(u for u in step.undercutters if u in its.because))
        for id_, step in argument.inferences.items()
        if id_ in its.because
    }
    shown = {*its.because, *(premise for step in steps.values() for premise in step.premises)}
    statements = {id_: each for id_, each in argument.statements.items() if id_ in shown}
    return evolve(
        argument,
        statements=statements,
        inferences=steps,
        contradictions=pairs,
        named_thesis=its.root if its.root in statements else None,
    )


def reasons_for(frame: Framework, labelling: Labelling, root: int) -> dict[int, list[int]]:
    """Return the reason of every node of the shortest tree (and perhaps of others)."""
    return _search(frame, labelling.labels, root) or _build(frame, labelling, root)


def tree_nodes(chosen: dict[int, list[int]], root: int) -> list[int]:
    """Return the nodes of a tree, each once, the root first."""
    nodes = [root]
    seen = {root}
    for node in nodes:  # which grows while it is gone through
        for other in chosen[node]:
            if other not in seen:
                seen.add(other)
                nodes.append(other)
    return nodes


def _search(frame: Framework, labels: list[int], root: int) -> dict[int, list[int]] | None:
    """Look for the shortest tree from the root down, as far as it lies within `_NEAR`.

    A node is tried with a height of one, then of two, and so on, so that what is visited is little
    more than the tree. None where there is no tree so short, or none at all.
    """
    chosen: dict[int, list[int]] = {}
    heights: dict[int, int] = {}
    failed: dict[int, int] = {}
    reasons: dict[int, Reasons] = {}

    def has_tree(node: int, limit: int) -> bool:
        if node in heights:
            return heights[node] <= limit
        if node not in reasons:
            reasons[node] = sorted(_reasons(frame, labels, node), key=len)
        for height in range(failed.get(node, 0) + 1, limit + 1):
            for reason in reasons[node]:
                if all(has_tree(other, height - 1) for other in reason):
                    chosen[node], heights[node] = reason, height
                    return True
            failed[node] = height
        return False

    return chosen if has_tree(root, _NEAR) else None


def _build(frame: Framework, labelling: Labelling, root: int) -> dict[int, list[int]]:
    """Build the trees of all that may matter, from those that nothing speaks against upwards.

    This is for maps where a tree is very high, or where there is none: on a ring.
    """
    labels, order = labelling
    reasons = _relevant(frame, labels, root)
    heights: dict[int, int] = {}
    chosen: dict[int, list[int]] = {}
    for node in order.first:
        if node in reasons:
            chosen[node] = min(reasons[node], key=lambda reason: _height(reason, heights))
            heights[node] = 1 + _height(chosen[node], heights)
    for component in order.components:
        inside = [node for node in component if node in reasons]
        _grow(inside, reasons, heights, chosen)
        while ring := unfounded(frame, labels, [n for n in inside if n not in heights], heights):
            for node in ring:  # what keeps it down is the ring, and what has fallen outside of it
                chosen[node] = [o for o in frame.positive(node) if o in ring or o in heights]
            heights.update(dict.fromkeys(ring, 1))
            _grow(inside, reasons, heights, chosen)
        for node in inside:
            if node not in heights:  # a ring of attacks: all of it is undecided
                heights[node] = 1
                chosen[node] = reasons[node][0]
    return chosen


def _relevant(frame: Framework, labels: list[int], root: int) -> dict[int, Reasons]:
    """Return the reasons of every node that may be in the tree."""
    found: dict[int, Reasons] = {}
    waiting = [root]
    for node in waiting:
        if node not in found:
            found[node] = its = list(_reasons(frame, labels, node))
            waiting += [other for reason in its for other in reason]
    return found


def _reasons(frame: Framework, labels: list[int], node: int) -> Iterator[list[int]]:
    label = labels[node]
    if node in frame.fixed:
        yield []
    elif node >= frame.statement_count:
        premises, undercutters = frame.premises[node], frame.undercutters[node]
        if label == TRUE:
            yield [*premises, *undercutters]
        elif label == OUT:
            yield from ([other] for other in undercutters if labels[other] == TRUE)
            yield from ([other] for other in premises if labels[other] == OUT)
        else:
            yield [
                other for other in (*premises, *undercutters) if labels[other] not in (OUT, TRUE)
            ]
    elif label == TRUE:
        yield from _carrying(frame, labels, node)
    elif label == OUT:
        yield from ([rival] for rival in frame.rivals[node] if labels[rival] == TRUE)
        yield from _falling(frame, labels, node)
    else:
        nodes = (*frame.pro[node], *frame.con[node], *frame.rivals[node])
        yield [other for other in nodes if labels[other] == UNDECIDED]


def _carrying(frame: Framework, labels: list[int], node: int) -> Iterator[list[int]]:
    """Yield what makes a statement stand: one support, and all attacks that might bring it down."""
    rivals = frame.rivals[node]
    if node in frame.carriers:
        for carrier in frame.carriers[node]:
            own = [] if carrier.step is None else [carrier.step]
            if all(labels[each] == TRUE for each in own) and all(
                labels[blocker] == OUT for blocker in carrier.blockers
            ):
                yield [*own, *carrier.blockers, *rivals]
        return
    against = [*frame.con[node], *rivals]
    if frame.asserted[node]:
        yield against
    else:
        yield from ([step, *against] for step in frame.pro[node] if labels[step] == TRUE)


def _falling(frame: Framework, labels: list[int], node: int) -> Iterator[list[int]]:
    """Yield what brings a statement down by the steps onto it."""
    if node in frame.carriers:
        falls = [step for step in frame.con[node] if labels[step] == TRUE]
        yield [*(step for step in frame.pro[node] if labels[step] == OUT), *falls]
        return
    yield from ([step] for step in frame.con[node] if labels[step] == TRUE)
    if not frame.asserted[node] and all(labels[step] == OUT for step in frame.pro[node]):
        yield list(frame.pro[node])


def _grow(
    inside: list[int],
    reasons: dict[int, Reasons],
    heights: dict[int, int],
    chosen: dict[int, list[int]],
) -> None:
    """Choose within a cycle, shortest trees first: each is made of trees that are there already."""
    users: dict[int, list[tuple[int, int]]] = {}
    missing: dict[tuple[int, int], int] = {}
    ready: list[tuple[int, int, int]] = []
    for node in inside:
        for place, reason in enumerate(reasons[node]):
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
        heights[node] = height + 1
        chosen[node] = reasons[node][place]
        for user, its in users.get(node, ()):
            missing[user, its] -= 1
            if missing[user, its] == 0:
                heappush(ready, (_height(reasons[user][its], heights), user, its))


def _height(reason: list[int], heights: dict[int, int]) -> int:
    return max((heights[other] for other in reason), default=0)
