"""What a supposition changes.

`Counterfactuals` relabels only what a supposition affects. Changes are followed in the order of
evaluation and stop where a label stays the same, so a query for each statement of a map costs far
less than labelling the map each time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from heapq import heappop, heappush

from argmap.evaluation.evaluation import Evaluation
from argmap.evaluation.labelling import label_component
from argmap.evaluation.labels import LABELS, OUT, STATUSES
from argmap.model import Status


class Counterfactuals:
    """Answers what-if questions about one evaluated map, one at a time."""

    def __init__(self, evaluation: Evaluation) -> None:
        self._evaluation = evaluation
        order = evaluation.labelling.order
        self._order = order
        self.labelled_count = 0
        """The number of nodes labelled for all answers so far, and of their dependencies."""
        self._groups = [*([node] for node in order.acyclic_nodes), *order.components]
        self._group_of = [0] * evaluation.framework.size
        for number, group in enumerate(self._groups):
            for node in group:
                self._group_of[node] = number

    def status_changes(self, suppose: Mapping[str, Status]) -> dict[str, Status]:
        """Return the new status of every statement and inference that a supposition changes.

        This includes the supposed ones if their status changes.

        Raises:
            KeyError: If ``suppose`` contains an id that is not in the map.
        """
        node_by_id, ids = self._evaluation.node_by_id, self._evaluation.framework.node_ids
        fixed_labels = {node_by_id[id_]: LABELS[status] for id_, status in suppose.items()}
        changes = self.label_changes(fixed_labels)
        return {ids[node]: STATUSES[changes[node]] for node in sorted(changes) if node < len(ids)}

    def affects_others(self, id_: str) -> bool:
        """Return whether the status of another statement would change if this one were rejected."""
        node, count = self._evaluation.node_by_id[id_], self._evaluation.framework.statement_count

        def is_other_statement(other: int) -> bool:
            return other < count and other != node

        changes = self.label_changes({node: OUT}, stop=is_other_statement)
        return any(map(is_other_statement, changes))

    def label_without(self, nodes: Iterable[int], target: int) -> int:
        """Return the label of ``target`` if all of ``nodes`` were rejected."""
        changes = self.label_changes(dict.fromkeys(nodes, OUT))
        return changes.get(target, self._evaluation.labelling.labels[target])

    def label_changes(
        self, fixed_labels: Mapping[int, int], stop: Callable[[int], bool] | None = None
    ) -> dict[int, int]:
        """Return the labels that change, by node, if the labels of some nodes are fixed.

        Args:
            fixed_labels: The fixed labels, by node.
            stop: Ends the search at the first changed node for which it returns True; the result
                may then be incomplete.
        """
        labels = self._evaluation.labelling.labels
        framework = self._evaluation.framework
        framework = framework.suppose(fixed_labels)
        labels_before: dict[int, int] = {}
        queue: list[int] = []
        queued: set[int] = set()

        def enqueue(group_number: int) -> None:
            if group_number not in queued:
                queued.add(group_number)
                heappush(queue, group_number)

        for node in fixed_labels:
            enqueue(self._group_of[node])
        while queue:
            group = self._groups[heappop(queue)]
            self.labelled_count += sum(1 + len(framework.dependencies(node)) for node in group)
            before = [labels[node] for node in group]
            label_component(framework, self._order, group, labels)
            changed = {n: old for n, old in zip(group, before, strict=True) if labels[n] != old}
            labels_before.update(changed)
            if stop is not None and any(map(stop, changed)):
                break
            for node in changed:
                for dependent in self._order.dependents[node]:
                    if self._group_of[dependent] != self._group_of[node]:
                        enqueue(self._group_of[dependent])
        changes = {node: labels[node] for node in labels_before}
        for node, old in labels_before.items():
            labels[node] = old
        return changes
