"""The smallest pieces of an SVG: numbers, attributes, lines of text."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from argmap.render.escaping import xml
from argmap.render.face.lettering import Line, Run
from argmap.render.theme import Theme


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


def text_line(line: Line, theme: Theme) -> str:
    """Write a line of text."""
    first, *others = line.runs
    content = xml(first.text) + "".join([_span(run, line.size, theme) for run in others])
    weight = ' font-weight="bold"' if first.bold else ""
    anchor = ' text-anchor="end"' if line.is_right else ""
    return (
        f'<text x="{number(line.x)}" y="{number(line.y)}" font-size="{line.size:g}"'
        f' fill="{theme[first.ink]}"{weight}{anchor}>{content}</text>'
    )


def _span(run: Run, size: float, theme: Theme) -> str:
    weight = "bold" if run.bold else "normal"
    return element(
        "tspan", (xml(run.text),), dx=run.gap * size, fill=theme[run.ink], font_weight=weight
    )


def _value(value: object) -> str:
    return number(value) if isinstance(value, float | int) else xml(str(value))
