"""What an author expects the evaluation to say: a test in the map."""

from __future__ import annotations

from enum import Enum

from attrs import field, frozen

from argmap.text import Location


class Status(Enum):
    """Whether a statement stands once every counterpoint has had its turn."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    UNDECIDED = "undecided"


@frozen
class Expectation:
    """Either a status, or a ``bound`` on the strength with its ``comparison`` (``>=``, ``<``)."""

    status: Status | None = None
    comparison: str | None = None
    bound: float | None = None
    location: Location = field(kw_only=True, eq=False, repr=False)

    def __str__(self) -> str:
        return self.status.value if self.status else f"{self.comparison} {self.bound:g}"
