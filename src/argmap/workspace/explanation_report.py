"""The output of `argmap explain`: the dispute tree of a statement as text, JSON or a picture."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import NamedTuple

from attrs import evolve

from argmap.evaluation import Evaluation
from argmap.evaluation.evaluation import explain_status
from argmap.evaluation.explanation import DisputeTree, build_dispute_tree, dispute_as_map
from argmap.model import Inference, Polarity, Status
from argmap.workspace.evaluation_report import MARKS, joined_lines, statement_line

VERSION = 1
"""The version of the JSON output. It changes if a key is removed or changes its meaning."""

_MAX_LINES = 400
"""Longer trees are cut off in the text."""


class _Line(NamedTuple):
    """A line of the tree, and the statement that it shows."""

    depth: int
    text: str
    statement: str


def as_text(evaluation: Evaluation, id_: str) -> str:
    """Return why a statement has its status, as an indented tree with one verdict per line."""
    verdict = evaluation.statements[id_]
    lines = [
        f"{MARKS[verdict.status]} {statement_line(evaluation.argument_map.statements[id_])}",
        f"  is {verdict.status.value}: {explain_status(evaluation, id_)}",
    ]
    tree = list(_tree_lines(evaluation, build_dispute_tree(evaluation, id_)))
    lines += [f"{'  ' * line.depth}{line.text}" for line in tree[:_MAX_LINES]]
    if len(tree) > _MAX_LINES:
        lines.append(f"… and {len(tree) - _MAX_LINES} more lines; --format json has all of them")
    return joined_lines(lines)


def as_json(evaluation: Evaluation, id_: str, strength: float | None) -> str:
    """Return the dispute tree as JSON: the statements and inferences that decide each other."""
    tree = build_dispute_tree(evaluation, id_)
    verdict = evaluation.statements[id_]
    data = {
        "version": VERSION,
        "id": id_,
        "status": verdict.status.value,
        "reason": verdict.reason.value,
        "strength": None if strength is None else round(strength, 9),
        "because": {node: list(others) for node, others in tree.children.items()},
        "statuses": {node: evaluation.status(node).value for node in tree.children},
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def as_picture(evaluation: Evaluation, id_: str, format_: str) -> bytes:
    """Return a picture of the dispute tree: the part of the map that decides the statement.

    Raises:
        RenderError: If the tree cannot be drawn.
        MissingExtra: If the library for the format is not installed.
    """
    from argmap.rendering import RenderOptions
    from argmap.workspace.render import picture_bytes

    argument_map = evaluation.argument_map
    statement = argument_map.statements[id_]
    name = statement.id if statement.is_named else f"“{statement_line(statement, 40)}”"
    tree = dispute_as_map(argument_map, build_dispute_tree(evaluation, id_))
    tree = evolve(tree, title=f"Why {name} is {evaluation.status(id_).value}")
    statuses = {node: evaluation.status(node) for node in evaluation.node_by_id}
    return picture_bytes(tree, format_, RenderOptions(statuses=statuses), argument_map)


def _tree_lines(evaluation: Evaluation, tree: DisputeTree) -> Iterator[_Line]:
    """Yield the lines below the root; a statement that is repeated is not expanded again."""
    expanded = {tree.root}
    pending = list(_child_lines(evaluation, tree, tree.root, 1))[::-1]
    while pending:
        line = pending.pop()
        has_children = bool(tree.children.get(line.statement))
        is_repeated = line.statement in expanded and has_children
        yield line._replace(text=f"{line.text} (see above)") if is_repeated else line
        if line.statement not in expanded and line.statement in tree.children:
            expanded.add(line.statement)
            pending += list(_child_lines(evaluation, tree, line.statement, line.depth + 1))[::-1]


def _child_lines(
    evaluation: Evaluation, tree: DisputeTree, id_: str, depth: int
) -> Iterator[_Line]:
    """Yield a line for each statement that decides about a statement."""
    for node in tree.children[id_]:
        inference = evaluation.argument_map.inferences.get(node)
        if inference is None:
            yield _line(evaluation, depth, "≠ it cannot stand together with", node)
            continue
        members = tree.children.get(node, ())
        undercutters = [member for member in members if member in inference.undercutters]
        premises = [member for member in members if member not in undercutters]
        role = _role(inference, holds=evaluation.status(node) is Status.ACCEPTED)
        for premise in premises or inference.premises:
            yield _line(evaluation, depth, role, premise)
            role = "& and"
        for undercutter in undercutters:
            is_undercut = evaluation.status(undercutter) is Status.ACCEPTED
            role = "× but that is denied by" if is_undercut else "× which is not denied by"
            yield _line(evaluation, depth, role, undercutter)


def _role(inference: Inference, *, holds: bool) -> str:
    if inference.polarity is Polarity.PRO:
        return "+ because" if holds else "+ it would be, because"
    return "− against it" if holds else "− against it would be"


def _line(evaluation: Evaluation, depth: int, role: str, id_: str) -> _Line:
    statement = evaluation.argument_map.statements[id_]
    mark = MARKS[evaluation.status(id_)]
    return _Line(depth, f"{role} {mark} {statement_line(statement)}", id_)
