"""Learn the language and the method of argument maps. Call this first."""

from __future__ import annotations

from argmap.mcp.context import Arguments, Schema, ToolContext
from argmap.workspace.guide import guide

PROPERTIES: Schema = {}
REQUIRED: tuple[str, ...] = ()
WRITES = False

_TOOLS_NOTE = """
With these tools instead of a terminal: `passages` numbers the paragraphs of a text, `check` and
`explain` replace the commands, `what_if` supposes verdicts, `diff` compares two versions, and
`render` draws.
"""


def run(arguments: Arguments, context: ToolContext) -> str:  # noqa: ARG001 (the same for all tools)
    """Return the guide."""
    return guide() + _TOOLS_NOTE
