"""The argumentation framework of a map: its nodes by number, and the relations between them.

Statements come first, then inferences, both in the map's order; then the nodes of exclusive
questions, which no result shows. The labelling works on numbers, because dictionaries of ids are
too slow for a map of fifty thousand statements.

Whatever never counts, on the author's word, is left out here: what a concession attacks, what an
author ranks below what it attacks, and undercutters that are improbable where weights are compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

from argmap.evaluation.preferences import PreferenceOrder, find_preferences, is_conceded
from argmap.evaluation.questions import QuestionNodes, declared_relations
from argmap.evaluation.standards import (
    base_score,
    counts_as_undercutter,
    effective_standard,
    proof_bounds,
    weight_of_scores,
)
from argmap.evaluation.weighing import Comparison, WeighedSide, compare_sides, find_clusters
from argmap.model import ArgumentMap, Burden, Inference, Polarity, Standard
from argmap.model.graph import strongly_connected_components

NodeLists = list[list[int]]
"""A list of nodes for each node."""

_EMPTY: list[int] = []
"""Shared by all nodes without neighbors, which is most of them."""


class Framework(NamedTuple):
    """A map as lists indexed by node number.

    Attributes:
        node_ids: The ids of the statements, then those of the inferences.
        statement_count: The number of statements.
        size: The number of nodes, including those of questions.
        is_asserted: Whether a statement can be accepted without an inference for it.
        supports: The inferences for a statement.
        attacks: The inferences against a statement that count.
        contraries: The statements that a statement contradicts and does not outweigh.
        premises: The premises of an inference.
        undercutters: The statements that undercut an inference and count.
        discounted: The inferences against a statement, and the undercutters of an inference, that
            never count.
        overriders: For an inference that attacks, the supports of its conclusion that outweigh it.
        weighings: How the grounds of each statement whose standard of proof is not the dialectical
            one compare with what is against it.
        rival_weighings: How the grounds of the first statement of a pair compare with those of the
            second, which it contradicts; only where weights are compared.
        questions: The exclusive questions.
        question_of: The question of each of their nodes, and the index of the option that the node
            belongs to; -1 for a hub.
        links: Further dependencies: of a question's nodes on each other, and on the grounds of
            rivals.
        fixed_labels: Labels that are supposed, and depend on nothing.
    """

    node_ids: list[str]
    statement_count: int
    size: int
    is_asserted: list[bool]
    supports: NodeLists
    attacks: NodeLists
    contraries: NodeLists
    premises: NodeLists
    undercutters: NodeLists
    discounted: dict[int, list[int]]
    overriders: dict[int, list[int]]
    weighings: dict[int, Comparison]
    rival_weighings: dict[tuple[int, int], Comparison]
    questions: tuple[QuestionNodes, ...]
    question_of: dict[int, tuple[QuestionNodes, int]]
    links: dict[int, list[int]]
    fixed_labels: dict[int, int]

    def dependencies(self, node: int) -> list[int]:
        """Return the nodes that the label of a node depends on."""
        if node in self.fixed_labels:
            return []
        links = self.links.get(node, _EMPTY)
        if node < self.statement_count:
            return [*self.supports[node], *self.attacks[node], *self.contraries[node], *links]
        return [*self.premises[node], *self.undercutters[node], *links]

    def suppose(self, fixed_labels: Mapping[int, int]) -> Framework:
        """Return the framework with further labels supposed, by node."""
        fixed = {**self.fixed_labels, **fixed_labels}
        for node, label in fixed_labels.items():
            if node in self.question_of:  # an option that is supposed to be rejected leads nowhere
                question, index = self.question_of[node]
                fixed[question.leads[index]] = label
        return self._replace(fixed_labels=fixed)


def build_framework(
    argument_map: ArgumentMap, fixed_labels: Mapping[str, int] | None = None
) -> Framework:
    """Return the framework of a map; ``fixed_labels`` are the labels to suppose, by id."""
    framework = _FrameworkBuilder(argument_map, find_preferences(argument_map)).build()
    if fixed_labels:
        node_by_id = {id_: node for node, id_ in enumerate(framework.node_ids)}
        framework = framework.suppose(
            {node_by_id[id_]: label for id_, label in fixed_labels.items()}
        )
    return framework


def build_plain_framework(argument_map: ArgumentMap) -> Framework:
    """Return the framework of a map in which concessions attack and nothing outweighs anything.

    Strengths are computed on it.
    """
    return _FrameworkBuilder(argument_map, None).build()


class _FrameworkBuilder:
    def __init__(self, argument_map: ArgumentMap, preferences: PreferenceOrder | None) -> None:
        self._map = argument_map
        self._preferences = PreferenceOrder() if preferences is None else preferences
        self._is_plain = preferences is None
        self._number = {id_: index for index, id_ in enumerate(argument_map.statements)}
        self._statements = list(argument_map.statements.values())
        self._inferences = list(argument_map.inferences.values())
        self._size = len(self._statements) + len(self._inferences)
        self._bounds = proof_bounds(argument_map)
        self._supports: NodeLists = [_EMPTY] * self._size
        self._attacks: NodeLists = [_EMPTY] * self._size
        self._premises: NodeLists = [_EMPTY] * self._size
        self._undercutters: NodeLists = [_EMPTY] * self._size
        self._contraries: NodeLists = [_EMPTY] * self._size
        self._discounted: dict[int, list[int]] = {}
        self._links: dict[int, list[int]] = {}
        self._is_asserted: list[bool] = []

    def build(self) -> Framework:
        for node, inference in enumerate(self._inferences, start=len(self._statements)):
            self._add_inference(node, inference)
        self._is_asserted = self._find_asserted()
        rival_weighings = self._add_contradictions()
        overriders, undermined = self._relate_inferences()
        weighings = {} if self._is_plain else self._weighings(overriders, undermined)
        questions = () if self._is_plain else tuple(self._questions())
        return Framework(
            [*self._map.statements, *self._map.inferences],
            len(self._statements),
            self._size,
            self._is_asserted,
            self._supports,
            self._attacks,
            self._contraries,
            self._premises,
            self._undercutters,
            self._discounted,
            overriders,
            weighings,
            rival_weighings,
            questions,
            {
                node: (question, index)
                for question in questions
                for nodes in (question.options, question.leads)
                for index, node in enumerate(nodes)
            }
            | {question.hub: (question, -1) for question in questions},
            self._links,
            {},
        )

    # ---- Inferences -----------------------------------------------------------------------------

    def _add_inference(self, node: int, inference: Inference) -> None:
        number = self._number
        conclusion = number[inference.conclusion]
        self._premises[node] = [number[premise] for premise in inference.premises]
        if inference.polarity is Polarity.PRO:
            _add(self._supports, conclusion, node)
        elif self._counts(inference):
            _add(self._attacks, conclusion, node)
        else:
            self._discounted.setdefault(conclusion, []).append(node)
        if not inference.undercutters:
            return
        counting, discounted = self._split_undercutters(inference)
        self._undercutters[node] = counting
        if discounted:
            self._discounted[node] = discounted

    def _counts(self, attack: Inference) -> bool:
        """Return whether an attack can ever decide: no concession, not outweighed by its target."""
        if self._is_plain:
            return True
        is_outweighed = self._preferences.outweighs(attack.conclusion, attack.id)
        return not is_outweighed and not is_conceded(attack, self._map)

    def _split_undercutters(self, inference: Inference) -> tuple[list[int], list[int]]:
        """Return the undercutters of an inference that count, and the others."""
        counting: list[int] = []
        discounted: list[int] = []
        standard = self._standard(self._number[inference.conclusion])
        for id_ in inference.undercutters:
            undercutter = self._map.statements[id_]
            counts = self._is_plain or (
                not self._preferences.outweighs(inference.id, id_)
                and counts_as_undercutter(undercutter, standard, self._map)
            )
            (counting if counts else discounted).append(self._number[id_])
        return counting, discounted

    def _standard(self, node: int) -> Standard:
        return effective_standard(self._statements[node], self._map)

    def _find_asserted(self) -> list[bool]:
        is_strict = self._map.burden is Burden.STRICT
        return [
            statement.is_ground
            or not (self._supports[node] or (is_strict and statement.kind == "claim"))
            for node, statement in enumerate(self._statements)
        ]

    # ---- Weights --------------------------------------------------------------------------------

    def _relate_inferences(self) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
        """Return the supports that outweigh each attack, and the attacks on each support."""
        overriders: dict[int, list[int]] = {}
        undermined: dict[int, list[int]] = {}
        inferences = self._map.inferences
        if not self._preferences.weaker_by_stronger:
            return overriders, undermined
        node_by_id = {id_: node for node, id_ in enumerate(inferences, len(self._statements))}
        for stronger, weaker in self._preferences.weaker_by_stronger.items():
            inference = inferences.get(stronger)
            if inference is None:
                continue
            is_support = inference.polarity is Polarity.PRO
            if is_support or self._counts(inference):
                related = overriders if is_support else undermined
                for id_ in weaker.intersection(inferences):
                    related.setdefault(node_by_id[id_], []).append(node_by_id[stronger])
        for nodes in (*overriders.values(), *undermined.values()):
            nodes.sort()
        return overriders, undermined

    @cached_property
    def _base_scores(self) -> list[float]:
        return [base_score(statement, self._map) for statement in self._statements]

    @cached_property
    def _weights(self) -> list[float]:
        """The weight of every inference, in order."""
        scores, first = self._base_scores, len(self._statements)
        return [
            weight_of_scores([scores[premise] for premise in self._premises[node]], inference)
            for node, inference in enumerate(self._inferences, start=first)
        ]

    def _side(
        self, inferences: list[int], assertion: float | None, standard: Standard
    ) -> WeighedSide:
        weights, first = self._weights, len(self._statements)
        weighed = [(node, weights[node - first]) for node in inferences]
        if standard is not Standard.ACCRUAL:
            return WeighedSide(weighed, assertion)
        premises = {node: self._premises[node] for node in inferences}
        return WeighedSide(weighed, assertion, find_clusters(premises))

    def _grounds(self, node: int, standard: Standard) -> WeighedSide:
        """Return the inferences for a statement and its assertion, with their weights."""
        assertion = self._base_scores[node] if self._is_asserted[node] else None
        return self._side(self._supports[node], assertion, standard)

    def _weighings(
        self, overriders: dict[int, list[int]], undermined: dict[int, list[int]]
    ) -> dict[int, Comparison]:
        """Return the comparison for each statement whose standard is not the dialectical one."""
        weighings: dict[int, Comparison] = {}
        has_standard = (
            self._map.standard is not None
            or any(question.standard is not None for question in self._map.questions.values())
            or any(statement.standard is not None for statement in self._statements)
        )
        if not has_standard:
            return weighings
        for node in range(len(self._statements)):
            standard = self._standard(node)
            if standard is not Standard.DIALECTICAL:
                supports, attacks = self._supports[node], self._attacks[node]
                weighings[node] = compare_sides(
                    standard,
                    self._bounds,
                    self._grounds(node, standard),
                    self._side(attacks, None, standard),
                    {attack: overriders[attack] for attack in attacks if attack in overriders},
                    {support: undermined[support] for support in supports if support in undermined},
                )
        return weighings

    # ---- Rivals ---------------------------------------------------------------------------------

    def _add_contradictions(self) -> dict[tuple[int, int], Comparison]:
        """Add the contraries; return the comparisons of those that are weighed."""
        rival_weighings: dict[tuple[int, int], Comparison] = {}
        for pair in self._map.contradictions:
            ends = ((pair.first, pair.second), (pair.second, pair.first))
            is_declared = any(self._preferences.outweighs(*end) for end in ends)
            for id_, rival_id in ends[:1] if pair.first == pair.second else ends:
                node, rival = self._number[id_], self._number[rival_id]
                if self._preferences.outweighs(id_, rival_id):
                    continue
                if not (self._is_plain or is_declared or node == rival):
                    comparison = self._compare_rivals(node, rival)
                    if comparison is not None:
                        rival_weighings[node, rival] = comparison
                        self._links.setdefault(node, []).extend(self._supports[rival])
                _add(self._contraries, node, rival)
        return rival_weighings

    def _compare_rivals(self, node: int, rival: int) -> Comparison | None:
        """Return when a statement outweighs one that it contradicts; None if it never does."""
        id_, rival_id = self._statements[node].id, self._statements[rival].id
        question = next(
            (
                question
                for question in self._map.questions_of.get(id_, ())
                if question.is_exclusive and rival_id in question.options
            ),
            None,
        )
        standard = question.standard if question is not None else None
        standard = standard or self._map.standard or Standard.DIALECTICAL
        if question is None:
            if not standard.is_weighing:
                return None
            grounds, objections = self._grounds(node, standard), self._grounds(rival, standard)
        else:
            grounds, objections = (
                self._option_side(node, standard),
                self._option_side(rival, standard),
            )
            if not standard.is_weighing:
                is_weaker = self._is_only_asserted(node) or not self._is_only_asserted(rival)
                # Any ground is enough against a rival that is only asserted.
                return (
                    None
                    if is_weaker
                    else compare_sides(Standard.SCINTILLA, self._bounds, grounds, WeighedSide(()))
                )
        return compare_sides(standard, self._bounds, grounds, objections)

    def _is_only_asserted(self, node: int) -> bool:
        is_ground = self._statements[node].is_ground
        return self._is_asserted[node] and not is_ground and not self._supports[node]

    def _option_side(self, node: int, standard: Standard) -> WeighedSide:
        """Return the grounds of an option in the comparison with other options.

        An option that is only asserted weighs its stated confidence, or nothing.
        """
        if self._is_only_asserted(node):
            confidence = self._statements[node].confidence
            return WeighedSide((), 0.0 if confidence is None else confidence.value)
        return self._grounds(node, standard)

    def _questions(self) -> list[QuestionNodes]:
        questions: list[QuestionNodes] = []
        taken: set[str] = set()
        for question in self._map.questions.values():
            if not question.is_exclusive or not taken.isdisjoint(question.options):
                continue
            if not question.options:
                continue
            taken.update(question.options)
            standard = question.standard or self._map.standard or Standard.DIALECTICAL
            options = [self._number[option] for option in question.options]
            hub = self._size
            leads = list(range(hub + 1, hub + 1 + len(options)))
            self._size += 1 + len(options)
            stronger, related = declared_relations(question, self._preferences)
            self._links[hub] = [*options, *leads]
            for node, lead in zip(options, leads, strict=True):
                self._links.setdefault(node, []).append(hub)
                self._links[lead] = [hub]
            questions.append(
                QuestionNodes(
                    hub,
                    options,
                    leads,
                    standard,
                    self._bounds,
                    [self._option_side(node, standard) for node in options],
                    [self._is_only_asserted(node) for node in options],
                    stronger,
                    related,
                )
            )
        self._extend_lists()
        return questions

    def _extend_lists(self) -> None:
        """Give the nodes of questions an entry in each list."""
        for lists in (
            self._supports,
            self._attacks,
            self._contraries,
            self._premises,
            self._undercutters,
        ):
            lists.extend([_EMPTY] * (self._size - len(lists)))


def _add(lists: NodeLists, node: int, neighbor: int) -> None:
    if lists[node] is _EMPTY:
        lists[node] = [neighbor]
    else:
        lists[node].append(neighbor)


# ---- The order of evaluation ---------------------------------------------------------------------


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


def _count_dependencies(framework: Framework) -> tuple[list[int], NodeLists]:
    """Return the number of dependencies of each node, and its dependents."""
    missing = [0] * framework.size
    dependents: NodeLists = [[] for _ in missing]
    for lists in (
        framework.supports,
        framework.attacks,
        framework.contraries,
        framework.premises,
        framework.undercutters,
    ):
        for node, dependencies in enumerate(lists):
            if dependencies:
                missing[node] += len(dependencies)
                for dependency in dependencies:
                    dependents[dependency].append(node)
    for node, dependencies in framework.links.items():
        missing[node] += len(dependencies)
        for dependency in dependencies:
            dependents[dependency].append(node)
    return missing, dependents


def evaluation_order(framework: Framework) -> EvaluationOrder:
    """Return the order in which a framework's nodes can be evaluated, in linear time."""
    missing, dependents = _count_dependencies(framework)
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
