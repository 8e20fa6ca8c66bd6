"""Results that repeated checks of the same map reuse, for example in an editor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define, field

from argmap.model import ArgumentMap

if TYPE_CHECKING:
    from argmap.evaluation import Evaluation


@define(eq=False)
class Memory:
    """Results for a map that stay valid while its shape stays the same (`argmap.syntax.shape`).

    ``silent`` contains the codes of structural rules that found nothing with the current settings.
    They are skipped, because they cannot find anything until the shape changes.
    """

    silent: set[str] = field(factory=set)
    _evaluation: Evaluation | None = None

    def evaluation(self, argument: ArgumentMap) -> Evaluation:
        """Return the evaluation; computed once, then adapted to maps whose texts differ."""
        from argmap.evaluation import evaluate

        known = self._evaluation
        if known is None or known.argument is not argument:
            known = evaluate(argument) if known is None else known.retold(argument)
            self._evaluation = known
        return known
