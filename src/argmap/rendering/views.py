"""Views: maps made smaller, to be read on one sheet. Each makes a map of a map.

Which part of a map is wanted, and making it.

Branches folded into the card that they bear on.

The first levels of a map.

One statement: all that bears on it, and its way to the thesis.

What has one status, and how it is joined to the thesis.

One section, and what it has to do with the rest.

Statements and sections by the names that a user writes.

Leaving statements out of a map: what goes with them, and on which card they are counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from attrs import evolve, field, frozen
from attrs.validators import ge, optional

from argmap.errors import InputError
from argmap.model import ArgumentMap, Inference, Status
from argmap.model.identifiers import normalized
from argmap.model.source import is_generated
from argmap.rendering.scene.builder import section_path


class UnknownName(InputError):
    """A view is asked for by a name that is not in the map."""


def find_statement(argument_map: ArgumentMap, name: str) -> str:
    """Return the id of a statement.

    Raises:
        UnknownName: when there is no such statement; it names the nearest one.
    """
    return _known("statement", name, argument_map.statements)


def find_section(argument_map: ArgumentMap, name: str) -> str:
    """Return the id of a section.

    Raises:
        UnknownName: when there is no such section; it names the nearest one.
    """
    return _known("section", name, argument_map.sections)


def _known(kind: str, name: str, known: Mapping[str, object]) -> str:
    if (id_ := normalized(name)) in known:
        return id_
    from argmap.text import nearest

    meant = nearest(name, (id_ for id_ in known if not is_generated(id_)))
    hint = f"; did you mean `{meant}`?" if meant else ""
    raise UnknownName(f"there is no {kind} `{name}` in the map{hint}")


class MapView(NamedTuple):
    """A map made smaller, and how many statements are left out of it.

    Each count stands by the statement whose card tells of it; by ``""``, where there is none.
    """

    argument_map: ArgumentMap
    folded: dict[str, int]


def submap(argument_map: ArgumentMap, kept: Collection[str]) -> ArgumentMap:
    """Return a map of the kept statements, with the inferences and contradictions between them.

    An inference stays whole or goes: its premises carry it only together. What the whole map argues
    for stays its thesis, even where that is not drawn, so that no other root is taken for it.
    """
    if len(kept) == len(argument_map.statements):
        return argument_map
    return evolve(
        argument_map,
        named_thesis=argument_map.thesis or "",
        statements={
            id_: statement for id_, statement in argument_map.statements.items() if id_ in kept
        },
        inferences={
            id_: evolve(
                inference, undercutters=tuple(u for u in inference.undercutters if u in kept)
            )
            for id_, inference in argument_map.inferences.items()
            if inference.conclusion in kept
            and all(premise in kept for premise in inference.premises)
        },
        contradictions=tuple(
            pair
            for pair in argument_map.contradictions
            if pair.first in kept and pair.second in kept
        ),
    )


def count_folded(argument_map: ArgumentMap, kept: Collection[str]) -> dict[str, int]:
    """Return how many statements are left out, by the nearest kept one that they bear on."""
    owner = {id_: id_ for id_ in argument_map.statements if id_ in kept}
    counts: Counter[str] = Counter()
    waiting = list(owner)
    for above in waiting:  # which grows while it is gone through
        for below in attached_to(argument_map, above):
            if below not in owner:
                owner[below] = owner[above]
                counts[owner[above]] += 1
                waiting.append(below)
    if alone := len(argument_map.statements) - len(owner):
        counts[""] = alone
    return dict(counts)


def attached_to(argument_map: ArgumentMap, statement: str) -> Iterable[str]:
    """Yield what bears on a statement directly: premises, and what undercuts their inferences."""
    for inference in argument_map.inferences_to.get(statement, ()):
        yield from inference.premises
        yield from inference.undercutters


def reachable(
    argument_map: ArgumentMap,
    start: Iterable[str],
    *,
    levels: int | None = None,
    closed: Collection[str] = (),
) -> dict[str, int]:
    """Return all statements that bear on ``start``, each with its distance in inferences.

    It ends ``levels`` below, and does not go on below what is ``closed``.
    """
    depths = dict.fromkeys(start, 0)
    waiting = list(depths)
    for above in waiting:  # which grows while it is gone through
        if above in closed or depths[above] == levels:
            continue
        for below in attached_to(argument_map, above):
            if below not in depths:
                depths[below] = depths[above] + 1
                waiting.append(below)
    return depths


def top_statements(argument_map: ArgumentMap) -> list[str]:
    """Return statements that all others bear on: the thesis, the roots, and one of each ring."""
    thesis = argument_map.thesis
    first = [thesis] if thesis in argument_map.statements else []
    found = dict.fromkeys([*filter(None, first), *argument_map.roots])
    reached = reachable(argument_map, found)
    for statement in argument_map.statements:
        if statement not in reached:
            found[statement] = None
            reached |= reachable(argument_map, [statement])
    return list(found)


def edges_to_top(argument_map: ArgumentMap) -> dict[str, Inference]:
    """Return the first inference on the shortest path from each statement to a top statement.

    That is the thesis if it can be reached, else another of the `top_statements`, which themselves
    have no entry.
    """
    found: dict[str, Inference] = {}
    reached: set[str] = set()
    for top in top_statements(argument_map):
        if top in reached:
            continue
        reached.add(top)
        waiting = [top]
        for above in waiting:  # which grows while it is gone through
            for inference in argument_map.inferences_to.get(above, ()):
                for below in (*inference.premises, *inference.undercutters):
                    if below not in reached:
                        reached.add(below)
                        found[below] = inference
                        waiting.append(below)
    return found


def with_paths(argument_map: ArgumentMap, statements: Iterable[str]) -> dict[str, None]:
    """Return statements with the conclusions and linked premises on their paths to the top."""
    inferences = edges_to_top(argument_map)
    kept = dict.fromkeys(statements)
    for statement in list(kept):
        at = statement
        while (inference := inferences.pop(at, None)) is not None:  # a way is gone once
            at = inference.conclusion
            kept |= dict.fromkeys((at, *inference.premises))
    return kept


def collapse(argument_map: ArgumentMap, names: Iterable[str]) -> ArgumentMap:
    """Return a map without what bears on some statements, and on nothing else that is left.

    Raises:
        UnknownName: when there is no statement of one of the names.
    """
    closed = {find_statement(argument_map, name) for name in names}
    return submap(
        argument_map, reachable(argument_map, top_statements(argument_map), closed=closed)
    )


def depth(argument_map: ArgumentMap, levels: int) -> ArgumentMap:
    """Return a map with no more than so many levels below its roots."""
    return submap(
        argument_map, reachable(argument_map, top_statements(argument_map), levels=levels)
    )


def focus(argument_map: ArgumentMap, name: str, levels: int | None = None) -> ArgumentMap:
    """Return what bears on a statement, what contradicts it, and its way to the thesis.

    ``levels`` bounds how many levels of what bears on it are kept.

    Raises:
        UnknownName: when there is no such statement.
    """
    centre = find_statement(argument_map, name)
    kept = with_paths(argument_map, [centre])
    kept |= dict.fromkeys(reachable(argument_map, [centre], levels=levels))
    if levels != 0:
        kept |= dict.fromkeys(argument_map.contradicted_by.get(centre, ()))
    return submap(argument_map, kept)


def only(argument_map: ArgumentMap, status: Status, statuses: Mapping[str, Status]) -> ArgumentMap:
    """Return the statements of a status and their ways to the thesis; the thesis at least."""
    found = [id_ for id_ in argument_map.statements if statuses.get(id_) is status]
    kept = with_paths(argument_map, found)
    if argument_map.thesis in argument_map.statements:
        kept[argument_map.thesis] = None
    return submap(argument_map, kept)


def section(argument_map: ArgumentMap, name: str) -> ArgumentMap:
    """Return the statements of a section and of those within it, and their neighbours.

    Neighbours are what an inference or a contradiction joins to it from outside.

    Raises:
        UnknownName: when there is no such section.
    """
    wanted = find_section(argument_map, name)
    inside = {
        id_
        for id_, statement in argument_map.statements.items()
        if wanted in section_path(argument_map, statement.section)
    }
    kept = set(inside)
    for inference in argument_map.inferences.values():
        within = inside.intersection((inference.conclusion, *inference.premises))
        if within or inside.intersection(inference.undercutters):
            kept |= {inference.conclusion, *inference.premises}
        if within:
            kept |= set(inference.undercutters)
    for pair in argument_map.contradictions:
        if inside & {pair.first, pair.second}:
            kept |= {pair.first, pair.second}
    return submap(argument_map, kept)


@frozen(kw_only=True)
class ViewSpec:
    """The part of a map that is wanted; what is chosen twice is what both leave.

    ``depth`` counts from the ``focus``, where there is one, else from what nothing stands above.

    Raises:
        ValueError: for a depth below 0.
    """

    focus: str | None = None
    depth: int | None = field(default=None, validator=optional(ge(0)))
    section: str | None = None
    only: Status | None = None
    collapse: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self != WHOLE_MAP

    @property
    def name_parts(self) -> tuple[str, ...]:
        """What is chosen, a word or two each: ``section-energy``, ``depth-2``."""
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


WHOLE_MAP = ViewSpec()


def make_view(
    argument_map: ArgumentMap, choice: ViewSpec, statuses: Mapping[str, Status]
) -> MapView:
    """Return the chosen part of a map; ``statuses`` are those of the whole, by id.

    Raises:
        UnknownName: when something chosen is not in the map, or not in the part that is left.
    """
    part = argument_map
    if choice.section is not None:
        part = section(part, choice.section)
    if choice.focus is not None:
        part = focus(part, choice.focus, choice.depth)
    if choice.only is not None:
        part = only(part, choice.only, statuses)
    if choice.depth is not None and choice.focus is None:
        part = depth(part, choice.depth)
    if choice.collapse:
        part = collapse(part, choice.collapse)
    return MapView(part, count_folded(argument_map, part.statements))


def describe_view(argument_map: ArgumentMap, choice: ViewSpec) -> str:
    """Return what is chosen as a reader is told it; nothing, if it is the whole map."""
    parts = []
    if choice.section in argument_map.sections:
        parts.append(
            f"section “{argument_map.sections[choice.section or ''].title or choice.section}”"
        )
    elif choice.section is not None:
        parts.append(f"section {choice.section}")
    if choice.focus is not None:
        parts.append(f"what bears on {choice.focus}, and its way to the thesis")
    if choice.only is not None:
        parts.append(f"what is {choice.only.value}, and its way to the thesis")
    if choice.depth is not None:
        parts.append("1 level" if choice.depth == 1 else f"{choice.depth:,} levels")
    if choice.collapse:
        parts.append(f"without what bears on {', '.join(choice.collapse)}")
    return "; ".join(parts)
