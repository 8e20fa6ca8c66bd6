"""What figures are made of, and what a scanner finds in a text."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple


class Date(NamedTuple):
    """A calendar date, or the part of one that is said: `February 2022`, `24 February`."""

    year: int | None
    month: int
    day: int | None


class Decade(NamedTuple):
    """`1960s`: any year from ``first`` to ``first`` + 9."""

    first: int


Atom = Decimal | Date | Decade
Reading = tuple[Atom, ...]
"""Atoms that a text must all hold to say the same."""


class Token(NamedTuple):
    """A figure as it stands in a text.

    ``start`` and ``end`` are offsets in code points. ``readings`` are what it may mean, the
    likeliest first. ``is_loose`` tells a word such as `both` or `first`, which says a number only
    to one who looks for it; ``also`` are numbers it mentions besides, such as the year of a date.
    """

    start: int
    end: int
    readings: tuple[Reading, ...]
    is_loose: bool = False
    also: tuple[Atom, ...] = ()


def number(value: int | str) -> Reading:
    """Return the reading that is one number."""
    return (Decimal(value),)
