"""argmap, a toolkit for argument maps.

This module is the public API. Each name is imported on first use::

    import argmap

    lane = argmap.load("lane.argmap")
    argmap.evaluate(lane)["build-it"].status
    argmap.render(lane, format="svg")

Read and write maps: `load`, `loads`, `dump`, `dumps`, `MapBuilder`, `edit`, `MapEditor`.
Analyze them: `check`, `evaluate`, `diff`. Show them: `render`, `to_networkx`, `to_pandas`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from argmap._version import __version__

if TYPE_CHECKING:
    from argmap.api.map_builder import MapBuilder as MapBuilder
    from argmap.api.map_checks import check as check
    from argmap.api.map_difference import MapDifference as MapDifference
    from argmap.api.map_difference import diff as diff
    from argmap.api.map_editor import EditedElement as EditedElement
    from argmap.api.map_editor import MapEditor as MapEditor
    from argmap.api.map_editor import edit as edit
    from argmap.api.map_evaluation import MapEvaluation as MapEvaluation
    from argmap.api.map_evaluation import StatementResult as StatementResult
    from argmap.api.map_evaluation import evaluate as evaluate
    from argmap.api.map_files import dump as dump
    from argmap.api.map_files import dumps as dumps
    from argmap.api.map_files import load as load
    from argmap.api.map_files import loads as loads
    from argmap.api.map_pictures import render as render
    from argmap.api.map_tables import to_networkx as to_networkx
    from argmap.api.map_tables import to_pandas as to_pandas
    from argmap.api.notebook import load_ipython_extension as load_ipython_extension
    from argmap.diagnostics import Diagnostic as Diagnostic
    from argmap.diagnostics import Severity as Severity
    from argmap.editing import RefusedEdit as RefusedEdit
    from argmap.errors import ArgmapError as ArgmapError
    from argmap.errors import ConfigError as ConfigError
    from argmap.errors import EngineMissing as EngineMissing
    from argmap.errors import InputError as InputError
    from argmap.errors import InvalidMap as InvalidMap
    from argmap.errors import MissingExtra as MissingExtra
    from argmap.errors import RenderError as RenderError
    from argmap.errors import UnknownId as UnknownId
    from argmap.formatting import format_text as format_text
    from argmap.model import ArgumentMap as ArgumentMap
    from argmap.model import Inference as Inference
    from argmap.model import Source as Source
    from argmap.model import Statement as Statement
    from argmap.model import Status as Status
    from argmap.rendering.views import ViewSpec

    View = ViewSpec

_MODULES = {
    "ArgmapError": "errors",
    "ArgumentMap": "model",
    "ConfigError": "errors",
    "Diagnostic": "diagnostics",
    "EditedElement": "api.map_editor",
    "EngineMissing": "errors",
    "Inference": "model",
    "InputError": "errors",
    "InvalidMap": "errors",
    "MapBuilder": "api.map_builder",
    "MapDifference": "api.map_difference",
    "MapEditor": "api.map_editor",
    "MapEvaluation": "api.map_evaluation",
    "MissingExtra": "errors",
    "RefusedEdit": "editing",
    "RenderError": "errors",
    "Severity": "diagnostics",
    "Source": "model",
    "Statement": "model",
    "StatementResult": "api.map_evaluation",
    "Status": "model",
    "UnknownId": "errors",
    "View": "rendering.views:ViewSpec",
    "check": "api.map_checks",
    "diff": "api.map_difference",
    "dump": "api.map_files",
    "dumps": "api.map_files",
    "edit": "api.map_editor",
    "evaluate": "api.map_evaluation",
    "format_text": "formatting",
    "load": "api.map_files",
    "load_ipython_extension": "api.notebook",
    "loads": "api.map_files",
    "render": "api.map_pictures",
    "to_networkx": "api.map_tables",
    "to_pandas": "api.map_tables",
}
"""The module of each name, and its name there if it is another one."""

_DISPLAYABLE = {"ArgumentMap", "MapBuilder", "MapEvaluation", "evaluate", "load", "loads"}
"""The names through which a program gets objects that notebooks can display."""

__all__ = [  # noqa: PLE0604 (all are names)
    "__version__",
    *sorted(name for name in _MODULES if name != "load_ipython_extension"),
]


if not TYPE_CHECKING:  # with it, type checkers would accept every name

    def __getattr__(name: str) -> Any:
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}{_hint(name)}")
        if name in _DISPLAYABLE:
            _add_display()
        module, _, other_name = _MODULES[name].partition(":")
        return getattr(import_module(f"{__name__}.{module}"), other_name or name)


def __dir__() -> list[str]:
    return sorted(__all__)


def _hint(name: str) -> str:
    if name.startswith("_"):
        return ""  # programs look for special names in every module
    from argmap.text.suggest import suggest

    return suggest(name, __all__)


def _add_display() -> None:
    global _is_displayable  # noqa: PLW0603 (a flag of the module)
    if not _is_displayable:
        _is_displayable = True
        from argmap.api.notebook import add_display

        add_display()


_is_displayable = False
