"""The smallest pieces of an SVG: numbers, attributes, lines of text.

The small drawings of marks: whether something stands, how strong it is, what was found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from argmap.rendering.cards.text_layout import BAR_WIDTH, ICON_SIZE, Icon, TextLine, TextRun
from argmap.rendering.escaping import escape_xml
from argmap.rendering.theme import Theme


def number(value: float) -> str:
    """Write a length in points to a tenth, which is finer than a pixel."""
    return f"{value:.1f}".removesuffix(".0")


def attributes(**values: object) -> str:
    """Write attributes; ``_`` in a name stands for ``-``, None leaves one out."""
    return "".join(
        [f' {_name(key)}="{_value(value)}"' for key, value in values.items() if value is not None]
    )


@cache
def _name(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def element(name: str, content: Iterable[str] = (), **values: object) -> str:
    """Write an element; ``content`` is XML already."""
    inner = "".join(content)
    end = f">{inner}</{name}>" if inner else "/>"
    return f"<{name}{attributes(**values)}{end}"


def text_line(line: TextLine, theme: Theme) -> str:
    """Write a line of text."""
    first, *others = line.runs
    content = escape_xml(first.text) + "".join([_span(run, line.size, theme) for run in others])
    weight = ' font-weight="bold"' if first.bold else ""
    anchor = ' text-anchor="end"' if line.is_right_aligned else ""
    return (
        f'<text x="{number(line.x)}" y="{number(line.y)}" font-size="{line.size:g}"'
        f' fill="{theme[first.color]}"{weight}{anchor}>{content}</text>'
    )


def _span(run: TextRun, size: float, theme: Theme) -> str:
    weight = "bold" if run.bold else "normal"
    return element(
        "tspan",
        (escape_xml(run.text),),
        dx=run.gap * size,
        fill=theme[run.color],
        font_weight=weight,
    )


def _value(value: object) -> str:
    return number(value) if isinstance(value, float | int) else escape_xml(str(value))


_RING = "M3.5 0.4a3.1 3.1 0 1 0 0.01 0z"
_STROKES = {
    "accepted": "M0.8 3.7l1.9 2 3.5-4.4",
    "rejected": f"{_RING}M2.3 2.3l2.4 2.4m0-2.4l-2.4 2.4",
    "undecided": _RING,
    "error": "M2.3 2.3l2.4 2.4m0-2.4l-2.4 2.4",
    "warning": "M3.5 0.5l3.2 6h-6.4zM3.5 2.4v2.1m0 0.9v0.3",
    "info": f"{_RING}M3.5 3.1v2.1m0-3.3v-0.4",
}
_FILLS = {
    "undecided": "M3.5 0.4v6.2a3.1 3.1 0 0 0 0-6.2z",
    "error": "M2 0h3l2 2v3l-2 2h-3l-2-2v-3z",
}
"""What is filled below the strokes: half of a ring, since neither side has won; a stop sign."""

_STROKE, _BAR_HEIGHT, _PATCH_HEIGHT = 0.9, 4.0, 12.0


def paint_icon(sign: Icon, theme: Theme) -> Iterator[str]:
    """Write a sign."""
    if sign.kind == "bar":
        yield from _bar(sign, theme)
        return
    color = theme["muted" if sign.kind == "accepted" else "text"]
    if sign.frame_width:
        yield element(
            "rect",
            class_="badge",
            x=sign.x - 4,
            y=sign.y + ICON_SIZE / 2 - _PATCH_HEIGHT / 2,
            width=sign.frame_width,
            height=_PATCH_HEIGHT,
            rx=_PATCH_HEIGHT / 2,
            fill=theme["paper"],
            stroke=theme["muted"],
            stroke_width=_STROKE,
        )
    at = f"translate({number(sign.x)} {number(sign.y)})"
    if sign.kind in _FILLS:
        yield element("path", d=_FILLS[sign.kind], transform=at, fill=color)
    yield element(
        "path",
        class_=f"sign {sign.kind}",
        d=_STROKES[sign.kind],
        transform=at,
        stroke=theme["paper"] if sign.kind == "error" else color,
        stroke_width=_STROKE,
        stroke_linecap="round",
        stroke_linejoin="round",
    )


def _bar(sign: Icon, theme: Theme) -> Iterator[str]:
    """Write a bar, filled as far as its value says."""
    y = sign.y + (ICON_SIZE - _BAR_HEIGHT) / 2
    if sign.value:
        yield element(
            "rect",
            class_="strength",
            x=sign.x,
            y=y,
            width=BAR_WIDTH * sign.value,
            height=_BAR_HEIGHT,
            fill=theme["muted"],
        )
    yield element(
        "rect",
        x=sign.x,
        y=y,
        width=BAR_WIDTH,
        height=_BAR_HEIGHT,
        stroke=theme["muted"],
        stroke_width=_STROKE,
    )
