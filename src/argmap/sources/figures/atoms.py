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
    """A figure as it stands in a text, at ``start`` to ``end`` in code points.

    ``readings`` are what it may mean, the likeliest first. ``factor`` is what a scale (`million`)
    multiplies it by, 1 without. ``is_loose`` tells a word such as `both` or `first`, which gives a
    number only to one who looks for it; ``also`` are numbers it mentions besides, such as the year
    of a date.
    """

    start: int
    end: int
    readings: tuple[Reading, ...]
    factor: int = 1
    is_loose: bool = False
    also: tuple[Atom, ...] = ()


SCALES = {
    "hundred": 10**2,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}
"""Words that multiply the number before them."""
