"""Where one new counterpoint, if nobody answered it, would overturn a verdict.

A counterpoint against a statement brings it down, one against a step denies it; what counts is what
becomes of the thesis then. Only what its dispute tree rests on can matter.
"""

from __future__ import annotations

from typing import NamedTuple

from argmap.evaluate.dispute import dispute_tree
from argmap.evaluate.standards import standard_of
from argmap.evaluate.truth import TRUE
from argmap.evaluate.verdicts import Evaluation
from argmap.evaluate.whatif import WhatIf
from argmap.model import Standard

MAX_WORK = 400_000
"""Nodes that are labelled again, in all: a few seconds."""


class AttackSurface(NamedTuple):
    """The ids of statements and steps where a new counterpoint overturns an accepted verdict.

    Where the search stopped before its end, ``is_whole`` is false, and there may be more ``places``
    than those, further away; ``tried`` is the number of places that it looked at.
    """

    places: tuple[str, ...]
    is_whole: bool = True
    tried: int = 0


def attack_surface(evaluation: Evaluation, id_: str) -> AttackSurface:
    """Return where a new counterpoint would change an accepted verdict.

    Those nearest to the statement come first; of a verdict that is not accepted there are none. A
    statement that is held to a scintilla of proof cannot be attacked so.

    Raises:
        KeyError: when there is no statement of that id.
    """
    target = evaluation.numbers[id_]
    frame, labelling = evaluation.frame, evaluation.labelling
    if labelling.labels[target] != TRUE:
        return AttackSurface(())
    whatif = WhatIf(evaluation)
    places: list[str] = []
    tried = 0
    for node in dispute_tree(frame, labelling, target):
        if labelling.labels[node] != TRUE or _is_immune(evaluation, node):
            continue
        if whatif.work > MAX_WORK:
            return AttackSurface(tuple(places), is_whole=False, tried=tried)
        tried += 1
        if whatif.without((node,), target) != TRUE:
            places.append(frame.names[node])
    return AttackSurface(tuple(places), tried=tried)


def _is_immune(evaluation: Evaluation, node: int) -> bool:
    if node >= evaluation.frame.statement_count:
        return False
    argument = evaluation.argument
    statement = argument.statements[evaluation.frame.names[node]]
    return standard_of(statement, argument) is Standard.SCINTILLA
