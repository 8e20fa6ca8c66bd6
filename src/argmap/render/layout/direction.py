"""In which direction a map is written where nothing is laid out."""

from __future__ import annotations

from argmap.errors import RenderError
from argmap.render.engines import choose_engine
from argmap.render.layout.placing import CARDS, LEAVES, count_leaves, lay_out
from argmap.render.options import RenderOptions
from argmap.render.scene.parts import Scene

_FEW = 6
"""As many leaves stand beside each other while the whole is about three times as wide as high."""


def choose_direction(scene: Scene, options: RenderOptions) -> str:
    """Return the direction that `lay_out` finds for a map; guess if no engine can tell."""
    if options.direction != "auto" or not scene.cards:
        return "down" if options.direction == "auto" else options.direction
    leaves = count_leaves(scene)
    if leaves > LEAVES or len(scene.cards) > CARDS:
        return "right"
    try:
        return lay_out(scene, choose_engine(options.engine, options.timeout), "auto").direction
    except RenderError:
        return "down" if leaves <= _FEW else "right"
