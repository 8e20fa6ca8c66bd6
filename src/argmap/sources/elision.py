"""Quotations with `…` and `[…]`: their parts, and where these occur in order in a text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

MAX_GAP = 600
"""Characters that a quotation may leave out at once: a few sentences."""
_MAX_OCCURRENCES = 10_000
_MAX_PARTS = 20

_CUT = re.compile(
    r"(?<!\w)\[[^\[\]]{0,200}\](?!\w)"  # [...], [the tax], [sic]: the quoter's words, or none
    r"|\(\.{3,}\)|\.{3,}|\.(?: \.){2,}"  # NFKC makes … three dots
)
_INSERTED = re.compile(r"\[([^\[\]]{0,60})\]")
_AROUND = " ,;:.-"

IsWhole = Callable[[str, int, int], bool]
"""Whether no word and no number goes on around a span of a text."""


class Part(NamedTuple):
    """Words of a quotation without a gap, and the pattern that finds them."""

    words: str
    pattern: re.Pattern[str]


@lru_cache(maxsize=1_000)
def parts_of(snippet: str) -> tuple[Part, ...]:
    """Return the parts of a snippet in normal form; none where it leaves nothing out.

    What is in brackets is the quoter's: `[t]he` is The or the, `walk[ed]` begins with walk, and
    `[the tax]` stands for whatever the text has there.
    """
    pieces = _CUT.split(snippet) if "..." in snippet or "[" in snippet or ". ." in snippet else []
    if len(pieces) == 1 and not _INSERTED.search(pieces[0]):
        return ()
    words = [piece.strip(_AROUND) for piece in pieces[:_MAX_PARTS]]
    return tuple(Part(each, re.compile("".join(_pattern(each)))) for each in words if each)


def _pattern(words: str) -> Iterator[str]:
    end = 0
    for match in _INSERTED.finditer(words):
        yield re.escape(words[end : match.start()])
        said = match[1]
        is_letter = len(said) == 1 and words[match.end() : match.end() + 1].isalpha()
        yield f"(?i:{re.escape(said)})" if is_letter else r"\w{0,40}"
        end = match.end()
    yield re.escape(words[end:])


def find_in_order(parts: tuple[Part, ...], text: str, is_whole: IsWhole) -> int | None:
    """Return where the parts begin in a text, one after the other and not too far apart."""
    *_, last = _search(parts, text, is_whole)
    return min((begin for _, begin in last), default=None)


def first_missing(parts: tuple[Part, ...], text: str, is_whole: IsWhole) -> str:
    """Return the words of the first part that a text does not have where it would have to be."""
    for part, found in zip(parts, _search(parts, text, is_whole), strict=False):
        if not found:
            return part.words
    return parts[-1].words


def _search(
    parts: tuple[Part, ...], text: str, is_whole: IsWhole
) -> Iterator[list[tuple[int, int]]]:
    """Yield for each part where it ends, with where the first one began; up to one that is missing.

    Of the places where the part before may end, the nearest is enough: if that one is too far away,
    all are.
    """
    found = [(end, start) for start, end in _occurrences(parts[0], text, is_whole)]
    yield found
    for part in parts[1:]:
        if not found:
            return
        found.sort()
        ends = [end for end, _ in found]
        following = []
        for start, end in _occurrences(part, text, is_whole):
            nearest = bisect_right(ends, start) - 1
            if nearest >= 0 and start - ends[nearest] <= MAX_GAP:
                following.append((end, found[nearest][1]))
        found = following
        yield found


def _occurrences(part: Part, text: str, is_whole: IsWhole) -> list[tuple[int, int]]:
    """Return where a part occurs, also where one occurrence begins inside of another."""
    found: list[tuple[int, int]] = []
    match = part.pattern.search(text)
    for _ in range(_MAX_OCCURRENCES):
        if match is None:
            break
        if is_whole(text, *match.span()):
            found.append(match.span())
        match = part.pattern.search(text, match.start() + 1)
    return found
