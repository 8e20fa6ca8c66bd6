"""Draw a map: an outline in words, or a picture.

Pass the map as `text` or `path`. `focus` and `depth` draw a part of a large map. With `output`, a
file is written, if the server was started with a folder to write in.
"""

from __future__ import annotations

from argmap.api.map_pictures import render
from argmap.errors import InputError
from argmap.mcp.context import (
    ID_PROPERTY,
    MAP_PROPERTIES,
    OUTPUT_PROPERTIES,
    Arguments,
    Schema,
    ToolContext,
    ToolPicture,
)
from argmap.model.identifiers import normalize_id
from argmap.rendering.views import ViewSpec

_MIME_TYPES = {"png": "image/png"}
_FORMATS = ("outline", "svg", "png", "html", "dot", "pdf")
_FILE_FORMATS = ("html", "pdf")
"""The formats that are only written to files."""

PROPERTIES: Schema = {
    **MAP_PROPERTIES,
    "format": {"enum": list(_FORMATS), "description": "The format; outline if missing"},
    "focus": {**ID_PROPERTY, "description": "Draw this statement and those below it"},
    "depth": {"type": "integer", "minimum": 0, "maximum": 1_000, "description": "Levels to draw"},
    **OUTPUT_PROPERTIES,
}
REQUIRED: tuple[str, ...] = ()
WRITES = True

_MAX_SVG_LENGTH = 20_000


def run(arguments: Arguments, context: ToolContext) -> str | ToolPicture:
    """Return the outline or the picture, or the path of the file that was written."""
    output, format_ = arguments.get("output"), arguments.get("format", "outline")
    if output is None and format_ in _FILE_FORMATS:
        raise InputError(f"`{format_}` is only written to a file; pass `output`, or another format")
    argument_map, note = context.load_map(arguments)
    focus = arguments.get("focus")
    view = ViewSpec(focus=normalize_id(focus) if focus else None, depth=arguments.get("depth"))
    content: str | bytes = render(argument_map, format=format_, view=view)
    if output is not None:
        path = context.folders.write(output, content, replaces=arguments.get("replace", False))
        return f"{note}wrote {path.as_posix()}"
    if isinstance(content, bytes):
        return ToolPicture(content, _MIME_TYPES[format_])
    if format_ != "outline" and len(content) > _MAX_SVG_LENGTH:
        raise InputError(
            f"the {format_} has {len(content):,} characters, and at most {_MAX_SVG_LENGTH:,} are "
            "returned; draw a part with `focus` and `depth`, or pass `output` or another format"
        )
    return note + content if format_ == "outline" else content
