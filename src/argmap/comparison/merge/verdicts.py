"""Verdicts of a merged map that neither side had."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from argmap.comparison.verdict_changes import AnswerChange, Flip, VerdictChanges


@frozen
class VerdictConflict:
    """A statement with a verdict, or a question with an answer, that neither side had.

    Attributes:
        id: Its id in the merged map.
        ours: How it differs from our version; None if it is not in it.
        theirs: How it differs from their version; None if it is not in it.
        is_thesis: Whether it is a thesis of one of the versions.
    """

    id: str
    ours: Flip | AnswerChange | None
    theirs: Flip | AnswerChange | None
    is_thesis: bool = False


def verdict_conflicts(
    ours: VerdictChanges, theirs: VerdictChanges
) -> tuple[VerdictConflict, ...]:
    """Return the verdicts and answers that neither side had, those of theses first.

    An element that only one side has is compared with that side.

    Args:
        ours: The comparison of our version with the merged one.
        theirs: The comparison of their version with the merged one.
    """
    flips = list(_conflicts(ours, theirs))
    return tuple(sorted(flips, key=lambda conflict: not conflict.is_thesis))


def _conflicts(ours: VerdictChanges, theirs: VerdictChanges) -> Iterator[VerdictConflict]:
    known_to_ours = ours.comparison.matching.sentences.by_new.keys()
    known_to_theirs = theirs.comparison.matching.sentences.by_new.keys()
    for our_changes, their_changes in (
        (_by_new_id(ours.flips), _by_new_id(theirs.flips)),
        (_by_new_id(ours.answers), _by_new_id(theirs.answers)),
    ):
        for id_ in dict.fromkeys((*our_changes, *their_changes)):
            first, second = our_changes.get(id_), their_changes.get(id_)
            if (first is None and id_ in known_to_ours) or (
                second is None and id_ in known_to_theirs
            ):
                continue
            is_thesis = any(getattr(change, "is_thesis", False) for change in (first, second))
            yield VerdictConflict(id_, first, second, is_thesis)


def _by_new_id(changes: tuple[Flip, ...] | tuple[AnswerChange, ...]) -> dict[str, Flip | AnswerChange]:
    return {change.new_id: change for change in changes}
