"""Stamps: records of which statements a reviewer has approved.

A stamp records what a reviewer saw: the content of a statement, what its verdict depends on
directly, and everything that its verdict depends on (`argmap.reviews.fingerprinter`).
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from attrs import frozen

DIGEST_LENGTH = 16
"""Hexadecimal digits of a digest."""


class ReviewState(Enum):
    """Whether a statement is reviewed as it is now."""

    UNREVIEWED = "unreviewed"
    CURRENT = "current"
    CHANGED = "changed"
    """The statement itself differs from what was reviewed."""
    SUSPECT = "suspect"
    """What its verdict depends on directly differs, or the verdict."""
    SUSPECT_UPSTREAM = "suspect-upstream"
    """Something farther away that its verdict depends on differs."""

    @property
    def is_due(self) -> bool:
        """Whether it should be read again."""
        return self is not ReviewState.CURRENT

    @property
    def is_suspect(self) -> bool:
        """Whether it is as it was reviewed, but something that its verdict depends on is not."""
        return self in (ReviewState.SUSPECT, ReviewState.SUSPECT_UPSTREAM)

    @property
    def is_out_of_date(self) -> bool:
        """Whether it was reviewed, and should be read again."""
        return self.is_suspect or self is ReviewState.CHANGED


class Fingerprints(NamedTuple):
    """Digests of a statement: its content, and what its verdict depends on, directly or at all."""

    content: str
    near: str
    basis: str


@frozen(order=True)
class Stamp:
    """The record of a review.

    Attributes:
        map: The file name of the map.
        id: The id of the statement.
        date: The day of the review, in ISO 8601.
        author: Who wrote the reviewed statement according to git; empty if that is not known.
        note: Why the reviewer approved it.
    """

    map: str
    id: str
    fingerprints: Fingerprints
    date: str
    reviewer: str
    author: str = ""
    note: str = ""

    @property
    def is_self_review(self) -> bool:
        """Whether the author of the statement is known, and is the reviewer."""
        return bool(self.author) and _comparable(self.author) == _comparable(self.reviewer)


def _comparable(name: str) -> str:
    return " ".join(name.casefold().split())


def review_state(stamp: Stamp | None, fingerprints: Fingerprints) -> ReviewState:
    """Return the state of a statement, given its stamp and what it is now."""
    if stamp is None:
        return ReviewState.UNREVIEWED
    reviewed = stamp.fingerprints
    if reviewed.content != fingerprints.content:
        return ReviewState.CHANGED
    if reviewed.near != fingerprints.near:
        return ReviewState.SUSPECT
    if reviewed.basis != fingerprints.basis:
        return ReviewState.SUSPECT_UPSTREAM
    return ReviewState.CURRENT
