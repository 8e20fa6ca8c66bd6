"""Explain why a statement is accepted, rejected or undecided, or the manual page of a rule.

Pass the map as `text` or `path`, and the `id` of a statement or a question; without an id, the
thesis is explained. The code of a rule, such as EVI301, needs no map.
"""

from __future__ import annotations

import re

from argmap.api.map_evaluation import evaluate
from argmap.mcp.context import ID_PROPERTY, MAP_PROPERTIES, Arguments, Schema, ToolContext
from argmap.model.identifiers import normalize_id

PROPERTIES: Schema = {
    **MAP_PROPERTIES,
    "id": {**ID_PROPERTY, "description": "The id of a statement or a question, or a rule"},
    "all": {"type": "boolean", "description": "Whether to show every reason at every level"},
}
REQUIRED: tuple[str, ...] = ()
WRITES = False

_OPTION_HINT = "--all shows the rest."
"""The last line of `argmap explain` if there is more."""

_RULE = re.compile(r"[A-Z]{3}\d{3}")


def run(arguments: Arguments, context: ToolContext) -> str:
    """Return the explanation as an indented tree."""
    id_ = arguments.get("id")
    if id_ and _RULE.fullmatch(id_):
        from argmap.workspace.rule_docs import rule_page

        return rule_page(id_)
    argument_map, note = context.load_map(arguments)
    ids = () if id_ is None else (normalize_id(id_),)
    text = evaluate(argument_map).explain(*ids, complete=arguments.get("all", False))
    return note + text.replace(_OPTION_HINT, "Pass `all` to see the rest.")
