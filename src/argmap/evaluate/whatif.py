"""What if: the labels that a supposition changes, without labelling the map anew.

A change runs along the order of dependence and dies where a label stays as it was, so that asking
about every statement of a map in turn costs far less than as many labellings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from heapq import heappop, heappush

from argmap.evaluate.labelling import label_component
from argmap.evaluate.truth import LABELS, OUT, STATUSES
from argmap.evaluate.verdicts import Evaluation
from argmap.model import Status


class WhatIf:
    """Answers what-if questions about one evaluated map, one after the other."""

    def __init__(self, evaluation: Evaluation) -> None:
        self._evaluation = evaluation
        order = evaluation.labelling.order
        self._order = order
        self.work = 0
        """The number of nodes that were labelled for all answers so far."""
        self._groups = [*([node] for node in order.first), *order.components]
        self._group = [0] * len(evaluation.frame.names)
        for number, group in enumerate(self._groups):
            for node in group:
                self._group[node] = number

    def flips(self, suppose: Mapping[str, Status]) -> dict[str, Status]:
        """Return the new statuses of all statements and steps that a supposition changes.

        Those that are supposed are among them where their status changes.

        Raises:
            KeyError: when ``suppose`` names what is not in the map.
        """
        numbers, names = self._evaluation.numbers, self._evaluation.frame.names
        fixed = {numbers[id_]: LABELS[status] for id_, status in suppose.items()}
        changed = self.changes(fixed)
        return {names[node]: STATUSES[changed[node]] for node in sorted(changed)}

    def matters(self, id_: str) -> bool:
        """Whether any other statement would have another status if this one fell."""
        node, count = self._evaluation.numbers[id_], self._evaluation.frame.statement_count
        changed = self.changes({node: OUT}, stop=lambda other: other < count and other != node)
        return any(other < count and other != node for other in changed)

    def without(self, nodes: Iterable[int], target: int) -> int:
        """Return the label of ``target`` if all of ``nodes`` fell."""
        changed = self.changes(dict.fromkeys(nodes, OUT))
        return changed.get(target, self._evaluation.labelling.labels[target])

    def changes(
        self, fixed: Mapping[int, int], stop: Callable[[int], bool] | None = None
    ) -> dict[int, int]:
        """Return the labels that differ when some nodes' labels are ``fixed``, by number.

        With ``stop``, it may be only some of them, up to the first node that it says yes to.
        """
        labels = self._evaluation.labelling.labels
        frame = self._evaluation.frame
        frame = frame._replace(fixed={**frame.fixed, **fixed})
        before: dict[int, int] = {}
        waiting: list[int] = []
        queued: set[int] = set()

        def wake(group: int) -> None:
            if group not in queued:
                queued.add(group)
                heappush(waiting, group)

        for node in fixed:
            wake(self._group[node])
        while waiting:
            group = self._groups[heappop(waiting)]
            self.work += len(group)
            old = [labels[node] for node in group]
            label_component(frame, self._order, group, labels)
            moved = {n: its for n, its in zip(group, old, strict=True) if labels[n] != its}
            before.update(moved)
            if stop is not None and any(map(stop, moved)):
                break
            for node in moved:
                for dependent in self._order.dependents[node]:
                    if self._group[dependent] != self._group[node]:
                        wake(self._group[dependent])
        changed = {node: labels[node] for node in before}
        for node, its in before.items():
            labels[node] = its
        return changed
