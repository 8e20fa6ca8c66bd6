"""What if: the labels that a supposition changes, without labelling the map anew.

A change runs along the order of dependence and dies where a label stays as it was, so that asking
about every statement of a map in turn costs far less than as many labellings.

What carries a verdict: the smallest sets of grounds whose loss changes it.

A ground is a statement that stands without an inference for it: evidence, an assumption, what is
asserted openly. A set that leaves one dispute tree of the verdict whole changes nothing, so it must
take a ground from each; the tree that is left after some are taken says which to try next (Reiter,
A Theory of Diagnosis from First Principles, Artificial Intelligence 32, 1987: hitting-set trees).

Where one new counterpoint, if nobody answered it, would overturn a verdict.

A counterpoint against a statement brings it down, one against an inference denies it; what counts
is what becomes of the thesis then. Only what its dispute tree rests on can matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from heapq import heappop, heappush
from typing import NamedTuple

from argmap.errors import MissingExtra
from argmap.evaluation.evaluation import Evaluation
from argmap.evaluation.explanation import dispute_tree
from argmap.evaluation.framework import IN, LABELS, OUT, STATUSES, UNDECIDED
from argmap.evaluation.labelling import Labelling, label_component
from argmap.evaluation.standards import effective_standard
from argmap.model import Standard, Status


class Counterfactuals:
    """Answers what-if questions about one evaluated map, one after the other."""

    def __init__(self, evaluation: Evaluation) -> None:
        self._evaluation = evaluation
        order = evaluation.labelling.order
        self._order = order
        self.work = 0
        """The number of nodes that were labelled for all answers so far."""
        self._groups = [*([node] for node in order.first), *order.components]
        self._group = [0] * len(evaluation.frame.names)
        for number, group in enumerate(self._groups):
            for node in group:
                self._group[node] = number

    def flips(self, suppose: Mapping[str, Status]) -> dict[str, Status]:
        """Return the new statuses of all statements and inferences that a supposition changes.

        Those that are supposed are among them where their status changes.

        Raises:
            KeyError: when ``suppose`` names what is not in the map.
        """
        numbers, names = self._evaluation.numbers, self._evaluation.frame.names
        fixed = {numbers[id_]: LABELS[status] for id_, status in suppose.items()}
        changed = self.changes(fixed)
        return {names[node]: STATUSES[changed[node]] for node in sorted(changed)}

    def matters(self, id_: str) -> bool:
        """Whether any other statement would have another status if this one fell."""
        node, count = self._evaluation.numbers[id_], self._evaluation.frame.statement_count
        changed = self.changes({node: OUT}, stop=lambda other: other < count and other != node)
        return any(other < count and other != node for other in changed)

    def without(self, nodes: Iterable[int], target: int) -> int:
        """Return the label of ``target`` if all of ``nodes`` fell."""
        changed = self.changes(dict.fromkeys(nodes, OUT))
        return changed.get(target, self._evaluation.labelling.labels[target])

    def changes(
        self, fixed: Mapping[int, int], stop: Callable[[int], bool] | None = None
    ) -> dict[int, int]:
        """Return the labels that differ when some nodes' labels are ``fixed``, by number.

        With ``stop``, it may be only some of them, up to the first node that it says yes to.
        """
        labels = self._evaluation.labelling.labels
        frame = self._evaluation.frame
        frame = frame._replace(fixed={**frame.fixed, **fixed})
        before: dict[int, int] = {}
        waiting: list[int] = []
        queued: set[int] = set()

        def wake(group: int) -> None:
            if group not in queued:
                queued.add(group)
                heappush(waiting, group)

        for node in fixed:
            wake(self._group[node])
        while waiting:
            group = self._groups[heappop(waiting)]
            self.work += len(group)
            old = [labels[node] for node in group]
            label_component(frame, self._order, group, labels)
            moved = {n: its for n, its in zip(group, old, strict=True) if labels[n] != its}
            before.update(moved)
            if stop is not None and any(map(stop, moved)):
                break
            for node in moved:
                for dependent in self._order.dependents[node]:
                    if self._group[dependent] != self._group[node]:
                        wake(self._group[dependent])
        changed = {node: labels[node] for node in before}
        for node, its in before.items():
            labels[node] = its
        return changed


MAX_FLIP_SET_SIZE = 3
"""Up to this size all sets are found."""
_MOST = 5_000
"""Sets to try before giving up."""
_MAX_WORK = 600_000
"""Nodes to label, in all sets together, before giving up."""
_ROUNDS = 150
"""Answers of the solver to try before giving up."""


class FlipSets(NamedTuple):
    """``sets`` of ids, smallest first, none containing another; ``is_whole``: there are no more.

    ``tried`` is the number of sets that were tried, and ``searched`` the size up to which all sets
    were.
    """

    sets: tuple[tuple[str, ...], ...]
    is_whole: bool
    tried: int = 0
    searched: int = 0


def flip_sets(evaluation: Evaluation, id_: str, largest: int = MAX_FLIP_SET_SIZE) -> FlipSets:
    """Return the sets of up to ``largest`` grounds without which a verdict is another one.

    Raises:
        KeyError: when there is no statement of that id.
    """
    target = evaluation.numbers[id_]
    grounds = Grounds(evaluation, target)
    found: list[frozenset[int]] = []
    level: list[frozenset[int]] = [frozenset()]
    seen: set[frozenset[int]] = set()
    is_whole = True
    searched = 0
    for size in range(1, largest + 1):
        next_level: list[frozenset[int]] = []
        for taken in level:
            for ground in grounds.left(taken):
                candidate = taken | {ground}
                if candidate in seen or any(smaller <= candidate for smaller in found):
                    continue
                seen.add(candidate)
                (found if grounds.changes(candidate) else next_level).append(candidate)
                if grounds.work > _MAX_WORK:
                    break
            if len(seen) > _MOST or grounds.work > _MAX_WORK:
                is_whole = False
                break
        level = next_level
        if not is_whole:
            break
        searched = size
    names = evaluation.frame.names
    ordered = sorted((sorted(each) for each in found), key=lambda each: (len(each), each))
    sets = tuple(tuple(names[node] for node in each) for each in ordered)
    return FlipSets(sets, is_whole, len(seen), searched)


def smallest_flip_set(evaluation: Evaluation, id_: str) -> FlipSets:
    """Return a smallest set of grounds, of any size, without which a verdict is another one.

    There is none in the answer when no set is enough, or, where it is not whole, when none was
    found in `_ROUNDS` answers of the solver. Each that changes nothing yields a dispute tree that
    all further ones have to break (implicit hitting sets; Moreno-Centeno & Karp, Operations
    Research 61, 2013), by MaxSAT (RC2; Ignatiev, Morgado & Marques-Silva 2019).

    Raises:
        MissingExtra: when python-sat is not installed.
    """
    try:
        from pysat.examples.rc2 import RC2
        from pysat.formula import WCNF
    except ImportError:
        raise MissingExtra("solve", "the smallest set of any size") from None
    target = evaluation.numbers[id_]
    grounds = Grounds(evaluation, target)
    variables: dict[int, int] = {}
    taken: frozenset[int] = frozenset()
    clauses: list[list[int]] = []
    while not grounds.changes(taken):
        left, lost = grounds.tree(taken)
        for ground in left:
            variables.setdefault(ground, len(variables) + 1)
        # Either one of these is taken too, or one that the tree wants lost is not taken after all.
        clauses.append([*(variables[g] for g in left), *(-variables[g] for g in lost)])
        if not clauses[-1] or len(clauses) > _ROUNDS or grounds.work > _MAX_WORK:
            return FlipSets((), is_whole=not clauses[-1])
        formula = WCNF()
        formula.extend(clauses)
        formula.extend([[-variable] for variable in variables.values()], [1] * len(variables))
        with RC2(formula) as solver:
            model = solver.compute()
        if model is None:
            return FlipSets((), is_whole=True)
        chosen = {literal for literal in model if literal > 0}
        taken = frozenset(ground for ground, variable in variables.items() if variable in chosen)
    found = tuple(evaluation.frame.names[ground] for ground in sorted(taken))
    return FlipSets((found,), is_whole=True)


class Grounds:
    """The grounds below one verdict, and what happens when some are lost."""

    def __init__(self, evaluation: Evaluation, target: int) -> None:
        self._evaluation = evaluation
        self._target = target
        self._whatif = Counterfactuals(evaluation)
        self._label = evaluation.labelling.labels[target]
        self._tree_work = 0

    @property
    def work(self) -> int:
        """The number of nodes that were looked at for all answers so far."""
        return self._whatif.work + self._tree_work

    def changes(self, taken: frozenset[int]) -> bool:
        """Whether the verdict is another one without these."""
        return self._whatif.without(taken, self._target) != self._label

    def left(self, taken: frozenset[int]) -> list[int]:
        """Return what is still there to be taken, of one dispute tree, without these."""
        return self.tree(taken)[0]

    def tree(self, taken: frozenset[int]) -> tuple[list[int], list[int]]:
        """Return the grounds of a dispute tree without these, and which of these it wants lost."""
        frame, order = self._evaluation.frame, self._evaluation.labelling.order
        fixed = dict.fromkeys(taken, OUT)
        labels = self._evaluation.labelling.labels.copy()
        for node, label in self._whatif.changes(fixed).items():
            labels[node] = label
        frame = frame._replace(fixed={**frame.fixed, **fixed})
        if self._label == UNDECIDED:  # whatever is below the ring might break it
            nodes = self._ancestors()
        else:
            nodes = list(dispute_tree(frame, Labelling(labels, order), self._target))
        self._tree_work += len(nodes)
        lost = sorted(taken.intersection(nodes))
        left = sorted(
            node
            for node in nodes
            if node < frame.statement_count
            and frame.asserted[node]
            and labels[node] != OUT
            and node not in frame.fixed
        )
        return left, lost

    def _ancestors(self) -> list[int]:
        nodes = [self._target]
        seen = {self._target}
        for node in nodes:  # which grows while it is gone through
            for other in self._evaluation.frame.dependencies(node):
                if other not in seen:
                    seen.add(other)
                    nodes.append(other)
        return nodes


MAX_WORK = 400_000
"""Nodes that are labelled again, in all: a few seconds."""


class AttackSurface(NamedTuple):
    """The ids of statements and inferences where a new counterpoint overturns an accepted verdict.

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
    if labelling.labels[target] != IN:
        return AttackSurface(())
    whatif = Counterfactuals(evaluation)
    places: list[str] = []
    tried = 0
    for node in dispute_tree(frame, labelling, target):
        if labelling.labels[node] != IN or _is_immune(evaluation, node):
            continue
        if whatif.work > MAX_WORK:
            return AttackSurface(tuple(places), is_whole=False, tried=tried)
        tried += 1
        if whatif.without((node,), target) != IN:
            places.append(frame.names[node])
    return AttackSurface(tuple(places), tried=tried)


def _is_immune(evaluation: Evaluation, node: int) -> bool:
    if node >= evaluation.frame.statement_count:
        return False
    argument_map = evaluation.argument_map
    statement = argument_map.statements[evaluation.frame.names[node]]
    return effective_standard(statement, argument_map) is Standard.SCINTILLA
