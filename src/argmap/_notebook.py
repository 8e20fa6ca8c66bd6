"""Shows maps and evaluations as pictures in notebooks.

A notebook calls `_repr_svg_` of an object. Drawing is above the classes of these objects, so the
method is added to them from here, when a program first uses the public API.
"""

from __future__ import annotations

from argmap.evaluation import Evaluation
from argmap.model import ArgumentMap
from argmap.rendering import render


def register() -> None:
    """Add pictures to the classes."""
    ArgumentMap._repr_svg_ = _map_as_svg  # type: ignore[attr-defined]
    Evaluation._repr_svg_ = _evaluation_as_svg  # type: ignore[attr-defined]


def _map_as_svg(argument_map: ArgumentMap) -> str:
    """Return the picture of a map with its verdicts."""
    return render(argument_map)


def _evaluation_as_svg(evaluation: Evaluation) -> str:
    """Return the picture of a map with the verdicts of an evaluation."""
    statuses = {id_: evaluation.status(id_) for id_ in evaluation.frame.names}
    return render(evaluation.argument_map, statuses=statuses)
