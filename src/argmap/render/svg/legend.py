"""The legend as SVG: samples, each with what it means."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from argmap.render.face.lettering import BAR, SIGN, Line, Run, Sign
from argmap.render.face.metrics import SLACK, measure
from argmap.render.legend import Item
from argmap.render.routes.paths import Ending, Head, Path, Point, Route
from argmap.render.svg.lines import LinePainter
from argmap.render.svg.signs import paint_sign
from argmap.render.svg.writing import element, number, text_line
from argmap.render.theme import Theme

ROW = 16
_SIZE, _SAMPLE, _BETWEEN = 9, 32, 18


def rows(items: list[Item], width: float) -> list[list[Item]]:
    """Break the legend into rows of a width."""
    result: list[list[Item]] = []
    used = width + 1
    for item in items:
        if used + _width(item) > width:
            result.append([])
            used = 0.0
        result[-1].append(item)
        used += _width(item) + _BETWEEN
    return result


def _width(item: Item) -> float:
    return _SAMPLE + 6 + measure(item.meaning, _SIZE) * SLACK


def paint(table: list[list[Item]], x: float, y: float, theme: Theme) -> Iterator[str]:
    """Write the legend; ``y`` is its upper edge."""
    for number_of_row, row in enumerate(table):
        left, middle = x, y + ROW * (number_of_row + 0.5)
        for item in row:
            yield from _sample(item.kind, left, middle, theme)
            text = Line(left + _SAMPLE + 6, middle + 3.2, _SIZE, (Run(item.meaning, "muted"),))
            yield text_line(text, theme)
            left += _width(item) + _BETWEEN


def _sample(kind: str, x: float, y: float, theme: Theme) -> Iterator[str]:
    if kind in _CARDS:
        yield from _CARDS[kind](x, y, theme)
        return
    is_link = kind == "link"
    path = Path()
    path.move(0, 0)
    path.line(_SAMPLE - (12 if kind == "undercut" else 8), 0)
    ending = Ending.ARROW if kind in ("support", "link") else Ending.TEE
    heads = [Head(ending, Point(_SAMPLE - 1, 0), 1, 0)]
    if kind == "reference":
        heads = []
    if kind == "undercut":
        heads = [Head(ending, Point(_SAMPLE - 9, 0), 1, 0)]
    if kind == "contradiction":
        heads.append(Head(ending, Point(-3, 0), -1, 0))
    dot = (Point(_SAMPLE - 5, 0),) * 2 if kind == "undercut" else None
    look = "support" if is_link else "attack" if kind == "contradiction" else kind
    route = Route("", look, path, tuple(heads), is_link or kind == "contradiction", dot)
    yield LinePainter(theme, "", is_right=True, left=x, top=y).paint(route)


def _box(x: float, y: float, theme: Theme, *, fill: str, line: str, dashes: str | None) -> str:
    return element(
        "rect",
        x=x + 2,
        y=y - 6,
        width=_SAMPLE - 4,
        height=12,
        rx=3,
        fill=theme[fill],
        stroke=theme[line],
        stroke_width=1.2,
        stroke_dasharray=dashes,
        stroke_linecap="round" if dashes else None,
    )


def _linked(x: float, y: float, theme: Theme) -> Iterator[str]:
    yield _box(x, y, theme, fill="support.fill", line="support.line", dashes=None)
    rule = f"M{number(x + 5)} {number(y)}h3m14 0h3"
    yield element("path", d=rule, stroke=theme["support.line"], stroke_width=0.8)
    text = Line(x + 9, y + 2.2, 7, (Run("and", "support.line"),))
    yield text_line(text, theme)


def _docked(x: float, y: float, theme: Theme) -> Iterator[str]:
    yield _box(x, y, theme, fill="paper", line="hairline", dashes=None)
    page = "M0 0h4l2 2v5.6h-6zM4 0v2h2"
    yield element(
        "path",
        d=page,
        transform=f"translate({number(x + 6)} {number(y - 4)})",
        stroke=theme["muted"],
        stroke_width=0.8,
    )


def _assumption(x: float, y: float, theme: Theme) -> Iterator[str]:
    yield _box(x, y, theme, fill="support.fill", line="support.line", dashes="0.1 3.2")


def _set_back(look: str) -> Callable[[float, float, Theme], Iterator[str]]:
    """Return what draws the line of a step that does not hold."""

    def paint_it(x: float, y: float, theme: Theme) -> Iterator[str]:
        path = Path()
        path.move(0, 0)
        path.line(_SAMPLE - 8, 0)
        ending = Ending.ARROW if look == "support" else Ending.TEE
        heads = (Head(ending, Point(_SAMPLE - 1, 0), 1, 0),)
        route = Route("", look, path, heads, is_faint=True)
        yield LinePainter(theme, "", is_right=True, left=x, top=y).paint(route)

    return paint_it


def _mark(kind: str) -> Callable[[float, float, Theme], Iterator[str]]:
    """Return what draws a sign in the middle of its sample."""

    def paint_it(x: float, y: float, theme: Theme) -> Iterator[str]:
        width = BAR if kind == "bar" else SIGN
        left = x + max(_SAMPLE - width, 0) - 1
        return paint_sign(Sign(kind, left, y - SIGN / 2, 0.6), theme)

    return paint_it


_SIGNS = ("accepted", "rejected", "undecided", "bar", "error", "warning", "info")
_CARDS: dict[str, Callable[[float, float, Theme], Iterator[str]]] = {
    "linked": _linked,
    "docked": _docked,
    "assumption": _assumption,
    "faint": _set_back("support"),
    "faint-attack": _set_back("attack"),
    **{kind: _mark(kind) for kind in _SIGNS},
}
