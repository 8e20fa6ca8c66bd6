"""Labels in words: what stands, and why.

Why a statement has its status, in half a sentence.
"""

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
from argmap.evaluation.labelling import Labelling, label
from argmap.model import ArgumentMap, Status
from argmap.model.graph import strong_components


class Reason(Enum):
    """Why a statement or an inference has its status."""

    UNATTACKED = "unattacked"
    """Accepted: nothing speaks against it."""
    DEFENDED = "defended"
    """Accepted: all that speaks against it falls."""
    ATTACKED = "attacked"
    """Rejected: an inference against it holds, or what it contradicts is accepted."""
    OUTWEIGHED = "outweighed"
    """Accepted: what holds against it is not enough, by its standard of proof."""
    INSUFFICIENT = "insufficient"
    """Rejected: what holds for it is not enough, by its standard of proof."""
    UNSUPPORTED = "unsupported"
    """Rejected: it lost its support, or its support is circular."""
    CONTESTED = "contested"
    """Undecided: it depends on a circle of attacks that nothing breaks."""
    SUPPOSED = "supposed"
    """Whatever its status: it was supposed, and not worked out."""


class Verdict(NamedTuple):
    """A status, its reason, and the ids of the inferences or statements that decide it.

    Of a contested statement ``because`` are the undecided ones it hangs on.
    """

    status: Status
    reason: Reason
    because: tuple[str, ...] = ()


@frozen(eq=False, repr=False)
class Evaluation:
    """What stands in a map under the well-founded semantics, by id, in the map's order.

    Statuses are there at once; reasons are worked out when they are asked for. ``frame`` and
    ``labelling`` are the same by number, for further analysis (`argmap.evaluation.explanation`).
    """

    argument_map: ArgumentMap
    frame: Framework
    labelling: Labelling

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Every statement's and inference's number in the framework, by id."""
        return {name: number for number, name in enumerate(self.frame.names)}

    @cached_property
    def statements(self) -> dict[str, Verdict]:
        """The verdict on every statement, by id."""
        frame, labels = self.frame, self.labelling.labels
        numbers = range(frame.statement_count)
        return {frame.names[node]: _statement(frame, node, labels) for node in numbers}

    @cached_property
    def inferences(self) -> dict[str, Verdict]:
        """Whether every inference holds, by id."""
        frame, labels = self.frame, self.labelling.labels
        numbers = range(frame.statement_count, len(frame.names))
        return {frame.names[node]: _inference(frame, node, labels) for node in numbers}

    @cached_property
    def circular(self) -> frozenset[str]:
        """The rejected statements whose support leads back to them."""
        unfounded, frame = self.labelling.unfounded, self.frame

        def support(node: int) -> list[int]:
            all_of_it = frame.pro if node < frame.statement_count else frame.premises
            return [other for other in all_of_it[node] if other in unfounded]

        components = strong_components(sorted(unfounded), support)
        return frozenset(
            frame.names[node]
            for component in components
            if len(component) > 1
            for node in component
            if node < frame.statement_count
        )

    @property
    def rings(self) -> tuple[tuple[str, ...], ...]:
        """The statements of each cycle that had to be gone through."""
        count, order = self.frame.statement_count, self.labelling.order
        return tuple(
            tuple(self.frame.names[node] for node in component if node < count)
            for component in order.components
            if order.is_cyclic(component)
        )

    @property
    def thesis(self) -> Verdict | None:
        """The verdict on the thesis; None where the map has none."""
        thesis = self.argument_map.thesis
        return None if thesis is None else self.statements[thesis]

    def retold(self, argument_map: ArgumentMap) -> Evaluation:
        """Return the same verdicts of a map that differs in nothing but its statements' words."""
        return evolve(self, argument_map=argument_map)

    def status(self, id_: str) -> Status:
        """Return the status of a statement, or whether an inference holds."""
        return STATUSES[self.labelling.labels[self.numbers[id_]]]


def evaluate(
    argument_map: ArgumentMap,
    suppose: Mapping[str, Status] | None = None,
) -> Evaluation:
    """Return what stands in a map, and why: one answer for every map.

    ``suppose`` gives statements or inferences a status whatever speaks for and against them: what
    if? The definition is in `argmap.evaluation.labelling`; time is linear on maps without cycles.

    Raises:
        KeyError: when ``suppose`` names what is not in the map.
    """
    fixed = {id_: LABELS[status] for id_, status in (suppose or {}).items()}
    frame = build_framework(argument_map, fixed)
    return Evaluation(argument_map, frame, label(frame))


