"""Normalization of texts that are compared: typographic differences are removed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

_QUOTES = dict.fromkeys("‘’‚‛′‵´`ʹʼ＇", "'") | dict.fromkeys("“”„‟″‶«»‹›〝〞＂", '"')
_DASHES = dict.fromkeys("‐‑‒–—―−⁃﹘﹣－⸺⸻", "-")
_INVISIBLE = dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", "")

ASCII_PUNCTUATION = str.maketrans(_QUOTES | _DASHES)
"""A translation of all quotes and dashes to those in ASCII; it keeps the length of a text."""

_SIMPLIFY = str.maketrans(_QUOTES | _DASHES | _INVISIBLE)
_DASHES_IN_A_ROW = re.compile("--+")


def normalize(text: str) -> str:
    """Return the normal form in which quotations are compared with passages.

    - Unicode's compatibility form (NFKC): ligatures and full-width letters become letters.
    - Every quotation mark becomes ``"`` or ``'``, and one or more dashes become ``-``.
    - Soft hyphens and zero-width characters are removed.
    - White space of any kind and length becomes one space; there is none at the ends.

    The case is kept, because it is the author's choice and not the typesetter's. Normalizing twice
    changes nothing more.
    """
    # Before NFKC, which would decompose a double prime, and again for the characters it produces.
    text = unicodedata.normalize("NFKC", text.translate(_SIMPLIFY)).translate(_SIMPLIFY)
    return " ".join(_DASHES_IN_A_ROW.sub("-", text).split())


class NormalizedText(NamedTuple):
    """A text in its normal form, and where each of its characters is from.

    Attributes:
        text: The normal form.
        spans: For each character, the start and end of the characters of the original text that it
            represents.
    """

    text: str
    spans: tuple[tuple[int, int], ...]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original text that a span of the normal form represents."""
        return self.spans[start][0], self.spans[end - 1][1]


def normalize_with_spans(text: str) -> NormalizedText | None:
    """Return the normal form of a text with the original span of each character.

    Each base character is normalized together with the combining characters after it. Returns None
    if that gives another result than `normalize`, as with letters that are composed of several base
    characters.
    """
    characters: list[str] = []
    spans: list[tuple[int, int]] = []
    is_after_space = True
    for start, end in _clusters(text):
        cluster = text[start:end].translate(_SIMPLIFY)
        cluster = unicodedata.normalize("NFKC", cluster).translate(_SIMPLIFY)
        for character in cluster:
            is_space = character.isspace()
            is_repeated_dash = character == "-" and characters and characters[-1] == "-"
            if is_repeated_dash or (is_space and is_after_space):
                continue
            characters.append(" " if is_space else character)
            spans.append((start, end))
            is_after_space = is_space
    if characters and characters[-1] == " ":
        del characters[-1], spans[-1]
    normalized = "".join(characters)
    return NormalizedText(normalized, tuple(spans)) if normalized == normalize(text) else None


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Yield the span of each base character with the combining characters after it."""
    start = 0
    for position, character in enumerate(text):
        if position > start and not (character > "\u02ff" and _is_combining(character)):
            yield start, position
            start = position
    if text:
        yield start, len(text)


def _is_combining(character: str) -> bool:
    return unicodedata.category(character).startswith("M")
