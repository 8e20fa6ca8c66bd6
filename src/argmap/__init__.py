"""argmap, a toolkit for argument maps.

This module is the public API. Each name is imported on first use::

    import argmap

    lane = argmap.load("lane.argmap")
    argmap.evaluate(lane).status("build-it")
    argmap.render(lane)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from argmap._version import __version__

if TYPE_CHECKING:
    from argmap.errors import InvalidMap as InvalidMap
    from argmap.evaluation import Evaluation as Evaluation
    from argmap.evaluation import evaluate as evaluate
    from argmap.formatting import format_text as format_text
    from argmap.model import ArgumentMap as ArgumentMap
    from argmap.model import Status as Status
    from argmap.rendering import render as render
    from argmap.workspace.api import check as check
    from argmap.workspace.api import dumps as dumps
    from argmap.workspace.api import load as load
    from argmap.workspace.api import loads as loads

_MODULES = {
    "ArgumentMap": "model",
    "Evaluation": "evaluation",
    "InvalidMap": "errors",
    "Status": "model",
    "check": "workspace.api",
    "dumps": "workspace.api",
    "evaluate": "evaluation",
    "format_text": "formatting",
    "load": "workspace.api",
    "loads": "workspace.api",
    "render": "rendering",
}

_DISPLAYABLE = {"ArgumentMap", "Evaluation", "evaluate", "load", "loads"}
"""The names through which a program gets objects that notebooks can display."""

__all__ = ["__version__", *sorted(_MODULES)]  # noqa: PLE0604 (all are names)


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name in _DISPLAYABLE:
        _add_notebook_display()
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)


def _add_notebook_display() -> None:
    """Add `_repr_svg_`, which notebooks call, to maps and evaluations.

    Their classes cannot import `rendering`, which is in a higher layer.
    """
    from argmap.evaluation import Evaluation
    from argmap.model import ArgumentMap

    def map_as_svg(argument_map: ArgumentMap) -> str:
        from argmap.rendering import render

        return render(argument_map)

    def evaluation_as_svg(evaluation: Evaluation) -> str:
        from argmap.rendering import render

        statuses = {id_: evaluation.status(id_) for id_ in evaluation.framework.node_ids}
        return render(evaluation.argument_map, statuses=statuses)

    ArgumentMap._repr_svg_ = map_as_svg  # type: ignore[attr-defined]
    Evaluation._repr_svg_ = evaluation_as_svg  # type: ignore[attr-defined]
