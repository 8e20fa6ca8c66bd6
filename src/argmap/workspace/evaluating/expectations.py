"""What the map expects of the evaluation, and what it finds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from argmap.evaluation import Evaluation
from argmap.evaluation.strength import Strengths


def expectations(evaluation: Evaluation, strengths: Strengths) -> Iterator[dict[str, Any]]:
    """Yield each ``expect:`` with what it finds, and whether it is met."""
    for statement in evaluation.argument.statements.values():
        expected = statement.expect
        if expected is None:
            continue
        found: str | float | None
        if expected.status is not None:
            found = evaluation.status(statement.id).value
            is_met = found == expected.status.value
        else:
            strength = strengths.statements[statement.id]
            found = None if strength is None else round(strength, 9)
            is_met = strength is not None and expected.admits(strength)
        yield {"id": statement.id, "expected": str(expected), "found": found, "met": is_met}
