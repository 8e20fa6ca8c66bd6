"""From the pieces of a text, in the order in which they should stand, to edits."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate
from typing import NamedTuple

from argmap.formatting.line_ends import plain
from argmap.text import Edit, Span


class Piece(NamedTuple):
    r"""Something that stands on its own: a head, an attribute, a brace, a comment.

    ``start`` to ``end`` is where it stands now, ``text`` how it should be written, and ``before``
    the blanks and line ends (``\n``) that should stand before it.
    """

    before: str
    text: str
    start: int
    end: int


def edits_between(
    text: str, pieces: Iterable[Piece], line_end: str, *, is_whole: bool = True
) -> tuple[Edit, ...]:
    """Return the edits that make ``text`` the ``pieces``, in order.

    Between pieces there is nothing but blanks now. In a whole text, a line end follows the last
    one. Pieces that change places are written anew together; any other edit concerns one piece, or
    the blanks before it.
    """
    listed = list(pieces)
    edits: list[Edit] = []
    position = 0
    for group in _in_place(listed):
        end = max(piece.end for piece in group)
        first = group[0]
        if len(group) == 1:
            _compare(text, position, first.start, first.before, line_end, edits)
            _compare(text, first.start, first.end, first.text, line_end, edits)
        else:
            written = "".join(piece.before + piece.text for piece in group)
            _compare(text, position, end, written, line_end, edits)
        position = end
    if is_whole:
        _compare(text, position, len(text), "\n" if listed else "", line_end, edits)
    return tuple(edits)


def _in_place(pieces: list[Piece]) -> Iterable[list[Piece]]:
    """Yield the pieces in groups that keep their order; in one of several, pieces change places."""
    starts = [piece.start for piece in pieces]
    following = list(accumulate(reversed(starts), min))[::-1]
    group: list[Piece] = []
    reached = 0
    for index, piece in enumerate(pieces):
        group.append(piece)
        reached = max(reached, piece.end)
        if index + 1 == len(pieces) or reached <= following[index + 1]:
            yield group
            group = []


def _compare(
    text: str, start: int, end: int, written: str, line_end: str, edits: list[Edit]
) -> None:
    r"""Add the edit that makes ``text`` from ``start`` to ``end`` what should be ``written``."""
    now = text[start:end]
    if now == written and line_end == "\n":
        return
    written = plain(written).replace("\n", line_end)
    if now == written:
        return
    same = _common(now, written)
    shorter = min(len(now), len(written)) - same
    tail = min(_common(now[::-1], written[::-1]), shorter) if shorter else 0
    edits.append(Edit(Span(start + same, end - tail), written[same : len(written) - tail]))


def _common(one: str, two: str) -> int:
    """Return how many characters both begin with."""
    shorter, longer = sorted((one, two), key=len)
    if longer.startswith(shorter):  # most differ in how deep a line is indented
        return len(shorter)
    pairs = enumerate(zip(one, two, strict=False))
    return next(at for at, (a, b) in pairs if a != b)
