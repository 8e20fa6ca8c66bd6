"""The statements that decide whether one stands or falls."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from argmap.evaluate import Evaluation, Reason
from argmap.model import Inference, Polarity, Status

_MOST = 24
"""Statements that are named as deciding one."""


def because(evaluation: Evaluation, id_: str) -> list[tuple[str, str]]:
    """Return what decides about a statement: what it does, and its id; the first 24."""
    return list(islice(_deciding(evaluation, id_), _MOST))


def _deciding(evaluation: Evaluation, id_: str) -> Iterator[tuple[str, str]]:
    verdict = evaluation.statements[id_]
    for node in verdict.because:
        yield from _node(evaluation, node)
    if verdict.reason in (Reason.DEFENDED, Reason.OUTWEIGHED):
        for step in evaluation.argument.steps_onto.get(id_, ()):
            if step.polarity is Polarity.CON:
                yield from _node(evaluation, step.id)
        for rival in evaluation.argument.contradicted_by.get(id_, ()):
            yield from _node(evaluation, rival)


def _node(evaluation: Evaluation, node: str) -> Iterator[tuple[str, str]]:
    step = evaluation.argument.inferences.get(node)
    if step is None:
        yield "it cannot stand together with", node
        return
    members = evaluation.steps[node].because
    undercutters = [other for other in members if other in step.undercutters]
    premises = [other for other in members if other not in undercutters] or step.premises
    role = _role(step, holds=evaluation.status(node) is Status.ACCEPTED)
    for premise in premises:
        yield role, premise
        role = "and"
    for other in undercutters:
        stands = evaluation.status(other) is Status.ACCEPTED
        yield "but that is denied by" if stands else "which may be denied by", other


def _role(step: Inference, *, holds: bool) -> str:
    if step.polarity is Polarity.PRO:
        return "because" if holds else "it would be, because"
    return "against it" if holds else "against it would be"
