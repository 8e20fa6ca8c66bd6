"""The legend as SVG."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from argmap.rendering.cards.font_metrics import SAFETY_FACTOR, measure
from argmap.rendering.cards.tags import TAG_HEIGHT
from argmap.rendering.cards.text_layout import BAR_WIDTH, ICON_SIZE, Icon, TextLine, TextRun
from argmap.rendering.legend import LegendItem, LineSample
from argmap.rendering.routing.paths import RING_RADIUS, ArrowHead, ArrowShape, Path, Point, Route
from argmap.rendering.svg.edges import EdgePainter, format_point
from argmap.rendering.svg.elements import (
    element,
    format_number,
    paint_icon,
    paint_tag,
    text_element,
)
from argmap.rendering.theme import Theme

LEGEND_ROW_HEIGHT = 16
_LEGEND_FONT_SIZE = 9
_SAMPLE_WIDTH, _SAMPLE_GAP, _ITEM_GAP = 32, 6, 18
_TAG_SAMPLE_WIDTH = 22
_SIGN_SIZE = 8.0


def legend_rows(items: list[LegendItem], width: float) -> list[list[LegendItem]]:
    """Return the items of a legend in rows of at most ``width`` points."""
    rows: list[list[LegendItem]] = []
    used = width + 1
    for item in items:
        if used + _item_width(item) > width:
            rows.append([])
            used = 0.0
        rows[-1].append(item)
        used += _item_width(item) + _ITEM_GAP
    return rows


def _item_width(item: LegendItem) -> float:
    return _SAMPLE_WIDTH + _SAMPLE_GAP + measure(item.meaning, _LEGEND_FONT_SIZE) * SAFETY_FACTOR


def paint_legend(rows: list[list[LegendItem]], x: float, y: float, theme: Theme) -> Iterator[str]:
    """Yield the elements of a legend whose upper left corner is at (``x``, ``y``)."""
    for row_number, row in enumerate(rows):
        left, middle = x, y + LEGEND_ROW_HEIGHT * (row_number + 0.5)
        for item in row:
            paint_sample = _sample_painter(item)
            yield from paint_sample(left, middle, theme)
            yield text_element(
                TextLine(
                    left + _SAMPLE_WIDTH + _SAMPLE_GAP,
                    middle + 3.2,
                    _LEGEND_FONT_SIZE,
                    (TextRun(item.meaning, "muted"),),
                ),
                theme,
            )
            left += _item_width(item) + _ITEM_GAP


def _sample_painter(item: LegendItem) -> _SamplePainter:
    if item.line is not None:
        return _line_sample(item.line)
    if item.sign:
        return _sign_sample(item.sign)
    if item.kind.startswith("tags."):
        return _tag_sample(item.kind)
    return _SAMPLES[item.kind]


_SamplePainter = Callable[[float, float, Theme], Iterator[str]]
"""Yields the elements of a sample, given its left edge, its vertical middle, and the theme."""


def _line_sample(line: LineSample) -> _SamplePainter:
    """Return the painter of a line."""
    kind = line.kind
    tip, end = float(_SAMPLE_WIDTH - 1), float(_SAMPLE_WIDTH - 8)
    dot = None
    if kind.endswith("undercut"):
        tip, end = _SAMPLE_WIDTH - 9, _SAMPLE_WIDTH - 12
        dot = (Point(_SAMPLE_WIDTH - 5, 0),) * 2
    shape = ArrowShape.ARROW if kind == "support" else ArrowShape.TEE
    if kind in ("concession", "conceded-undercut"):
        shape, end = ArrowShape.RING, tip - 2 * RING_RADIUS
    heads = [ArrowHead(shape, Point(tip, 0), 1, 0)]
    if kind in ("reference", "option"):
        heads, end = [], tip
    if kind == "contradiction":
        heads.append(ArrowHead(shape, Point(-3, 0), -1, 0))
    route = Route(
        "", kind, _straight_path(end), tuple(heads), line.is_link, dot, is_faint=line.is_faint
    )

    def paint_sample(x: float, y: float, theme: Theme) -> Iterator[str]:
        yield EdgePainter(theme, "", is_right=True, left=x, top=y).paint(route)

    return paint_sample


def _straight_path(end: float) -> Path:
    path = Path()
    path.move_to(0, 0)
    path.line_to(end, 0)
    return path


def _sign_sample(sign: str) -> _SamplePainter:
    """Return the painter of a sign, as it is on cards."""

    def paint_sample(x: float, y: float, theme: Theme) -> Iterator[str]:
        left = x + max(_SAMPLE_WIDTH - measure(sign, _SIGN_SIZE, bold=True), 0) - 1
        run = TextRun(sign, "text", bold=True)
        yield text_element(TextLine(left, y + 3, _SIGN_SIZE, (run,)), theme)

    return paint_sample


def _icon_sample(kind: str) -> _SamplePainter:
    """Return the painter of an icon at the end of its sample."""

    def paint_sample(x: float, y: float, theme: Theme) -> Iterator[str]:
        width = BAR_WIDTH if kind == "bar" else ICON_SIZE
        left = x + max(_SAMPLE_WIDTH - width, 0) - 1
        return paint_icon(Icon(kind, left, y - ICON_SIZE / 2, 0.6), theme)

    return paint_sample


def _tag_sample(color: str) -> _SamplePainter:
    """Return the painter of a label in the color of a tag."""

    def paint_sample(x: float, y: float, theme: Theme) -> Iterator[str]:
        left, width = x + _SAMPLE_WIDTH - _TAG_SAMPLE_WIDTH - 1, float(_TAG_SAMPLE_WIDTH)
        yield paint_tag(left, y - TAG_HEIGHT / 2, (width, TAG_HEIGHT), theme[color], theme)
        line = f"M{format_point(left + 4, y)}h{format_number(width - 8)}"
        yield element("path", d=line, stroke=theme[color], stroke_width=2.4)

    return paint_sample


def _linked_premises_sample(x: float, y: float, theme: Theme) -> Iterator[str]:
    yield _card_sample(x, y, theme, fill="support.fill", line="support.line")
    separator = f"M{format_point(x + 5, y)}h3m14 0h3"
    yield element("path", d=separator, stroke=theme["support.line"], stroke_width=0.8)
    yield text_element(TextLine(x + 9, y + 2.2, 7, (TextRun("and", "support.line"),)), theme)


def _evidence_sample(x: float, y: float, theme: Theme) -> Iterator[str]:
    yield _card_sample(x, y, theme, fill="paper", line="hairline")
    yield element(
        "path",
        d="M0 0h4l2 2v5.6h-6zM4 0v2h2",
        transform=f"translate({format_point(x + 6, y - 4)})",
        stroke=theme["muted"],
        stroke_width=0.8,
    )


def _assumption_sample(x: float, y: float, theme: Theme) -> Iterator[str]:
    yield _card_sample(x, y, theme, fill="support.fill", line="support.line", dashes="0.1 3.2")


def _context_sample(x: float, y: float, theme: Theme) -> Iterator[str]:
    yield _card_sample(x, y, theme, fill="context.fill", line="hairline")
    yield element(
        "path",
        d="M0 0h7M0 2.6h7M0 5.2h4",
        transform=f"translate({format_point(x + 6, y - 2.6)})",
        stroke=theme["muted"],
        stroke_width=0.8,
    )


def _reading_sample(x: float, y: float, theme: Theme) -> Iterator[str]:
    yield _card_sample(x, y, theme, fill="paper", line="hairline")
    yield element(
        "path",
        d=f"M{format_point(x + 6, y - 3.5)}v7",
        stroke=theme["text"],
        stroke_width=1.9,
        stroke_dasharray="0.1 3.4",
        stroke_linecap="round",
    )


def _card_sample(
    x: float, y: float, theme: Theme, *, fill: str, line: str, dashes: str | None = None
) -> str:
    return element(
        "rect",
        x=x + 2,
        y=y - 6,
        width=_SAMPLE_WIDTH - 4,
        height=12,
        rx=3,
        fill=theme[fill],
        stroke=theme[line],
        stroke_width=1.2,
        stroke_dasharray=dashes,
        stroke_linecap="round" if dashes else None,
    )


_ICONS = ("accepted", "rejected", "undecided", "bar", "error", "warning", "info")
_SAMPLES: dict[str, _SamplePainter] = {
    "linked": _linked_premises_sample,
    "docked": _evidence_sample,
    "assumption": _assumption_sample,
    "context": _context_sample,
    "reading": _reading_sample,
    **{kind: _icon_sample(kind) for kind in _ICONS},
}
"""The samples that are neither lines, signs nor tags, by the kind of the item."""
