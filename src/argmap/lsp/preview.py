"""Drawing a map in a process of its own: a picture takes its time, and Graphviz may fall over.

The process (`python -m argmap.lsp.preview`) is given the texts of the map's files, as they are in
the editor, and writes the picture; both in JSON.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any, NamedTuple

from argmap.errors import RenderError
from argmap.resolve import Resolution, resolve
from argmap.syntax import Document, parse
from argmap.text import SourceText

_PATIENCE = 120
"""Seconds after which a picture is given up."""


class Picture(NamedTuple):
    """A map as SVG, or why there is none."""

    svg: str = ""
    problem: str = ""


async def draw(resolution: Resolution) -> Picture:
    """Return the picture of a map, drawn in a process of its own."""
    given = json.dumps(_written(resolution)).encode()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "argmap.lsp.preview"),  # -P: no module of the folder it is in
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(_PATIENCE):
            said, complaint = await process.communicate(given)
        return Picture(**json.loads(said))
    except TimeoutError:
        return Picture(problem=f"it is not drawn after {_PATIENCE} seconds")
    except ValueError:
        last = complaint.decode(errors="replace").strip().rpartition("\n")[2]
        return Picture(problem=last or "what draws it has stopped")
    finally:
        if process.returncode is None:
            process.kill()


def _written(resolution: Resolution) -> dict[str, Any]:
    root = resolution.paths[0]
    boundary = [path.parent for path in resolution.paths if path is not None]
    return {
        "root": None if root is None else str(root),
        "boundary": str(_common(boundary)),
        "files": [
            [None if path is None else str(path), document.source.name, document.source.text]
            for document, path in zip(resolution.documents, resolution.paths, strict=True)
        ],
    }


def _common(folders: list[Path]) -> Path:
    import os

    return Path(os.path.commonpath(folders)) if folders else Path.cwd()


# ---- In the process --------------------------------------------------------------------------


class _Given:
    """The files that were given, and no others (see `argmap.resolve.Library`)."""

    def __init__(self, files: list[list[Any]]) -> None:
        self._documents = {
            Path(path): parse(SourceText(name, text)) for path, name, text in files if path
        }

    def document(self, path: Path) -> Document:
        try:
            return self._documents[path]
        except KeyError:
            raise FileNotFoundError(str(path)) from None


def _drawn(given: dict[str, Any]) -> Picture:
    from argmap.rendering import RenderOptions
    from argmap.rendering.overview import overview
    from argmap.workspace.checker import reading_errors
    from argmap.workspace.render import picture

    root = Path(given["root"]) if given["root"] else None
    library = _Given(given["files"])
    _, name, text = given["files"][0]
    document = library.document(root) if root else parse(SourceText(name, text))
    resolution = resolve(document, path=root, library=library, boundary=Path(given["boundary"]))
    errors = reading_errors(resolution).diagnostics
    if errors:
        first = errors[0]
        name = Path(first.location.source.name).name
        line, _ = first.location.start
        return Picture(problem=f"{name}, line {line}: {first.message}")
    view = overview(resolution.map, {})
    try:
        return Picture(picture(view.map, "svg", RenderOptions(folded=view.folded, timeout=20)))
    except RenderError as error:
        return Picture(problem=str(error))


def main() -> None:
    """Read a map's files from standard input, and write its picture to standard output."""
    made = _drawn(json.load(sys.stdin))
    json.dump(made._asdict(), sys.stdout)


if __name__ == "__main__":
    main()
