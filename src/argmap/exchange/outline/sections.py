"""The order of sections in an outline: imported files come where the importing map uses them."""

from __future__ import annotations

from collections.abc import Iterator

from argmap.model import ArgumentMap


def reading_order(argument_map: ArgumentMap) -> list[str]:
    """Return all sections, outer ones before those in them.

    Sections are in the author's order. But imports are at the top of a file, so the section of an
    imported file comes after the section of the first statement, outside of it, that one of its
    statements supports or attacks. If there is none, it comes last.
    """
    inner: dict[str | None, list[str]] = {}
    for section in argument_map.sections.values():
        inner.setdefault(section.parent, []).append(section.id)
    top = inner.get(None, [])
    file = argument_map.location.source.name
    imported = {id_ for id_ in top if argument_map.sections[id_].location.source.name != file}
    used_in = _first_uses(argument_map, imported)
    followers: dict[str | None, list[str]] = {}
    for id_ in top:
        if id_ in imported:
            followers.setdefault(used_in.get(id_), []).append(id_)
    order: dict[str, None] = {}
    starts = [id_ for id_ in top if id_ not in imported] + followers.get(None, []) + top
    for start in starts:
        pending = [start]
        while pending:
            id_ = pending.pop()
            if id_ not in order:
                order |= dict.fromkeys(_with_inner(id_, inner))
                pending += reversed(followers.get(id_, []))
    return list(order)


def _with_inner(section: str, inner: dict[str | None, list[str]]) -> Iterator[str]:
    pending = [section]
    while pending:
        id_ = pending.pop()
        yield id_
        pending += reversed(inner.get(id_, []))


def _first_uses(argument_map: ArgumentMap, imported: set[str]) -> dict[str, str]:
    """Return the outermost section in which an imported one is used first, if it is in a section.

    A use of what the imported file concludes takes precedence over that of another statement, and
    then one in the importing map over one in another imported file.
    """
    uses: dict[str, tuple[tuple[bool, bool], str]] = {}
    for inference in argument_map.inferences.values():
        target = _outermost(argument_map, inference.conclusion)
        if target is None:
            continue
        for id_ in (*inference.premises, *inference.undercutters):
            source = _outermost(argument_map, id_)
            if source is None or source == target or source not in imported:
                continue
            is_inner = any(
                _outermost(argument_map, other.conclusion) == source
                for other in argument_map.inferences_from.get(id_, ())
            )
            rank = (is_inner, target in imported)
            if source not in uses or rank < uses[source][0]:
                uses[source] = (rank, target)
    return {source: target for source, (_, target) in uses.items()}


def _outermost(argument_map: ArgumentMap, statement: str) -> str | None:
    return next(iter(argument_map.section_path(argument_map.statements[statement].section)), None)
