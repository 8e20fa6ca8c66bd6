"""Writing in words what a picture shows."""

from __future__ import annotations

from argmap.model import ArgumentMap
from argmap.rendering import RenderOptions


def outline(argument: ArgumentMap, options: RenderOptions) -> str:
    """Return a map, or the part of one that is drawn, as a Markdown outline.

    It has the marks of the picture that have words: what stands, and what is left out.
    """
    from argmap.exchange.outline import Told, dump
    from argmap.rendering.annotations import make_marks

    marks = make_marks(argument, options)
    return dump(argument, Told(marks.statuses, marks.folded, marks.view))
