"""The well-founded labelling, which decides what is accepted.

An inference holds if all its premises are accepted and none of its undercutters is. A statement is
accepted if it is asserted or an inference for it holds, no inference against it holds, and nothing
that it contradicts is accepted; preferences, weights and questions change what counts
(`argmap.evaluation.framework`). Support is read from the grounds upwards. This is the well-founded
model of these rules as a normal logic program (Van Gelder, Ross & Schlipf, The Well-Founded
Semantics for General Logic Programs, Journal of the ACM 38, 1991). Without support it is the
grounded labelling of Dung (Artificial Intelligence 77, 1995).

Nodes that depend on no cycle are labelled in one pass, in the order of their dependencies. The
others are labelled component by component.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from argmap.evaluation.circuit import Circuit
from argmap.evaluation.fixpoint import Fixpoint
from argmap.evaluation.framework import EvaluationOrder, Framework, evaluation_order
from argmap.evaluation.labels import IN, OUT
from argmap.evaluation.questions import label_question


class Labelling(NamedTuple):
    """The label of every node (`argmap.evaluation.framework`) and the order of evaluation.

    ``unfounded`` are the rejected nodes whose only support is each other.
    """

    labels: list[int]
    order: EvaluationOrder
    unfounded: frozenset[int] = frozenset()


def compute_labelling(framework: Framework) -> Labelling:
    """Return the well-founded labelling of a framework."""
    order = evaluation_order(framework)
    labels = [OUT] * framework.size
    label_of = stand_labeller(framework, labels)
    for node in order.acyclic_nodes:
        labels[node] = label_of(node)
    unfounded: set[int] = set()
    for component in order.components:
        unfounded |= label_component(framework, order, component, labels)
    return Labelling(labels, order, frozenset(unfounded))


def label_component(
    framework: Framework, order: EvaluationOrder, component: list[int], labels: list[int]
) -> set[int]:
    """Label the nodes of a component, given the labels of its dependencies outside.

    Returns:
        The unfounded nodes among them.
    """
    if order.is_cyclic(component):
        for node in component:
            labels[node] = framework.fixed_labels.get(node, OUT)
        if is_question_alone(framework, component):
            question, _ = framework.question_of[component[0]]
            label_of = stand_labeller(framework, labels)
            label_question(question, labels, label_of, framework.fixed_labels)
            return set()
        free = [node for node in component if node not in framework.fixed_labels]
        return _label_cycle(framework, free, labels)
    labels[component[0]] = stand_labeller(framework, labels)(component[0])
    return set()


def is_question_alone(framework: Framework, component: list[int]) -> bool:
    """Return whether a component is one question, on which nothing that it needs depends."""
    question, _ = framework.question_of.get(component[0], (None, 0))
    if question is None:
        return False
    nodes = question.nodes
    return nodes.issuperset(component) and all(
        nodes.isdisjoint(framework.contraries[option]) for option in question.options
    )


def stand_labeller(framework: Framework, labels: list[int]) -> Callable[[int], int]:
    """Return the function that computes a node's label from the labels of its dependencies.

    For an option, it returns whether the option stands by itself. It is called for every node of a
    map, so it is written for speed.
    """
    statement_count = framework.statement_count
    fixed_labels = framework.fixed_labels
    premises, undercutters = framework.premises, framework.undercutters
    contraries, rival_weighings = framework.contraries, framework.rival_weighings
    meets_standard = _standard_labeller(framework, labels)

    def is_no_obstacle(node: int, rival: int) -> int:
        comparison = rival_weighings.get((node, rival))
        outweighs = OUT if comparison is None else comparison.label(labels.__getitem__)
        return max(IN - labels[rival], outweighs)

    def label_of(node: int) -> int:
        if node in fixed_labels:
            return fixed_labels[node]
        if node >= statement_count:
            result = IN
            for premise in premises[node]:
                result = min(result, labels[premise])
            for undercutter in undercutters[node]:
                result = min(result, IN - labels[undercutter])
            return result
        result = meets_standard(node)
        if rival_weighings:
            return min([result, *(is_no_obstacle(node, rival) for rival in contraries[node])])
        for rival in contraries[node]:
            result = min(result, IN - labels[rival])
        return result

    return label_of


def _standard_labeller(framework: Framework, labels: list[int]) -> Callable[[int], int]:
    """Return the function that says whether a statement meets its standard of proof, as a label."""
    weighings, overriders = framework.weighings, framework.overriders
    is_asserted = framework.is_asserted
    supports, attacks = framework.supports, framework.attacks

    def label_of(node: int) -> int:
        if node in weighings:
            return weighings[node].label(labels.__getitem__)
        result = IN
        if not is_asserted[node]:
            result = max([labels[inference] for inference in supports[node]], default=OUT)
        for attack in attacks[node]:
            failure = IN - labels[attack]
            if attack in overriders:
                failure = max(failure, *(labels[support] for support in overriders[attack]))
            result = min(result, failure)
        return result

    return label_of


def _label_cycle(framework: Framework, nodes: list[int], labels: list[int]) -> set[int]:
    """Label the nodes of a cyclic component, and return the unfounded nodes among them."""
    fixpoint = Fixpoint(Circuit(framework), nodes, labels)
    unfounded: set[int] = set()
    candidates = fixpoint.undecided()
    while unsupported := fixpoint.unfounded(candidates):
        unfounded |= unsupported
        fixpoint.spread((gate, OUT) for gate in sorted(unsupported))
        candidates = fixpoint.unsupported()
    for node in nodes:
        labels[node] = fixpoint.state[node]
    return unfounded.intersection(nodes)
