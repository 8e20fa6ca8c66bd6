"""How wide text is: the same on every machine, whatever fonts it has.

The widths are those of Liberation Sans, which Arial, Arimo and Helvetica share; the tables lie in
``liberation_sans.txt``. A character they don't hold is estimated: an accented letter as its base
letter, East Asian full-width ones as 1 em, emoji as 1.25 em, combining marks as nothing, any other
as 0.65 em.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

EM = 2048
"""The unit of the widths: so many make one em, as in the font's own tables."""

SLACK = 1.05
"""By what text is taken to be wider than measured: renderers hint, and may use other fonts."""

_FULL_WIDTH = EM
_EMOJI = EM * 5 // 4
_UNKNOWN = EM * 65 // 100
_MARKS = frozenset({"Mn", "Me", "Cf"})
_TABLES = Path(__file__).with_name("liberation_sans.txt")


class _Widths(dict[str, int]):
    """Widths by character; what is missing is estimated and remembered."""

    def __missing__(self, char: str) -> int:
        width = self[char] = self._estimate(char)
        return width

    def _estimate(self, char: str) -> int:
        category = unicodedata.category(char)
        if category in _MARKS:
            return 0
        if unicodedata.east_asian_width(char) in "WF":
            return _EMOJI if category == "So" else _FULL_WIDTH
        base = unicodedata.normalize("NFD", char)[0]
        return self[base] if base != char else _UNKNOWN


def measure(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of ``text`` in points at ``size`` points, without `SLACK`."""
    return sum(map(widths(bold=bold).__getitem__, text)) * size / EM


@cache
def widths(*, bold: bool = False) -> _Widths:
    """Return the width of every character, in `EM` ths."""
    face = "[bold]" if bold else "[regular]"
    section = _TABLES.read_text(encoding="utf-8").partition(face)[2].partition("[")[0]
    table = _Widths()
    for line in filter(None, section.split("\n")):
        start, _, cells = line.partition(" ")
        for code, width in enumerate(_unpack(cells), int(start, 16)):
            table[chr(code)] = width
    return table


def _unpack(cells: str) -> list[int]:
    """Read ``569*2 727`` as 569, 569, 727."""
    values: list[int] = []
    for cell in cells.split():
        width, _, count = cell.partition("*")
        values += [int(width)] * int(count or 1)
    return values
