"""Overviews: a map in which imported maps or sections are folded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping

from attrs import evolve

from argmap.model import ArgumentMap
from argmap.rendering.views import MapView, free_contexts, submap

GroupOf = Callable[[str], str | None]
"""Returns the folded group that a statement belongs to, by its id; None if it is in none."""


def overview(argument_map: ArgumentMap, pictures: Mapping[str, str]) -> MapView:
    """Return a map whose imported maps are reduced to what the rest of the map uses.

    A statement of an imported map is kept if an inference or a contradiction connects it to a
    statement outside of that map, or if it is on a path from such a statement to the rest.

    Args:
        argument_map: The whole map.
        pictures: The URL of the picture of each imported map to fold, by its alias. Kept statements
            link to it.
    """

    def group_of(id_: str) -> str | None:
        alias, dot, _ = id_.partition(".")
        return alias if dot and alias in pictures else None

    return _fold(argument_map, group_of, pictures)


def overview_of_sections(argument_map: ArgumentMap, pictures: Mapping[str, str]) -> MapView:
    """Return a map whose sections are reduced to what the rest of the map uses; see `overview`.

    Args:
        argument_map: The whole map.
        pictures: The URL of the picture of each section to fold, by its id. A statement in several
            of them belongs to the outermost.
    """
    groups = {
        sentence.id: next(
            (name for name in argument_map.section_path(sentence.section) if name in pictures),
            None,
        )
        for sentence in argument_map.sentences
    }
    return _fold(argument_map, groups.__getitem__, pictures)


def _fold(argument_map: ArgumentMap, group_of: GroupOf, pictures: Mapping[str, str]) -> MapView:
    kept = {id_ for id_ in argument_map.statements if group_of(id_) is None}
    for inference in argument_map.inferences.values():
        for end in (*inference.premises, *inference.undercutters):
            if group_of(end) != group_of(inference.conclusion):
                kept |= {end, inference.conclusion}
    for pair in argument_map.contradictions:
        if group_of(pair.first) != group_of(pair.second):
            kept |= {pair.first, pair.second}
    kept |= _options_outside(argument_map, group_of)
    _connect(argument_map, kept)
    shown = submap(argument_map, kept, _free_contexts_outside(argument_map, group_of))
    linked = {
        id_: evolve(statement, url=pictures[group]) if (group := group_of(id_)) else statement
        for id_, statement in shown.statements.items()
    }
    return MapView(
        evolve(
            shown,
            statements=linked,
            named_theses=argument_map.named_theses,
            is_neutral=argument_map.is_neutral,
        ),
        *_count_folded(argument_map, linked.keys(), group_of),
    )


def _options_outside(argument_map: ArgumentMap, group_of: GroupOf) -> set[str]:
    """Return the options of the questions outside of all groups."""
    return {
        option
        for question in argument_map.questions.values()
        if group_of(question.id) is None
        for option in question.options
    }


def _free_contexts_outside(argument_map: ArgumentMap, group_of: GroupOf) -> set[str]:
    return {id_ for id_ in free_contexts(argument_map) if group_of(id_) is None}


def _count_folded(
    argument_map: ArgumentMap, kept: Collection[str], group_of: GroupOf
) -> tuple[dict[str, int], dict[str, str]]:
    """Return how many statements are folded, and the title of their group, by id.

    The id is that of the kept statement that counts them: the first kept statement of the group
    that is not a premise of another statement in it, else the first kept one; ``""`` if none is.
    """
    heads: dict[str, str] = {}
    folded: Counter[str] = Counter()
    for id_ in argument_map.statements:
        group = group_of(id_)
        if group is None:
            continue
        if id_ not in kept:
            folded[group] += 1
        elif group not in heads or (
            _is_premise_in_group(argument_map, heads[group], group_of)
            and not _is_premise_in_group(argument_map, id_, group_of)
        ):
            heads[group] = id_
    counts: Counter[str] = Counter()
    places: dict[str, str] = {}
    for group, count in folded.items():
        head = heads.get(group, "")
        counts[head] += count
        section = argument_map.sections.get(group)
        if head and section is not None and section.title:
            places[head] = section.title
    return dict(counts), places


def _is_premise_in_group(argument_map: ArgumentMap, id_: str, group_of: GroupOf) -> bool:
    """Return whether a statement is a premise for or against another statement of its group."""
    inferences = argument_map.inferences_from.get(id_, [])
    return any(group_of(inference.conclusion) == group_of(id_) for inference in inferences)


def _connect(argument_map: ArgumentMap, kept: set[str]) -> None:
    """Add statements to ``kept`` until no kept statement has lost its path to the rest."""
    pending = [id_ for id_ in argument_map.statements if id_ in kept]
    while pending:
        inferences = argument_map.inferences_from.get(pending.pop(), [])
        if inferences and not any(
            kept.issuperset((inference.conclusion, *inference.premises)) for inference in inferences
        ):
            added = {inferences[0].conclusion, *inferences[0].premises} - kept
            kept |= added
            pending += sorted(added)
