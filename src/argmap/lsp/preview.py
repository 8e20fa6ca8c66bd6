"""Drawing of a map for an editor, in a child process: it takes long, and Graphviz may crash."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import NamedTuple

from argmap._isolation import Crashed, IsolatedCall, TimedOut
from argmap.errors import RenderError
from argmap.resolve import Resolution, resolve
from argmap.syntax import Document, parse
from argmap.text import SourceText
from argmap.text.import_patterns import FolderEntries, add_maps

_TIMEOUT_SECONDS = 120
_LAYOUT_TIMEOUT_SECONDS = 20


class Picture(NamedTuple):
    """A map as SVG, or the reason why it cannot be drawn."""

    svg: str = ""
    error: str = ""


class _File(NamedTuple):
    path: Path | None
    name: str
    text: str


class _Request(NamedTuple):
    """The files of a map as they are in the editor; the first is the map itself.

    ``boundary`` is the folder outside which no file may be imported.
    """

    files: tuple[_File, ...]
    boundary: Path


async def draw(resolution: Resolution) -> Picture:
    """Draw a map in a child process, which is stopped if this task is canceled."""
    with IsolatedCall(f"{__name__}:render", _request(resolution)) as call:
        try:
            picture: Picture = await asyncio.to_thread(call.result, _TIMEOUT_SECONDS)
        except TimedOut:
            return Picture(error=f"drawing took longer than {_TIMEOUT_SECONDS} seconds")
        except Crashed as error:
            return Picture(error=str(error))
    return picture


def _request(resolution: Resolution) -> _Request:
    files = tuple(
        _File(path, document.source.name, document.source.text)
        for document, path in zip(resolution.documents, resolution.paths, strict=True)
    )
    folders = [file.path.parent for file in files if file.path is not None]
    return _Request(files, Path(os.path.commonpath(folders)) if folders else Path.cwd())


class _InMemoryFiles:
    """The files of a request (a `argmap.resolve.DocumentProvider`); no other files exist."""

    def __init__(self, files: tuple[_File, ...]) -> None:
        self._documents = {
            file.path: parse(SourceText(file.name, file.text)) for file in files if file.path
        }

    def document(self, path: Path) -> Document:
        try:
            return self._documents[path]
        except KeyError:
            raise FileNotFoundError(str(path)) from None

    def entries(self, folder: Path) -> FolderEntries:
        return add_maps(FolderEntries(), folder, self._documents)


def render(request: _Request) -> Picture:
    """Draw the map of a request; call this only in a child process."""
    from argmap.rendering import RenderOptions
    from argmap.rendering.overview import overview
    from argmap.workspace.load import load_errors
    from argmap.workspace.pictures import picture_text

    path, name, text = request.files[0]
    files = _InMemoryFiles(request.files)
    document = files.document(path) if path else parse(SourceText(name, text))
    resolution = resolve(document, path=path, documents=files, boundary=request.boundary)
    errors = load_errors(resolution).diagnostics
    if errors:
        location = errors[0].location
        line, _ = location.start
        file = Path(location.source.name).name
        return Picture(error=f"{file}, line {line}: {errors[0].message}")
    view = overview(resolution.map, {})
    options = RenderOptions(detail="author", folded=view.folded, timeout=_LAYOUT_TIMEOUT_SECONDS)
    try:
        return Picture(picture_text(view.argument_map, "svg", options))
    except RenderError as error:
        return Picture(error=str(error))
