"""What is remembered of a map that is checked again and again while it is being written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define, field

from argmap.model import ArgumentMap

if TYPE_CHECKING:
    from argmap.evaluate import Evaluation


@define(eq=False)
class Memory:
    """What holds of a map for as long as its shape is the same (`argmap.syntax.shape`).

    ``silent`` are the codes of structural rules that found nothing, as they are set up now: they
    find nothing again.
    """

    silent: set[str] = field(factory=set)
    _evaluation: Evaluation | None = None

    def evaluation(self, argument: ArgumentMap) -> Evaluation:
        """Return what stands in the map, whose words may be others now; worked out once."""
        from argmap.evaluate import evaluate

        known = self._evaluation
        if known is None or known.argument is not argument:
            known = evaluate(argument) if known is None else known.retold(argument)
            self._evaluation = known
        return known
