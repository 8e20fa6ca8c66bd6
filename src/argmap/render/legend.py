"""What the lines and cards mean, as far as they occur in the picture."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from attrs import frozen

from argmap.model import Assumption
from argmap.render.lettering import Line, Run
from argmap.render.metrics import SLACK, measure
from argmap.render.paths import Ending, Head, Path, Point, Route
from argmap.render.scene import Scene
from argmap.render.svg_lines import LinePainter
from argmap.render.svg_text import element, number, text_line
from argmap.render.theme import Theme

SIZE, ROW = 9, 16
_SAMPLE = 30
_BETWEEN = 18


@frozen
class Item:
    """A sample, by the kind of line or card it shows, and what it means."""

    kind: str
    meaning: str

    @property
    def width(self) -> float:
        return _SAMPLE + 6 + measure(self.meaning, SIZE) * SLACK


def items(scene: Scene) -> list[Item]:
    """Return what the legend of a scene has to explain."""
    lines = {card.role.value for card in scene.cards}
    links = {link.kind.value for link in scene.links}
    entries = [entry for card in scene.cards for entry in card.entries]
    occurs = {
        "support": "support" in lines,
        "attack": "attack" in lines,
        "rebuttal": "rebuttal" in lines,
        "undercut": "undercut" in lines | links,
        "link": bool(links - {"contradiction", "undercut"}),
        "contradiction": "contradiction" in links,
        "linked": any(card.is_linked for card in scene.cards),
        "docked": any(entry.evidence for entry in entries),
        "assumption": any(isinstance(entry.statement, Assumption) for entry in entries),
    }
    return [Item(kind, _MEANINGS[kind]) for kind, is_there in occurs.items() if is_there]


_MEANINGS = {
    "support": "supports",
    "attack": "counts against",
    "rebuttal": "answers a counterpoint",
    "undercut": "denies the step, not a premise",
    "link": "link across the map",
    "contradiction": "cannot both stand",
    "linked": "premises that hold only together",
    "docked": "evidence",
    "assumption": "taken as given",
}


SIGNS = {
    "support": "+",
    "attack": "−",  # noqa: RUF001
    "rebuttal": "−",  # noqa: RUF001
    "undercut": "×",  # noqa: RUF001
    "link": "thin line:",
    "contradiction": "contradicts:",
    "linked": "rows of one box:",
    "docked": "white rows:",
    "assumption": "?",
}
"""What stands for a kind where only text can be shown."""


def rows(entries: list[Item], width: float) -> list[list[Item]]:
    """Break the legend into rows of a width."""
    result: list[list[Item]] = []
    used = width + 1
    for item in entries:
        if used + item.width > width:
            result.append([])
            used = 0.0
        result[-1].append(item)
        used += item.width + _BETWEEN
    return result


def paint(table: list[list[Item]], x: float, y: float, theme: Theme) -> Iterator[str]:
    """Write the legend; ``y`` is its upper edge."""
    for number_of_row, row in enumerate(table):
        left, middle = x, y + ROW * (number_of_row + 0.5)
        for item in row:
            yield from _sample(item.kind, left, middle, theme)
            text = Line(left + _SAMPLE + 6, middle + 3.2, SIZE, (Run(item.meaning, "muted"),))
            yield text_line(text, theme)
            left += item.width + _BETWEEN


def _sample(kind: str, x: float, y: float, theme: Theme) -> Iterator[str]:
    if kind in _CARDS:
        yield from _CARDS[kind](x, y, theme)
        return
    is_link = kind == "link"
    path = Path()
    path.move(0, 0)
    path.line(_SAMPLE - 8, 0)
    ending = Ending.ARROW if kind in ("support", "link") else Ending.TEE
    heads = [Head(ending, Point(_SAMPLE - 1, 0), 1, 0)]
    if kind == "undercut":
        heads = [Head(ending, Point(_SAMPLE - 5, 0), 1, 0)]
    if kind == "contradiction":
        heads.append(Head(ending, Point(-3, 0), -1, 0))
    dot = Point(_SAMPLE - 1, 0) if kind == "undercut" else None
    look = "support" if is_link else "attack" if kind == "contradiction" else kind
    route = Route(kind, look, path, tuple(heads), is_link or kind == "contradiction", dot)
    yield LinePainter(theme, "legend-", True, x, y).paint(route)


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


_CARDS: dict[str, Callable[[float, float, Theme], Iterator[str]]] = {
    "linked": _linked,
    "docked": _docked,
    "assumption": _assumption,
}
