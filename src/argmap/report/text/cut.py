"""The part of a source line that is worth printing."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from argmap.report._common.characters import visible, width

_WHOLE = 120  # a line up to this many characters is never cut
_CONTEXT = 60  # characters kept on each side of the only mark; several marks share them
_LEAST = 15  # … but each keeps this many
_GAP = "…"


@frozen
class Cut:
    """A line as it is printed: ``text``, in which the characters of ``kept`` stand, in order."""

    line: str
    kept: tuple[tuple[int, int], ...]

    @property
    def text(self) -> str:
        pieces: list[str] = []
        position = 0
        for start, end in self.kept:
            if start > position:
                pieces.append(_GAP)
            pieces.append(visible(self.line[start:end]))
            position = end
        if position < len(self.line):
            pieces.append(_GAP)
        return "".join(pieces)

    def column(self, offset: int) -> int:
        """Return the column, from 0, where the character at ``offset`` of the line is printed.

        An offset in a gap is at the ``…``; one behind the line's end is where the line ends.
        """
        column = position = 0
        for start, end in self.kept:
            if start > position:
                if offset < start:
                    return column
                column += 1
            if offset < end:
                return column + width(visible(self.line[start:offset]))
            column += width(visible(self.line[start:end]))
            position = end
        return column


def cut(line: str, places: Sequence[tuple[int, int]]) -> Cut:
    """Keep of a long line what is around both ends of each place; ``places`` are in order."""
    if len(line) <= _WHOLE:
        return Cut(line, ((0, len(line)),))
    reach = max(_LEAST, _CONTEXT // max(1, len(places)))
    kept: list[tuple[int, int]] = []
    for anchor in sorted({anchor for place in places for anchor in place} or {0}):
        start, end = max(0, anchor - reach), min(len(line), anchor + reach)
        if kept and start <= kept[-1][1] + len(_GAP):
            start, end = kept[-1][0], max(end, kept.pop()[1])
        kept.append((start, end))
    return Cut(line, tuple(kept))
