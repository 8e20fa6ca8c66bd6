"""What can be set in the editor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define


@define
class Settings:
    """What is shown, and how long a check waits.

    ``hints`` are verdicts behind statements that are not accepted, ``strengths`` how strong each
    is, ``lenses`` the numbers of reasons above them. ``delay`` is how many seconds a check waits
    for more to be typed.
    """

    hints: bool = True
    strengths: bool = False
    lenses: bool = True
    delay: float = 0.15

    def take(self, given: Any) -> None:
        """Take over what the editor sends, by itself or under ``argmap``; what is odd is left."""
        if not isinstance(given, Mapping):
            return
        given = given.get("argmap", given)
        if not isinstance(given, Mapping):
            return
        for name in ("hints", "strengths", "lenses"):
            if isinstance(given.get(name), bool):
                setattr(self, name, given[name])
        delay = given.get("delay")
        if isinstance(delay, (int, float)) and not isinstance(delay, bool) and 0 <= delay <= 10:  # noqa: PLR2004
            self.delay = float(delay)
