"""The map as a Markdown outline, for a reader who never saw an argument map.

The thesis comes first, then every section that has something of its own, then the sources. What
bears on a statement stands under it, with its role in a word: **because**, **but**, **however**.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from argmap.exchange.outline.listing import Listing
from argmap.exchange.outline.markdown import escape, escape_lines
from argmap.exchange.outline.placement import Placement
from argmap.exchange.outline.told import UNTOLD, Told
from argmap.exchange.outline.wording import joined, source_line
from argmap.model import ArgumentMap

__all__ = ["SUFFIX", "Told", "dump"]

SUFFIX = ".md"

_DEEPEST_HEADING = 6


def dump(argument_map: ArgumentMap, told: Told = UNTOLD) -> str:
    """Return the outline; every statement stands in it in full once.

    ``told`` is what it says of them beyond what the map says.
    """
    lines = [*_head(argument_map, told), *_body(argument_map, told)]
    if argument_map.sources:
        lines += ["## Sources", "", *map(source_line, argument_map.sources.values())]
    return "\n".join(lines).rstrip("\n") + "\n"


def _head(argument_map: ArgumentMap, told: Told) -> Iterator[str]:
    yield f"# {escape(argument_map.title) or 'Argument map'}"
    yield ""
    byline = ", ".join(filter(None, (joined(argument_map.author), argument_map.date or "")))
    if byline:
        yield f"*{escape(byline)}*"
        yield ""
    for line in told.head(argument_map):
        yield line
        yield ""
    if argument_map.note:
        yield escape_lines(argument_map.note, "")
        yield ""


def _body(argument_map: ArgumentMap, told: Told) -> Iterator[str]:
    placement = Placement.of(argument_map)
    listing = Listing(argument_map, placement, told)
    thesis = argument_map.thesis
    if thesis is not None:
        yield from listing.root(thesis)
    openings: dict[str | None, list[str]] = defaultdict(list)
    for statement in placement.roots:
        if statement != thesis:
            openings[argument_map.statements[statement].section].append(statement)
    for statement in openings.pop(None, ()):
        yield from listing.root(statement)
    for section, level in _headings(argument_map, openings):
        yield f"{'#' * level} {escape(argument_map.sections[section].title) or '…'}"
        yield ""
        for statement in openings[section]:
            yield from listing.root(statement)


def _headings(
    argument_map: ArgumentMap, openings: dict[str | None, list[str]]
) -> Iterator[tuple[str, int]]:
    """Yield the sections that something opens, and those around them, with their levels."""
    needed: set[str] = set()
    for opened in openings:
        around = opened
        while around is not None and around not in needed:
            needed.add(around)
            around = argument_map.sections[around].parent
    levels: dict[str | None, int] = {None: 1}
    for section in argument_map.sections.values():
        levels[section.id] = level = levels.get(section.parent, 1) + 1
        if section.id in needed:
            yield section.id, min(level, _DEEPEST_HEADING)
