"""The tags of a sentence or an inference: small labels at the foot of a card."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from argmap.rendering.annotations import Annotations
from argmap.rendering.cards.font_metrics import SAFETY_FACTOR, measure
from argmap.rendering.cards.text_layout import (
    TAG_STYLE,
    Icon,
    TextColumn,
    TextLine,
    TextRun,
    extra_space,
    fit,
)
from argmap.rendering.escaping import clean

TAG_HEIGHT = 12.0
_MAX_ROWS = 2
_PADDING, _GAP, _ROW_HEIGHT = 4.0, 4.0, 15.0
_BASELINE = 8.9
"""The distance from the upper edge of a label to the baseline of its text."""


class _Label(NamedTuple):
    """A label: its text, the name of its color, and where it is in its column."""

    text: str
    color: str
    row: int
    x: float
    width: float


def add_tags(tags: Sequence[str], annotations: Annotations, column: TextColumn) -> None:
    """Add the labels of tags, in up to two rows; the last one says how many do not fit."""
    if not annotations.has_tags or not tags:
        return
    column.skip(3)
    above, below = extra_space("".join(tags), TAG_STYLE)
    height, row_height = TAG_HEIGHT + above + below, _ROW_HEIGHT + above + below
    labels = list(_arrange(list(dict.fromkeys(tags)), annotations, column.width))
    for label in labels:
        x, y = column.x + label.x, column.y + label.row * row_height
        icon = Icon("tag", x, y, frame_width=label.width, frame_height=height, color=label.color)
        column.icons.append(icon)
        run = TextRun(label.text, label.color)
        column.lines.append(TextLine(x + _PADDING, y + above + _BASELINE, TAG_STYLE.size, (run,)))
    column.skip((labels[-1].row + 1) * row_height)


def _arrange(tags: Sequence[str], annotations: Annotations, width: float) -> Iterator[_Label]:
    """Yield the labels of tags in rows of a width."""
    row, x = 0, 0.0
    for number, tag in enumerate(tags):
        text = fit(clean(tag), width - 2 * _PADDING, TAG_STYLE.size)
        needed = _label_width(text)
        rest = len(tags) - number - 1
        more = _GAP + _label_width(f"+{rest + 1}") if rest and row == _MAX_ROWS - 1 else 0.0
        if x and x + needed + more > width:
            if row == _MAX_ROWS - 1:
                yield _Label(f"+{rest + 1}", "muted", row, x, _label_width(f"+{rest + 1}"))
                return
            row, x = row + 1, 0.0
        color = f"tags.{tag}" if tag in annotations.colored_tags else "muted"
        yield _Label(text, color, row, x, needed)
        x += needed + _GAP


def _label_width(text: str) -> float:
    return measure(text, TAG_STYLE.size) * SAFETY_FACTOR + 2 * _PADDING
