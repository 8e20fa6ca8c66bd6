"""The two ways to reach Graphviz: inside this process, or as the program ``dot``."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from argmap.errors import EngineMissing

Draw = Callable[[Sequence[str]], list[str]]
"""Takes graphs in DOT, gives back what ``dot -Tsvg`` makes of each."""

WHAT_TO_INSTALL = (
    "install the package `pygraphviz` (version 2 or later, which brings Graphviz with it), or "
    "Graphviz itself from https://graphviz.org/download/ so that the program `dot` can be found"
)


def choose_engine(name: str, timeout: float | None = None) -> Draw:
    """Return the engine of that name; ``auto`` is the embedded one wherever it can be imported.

    It is guarded as `argmap.render.engines.guard` says.

    Raises:
        EngineMissing: when it is not there.
    """
    from argmap.render.engines import embedded, system
    from argmap.render.engines.guard import guarded

    if name == "system" or (name == "auto" and not embedded.is_there()):
        if not system.is_there():
            missing = "the program `dot`" if name == "system" else "Graphviz"
            raise EngineMissing(f"{missing} is not there: {WHAT_TO_INSTALL}")
        return guarded(system, timeout)
    if not embedded.is_there():
        raise EngineMissing(f"the embedded Graphviz is not there: {WHAT_TO_INSTALL}")
    return guarded(embedded, timeout)
