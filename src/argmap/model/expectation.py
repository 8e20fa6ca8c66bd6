"""What an author expects the evaluation to say: a test in the map."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from attrs import field, frozen

from argmap.text import Location


class Status(Enum):
    """Whether a statement stands once every counterpoint has had its turn."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    UNDECIDED = "undecided"


_FINE = 1e-9

_COMPARE: dict[str, Callable[[float, float], bool]] = {
    ">=": lambda strength, bound: strength >= bound - _FINE,
    "<=": lambda strength, bound: strength <= bound + _FINE,
    ">": lambda strength, bound: strength > bound + _FINE,
    "<": lambda strength, bound: strength < bound - _FINE,
}


@frozen
class Expectation:
    """Either a status, or a ``bound`` on the strength with its ``comparison`` (``>=``, ``<``)."""

    status: Status | None = None
    comparison: str | None = None
    bound: float | None = None
    location: Location = field(kw_only=True, eq=False, repr=False)

    def admits(self, strength: float) -> bool:
        """Whether a strength is within the bound, but for a rounding; False where there is none."""
        if self.comparison is None or self.bound is None:
            return False
        return _COMPARE[self.comparison](strength, self.bound)

    def __str__(self) -> str:
        return self.status.value if self.status else f"{self.comparison} {self.bound:g}"