def _named(frame: Framework, nodes: Iterable[int]) -> tuple[str, ...]:
    return tuple(frame.names[node] for node in nodes)


def _statement(frame: Framework, node: int, labels: list[int]) -> Verdict:
    pro, con, rivals = frame.pro[node], frame.con[node], frame.rivals[node]
    if node in frame.fixed:
        return Verdict(STATUSES[labels[node]], Reason.SUPPOSED)
    if labels[node] == IN:
        is_attacked = any(labels[inference] != OUT for inference in con)
        reason = Reason.DEFENDED if con or rivals else Reason.UNATTACKED
        holding = _named(frame, (inference for inference in pro if labels[inference] == IN))
        return Verdict(Status.ACCEPTED, Reason.OUTWEIGHED if is_attacked else reason, holding)
    if labels[node] == OUT:
        return _rejected(frame, node, labels)
    against = _relevant_attackers(frame, node, labels)
    open_ = (other for other in (*pro, *against, *rivals) if labels[other] == UNDECIDED)
    return Verdict(Status.UNDECIDED, Reason.CONTESTED, _named(frame, open_))


def _relevant_attackers(frame: Framework, node: int, labels: list[int]) -> list[int]:
    """Return the inferences against a statement that block something that could carry it."""
    if node not in frame.weighings:
        return frame.con[node]
    weighing = frame.weighings[node]
    most = max(
        (
            each.blockers
            for each in weighing.carriers
            if each.inference is None or labels[each.inference]
        ),
        default=0,
    )
    blockers = set(weighing.against[:most])
    return [inference for inference in frame.con[node] if inference in blockers]


def _rejected(frame: Framework, node: int, labels: list[int]) -> Verdict:
    against = _relevant_attackers(frame, node, labels)
    attackers = [other for other in (*against, *frame.rivals[node]) if labels[other] == IN]
    if attackers:
        return Verdict(Status.REJECTED, Reason.ATTACKED, _named(frame, attackers))
    kept = [inference for inference in frame.pro[node] if labels[inference] != OUT]
    if node in frame.weighings and (kept or frame.asserted[node]):
        holding = (inference for inference in kept if labels[inference] == IN)
        return Verdict(Status.REJECTED, Reason.INSUFFICIENT, _named(frame, holding))
    return Verdict(Status.REJECTED, Reason.UNSUPPORTED, _named(frame, frame.pro[node]))


def _inference(frame: Framework, node: int, labels: list[int]) -> Verdict:
    premises, undercutters = frame.premises[node], frame.undercutters[node]
    if labels[node] == IN:
        reason = Reason.DEFENDED if undercutters else Reason.UNATTACKED
        return Verdict(Status.ACCEPTED, reason, _named(frame, premises))
    if labels[node] == OUT:
        undercut = [other for other in undercutters if labels[other] == IN]
        if undercut:
            return Verdict(Status.REJECTED, Reason.ATTACKED, _named(frame, undercut))
        lost = (premise for premise in premises if labels[premise] == OUT)
        return Verdict(Status.REJECTED, Reason.UNSUPPORTED, _named(frame, lost))
    open_ = (other for other in (*premises, *undercutters) if labels[other] not in (IN, OUT))
    return Verdict(Status.UNDECIDED, Reason.CONTESTED, _named(frame, open_))


_WHY = {
    Reason.UNATTACKED: "nothing speaks against it",
    Reason.DEFENDED: "what speaks against it falls",
    Reason.OUTWEIGHED: "what holds against it is not enough, by its standard of proof",
    Reason.ATTACKED: "what speaks against it holds",
    Reason.INSUFFICIENT: "what holds for it is not enough, by its standard of proof",
    Reason.UNSUPPORTED: "it has lost its support",
    Reason.CONTESTED: "it depends on a circle of attacks that nothing breaks",
    Reason.SUPPOSED: "that is supposed",
}


def explain_status(evaluation: Evaluation, id_: str) -> str:
    """Return why a statement has its status, to be read after “is accepted: ”."""
    verdict = evaluation.statements[id_]
    if verdict.reason is Reason.UNSUPPORTED:
        if not verdict.because:
            return "nothing supports it, and the map's burden of proof is strict"
        if id_ in evaluation.circular:
            return "what supports it rests on it in turn"
    if verdict.reason is Reason.UNATTACKED and verdict.because:
        return "its support holds, and nothing speaks against it"
    return _WHY[verdict.reason]
