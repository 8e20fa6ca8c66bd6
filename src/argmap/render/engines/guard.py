"""Graphviz kept in bounds: it may hang, or end its process, and only one layout is lost by it."""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType

from argmap.errors import RenderError
from argmap.render.engines import Draw
from argmap.render.engines.apart import Crashed, TimedOut, run_apart

SMALL = 60_000
"""Characters of graphs that are laid out here, some 600 boxes; what is larger gets a process of its
own, which takes about a fifth of a second to start."""

PATIENCE = 300.0
"""Seconds that the layout of a large map may take where nobody says otherwise."""


def guarded(engine: ModuleType, timeout: float | None = None) -> Draw:
    """Return what draws with an engine, in a process of its own where that is worth its while.

    That is for large maps, and for all of them where a ``timeout`` (in seconds) is given: a layout
    in this process cannot be ended.
    """

    def draw(graphs: Sequence[str]) -> list[str]:
        if timeout is None and sum(map(len, graphs)) <= SMALL:
            drawn: list[str] = engine.draw(graphs)
            return drawn
        seconds = PATIENCE if timeout is None else timeout
        try:
            pictures: list[str] = run_apart(f"{engine.__name__}:draw", list(graphs), seconds)
        except TimedOut:
            raise RenderError(
                f"Graphviz was stopped: it had not laid the map out after {seconds:g} s; give it "
                "more with `--timeout`, or draw a part of the map with `--depth` or `--focus`"
            ) from None
        except Crashed as error:
            raise RenderError(
                f"Graphviz has crashed on the map ({error}); try the other one with `--engine`, or "
                "draw a part of the map with `--depth` or `--focus`"
            ) from None
        return pictures

    return draw
