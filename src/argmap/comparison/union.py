"""Both versions of a map as one: what a picture of a difference shows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from enum import Enum
from typing import TypeVar

from attrs import evolve, frozen

from argmap.comparison.changes import Aspect
from argmap.comparison.verdict_changes import VerdictChanges
from argmap.model import ArgumentMap, Status

_Element = TypeVar("_Element")


class Mark(Enum):
    """How a sentence differs between two versions."""

    ADDED = "new"
    REMOVED = "removed"
    CHANGED = "changed"


@frozen
class Union:
    """A map with the elements of both versions, by the ids of the old one.

    Attributes:
        argument_map: The new version, with what was removed from the old one.
        marks: How sentences differ; those that are the same are missing.
        statuses: The statuses of statements in the new version, or in the old one for those that
            were removed.
        flipped: The ids of the statements whose status differs, each with its old status.
    """

    argument_map: ArgumentMap
    marks: Mapping[str, Mark]
    statuses: Mapping[str, Status]
    flipped: Mapping[str, Status]

    def part(self, max_statements: int) -> Union:
        """Return the part around what changed, with at most a number of statements.

        These are the flipped statements and the marked ones, with the statements between them and
        a thesis, those nearest to a thesis first.
        """
        whole = self.argument_map
        depths = whole.depths
        changed = [id_ for id_ in whole.statements if id_ in self.flipped or id_ in self.marks]
        far = len(depths)
        changed.sort(key=lambda id_: (id_ not in self.flipped, depths.get(id_, far)))
        kept: dict[str, None] = {}
        for id_ in changed:
            path = [other for other in self._path_to_thesis(id_) if other not in kept]
            if len(kept) + len(path) > max_statements:
                continue
            kept.update(dict.fromkeys(path))
        return evolve(self, argument_map=_restricted(whole, kept))

    def _path_to_thesis(self, id_: str) -> Iterator[str]:
        """Yield a statement, and the statements that it bears on, one after the other."""
        whole = self.argument_map
        visited: set[str] = set()
        current: str | None = id_
        while current is not None and current not in visited:
            visited.add(current)
            yield current
            relations = (
                *whole.inferences_from.get(current, ()),
                *whole.undercuts_by.get(current, ()),
            )
            depths = whole.depths
            conclusions = [relation.conclusion for relation in relations]
            current = min(
                conclusions, key=lambda other: depths.get(other, len(depths)), default=None
            )


def unite(verdicts: VerdictChanges) -> Union:
    """Return both versions of a map as one."""
    comparison = verdicts.comparison
    old, new = comparison.old, comparison.aligned
    marks: dict[str, Mark] = {}
    ids = {sentence.id for version in (old, new) for sentence in version.sentences}
    for change in comparison.changes:
        if change.id in ids:
            marks[change.id] = (
                Mark.ADDED
                if change.old is None
                else Mark.REMOVED
                if change.new is None
                else Mark.CHANGED
            )
            if change.aspects == (Aspect.PLACE,):
                del marks[change.id]
    statements = new.statements | {
        id_: statement for id_, statement in old.statements.items() if id_ not in new.statements
    }
    inferences = new.inferences | {
        id_: inference for id_, inference in old.inferences.items() if id_ not in new.inferences
    }
    pairs = {frozenset((pair.first, pair.second)) for pair in new.contradictions}
    whole = evolve(
        new,
        statements=statements,
        inferences=inferences,
        contradictions=(
            *new.contradictions,
            *(p for p in old.contradictions if frozenset((p.first, p.second)) not in pairs),
        ),
        questions=new.questions | _missing(old.questions, new.questions),
        contexts=new.contexts | _missing(old.contexts, new.contexts),
        sources=new.sources | _missing(old.sources, new.sources),
        sections=new.sections | _missing(old.sections, new.sections),
    )
    new_ids = comparison.matching.sentences.by_old
    statuses = {}
    for id_ in statements:
        if id_ in new.statements:
            new_id = new_ids.get(id_) or id_.removesuffix("~new")
            statuses[id_] = verdicts.new_evaluation.status(new_id)
        else:
            statuses[id_] = verdicts.old_evaluation.status(id_)
    return Union(whole, marks, statuses, {flip.id: flip.old_status for flip in verdicts.flips})


def _missing(old: Mapping[str, _Element], new: Mapping[str, _Element]) -> dict[str, _Element]:
    return {id_: element for id_, element in old.items() if id_ not in new}


def _restricted(argument_map: ArgumentMap, ids: Collection[str]) -> ArgumentMap:
    """Return the part of a map that consists of some statements, and the relations among them."""
    inferences = {
        id_: evolve(inference, undercutters=tuple(u for u in inference.undercutters if u in ids))
        for id_, inference in argument_map.inferences.items()
        if {inference.conclusion, *inference.premises} <= set(ids)
    }
    known = {*ids, *inferences}
    return evolve(
        argument_map,
        statements={
            id_: evolve(statement, section=None)
            for id_, statement in argument_map.statements.items()
            if id_ in ids
        },
        inferences=inferences,
        contradictions=tuple(
            pair for pair in argument_map.contradictions if {pair.first, pair.second} <= known
        ),
        preferences=(),
        questions={
            id_: evolve(
                question, section=None, options=tuple(o for o in question.options if o in ids)
            )
            for id_, question in argument_map.questions.items()
            if not set(ids).isdisjoint(question.options)
        },
        contexts={},
        sections={},
        named_theses=tuple(id_ for id_ in argument_map.theses if id_ in ids),
    )
