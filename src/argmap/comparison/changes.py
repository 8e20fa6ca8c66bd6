"""The edit script between two versions of a map: what was added, removed and changed, by element.

Order and layout are no changes in meaning; the number of statements in another order is counted.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cached_property
from types import UnionType
from typing import Any

from attrs import fields, frozen

from argmap.comparison.alignment import align
from argmap.comparison.matching import Matching, match_maps
from argmap.model import ArgumentMap, Contradiction, Inference, Preference, Section, Source
from argmap.model.question import Sentence

Element = Sentence | Inference | Contradiction | Preference | Source | Section
"""Everything that can be added to a map, removed from it or changed."""


class Aspect(Enum):
    """What differs between two versions of an element."""

    WORDING = "wording"
    KIND = "kind"
    PLACE = "place"
    """The section of a sentence, or the parent of a section or a context."""
    RELATIONS = "relations"
    """What an inference connects, or the options of a question."""
    EVIDENCE = "evidence"
    """Citations and quotations."""
    ATTRIBUTES = "attributes"
    """All other attributes, named in `ElementChange.attributes`."""


_ASPECTS = {
    "text": Aspect.WORDING,
    "title": Aspect.WORDING,
    "section": Aspect.PLACE,
    "parent": Aspect.PLACE,
    "premises": Aspect.RELATIONS,
    "conclusion": Aspect.RELATIONS,
    "polarity": Aspect.RELATIONS,
    "undercutters": Aspect.RELATIONS,
    "options": Aspect.RELATIONS,
    "citations": Aspect.EVIDENCE,
}
_NO_CHANGE = frozenset({"id", "is_named", "form", "was"})
"""Fields that say how an element is written, and not what it says."""


@frozen(eq=False)
class ElementChange:
    """One element that was added, removed or changed.

    Attributes:
        id: The id of the element in the old version, or else in the new one. A contradiction or a
            preference has none.
        old: The old version of the element; None if it was added.
        new: The new version, with the ids of the old one (`argmap.comparison.alignment`); None if
            the element was removed.
        aspects: What differs, if both versions exist.
        attributes: The names of the fields that differ.
    """

    id: str
    old: Element | None
    new: Element | None
    aspects: tuple[Aspect, ...] = ()
    attributes: tuple[str, ...] = ()

    @property
    def element(self) -> Element:
        """The new version of the element, or the old one if it was removed."""
        element = self.new if self.new is not None else self.old
        assert element is not None  # a change has at least one version
        return element


@frozen(eq=False, slots=False)
class Comparison:
    """Two versions of a map, matched and compared.

    Attributes:
        aligned: The new version, with the ids of the old one.
        changes: All changes, in the order of the new version; removed elements follow.
        map_attributes: The attributes of the map itself that differ, each with its two values.
        reordered_count: The number of statements that are in another order.
    """

    old: ArgumentMap
    new: ArgumentMap
    matching: Matching
    aligned: ArgumentMap
    changes: tuple[ElementChange, ...]
    map_attributes: Mapping[str, tuple[Any, Any]]
    reordered_count: int

    @property
    def is_same(self) -> bool:
        """Whether nothing changed in meaning."""
        return not self.changes and not self.map_attributes and not self.renamed

    @cached_property
    def renamed(self) -> dict[str, str]:
        """The ids that the author changed, old → new; not those that only got another alias."""
        return {
            old: new
            for old, new in self.matching.sentences.by_old.items()
            if old.rpartition(".")[2] != new.rpartition(".")[2]
            and _sentence(self.old, old).is_named
            and _sentence(self.new, new).is_named
        }

    @cached_property
    def moved_files(self) -> dict[tuple[str, str], int]:
        """The number of statements that moved from one file to another, by the names of both."""
        counts: dict[tuple[str, str], int] = {}
        for old, new in self.matching.sentences.by_old.items():
            names = (
                _sentence(self.old, old).location.source.name,
                _sentence(self.new, new).location.source.name,
            )
            counts[names] = counts.get(names, 0) + 1
        main = (self.old.location.source.name, self.new.location.source.name)
        return {
            names: count
            for names, count in counts.items()
            if names[0] != names[1] and names != main
        }

    def is_implied(self, change: ElementChange) -> bool:
        """Return whether a relation came or went together with a statement."""
        element = change.element
        if not isinstance(element, Inference) or (change.old and change.new):
            return False
        ids = self._new_ids if change.old is None else self._removed_ids
        return not ids.isdisjoint((*element.premises, *element.undercutters))

    @cached_property
    def _new_ids(self) -> frozenset[str]:
        return frozenset(change.id for change in self.changes if change.old is None)

    @cached_property
    def _removed_ids(self) -> frozenset[str]:
        return frozenset(change.id for change in self.changes if change.new is None)

    def of_kind(self, *kinds: type | UnionType) -> Iterator[ElementChange]:
        """Yield the changes of elements of some kinds."""
        return (change for change in self.changes if isinstance(change.element, kinds))


def compare_maps(old: ArgumentMap, new: ArgumentMap) -> Comparison:
    """Compare two versions of a map, in linear time."""
    matching = match_maps(old, new)
    aligned = align(new, old, matching)
    return Comparison(
        old,
        new,
        matching,
        aligned,
        tuple(_changes(old, aligned)),
        _map_attributes(old, aligned),
        _reordered_count(old, aligned),
    )


def _sentence(argument_map: ArgumentMap, id_: str) -> Sentence:
    sentence = (
        argument_map.statements.get(id_)
        or argument_map.questions.get(id_)
        or argument_map.contexts.get(id_)
    )
    assert sentence is not None  # matched ids exist
    return sentence


# ---- Changes -----------------------------------------------------------------------------------


def _changes(old: ArgumentMap, new: ArgumentMap) -> Iterator[ElementChange]:
    for before, after in (
        ({s.id: s for s in old.sentences}, {s.id: s for s in new.sentences}),
        (old.inferences, new.inferences),
        (_pairs_by_ends(old), _pairs_by_ends(new)),
        (old.sources, new.sources),
        (old.sections, new.sections),
    ):
        yield from _changed_elements(before, after)


def _pairs_by_ends(argument_map: ArgumentMap) -> dict[str, Element]:
    pairs: dict[str, Element] = {}
    for pair in argument_map.contradictions:
        first, second = sorted((pair.first, pair.second))
        pairs[f"{first} contradicts {second}"] = pair
    for preference in argument_map.preferences:
        pairs[f"{preference.stronger} outweighs {preference.weaker}"] = preference
    return pairs


def _changed_elements(
    before: Mapping[str, Element], after: Mapping[str, Element]
) -> Iterator[ElementChange]:
    for id_, new in after.items():
        old = before.get(id_)
        if old is None:
            yield ElementChange(id_, None, new)
            continue
        if isinstance(new, Contradiction | Preference):
            continue
        names = tuple(_different_fields(old, new))
        aspects = dict.fromkeys(_ASPECTS.get(name, Aspect.ATTRIBUTES) for name in names)
        if type(old) is not type(new):
            aspects = {Aspect.KIND: None} | aspects
        if aspects:
            yield ElementChange(id_, old, new, tuple(aspects), names)
    for id_, old in before.items():
        if id_ not in after:
            yield ElementChange(id_, old, None)


def _different_fields(old: Any, new: Any) -> Iterator[str]:
    """Yield the names of the fields that differ, of those that both elements have."""
    others = {field.name for field in fields(type(old))} if type(old) is not type(new) else None
    for field in fields(type(new)):
        if not field.eq or field.name in _NO_CHANGE:
            continue
        if others is not None and field.name not in others:
            continue
        first, second = getattr(old, field.name), getattr(new, field.name)
        if first != second and not _is_reordering(field.name, first, second):
            yield field.name


def _is_reordering(name: str, first: Any, second: Any) -> bool:
    """Return whether two lists have the same values in another order, which means nothing."""
    if name not in {"premises", "undercutters", "options", "tags", "expected_options"}:
        return False
    return sorted(first) == sorted(second)


def _map_attributes(old: ArgumentMap, new: ArgumentMap) -> dict[str, tuple[Any, Any]]:
    """Return the attributes of the map itself that differ: not its elements."""
    differences: dict[str, tuple[Any, Any]] = {}
    for field in fields(ArgumentMap):
        if not field.eq or field.name in _COLLECTIONS:
            continue
        first, second = getattr(old, field.name), getattr(new, field.name)
        if first != second:
            differences[field.name] = (first, second)
    return differences


_COLLECTIONS = frozenset(
    {
        *("statements", "inferences", "contradictions", "preferences"),
        *("questions", "contexts", "sources", "sections"),
    }
)


def _reordered_count(old: ArgumentMap, new: ArgumentMap) -> int:
    """Return how many statements must move so that those in both versions have the same order.

    All but the longest increasing subsequence of their old positions (Fredman 1975).
    """
    positions = {id_: position for position, id_ in enumerate(old.author_order)}
    order = [positions[id_] for id_ in new.author_order if id_ in positions]
    tails: list[int] = []
    for position in order:
        index = bisect_left(tails, position)
        tails[index : index + 1] = [position]
    return len(order) - len(tails)
