"""What stands: the well-founded labelling.

A step holds when all its premises are accepted and none of its undercutters is. A statement is
accepted when it has something to stand on (it is asserted, or a step for it holds), no step against
it holds, and nothing it contradicts is accepted. Support is read from the ground up, attack by what
survives: the well-founded model of these rules as a normal logic program (Van Gelder, Ross &
Schlipf, The Well-Founded Semantics for General Logic Programs, Journal of the ACM 38, 1991).
Without support it is the grounded labelling of Dung (Artificial Intelligence 77, 1995).

What no cycle holds up is labelled in one pass, in the order of dependence; the rest component by
component, each cyclic one by the alternating fixpoint (`argmap.evaluate.fixpoint`).
"""

from __future__ import annotations

from argmap.evaluate.fixpoint import alternate
from argmap.evaluate.framework import Framework
from argmap.evaluate.truth import OUT, TRUE
from argmap.model.graph import strong_components

UNLABELLED = -1


def label(framework: Framework) -> tuple[list[int], list[list[int]]]:
    """Return every node's label (`argmap.evaluate.truth`), and the cyclic components there are."""
    labels = [UNLABELLED] * len(framework.names)
    _label_in_order(framework, labels)
    left = [node for node, its in enumerate(labels) if its == UNLABELLED]
    cyclic: list[list[int]] = []

    def unlabelled_dependencies(node: int) -> list[int]:
        return [other for other in framework.dependencies(node) if labels[other] == UNLABELLED]

    for component in strong_components(left, unlabelled_dependencies):
        (first, *others) = component
        if not others and first not in framework.dependencies(first):
            labels[first] = label_of(framework, first, labels)
        else:
            cyclic.append(component)
            alternate(framework, component, labels)
    return labels, cyclic


def label_of(framework: Framework, node: int, labels: list[int]) -> int:
    """Return a node's label, given the labels of the nodes that decide about it.

    Three-valued: a conjunction is the least of its parts, a disjunction the greatest (Kleene).
    """
    if node in framework.fixed:
        return framework.fixed[node]
    if node >= framework.statement_count:
        least = min((labels[premise] for premise in framework.premises[node]), default=TRUE)
        for undercutter in framework.undercutters[node]:
            least = min(least, TRUE - labels[undercutter])
        return least
    if framework.asserted[node]:
        least = TRUE
    else:
        least = max((labels[step] for step in framework.pro[node]), default=OUT)
    for step in framework.con[node]:
        least = min(least, TRUE - labels[step])
    for rival in framework.rivals[node]:
        least = min(least, TRUE - labels[rival])
    return least


def _label_in_order(framework: Framework, labels: list[int]) -> None:
    """Label every node that no cycle stands before, each after those that decide about it."""
    missing = [0] * len(labels)
    dependents: list[list[int]] = [[] for _ in labels]
    for node in range(len(labels)):
        decisive = framework.dependencies(node)
        missing[node] = len(decisive)
        for other in decisive:
            dependents[other].append(node)
    ready = [node for node, count in enumerate(missing) if count == 0]
    for node in ready:  # which grows while it is gone through
        labels[node] = label_of(framework, node, labels)
        for dependent in dependents[node]:
            missing[dependent] -= 1
            if missing[dependent] == 0:
                ready.append(dependent)
