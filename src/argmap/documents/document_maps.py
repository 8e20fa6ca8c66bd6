"""The maps in a Markdown document, with their diagnostics and their pictures."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from attrs import frozen

from argmap.diagnostics import Diagnostic, Severity
from argmap.errors import InputError
from argmap.model import ArgumentMap
from argmap.rendering import RenderOptions
from argmap.rendering.escaping import escape_xml
from argmap.reporting import Report
from argmap.resolve import Resolution
from argmap.text import SourceText
from argmap.text.fences import Fence, map_fences
from argmap.workspace.checker import Checker
from argmap.workspace.files import FileCache, fence_path
from argmap.workspace.load import load_bytes, load_errors, load_resolution
from argmap.workspace.pictures import picture_text


@frozen(eq=False, slots=False)
class DocumentMap:
    """A map in a document.

    Attributes:
        resolution: The map. Positions in it are those in the document.
        fence: The block of the document that contains the map, or None if it is the whole text.
    """

    resolution: Resolution
    fence: Fence | None = None

    @property
    def map(self) -> ArgumentMap:
        """The map, or the part of it that could be read."""
        return self.resolution.map

    @property
    def source(self) -> SourceText:
        """The text of the map."""
        return self.resolution.documents[0].source

    @cached_property
    def load_errors(self) -> Report:
        """The errors because of which the map may say something else than its author means."""
        return load_errors(self.resolution)

    @cached_property
    def errors(self) -> list[Diagnostic]:
        """The errors that `argmap check` reports with the settings of the project.

        Raises:
            InputError: If the settings of the project are invalid.
        """
        report = Checker().check([self.resolution]).report
        return [error for error in report.diagnostics if error.severity is Severity.ERROR]

    def picture(self, format_: str = "svg") -> str:
        """Return the map with its verdicts as ``svg``, ``html`` or ``outline``.

        Raises:
            RenderError: If the map cannot be drawn.
            EngineMissing: If Graphviz is not installed.
        """
        return picture_text(self.map, format_, RenderOptions(), self.map)


def maps_in_document(text: str, path: Path) -> Iterator[DocumentMap]:
    """Yield the maps in a Markdown text, in order.

    Args:
        text: The text.
        path: Its path. Imports and settings are relative to it, and messages show it.
    """
    for number, fence in enumerate(map_fences(text), start=1):
        content = fence.isolate(text).encode("utf-8", "surrogateescape")
        yield DocumentMap(load_bytes(content, fence_path(path, number)), fence)


def map_of_text(text: str, path: Path) -> DocumentMap:
    """Return the map in a text, which is a part of the document at ``path``.

    Positions are those in ``text``; precede it with empty lines to have those in the document.
    """
    return DocumentMap(load_bytes(text.encode("utf-8", "replace"), path))


def map_of_file(path: Path, boundary: Path) -> DocumentMap:
    """Return the map in a file that a document names.

    Raises:
        InputError: If the file is outside the folder ``boundary``, or cannot be read.
    """
    if not path.resolve().is_relative_to(boundary):
        raise InputError(f"`{path}` is outside the project `{boundary}`")
    return DocumentMap(load_resolution(path, FileCache()))


# ---- HTML ----------------------------------------------------------------------------------------


def picture_html(map_: DocumentMap) -> str:
    """Return the picture of a map as an HTML element.

    Raises:
        RenderError: As for `DocumentMap.picture`.
        EngineMissing: As for `DocumentMap.picture`.
    """
    return f'<div class="argmap" style="overflow-x: auto">\n{map_.picture()}</div>\n'


def frame_html(title: str, url: str) -> str:
    """Return an HTML element that shows the interactive page of a map.

    Args:
        title: The title of the map, which may be empty.
        url: The URL of the page, with special characters quoted.
    """
    label = escape_xml(title or "Argument map")
    return (
        f'<iframe class="argmap" src="{escape_xml(url)}" title="{label}" loading="lazy" '
        'style="width: 100%; height: 36rem; border: 0"></iframe>\n'
    )
