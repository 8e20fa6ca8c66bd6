"""The pictures of one map: of the whole map, of a view of it, or one per section."""

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
from argmap.rendering.poster import require_parts
from argmap.rendering.views import (
    FULL_VIEW,
    MapView,
    ViewSpec,
    describe_view,
    make_view,
)
from argmap.resolve import Resolution

_NOT_IN_NAME = re.compile(r"[^\w.-]+")
_MAX_NAME_LENGTH = 100
"""The name of a view is cut off at this length, and made unique by a checksum."""


class RenderTarget(NamedTuple):
    """A picture to draw: its output file, the map that it shows, and the options.

    ``pages`` are the pages of imported maps, by the ids of their sections, if the picture is that
    of the whole map: then an HTML page also contains the parts of the map.
    """

    output: Path
    map: ArgumentMap
    options: RenderOptions
    pages: Mapping[str, str] | None = None

    @property
    def is_on_pages(self) -> bool:
        """Whether the map is drawn on pages of a size."""
        return self.options.page is not None and not self.options.is_overview


class RenderSelection(NamedTuple):
    """The pictures to draw of each map.

    Attributes:
        view: The view to draw instead of the whole map.
        is_split: Whether to draw an overview and a picture of each section.
        is_overview: Whether to draw the overview on one page; with ``is_split``, in the place of
            the other overview.
        is_file_named: Whether the user names the output file, so that a view is written to it
            instead of to a file with the name of the view.
    """

    view: ViewSpec = FULL_VIEW
    is_split: bool = False
    is_overview: bool = False
    is_file_named: bool = False


WHOLE_MAP = RenderSelection()


def render_targets(
    resolution: Resolution,
    output: Path,
    outputs: Mapping[Path, Path],
    options: RenderOptions,
    selection: RenderSelection,
) -> Iterator[RenderTarget]:
    """Yield the pictures of a map.

    Args:
        resolution: The map.
        output: The output file for the whole map.
        outputs: The output files of all maps, by the path of the map. An imported map with a
            picture of its own is folded, and linked to that picture.
        options: The options, with the statuses and strengths of the whole map.
        selection: The pictures to draw.

    Raises:
        UnknownName: If the map has no element that the selection names.
    """
    whole, view = resolution.map, selection.view
    if selection.is_overview:
        require_parts(whole)
    if selection.is_split:
        yield from _section_targets(whole, output, options, selection)
    elif selection.is_overview:
        links = _links_by_section(whole, _picture_links(resolution, output, outputs))
        name = output if selection.is_file_named else _view_output(output, ("overview",))
        yield RenderTarget(name, whole, evolve(options, is_overview=True, links=links))
    elif view:
        map_view = make_view(whole, view, options.statuses or {})
        view_options = evolve(options, view=describe_view(whole, view))
        view_output = output if selection.is_file_named else _view_output(output, view.name_parts)
        yield _target(view_output, map_view, view_options)
    elif options.page is not None:  # pages show the whole map
        yield RenderTarget(output, whole, options)
    else:
        links = _picture_links(resolution, output, outputs)
        target = _target(output, overview(whole, links), options)
        yield target._replace(pages=_links_by_section(whole, links))


def _target(output: Path, view: MapView, options: RenderOptions) -> RenderTarget:
    view_options = evolve(options, folded=view.folded, places=view.places)
    return RenderTarget(output, view.argument_map, view_options)


def _picture_links(
    resolution: Resolution, output: Path, outputs: Mapping[Path, Path]
) -> dict[str, str]:
    """Return the pictures of imported maps, relative to the picture of the importing map."""
    return {
        name: Path(os.path.relpath(outputs[path], output.parent)).as_posix()
        for name, path in resolution.imported_paths.items()
        if path in outputs
    }


def _links_by_section(whole: ArgumentMap, links: Mapping[str, str]) -> dict[str, str]:
    """Return the pictures of imported maps by the id of the section that contains the map."""
    by_section: dict[str, str] = {}
    for id_, statement in whole.statements.items():
        alias, dot, _ = id_.partition(".")
        path = whole.section_path(statement.section)
        if dot and alias in links and path:
            by_section.setdefault(path[0], links[alias])
    return by_section


def _section_targets(
    whole: ArgumentMap, output: Path, options: RenderOptions, selection: RenderSelection
) -> Iterator[RenderTarget]:
    """Yield the overview and the sections, each with links to the others."""
    sections = dict.fromkeys(
        whole.section_path(statement.section)[0]
        for statement in whole.statements.values()
        if statement.section in whole.sections
    )
    views = {section: ViewSpec(section=section) for section in sections}
    outputs = {section: _view_output(output, view.name_parts) for section, view in views.items()}
    links = {section: quote(path.name) for section, path in outputs.items()}
    if selection.is_overview:
        yield RenderTarget(output, whole, evolve(options, is_overview=True, links=links))
    else:
        yield _target(output, overview_of_sections(whole, links), options)
    for section, view in views.items():
        section_view = make_view(whole, view, {})
        section_map = section_view.argument_map
        linked = evolve(
            section_map,
            statements={
                id_: statement
                if section in (path := whole.section_path(statement.section))
                else evolve(statement, url=links.get(path[0]) if path else quote(output.name))
                for id_, statement in section_map.statements.items()
            },
        )
        view_options = evolve(options, view=describe_view(whole, view))
        yield _target(outputs[section], section_view._replace(argument_map=linked), view_options)


def _view_output(output: Path, words: tuple[str, ...]) -> Path:
    """Return the output file of a view, which contains its name: ``map.depth-2.svg``."""
    view_name = ".".join(words)
    name = _NOT_IN_NAME.sub("_", view_name)
    if name != view_name or len(name) > _MAX_NAME_LENGTH:
        from zlib import crc32

        checksum = crc32(view_name.encode("utf-8", "replace"))
        name = f"{name[:_MAX_NAME_LENGTH]}-{checksum:08x}"
    return output.with_name(f"{output.stem}.{name}{output.suffix}")
