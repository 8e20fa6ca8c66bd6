"""The parts of a map, and what would change without each of them.

A part is a section of the main file with its subsections, or an imported file. Without a part means
that all its statements are rejected.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import PurePath
from typing import NamedTuple

from argmap.evaluation.evaluation import Evaluation
from argmap.evaluation.suppositions import Counterfactuals
from argmap.model import ArgumentMap, Section, Status
from argmap.text import Location

_MAX_WORK = 400_000
"""The most nodes and dependencies to visit in the search for the effects of parts."""


class Part(NamedTuple):
    """A section with its subsections, or an imported file.

    Attributes:
        id: The id of the section; empty for a file without a section.
        title: The title of the section, or the name of the file.
        file: The name of the file; empty for a section of the main file.
        depth: The number of sections that it is in.
        statements: The ids of its statements, in the map's order.
        location: Where the section begins, or the first statement of a file without a section.
        parent: The id of the section that it is in; None for the others.
    """

    id: str
    title: str
    file: str
    depth: int
    statements: tuple[str, ...]
    location: Location
    parent: str | None = None


class PartEffect(NamedTuple):
    """What would change without a part.

    Attributes:
        part: The part.
        status: The status that the target would have.
        changed_count: The number of statements outside of the part that would have another status.
    """

    part: Part
    status: Status
    changed_count: int


class PartEffects(NamedTuple):
    """The effects of the parts that do not contain the target, in the map's order.

    ``is_complete`` is False if the search stopped before the last part.
    """

    effects: tuple[PartEffect, ...]
    is_complete: bool = True


def find_parts(argument_map: ArgumentMap) -> list[Part]:
    """Return the sections of the main file and the imported files that contain statements."""
    main = argument_map.location.source.name
    statements: dict[str, list[str]] = defaultdict(list)
    by_file: dict[str, list[str]] = defaultdict(list)
    for statement in argument_map.statements.values():
        by_file[statement.location.source.name].append(statement.id)
        for section_id in argument_map.section_path(statement.section):
            statements[section_id].append(statement.id)
    parts: list[Part] = []
    heads: dict[str, Section] = {}
    for id_, section in argument_map.sections.items():
        file = section.location.source.name
        if file != main:
            heads.setdefault(file, section)
        elif statements[id_]:
            depth = len(argument_map.section_path(section.parent))
            ids = tuple(statements[id_])
            parts.append(Part(id_, section.title, "", depth, ids, section.location, section.parent))
    for file, file_ids in by_file.items():
        if file == main:
            continue
        name, head = PurePath(file).name, heads.get(file)
        id_, title = (head.id, head.title) if head else ("", name)
        location = (head or argument_map.statements[file_ids[0]]).location
        parts.append(Part(id_, title, name, 0, tuple(file_ids), location))
    return parts


def part_effects(evaluation: Evaluation, id_: str) -> PartEffects:
    """Return what would change without each part that does not contain a statement.

    Args:
        evaluation: The evaluation of the map.
        id_: The id of the statement.
    """
    counterfactuals = Counterfactuals(evaluation)
    statements = evaluation.argument_map.statements
    effects: list[PartEffect] = []
    for part in find_parts(evaluation.argument_map):
        if id_ in part.statements:
            continue
        if counterfactuals.labelled_count > _MAX_WORK:
            return PartEffects(tuple(effects), is_complete=False)
        changes = counterfactuals.status_changes(dict.fromkeys(part.statements, Status.REJECTED))
        outside = changes.keys() & (statements.keys() - set(part.statements))
        status = changes.get(id_, evaluation.status(id_))
        effects.append(PartEffect(part, status, len(outside)))
    return PartEffects(tuple(effects))
