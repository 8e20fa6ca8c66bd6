"""What can be chosen about a picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from attrs import field, frozen
from attrs.validators import gt, in_, optional

from argmap.diagnostics import Severity
from argmap.model import Status

Direction = Literal["auto", "down", "right"]
Engine = Literal["auto", "embedded", "system"]


@frozen
class Badge:
    """What a check found about one statement or inference: the worst severity, and each finding.

    ``codes`` are shown, each once; ``messages`` are told where there is room for a sentence.
    """

    severity: Severity
    codes: tuple[str, ...]
    messages: tuple[str, ...] = ()


@frozen(kw_only=True)
class RenderOptions:
    """How a map is drawn.

    ``direction`` is where the argument grows from the thesis: ``auto`` is down while the picture is
    at most three times as wide as high, and right otherwise. ``engine`` is the Graphviz that lays
    it out: ``embedded`` in the pygraphviz package, the ``system``'s program ``dot``, or ``auto``,
    the embedded one where there is one. ``theme`` names a file of ``themes/``, or is the path
    of another, which then ends in ``.toml``.

    ``verdicts`` shows what stands, by the map's own evaluation or, where the map is a part of a
    larger one, by the ``statuses`` of that one: of statements, and perhaps of inferences, by id.
    ``strengths`` shows a number from 0 to 1 on every card; of a part, the numbers to show can be
    given. ``diagnostics`` are badges by the id of a statement or an inference. ``folded`` says for
    how many statements, drawn in another picture, one stands here, by its id. By the id ``""``,
    both are about the map as a whole. ``view`` says in words which part of a larger map it is, if
    it is one. ``prefix`` begins the ids in the picture; without it, one is made of the map's title
    and thesis, so that two pictures can stand on one page.

    ``timeout`` bounds the seconds that a layout may take; None leaves that to argmap, which bounds
    it for large maps only.

    Raises:
        ValueError: for a direction or an engine that there is not, or a time of nothing.
    """

    direction: Direction = field(default="auto", validator=in_(("auto", "down", "right")))
    engine: Engine = field(default="auto", validator=in_(("auto", "embedded", "system")))
    legend: bool = True
    caption: bool = True
    theme: str = "default"
    verdicts: bool = True
    strengths: bool | Mapping[str, float | None] = False
    statuses: Mapping[str, Status] | None = None
    diagnostics: Mapping[str, Badge] = field(factory=dict)
    folded: Mapping[str, int] = field(factory=dict)
    view: str = ""
    prefix: str = ""
    timeout: float | None = field(default=None, validator=optional(gt(0)))
