"""Graphviz as a program: ``dot``, driven through the ``graphviz`` package."""

from __future__ import annotations

from collections.abc import Sequence

from argmap.errors import EngineMissing, RenderError

_END = "</svg>"


def is_there() -> bool:
    """Whether the program can be found."""
    import shutil

    return shutil.which("dot") is not None


def draw(graphs: Sequence[str]) -> list[str]:
    """Lay out graphs with ``dot``, all in one run of the program, and return an SVG for each.

    Raises:
        EngineMissing: when there is no program ``dot``.
        RenderError: when it fails.
    """
    import graphviz

    from argmap.render.engines import WHAT_TO_INSTALL

    if not graphs:
        return []
    try:
        text = graphviz.pipe_string("dot", "svg", "\n".join(graphs), encoding="utf-8", quiet=True)
    except graphviz.ExecutableNotFound as error:
        raise EngineMissing(f"the program `dot` is not there: {WHAT_TO_INSTALL}") from error
    except graphviz.CalledProcessError as error:
        said = (error.stderr or "").strip() or f"it ended with status {error.returncode}"
        raise RenderError(f"the program `dot` failed: {said}") from error
    pictures = text.split(_END)[:-1]
    if len(pictures) != len(graphs):
        raise RenderError(f"the program `dot` drew {len(pictures)} of {len(graphs)} graphs")
    return [picture + _END for picture in pictures]
