"""The direct reasons for and against a statement, ranked by what carries its status.

A reader takes the first reason for *the* reason, so the order of a file does not decide. On each
side, reasons without which the status would change come first, then those that decide it together
with others, those that hold, and those that rest on more statements. The side with the first reason
comes first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import Enum
from functools import cached_property
from math import exp
from typing import NamedTuple

from argmap.evaluation.evaluation import Evaluation
from argmap.evaluation.labelling import stand_labeller
from argmap.evaluation.labels import IN, OUT
from argmap.evaluation.preferences import is_conceded
from argmap.evaluation.standards import (
    ProofBounds,
    base_score,
    effective_standard,
    inference_weight,
)
from argmap.evaluation.suppositions import Counterfactuals
from argmap.evaluation.verdicts import Reason
from argmap.evaluation.weighing import Accrual
from argmap.model import Polarity, Question, Standard, Status
from argmap.model.graph import strongly_connected_components

_MAX_RANKING_WORK = 150_000
"""The most nodes and dependencies to visit in the search for decisive reasons.

Further reasons count as not decisive.
"""
_MAX_SIZE = 10**9


class Bearing(Enum):
    """How a direct reason bears on a statement."""

    FOR = "for"
    AGAINST = "against"
    RIVAL = "rival"
    """A statement that contradicts it, or another option of its question."""


class Counterweight(Enum):
    """Why something that holds against a statement does not decide."""

    CONCESSION = "concession"
    """It is a concession, which never decides."""
    PREFERENCE = "preference"
    """Something outweighs it, as the author declares."""
    STANDARD = "standard"
    """It is not enough, by the weights and the standard of proof."""
    ASSERTION = "assertion"
    """It is an option for which no reason is given."""


class Outweighing(NamedTuple):
    """What outweighs a reason, and how.

    ``by`` are the ids of the statement or the inferences that outweigh it; empty if nothing in
    particular does.
    """

    how: Counterweight
    by: tuple[str, ...] = ()


class DirectReason(NamedTuple):
    """An inference to a statement, or a statement that it cannot be accepted together with.

    Attributes:
        id: The id of the inference or of the rival.
        bearing: How it bears on the statement.
        status: Whether it holds or is accepted.
        is_decisive: Whether the statement would have another status without it.
        size: The number of statements that it consists of and rests on; one that it rests on in
            several ways counts several times.
        outweighed: What outweighs it; None if it does not hold, or counts.
    """

    id: str
    bearing: Bearing
    status: Status
    is_decisive: bool
    size: int
    outweighed: Outweighing | None = None


class Balance(NamedTuple):
    """The weights that a standard of proof compares, of what holds for and against a statement."""

    standard: Standard
    weight_for: float
    weight_against: float

    def sentence(self, bounds: ProofBounds) -> str:
        """Return the weights in words, and what the standard requires."""
        name = self.standard.value.replace("-", " ")
        text = f"by {name}: {self.weight_for:.2f} for it, {self.weight_against:.2f} against it"
        if self.standard in (Standard.PREPONDERANCE, Standard.ACCRUAL):
            return text
        required = [
            f"at least {bounds.strong_from:.2f}",
            f"{bounds.margin:.2f} more than against it",
        ]
        if self.standard is Standard.BEYOND_REASONABLE_DOUBT:
            required.append(f"less than {bounds.doubt_from:.2f} against it")
        return f"{text} (required: {', '.join(required)})"


class ReasonRanking:
    """Ranks the direct reasons for the statuses of one evaluated map.

    Args:
        evaluation: The evaluation of the map.
        max_rivals: The most other options of a question to rank for each option; None for all.
            With a limit, the time is linear in the number of options.
    """

    def __init__(self, evaluation: Evaluation, max_rivals: int | None = None) -> None:
        self._max_rivals = max_rivals
        self._options: dict[tuple[str, Status], list[str]] = {}
        self._evaluation = evaluation
        self._framework = evaluation.framework
        self._labels = evaluation.labelling.labels
        self._work = 0
        self._reasons: dict[str, tuple[DirectReason, ...]] = {}

    def reasons(self, id_: str) -> tuple[DirectReason, ...]:
        """Return all direct reasons for and against a statement, the most important first.

        Raises:
            KeyError: If the map has no such statement.
        """
        if id_ not in self._reasons:
            self._reasons[id_] = self._ranked(id_)
        return self._reasons[id_]

    def _ranked(self, id_: str) -> tuple[DirectReason, ...]:
        deciding = set(self._evaluation.statements[id_].decided_by)
        status_order = self._status_order(id_)
        ranked = sorted(
            (
                (
                    not reason.is_decisive,
                    reason.id not in deciding,
                    status_order.index(reason.status),
                    -reason.size,
                    -self._weight(reason),
                    position,
                ),
                reason,
            )
            for position, reason in enumerate(self._direct_reasons(id_))
        )
        sides = list(dict.fromkeys(reason.bearing for _, reason in ranked))
        return tuple(reason for side in sides for _, reason in ranked if reason.bearing is side)

    def members(self, reason: DirectReason) -> tuple[str, ...]:
        """Return the statements that a reason consists of, the one that decides about it first."""
        inference = self._evaluation.argument_map.inferences.get(reason.id)
        if inference is None:
            return (reason.id,)
        if reason.status is Status.ACCEPTED:
            return inference.premises
        status = self._evaluation.status
        return tuple(sorted(inference.premises, key=lambda id_: status(id_) is not reason.status))

    def balance(self, id_: str) -> Balance | None:
        """Return the weights that decide about a statement; None if its standard compares none."""
        argument_map = self._evaluation.argument_map
        statement = argument_map.statements[id_]
        standard = effective_standard(statement, argument_map)
        node = self._node(id_)
        if not standard.is_weighing or node not in self._framework.weighings:
            return None
        comparison = self._framework.weighings[node]
        overriders, undermined = comparison.overriders, comparison.undermined
        grounds = [
            support
            for support in self._framework.supports[node]
            if self._holds(support) and not any(map(self._holds, undermined.get(support, ())))
        ]
        objections = [
            attack
            for attack in self._framework.attacks[node]
            if self._holds(attack) and not any(map(self._holds, overriders.get(attack, ())))
        ]
        if isinstance(comparison, Accrual):
            return Balance(
                standard,
                1 - exp(-comparison.grounds.total(set(grounds).__contains__)),
                1 - exp(-comparison.objections.total(set(objections).__contains__)),
            )
        assertion = [base_score(statement, argument_map)]
        weights_for = assertion if self._framework.is_asserted[node] else []
        return Balance(
            standard,
            max([*weights_for, *map(self._inference_weight, grounds)], default=0.0),
            max(map(self._inference_weight, objections), default=0.0),
        )

    # ---- The reasons ----------------------------------------------------------------------------

    def _direct_reasons(self, id_: str) -> Iterator[DirectReason]:
        argument_map = self._evaluation.argument_map
        for inference in argument_map.inferences_to.get(id_, ()):
            bearing = Bearing.FOR if inference.polarity is Polarity.PRO else Bearing.AGAINST
            yield self._reason(id_, inference.id, bearing)
        rivals = dict.fromkeys(argument_map.contradicted_by.get(id_, ()))
        for question in argument_map.questions_of.get(id_, ()):
            if question.is_exclusive:
                rivals |= dict.fromkeys(self._ranked_options(id_, question))
        for rival in rivals:
            if rival != id_ or rival in argument_map.contradicted_by.get(id_, ()):
                yield self._reason(id_, rival, Bearing.RIVAL)

    def _ranked_options(self, id_: str, question: Question) -> Sequence[str]:
        """Return the options to rank as rivals of an option; of many, the most important."""
        max_count = self._max_rivals
        if max_count is None or len(question.options) <= max_count + 1:
            return question.options
        status_order = self._status_order(id_)
        key = question.id, status_order[0]
        if key not in self._options:
            self._options[key] = sorted(
                question.options,
                key=lambda option: (
                    status_order.index(self._evaluation.status(option)),
                    -self._sizes[self._node(option)],
                    -base_score(
                        self._evaluation.argument_map.statements[option],
                        self._evaluation.argument_map,
                    ),
                ),
            )
        verdict = self._evaluation.statements[id_]
        excluding = verdict.decided_by[:max_count] if verdict.reason is Reason.EXCLUDED else ()
        options = dict.fromkeys((*excluding, *self._options[key][: max_count + 1]))
        return [option for option in options if option != id_][:max_count]

    def omitted_options(self, id_: str) -> list[str]:
        """Return the other options of a statement's questions that are not ranked as its rivals."""
        if self._max_rivals is None:
            return []
        return [
            option
            for question in self._evaluation.argument_map.questions_of.get(id_, ())
            if question.is_exclusive and len(question.options) > self._max_rivals + 1
            for ranked in [{id_, *self._ranked_options(id_, question)}]
            for option in question.options
            if option not in ranked
        ]

    def outweighing_of(self, id_: str, rival: str) -> Outweighing | None:
        """Return how a statement outweighs a rival; None if it does not."""
        return self._exclusion(id_, rival)

    def _reason(self, id_: str, reason_id: str, bearing: Bearing) -> DirectReason:
        return DirectReason(
            reason_id,
            bearing,
            self._evaluation.status(reason_id),
            self._is_decisive(id_, reason_id),
            self._sizes[self._node(reason_id)],
            self._outweighing(id_, reason_id, bearing),
        )

    def _status_order(self, id_: str) -> Sequence[Status]:
        if self._evaluation.status(id_) is Status.UNDECIDED:
            return (Status.UNDECIDED, Status.ACCEPTED, Status.REJECTED)
        return (Status.ACCEPTED, Status.UNDECIDED, Status.REJECTED)

    def _is_decisive(self, id_: str, reason_id: str) -> bool:
        """Return whether a statement would have another status without one of its reasons."""
        node, reason = self._node(id_), self._node(reason_id)
        if self._labels[reason] == OUT or node == reason or self._work > _MAX_RANKING_WORK:
            return False
        counterfactuals = self._counterfactuals
        before = counterfactuals.labelled_count
        changes = counterfactuals.label_changes({reason: OUT}, stop=lambda other: other == node)
        self._work += counterfactuals.labelled_count - before
        self._work += len(self._framework.dependencies(node))
        return node in changes

    def _outweighing(self, id_: str, reason_id: str, bearing: Bearing) -> Outweighing | None:
        if self._evaluation.status(reason_id) is Status.REJECTED and bearing is not Bearing.RIVAL:
            return None
        if bearing is Bearing.FOR:
            return self._undermining(id_, reason_id)
        if bearing is Bearing.AGAINST:
            return self._overriding(id_, reason_id)
        return self._exclusion(id_, reason_id)

    def _undermining(self, id_: str, support: str) -> Outweighing | None:
        """Return the objections that outweigh a support of a weighed statement."""
        comparison = self._framework.weighings.get(self._node(id_))
        if comparison is None:
            return None
        attacks = filter(self._holds, comparison.undermined.get(self._node(support), ()))
        by = self._ids(attacks)
        return Outweighing(Counterweight.PREFERENCE, by) if by else None

    def _overriding(self, id_: str, attack: str) -> Outweighing | None:
        """Return what outweighs an inference against a statement."""
        node, attack_node = self._node(id_), self._node(attack)
        argument_map = self._evaluation.argument_map
        if is_conceded(argument_map.inferences[attack], argument_map):
            return Outweighing(Counterweight.CONCESSION)
        if attack_node in self._framework.discounted.get(node, ()):
            return Outweighing(Counterweight.PREFERENCE, (id_,))
        by = self._ids(filter(self._holds, self._framework.overriders.get(attack_node, ())))
        if by:
            return Outweighing(Counterweight.PREFERENCE, by)
        if self._holds(node) and self._holds(attack_node):
            return Outweighing(Counterweight.STANDARD)
        return None

    def _exclusion(self, id_: str, rival: str) -> Outweighing | None:
        """Return what outweighs a rival that stands by itself."""
        node, rival_node = self._node(id_), self._node(rival)
        question, index = self._framework.question_of.get(rival_node, (None, 0))
        node_question, node_index = self._framework.question_of.get(node, (None, 0))
        is_option = question is not None and node_question is question
        if node == rival_node or not (self._leads(node) if is_option else self._holds(node)):
            return None
        if question is None or not is_option:
            if rival_node not in self._framework.contraries[node]:
                return Outweighing(Counterweight.PREFERENCE, (id_,))
            return Outweighing(Counterweight.STANDARD) if self._holds(rival_node) else None
        if self._labels[rival_node] != OUT or self._stand_label(rival_node) == OUT:
            return None
        how = Counterweight.ASSERTION
        if question.is_weaker(index, node_index):
            how = Counterweight.PREFERENCE
        elif question.standard.is_weighing:
            how = Counterweight.STANDARD
        return Outweighing(how, (id_,))

    def _leads(self, option: int) -> bool:
        question, index = self._framework.question_of[option]
        return self._holds(question.leads[index])

    @cached_property
    def _stand_label(self) -> Callable[[int], int]:
        """Returns whether an option stands but for the other options, as a label."""
        return stand_labeller(self._framework, self._labels)

    @cached_property
    def _counterfactuals(self) -> Counterfactuals:
        return Counterfactuals(self._evaluation)

    # ---- Nodes ----------------------------------------------------------------------------------

    def _node(self, id_: str) -> int:
        return self._evaluation.node_by_id[id_]

    def _ids(self, nodes: Iterable[int]) -> tuple[str, ...]:
        return tuple(self._framework.node_ids[node] for node in nodes)

    def _holds(self, node: int) -> bool:
        return self._labels[node] == IN

    def _inference_weight(self, node: int) -> float:
        argument_map = self._evaluation.argument_map
        return inference_weight(
            argument_map.inferences[self._framework.node_ids[node]], argument_map
        )

    def _weight(self, reason: DirectReason) -> float:
        argument_map = self._evaluation.argument_map
        if reason.id in argument_map.inferences:
            return inference_weight(argument_map.inferences[reason.id], argument_map)
        return base_score(argument_map.statements[reason.id], argument_map)

    @cached_property
    def _sizes(self) -> dict[int, int]:
        """The number of statements that each node consists of and rests on.

        The statements of a cycle count once.
        """
        argument_map, framework = self._evaluation.argument_map, self._framework
        statement_count = framework.statement_count
        node_by_id = self._evaluation.node_by_id
        inferences = list(argument_map.inferences.values())
        inferences_to: dict[int, list[int]] = {}
        below: dict[int, list[int]] = {}
        for node, inference in enumerate(inferences, start=statement_count):
            inferences_to.setdefault(node_by_id[inference.conclusion], []).append(node)
            below[node] = [
                node_by_id[id_] for id_ in (*inference.premises, *inference.undercutters)
            ]

        def nodes_below(node: int) -> Sequence[int]:
            return below[node] if node >= statement_count else inferences_to.get(node, ())

        sizes: dict[int, int] = {}
        nodes = range(len(framework.node_ids))
        for component in strongly_connected_components(nodes, nodes_below):
            members = set(component)
            size = sum(node < statement_count for node in component)
            size += sum(
                sizes[other]
                for node in component
                for other in nodes_below(node)
                if other not in members
            )
            sizes.update(dict.fromkeys(component, min(size, _MAX_SIZE)))
        return sizes


def rank_reasons(evaluation: Evaluation, id_: str) -> tuple[DirectReason, ...]:
    """Return all direct reasons for and against one statement, the most important first.

    For several statements of a map, use one `ReasonRanking`.

    Raises:
        KeyError: If the map has no such statement.
    """
    return ReasonRanking(evaluation).reasons(id_)
