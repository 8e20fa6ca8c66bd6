"""Why a statement or an inference has its label: the reason, and what decides it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import NamedTuple

from argmap.evaluation.framework import Framework
from argmap.evaluation.labelling import stand_labeller
from argmap.evaluation.labels import IN, OUT, STATUSES, UNDECIDED
from argmap.evaluation.weighing import Accrual
from argmap.model import Status


class Reason(Enum):
    """Why a statement or an inference has its status."""

    UNATTACKED = "unattacked"
    """Accepted: nothing attacks it."""
    DEFENDED = "defended"
    """Accepted: every attack on it fails."""
    ATTACKED = "attacked"
    """Rejected: an inference against it holds."""
    EXCLUDED = "excluded"
    """Rejected: a statement that it contradicts, or another option, is accepted or outweighs it."""
    OUTWEIGHED = "outweighed"
    """Accepted: what holds against it is outweighed, or not enough by its standard of proof."""
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


def statement_verdict(framework: Framework, node: int, labels: list[int]) -> Verdict:
    """Return the verdict on a statement."""
    if node in framework.fixed_labels:
        return Verdict(STATUSES[labels[node]], Reason.SUPPOSED)
    if labels[node] == IN:
        return _acceptance(framework, node, labels)
    if labels[node] == OUT:
        return _rejection(framework, node, labels)
    undecided = [
        n
        for n in (
            *framework.supports[node],
            *_prevailing_attacks(framework, node, labels),
            *framework.contraries[node],
            *_other_options(framework, node),
        )
        if labels[n] == UNDECIDED
    ]
    return Verdict(Status.UNDECIDED, Reason.CONTESTED, _ids(framework, undecided))


def inference_verdict(framework: Framework, node: int, labels: list[int]) -> Verdict:
    """Return the verdict on an inference; one that holds is accepted."""
    premises, undercutters = framework.premises[node], framework.undercutters[node]
    if node in framework.fixed_labels:
        return Verdict(STATUSES[labels[node]], Reason.SUPPOSED)
    if labels[node] == IN:
        discounted = framework.discounted.get(node, ())
        reason = Reason.DEFENDED if undercutters or discounted else Reason.UNATTACKED
        if any(labels[statement] != OUT for statement in discounted):
            reason = Reason.OUTWEIGHED
        return Verdict(Status.ACCEPTED, reason, _ids(framework, premises))
    if labels[node] == OUT:
        accepted = [statement for statement in undercutters if labels[statement] == IN]
        if accepted:
            return Verdict(Status.REJECTED, Reason.ATTACKED, _ids(framework, accepted))
        rejected = (premise for premise in premises if labels[premise] == OUT)
        return Verdict(Status.REJECTED, Reason.UNSUPPORTED, _ids(framework, rejected))
    undecided = (n for n in (*premises, *undercutters) if labels[n] == UNDECIDED)
    return Verdict(Status.UNDECIDED, Reason.CONTESTED, _ids(framework, undecided))


def _ids(framework: Framework, nodes: Iterable[int]) -> tuple[str, ...]:
    return tuple(framework.node_ids[node] for node in dict.fromkeys(nodes))


def _acceptance(framework: Framework, node: int, labels: list[int]) -> Verdict:
    attacks = [*framework.attacks[node], *framework.discounted.get(node, ())]
    rivals = [*framework.contraries[node], *_other_options(framework, node)]
    reason = Reason.DEFENDED if attacks or rivals else Reason.UNATTACKED
    if any(labels[n] != OUT for n in (*attacks, *framework.contraries[node])):
        reason = Reason.OUTWEIGHED
    holding = _ids(framework, (n for n in framework.supports[node] if labels[n] == IN))
    return Verdict(Status.ACCEPTED, reason, holding)


def _rejection(framework: Framework, node: int, labels: list[int]) -> Verdict:
    question, _ = framework.question_of.get(node, (None, 0))
    if question is not None and stand_labeller(framework, labels)(node) != OUT:
        excluding = _ids(framework, _excluding_options(framework, node, labels))
        return Verdict(Status.REJECTED, Reason.EXCLUDED, excluding)
    attacks = [n for n in _prevailing_attacks(framework, node, labels) if labels[n] == IN]
    contraries = [n for n in framework.contraries[node] if labels[n] == IN]
    if attacks:
        return Verdict(Status.REJECTED, Reason.ATTACKED, _ids(framework, (*attacks, *contraries)))
    if contraries:
        return Verdict(Status.REJECTED, Reason.EXCLUDED, _ids(framework, contraries))
    supports = framework.supports[node]
    remaining = [inference for inference in supports if labels[inference] != OUT]
    if node in framework.weighings and (remaining or framework.is_asserted[node]):
        holding = [inference for inference in remaining if labels[inference] == IN]
        return Verdict(Status.REJECTED, Reason.INSUFFICIENT, _ids(framework, holding))
    return Verdict(Status.REJECTED, Reason.UNSUPPORTED, _ids(framework, supports))


def _prevailing_attacks(framework: Framework, node: int, labels: list[int]) -> list[int]:
    """Return the attacks that are not outweighed and defeat a support that is not rejected."""
    attacks = [
        attack
        for attack in framework.attacks[node]
        if all(labels[support] != IN for support in framework.overriders.get(attack, ()))
    ]
    weighing = framework.weighings.get(node)
    if weighing is None:
        return attacks
    possible = [n for n in framework.supports[node] if labels[n] != OUT]
    underminers = {k for support in possible for k in weighing.undermined.get(support, ())}
    if isinstance(weighing, Accrual):
        is_enough_alone = weighing.holds(lambda n: labels[n] != OUT, lambda _: False)
        return attacks if is_enough_alone else [n for n in attacks if n in underminers]
    blocker_count = max(
        (
            support.blocker_count
            for support in weighing.supports
            if support.inference is None or labels[support.inference] != OUT
        ),
        default=0,
    )
    blockers = {*weighing.attacks[:blocker_count], *underminers}
    return [attack for attack in attacks if attack in blockers]


def _other_options(framework: Framework, node: int) -> list[int]:
    """Return the other options of the question that a statement is an option of."""
    question, _ = framework.question_of.get(node, (None, 0))
    return [] if question is None else [option for option in question.options if option != node]


def _excluding_options(framework: Framework, node: int, labels: list[int]) -> list[int]:
    """Return the options that are accepted, or else those that lead and outweigh this one."""
    others = _other_options(framework, node)
    accepted = [option for option in others if labels[option] == IN]
    if accepted:
        return accepted
    question, index = framework.question_of[node]

    def is_certain(n: int) -> bool:
        return labels[n] == IN

    def is_possible(n: int) -> bool:
        return labels[n] != OUT

    def outweighs(rival: int) -> bool:
        if question.is_related(index, rival):
            return question.is_weaker(index, rival)
        return question.outweighs(
            question.attack_weight(rival, is_certain), question.defence_weight(index, is_possible)
        )

    return [
        question.options[rival]
        for rival, lead in enumerate(question.leads)
        if labels[lead] == IN and rival != index and outweighs(rival)
    ]
