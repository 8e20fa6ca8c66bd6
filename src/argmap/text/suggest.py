"""Suggestions for misspelled words ("did you mean …?")."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

_MAX_TIES = 5
_MAX_CANDIDATES = 5_000
"""The number of candidates that are considered; more would take too long."""


def is_typo(word: str, correct: str) -> bool:
    """Return whether a word is an obvious misspelling of another.

    Either one letter is missing, extra, wrong or swapped with the next, or the words differ only in
    case or in the separators of their parts. `unlikely` is not a typo for `likely`.
    """
    short, long = (re.sub(r"[-_ ]", "-", w.casefold()) for w in (word, correct))
    if len(short) > len(long):
        short, long = long, short
    start = next(
        (i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short)
    )
    short, long = short[start:], long[start:]
    is_swapped = short[:2] == long[:2][::-1] and short[2:] == long[2:]
    return short == long or short == long[1:] or short[1:] == long[1:] or is_swapped


def closest_match(word: str, candidates: Iterable[str], *, cutoff: float = 0.7) -> str | None:
    """Return the candidate that is most similar to a word, or None if none is similar.

    Case is ignored. Of equally similar candidates, the first is returned.

    Args:
        word: The misspelled word.
        candidates: The correct words.
        cutoff: The least similarity, from 0 to 1, as defined by difflib.
    """
    from difflib import SequenceMatcher, get_close_matches  # only needed for errors

    by_fold: dict[str, str] = {}
    for candidate in candidates:
        by_fold.setdefault(candidate.casefold(), candidate)
        if len(by_fold) == _MAX_CANDIDATES:
            break
    matches = get_close_matches(word.casefold(), list(by_fold), n=_MAX_TIES, cutoff=cutoff)
    if not matches:
        return None
    matcher = SequenceMatcher(b=word.casefold())

    def similarity(candidate: str) -> float:
        matcher.set_seq1(candidate)
        return matcher.ratio()

    best = similarity(matches[0])
    ties = {candidate for candidate in matches if similarity(candidate) == best}
    return by_fold[next(candidate for candidate in by_fold if candidate in ties)]


def suggest(word: str, candidates: Iterable[str], otherwise: str = "") -> str:
    """Return the end of a message about an unknown word: ``; did you mean `x`?``.

    Without a similar candidate, it is ``otherwise`` after a semicolon, or empty.
    """
    match = closest_match(word, candidates)
    hint = f"did you mean `{match}`?" if match else otherwise
    return f"; {hint}" if hint else ""


class Suggester:
    """Suggests corrections for many words, in bounded time.

    `closest_match` is used for up to `MAX_COMPARISONS` pairs of words. After that, only corrections
    that differ by one missing, extra, wrong or swapped letter are found, by lookup in an index.
    """

    MAX_COMPARISONS = 50_000
    MAX_INDEXED = 50_000
    """The number of candidates that are indexed, in all lists together."""
    _MAX_INDEXED_LENGTH = 64

    def __init__(self) -> None:
        self._comparisons_left = self.MAX_COMPARISONS
        self._indexable_left = self.MAX_INDEXED
        self._indexes: dict[int, dict[str, str]] = {}
        self._indexed_lists: list[Sequence[str]] = []

    def reserve(self, candidates: Sequence[str]) -> bool:
        """Count a comparison with all candidates; return whether it is within `MAX_COMPARISONS`."""
        self._comparisons_left -= min(len(candidates), _MAX_CANDIDATES)
        return self._comparisons_left >= 0

    def closest_match(self, word: str, candidates: Sequence[str]) -> str | None:
        """Return the candidate that is most similar to a word, or None if none is similar.

        If the candidates are the same as before, pass the same list object, not a copy.
        """
        if self.reserve(candidates):
            return closest_match(word, candidates)
        if len(word) > self._MAX_INDEXED_LENGTH:
            return None
        index = self._index(candidates)
        return next((index[key] for key in _deletions(word.casefold()) if key in index), None)

    def _index(self, candidates: Sequence[str]) -> dict[str, str]:
        """Return the candidates by their `_deletions`."""
        if id(candidates) not in self._indexes:
            self._indexed_lists.append(candidates)  # so that its `id` is not reused
            index: dict[str, str] = {}
            for candidate in candidates[: max(min(self._indexable_left, _MAX_CANDIDATES), 0)]:
                if len(candidate) <= self._MAX_INDEXED_LENGTH:
                    for key in _deletions(candidate.casefold()):
                        index.setdefault(key, candidate)
            self._indexable_left -= len(candidates)
            self._indexes[id(candidates)] = index
        return self._indexes[id(candidates)]


def _deletions(word: str) -> Iterator[str]:
    """Yield a word, and the word without each of its letters."""
    yield word
    for index in range(len(word)):
        yield word[:index] + word[index + 1 :]
