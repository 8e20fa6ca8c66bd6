"""Finding a snippet in a source's passages.

Quotations with `…` and `[…]`: their parts, and where these occur in order in a text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from argmap.model import Locator
from argmap.sources.loader import Passages
from argmap.sources.normalize import normalized

MAX_GAP = 600
"""Characters that a quotation may leave out at once: a few sentences."""
_MAX_OCCURRENCES = 10_000
_MAX_PARTS = 20

_CUT = re.compile(
    r"(?<!\w)\[[^\[\]]{0,200}\](?!\w)"  # [...], [the tax], [sic]: the quoter's words, or none
    r"|\(\.{3,}\)|\.{3,}|\.(?: \.){2,}"  # NFKC makes … three dots
)
_INSERTED = re.compile(r"\[([^\[\]]{0,60})\]")
_CONTEXT = " ,;:.-"

IsWhole = Callable[[str, int, int], bool]
"""Whether no word and no number goes on around a span of a text."""


class QuotationPart(NamedTuple):
    """Words of a quotation without a gap, and the pattern that finds them."""

    words: str
    pattern: re.Pattern[str]


@lru_cache(maxsize=1_000)
def parts_of(quotation: str) -> tuple[QuotationPart, ...]:
    """Return the parts of a snippet in normal form; none where it leaves nothing out.

    What is in brackets is the quoter's: `[t]he` is The or the, `walk[ed]` begins with walk, and
    `[the tax]` stands for whatever the text has there.
    """
    pieces = (
        _CUT.split(quotation)
        if "..." in quotation or "[" in quotation or ". ." in quotation
        else []
    )
    if len(pieces) == 1 and not _INSERTED.search(pieces[0]):
        return ()
    words = [piece.strip(_CONTEXT) for piece in pieces[:_MAX_PARTS]]
    return tuple(QuotationPart(each, re.compile("".join(_pattern(each)))) for each in words if each)


def _pattern(words: str) -> Iterator[str]:
    end = 0
    for match in _INSERTED.finditer(words):
        yield re.escape(words[end : match.start()])
        said = match[1]
        is_letter = len(said) == 1 and words[match.end() : match.end() + 1].isalpha()
        yield f"(?i:{re.escape(said)})" if is_letter else r"\w{0,40}"
        end = match.end()
    yield re.escape(words[end:])


def find_in_order(parts: tuple[QuotationPart, ...], text: str, is_whole: IsWhole) -> int | None:
    """Return where the parts begin in a text, one after the other and not too far apart."""
    *_, last = _search(parts, text, is_whole)
    return min((begin for _, begin in last), default=None)


def first_missing(parts: tuple[QuotationPart, ...], text: str, is_whole: IsWhole) -> str:
    """Return the words of the first part that a text does not have where it would have to be."""
    for part, found in zip(parts, _search(parts, text, is_whole), strict=False):
        if not found:
            return part.words
    return parts[-1].words


def _search(
    parts: tuple[QuotationPart, ...], text: str, is_whole: IsWhole
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


def _occurrences(part: QuotationPart, text: str, is_whole: IsWhole) -> list[tuple[int, int]]:
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


_MOST_PLACES = 5
_MOST_ALIKE = 200  # characters of a snippet for which similar words are looked for
_LIKE = 0.75  # difflib's similarity from which other words are worth showing
_AROUND = "\"'.,;:!?()[]"
_MOST_COMPARED = 2_000  # words of a passage that are looked through for them

_UNSPACED = re.compile(  # Thai to Myanmar, Khmer, and what is written in China, Japan and Korea
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_NUMBER_GOES_ON = re.compile(r"\d|,\d{3}|\.\d+ ?[a-z%]")  # but 2022.14: a year and a note
_NUMBER_BEFORE = re.compile(r"\d[.,]?$|(?<!\w)-$")
_BROKEN_WORD = re.compile(r"(?<=[^\W\d_])- (?=[^\W\d_])")
_MOST_TRIES = 10_000  # places where a snippet stands as a part of a word


class QuotationPosition(NamedTuple):
    """Where a snippet begins: a passage, from 1, and an offset into its normal form, from 0."""

    passage: int
    offset: int

    def __str__(self) -> str:
        return f"{self.passage}+{self.offset}"


def find_quotation(
    quotation: str, passages: Passages, locator: Locator | None
) -> QuotationPosition | None:
    """Return where a snippet begins at a place (None: anywhere), or None where it does not stand.

    It is compared in normal form and stands there as whole words and whole numbers: `rain` does not
    stand in `Ukraine`, nor `5 percent` in `2.5 percent`. It may run over from one passage into the
    next, and over the end of a line at which a word is divided. The parts of a snippet with `…` or
    `[…]` stand there in order (`argmap.sources.quotations`). A snippet of which nothing is left in
    normal form (a soft hyphen) is at the beginning of every place.
    """
    wanted = normalized(quotation)
    first = 1 if locator is None else locator.first
    texts = passages.at(locator)
    for search in (_offset, _offset_of_parts):
        for number, text in enumerate(texts, first):
            offset = search(wanted, text)
            if offset is not None:
                return QuotationPosition(number, offset)
        offset = search(wanted, " ".join(texts)) if len(texts) > 1 else None
        if offset is not None:
            return _position(offset, texts, first)
        if not parts_of(wanted):
            break
    return None


def missing_part(quotation: str, passages: Passages, locator: Locator | None) -> str | None:
    """Return which part of a snippet with gaps is not there; None where it has none."""
    parts = parts_of(normalized(quotation))
    return first_missing(parts, " ".join(passages.at(locator)), _is_whole) if parts else None


def elsewhere(quotation: str, passages: Passages) -> tuple[int, ...]:
    """Return the numbers of the first few passages that hold a snippet."""
    wanted = normalized(quotation)
    found = (
        number
        for number, text in enumerate(passages.normal, 1)
        if _offset(wanted, text) is not None or _offset_of_parts(wanted, text) is not None
    )
    return tuple(islice(found, _MOST_PLACES))


def similar(quotation: str, passages: Passages, locator: Locator | None) -> str | None:
    """Return the words at a place that a snippet was probably meant to be, or None.

    First those that differ in case only or are part of a longer word, then those that look alike.
    """
    wanted = normalized(quotation)
    texts = passages.at(locator)
    inside = re.compile(rf"\w*{re.escape(wanted)}\w*", re.IGNORECASE)
    for text in texts:
        if wanted.casefold() in text.casefold() and (found := inside.search(text)):
            return found[0]
    return _alike(wanted, texts)


def _offset(quotation: str, text: str) -> int | None:
    if not quotation:
        return 0
    offset = _whole(quotation, text)
    if offset is None and "- " in text:  # words divided at line ends: of a PDF, most often
        for mended in ("", "-"):
            offset = _whole(quotation, _BROKEN_WORD.sub(mended, text))
            if offset is not None:
                break
    return offset


def _offset_of_parts(quotation: str, text: str) -> int | None:
    parts = parts_of(quotation)
    return find_in_order(parts, text, _is_whole) if parts else None


def _is_whole(text: str, start: int, end: int) -> bool:
    return end > start and _begins(text, start) and _ends(text, end)


def _whole(quotation: str, text: str) -> int | None:
    """Return where the snippet stands so that no word and no number goes on around it."""
    start = -1
    for _ in range(_MOST_TRIES):
        start = text.find(quotation, start + 1)
        if start < 0:
            return None
        if _is_whole(text, start, start + len(quotation)):
            return start
    return None


def _begins(text: str, start: int) -> bool:
    if text[start : start + 1].isdecimal():
        return _NUMBER_BEFORE.search(text[max(0, start - 2) : start]) is None
    return not (start and _is_letter(text[start - 1]) and _is_letter(text[start]))


def _ends(text: str, end: int) -> bool:
    if text[end - 1].isdecimal():
        return _NUMBER_GOES_ON.match(text, end) is None
    return not (end < len(text) and _is_letter(text[end - 1]) and _is_letter(text[end]))


def _is_letter(character: str) -> bool:
    """Whether it is one of a script that sets words apart, so that a word's ends can be seen."""
    return character.isalpha() and not _UNSPACED.match(character)


