"""Verdicts of a merged map that none of the merged versions had."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from argmap.comparison.verdict_changes import AnswerChange, Flip, VerdictChanges


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
    is_thesis: bool = False


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
