"""Which sections show, and where: as a heading over several roots, or as a line on a card."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from attrs import field, frozen

from argmap.model import ArgumentMap


def path_of(argument: ArgumentMap, section: str | None) -> tuple[str, ...]:
    """Return the ids of a section and those around it, the outermost first."""
    path: list[str] = []
    while section is not None and section in argument.sections and section not in path:
        path.append(section)
        section = argument.sections[section].parent
    return tuple(reversed(path))


def eyebrow(argument: ArgumentMap, section: str | None, inside: str | None) -> str:
    """Return what a card of ``section`` under one of ``inside`` says about where it stands.

    That is nothing within one section; else the titles that are new, the outermost first.
    """
    if section == inside or section is None:
        return ""
    path, outer = path_of(argument, section), path_of(argument, inside)
    common = 0
    while common < min(len(path), len(outer)) and path[common] == outer[common]:
        common += 1
    titles = [argument.sections[name].title for name in path[common:] or path[-1:]]
    return " › ".join(filter(None, titles))


@frozen
class Heading:
    """A section over what stands in it: roots by id, and further headings."""

    section: str
    title: str
    below: list[str | Heading] = field(factory=list)


def outline_roots(argument: ArgumentMap, roots: Sequence[str]) -> list[str | Heading]:
    """Gather the roots under headings.

    A section gets one when at least two roots stand in it, and not all of them in one section
    within it; titles left out so are said by the heading, or by the card, below.
    """
    paths = {root: path_of(argument, argument.statements[root].section) for root in roots}
    counts = Counter(section for path in paths.values() for section in path)
    top: list[str | Heading] = []
    headings: dict[str, Heading] = {}
    for root, path in paths.items():
        here, inside = top, None
        for section, inner in zip(path, [*path[1:], None], strict=False):
            if counts[section] == 1:
                break
            if inner is not None and counts[inner] == counts[section]:
                continue
            if section not in headings:
                headings[section] = Heading(section, eyebrow(argument, section, inside))
                here.append(headings[section])
            here, inside = headings[section].below, section
        here.append(root)
    return top
