"""Replays the changes between two versions, to find the ones that cause a verdict.

Any set of changes can be applied to the old version; a relation to an element that then does not
exist is left out. So a set of changes is a cause of a new status if the old version with these
changes gives it, and it is smallest if no part of it does.

Source: delta debugging (Zeller & Hildebrandt, Simplifying and Isolating Failure-Inducing Input,
IEEE Transactions on Software Engineering 28, 2002).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any

from attrs import evolve, frozen

from argmap.comparison.changes import Comparison, ElementChange
from argmap.evaluation import Evaluation, evaluate
from argmap.model import ArgumentMap, Contradiction, Inference, Preference, Question, Status
from argmap.model.statement import Statement

_MAX_EVALUATED = 60_000
"""The number of statements that all replays for one verdict may evaluate together.

That is about 0.3 s; afterwards, the best set so far is returned as not shown to be the smallest.
"""
_MAX_REPLAYS = 400
_MAX_ALL = 300_000
"""The number of statements that all replays for all verdicts may evaluate together."""
_MAX_ALONE = 64
"""The number of edits that are tried alone."""
_MAX_PAIRED = 16
"""The number of candidates of which all pairs are tried."""

_DECIDES_NOTHING = frozenset(
    {
        *("text", "label", "section", "tags", "note", "extra", "url", "is_named", "was"),
        *("fidelity", "expect", "expected_options", "expects_open", "form", "critical_question"),
    }
)
"""Fields that no verdict depends on."""


@frozen
class Cause:
    """The changes that cause a verdict.

    Attributes:
        edits: The edits, each as the changes that belong together: a new statement and the
            inference that it was written with. None if an attribute of the map itself decides.
        alternatives: Other edits each of which is enough alone, if one edit is enough.
        is_smallest: Whether no part of them was found to be enough. Otherwise, the limits of the
            search were reached.
    """

    edits: tuple[tuple[ElementChange, ...], ...]
    alternatives: tuple[tuple[ElementChange, ...], ...] = ()
    is_smallest: bool = True


class Replay:
    """Replays the changes of a comparison."""

    def __init__(self, comparison: Comparison) -> None:
        self._comparison = comparison
        self._old, self._new = comparison.old, comparison.aligned
        self._edits = [
            edit for edit in _edits(comparison) if any(_may_decide(change) for change in edit)
        ]
        self._dependencies = _dependencies(self._old, self._new)
        self._evaluations: dict[frozenset[int], Evaluation] = {}
        size = max(1, len(self._old.statements))
        self._evaluations_left = max(_MAX_REPLAYS // 10, min(4 * _MAX_REPLAYS, _MAX_ALL // size))

    def cause_of(self, id_: str, status: Status) -> Cause | None:
        """Return the smallest set of edits that causes the new status of a statement.

        The versions that are mixed for one statement are used for the others, too.

        Args:
            id_: The id of a statement that both versions have, in the old version.
            status: Its status in the new version, which it does not have in the old one.

        Returns:
            None if the limit of the search for all statements is reached.
        """
        if self._evaluations_left <= 0:
            return None
        return _Search(self, id_, status, self._edits_that_reach(id_)).cause()

    def edits(self, indexes: Iterable[int]) -> tuple[tuple[ElementChange, ...], ...]:
        """Return edits by their numbers."""
        return tuple(self._edits[index] for index in indexes)

    @property
    def statement_count(self) -> int:
        """The number of statements of the old version."""
        return len(self._old.statements)

    def is_evaluated(self, indexes: frozenset[int]) -> bool:
        """Return whether the old version with some edits was evaluated before."""
        return indexes in self._evaluations

    def status(self, id_: str, indexes: frozenset[int]) -> Status | None:
        """Return the status of a statement in the old version with some edits.

        Returns:
            None if these edits remove the statement.
        """
        if indexes not in self._evaluations:
            changes = [change for index in sorted(indexes) for change in self._edits[index]]
            mixed = apply_changes(self._old, self._new, changes)
            self._evaluations[indexes] = evaluate(mixed)
            self._evaluations_left -= 1
        evaluation = self._evaluations[indexes]
        return evaluation.status(id_) if id_ in evaluation.node_by_id else None

    def _edits_that_reach(self, id_: str) -> list[int]:
        """Return the numbers of the edits that a statement depends on, the nearest first."""
        distances = {id_: 0}
        queue = [id_]
        for node in queue:  # grows during the iteration
            for other in self._dependencies.get(node, ()):
                if other not in distances:
                    distances[other] = distances[node] + 1
                    queue.append(other)
        reaching = []
        for position, edit in enumerate(self._edits):
            nearest = min(
                (
                    distances[name]
                    for change in edit
                    for name in _names(change)
                    if name in distances
                ),
                default=None,
            )
            if nearest is not None:
                reaching.append((nearest, position))
        return [position for _, position in sorted(reaching)]


class _Search:
    """Looks for the smallest set of edits that gives one statement its new status."""

    def __init__(self, replay: Replay, id_: str, target: Status, edits: list[int]) -> None:
        self._replay, self._id, self._target, self._edits = replay, id_, target, edits
        self._is_over = False
        self._replays = 0
        self._max_replays = max(
            4, min(_MAX_REPLAYS, _MAX_EVALUATED // max(1, replay.statement_count))
        )

    def cause(self) -> Cause:
        if self._causes([]):
            return Cause(())
        alone = [index for index in self._edits[:_MAX_ALONE] if self._causes([index])]
        if alone:
            return Cause(self._replay.edits(alone[:1]), self._replay.edits(alone[1:]))
        if not self._is_over and len(self._edits) <= _MAX_PAIRED:
            for pair in combinations(self._edits, 2):
                if self._causes(pair):
                    return Cause(self._replay.edits(pair))
        if not self._causes(self._edits, is_needed=True):
            return Cause(())
        smallest = self._minimize(self._edits)
        return Cause(self._replay.edits(smallest), is_smallest=not self._is_over)

    def _minimize(self, indexes: list[int]) -> list[int]:
        """Return a part of a set of edits that is enough, of which no single edit can be left out.

        This is the algorithm ddmin of Zeller and Hildebrandt.
        """
        parts = 2
        while len(indexes) > 1 and not self._is_over:
            size = -(-len(indexes) // parts)
            chunks = [indexes[start : start + size] for start in range(0, len(indexes), size)]
            for chunk in chunks:
                if self._causes(chunk):
                    indexes, parts = chunk, 2
                    break
                rest = [index for index in indexes if index not in set(chunk)]
                if rest and self._causes(rest):
                    indexes, parts = rest, max(parts - 1, 2)
                    break
            else:
                if parts >= len(indexes):
                    break
                parts = min(2 * parts, len(indexes))
        return indexes

    def _causes(self, indexes: Iterable[int], *, is_needed: bool = False) -> bool:
        """Return whether some edits give the statement its new status; False past the limit."""
        key = frozenset(indexes)
        if not self._replay.is_evaluated(key):
            self._replays += 1
            if self._replays > self._max_replays and not is_needed:
                self._is_over = True
                return False
        return self._replay.status(self._id, key) is self._target


# ---- Mixed versions ----------------------------------------------------------------------------


def apply_changes(
    old: ArgumentMap, new: ArgumentMap, changes: Iterable[ElementChange]
) -> ArgumentMap:
    """Return the old version with some of the changes to the new one.

    The attributes of the map itself are those of the new version. A relation to an element that
    does not exist is left out.

    Args:
        old: The old version.
        new: The new version, with the ids of the old one.
        changes: Some of the changes between them.
    """
    statements = dict(old.statements)
    questions = dict(old.questions)
    inferences = dict(old.inferences)
    contradictions = {id(pair): pair for pair in old.contradictions}
    preferences = {id(pair): pair for pair in old.preferences}
    tables: tuple[tuple[type, dict[Any, Any]], ...] = (
        (Statement, statements),
        (Question, questions),
        (Inference, inferences),
        (Contradiction, contradictions),
        (Preference, preferences),
    )
    for change in changes:
        for type_, table in tables:
            if isinstance(change.old, type_):
                is_pair = type_ in (Contradiction, Preference)
                table.pop(id(change.old) if is_pair else change.id, None)
            if isinstance(change.new, type_):
                is_pair = type_ in (Contradiction, Preference)
                table[id(change.new) if is_pair else change.id] = change.new
    kept = {
        id_: evolve(
            inference, undercutters=tuple(u for u in inference.undercutters if u in statements)
        )
        for id_, inference in inferences.items()
        if inference.conclusion in statements and statements.keys() >= set(inference.premises)
    }
    known = statements.keys() | kept.keys()
    return evolve(
        new,
        statements=statements,
        inferences=kept,
        contradictions=tuple(
            pair for pair in contradictions.values() if {pair.first, pair.second} <= known
        ),
        preferences=tuple(
            pair for pair in preferences.values() if {pair.stronger, pair.weaker} <= known
        ),
        questions={
            id_: evolve(question, options=tuple(o for o in question.options if o in statements))
            for id_, question in questions.items()
        },
        contexts={},
        named_theses=tuple(id_ for id_ in new.named_theses if id_ in statements),
    )


# ---- Edits -------------------------------------------------------------------------------------


def _edits(comparison: Comparison) -> Iterator[tuple[ElementChange, ...]]:
    """Yield the changes as the edits of an author.

    A statement and the inference that it is a premise of are added, or removed, together. A new
    undercutter and the inference that it undercuts belong together, too.
    """
    changes = list(comparison.changes)
    group_of: dict[int, list[ElementChange]] = {id(change): [change] for change in changes}
    by_id = {change.id: change for change in changes if isinstance(change.element, Statement)}
    for change in changes:
        if not isinstance(change.element, Inference):
            continue
        for name in _statements_of(change):
            other = by_id.get(name)
            if other is None or not _is_same_direction(change, other):
                continue
            group, larger = group_of[id(change)], group_of[id(other)]
            if group is not larger:
                if len(group) > len(larger):
                    group, larger = larger, group
                larger += group
                for member in group:
                    group_of[id(member)] = larger
    seen: set[int] = set()
    for change in changes:
        group = group_of[id(change)]
        if id(group) not in seen:
            seen.add(id(group))
            yield tuple(group)


def _statements_of(change: ElementChange) -> Iterator[str]:
    """Yield the premises of an inference that was added or removed, and changed undercutters."""
    old, new = change.old, change.new
    if old is None or new is None:
        element = change.element
        assert isinstance(element, Inference)
        yield from element.premises
        yield from element.undercutters
        return
    assert isinstance(old, Inference)
    assert isinstance(new, Inference)
    yield from set(old.premises) ^ set(new.premises)
    yield from set(old.undercutters) ^ set(new.undercutters)


def _is_same_direction(inference: ElementChange, statement: ElementChange) -> bool:
    """Return whether a statement was added or removed, and its inference with it."""
    if statement.old is not None and statement.new is not None:
        return False
    if inference.old is not None and inference.new is not None:
        return True
    return (inference.old is None) == (statement.old is None)


def main_change(edit: tuple[ElementChange, ...]) -> ElementChange:
    """Return the change of an edit that says most: the statement, rather than its inference."""
    statements = [change for change in edit if isinstance(change.element, Statement)]
    return statements[0] if statements else edit[0]


def _may_decide(change: ElementChange) -> bool:
    """Return whether a verdict may depend on a change."""
    if change.old is None or change.new is None:
        return isinstance(
            change.element, Statement | Inference | Question | Contradiction | Preference
        )
    if type(change.old) is not type(change.new):
        return True
    if not isinstance(change.element, Statement | Inference | Question):
        return False
    return any(name not in _DECIDES_NOTHING for name in change.attributes)


def _names(change: ElementChange) -> Iterator[str]:
    """Yield the ids of the elements that a change is about."""
    for element in (change.old, change.new):
        if isinstance(element, Contradiction):
            yield from (element.first, element.second)
        elif isinstance(element, Preference):
            yield from (element.stronger, element.weaker)
        elif isinstance(element, Inference):
            yield from (element.id, element.conclusion)
        elif element is not None:
            yield element.id


def _dependencies(*versions: ArgumentMap) -> dict[str, list[str]]:
    """Return what each statement, inference and question may depend on, in either version."""
    dependencies: dict[str, list[str]] = defaultdict(list)
    for argument_map in versions:
        for inference in argument_map.inferences.values():
            dependencies[inference.conclusion].append(inference.id)
            dependencies[inference.id] += [*inference.premises, *inference.undercutters]
        for pair in argument_map.contradictions:
            dependencies[pair.first].append(pair.second)
            dependencies[pair.second].append(pair.first)
        for question in argument_map.questions.values():
            dependencies[question.id] += question.options
            for option in question.options:
                dependencies[option].append(question.id)
    return dependencies
