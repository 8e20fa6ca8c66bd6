"""Maps in Jupyter notebooks: how they are displayed, and the cell magic ``%%argmap``."""

from __future__ import annotations

from html import escape
from typing import Any

from argmap.api.map_checks import check
from argmap.api.map_evaluation import MapEvaluation, evaluate
from argmap.api.map_files import loads
from argmap.api.map_pictures import render
from argmap.diagnostics import Severity
from argmap.errors import InvalidMap
from argmap.model import ArgumentMap


def add_display() -> None:
    """Let notebooks display maps and evaluations.

    `ArgumentMap` itself cannot import the pictures, which are in a higher layer.
    """
    ArgumentMap._repr_svg_ = render  # type: ignore[attr-defined]
    MapEvaluation._repr_html_ = _evaluation_as_html  # type: ignore[attr-defined]


def _evaluation_as_html(evaluation: MapEvaluation) -> str:
    """Return the picture of an evaluation with its verdicts, and the explanation of the thesis."""
    picture = render(evaluation)
    if evaluation.argument_map.thesis is None:
        return picture
    return f"{picture}\n<pre>{escape(evaluation.explain())}</pre>"


def _report(text: str) -> None:
    """Print the errors and warnings of a map, one line each."""
    for diagnostic in check(text=text):
        if diagnostic.severity is not Severity.INFO:
            where = diagnostic.location
            print(f"{where}: {diagnostic.severity} {diagnostic.code} {diagnostic.message}")  # noqa: T201


def load_ipython_extension(ipython: Any) -> None:
    """Add the cell magic ``%%argmap`` after ``%load_ext argmap``.

    The cell contains a map. The magic shows the errors and warnings of `argmap check`, displays the
    evaluation, and stores the map in the variable that ``%%argmap name`` names. A map with errors
    in its syntax or its references is neither displayed nor stored.

    Args:
        ipython: The shell, with the methods of `IPython.InteractiveShell`.
    """

    def argmap(line: str, cell: str) -> MapEvaluation | None:
        """Check and evaluate the map in a cell."""
        _report(cell)
        try:
            argument_map = loads(cell)
        except InvalidMap:
            return None
        if name := line.strip():
            ipython.user_ns[name] = argument_map
        return evaluate(argument_map)

    ipython.register_magic_function(argmap, "cell", "argmap")
