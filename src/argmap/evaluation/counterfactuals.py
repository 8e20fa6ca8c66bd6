"""Which grounds carry a verdict, and what attacks it.

A flip set is a smallest set of grounds without which a verdict changes. A ground is a statement
that can be accepted without an inference for it: evidence, an assumption, or an asserted claim. A
set that leaves one dispute tree of the verdict intact changes nothing, so a flip set takes a ground
from each tree; the tree that is left after some grounds are removed shows which to try next
(Reiter, A Theory of Diagnosis from First Principles, Artificial Intelligence 32, 1987: hitting-set
trees).

The attack surface is where one new, unanswered counterpoint would overturn a verdict. Only nodes of
the dispute tree can be in it.
"""

from __future__ import annotations

from typing import NamedTuple

from argmap.errors import MissingExtra
from argmap.evaluation.evaluation import Evaluation
from argmap.evaluation.explanation import dispute_tree
from argmap.evaluation.labelling import Labelling
from argmap.evaluation.labels import IN, OUT, UNDECIDED
from argmap.evaluation.standards import effective_standard
from argmap.evaluation.suppositions import Counterfactuals
from argmap.model import Standard

MAX_FLIP_SET_SIZE = 3
"""The size up to which all flip sets are found."""
_MAX_FLIP_SET_CANDIDATES = 5_000
_MAX_FLIP_SET_WORK = 800_000
"""The most nodes and dependencies to visit in a search for flip sets; takes a few seconds."""
_MAX_SOLVER_CALLS = 150
_MAX_ATTACK_SURFACE_WORK = 800_000
"""The most nodes and dependencies to visit in a search for the attack surface."""


class FlipSets(NamedTuple):
    """The result of a search for flip sets.

    Attributes:
        sets: Sets of ids, smallest first; none contains another.
        is_complete: Whether there are no others of the sizes asked for.
        tried_count: The number of candidates that were tried.
        searched_size: The size up to which all candidates were tried.
    """

    sets: tuple[tuple[str, ...], ...]
    is_complete: bool
    tried_count: int = 0
    searched_size: int = 0


def flip_sets(evaluation: Evaluation, id_: str, max_size: int = MAX_FLIP_SET_SIZE) -> FlipSets:
    """Return the sets of up to ``max_size`` grounds without which a verdict changes.

    Raises:
        KeyError: If the map has no such statement or inference.
    """
    grounds = _Grounds(evaluation, evaluation.node_by_id[id_])
    flipping: list[frozenset[int]] = []
    level: list[frozenset[int]] = [frozenset()]
    tried: set[frozenset[int]] = set()
    is_complete = True
    searched_size = 0
    for size in range(1, max_size + 1):
        next_level: list[frozenset[int]] = []
        for removed in level:
            for ground in grounds.remaining(removed):
                candidate = removed | {ground}
                if candidate in tried or any(smaller <= candidate for smaller in flipping):
                    continue
                tried.add(candidate)
                (flipping if grounds.is_flipped_by(candidate) else next_level).append(candidate)
                if grounds.work > _MAX_FLIP_SET_WORK:
                    break
            if len(tried) > _MAX_FLIP_SET_CANDIDATES or grounds.work > _MAX_FLIP_SET_WORK:
                is_complete = False
                break
        level = next_level
        if not is_complete:
            break
        searched_size = size
    ids = evaluation.framework.node_ids
    ordered = sorted((sorted(nodes) for nodes in flipping), key=lambda nodes: (len(nodes), nodes))
    sets = tuple(tuple(ids[node] for node in nodes) for nodes in ordered)
    return FlipSets(sets, is_complete, len(tried), searched_size)


def smallest_flip_set(evaluation: Evaluation, id_: str) -> FlipSets:
    """Return one smallest set of grounds, of any size, without which a verdict changes.

    The result has no set if there is none, or, if it is incomplete, if none was found in
    `_MAX_SOLVER_CALLS` calls of the solver. Each set that changes nothing yields a dispute tree
    that all later ones have to break (implicit hitting sets; Moreno-Centeno & Karp, Operations
    Research 61, 2013), by MaxSAT (RC2; Ignatiev, Morgado & Marques-Silva 2019).

    Raises:
        KeyError: If the map has no such statement or inference.
        MissingExtra: If python-sat is not installed.
    """
    try:
        from pysat.examples.rc2 import RC2
        from pysat.formula import WCNF
    except ImportError:
        raise MissingExtra("solve", "the smallest set of any size") from None
    grounds = _Grounds(evaluation, evaluation.node_by_id[id_])
    variables: dict[int, int] = {}
    removed: frozenset[int] = frozenset()
    clauses: list[list[int]] = []
    while not grounds.is_flipped_by(removed):
        remaining, required = grounds.tree_grounds(removed)
        for ground in remaining:
            variables.setdefault(ground, len(variables) + 1)
        # To break this tree, remove one of its grounds, or keep one whose removal it requires.
        clauses.append([*(variables[g] for g in remaining), *(-variables[g] for g in required)])
        is_unsatisfiable = not clauses[-1]
        if (
            is_unsatisfiable
            or len(clauses) > _MAX_SOLVER_CALLS
            or grounds.work > _MAX_FLIP_SET_WORK
        ):
            return FlipSets((), is_complete=is_unsatisfiable)
        formula = WCNF()
        formula.extend(clauses)
        formula.extend([[-variable] for variable in variables.values()], [1] * len(variables))
        with RC2(formula) as solver:
            model = solver.compute()
        if model is None:
            return FlipSets((), is_complete=True)
        true_variables = {literal for literal in model if literal > 0}
        removed = frozenset(
            ground for ground, variable in variables.items() if variable in true_variables
        )
    flip_set = tuple(evaluation.framework.node_ids[ground] for ground in sorted(removed))
    return FlipSets((flip_set,), is_complete=True)


