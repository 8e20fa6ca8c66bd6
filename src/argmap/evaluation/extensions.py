"""Stable and preferred semantics: the alternatives that the well-founded labelling leaves open.

A stable model decides every statement. A preferred model decides a maximal set without
choosing where no choice is justified: it is a regular model, that is, a three-valued stable model
whose accepted statements are not a proper subset of another's. What the well-founded labelling
decides holds in all models, so only the undecided residue is searched.

Sources: Gelfond & Lifschitz 1988 (stable models); You & Yuan, A Three-Valued Semantics for
Deductive Databases and Logic Programs, Journal of Computer and System Sciences 49, 1994 (regular
models); Caminada, Sá, Alcântara & Dvořák, On the Equivalence between Logic Programming Semantics
and Argumentation Semantics, International Journal of Approximate Reasoning 58, 2015.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from attrs import frozen

from argmap.errors import MissingExtra
from argmap.evaluation.evaluation import Evaluation
from argmap.evaluation.labels import IN
from argmap.evaluation.sat import Encoding, Program, create_solver, has_solver, residual_program

__all__ = ["MAX_NODES_WITHOUT_SOLVER", "SEMANTICS", "Extensions", "find_extensions"]

SEMANTICS = ("well-founded", "stable", "preferred")
MAX_NODES_WITHOUT_SOLVER = 30
"""The number of undecided statements and inferences up to which no SAT solver is needed."""


@frozen
class Extensions:
    """The models of a map under one semantics, as ids of statements in the map's order.

    Attributes:
        semantics: The name of the semantics.
        models: The first models, each as the undecided statements that it accepts.
        is_complete: Whether there are no other models.
        credulous: The statements that at least one model accepts.
        skeptical: The statements that every model accepts. Without a model, both hold only what
            the well-founded labelling accepts.
    """

    semantics: str
    models: tuple[tuple[str, ...], ...]
    is_complete: bool
    credulous: tuple[str, ...]
    skeptical: tuple[str, ...]

    @property
    def has_models(self) -> bool:
        """Whether there is a model. A map may have no stable model; it has a preferred one."""
        return bool(self.models)


def find_extensions(evaluation: Evaluation, semantics: str, max_models: int = 10) -> Extensions:
    """Return what the stable or preferred models of a map accept, and up to ``max_models`` of them.

    Raises:
        ValueError: If ``semantics`` is neither `stable` nor `preferred`.
        MissingExtra: If more than `MAX_NODES_WITHOUT_SOLVER` nodes are undecided and python-sat is
            not installed.
    """
    if semantics not in SEMANTICS[1:]:
        raise ValueError(f"unknown semantics {semantics!r}; use {' or '.join(SEMANTICS[1:])}")
    labels = evaluation.labelling.labels
    program = residual_program(evaluation.framework, labels)
    undecided_count = len(program.visible)
    if undecided_count > MAX_NODES_WITHOUT_SOLVER and not has_solver():
        what = f"the {semantics} semantics of a map with {undecided_count} undecided nodes"
        raise MissingExtra("solve", what)

    def search() -> _ExtensionSearch:
        return _ExtensionSearch(program, is_stable=semantics == "stable", is_small=not has_solver())

    models = list(islice(search().models(), max_models + 1))
    in_some = search().accepted_in_some() if models else set()
    in_all = search().accepted_in_all() if models else set()
    accepted = {node for node, label in enumerate(labels) if label == IN}
    return Extensions(
        semantics,
        tuple(_statement_ids(evaluation, model) for model in models[:max_models]),
        len(models) <= max_models,
        _statement_ids(evaluation, accepted | in_some),
        _statement_ids(evaluation, accepted | in_all),
    )


def _statement_ids(evaluation: Evaluation, nodes: Iterable[int]) -> tuple[str, ...]:
    framework = evaluation.framework
    return tuple(
        framework.node_ids[node] for node in sorted(nodes) if node < framework.statement_count
    )


class _ExtensionSearch:
    """A search for models with one solver. Call only one of its public methods, and only once.

    It searches for stable models if ``is_stable``, otherwise for preferred ones.
    """

    def __init__(self, program: Program, *, is_stable: bool, is_small: bool) -> None:
        self._encoding = Encoding(program, is_stable=is_stable)
        self._true = {node: self._encoding.true[node] for node in program.visible}
        self._is_stable = is_stable
        self._is_done = False
        self._solver = create_solver(
            [*self._true.values(), *self._encoding.possible.values()], is_small=is_small
        )
        for clause in self._encoding.clauses():
            self._solver.add(clause)

    def models(self) -> Iterator[set[int]]:
        """Yield the accepted nodes of each model."""
        while (model := self._next_model()) is not None:
            accepted = model if self._is_stable else self._maximize(model)
            yield accepted
            self._exclude(accepted)

    def accepted_in_some(self) -> set[int]:
        """Return the nodes that at least one model accepts.

        Every three-valued stable model is contained in a preferred one, so any of them will do.
        """
        accepted: set[int] = set()
        while len(accepted) < len(self._true):
            model = self._next_model([self._assume_other_accepted(accepted)])
            if model is None:
                break
            accepted |= model
        return accepted

    def accepted_in_all(self) -> set[int]:
        """Return the nodes that every model accepts.

        A model that lacks some of the candidates removes them. A preferred model may contain all
        candidates once it is maximized; it and its subsets are then excluded.
        """
        candidates = set(self._true)
        while candidates:
            model = self._next_model([self._assume_one_not_accepted(candidates)])
            if model is None:
                break
            accepted = model if self._is_stable else self._maximize(model)
            if candidates <= accepted:
                self._exclude(accepted)
            candidates &= accepted
        return candidates

    def _next_model(self, assumptions: Iterable[int] = ()) -> set[int] | None:
        """Return the accepted nodes of a (two- or three-valued) stable model."""
        assumptions = list(assumptions)
        while not self._is_done and (model := self._solver.solve(assumptions)) is not None:
            violated = self._encoding.loop_clauses(model)
            if not violated:
                return {node for node, variable in self._true.items() if variable in model}
            for clause in violated:
                self._solver.add(clause)
        return None

    def _maximize(self, accepted: set[int]) -> set[int]:
        """Return the accepted nodes of a preferred model that accepts at least these."""
        while len(accepted) < len(self._true):
            assumptions = [self._true[node] for node in sorted(accepted)]
            assumptions.append(self._assume_other_accepted(accepted))
            model = self._next_model(assumptions)
            if model is None:
                break
            accepted = model
        return accepted

    def _exclude(self, accepted: set[int]) -> None:
        """Exclude the models that accept only a subset of these; for stable ones, exactly these."""
        others = [self._true[node] for node in self._true if node not in accepted]
        negated = [-self._true[node] for node in sorted(accepted)] if self._is_stable else []
        if others or negated:
            self._solver.add([*others, *negated])
        else:
            self._is_done = True

    def _assume_other_accepted(self, accepted: set[int]) -> int:
        """Return an assumption that a node other than these is accepted."""
        return self._assume_one_of(
            [self._true[node] for node in self._true if node not in accepted]
        )

    def _assume_one_not_accepted(self, nodes: set[int]) -> int:
        """Return an assumption that one of these nodes is not accepted."""
        return self._assume_one_of([-self._true[node] for node in sorted(nodes)])

    def _assume_one_of(self, literals: list[int]) -> int:
        switch = self._encoding.new_variable()
        self._solver.add([-switch, *literals])
        return switch
