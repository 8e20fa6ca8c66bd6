"""The options of a picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

from attrs import Attribute, field, frozen
from attrs.validators import ge, gt, in_, optional

from argmap.diagnostics import Severity
from argmap.model import Status
from argmap.rendering.paper import PageSize

LayoutName = Literal["auto", "layers", "compact"]
Direction = Literal["auto", "down", "right"]
Detail = Literal["reader", "author"]
Engine = Literal["auto", "embedded", "system"]

LayoutEngine = Callable[[Sequence[str]], list[str]]
"""Lays out graphs in DOT and returns for each the SVG that ``dot -Tsvg`` writes."""


@frozen
class Badge:
    """The diagnostics of one statement or inference.

    Attributes:
        severity: The worst severity among the diagnostics.
        codes: The rule codes, each once; shown on the card.
        messages: The messages; shown where there is room for a sentence.
    """

    severity: Severity
    codes: tuple[str, ...]
    messages: tuple[str, ...] = ()


@frozen
class VersionMark:
    """How a sentence differs from another version of the map.

    Attributes:
        kind: Whether it is new, removed or changed; None if only its status differs.
        old_status: Its status in the other version, if that differs.
    """

    kind: Literal["new", "removed", "changed"] | None = None
    old_status: Status | None = None

    @property
    def words(self) -> tuple[tuple[str, str], ...]:
        """The icon and the words for each difference."""
        kind = [(self.kind, self.kind.upper())] if self.kind is not None else []
        old = self.old_status
        return (*kind, *([(old.value, f"WAS {old.value.upper()}")] if old is not None else []))


_validate_engine_name = in_(("auto", "embedded", "system"))


def _validate_engine(options: object, attribute: Attribute[Any], engine: Any) -> None:
    if not callable(engine):
        _validate_engine_name(options, attribute, engine)


@frozen(kw_only=True)
class RenderOptions:
    """How a map is drawn.

    Attributes:
        layout: How cards are arranged. ``layers``: those of one depth beside each other.
            ``compact``: in the shape of a page, with the children of each card at its right or
            below it. ``auto``: layers if the map is small or has a direction, else compact.
        direction: In layers, where the argument grows from the thesis. ``auto`` is down if the
            picture is then at most three times as wide as high, else right.
        engine: The Graphviz that lays out the map: ``embedded`` in the pygraphviz package,
            ``system`` for the program ``dot``, or ``auto`` for the embedded one if it is installed,
            else the program. Or a function that lays out graphs, for a program that has another
            Graphviz; ``timeout`` does not apply to it.
        legend: Whether to explain the lines, icons and cards of the picture below it.
        caption: Whether to show the title of the map and notes about it.
        theme: The name of a theme in ``themes/``, or the path of a theme file, which ends in
            ``.toml``.
        verdicts: Whether to show which statements and inferences are accepted, rejected or
            undecided.
        strengths: Whether to show the strength of each statement, from 0 to 1; or the strengths to
            show, by id, for a part of a larger map.
        statuses: The statuses to show, by id of a statement or an inference, for a part of a larger
            map. None: the map is evaluated.
        diagnostics: Badges by id of a statement or an inference; ``""`` is the map as a whole.
        version_marks: How sentences differ from another version of the map, by their ids.
        folded: How many statements that are not drawn are counted on a statement, by its id; ``""``
            is the map as a whole.
        places: The title of the part that they are in, by the same ids, if they are in one.
        detail: What cards say. For a ``reader``: the statements, their references, and which of
            them are rejected or undecided. For an ``author``, also ids, quotations, and which are
            accepted.
        tags: Whether to show the tags of statements and inferences. A theme may color some of them.
        is_overview: Whether to draw the overview of the map on one page, instead of the map.
        page: The size of the pages that the map is drawn on; None: one picture of any size.
        max_pages: The number of pages; what does not fit is counted. None: no limit.
        links: The pictures that the cards of the overview link to, by the id of a section.
        view: A description of the part of a larger map that is drawn; empty for a whole map.
        prefix: The start of every id in the picture. If it is empty, one is derived from title and
            thesis of the map, so that one page can hold several pictures.
        timeout: The seconds that the layout may take. None: only large maps have a limit.

    Raises:
        ValueError: for an unknown layout, direction, engine or detail, or a timeout or a number of
            pages that is not positive.
    """

    layout: LayoutName = field(default="auto", validator=in_(("auto", "layers", "compact")))
    direction: Direction = field(default="auto", validator=in_(("auto", "down", "right")))
    engine: Engine | LayoutEngine = field(default="auto", validator=_validate_engine)
    legend: bool = True
    caption: bool = True
    theme: str = "default"
    verdicts: bool = True
    strengths: bool | Mapping[str, float | None] = False
    statuses: Mapping[str, Status] | None = None
    diagnostics: Mapping[str, Badge] = field(factory=dict)
    version_marks: Mapping[str, VersionMark] = field(factory=dict)
    folded: Mapping[str, int] = field(factory=dict)
    places: Mapping[str, str] = field(factory=dict)
    detail: Detail = field(default="reader", validator=in_(("reader", "author")))
    tags: bool = False
    is_overview: bool = False
    page: PageSize | None = None
    max_pages: int | None = field(default=None, validator=optional(ge(1)))
    links: Mapping[str, str] = field(factory=dict)
    view: str = ""
    prefix: str = ""
    timeout: float | None = field(default=None, validator=optional(gt(0)))
