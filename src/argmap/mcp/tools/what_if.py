"""Suppose that statements are accepted, rejected or undecided, and see which verdicts change.

Pass the map as `text` or `path`, and `suppose`, such as {"cost": "rejected"}.
"""

from __future__ import annotations

from argmap.api.map_evaluation import MapEvaluation, evaluate
from argmap.mcp.context import ID_PROPERTY, MAP_PROPERTIES, Arguments, Schema, ToolContext
from argmap.model import Status
from argmap.model.identifiers import normalize_id
from argmap.reporting._text import escape_unprintable
from argmap.workspace.evaluation_report import statement_line

PROPERTIES: Schema = {
    **MAP_PROPERTIES,
    "suppose": {
        "type": "object",
        "description": "Statuses of statements or inferences, by their ids",
        "minProperties": 1,
        "maxProperties": 100,
        "propertyNames": ID_PROPERTY,
        "additionalProperties": {"enum": [status.value for status in Status]},
    },
}
REQUIRED = ("suppose",)
WRITES = False

_MAX_CHANGES = 100


def run(arguments: Arguments, context: ToolContext) -> str:
    """Return the verdict on each thesis, and the other verdicts that change."""
    argument_map, note = context.load_map(arguments)
    suppose = {normalize_id(id_): status for id_, status in arguments["suppose"].items()}
    actual, supposed = evaluate(argument_map), evaluate(argument_map, suppose)
    theses = [id_ for id_ in argument_map.theses if id_ not in suppose]
    changed = [
        id_
        for id_ in argument_map.statements
        if id_ not in suppose
        and id_ not in theses
        and actual.status(id_) is not supposed.status(id_)
    ]
    lines = [_line("thesis", id_, actual, supposed) for id_ in theses]
    lines += [_line("changes", id_, actual, supposed) for id_ in changed[:_MAX_CHANGES]]
    if more := len(changed[_MAX_CHANGES:]):
        lines.append(f"… and {more:,} more verdicts change")
    if not changed:
        lines.append("No other verdict changes.")
    return note + "\n".join(lines)


def _line(word: str, id_: str, actual: MapEvaluation, supposed: MapEvaluation) -> str:
    old, new = actual.status(id_).value, supposed.status(id_).value
    verdict = f"stays {old}" if old == new else f"{old} → {new}"
    statement = supposed.argument_map.statements[id_]
    return escape_unprintable(
        f"{word}: {statement_line(statement)}: {verdict}, because {supposed[id_].because}"
    )
