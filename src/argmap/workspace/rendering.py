"""Drawing maps into files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from attrs import frozen

from argmap.model import ArgumentMap
from argmap.render import RenderOptions, to_dot, to_svg
from argmap.report import Report
from argmap.text import write_atomically
from argmap.workspace.checking import reading_errors
from argmap.workspace.discovery import Target, find_targets, has_picture
from argmap.workspace.library import DiskLibrary
from argmap.workspace.loading import load_resolution

FORMATS = ("svg", "dot")


@frozen
class Drawn:
    """A map and its picture; or, in ``report``, the errors to mend before there can be one."""

    source: Path
    output: Path
    report: Report | None = None


def render_paths(
    paths: Iterable[Path], folder: Path, format_: str, options: RenderOptions
) -> Iterator[Drawn]:
    """Draw each map that ``paths`` mean into ``folder``, yielding each as soon as it is written.

    Below a folder the pictures lie as the maps do. A map that cannot be read as its author meant it
    is not drawn, and its old picture stays.

    Raises:
        InputError: when there is nothing to draw.
        RenderError: when Graphviz is missing, or cannot lay a map out.
    """
    library = DiskLibrary()
    for target in find_targets(paths, library):
        if target.is_part and not has_picture(library.document(target.path)):
            continue
        yield _draw(target, folder, format_, options, library)


def _draw(
    target: Target, folder: Path, format_: str, options: RenderOptions, library: DiskLibrary
) -> Drawn:
    resolution = load_resolution(target.path, library)
    output = folder / target.place.with_name(f"{target.place.name}.{format_}")
    errors = reading_errors(resolution)
    if errors.diagnostics:
        return Drawn(target.path, output, errors)
    write_atomically(output, picture(resolution.map, format_, options))
    return Drawn(target.path, output)


def picture(argument: ArgumentMap, format_: str, options: RenderOptions) -> str:
    """Return a map's picture as text in one of `FORMATS`."""
    return to_svg(argument, options) if format_ == "svg" else to_dot(argument, options)
