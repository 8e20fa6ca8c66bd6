"""The evaluation of a map as a program reads it: a mapping of ids to results."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Literal

from attrs import frozen

from argmap.errors import UnknownId
from argmap.evaluation import Answer, Evaluation, Reason
from argmap.evaluation import evaluate as evaluate_map
from argmap.evaluation.evaluation import explain_status
from argmap.evaluation.strength import DEFAULT_MODEL, MODELS, compute_strengths
from argmap.model import ArgumentMap, Status
from argmap.text.suggest import suggest

StatusName = Literal["accepted", "rejected", "undecided"]


@frozen
class StatementResult:
    """What the evaluation says of a statement.

    Attributes:
        id: The id of the statement.
        text: Its text.
        status: Whether it is accepted, rejected or undecided.
        reason: The kind of reason for the status.
        because: The reason as a clause: “an attack on it succeeds”.
        decided_by: The ids of the inferences or statements that decide the status.
        strength: Its strength, from 0 to 1; None if it does not converge.
    """

    id: str
    text: str
    status: Status
    reason: Reason
    because: str
    decided_by: tuple[str, ...]
    strength: float | None


class MapEvaluation(Mapping[str, StatementResult]):
    """The result of `argmap.evaluate`: what is accepted, and why.

    It maps the id of each statement to its `StatementResult`, in the order of the map::

        evaluation["bus"].status
        [id for id, result in evaluation.items() if result.status is Status.REJECTED]
    """

    def __init__(self, evaluation: Evaluation, model: str = DEFAULT_MODEL) -> None:
        self._evaluation = evaluation
        self._model = model

    @property
    def argument_map(self) -> ArgumentMap:
        """The map that was evaluated."""
        return self._evaluation.argument_map

    @property
    def thesis(self) -> StatementResult | None:
        """The result for the first thesis; None if the map has no thesis."""
        thesis = self.argument_map.thesis
        return None if thesis is None else self[thesis]

    @property
    def answers(self) -> Mapping[str, Answer]:
        """The answer to each question, by its id."""
        return self._evaluation.answers

    @property
    def statuses(self) -> dict[str, Status]:
        """The status of each statement and inference, by id; one that holds is accepted."""
        evaluation = self._evaluation
        return {id_: evaluation.status(id_) for id_ in evaluation.framework.node_ids}

    @cached_property
    def strengths(self) -> Mapping[str, float | None]:
        """The strength of each statement, from 0 to 1, by id; None if it does not converge."""
        return compute_strengths(self._evaluation, self._model).statements

    def status(self, id_: str) -> Status:
        """Return the status of a statement or an inference.

        Raises:
            UnknownId: If the map has neither.
        """
        known = self._evaluation.node_by_id
        if id_ not in known:
            raise UnknownId(f"the map has no statement `{id_}`{suggest(id_, known)}")
        return self._evaluation.status(id_)

    def explain(self, *ids: str, complete: bool = False) -> str:
        """Return why statements have their status, as `argmap explain` prints it.

        Args:
            ids: Ids of statements and questions; without any, those of the theses, or else of the
                questions.
            complete: Whether to unfold all reasons.

        Raises:
            UnknownId: If the map has no such statement or question.
        """
        from argmap.workspace.explanation_report import as_text, default_ids

        questions = self.argument_map.questions
        for id_ in ids:
            if id_ not in questions:
                self.status(id_)
        return as_text(
            self._evaluation, *(ids or default_ids(self._evaluation)), is_complete=complete
        )

    def __getitem__(self, id_: str) -> StatementResult:
        statements = self.argument_map.statements
        if id_ not in statements:
            raise UnknownId(f"the map has no statement `{id_}`{suggest(id_, statements)}")
        verdict = self._evaluation.statements[id_]
        return StatementResult(
            id_,
            statements[id_].text,
            verdict.status,
            verdict.reason,
            explain_status(self._evaluation, id_),
            verdict.decided_by,
            self.strengths[id_],
        )

    def __iter__(self) -> Iterator[str]:
        return iter(self.argument_map.statements)

    def __len__(self) -> int:
        return len(self.argument_map.statements)

    def __contains__(self, id_: object) -> bool:
        return id_ in self.argument_map.statements

    def __repr__(self) -> str:
        counts = dict.fromkeys(Status, 0)
        for id_ in self:
            counts[self._evaluation.status(id_)] += 1
        words = ", ".join(f"{count} {status.value}" for status, count in counts.items() if count)
        thesis = self.argument_map.thesis
        end = "" if thesis is None else f"; thesis {self._evaluation.status(thesis).value}"
        return f"<MapEvaluation: {words or 'no statements'}{end}>"


def evaluate(
    argument_map: ArgumentMap,
    suppose: Mapping[str, Status | StatusName] | None = None,
    *,
    strength: str = DEFAULT_MODEL,
) -> MapEvaluation:
    """Evaluate a map: decide which statements are accepted, and why.

    Args:
        argument_map: The map.
        suppose: Statuses of statements and inferences, by id, that replace the computed ones.
        strength: The method to compute strengths: ``quadratic-energy`` or ``df-quad``.

    Raises:
        UnknownId: If ``suppose`` contains an id that is not in the map.
        ValueError: If a status or the method does not exist.
    """
    if strength not in MODELS:
        end = suggest(strength, MODELS, f"use {' or '.join(MODELS)}")
        raise ValueError(f"unknown method `{strength}`{end}")
    known = {*argument_map.statements, *argument_map.inferences}
    supposed = {}
    for id_, status in (suppose or {}).items():
        if id_ not in known:
            raise UnknownId(f"the map has no statement `{id_}`{suggest(id_, sorted(known))}")
        supposed[id_] = Status(status)
    return MapEvaluation(evaluate_map(argument_map, supposed), strength)
