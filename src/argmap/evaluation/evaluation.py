"""The verdict on every statement and inference of a map, with the reason for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from functools import cached_property
from typing import NamedTuple

from attrs import evolve, frozen

from argmap.evaluation.framework import (
    IN,
    LABELS,
    OUT,
    STATUSES,
    UNDECIDED,
    Framework,
    build_framework,
)
from argmap.evaluation.labelling import Labelling, compute_labelling
from argmap.model import ArgumentMap, Status
from argmap.model.graph import strongly_connected_components


class Reason(Enum):
    """Why a statement or an inference has its status."""

    UNATTACKED = "unattacked"
    """Accepted: nothing attacks it."""
    DEFENDED = "defended"
    """Accepted: every attack on it fails."""
    ATTACKED = "attacked"
    """Rejected: an inference against it holds, or a statement that it contradicts is accepted."""
    OUTWEIGHED = "outweighed"
    """Accepted: attacks on it hold, but it meets its standard of proof."""
    INSUFFICIENT = "insufficient"
    """Rejected: inferences for it hold, but it does not meet its standard of proof."""
    UNSUPPORTED = "unsupported"
    """Rejected: it lost its support, or its support is circular."""
    CONTESTED = "contested"
    """Undecided: it depends on an unresolved cycle of attacks."""
    SUPPOSED = "supposed"
    """Its status is a supposition and was not computed."""


class Verdict(NamedTuple):
    """A status and the reason for it.

    ``decided_by`` are the ids of the inferences or statements that decide the status. For a
    contested statement, they are the undecided ones that it depends on.
    """

    status: Status
    reason: Reason
    decided_by: tuple[str, ...] = ()


@frozen(eq=False, repr=False)
class Evaluation:
    """The result of evaluating a map under the well-founded semantics.

    Statuses are computed at once, reasons on demand. Results are by id, in the map's order;
    ``framework`` and ``labelling`` hold them by node number, for further analysis
    (`argmap.evaluation.explanation`).
    """

    argument_map: ArgumentMap
    framework: Framework
    labelling: Labelling

    @cached_property
    def node_by_id(self) -> dict[str, int]:
        """The number of every statement and inference in the framework, by id."""
        return {id_: node for node, id_ in enumerate(self.framework.node_ids)}

    @cached_property
    def statements(self) -> dict[str, Verdict]:
        """The verdict on every statement, by id."""
        framework, labels = self.framework, self.labelling.labels
        nodes = range(framework.statement_count)
        return {framework.node_ids[n]: _statement_verdict(framework, n, labels) for n in nodes}

    @cached_property
    def inferences(self) -> dict[str, Verdict]:
        """The verdict on every inference, by id; one that holds is accepted."""
        framework, labels = self.framework, self.labelling.labels
        nodes = range(framework.statement_count, len(framework.node_ids))
        return {framework.node_ids[n]: _inference_verdict(framework, n, labels) for n in nodes}

    @cached_property
    def circular_statements(self) -> frozenset[str]:
        """The ids of the rejected statements whose support is circular."""
        framework, unfounded = self.framework, self.labelling.unfounded

        def unfounded_supports(node: int) -> list[int]:
            is_statement = node < framework.statement_count
            supports = framework.supports if is_statement else framework.premises
            return [other for other in supports[node] if other in unfounded]

        components = strongly_connected_components(sorted(unfounded), unfounded_supports)
        return frozenset(
            framework.node_ids[node]
            for component in components
            if len(component) > 1
            for node in component
            if node < framework.statement_count
        )

    @property
    def cycles(self) -> tuple[tuple[str, ...], ...]:
        """The ids of the statements in each cyclic component of the map."""
        framework, order = self.framework, self.labelling.order
        return tuple(
            tuple(framework.node_ids[n] for n in component if n < framework.statement_count)
            for component in order.components
            if order.is_cyclic(component)
        )

    @property
    def thesis(self) -> Verdict | None:
        """The verdict on the thesis; None if the map has no thesis."""
        thesis = self.argument_map.thesis
        return None if thesis is None else self.statements[thesis]

    def with_argument_map(self, argument_map: ArgumentMap) -> Evaluation:
        """Return this evaluation for a map that differs only in the wording of its statements."""
        return evolve(self, argument_map=argument_map)

    def status(self, id_: str) -> Status:
        """Return the status of a statement or an inference; one that holds is accepted."""
        return STATUSES[self.labelling.labels[self.node_by_id[id_]]]


def evaluate(
    argument_map: ArgumentMap,
    suppose: Mapping[str, Status] | None = None,
) -> Evaluation:
    """Evaluate a map: decide which statements are accepted, and why.

    Every map has exactly one evaluation. The semantics is defined in
    `argmap.evaluation.labelling`; the time is linear on maps without cycles.

    Args:
        argument_map: The map to evaluate.
        suppose: Statuses of statements and inferences, by id, that replace the computed ones.

    Raises:
        KeyError: If ``suppose`` contains an id that is not in the map.
    """
    fixed_labels = {id_: LABELS[status] for id_, status in (suppose or {}).items()}
    framework = build_framework(argument_map, fixed_labels)
    return Evaluation(argument_map, framework, compute_labelling(framework))


def _ids(framework: Framework, nodes: Iterable[int]) -> tuple[str, ...]:
    return tuple(framework.node_ids[node] for node in nodes)


def _statement_verdict(framework: Framework, node: int, labels: list[int]) -> Verdict:
    supports, attacks = framework.supports[node], framework.attacks[node]
    contraries = framework.contraries[node]
    if node in framework.fixed_labels:
        return Verdict(STATUSES[labels[node]], Reason.SUPPOSED)
    if labels[node] == IN:
        is_attacked = any(labels[inference] != OUT for inference in attacks)
        reason = Reason.DEFENDED if attacks or contraries else Reason.UNATTACKED
        holding = _ids(framework, (inference for inference in supports if labels[inference] == IN))
        return Verdict(Status.ACCEPTED, Reason.OUTWEIGHED if is_attacked else reason, holding)
    if labels[node] == OUT:
        return _rejection(framework, node, labels)
    attacks = _relevant_attacks(framework, node, labels)
    undecided = (n for n in (*supports, *attacks, *contraries) if labels[n] == UNDECIDED)
    return Verdict(Status.UNDECIDED, Reason.CONTESTED, _ids(framework, undecided))


def _rejection(framework: Framework, node: int, labels: list[int]) -> Verdict:
    attacks = _relevant_attacks(framework, node, labels)
    holding = [n for n in (*attacks, *framework.contraries[node]) if labels[n] == IN]
    if holding:
        return Verdict(Status.REJECTED, Reason.ATTACKED, _ids(framework, holding))
    supports = framework.supports[node]
    remaining = [inference for inference in supports if labels[inference] != OUT]
    if node in framework.weighings and (remaining or framework.is_asserted[node]):
        holding = [inference for inference in remaining if labels[inference] == IN]
        return Verdict(Status.REJECTED, Reason.INSUFFICIENT, _ids(framework, holding))
    return Verdict(Status.REJECTED, Reason.UNSUPPORTED, _ids(framework, supports))


def _relevant_attacks(framework: Framework, node: int, labels: list[int]) -> list[int]:
    """Return the inferences against a statement that block a support which is not rejected."""
    if node not in framework.weighings:
        return framework.attacks[node]
    weighing = framework.weighings[node]
    blocker_count = max(
        (
            support.blocker_count
            for support in weighing.supports
            if support.inference is None or labels[support.inference] != OUT
        ),
        default=0,
    )
    blockers = set(weighing.attacks[:blocker_count])
    return [inference for inference in framework.attacks[node] if inference in blockers]


def _inference_verdict(framework: Framework, node: int, labels: list[int]) -> Verdict:
    premises, undercutters = framework.premises[node], framework.undercutters[node]
    if labels[node] == IN:
        reason = Reason.DEFENDED if undercutters else Reason.UNATTACKED
        return Verdict(Status.ACCEPTED, reason, _ids(framework, premises))
    if labels[node] == OUT:
        accepted = [statement for statement in undercutters if labels[statement] == IN]
        if accepted:
            return Verdict(Status.REJECTED, Reason.ATTACKED, _ids(framework, accepted))
        rejected = (premise for premise in premises if labels[premise] == OUT)
        return Verdict(Status.REJECTED, Reason.UNSUPPORTED, _ids(framework, rejected))
    undecided = (n for n in (*premises, *undercutters) if labels[n] == UNDECIDED)
    return Verdict(Status.UNDECIDED, Reason.CONTESTED, _ids(framework, undecided))


_EXPLANATIONS = {
    Reason.UNATTACKED: "nothing attacks it",
    Reason.DEFENDED: "every attack on it fails",
    Reason.OUTWEIGHED: "it meets its standard of proof despite the attacks on it",
    Reason.ATTACKED: "an attack on it succeeds",
    Reason.INSUFFICIENT: "its support does not meet its standard of proof",
    Reason.UNSUPPORTED: "it has lost its support",
    Reason.CONTESTED: "it depends on an unresolved cycle of attacks",
    Reason.SUPPOSED: "by supposition",
}


def explain_status(evaluation: Evaluation, id_: str) -> str:
    """Return why a statement has its status, as a clause to follow “is accepted: ”."""
    verdict = evaluation.statements[id_]
    if verdict.reason is Reason.UNSUPPORTED:
        if not verdict.decided_by:
            return "nothing supports it, and the map's burden of proof is strict"
        if id_ in evaluation.circular_statements:
            return "its support is circular"
    if verdict.reason is Reason.UNATTACKED and verdict.decided_by:
        return "its support holds, and nothing attacks it"
    return _EXPLANATIONS[verdict.reason]
