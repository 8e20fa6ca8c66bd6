"""Counterpoints that speak against the thesis and are accepted, and what they decide."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Iterator
from typing import NamedTuple

from argmap.evaluation.evaluation import Evaluation
from argmap.model import ArgumentMap, Counterpoint, Inference, Polarity, Side, Status


class UnansweredCounterpoint(NamedTuple):
    """A counterpoint that is accepted; ``attacked`` is the first inference by which it attacks.

    ``is_answered`` says that something opposes it, and is not accepted.
    """

    id: str
    attacked: Inference
    is_answered: bool


def find_unanswered(evaluation: Evaluation) -> dict[str, UnansweredCounterpoint]:
    """Return the counterpoints that need an answer, by id, in the map's order; in linear time.

    Left out are those whose every way to the thesis speaks for it, those in the debate about a
    rival of the thesis, those with an expectation, and those whose answer falls to another
    counterpoint that needs one: an answer to that one is enough.
    """
    argument_map = evaluation.argument_map
    rivals = _about_rivals(argument_map)
    found: dict[str, UnansweredCounterpoint] = {}
    for id_, statement in argument_map.statements.items():
        if not isinstance(statement, Counterpoint) or statement.expect is not None:
            continue
        if evaluation.status(id_) is Status.ACCEPTED:
            attacked = next(_attacked(argument_map, id_), None)
            if attacked is not None and attacked.conclusion not in rivals:
                onto = argument_map.inferences_to.get(id_, ())
                is_answered = any(inference.polarity is Polarity.CON for inference in onto)
                found[id_] = UnansweredCounterpoint(id_, attacked, is_answered)
    if any(each.is_answered for each in found.values()):
        last_words = [id_ for id_, each in found.items() if not each.is_answered]
        decided = _closure(last_words, lambda id_: _decided_by(evaluation, id_))
        found = {
            id_: each for id_, each in found.items() if not (each.is_answered and id_ in decided)
        }
    return found


def find_blocking(evaluation: Evaluation, id_: str, among: Collection[str]) -> list[str]:
    """Return those ``among`` statements that keep one from being accepted, in their order."""
    if evaluation.status(id_) is Status.ACCEPTED or not among:
        return []
    reached = _closure([id_], lambda other: _reasons_of(evaluation, other))
    return [other for other in among if other in reached]


def _about_rivals(argument_map: ArgumentMap) -> set[str]:
    """Return what is joined to the thesis by nothing but contradictions, and what bears on that."""
    connected = argument_map.depths
    rivals = [
        rival
        for id_ in connected
        for rival in argument_map.contradicted_by.get(id_, ())
        if rival not in connected
    ]

    def following(id_: str) -> Iterator[str]:
        yield from argument_map.contradicted_by.get(id_, ())
        for inference in argument_map.inferences_to.get(id_, ()):
            yield from inference.premises
            yield from inference.undercutters

    return _closure(rivals, following, connected) if rivals else set()


def _attacked(argument_map: ArgumentMap, id_: str) -> Iterator[Inference]:
    """Yield the inferences by which a statement speaks against the thesis."""
    for inference in argument_map.inferences_from.get(id_, ()):
        if inference.polarity is Polarity.CON and _is_for(argument_map, inference.conclusion):
            yield inference
    for inference in argument_map.undercuts_by.get(id_, ()):
        speaks_for = _is_for if inference.polarity is Polarity.PRO else _is_against
        if speaks_for(argument_map, inference.conclusion):
            yield inference


def _is_for(argument_map: ArgumentMap, id_: str) -> bool:
    """Whether a way leads from a statement to the thesis and speaks for it."""
    side = argument_map.sides.get(id_)
    if side is None:  # on a ring that nothing leads out of
        return not isinstance(argument_map.statements[id_], Counterpoint)
    return side is not Side.AGAINST


def _is_against(argument_map: ArgumentMap, id_: str) -> bool:
    """Whether a way leads from a statement to the thesis and speaks against it."""
    return argument_map.sides.get(id_, Side.FOR) is not Side.FOR


# ---- What decides what --------------------------------------------------------------------------


def _closure(
    starts: Iterable[str],
    following: Callable[[str], Iterable[str]],
    left_out: Container[str] = (),
) -> set[str]:
    reached = set(starts)
    pending = list(reached)
    while pending:
        for id_ in following(pending.pop()):
            if id_ not in reached and id_ not in left_out:
                reached.add(id_)
                pending.append(id_)
    return reached


def _decided_by(evaluation: Evaluation, id_: str) -> Iterator[str]:
    """Yield the statements that have their status because a statement has its own."""
    argument_map = evaluation.argument_map
    is_accepted = evaluation.status(id_) is Status.ACCEPTED
    inferences = argument_map.inferences_from.get(id_, ())
    affected = [(inference, is_accepted) for inference in inferences]
    if is_accepted:
        affected += [(inference, False) for inference in argument_map.undercuts_by.get(id_, ())]
    for inference, holds in affected:
        if (evaluation.status(inference.id) is Status.ACCEPTED) is holds:
            helps = (inference.polarity is Polarity.PRO) is holds
            if (evaluation.status(inference.conclusion) is Status.ACCEPTED) is helps:
                yield inference.conclusion
    for rival in argument_map.contradicted_by.get(id_, ()):
        if (evaluation.status(rival) is Status.ACCEPTED) is not is_accepted:
            yield rival


def _reasons_of(evaluation: Evaluation, id_: str) -> Iterator[str]:
    """Yield the statements that decide about a statement's status."""
    argument_map = evaluation.argument_map
    is_accepted = evaluation.status(id_) is Status.ACCEPTED
    for rival in argument_map.contradicted_by.get(id_, ()):
        if (evaluation.status(rival) is Status.ACCEPTED) is not is_accepted:
            yield rival
    attacks: list[Inference] = []
    supports: list[Inference] = []
    for inference in argument_map.inferences_to.get(id_, ()):
        (attacks if inference.polarity is Polarity.CON else supports).append(inference)
    holding = [
        inference for inference in attacks if evaluation.status(inference.id) is not Status.REJECTED
    ]
    if not is_accepted and holding:
        for inference in holding:
            yield from inference.premises
        return
    for inference in attacks if is_accepted else supports:
        if evaluation.status(inference.id) is not Status.ACCEPTED:
            yield from (
                p for p in inference.premises if evaluation.status(p) is not Status.ACCEPTED
            )
            yield from (
                other
                for other in inference.undercutters
                if evaluation.status(other) is not Status.REJECTED
            )
