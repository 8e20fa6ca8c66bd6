"""What a conversion from or to another format did not keep."""

from __future__ import annotations

from collections import Counter
from enum import Enum

from attrs import Factory, define, frozen

from argmap.text.safe import printable


class LossAction(Enum):
    """What happened to an element that the other format cannot express as it is."""

    CHANGED = "changed"
    DROPPED = "dropped"


@frozen
class Loss:
    """An element that was changed or dropped.

    Attributes:
        action: Whether it was changed or dropped.
        element: The kind of element, as its format names it: ``locution``, ``undercut``.
        reason: Why, as a clause for users: ``argmap has no dialogues``.
        place: Where the element is in the file: a line (``line 7``), a JSON pointer
            (``/nodes/3``), or an id. That of the first one, if there are several.
        count: The number of elements.
    """

    action: LossAction
    element: str
    reason: str
    place: str = ""
    count: int = 1


@define
class LossReport:
    """What a conversion kept, changed and dropped.

    Attributes:
        kept: The number of elements that were kept, by their kind.
        losses: The elements that were changed or dropped, in the order of the file.
    """

    kept: Counter[str] = Factory(Counter)
    losses: list[Loss] = Factory(list)

    def keep(self, element: str, count: int = 1) -> None:
        """Count elements that were kept."""
        self.kept[element] += count

    def change(self, element: str, reason: str, place: str = "", count: int = 1) -> None:
        """Add an element that was changed, or several of a kind."""
        self._add(LossAction.CHANGED, element, reason, place, count)

    def drop(self, element: str, reason: str, place: str = "", count: int = 1) -> None:
        """Add an element that was dropped, or several of a kind."""
        self._add(LossAction.DROPPED, element, reason, place, count)

    def _add(self, action: LossAction, element: str, reason: str, place: str, count: int) -> None:
        loss = Loss(action, printable(element), printable(reason), printable(place), count)
        self.losses.append(loss)

    def total(self, element: str) -> int:
        """Return the number of elements of a kind: kept, changed and dropped."""
        lost = sum(loss.count for loss in self.losses if loss.element == element)
        return self.kept[element] + lost

    def grouped(self) -> dict[tuple[LossAction, str, str], list[Loss]]:
        """Return the losses by action, element and reason, in order."""
        groups: dict[tuple[LossAction, str, str], list[Loss]] = {}
        for loss in self.losses:
            groups.setdefault((loss.action, loss.element, loss.reason), []).append(loss)
        return groups
