"""What could stand: stable and preferred models, where the well-founded labelling is undecided.

A stable model decides every statement; a preferred one decides as many as can be without taking
sides where no side can be taken: a regular model, a three-valued stable one whose accepted
statements are contained in no other's. What the well-founded labelling decides holds in all of
them, so that only its undecided residue is searched.

Sources: Gelfond & Lifschitz 1988 (stable models); You & Yuan, A Three-Valued Semantics for
Deductive Databases and Logic Programs, Journal of Computer and System Sciences 49, 1994 (regular
models); Caminada, Sá, Alcântara & Dvořák, On the Equivalence between Logic Programming Semantics
and Argumentation Semantics, International Journal of Approximate Reasoning 58, 2015.

Models of a program, one after the other, and what holds in some or in all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from attrs import frozen

from argmap.errors import MissingExtra
from argmap.evaluation.evaluation import Evaluation
from argmap.evaluation.framework import IN
from argmap.evaluation.sat import Encoding, Program, create_solver, has_solver, residual_program


class ExtensionSearch:
    """One solver at work; each of its public methods is to be used once, by itself.

    ``is_stable``: stable models are looked for, otherwise preferred ones.
    """

    def __init__(self, program: Program, *, is_stable: bool, is_small: bool) -> None:
        self._encoding = Encoding(program, is_stable=is_stable)
        self._true = self._encoding.true
        self._is_stable = is_stable
        self._is_done = False
        self._solver = create_solver(
            [*self._true.values(), *self._encoding.possible.values()], is_small=is_small
        )
        for clause in self._encoding.clauses():
            self._solver.add(clause)

    def models(self) -> Iterator[set[int]]:
        """Yield the nodes that each model accepts, all models in some order."""
        while (model := self._model()) is not None:
            accepted = model if self._is_stable else self._grown(model)
            yield accepted
            self._rule_out(accepted)

    def accepted_in_some(self) -> set[int]:
        """Return the nodes that at least one model accepts.

        Every three-valued stable model is contained in a preferred one, so any will do.
        """
        seen: set[int] = set()
        while len(seen) < len(self._true):
            model = self._model([self._some_of(node for node in self._true if node not in seen)])
            if model is None:
                break
            seen |= model
        return seen

    def accepted_in_all(self) -> set[int]:
        """Return the nodes that every model accepts.

        A model that lacks one of those left takes it off the list. A preferred one may come to have
        all of them when it is grown; then neither it nor what it contains is looked at again.
        """
        left = set(self._true)
        while left:
            model = self._model([self._some_not_of(left)])
            if model is None:
                break
            accepted = model if self._is_stable else self._grown(model)
            if left <= accepted:
                self._rule_out(accepted)
            left &= accepted
        return left

    def _model(self, assumptions: Iterable[int] = ()) -> set[int] | None:
        """Return the nodes that a three-valued (or two-valued) stable model accepts."""
        assumptions = list(assumptions)
        while not self._is_done and (model := self._solver.solve(assumptions)) is not None:
            broken = self._encoding.loop_clauses(model)
            if not broken:
                return {node for node, variable in self._true.items() if variable in model}
            for clause in broken:
                self._solver.add(clause)
        return None

    def _grown(self, accepted: set[int]) -> set[int]:
        """Return the accepted nodes of a preferred model that accepts these and perhaps more."""
        while len(accepted) < len(self._true):
            more = self._some_of(node for node in self._true if node not in accepted)
            kept = [self._true[node] for node in sorted(accepted)]
            model = self._model([*kept, more])
            if model is None:
                break
            accepted = model
        return accepted

    def _rule_out(self, accepted: set[int]) -> None:
        """Look at no model again that accepts nothing beyond these; of stable ones, just these."""
        outside = [self._true[node] for node in self._true if node not in accepted]
        inside = [-self._true[node] for node in sorted(accepted)] if self._is_stable else []
        if outside or inside:
            self._solver.add([*outside, *inside])
        else:
            self._is_done = True

    def _some_of(self, nodes: Iterable[int]) -> int:
        """Return an assumption: one of these is accepted."""
        return self._choice([self._true[node] for node in nodes])

    def _some_not_of(self, nodes: set[int]) -> int:
        """Return an assumption: one of these is not accepted."""
        return self._choice([-self._true[node] for node in sorted(nodes)])

    def _choice(self, literals: list[int]) -> int:
        switch = self._encoding.fresh()
        self._solver.add([-switch, *literals])
        return switch


SEMANTICS = ("well-founded", "stable", "preferred")
MAX_NODES_WITHOUT_SOLVER = 30
"""Up to so many undecided statements and inferences no solver is needed."""

__all__ = ["MAX_NODES_WITHOUT_SOLVER", "SEMANTICS", "Extensions", "find_extensions"]


@frozen
class Extensions:
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


def find_extensions(evaluation: Evaluation, semantics: str, most: int = 10) -> Extensions:
    """Return what stands in the stable or preferred models of a map, and ``most`` of those.

    Raises:
        ValueError: when there is no such semantics. MissingExtra: when more than
        `MAX_NODES_WITHOUT_SOLVER` nodes are undecided, and python-sat is not installed.
    """
    if semantics not in SEMANTICS[1:]:
        raise ValueError(f"there is no semantics {semantics!r}, only {', '.join(SEMANTICS[1:])}")
    program = residual_program(evaluation.frame, evaluation.labelling.labels)
    if len(program.rules) > MAX_NODES_WITHOUT_SOLVER and not has_solver():
        what = f"the {semantics} semantics of a map with {len(program.rules)} undecided nodes"
        raise MissingExtra("solve", what)

    def search() -> ExtensionSearch:
        return ExtensionSearch(program, is_stable=semantics == "stable", is_small=not has_solver())

    models = list(islice(search().models(), most + 1))
    exist = bool(models)
    some = search().accepted_in_some() if exist else set()
    every = search().accepted_in_all() if exist else set()
    accepted = {node for node, its in enumerate(evaluation.labelling.labels) if its == IN}
    return Extensions(
        semantics,
        tuple(_named(evaluation, model) for model in models[:most]),
        len(models) <= most,
        _named(evaluation, accepted | some),
        _named(evaluation, accepted | every),
    )


def _named(evaluation: Evaluation, nodes: Iterable[int]) -> tuple[str, ...]:
    frame = evaluation.frame
    return tuple(frame.names[node] for node in sorted(nodes) if node < frame.statement_count)
