"""argmap: structured argument maps.

The public face. Everything is imported when it is first asked for::

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
    from argmap.evaluate import Evaluation as Evaluation
    from argmap.evaluate import evaluate as evaluate
    from argmap.formatting import format_text as format_text
    from argmap.model import ArgumentMap as ArgumentMap
    from argmap.model import Status as Status
    from argmap.render import render as render
    from argmap.workspace.public import check as check
    from argmap.workspace.public import dumps as dumps
    from argmap.workspace.public import load as load
    from argmap.workspace.public import loads as loads

_HOMES = {
    "ArgumentMap": "model",
    "Evaluation": "evaluate",
    "InvalidMap": "errors",
    "Status": "model",
    "check": "workspace.public",
    "dumps": "workspace.public",
    "evaluate": "evaluate",
    "format_text": "formatting",
    "load": "workspace.public",
    "loads": "workspace.public",
    "render": "render",
}

_ROOMS = ("evaluate", "render")
"""Names of functions that are names of rooms too, which can be called."""

__all__ = ["__version__", *sorted(_HOMES)]  # noqa: PLE0604 (they are names)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = import_module(f"{__name__}.{_HOMES[name]}")
    return module if name in _ROOMS else getattr(module, name)


def __dir__() -> list[str]:
    return sorted(__all__)
