"""The output of `argmap explain`: the reasons for verdicts and answers as text, JSON or a picture.

The JSON output is described in ``docs/semantics.md``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from attrs import evolve

from argmap.errors import InputError
from argmap.evaluation import Evaluation
from argmap.evaluation.direct_reasons import DirectReason, ReasonRanking
from argmap.evaluation.explanation import (
    DisputeTree,
    DisputeTrees,
    build_dispute_tree,
    dispute_as_map,
)
from argmap.evaluation.strength import Strengths
from argmap.workspace.evaluation_report import statement_line
from argmap.workspace.explanation_text import ExplanationText

VERSION = 2
"""The version of the JSON output. It changes if a key is removed or changes its meaning."""

_DIGITS = 9
"""The decimals of a number; further ones differ between machines."""


def default_ids(evaluation: Evaluation) -> tuple[str, ...]:
    """Return the ids of what a map is about: its theses, or else its questions.

    Raises:
        InputError: If the map has neither.
    """
    argument_map = evaluation.argument_map
    ids = argument_map.theses or tuple(argument_map.questions)
    if not ids:
        raise InputError(
            "the map has no thesis and no question; name a statement: argmap explain MAP#ID"
        )
    return ids


def as_text(
    evaluation: Evaluation,
    *ids: str,
    strengths: Strengths | None = None,
    is_complete: bool = False,
) -> str:
    """Return why statements have their status, as indented trees with one verdict per line.

    Args:
        evaluation: The evaluation of the map.
        ids: The ids of statements and questions.
        strengths: Strengths to show beside verdicts.
        is_complete: Whether to unfold all reasons.
    """
    return ExplanationText(evaluation, strengths, is_complete=is_complete).written(ids)


def as_json(evaluation: Evaluation, *ids: str, strengths: Strengths | None = None) -> str:
    """Return all direct reasons and the dispute trees as JSON.

    It is an object for one statement or question, and a list for several.
    """
    writer = _JsonWriter(evaluation, strengths)
    data = [{"version": VERSION} | writer.data(id_) for id_ in ids]
    return json.dumps(data[0] if len(data) == 1 else data, ensure_ascii=False, indent=2) + "\n"


def as_picture(evaluation: Evaluation, ids: Sequence[str], format_: str) -> bytes:
    """Return a picture of dispute trees: the part of the map that decides the statements.

    Raises:
        RenderError: If the tree cannot be drawn.
        MissingExtra: If the library for the format is not installed.
    """
    from argmap.rendering import RenderOptions
    from argmap.workspace.pictures import picture_bytes

    argument_map = evaluation.argument_map
    tree = _joined_tree(evaluation, list(_statements(evaluation, ids)))
    part = dispute_as_map(argument_map, tree)
    part = evolve(
        part,
        title="; ".join(_picture_title(evaluation, id_) for id_ in ids),
        named_theses=tuple(id_ for id_ in ids if id_ in argument_map.statements),
    )
    statuses = {node: evaluation.status(node) for node in evaluation.node_by_id}
    return picture_bytes(part, format_, RenderOptions(statuses=statuses), argument_map)


# ---- JSON --------------------------------------------------------------------------------------


class _JsonWriter:
    def __init__(self, evaluation: Evaluation, strengths: Strengths | None) -> None:
        self._evaluation = evaluation
        self._strengths = strengths
        self._ranking = ReasonRanking(evaluation)
        self._trees = DisputeTrees(evaluation.framework, evaluation.labelling)

    def data(self, id_: str) -> dict[str, Any]:
        """Return the explanation of a statement or a question."""
        question = self._evaluation.argument_map.questions.get(id_)
        if question is None:
            return self._statement(id_)
        answer = self._evaluation.answers[id_]
        return {
            "id": id_,
            "answer": {"accepted": list(answer.accepted), "undecided": list(answer.undecided)},
            "options": [self._statement(option) for option in question.options],
        }

    def _statement(self, id_: str) -> dict[str, Any]:
        evaluation = self._evaluation
        verdict = evaluation.statements[id_]
        data: dict[str, Any] = {
            "id": id_,
            "status": verdict.status.value,
            "reason": verdict.reason.value,
        }
        if self._strengths is not None:
            strength = self._strengths.statements[id_]
            data["strength"] = None if strength is None else round(strength, _DIGITS)
        if (balance := self._ranking.balance(id_)) is not None:
            data["weights"] = {
                "standard": balance.standard.value,
                "for": round(balance.weight_for, _DIGITS),
                "against": round(balance.weight_against, _DIGITS),
            }
        tree = build_dispute_tree(evaluation, id_, self._trees)
        data["reasons"] = [self._reason(reason) for reason in self._ranking.reasons(id_)]
        data["because"] = {node: list(others) for node, others in tree.children.items()}
        data["statuses"] = {node: evaluation.status(node).value for node in tree.children}
        return data

    def _reason(self, reason: DirectReason) -> dict[str, Any]:
        data: dict[str, Any] = {
            "id": reason.id,
            "role": reason.bearing.value,
            "status": reason.status.value,
            "decisive": reason.is_decisive,
            "size": reason.size,
        }
        inference = self._evaluation.argument_map.inferences.get(reason.id)
        if inference is not None:
            data["premises"] = list(inference.premises)
            data["label"] = inference.label
        if reason.outweighed is not None:
            how, by = reason.outweighed
            data["outweighed"] = {"how": how.value, "by": list(by)}
        return data


# ---- Pictures ----------------------------------------------------------------------------------


def _statements(evaluation: Evaluation, ids: Iterable[str]) -> Iterator[str]:
    """Yield statements, and the options of questions."""
    questions = evaluation.argument_map.questions
    for id_ in ids:
        yield from questions[id_].options if id_ in questions else (id_,)


def _joined_tree(evaluation: Evaluation, ids: Sequence[str]) -> DisputeTree:
    """Return the dispute trees of several statements as one."""
    children: dict[str, tuple[str, ...]] = {}
    trees = DisputeTrees(evaluation.framework, evaluation.labelling)
    for id_ in ids:
        if id_ not in children:
            children = {**build_dispute_tree(evaluation, id_, trees).children, **children}
    return DisputeTree(ids[0] if ids else "", children)


def _picture_title(evaluation: Evaluation, id_: str) -> str:
    question = evaluation.argument_map.questions.get(id_)
    if question is not None:
        return question.label or question.text
    statement = evaluation.argument_map.statements[id_]
    name = statement.id if statement.is_named else f"“{statement_line(statement, 40)}”"
    return f"Why {name} is {evaluation.status(id_).value}"