def _position(offset: int, texts: Sequence[str], first: int) -> QuotationPosition:
    for number, text in enumerate(texts, first):
        if offset <= len(text):
            return QuotationPosition(number, offset)
        offset -= len(text) + 1
    return QuotationPosition(first, offset)


def _alike(wanted: str, texts: Sequence[str]) -> str | None:
    from difflib import SequenceMatcher  # only mistakes pay for the import

    if len(wanted) > _MOST_ALIKE:
        return None
    best, best_ratio = None, _LIKE
    matcher = SequenceMatcher(None, b=wanted, autojunk=False)
    for words in _windows(texts, len(wanted.split())):
        matcher.set_seq1(words)
        if matcher.real_quick_ratio() > best_ratio and matcher.quick_ratio() > best_ratio:
            ratio = matcher.ratio()
            if ratio > best_ratio:
                best, best_ratio = words.strip(_AROUND), ratio
    return best


def _windows(texts: Sequence[str], count: int) -> Iterator[str]:
    """Yield each row of ``count`` words, and of one more and one less."""
    words = list(islice((word for text in texts for word in text.split()), _MOST_COMPARED))
    for size in (count, count + 1, count - 1):
        if size > 0:
            for start in range(len(words) - size + 1):
                yield " ".join(words[start : start + size])
