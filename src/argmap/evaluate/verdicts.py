"""Labels in words: what stands, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from functools import cached_property
from typing import NamedTuple

from attrs import frozen

from argmap.evaluate.framework import Framework, framework
from argmap.evaluate.labelling import label
from argmap.evaluate.truth import OUT, TRUE, UNDECIDED
from argmap.model import ArgumentMap, Status


class Reason(Enum):
    """Why a statement or a step has its status."""

    UNATTACKED = "unattacked"
    """Accepted: nothing speaks against it."""
    DEFENDED = "defended"
    """Accepted: all that speaks against it falls."""
    ATTACKED = "attacked"
    """Rejected: a step against it holds, or what it contradicts is accepted."""
    UNSUPPORTED = "unsupported"
    """Rejected: it lost its support, or its support is circular."""
    CONTESTED = "contested"
    """Undecided: it hangs on a ring of attacks that nothing breaks."""
    SUPPOSED = "supposed"
    """Whatever its status: it was supposed, and not worked out."""


class Verdict(NamedTuple):
    """A status, its reason, and the ids that decide it: steps of a statement, statements of a step.

    Of a contested statement ``because`` are the undecided ones it hangs on.
    """

    status: Status
    reason: Reason
    because: tuple[str, ...] = ()


@frozen(eq=False, repr=False)
class Evaluation:
    """What stands in a map under the well-founded semantics, by id, in the map's order.

    Statuses are there at once; reasons are worked out when they are asked for.
    """

    argument: ArgumentMap
    _frame: Framework
    _labels: list[int]
    _cyclic: list[list[int]]

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {name: number for number, name in enumerate(self._frame.names)}

    @cached_property
    def statements(self) -> dict[str, Verdict]:
        """The verdict on every statement, by id."""
        frame, labels = self._frame, self._labels
        numbers = range(frame.statement_count)
        return {frame.names[node]: _statement(frame, node, labels) for node in numbers}

    @cached_property
    def steps(self) -> dict[str, Verdict]:
        """Whether every step holds, by id."""
        frame, labels = self._frame, self._labels
        numbers = range(frame.statement_count, len(frame.names))
        return {frame.names[node]: _step(frame, node, labels) for node in numbers}

    @property
    def rings(self) -> tuple[tuple[str, ...], ...]:
        """The statements of each cycle that had to be gone through."""
        count = self._frame.statement_count
        return tuple(
            tuple(self._frame.names[node] for node in component if node < count)
            for component in self._cyclic
        )

    @property
    def thesis(self) -> Verdict | None:
        """The verdict on the thesis; None where the map has none."""
        thesis = self.argument.thesis
        return None if thesis is None else self.statements[thesis]

    def status(self, id_: str) -> Status:
        """Return the status of a statement, or whether a step holds."""
        return _STATUSES[self._labels[self._numbers[id_]]]


_STATUSES = {OUT: Status.REJECTED, UNDECIDED: Status.UNDECIDED, TRUE: Status.ACCEPTED}

_LABELS = {status: label_ for label_, status in _STATUSES.items()}


def evaluate(argument: ArgumentMap, suppose: Mapping[str, Status] | None = None) -> Evaluation:
    """Return what stands in a map, and why: one answer for every map.

    ``suppose`` gives statements a status whatever speaks for and against them: what if? The
    definition is in `argmap.evaluate.labelling`; time is linear on maps without cycles.

    Raises:
        KeyError: when ``suppose`` names a statement that is not in the map.
    """
    frame = framework(argument, {id_: _LABELS[status] for id_, status in (suppose or {}).items()})
    labels, cyclic = label(frame)
    return Evaluation(argument, frame, labels, cyclic)


def _named(frame: Framework, nodes: Iterable[int]) -> tuple[str, ...]:
    return tuple(frame.names[node] for node in nodes)


def _statement(frame: Framework, node: int, labels: list[int]) -> Verdict:
    pro, con, rivals = frame.pro[node], frame.con[node], frame.rivals[node]
    if node in frame.fixed:
        return Verdict(_STATUSES[labels[node]], Reason.SUPPOSED)
    if labels[node] == TRUE:
        reason = Reason.DEFENDED if con or rivals else Reason.UNATTACKED
        holding = _named(frame, (step for step in pro if labels[step] == TRUE))
        return Verdict(Status.ACCEPTED, reason, holding)
    attackers = [other for other in (*con, *rivals) if labels[other] == TRUE]
    if labels[node] == OUT:
        if attackers:
            return Verdict(Status.REJECTED, Reason.ATTACKED, _named(frame, attackers))
        return Verdict(Status.REJECTED, Reason.UNSUPPORTED, _named(frame, pro))
    open_ = (other for other in (*pro, *con, *rivals) if labels[other] not in (TRUE, OUT))
    return Verdict(Status.UNDECIDED, Reason.CONTESTED, _named(frame, open_))


def _step(frame: Framework, node: int, labels: list[int]) -> Verdict:
    premises, undercutters = frame.premises[node], frame.undercutters[node]
    if labels[node] == TRUE:
        reason = Reason.DEFENDED if undercutters else Reason.UNATTACKED
        return Verdict(Status.ACCEPTED, reason, _named(frame, premises))
    if labels[node] == OUT:
        undercut = [other for other in undercutters if labels[other] == TRUE]
        if undercut:
            return Verdict(Status.REJECTED, Reason.ATTACKED, _named(frame, undercut))
        lost = (premise for premise in premises if labels[premise] == OUT)
        return Verdict(Status.REJECTED, Reason.UNSUPPORTED, _named(frame, lost))
    open_ = (other for other in (*premises, *undercutters) if labels[other] not in (TRUE, OUT))
    return Verdict(Status.UNDECIDED, Reason.CONTESTED, _named(frame, open_))
