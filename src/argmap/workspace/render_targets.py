"""The pictures of one map: of the whole, of a part of it, or one a section."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from attrs import evolve

from argmap.model import ArgumentMap
from argmap.rendering import RenderOptions
from argmap.rendering.overview import overview, overview_of_sections
from argmap.rendering.scene.builder import section_path
from argmap.rendering.views import (
    FULL_VIEW,
    MapView,
    ViewSpec,
    describe_view,
    make_view,
)
from argmap.resolve import Resolution

_NOT_IN_NAME = re.compile(r"[^\w.-]+")
_LONGEST = 100
"""Characters of a name; what is chosen beyond them is told apart by a number."""


class RenderTarget(NamedTuple):
    """One picture: where it goes, what is on it, and with which marks."""

    output: Path
    map: ArgumentMap
    options: RenderOptions


class RenderSelection(NamedTuple):
    """Which pictures are wanted of each map.

    ``is_split`` is one for each section, and an overview of these. ``is_file_named``: the user
    named the file, so a view is written to it and not beside it.
    """

    view: ViewSpec = FULL_VIEW
    is_split: bool = False
    is_file_named: bool = False


WHOLE_MAP = RenderSelection()


def render_targets(
    resolution: Resolution,
    output: Path,
    drawn: Mapping[Path, Path],
    options: RenderOptions,
    selection: RenderSelection,
) -> Iterator[RenderTarget]:
    """Yield the pictures of a map, whose whole would go to ``output``.

    ``drawn`` gives the pictures of parts that have one; ``options`` the marks of the whole.

    Raises:
        UnknownName: when something chosen is not in the map.
    """
    whole, choice = resolution.map, selection.view
    if selection.is_split:
        yield from _split(whole, output, options)
    elif choice:
        view = make_view(whole, choice, options.statuses or {})
        marked = evolve(options, view=describe_view(whole, choice))
        place = output if selection.is_file_named else _beside(output, choice.name_parts)
        yield _sheet(place, view, marked)
    else:
        yield _sheet(output, overview(whole, _pictures(resolution, output, drawn)), options)


def _sheet(output: Path, view: MapView, options: RenderOptions) -> RenderTarget:
    return RenderTarget(output, view.argument_map, evolve(options, folded=view.folded))


def _split(whole: ArgumentMap, output: Path, options: RenderOptions) -> Iterator[RenderTarget]:
    """Yield the overview first, then the sections, each with links to the others."""
    outermost = dict.fromkeys(
        section_path(whole, each.section)[0]
        for each in whole.statements.values()
        if each.section in whole.sections
    )
    overrides = {section: ViewSpec(section=section) for section in outermost}
    outputs = {section: _beside(output, choice.name_parts) for section, choice in overrides.items()}
    addresses = {section: quote(path.name) for section, path in outputs.items()}
    yield _sheet(output, overview_of_sections(whole, addresses), options)
    for section, choice in overrides.items():
        part, folded = make_view(whole, choice, {})
        linked = evolve(
            part,
            statements={
                id_: each
                if section in (path := section_path(whole, each.section))
                else evolve(each, url=addresses.get(path[0]) if path else quote(output.name))
                for id_, each in part.statements.items()
            },
        )
        told = evolve(options, view=describe_view(whole, choice))
        yield _sheet(outputs[section], MapView(linked, folded), told)


def _beside(output: Path, words: tuple[str, ...]) -> Path:
    """Return a path beside a picture's, with what is chosen in its name: ``map.depth-2.svg``."""
    said = ".".join(words)
    name = _NOT_IN_NAME.sub("_", said)
    if name != said or len(name) > _LONGEST:
        from zlib import crc32

        name = f"{name[:_LONGEST]}-{crc32(said.encode('utf-8', 'replace')):08x}"
    return output.with_name(f"{output.stem}.{name}{output.suffix}")


def _pictures(resolution: Resolution, output: Path, drawn: Mapping[Path, Path]) -> dict[str, str]:
    """Return where the parts of a map are drawn, as seen from the map's own picture."""
    return {
        name: Path(os.path.relpath(drawn[path], output.parent)).as_posix()
        for name, path in resolution.parts.items()
        if path in drawn
    }
