"""The elements of a merged document, and what becomes of each."""

from __future__ import annotations

from enum import Enum, auto

from attrs import define, field

from argmap.comparison.merge.content import HeadConflict
from argmap.comparison.merge.outline import Comment, Node


class State(Enum):
    """What becomes of an element."""

    KEPT = auto()
    REMOVED = auto()
    ONLY_OURS = auto()
    """A conflict: it is in our version, and removed or in another place in theirs."""
    ONLY_THEIRS = auto()
    """A conflict: it is in their version, and removed or in another place in ours."""

    @property
    def is_conflict(self) -> bool:
        return self in (State.ONLY_OURS, State.ONLY_THEIRS)


class ConflictReason(Enum):
    """Why two versions cannot be merged."""

    VALUES = "both versions change it, to different values"
    REMOVED_BY_THEIRS = "ours changes or uses it, and theirs removes it"
    REMOVED_BY_OURS = "theirs changes or uses it, and ours removes it"
    MOVED = "both versions move it, to different places"
    SAME_ID = "another element of the other version has the same id"


class CannotMerge(Exception):
    """The elements cannot be merged one by one, so the lines of the texts have to be."""


@define(eq=False, repr=False)
class Merged:
    """An element of the merged document.

    Attributes:
        base: The node in the common version; the others are those in our and their version.
        parent: The element that it is nested in.
        state: What becomes of it.
        reason: Why there is a conflict.
        head_text: The text without the block, not indented.
        conflict: The two texts of a head with a conflict.
        comments: The comments above it; further ones as in `Node`.
        children: The elements in it, in order.
    """

    base: Node | None = None
    ours: Node | None = None
    theirs: Node | None = None
    parent: Merged | None = None
    state: State = State.KEPT
    reason: ConflictReason | None = None
    head_text: str = ""
    conflict: HeadConflict | None = None
    comments: tuple[Comment, ...] = ()
    trailing_comment: str = ""
    opening_comment: str = ""
    closing_comments: tuple[Comment, ...] = ()
    children: list[Merged] = field(factory=list)

    @property
    def origin(self) -> Node:
        """The node whose layout is kept."""
        is_theirs = self.ours is None or self.state is State.ONLY_THEIRS
        node = self.theirs if is_theirs else self.ours
        assert node is not None  # an element without any is never placed
        return node

    @property
    def is_kept(self) -> bool:
        return self.state is not State.REMOVED and (self.ours or self.theirs) is not None
