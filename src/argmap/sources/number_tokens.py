"""What the scanners of numbers and dates return: tokens, their readings, and the atoms of these."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import NamedTuple


class Date(NamedTuple):
    """A calendar date, or the known part of one: `February 2022`, `24 February`."""

    year: int | None
    month: int
    day: int | None


class Decade(NamedTuple):
    """`1960s`: any year from ``first`` to ``first`` + 9."""

    first: int


Atom = Decimal | Date | Decade
Reading = tuple[Atom, ...]
"""Atoms that a text must all contain."""


class Token(NamedTuple):
    """A number or date in a text.

    Attributes:
        start: The offset of its first character.
        end: The offset after its last character.
        readings: Its possible meanings, the most likely first.
        factor: The factor of its scale (`million`); 1 without a scale.
        is_asserted: Whether the text asserts the number. Words such as `both` or `first` mention a
            number without asserting it.
        also: Further numbers that it mentions, such as the year of a date.
    """

    start: int
    end: int
    readings: tuple[Reading, ...]
    factor: int = 1
    is_asserted: bool = True
    also: tuple[Atom, ...] = ()


_PLACES = tuple(Decimal(places) for places in ("1", "0.1", "0.01"))


def fraction_values(numerator: Decimal, denominator: int) -> tuple[Decimal, ...]:
    """Return a fraction as a number and in percent, as it is usually rounded: 0.67, 66, 66.7."""
    percent = 100 * numerator / denominator
    rounded = [
        percent.quantize(places, rounding)
        for places in _PLACES
        for rounding in (ROUND_HALF_UP, ROUND_DOWN)
    ]
    return tuple(dict.fromkeys((*rounded, *(value / 100 for value in rounded))))
