"""Why a statement has its status: its dispute tree in sentences."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import NamedTuple

from attrs import evolve

from argmap.evaluation import Evaluation
from argmap.evaluation.evaluation import explain_status
from argmap.evaluation.explanation import DisputeTree, build_dispute_tree
from argmap.model import Inference, Polarity, Status
from argmap.workspace.evaluation_report import MARKS, joined_lines, statement_line

_MOST = 400
"""Lines of a tree, before it is cut short."""


class _Line(NamedTuple):
    depth: int
    text: str


def as_text(evaluation: Evaluation, id_: str) -> str:
    """Return why a statement has its status, as an indented tree: one line a verdict."""
    its = build_dispute_tree(evaluation, id_)
    verdict = evaluation.statements[id_]
    lines = [
        f"{MARKS[verdict.status]} {statement_line(evaluation.argument_map.statements[id_])}",
        f"  is {verdict.status.value}: {explain_status(evaluation, id_)}",
    ]
    tree = list(_tree(evaluation, its))
    lines += [f"{'  ' * line.depth}{line.text}" for line in tree[:_MOST]]
    if len(tree) > _MOST:
        lines.append(f"… and {len(tree) - _MOST} lines more; --format json has them all")
    return joined_lines(lines)


def as_json(evaluation: Evaluation, id_: str, strength: float | None) -> str:
    """Return the dispute tree as data: what each statement and inference in it rests on."""
    its = build_dispute_tree(evaluation, id_)
    verdict = evaluation.statements[id_]
    data = {
        "version": 1,
        "id": id_,
        "status": verdict.status.value,
        "reason": verdict.reason.value,
        "strength": None if strength is None else round(strength, 9),
        "because": {node: list(others) for node, others in its.children.items()},
        "statuses": {node: evaluation.status(node).value for node in its.children},
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _tree(evaluation: Evaluation, its: DisputeTree) -> Iterator[_Line]:
    """Yield the lines below the root; what is told already is not told again."""
    told = {its.root}
    waiting = list(_below(evaluation, its, its.root, 1))[::-1]
    while waiting:
        line, id_ = waiting.pop()
        again = id_ in told and id_ in its.children and bool(its.children[id_])
        yield _Line(line.depth, f"{line.text} (see above)" if again else line.text)
        if id_ not in told and id_ in its.children:
            told.add(id_)
            waiting += list(_below(evaluation, its, id_, line.depth + 1))[::-1]


def _below(
    evaluation: Evaluation, its: DisputeTree, id_: str, depth: int
) -> Iterator[tuple[_Line, str]]:
    """Yield what decides about a statement: a line each, and the statement that it names."""
    for node in its.children[id_]:
        inference = evaluation.argument_map.inferences.get(node)
        if inference is None:
            yield _line(evaluation, depth, "≠ it cannot stand together with", node)
            continue
        members = its.children.get(node, ())
        undercutters = [other for other in members if other in inference.undercutters]
        premises = [other for other in members if other not in undercutters] or inference.premises
        role = _role(inference, holds=evaluation.status(node) is Status.ACCEPTED)
        for premise in premises:
            yield _line(evaluation, depth, role, premise)
            role = "& and"
        for other in undercutters:
            does = evaluation.status(other) is Status.ACCEPTED
            role = "× but that is denied by" if does else "× which is not denied by"
            yield _line(evaluation, depth, role, other)


def _role(inference: Inference, *, holds: bool) -> str:
    if inference.polarity is Polarity.PRO:
        return "+ because" if holds else "+ it would be, because"
    return "− against it" if holds else "− against it would be"


def _line(evaluation: Evaluation, depth: int, role: str, id_: str) -> tuple[_Line, str]:
    statement = evaluation.argument_map.statements[id_]
    mark = MARKS[evaluation.status(id_)]
    return _Line(depth, f"{role} {mark} {statement_line(statement)}"), id_


def as_picture(evaluation: Evaluation, id_: str, format_: str) -> bytes:
    """Return the dispute tree drawn: the part of the map that decides, with its verdicts.

    Raises:
        RenderError: when it cannot be drawn.
        MissingExtra: when the library for the format is not installed.
    """
    from argmap.evaluation.explanation import dispute_as_map
    from argmap.rendering import RenderOptions
    from argmap.workspace.render import picture_bytes

    argument_map = evaluation.argument_map
    statement = argument_map.statements[id_]
    name = statement.id if statement.is_named else f"“{statement_line(statement, 40)}”"
    part = dispute_as_map(argument_map, build_dispute_tree(evaluation, id_))
    part = evolve(part, title=f"Why {name} is {evaluation.status(id_).value}")
    statuses = {name: evaluation.status(name) for name in evaluation.node_by_id}
    return picture_bytes(part, format_, RenderOptions(statuses=statuses), argument_map)