class _Grounds:
    """The grounds that one verdict depends on, and what happens if some are removed."""

    def __init__(self, evaluation: Evaluation, target: int) -> None:
        self._evaluation = evaluation
        self._target = target
        self._counterfactuals = Counterfactuals(evaluation)
        self._label = evaluation.labelling.labels[target]
        self._tree_work = 0

    @property
    def work(self) -> int:
        """The number of nodes visited for all answers so far."""
        return self._counterfactuals.labelled_count + self._tree_work

    def is_flipped_by(self, removed: frozenset[int]) -> bool:
        """Return whether the verdict changes if these grounds are removed."""
        return self._counterfactuals.label_without(removed, self._target) != self._label

    def remaining(self, removed: frozenset[int]) -> list[int]:
        """Return the grounds of one dispute tree that is left if these are removed."""
        return self.tree_grounds(removed)[0]

    def tree_grounds(self, removed: frozenset[int]) -> tuple[list[int], list[int]]:
        """Return the grounds of one dispute tree that is left if some grounds are removed.

        Returns:
            The grounds in the tree, and the removed grounds whose removal the tree requires.
        """
        framework, order = self._evaluation.framework, self._evaluation.labelling.order
        fixed_labels = dict.fromkeys(removed, OUT)
        labels = self._evaluation.labelling.labels.copy()
        for node, label in self._counterfactuals.label_changes(fixed_labels).items():
            labels[node] = label
        framework = framework.suppose(fixed_labels)
        if self._label == UNDECIDED:  # any dependency of the cycle might break it
            nodes = self._dependencies()
        else:
            nodes = list(dispute_tree(framework, Labelling(labels, order), self._target))
        self._tree_work += len(nodes)
        required = sorted(removed.intersection(nodes))
        remaining = sorted(
            node
            for node in nodes
            if node < framework.statement_count
            and framework.is_asserted[node]
            and labels[node] != OUT
            and node not in framework.fixed_labels
        )
        return remaining, required

    def _dependencies(self) -> list[int]:
        """Return the target and all nodes that it depends on, directly or not."""
        nodes = [self._target]
        seen = {self._target}
        for node in nodes:  # grows during the iteration
            for dependency in self._evaluation.framework.dependencies(node):
                if dependency not in seen:
                    seen.add(dependency)
                    nodes.append(dependency)
        return nodes


class AttackSurface(NamedTuple):
    """Where a new counterpoint would overturn an accepted verdict.

    Attributes:
        targets: The ids of the statements and inferences to attack, nearest first.
        is_complete: Whether the search was completed; if not, there may be more targets further
            away.
        tried_count: The number of statements and inferences that were tried.
    """

    targets: tuple[str, ...]
    is_complete: bool = True
    tried_count: int = 0


def attack_surface(evaluation: Evaluation, id_: str) -> AttackSurface:
    """Return the statements and inferences whose rejection would change an accepted verdict.

    A statement with the standard of proof `scintilla` is left out, because attacks do not affect
    it. A verdict that is not accepted has no attack surface.

    Raises:
        KeyError: If the map has no such statement or inference.
    """
    target = evaluation.node_by_id[id_]
    framework, labelling = evaluation.framework, evaluation.labelling
    if labelling.labels[target] != IN:
        return AttackSurface(())
    counterfactuals = Counterfactuals(evaluation)
    targets: list[str] = []
    tried_count = 0
    for node in dispute_tree(framework, labelling, target):
        if not _can_fall(evaluation, node) or _is_immune(evaluation, node):
            continue
        if counterfactuals.labelled_count > _MAX_ATTACK_SURFACE_WORK:
            return AttackSurface(tuple(targets), is_complete=False, tried_count=tried_count)
        tried_count += 1
        if counterfactuals.label_without((node,), target) != IN:
            targets.append(framework.node_ids[node])
    return AttackSurface(tuple(targets), tried_count=tried_count)


def _can_fall(evaluation: Evaluation, node: int) -> bool:
    """Return whether a node is accepted, or at least leads among the options of its question."""
    labels = evaluation.labelling.labels
    question, index = evaluation.framework.question_of.get(node, (None, 0))
    return labels[node] == IN or (question is not None and labels[question.leads[index]] == IN)


def _is_immune(evaluation: Evaluation, node: int) -> bool:
    if node >= evaluation.framework.statement_count:
        return False
    argument_map = evaluation.argument_map
    statement = argument_map.statements[evaluation.framework.node_ids[node]]
    return effective_standard(statement, argument_map) is Standard.SCINTILLA
