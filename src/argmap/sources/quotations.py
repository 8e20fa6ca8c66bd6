"""Search for quotations in the passages of a source.

A quotation may omit words (`…`, `[…]`) and insert words (`[the tax]`). It is divided at these
points, and its parts must occur in order.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from argmap.model import Locator
from argmap.sources.loader import Passages
from argmap.sources.normalize import NormalizedText, normalize

MAX_GAP = 600
"""Characters that a quotation may omit at once: a few sentences."""

_MAX_PARTS = 20
_MAX_OCCURRENCES = 10_000  # of a part, or of a quotation within longer words
_MAX_HYPHENATED_LENGTH = 400  # characters of a quotation whose position is searched
_MAX_PASSAGES = 5  # that are returned as containing a quotation
_MAX_SIMILAR_LENGTH = 200  # characters of a quotation to which similar words are searched
_MAX_COMPARED_WORDS = 2_000
_MIN_SIMILARITY = 0.75  # difflib's ratio

_GAP = re.compile(
    r"(?<!\w)\[[^\[\]]{0,200}\](?!\w)"  # [...], [the tax], [sic]: an omission, or inserted words
    r"|\(\.{3,}\)|\.{3,}|\.(?: \.){2,}"  # three dots are what NFKC makes of …
)
_INSERTION = re.compile(r"\[([^\[\]]{0,60})\]")
_GAP_PUNCTUATION = " ,;:.-"
_WORD_PUNCTUATION = "\"'.,;:!?()[]"

_UNSPACED = re.compile(  # the scripts from Thai to Myanmar, Khmer, Chinese, Japanese and Korean
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_NUMBER_CONTINUES = re.compile(r"\d|,\d{3}|\.\d+ ?[a-z%]")  # not 2022.14: a year and a note
_NUMBER_BEFORE = re.compile(r"\d[.,]?$|(?<!\w)-$")
_HYPHENATION = re.compile(r"(?<=[^\W\d_])- (?=[^\W\d_])")


class QuotationPosition(NamedTuple):
    """The position of a quotation: the passage, from 1, and the offset into its normal form.

    For cited lines, it is the first of them, and the offset into their common normal form.
    """

    passage: int
    offset: int

    def __str__(self) -> str:
        return f"{self.passage}+{self.offset}"


def find_quotation(
    quotation: str, passages: Passages, locator: Locator | None
) -> QuotationPosition | None:
    """Return the position of a quotation in the passages at a locator, or None.

    The texts are compared in their normal forms. Only whole words and numbers are found: not `rain`
    in `Ukraine`, nor `5 percent` in `2.5 percent`. A quotation may continue in the next passage,
    and may contain a word that is hyphenated at the end of a line in the source. Without a locator,
    the whole source is searched. A quotation whose normal form is empty (a soft hyphen) is found at
    the beginning.
    """
    normalized = normalize(quotation)
    first = passages.first_number_at(locator)
    texts = passages.at(locator)
    for search in (_offset, _offset_of_parts):
        for number, text in enumerate(texts, first):
            offset = search(normalized, text)
            if offset is not None:
                return QuotationPosition(number, offset)
        offset = search(normalized, " ".join(texts)) if len(texts) > 1 else None
        if offset is not None:
            return _position(offset, texts, first)
        if not split_quotation(normalized):
            break
    return None


def missing_part(quotation: str, passages: Passages, locator: Locator | None) -> str | None:
    """Return the first part of a quotation with gaps that is missing; None if it has no gaps."""
    parts = split_quotation(normalize(quotation))
    return first_missing_part(parts, " ".join(passages.at(locator))) if parts else None


def passages_with_quotation(quotation: str, passages: Passages) -> tuple[int, ...]:
    """Return the numbers of the first few passages that contain a quotation."""
    normalized = normalize(quotation)
    numbers = (
        number
        for number, text in enumerate(passages.normalized, 1)
        if _offset(normalized, text) is not None or _offset_of_parts(normalized, text) is not None
    )
    return tuple(islice(numbers, _MAX_PASSAGES))


# ---- Quotations without gaps --------------------------------------------------------------------


def _offset(quotation: str, text: str) -> int | None:
    """Return the offset of a quotation in a text, also if words are hyphenated in the text."""
    if not quotation:
        return 0
    offset = _offset_of_words(quotation, text)
    if offset is None and "- " in text:  # words hyphenated at line ends, mostly in a PDF
        for hyphen in ("", "-"):
            offset = _offset_of_words(quotation, _HYPHENATION.sub(hyphen, text))
            if offset is not None:
                break
    return offset


def _offset_of_words(quotation: str, text: str) -> int | None:
    start = -1
    for _ in range(_MAX_OCCURRENCES):
        start = text.find(quotation, start + 1)
        if start < 0:
            return None
        if _is_delimited(text, start, start + len(quotation)):
            return start
    return None


def _is_delimited(text: str, start: int, end: int) -> bool:
    """Return whether a span of a text begins and ends at the ends of words or numbers."""
    return end > start and _is_delimited_before(text, start) and _is_delimited_after(text, end)


def _is_delimited_before(text: str, start: int) -> bool:
    if text[start : start + 1].isdecimal():
        return _NUMBER_BEFORE.search(text[max(0, start - 2) : start]) is None
    return not (start and _is_letter(text[start - 1]) and _is_letter(text[start]))


def _is_delimited_after(text: str, end: int) -> bool:
    if text[end - 1].isdecimal():
        return _NUMBER_CONTINUES.match(text, end) is None
    return not (end < len(text) and _is_letter(text[end - 1]) and _is_letter(text[end]))


def _is_letter(character: str) -> bool:
    """Return whether a character is a letter of a script that puts spaces between words."""
    return character.isalpha() and not _UNSPACED.match(character)


def _position(offset: int, texts: Sequence[str], first: int) -> QuotationPosition:
    """Return the position of an offset into ``texts`` joined by spaces."""
    for number, text in enumerate(texts, first):
        if offset <= len(text):
            return QuotationPosition(number, offset)
        offset -= len(text) + 1
    return QuotationPosition(first, offset)


# ---- Quotations with gaps -----------------------------------------------------------------------


class QuotationPart(NamedTuple):
    """The words between two gaps of a quotation, and the pattern that finds them."""

    words: str
    pattern: re.Pattern[str]


@lru_cache(maxsize=1_000)
def split_quotation(quotation: str) -> tuple[QuotationPart, ...]:
    """Return the parts of a normalized quotation; none if it has no gaps and no insertions.

    Words in brackets are not the source's: `[t]he` matches The and the, `walk[ed]` matches words
    that begin with walk, and `[the tax]` matches anything.
    """
    may_have_gaps = "..." in quotation or "[" in quotation or ". ." in quotation
    pieces = _GAP.split(quotation) if may_have_gaps else []
    if len(pieces) == 1 and not _INSERTION.search(pieces[0]):
        return ()
    parts = (piece.strip(_GAP_PUNCTUATION) for piece in pieces[:_MAX_PARTS])
    return tuple(QuotationPart(part, re.compile("".join(_pattern(part)))) for part in parts if part)


def _pattern(words: str) -> Iterator[str]:
    end = 0
    for match in _INSERTION.finditer(words):
        yield re.escape(words[end : match.start()])
        inserted = match[1]
        is_letter = len(inserted) == 1 and words[match.end() : match.end() + 1].isalpha()
        yield f"(?i:{re.escape(inserted)})" if is_letter else r"\w{0,40}"
        end = match.end()
    yield re.escape(words[end:])


def _offset_of_parts(quotation: str, text: str) -> int | None:
    parts = split_quotation(quotation)
    return find_in_order(parts, text) if parts else None


def find_in_order(parts: tuple[QuotationPart, ...], text: str) -> int | None:
    """Return the offset of the first of the parts, if all are in order and at most `MAX_GAP` apart.

    There is at least one part.
    """
    *_, matches = _search(parts, text)
    return min((start for _, start in matches), default=None)


def first_missing_part(parts: tuple[QuotationPart, ...], text: str) -> str:
    """Return the words of the first part that does not follow the previous ones in a text."""
    for part, matches in zip(parts, _search(parts, text), strict=False):
        if not matches:
            return part.words
    return parts[-1].words


def _search(parts: tuple[QuotationPart, ...], text: str) -> Iterator[list[tuple[int, int]]]:
    """Yield the matches of the parts up to each part; stop after a part without matches.

    A match is the end of the part, and the start of the first part. To continue a match, it is
    enough to look at the nearest end of the previous part: if that is too far away, all are.
    """
    matches = [(end, start) for start, end in _occurrences(parts[0], text)]
    yield matches
    for part in parts[1:]:
        if not matches:
            return
        matches.sort()
        ends = [end for end, _ in matches]
        extended = []
        for start, end in _occurrences(part, text):
            nearest = bisect_right(ends, start) - 1
            if nearest >= 0 and start - ends[nearest] <= MAX_GAP:
                extended.append((end, matches[nearest][1]))
        matches = extended
        yield matches


def _occurrences(part: QuotationPart, text: str) -> list[tuple[int, int]]:
    """Return start and end of the occurrences of a part, including overlapping ones."""
    occurrences: list[tuple[int, int]] = []
    match = part.pattern.search(text)
    for _ in range(_MAX_OCCURRENCES):
        if match is None:
            break
        if _is_delimited(text, *match.span()):
            occurrences.append(match.span())
        match = part.pattern.search(text, match.start() + 1)
    return occurrences


# ---- Positions in the original text --------------------------------------------------------------


class TextSpan(NamedTuple):
    """A span of the original text of a passage, which is numbered from 1."""

    passage: int
    start: int
    end: int


def quotation_spans(
    quotation: str, passages: Passages, first: int, last: int
) -> tuple[TextSpan, ...]:
    """Return the spans of a quotation in the original texts of the passages in a range.

    There are several spans if the quotation omits words, or continues in the next passage. There
    are none if it is not found as in `find_quotation`, or if the positions of its characters in the
    original text are not known.
    """
    normalized = normalize(quotation)
    parts = split_quotation(normalized)
    numbers = range(first, last + 1)
    texts = {number: text for number in numbers if (text := passages.with_spans(number))}
    for number, text in texts.items():
        if spans := _spans_in(normalized, parts, text.text):
            return tuple(TextSpan(number, *text.original_span(*span)) for span in spans)
    if len(texts) < len(numbers) or len(texts) < 2:  # noqa: PLR2004 (it continues in a second one)
        return ()
    joined = " ".join(text.text for text in texts.values())
    return tuple(
        TextSpan(number, *text.original_span(start, end))
        for span in _spans_in(normalized, parts, joined)
        for number, text, start, end in _split_span(span, texts)
    )


def _spans_in(quotation: str, parts: tuple[QuotationPart, ...], text: str) -> list[tuple[int, int]]:
    """Return the spans of a quotation in a normalized text; one for each part if it has gaps."""
    if not quotation:
        return []
    start = _offset_of_words(quotation, text)
    if start is not None:
        return [(start, start + len(quotation))]
    if not parts:
        return _span_of_hyphenated(quotation, text)
    offset = find_in_order(parts, text)
    if offset is None:
        return []
    spans: list[tuple[int, int]] = []
    for part in parts:
        span = next((span for span in _occurrences(part, text) if span[0] >= offset), None)
        if span is None:
            return []
        spans.append(span)
        offset = span[1]
    return spans


def _span_of_hyphenated(quotation: str, text: str) -> list[tuple[int, int]]:
    """Return the span of a quotation with words that are hyphenated in the text."""
    words = re.escape(quotation)
    pattern = re.sub(r"(?<=[^\W\d_])(?=[^\W\d_])|\\-", lambda m: f"(?:{m[0] or ''}|- )", words)
    if "- " not in text or len(quotation) > _MAX_HYPHENATED_LENGTH:
        return []
    match = re.search(pattern, text)
    return [match.span()] if match and _is_delimited(text, *match.span()) else []


def _split_span(
    span: tuple[int, int], texts: Mapping[int, NormalizedText]
) -> Iterator[tuple[int, NormalizedText, int, int]]:
    """Yield the part of a span of the joined texts that is in each text."""
    position = 0
    for number, text in texts.items():
        start = max(span[0] - position, 0)
        end = min(span[1] - position, len(text.text))
        if start < end:
            yield number, text, start, end
        position += len(text.text) + 1


# ---- Suggestions --------------------------------------------------------------------------------


def similar_words(quotation: str, passages: Passages, locator: Locator | None) -> str | None:
    """Return the words at a locator that a missing quotation was probably meant to be, or None.

    Words that differ only in case, or of which the quotation is a part, take precedence over words
    that are merely similar.
    """
    normalized = normalize(quotation)
    texts = passages.at(locator)
    extended = re.compile(rf"\w*{re.escape(normalized)}\w*", re.IGNORECASE)
    for text in texts:
        if normalized.casefold() in text.casefold() and (match := extended.search(text)):
            return match[0]
    return _most_similar(normalized, texts)


def _most_similar(quotation: str, texts: Sequence[str]) -> str | None:
    from difflib import SequenceMatcher  # imported only for mistakes

    if len(quotation) > _MAX_SIMILAR_LENGTH:
        return None
    best, best_ratio = None, _MIN_SIMILARITY
    matcher = SequenceMatcher(None, b=quotation, autojunk=False)
    for words in _windows(texts, len(quotation.split())):
        matcher.set_seq1(words)
        if matcher.real_quick_ratio() > best_ratio and matcher.quick_ratio() > best_ratio:
            ratio = matcher.ratio()
            if ratio > best_ratio:
                best, best_ratio = words.strip(_WORD_PUNCTUATION), ratio
    return best


def _windows(texts: Sequence[str], length: int) -> Iterator[str]:
    """Yield all sequences of ``length`` words, then those of one more and one fewer."""
    words = list(islice((word for text in texts for word in text.split()), _MAX_COMPARED_WORDS))
    for size in (length, length + 1, length - 1):
        if size > 0:
            for start in range(len(words) - size + 1):
                yield " ".join(words[start : start + size])
