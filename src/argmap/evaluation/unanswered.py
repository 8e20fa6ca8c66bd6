"""Finds accepted counterpoints against the thesis, and the statements whose status they decide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Container, Iterable, Iterator
from typing import NamedTuple

from argmap.evaluation.evaluation import Evaluation
from argmap.evaluation.preferences import find_preferences
from argmap.evaluation.standards import counts_as_undercutter, effective_standard
from argmap.model import ArgumentMap, Counterpoint, Inference, Polarity, Side, Status


class UnansweredCounterpoint(NamedTuple):
    """An accepted counterpoint against the thesis.

    Attributes:
        id: The id of the counterpoint.
        inference: The first inference by which it attacks, or that it undercuts.
        is_answered: Whether something opposes it, or undercuts its attack, without success.
    """

    id: str
    inference: Inference
    is_answered: bool


def find_unanswered(evaluation: Evaluation) -> dict[str, UnansweredCounterpoint]:
    """Return the counterpoints that need an answer, by id, in the map's order and in linear time.

    These counterpoints are left out: those whose every path to the thesis supports it, those whose
    every attack is undercut or needs another premise, which is rejected, those in the debate about
    a statement that contradicts the thesis, those with an expectation, those that are outweighed
    wherever they attack, and those whose answer fails because of another counterpoint in the
    result, since an answer to that one is enough.
    """
    argument_map = evaluation.argument_map
    about_contraries = _about_contraries(argument_map)
    preferences = _Preferences(evaluation)
    unanswered: dict[str, UnansweredCounterpoint] = {}
    for id_, statement in argument_map.statements.items():
        if not isinstance(statement, Counterpoint) or statement.expect is not None:
            continue
        if evaluation.status(id_) is Status.ACCEPTED:
            attack = next(_attacks_on_thesis(evaluation, id_), None)
            is_relevant = attack is not None and attack.conclusion not in about_contraries
            if attack is not None and is_relevant and not preferences.outweigh(id_):
                inferences = argument_map.inferences_to.get(id_, ())
                is_opposed = any(i.polarity is Polarity.CON for i in inferences)
                counterpoint = UnansweredCounterpoint(id_, attack, is_opposed)
                is_answered = is_opposed or bool(_undercutters_of(counterpoint))
                unanswered[id_] = counterpoint._replace(is_answered=is_answered)
    if any(counterpoint.is_answered for counterpoint in unanswered.values()):
        without_answer = [id_ for id_, c in unanswered.items() if not c.is_answered]
        decided = _closure(without_answer, lambda id_: _decided_by(evaluation, id_))
        unanswered = {
            id_: c
            for id_, c in unanswered.items()
            if not c.is_answered or decided.isdisjoint({id_, *_undercutters_of(c)})
        }
    return unanswered


def _undercutters_of(counterpoint: UnansweredCounterpoint) -> tuple[str, ...]:
    """Return the statements that undercut the attack of a counterpoint."""
    attack = counterpoint.inference
    return attack.undercutters if counterpoint.id in attack.premises else ()


def find_blocking(evaluation: Evaluation, id_: str, candidates: Collection[str]) -> list[str]:
    """Return the candidates that keep a statement from being accepted, in their order."""
    if evaluation.status(id_) is Status.ACCEPTED or not candidates:
        return []
    reached = _closure([id_], lambda other: _deciding(evaluation, other))
    return [other for other in candidates if other in reached]


def _about_contraries(argument_map: ArgumentMap) -> set[str]:
    """Return the statements that only a contradiction connects to the thesis.

    Includes the statements that support or attack them.
    """
    connected = argument_map.depths
    contraries = [
        contrary
        for id_ in connected
        for contrary in argument_map.contradicted_by.get(id_, ())
        if contrary not in connected
    ]

    def neighbors(id_: str) -> Iterator[str]:
        yield from argument_map.contradicted_by.get(id_, ())
        for inference in argument_map.inferences_to.get(id_, ()):
            yield from inference.premises
            yield from inference.undercutters

    return _closure(contraries, neighbors, connected) if contraries else set()


def _attacks_on_thesis(evaluation: Evaluation, id_: str) -> Iterator[Inference]:
    """Yield the inferences by which a statement attacks the thesis, unless they are rejected."""
    argument_map = evaluation.argument_map
    for inference in argument_map.inferences_from.get(id_, ()):
        is_rejected = evaluation.status(inference.id) is Status.REJECTED
        is_attack = inference.polarity is Polarity.CON and not is_rejected
        if is_attack and _is_for(argument_map, inference.conclusion):
            yield inference
    for inference in argument_map.undercuts_by.get(id_, ()):
        supports_thesis = _is_for if inference.polarity is Polarity.PRO else _is_against
        if supports_thesis(argument_map, inference.conclusion):
            yield inference


class _Preferences:
    """Which attacks and undercutters a preference or a standard of proof decides against."""

    def __init__(self, evaluation: Evaluation) -> None:
        self._evaluation = evaluation
        self._stronger: dict[str, list[str]] = defaultdict(list)
        order = find_preferences(evaluation.argument_map)
        for stronger, weaker_ids in order.weaker_by_stronger.items():
            for weaker in weaker_ids:
                self._stronger[weaker].append(stronger)

    def outweigh(self, id_: str) -> bool:
        """Return whether a statement is outweighed wherever it attacks or undercuts."""
        argument_map = self._evaluation.argument_map
        return all(
            self._outweigh_attack(inference)
            for inference in argument_map.inferences_from.get(id_, ())
            if inference.polarity is Polarity.CON
        ) and all(
            self._outweigh_undercutter(id_, inference)
            for inference in argument_map.undercuts_by.get(id_, ())
        )

    def _outweigh_attack(self, attack: Inference) -> bool:
        evaluation, argument_map = self._evaluation, self._evaluation.argument_map
        conclusion = argument_map.statements[attack.conclusion]
        is_accepted = evaluation.status(conclusion.id) is Status.ACCEPTED
        if is_accepted and effective_standard(conclusion, argument_map).is_weighing:
            return True
        return any(
            stronger == conclusion.id or evaluation.status(stronger) is Status.ACCEPTED
            for stronger in self._stronger.get(attack.id, ())
        )

    def _outweigh_undercutter(self, id_: str, inference: Inference) -> bool:
        argument_map = self._evaluation.argument_map
        standard = effective_standard(argument_map.statements[inference.conclusion], argument_map)
        return inference.id in self._stronger.get(id_, ()) or not counts_as_undercutter(
            argument_map.statements[id_], standard, argument_map
        )


def _is_for(argument_map: ArgumentMap, id_: str) -> bool:
    """Return whether a path from a statement to the thesis supports it."""
    side = argument_map.sides.get(id_)
    if side is None:  # on a cycle without a path to the thesis
        return not isinstance(argument_map.statements[id_], Counterpoint)
    return side is not Side.AGAINST


def _is_against(argument_map: ArgumentMap, id_: str) -> bool:
    """Return whether a path from a statement to the thesis attacks it."""
    return argument_map.sides.get(id_, Side.FOR) is not Side.FOR


def _closure(
    starts: Iterable[str],
    neighbors: Callable[[str], Iterable[str]],
    excluded: Container[str] = (),
) -> set[str]:
    """Return the statements that can be reached from some others."""
    reached = set(starts)
    stack = list(reached)
    while stack:
        for id_ in neighbors(stack.pop()):
            if id_ not in reached and id_ not in excluded:
                reached.add(id_)
                stack.append(id_)
    return reached


def _decided_by(evaluation: Evaluation, id_: str) -> Iterator[str]:
    """Yield the statements whose status follows from the status of this one."""
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
    yield from _opposite_contraries(evaluation, id_)


def _deciding(evaluation: Evaluation, id_: str) -> Iterator[str]:
    """Yield the statements from whose status the status of this one follows."""
    argument_map = evaluation.argument_map
    is_accepted = evaluation.status(id_) is Status.ACCEPTED
    yield from _opposite_contraries(evaluation, id_)
    inferences = argument_map.inferences_to.get(id_, ())
    attacks = [i for i in inferences if i.polarity is Polarity.CON]
    open_attacks = [a for a in attacks if evaluation.status(a.id) is not Status.REJECTED]
    if open_attacks and not is_accepted:
        for attack in open_attacks:
            yield from attack.premises
            yield from attack.undercutters
        return
    supports = [i for i in inferences if i.polarity is Polarity.PRO]
    for inference in attacks if is_accepted else supports:
        if evaluation.status(inference.id) is not Status.ACCEPTED:
            yield from (
                p for p in inference.premises if evaluation.status(p) is not Status.ACCEPTED
            )
            yield from (
                u for u in inference.undercutters if evaluation.status(u) is not Status.REJECTED
            )


def _opposite_contraries(evaluation: Evaluation, id_: str) -> Iterator[str]:
    """Yield the contradicting statements of which one is accepted and the other is not."""
    is_accepted = evaluation.status(id_) is Status.ACCEPTED
    for contrary in evaluation.argument_map.contradicted_by.get(id_, ()):
        if (evaluation.status(contrary) is Status.ACCEPTED) is not is_accepted:
            yield contrary
