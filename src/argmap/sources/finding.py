"""Finding a snippet in a source's passages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from argmap.model import Locator
from argmap.sources.normalizing import normalized
from argmap.sources.passages import Passages

_MOST_PLACES = 5
_MOST_ALIKE = 200  # characters of a snippet for which similar words are looked for
_LIKE = 0.75  # difflib's similarity from which other words are worth showing
_AROUND = "\"'.,;:!?()[]"
_MOST_COMPARED = 2_000  # words of a passage that are looked through for them

# Thai to Myanmar, Khmer, and what is written in China, Japan and Korea.
_UNSPACED = (
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_LETTER = rf"(?!{_UNSPACED})[^\W\d_]"
"""A letter of a script that sets its words apart by blanks, so that a word's ends can be seen."""

_IS_LETTER = re.compile(_LETTER)
_BROKEN_WORD = re.compile(rf"(?<={_LETTER})- (?={_LETTER})")


class Position(NamedTuple):
    """Where a snippet begins: a passage, from 1, and an offset into its normal form, from 0."""

    passage: int
    offset: int

    def __str__(self) -> str:
        return f"{self.passage}+{self.offset}"


def find(snippet: str, passages: Passages, locator: Locator | None) -> Position | None:
    """Return where a snippet begins at a place (None: anywhere), or None where it does not stand.

    It is compared in normal form and stands there as whole words and whole numbers: `rain` does not
    stand in `Ukraine`, nor `5 percent` in `2.5 percent`. It may run over from one passage into the
    next, and over the end of a line at which a word is divided.
    """
    pattern = _pattern(normalized(snippet))
    first = 1 if locator is None else locator.first
    texts = passages.at(locator)
    for number, text in enumerate(texts, first):
        offset = _offset(pattern, text)
        if offset is not None:
            return Position(number, offset)
    offset = _offset(pattern, " ".join(texts)) if len(texts) > 1 else None
    return None if offset is None else _position(offset, texts, first)


def elsewhere(snippet: str, passages: Passages) -> tuple[int, ...]:
    """Return the numbers of the first few passages that hold a snippet."""
    pattern = _pattern(normalized(snippet))
    found = (
        number
        for number, text in enumerate(passages.normal, 1)
        if _offset(pattern, text) is not None
    )
    return tuple(islice(found, _MOST_PLACES))


def similar(snippet: str, passages: Passages, locator: Locator | None) -> str | None:
    """Return the words at a place that a snippet was probably meant to be, or None.

    First those that differ in case only or are part of a longer word, then those that look alike.
    """
    wanted = normalized(snippet)
    texts = passages.at(locator)
    inside = re.compile(rf"\w*{re.escape(wanted)}\w*", re.IGNORECASE)
    for text in texts:
        if wanted.casefold() in text.casefold() and (found := inside.search(text)):
            return found[0]
    return _alike(wanted, texts)


def _pattern(snippet: str) -> re.Pattern[str]:
    """Return what finds the snippet where no word and no number goes on around it."""
    before, after = snippet[:1], snippet[-1:]
    start = end = ""
    if before.isdecimal():
        start = r"(?<!\d)(?<!\d[.,])"
    elif _IS_LETTER.match(before):
        start = f"(?<!{_LETTER})"
    if after.isdecimal():
        end = r"(?!\d|,\d{3})"
    elif _IS_LETTER.match(after):
        end = f"(?!{_LETTER})"
    return re.compile(start + re.escape(snippet) + end)


def _offset(pattern: re.Pattern[str], text: str) -> int | None:
    found = pattern.search(text)
    if found is None and "- " in text:  # words divided at line ends: of a PDF, most often
        found = pattern.search(_BROKEN_WORD.sub("", text)) or pattern.search(
            _BROKEN_WORD.sub("-", text)
        )
    return found and found.start()


def _position(offset: int, texts: Sequence[str], first: int) -> Position:
    for number, text in enumerate(texts, first):
        if offset <= len(text):
            return Position(number, offset)
        offset -= len(text) + 1
    return Position(first, offset)


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
