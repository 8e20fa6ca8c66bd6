"""The building blocks of an SVG: elements, attributes, lines of text and icons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from argmap.model import Sentence, Statement
from argmap.rendering.cards.text_layout import BAR_WIDTH, ICON_SIZE, Icon, TextLine, TextRun
from argmap.rendering.escaping import escape_xml, xml_id
from argmap.rendering.theme import Theme

_RING = "M3.5 0.4a3.1 3.1 0 1 0 0.01 0z"
_ICON_STROKES = {
    "accepted": "M0.8 3.7l1.9 2 3.5-4.4",
    "rejected": f"{_RING}M2.3 2.3l2.4 2.4m0-2.4l-2.4 2.4",
    "undecided": _RING,
    "error": "M2.3 2.3l2.4 2.4m0-2.4l-2.4 2.4",
    "warning": "M3.5 0.5l3.2 6h-6.4zM3.5 2.4v2.1m0 0.9v0.3",
    "new": "M3.5 0.6v5.8M0.6 3.5h5.8",
    "removed": "M0.6 3.5h5.8",
    "changed": "M0.5 4.2c1-2.2 2-2.2 3-0.7s2 1.5 3-0.7",
    "info": f"{_RING}M3.5 3.1v2.1m0-3.3v-0.4",
}
_ICON_FILLS = {
    "undecided": "M3.5 0.4v6.2a3.1 3.1 0 0 0 0-6.2z",
    "error": "M2 0h3l2 2v3l-2 2h-3l-2-2v-3z",
}
"""The shapes that are filled below the strokes: half of a ring, and a stop sign."""

_MAX_CACHED_LENGTH = 24
_STROKE_WIDTH, _BAR_HEIGHT, _BADGE_HEIGHT = 0.9, 4.0, 12.0


def format_number(value: float) -> str:
    """Return a length in points, rounded to a tenth, which is finer than a pixel."""
    return f"{value:.1f}".removesuffix(".0")


def sentence_name(sentence: Sentence) -> str:
    """Return the id, without prefix, of the element that shows a statement, question or context."""
    kind = "s" if isinstance(sentence, Statement) else sentence.kind
    return f"{kind}-{xml_id(sentence.id)}"


def format_attributes(**values: object) -> str:
    """Return XML attributes; ``_`` in a name becomes ``-``, and a value of None is left out."""
    return "".join(
        [
            f' {_attribute_name(key)}="{_attribute_value(value)}"'
            for key, value in values.items()
            if value is not None
        ]
    )


@cache
def _attribute_name(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def _attribute_value(value: object) -> str:
    if isinstance(value, float | int):
        return format_number(value)
    text = str(value)
    return _escape_short(text) if len(text) <= _MAX_CACHED_LENGTH else escape_xml(text)


@lru_cache(maxsize=4096)
def _escape_short(text: str) -> str:
    """Return a value as XML; classes, colors and widths occur on thousands of elements."""
    return escape_xml(text)


def element(name: str, content: Iterable[str] = (), **values: object) -> str:
    """Return an XML element; ``content`` is XML."""
    inner = "".join(content)
    end = f">{inner}</{name}>" if inner else "/>"
    return f"<{name}{format_attributes(**values)}{end}"


def text_element(line: TextLine, theme: Theme) -> str:
    """Return a line of text."""
    first, *others = line.runs
    content = escape_xml(first.text) + "".join([_span(run, line.size, theme) for run in others])
    weight = ' font-weight="bold"' if first.bold else ""
    style = ' font-style="italic"' if first.italic else ""
    anchor = ' text-anchor="end"' if line.is_right_aligned else ""
    return (
        f'<text x="{format_number(line.x)}" y="{format_number(line.y)}" font-size="{line.size:g}"'
        f' fill="{theme[first.color]}"{weight}{style}{anchor}>{content}</text>'
    )


def _span(run: TextRun, size: float, theme: Theme) -> str:
    return element(
        "tspan",
        (escape_xml(run.text),),
        dx=run.gap * size,
        fill=theme[run.color],
        font_weight="bold" if run.bold else "normal",
    )


def paint_icon(icon: Icon, theme: Theme) -> Iterator[str]:
    """Yield the elements of an icon."""
    if icon.kind == "bar":
        yield from _paint_bar(icon, theme)
        return
    if icon.kind == "tag":
        size = icon.frame_width, icon.frame_height
        yield paint_tag(icon.x, icon.y, size, theme[icon.color], theme)
        return
    color = theme["muted" if icon.kind == "accepted" else "text"]
    if icon.frame_width:
        yield element(
            "rect",
            class_="badge",
            x=icon.x - 4,
            y=icon.y + ICON_SIZE / 2 - _BADGE_HEIGHT / 2,
            width=icon.frame_width,
            height=_BADGE_HEIGHT,
            rx=_BADGE_HEIGHT / 2,
            fill=theme["paper"],
            stroke=theme["muted"],
            stroke_width=_STROKE_WIDTH,
        )
    translation = f"translate({format_number(icon.x)} {format_number(icon.y)})"
    if icon.kind in _ICON_FILLS:
        yield element("path", d=_ICON_FILLS[icon.kind], transform=translation, fill=color)
    yield element(
        "path",
        class_=f"sign {icon.kind}",
        d=_ICON_STROKES[icon.kind],
        transform=translation,
        stroke=theme["paper"] if icon.kind == "error" else color,
        stroke_width=_STROKE_WIDTH,
        stroke_linecap="round",
        stroke_linejoin="round",
    )


def paint_tag(x: float, y: float, size: tuple[float, float], color: str, theme: Theme) -> str:
    """Return the frame of a tag, of a width and a height."""
    return element(
        "rect",
        class_="tag",
        x=x,
        y=y,
        width=size[0],
        height=size[1],
        rx=3,
        fill=theme["paper"],
        stroke=color,
        stroke_width=_STROKE_WIDTH,
    )


def _paint_bar(icon: Icon, theme: Theme) -> Iterator[str]:
    """Yield the elements of a bar, which is filled in proportion to its value."""
    y = icon.y + (ICON_SIZE - _BAR_HEIGHT) / 2
    if icon.value:
        yield element(
            "rect",
            class_="strength",
            x=icon.x,
            y=y,
            width=BAR_WIDTH * icon.value,
            height=_BAR_HEIGHT,
            fill=theme["muted"],
        )
    yield element(
        "rect",
        x=icon.x,
        y=y,
        width=BAR_WIDTH,
        height=_BAR_HEIGHT,
        stroke=theme["muted"],
        stroke_width=_STROKE_WIDTH,
    )
