"""What can be chosen about a picture."""

from __future__ import annotations

from typing import Literal

from attrs import field, frozen
from attrs.validators import in_

Direction = Literal["auto", "down", "right"]
Engine = Literal["auto", "embedded", "system"]


@frozen(kw_only=True)
class RenderOptions:
    """How a map is drawn.

    ``direction`` is where the argument grows from the thesis: ``auto`` is down while the picture is
    at most three times as wide as high, and right otherwise. ``engine`` is the Graphviz that lays
    it out: ``embedded`` in the pygraphviz package, the ``system``'s program ``dot``, or ``auto``,
    the embedded one where there is one. ``theme`` names a file of ``themes/``.

    Raises:
        ValueError: for a direction or an engine that there is not.
    """

    direction: Direction = field(default="auto", validator=in_(("auto", "down", "right")))
    engine: Engine = field(default="auto", validator=in_(("auto", "embedded", "system")))
    legend: bool = True
    caption: bool = True
    theme: str = "default"
