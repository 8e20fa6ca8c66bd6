"""What a change does to the conclusion: verdicts that flip, answers that differ, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from attrs import frozen

from argmap.comparison.changes import Comparison
from argmap.comparison.replay import Cause, Replay
from argmap.evaluation import Answer, Evaluation, deciding_chain, evaluate
from argmap.evaluation.direct_reasons import ReasonRanking
from argmap.evaluation.strength import compute_strengths
from argmap.model import Status

MIN_STRENGTH_CHANGE = 0.05
"""The least difference of two strengths (0 to 1) that is reported."""


@frozen
class Flip:
    """A statement whose status differs.

    Attributes:
        id: Its id in the old version.
        new_id: Its id in the new version.
        is_thesis: Whether it is a thesis of either version.
    """

    id: str
    new_id: str
    old_status: Status
    new_status: Status
    is_thesis: bool


@frozen
class StrengthChange:
    """A statement whose strength differs by at least `MIN_STRENGTH_CHANGE`; ids as in `Flip`."""

    id: str
    new_id: str
    old_strength: float
    new_strength: float


@frozen
class AnswerChange:
    """A question that is answered otherwise; ids of options as in the two versions."""

    id: str
    new_id: str
    old_answer: Answer
    new_answer: Answer


@frozen(eq=False, slots=False)
class VerdictChanges:
    """The evaluations of two versions of a map, compared."""

    comparison: Comparison
    old_evaluation: Evaluation
    new_evaluation: Evaluation

    @cached_property
    def flips(self) -> tuple[Flip, ...]:
        """The statements of both versions whose status differs, the theses first.

        The others are in the order of their distance from the thesis.
        """
        comparison = self.comparison
        new_by_old = comparison.matching.sentences.by_old
        theses = {*comparison.old.theses, *comparison.aligned.theses}
        flips = [
            Flip(id_, new_by_old[id_], old, new, id_ in theses)
            for id_, old, new in self._statuses()
            if old is not new
        ]
        depths = comparison.aligned.depths
        far = len(depths)
        return tuple(sorted(flips, key=lambda flip: (not flip.is_thesis, depths.get(flip.id, far))))

    @cached_property
    def answers(self) -> tuple[AnswerChange, ...]:
        """The questions of both versions that are answered otherwise."""
        comparison = self.comparison
        by_old = comparison.matching.sentences.by_old
        changes = []
        for id_, old in self.old_evaluation.answers.items():
            new_id = by_old.get(id_)
            new = self.new_evaluation.answers.get(new_id) if new_id else None
            if new_id is None or new is None:
                continue
            aligned = (
                {by_old.get(option, option) for option in old.accepted},
                {by_old.get(option, option) for option in old.undecided},
            )
            if aligned != (set(new.accepted), set(new.undecided)):
                changes.append(AnswerChange(id_, new_id, old, new))
        return tuple(changes)

    @cached_property
    def strengths(self) -> tuple[StrengthChange, ...]:
        """The statements without a flip whose strength differs, the largest difference first."""
        old = compute_strengths(self.old_evaluation).statements
        new = compute_strengths(self.new_evaluation).statements
        flipped = {flip.id for flip in self.flips}
        changes = []
        for id_, new_id in self.comparison.matching.sentences.by_old.items():
            before, after = old.get(id_), new.get(new_id)
            if id_ in flipped or before is None or after is None:
                continue
            if abs(after - before) >= MIN_STRENGTH_CHANGE:
                changes.append(StrengthChange(id_, new_id, before, after))
        return tuple(sorted(changes, key=lambda c: -abs(c.new_strength - c.old_strength)))

    @cached_property
    def _causes(self) -> dict[str, Cause | None]:
        return {}

    @cached_property
    def _replay(self) -> Replay:
        return Replay(self.comparison)

    def cause(self, flip: Flip) -> Cause | None:
        """Return the smallest set of edits that causes a flip (see `Replay.cause_of`)."""
        if flip.id not in self._causes:
            self._causes[flip.id] = self._replay.cause_of(flip.id, flip.new_status)
        return self._causes[flip.id]

    def chains(self, flip: Flip) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return why a statement had its status, and why it has the new one, as short chains."""
        return (
            deciding_chain(self.old_evaluation, flip.id, self._rankings[0]),
            deciding_chain(self.new_evaluation, flip.new_id, self._rankings[1]),
        )

    @cached_property
    def _rankings(self) -> tuple[ReasonRanking, ReasonRanking]:
        return ReasonRanking(self.old_evaluation), ReasonRanking(self.new_evaluation)

    def _statuses(self) -> Iterator[tuple[str, Status, Status]]:
        """Yield the ids of the statements of both versions, with both statuses."""
        for id_, new_id in self.comparison.matching.sentences.by_old.items():
            if id_ in self.comparison.old.statements and new_id in self.comparison.new.statements:
                yield id_, self.old_evaluation.status(id_), self.new_evaluation.status(new_id)


def compare_verdicts(comparison: Comparison) -> VerdictChanges:
    """Evaluate two versions of a map, and compare their verdicts."""
    return VerdictChanges(comparison, evaluate(comparison.old), evaluate(comparison.new))


# ---- Merges --------------------------------------------------------------------------------------


@frozen
class VerdictConflict:
    """A statement with a verdict, or a question with an answer, that none of the versions had.

    Attributes:
        id: Its id in the merged map.
        changes: How it differs from each version; None for a version without it.
        is_thesis: Whether it is a thesis of one of the versions.
    """

    id: str
    changes: tuple[Flip | AnswerChange | None, ...]
    is_thesis: bool


def verdict_conflicts(versions: Sequence[VerdictChanges]) -> tuple[VerdictConflict, ...]:
    """Return the verdicts and answers that none of the versions had, those of theses first.

    An element that only some versions have is compared with these.

    Args:
        versions: The comparisons of each version with the merged one.
    """
    return tuple(sorted(_conflicts(versions), key=lambda conflict: not conflict.is_thesis))


def _conflicts(versions: Sequence[VerdictChanges]) -> Iterator[VerdictConflict]:
    known = [version.comparison.matching.sentences.by_new.keys() for version in versions]
    for tables in (
        [{flip.new_id: flip for flip in version.flips} for version in versions],
        [{answer.new_id: answer for answer in version.answers} for version in versions],
    ):
        for id_ in dict.fromkeys(id_ for table in tables for id_ in table):
            changes = tuple(table.get(id_) for table in tables)
            is_new = all(
                change is not None or id_ not in ids
                for change, ids in zip(changes, known, strict=True)
            )
            if is_new:
                is_thesis = any(getattr(change, "is_thesis", False) for change in changes)
                yield VerdictConflict(id_, changes, is_thesis)
