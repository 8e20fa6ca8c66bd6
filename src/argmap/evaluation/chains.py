"""Explains in a few lines why a statement has its status: each line is decided by the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from argmap.evaluation.direct_reasons import Bearing, ReasonRanking
from argmap.evaluation.evaluation import (
    Evaluation,
    are_options,
    explain_contradiction,
    explain_exclusion,
    explain_status,
    undecided_rival,
)
from argmap.evaluation.verdicts import Reason
from argmap.model import Status
from argmap.model.statement import display_name

_MAX_CHAIN_LENGTH = 8

_FINAL = {
    Reason.SUPPOSED: "by supposition",
    Reason.UNATTACKED: "nothing attacks it",
    Reason.INSUFFICIENT: "its support does not meet its standard of proof",
}
"""The reasons that end a chain."""

_Link = tuple[str, str | None]
"""Why a statement has its status, and the statement that decides it."""


def deciding_chain(
    evaluation: Evaluation,
    id_: str,
    ranking: ReasonRanking | None = None,
    max_length: int = _MAX_CHAIN_LENGTH,
) -> tuple[str, ...]:
    """Return the chain of verdicts that decides a statement's status, one line per statement.

    Each line is indented below the one before it. Where several inferences decide, the first in the
    ranking is followed. The chain ends at an unattacked statement.

    Args:
        evaluation: The evaluation of the map.
        id_: The id of the statement.
        ranking: The ranking of reasons, if there is one already.
        max_length: The most lines to return.
    """
    chain = _Chain(evaluation, ReasonRanking(evaluation) if ranking is None else ranking)
    lines: list[str] = []
    seen: set[str] = set()
    next_id: str | None = id_
    while next_id is not None and next_id not in seen and len(lines) < max_length:
        seen.add(next_id)
        status = evaluation.status(next_id).value
        name = display_name(evaluation.argument_map.statements[next_id])
        indent = "  " * len(lines) + ("└ " if lines else "")
        sentence, next_id = chain.link(next_id)
        lines.append(f"{indent}{name} is {status}: {sentence}")
    return tuple(lines)


class _Chain:
    """Finds the links of a chain."""

    def __init__(self, evaluation: Evaluation, ranking: ReasonRanking) -> None:
        self._evaluation = evaluation
        self._ranking = ranking
        self._links: dict[Reason, Callable[[str, Sequence[str]], _Link]] = {
            Reason.DEFENDED: self._defense,
            Reason.ATTACKED: self._attack,
            Reason.EXCLUDED: self._exclusion,
            Reason.UNSUPPORTED: self._lost_support,
            Reason.CONTESTED: self._conflict,
        }

    def link(self, id_: str) -> _Link:
        """Return why a statement has its status, and the statement that decides it."""
        verdict = self._evaluation.statements[id_]
        if verdict.reason is Reason.OUTWEIGHED:
            return explain_status(self._evaluation, id_), None
        if verdict.reason in _FINAL:
            return _FINAL[verdict.reason], None
        deciding: Sequence[str] = verdict.decided_by
        if len(deciding) > 1:
            among = set(deciding)
            reasons = self._ranking.reasons(id_)
            # A ranking may omit rivals, but never all.
            deciding = [reason.id for reason in reasons if reason.id in among] or deciding
        return self._links[verdict.reason](id_, deciding)

    def _defense(self, id_: str, _: Sequence[str]) -> _Link:
        attackers = self._ranking.reasons(id_)
        rejected = (
            member
            for reason in attackers
            if reason.bearing is not Bearing.FOR
            for member in self._ranking.members(reason)
            if self._evaluation.status(member) is Status.REJECTED
        )
        return explain_status(self._evaluation, id_), next(rejected, None)

    def _attack(self, _: str, deciding: Sequence[str]) -> _Link:
        attacker = self._decisive_statement(deciding[0])
        return f"{self._name(attacker)} attacks it", attacker

    def _exclusion(self, id_: str, deciding: Sequence[str]) -> _Link:
        return explain_exclusion(self._evaluation, id_, deciding[0]), deciding[0]

    def _lost_support(self, id_: str, deciding: Sequence[str]) -> _Link:
        for inference_id in deciding:
            inference = self._evaluation.inferences[inference_id]
            if inference.decided_by:
                cause = inference.decided_by[0]
                verb = "is undercut by" if inference.reason is Reason.ATTACKED else "needs"
                return f"its support {verb} {self._name(cause)}", cause
        return explain_status(self._evaluation, id_), None

    def _conflict(self, id_: str, deciding: Sequence[str]) -> _Link:
        rival = undecided_rival(self._evaluation, id_, deciding)
        if rival is not None:
            if are_options(self._evaluation.argument_map, id_, rival):
                return f"nothing decides between it and the option {self._name(rival)}", None
            return explain_contradiction(self._evaluation, id_, rival), None
        contested = next((self._decisive_statement(other) for other in deciding), None)
        return "it depends on an unresolved cycle of attacks", contested

    def _decisive_statement(self, id_: str) -> str:
        """Return a statement itself; of an inference, its first undecided premise or its first."""
        if id_ in self._evaluation.statements:
            return id_
        premises = self._evaluation.argument_map.inferences[id_].premises
        undecided = (p for p in premises if self._evaluation.status(p) is Status.UNDECIDED)
        return next(undecided, premises[0])

    def _name(self, id_: str) -> str:
        return display_name(self._evaluation.argument_map.statements[id_])
