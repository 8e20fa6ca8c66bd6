"""Views: parts of a map that are small enough to be drawn and read.

`make_view` returns the part that a `ViewSpec` selects: a section, a statement with its arguments,
the statements of one status, the first levels, or a map with collapsed branches. A view is an
`ArgumentMap` itself.

Two terms: a statement is *below* another if it is a premise for or against it, or undercuts such an
inference. It is *attached* to another if it is directly below it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from attrs import evolve, field, frozen
from attrs.converters import optional as to_optional
from attrs.validators import ge, optional

from argmap.errors import InputError
from argmap.model import ArgumentMap, Inference, Sentence, Status
from argmap.model.identifiers import normalize_id
from argmap.model.source import is_generated


class UnknownName(InputError):
    """A view names a statement or section that is not in the map."""


class MapView(NamedTuple):
    """A part of a map, and how many statements it omits.

    Attributes:
        argument_map: The part, as a map.
        folded: The number of omitted statements, by the id of the statement whose card shows it;
            ``""`` for those that no card counts.
        places: The title of the part that they are in, by the same ids, if they are in one.
    """

    argument_map: ArgumentMap
    folded: dict[str, int]
    places: Mapping[str, str] = MappingProxyType({})


@frozen(kw_only=True)
class ViewSpec:
    """A specification of a part of a map; several restrictions apply one after another.

    Attributes:
        focus: A statement to show with those below it and its path to the thesis.
        depth: The number of levels below the ``focus`` if there is one, else below the top
            statements.
        section: A section to show with its neighbors.
        only: Show only statements of this status (or its name), and their paths to the thesis.
        collapse: Statements whose branches are hidden.

    Raises:
        ValueError: If the depth is negative, or the status does not exist.
    """

    focus: str | None = None
    depth: int | None = field(default=None, validator=optional(ge(0)))
    section: str | None = None
    only: Status | None = field(default=None, converter=to_optional(Status))
    collapse: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self != FULL_VIEW

    @property
    def name_parts(self) -> tuple[str, ...]:
        """The restrictions as parts of a file name: ``section-energy``, ``depth-2``."""
        return tuple(self._name_parts())

    def _name_parts(self) -> Iterator[str]:
        if self.section is not None:
            yield f"section-{self.section}"
        if self.focus is not None:
            yield f"focus-{self.focus}"
        if self.only is not None:
            yield f"only-{self.only.value}"
        if self.depth is not None:
            yield f"depth-{self.depth}"
        if self.collapse:
            yield f"collapse-{'-'.join(self.collapse)}"


FULL_VIEW = ViewSpec()


def make_view(argument_map: ArgumentMap, spec: ViewSpec, statuses: Mapping[str, Status]) -> MapView:
    """Return the specified part of a map.

    Args:
        argument_map: The whole map.
        spec: The part to return.
        statuses: The statuses of the whole map, by id.

    Raises:
        UnknownName: If a named statement or section is not in the map, or not in the part that the
            restrictions before it leave.
    """
    part = argument_map
    if spec.section is not None:
        part = select_section(part, spec.section)
    if spec.focus is not None:
        part = select_focus(part, spec.focus, spec.depth)
    if spec.only is not None:
        part = select_status(part, spec.only, statuses)
    if spec.depth is not None and spec.focus is None:
        part = limit_depth(part, spec.depth)
    if spec.collapse:
        part = collapse_branches(part, spec.collapse)
    return MapView(part, count_folded(argument_map, part.statements))


def describe_view(argument_map: ArgumentMap, spec: ViewSpec) -> str:
    """Return a description of a part for the caption of its picture; empty for the whole map."""
    parts = []
    if spec.section in argument_map.sections:
        parts.append(f"section “{argument_map.sections[spec.section or ''].title or spec.section}”")
    elif spec.section is not None:
        parts.append(f"section {spec.section}")
    if spec.focus is not None:
        parts.append(f"the arguments about {spec.focus}, and its path to the thesis")
    if spec.only is not None:
        parts.append(f"{spec.only.value} statements, and their paths to the thesis")
    if spec.depth is not None:
        parts.append("1 level" if spec.depth == 1 else f"{spec.depth:,} levels")
    if spec.collapse:
        parts.append(f"without the arguments about {', '.join(spec.collapse)}")
    return "; ".join(parts)


# ---- Kinds of views ------------------------------------------------------------------------------


def collapse_branches(argument_map: ArgumentMap, names: Iterable[str]) -> ArgumentMap:
    """Return a map without the statements that are only below the named ones.

    Raises:
        UnknownName: If the map has no statement of one of the names.
    """
    collapsed = {find_statement(argument_map, name) for name in names}
    kept = reachable(argument_map, top_statements(argument_map), collapsed=collapsed)
    return submap(argument_map, kept, free_contexts(argument_map))


def limit_depth(argument_map: ArgumentMap, levels: int) -> ArgumentMap:
    """Return a map with at most ``levels`` levels below its top statements."""
    kept = reachable(argument_map, top_statements(argument_map), levels=levels)
    return submap(argument_map, kept, free_contexts(argument_map))


def select_focus(argument_map: ArgumentMap, name: str, levels: int | None = None) -> ArgumentMap:
    """Return a statement with those below it, those that contradict it, and its path to the thesis.

    Args:
        argument_map: The whole map.
        name: The statement, or a question, which stands for its options.
        levels: How many levels below it are kept; None for all.

    Raises:
        UnknownName: If the map has no such statement or question.
    """
    center = find_statement(argument_map, name)
    question = argument_map.questions.get(center)
    centers = list(question.options) if question is not None else [center]
    kept = with_paths(argument_map, centers)
    kept |= dict.fromkeys(reachable(argument_map, centers, levels=levels))
    if levels != 0:
        kept |= dict.fromkeys(argument_map.contradicted_by.get(center, ()))
    return submap(argument_map, kept)


def select_status(
    argument_map: ArgumentMap, status: Status, statuses: Mapping[str, Status]
) -> ArgumentMap:
    """Return the statements of a status, their paths to a thesis, and the theses themselves."""
    matching = [id_ for id_ in argument_map.statements if statuses.get(id_) is status]
    kept = with_paths(argument_map, matching)
    kept |= dict.fromkeys(id_ for id_ in argument_map.theses if id_ in argument_map.statements)
    return submap(argument_map, kept)


def select_section(argument_map: ArgumentMap, name: str) -> ArgumentMap:
    """Return the statements of a section and its subsections, and their neighbors.

    A neighbor is a statement outside that an inference or a contradiction connects to one inside.

    Raises:
        UnknownName: If the map has no such section.
    """
    section_id = find_section(argument_map, name)

    def is_inside(sentence: Sentence) -> bool:
        return section_id in argument_map.section_path(sentence.section)

    inside = {id_ for id_, statement in argument_map.statements.items() if is_inside(statement)}
    kept = set(inside)
    for question in argument_map.questions.values():
        if is_inside(question):
            kept |= set(question.options)
    for inference in argument_map.inferences.values():
        within = inside.intersection((inference.conclusion, *inference.premises))
        if within or inside.intersection(inference.undercutters):
            kept |= {inference.conclusion, *inference.premises}
        if within:
            kept |= set(inference.undercutters)
    for pair in argument_map.contradictions:
        if inside & {pair.first, pair.second}:
            kept |= {pair.first, pair.second}
    contexts = (context.id for context in argument_map.contexts.values() if is_inside(context))
    return submap(argument_map, kept, free_contexts(argument_map).intersection(contexts))


# ---- Names ---------------------------------------------------------------------------------------


def find_statement(argument_map: ArgumentMap, name: str) -> str:
    """Return the id of the statement or the question that a user named.

    Raises:
        UnknownName: If there is no such statement; the message suggests a similar one.
    """
    return _resolve("statement", name, {**argument_map.statements, **argument_map.questions})


def find_section(argument_map: ArgumentMap, name: str) -> str:
    """Return the id of the section that a user named.

    Raises:
        UnknownName: If there is no such section; the message suggests a similar one.
    """
    return _resolve("section", name, argument_map.sections)


def _resolve(kind: str, name: str, elements: Mapping[str, object]) -> str:
    if (id_ := normalize_id(name)) in elements:
        return id_
    from argmap.text import suggest

    named = (id_ for id_ in elements if not is_generated(id_))
    raise UnknownName(f"unknown {kind} `{name}`{suggest(name, named)}")


# ---- Graph searches ------------------------------------------------------------------------------


def submap(
    argument_map: ArgumentMap, kept: Collection[str], free_contexts: Collection[str] = ()
) -> ArgumentMap:
    """Return a map of the kept statements, with the relations between them.

    An inference is kept only with all its premises, since linked premises count only together, and
    a question only with all its options. The theses stay the same even if they are not kept, so
    that no other root is taken for one.

    Args:
        argument_map: The whole map.
        kept: The ids of the statements to keep.
        free_contexts: The ids of the contexts to keep that are declared in no statement, inference
            or question; the others are kept with what they are declared in.
    """
    kept = with_options(argument_map, kept)
    contexts = {
        id_: context
        for id_, context in argument_map.contexts.items()
        if context.parent is not None or id_ in free_contexts
    }
    if (len(kept), len(contexts)) == (len(argument_map.statements), len(argument_map.contexts)):
        return argument_map
    inferences = {
        id_: evolve(inference, undercutters=tuple(u for u in inference.undercutters if u in kept))
        for id_, inference in argument_map.inferences.items()
        if inference.conclusion in kept and all(premise in kept for premise in inference.premises)
    }
    questions = {
        id_: question
        for id_, question in argument_map.questions.items()
        if question.options and kept.issuperset(question.options)
    }
    elements = kept | inferences.keys() | questions.keys()
    return evolve(
        argument_map,
        named_theses=argument_map.theses,
        is_neutral=argument_map.is_neutral or not argument_map.theses,
        statements={
            id_: statement for id_, statement in argument_map.statements.items() if id_ in kept
        },
        inferences=inferences,
        contradictions=tuple(
            pair
            for pair in argument_map.contradictions
            if pair.first in kept and pair.second in kept
        ),
        preferences=tuple(
            preference
            for preference in argument_map.preferences
            if preference.stronger in elements and preference.weaker in elements
        ),
        questions=questions,
        contexts={
            id_: context
            for id_, context in contexts.items()
            if context.parent is None or context.parent in elements
        },
    )


def with_options(argument_map: ArgumentMap, kept: Collection[str]) -> set[str]:
    """Return statements with all options of the questions that one of them is an option of."""
    closed = set(kept)
    pending = list(closed)
    while pending:
        for question in argument_map.questions_of.get(pending.pop(), ()):
            added = set(question.options) - closed
            closed |= added
            pending += added
    return closed


def free_contexts(argument_map: ArgumentMap) -> set[str]:
    """Return the ids of the contexts that are declared in nothing else."""
    return {context.id for context in argument_map.contexts.values() if context.parent is None}


def count_folded(argument_map: ArgumentMap, kept: Collection[str]) -> dict[str, int]:
    """Return how many statements are omitted, by the closest_match kept statement above them."""
    owner = {id_: id_ for id_ in argument_map.statements if id_ in kept}
    counts: Counter[str] = Counter()
    queue = list(owner)
    for statement in queue:  # the queue grows in the loop
        for attached in attached_to(argument_map, statement):
            if attached not in owner:
                owner[attached] = owner[statement]
                counts[owner[statement]] += 1
                queue.append(attached)
    if unowned := len(argument_map.statements) - len(owner):
        counts[""] = unowned
    return dict(counts)


def attached_to(argument_map: ArgumentMap, statement: str) -> Iterable[str]:
    """Yield the premises of the inferences to a statement, and their undercutters."""
    for inference in argument_map.inferences_to.get(statement, ()):
        yield from inference.premises
        yield from inference.undercutters


def reachable(
    argument_map: ArgumentMap,
    start: Iterable[str],
    *,
    levels: int | None = None,
    collapsed: Collection[str] = (),
) -> dict[str, int]:
    """Return ``start`` and all statements below it, each with its distance in inferences.

    Args:
        argument_map: The map.
        start: The statements at distance 0.
        levels: The largest distance; None for no limit.
        collapsed: Statements below which the search does not continue.
    """
    depths = dict.fromkeys(start, 0)
    queue = list(depths)
    for statement in queue:  # the queue grows in the loop
        if statement in collapsed or depths[statement] == levels:
            continue
        for attached in attached_to(argument_map, statement):
            if attached not in depths:
                depths[attached] = depths[statement] + 1
                queue.append(attached)
    return depths


def top_statements(argument_map: ArgumentMap) -> list[str]:
    """Return statements that all others are below: theses, roots, and one of each cycle."""
    theses = [id_ for id_ in argument_map.theses if id_ in argument_map.statements]
    top = dict.fromkeys([*theses, *argument_map.roots])
    reached = reachable(argument_map, top)
    for statement in argument_map.statements:
        if statement not in reached:
            top[statement] = None
            reached |= reachable(argument_map, [statement])
    return list(top)


def edges_to_top(argument_map: ArgumentMap) -> dict[str, Inference]:
    """Return the first inference on the shortest path from each statement to a top statement.

    That is the thesis if it can be reached, else another of the `top_statements`, which themselves
    have no entry.
    """
    edges: dict[str, Inference] = {}
    reached: set[str] = set()
    for top in top_statements(argument_map):
        if top in reached:
            continue
        reached.add(top)
        queue = [top]
        for statement in queue:  # the queue grows in the loop
            for inference in argument_map.inferences_to.get(statement, ()):
                for attached in (*inference.premises, *inference.undercutters):
                    if attached not in reached:
                        reached.add(attached)
                        edges[attached] = inference
                        queue.append(attached)
    return edges


def with_paths(argument_map: ArgumentMap, statements: Iterable[str]) -> dict[str, None]:
    """Return statements with the conclusions and linked premises on their paths to the top."""
    edges = edges_to_top(argument_map)
    kept = dict.fromkeys(statements)
    for statement in list(kept):
        inference = edges.pop(statement, None)
        while inference is not None:  # each edge is used once
            kept |= dict.fromkeys((inference.conclusion, *inference.premises))
            inference = edges.pop(inference.conclusion, None)
    return kept
