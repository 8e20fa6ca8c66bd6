"""What could stand: stable and preferred models, where the well-founded labelling is undecided.

A stable model decides every statement; a preferred one decides as many as can be without taking
sides where no side can be taken: a regular model, a three-valued stable one whose accepted
statements are contained in no other's. What the well-founded labelling decides holds in all of
them, so that only its undecided residue is searched.

Sources: Gelfond & Lifschitz 1988 (stable models); You & Yuan, A Three-Valued Semantics for
Deductive Databases and Logic Programs, Journal of Computer and System Sciences 49, 1994 (regular
models); Caminada, Sá, Alcântara & Dvořák, On the Equivalence between Logic Programming Semantics
and Argumentation Semantics, International Journal of Approximate Reasoning 58, 2015.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from attrs import frozen

from argmap.errors import MissingExtra
from argmap.evaluate.alternatives.residue import residue
from argmap.evaluate.alternatives.search import Search
from argmap.evaluate.alternatives.solving import has_solver
from argmap.evaluate.truth import TRUE
from argmap.evaluate.verdicts import Evaluation

SEMANTICS = ("well-founded", "stable", "preferred")
SMALL = 30
"""Up to so many undecided statements and steps no solver is needed."""

__all__ = ["SEMANTICS", "SMALL", "Alternatives", "alternatives"]


@frozen
class Alternatives:
    """What is accepted in the models there are, by statements' ids in the map's order.

    ``models`` are the first of them, each as the statements it accepts of those that are undecided;
    ``is_whole`` says that there are no more. ``in_some`` are accepted in at least one model
    (credulously), ``in_all`` in every one (sceptically); where there is none, neither holds
    anything beyond the well-founded labelling.
    """

    semantics: str
    models: tuple[tuple[str, ...], ...]
    is_whole: bool
    in_some: tuple[str, ...]
    in_all: tuple[str, ...]

    @property
    def exist(self) -> bool:
        """Whether there is a model at all: a stable one there may not be, a preferred always."""
        return bool(self.models)


def alternatives(evaluation: Evaluation, semantics: str, most: int = 10) -> Alternatives:
    """Return what stands in the stable or preferred models of a map, and ``most`` of those.

    Raises:
        ValueError: when there is no such semantics.
        MissingExtra: when more than `SMALL` nodes are undecided, and python-sat is not installed.
    """
    if semantics not in SEMANTICS[1:]:
        raise ValueError(f"there is no semantics {semantics!r}, only {', '.join(SEMANTICS[1:])}")
    program = residue(evaluation.frame, evaluation.labelling.labels)
    if len(program.rules) > SMALL and not has_solver():
        what = f"the {semantics} semantics of a map with {len(program.rules)} undecided nodes"
        raise MissingExtra("solve", what)

    def search() -> Search:
        return Search(program, is_stable=semantics == "stable", is_small=not has_solver())

    models = list(islice(search().models(), most + 1))
    exist = bool(models)
    some = search().accepted_in_some() if exist else set()
    every = search().accepted_in_all() if exist else set()
    accepted = {node for node, its in enumerate(evaluation.labelling.labels) if its == TRUE}
    return Alternatives(
        semantics,
        tuple(_named(evaluation, model) for model in models[:most]),
        len(models) <= most,
        _named(evaluation, accepted | some),
        _named(evaluation, accepted | every),
    )


def _named(evaluation: Evaluation, nodes: Iterable[int]) -> tuple[str, ...]:
    frame = evaluation.frame
    return tuple(frame.names[node] for node in sorted(nodes) if node < frame.statement_count)
