"""Underlines, and what is said beside them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from attrs import frozen

from argmap.report._common.characters import shorten
from argmap.report._common.style import Paint, Style
from argmap.report.text.cut import Cut


@frozen
class Mark:
    """A stretch of one line to underline: the characters ``start`` to ``end``, from 0."""

    start: int
    end: int
    sign: str
    style: Style
    label: str = ""

    @property
    def is_primary(self) -> bool:
        return self.sign == "^"


@frozen
class _Drawn:
    """A mark in columns of the printed line."""

    start: int
    end: int
    mark: Mark

    def said(self, paint: Paint) -> str:
        return paint(shorten(self.mark.label), self.mark.style)


def rows(line: Cut, marks: list[Mark], paint: Paint) -> Iterator[str]:
    """Yield the rows under a line: the underlines, then the labels, hung up where they collide.

    ::

    supports: unity, unity
              -----  ^^^^^ the second time
              |
              the first time
    """
    drawn = sorted((_drawn(line, mark) for mark in marks), key=lambda each: (each.start, each.end))
    hanging = [each for each in drawn if each.mark.label]
    beside = ""
    if hanging and hanging[-1] is drawn[-1] and drawn[-1].end == max(each.end for each in drawn):
        beside = " " + hanging.pop().said(paint)
    yield _underlines(drawn, paint) + beside
    if hanging:
        yield _hangers(hanging, paint)
    while hanging:
        each = hanging.pop()
        before = [other for other in hanging if other.start < each.start]
        row = _hangers(before, paint)
        at = before[-1].start + 1 if before else 0
        yield row + " " * (each.start - at) + each.said(paint)


def _drawn(line: Cut, mark: Mark) -> _Drawn:
    start = line.column(mark.start)
    return _Drawn(start, max(start + 1, line.column(mark.end)), mark)


def _underlines(drawn: list[_Drawn], paint: Paint) -> str:
    cells = [(" ", Style.PLAIN)] * max(each.end for each in drawn)
    for each in sorted(drawn, key=lambda each: each.mark.is_primary):  # the primary one on top
        length = each.end - each.start
        cells[each.start : each.end] = [(each.mark.sign, each.mark.style)] * length
    return "".join(paint(sign * len(list(run)), style) for (sign, style), run in groupby(cells))


def _hangers(drawn: list[_Drawn], paint: Paint) -> str:
    row, column = "", 0
    for each in drawn:
        if each.start >= column:
            row += " " * (each.start - column) + paint("|", each.mark.style)
            column = each.start + 1
    return row
