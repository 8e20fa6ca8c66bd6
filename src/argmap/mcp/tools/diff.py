"""Compare two versions of a map: what was added, removed and changed, and which verdicts flip."""

from __future__ import annotations

from argmap.api.map_difference import diff
from argmap.mcp.context import MAP_PROPERTIES, Arguments, Schema, ToolContext

PROPERTIES: Schema = {
    f"{version}_{name}": {**schema, "description": f"{schema['description']} ({version} version)"}
    for version in ("old", "new")
    for name, schema in MAP_PROPERTIES.items()
}
REQUIRED: tuple[str, ...] = ()
WRITES = False


def run(arguments: Arguments, context: ToolContext) -> str:
    """Return the differences as `argmap diff` prints them."""
    old, old_note = context.load_map(arguments, "old_")
    new, new_note = context.load_map(arguments, "new_")
    difference = diff(old, new)
    text = "The two versions say the same." if difference.is_same else difference.to_text()
    return old_note + new_note + text
