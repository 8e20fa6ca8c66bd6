"""Did you mean …?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

_TIES = 5
_MANY = 5_000  # candidates; beyond this a suggestion is not worth the wait


def is_typo(word: str, meant: str) -> bool:
    """Return whether one word can only be the other, mistyped.

    One letter is missing, superfluous, wrong or swapped with the next; or the words differ in case
    or in what joins their parts. `unlikely` is not a slip of `likely`.
    """
    one, two = (re.sub(r"[-_ ]", "-", each.casefold()) for each in (word, meant))
    if len(one) > len(two):
        one, two = two, one
    start = next(
        (i for i, pair in enumerate(zip(one, two, strict=False)) if pair[0] != pair[1]), len(one)
    )
    rest, other = one[start:], two[start:]
    is_swapped = rest[:2] == other[:2][::-1] and rest[2:] == other[2:]
    return rest == other or rest == other[1:] or rest[1:] == other[1:] or is_swapped


def closest_match(word: str, candidates: Iterable[str], *, cutoff: float = 0.7) -> str | None:
    """Return the candidate that looks most like ``word``, or None when none is close.

    ``cutoff`` is difflib's similarity, 0 to 1; case is ignored. Ties go to the earlier candidate.
    """
    from difflib import SequenceMatcher, get_close_matches  # only mistakes pay for the import

    by_fold: dict[str, str] = {}
    for candidate in candidates:
        by_fold.setdefault(candidate.casefold(), candidate)
        if len(by_fold) == _MANY:
            break
    found = get_close_matches(word.casefold(), list(by_fold), n=_TIES, cutoff=cutoff)
    if not found:
        return None
    matcher = SequenceMatcher(b=word.casefold())

    def likeness(candidate: str) -> float:
        matcher.set_seq1(candidate)
        return matcher.ratio()

    best = likeness(found[0])
    ties = {candidate for candidate in found if likeness(candidate) == best}
    return by_fold[next(candidate for candidate in by_fold if candidate in ties)]


class Suggester:
    """Suggestions for many words, in a time that is bounded.

    Up to `MAX_COMPARISONS` pairs of words are compared as `closest_match` does. After that a
    suggestion differs from the word by one letter that is missing, extra, replaced or swapped with
    its neighbor: those are looked up, not searched for.
    """

    MAX_COMPARISONS = 50_000
    MAX_INDEXED = 50_000
    """Candidates that may be looked up, in all lists together."""
    _MAX_LENGTH = 64  # of a word that is looked up

    def __init__(self) -> None:
        self._left = self.MAX_COMPARISONS
        self._indexable = self.MAX_INDEXED
        self._indexes: dict[int, dict[str, str]] = {}
        self._kept: list[Sequence[str]] = []

    def allows(self, candidates: Sequence[str]) -> bool:
        """Return whether a word may still be compared with all candidates, and count that."""
        self._left -= min(len(candidates), _MANY)
        return self._left >= 0

    def nearest(self, word: str, candidates: Sequence[str]) -> str | None:
        """Return the candidate that looks most like ``word``, or None when none is close.

        Give the same list again, not a copy, where the candidates are the same.
        """
        if self.allows(candidates):
            return closest_match(word, candidates)
        if len(word) > self._MAX_LENGTH:
            return None
        index = self._index(candidates)
        return next((index[key] for key in _shortened(word.casefold()) if key in index), None)

    def _index(self, candidates: Sequence[str]) -> dict[str, str]:
        """Return the candidates by what is left of them without one letter."""
        if id(candidates) not in self._indexes:
            self._kept.append(candidates)  # so that no other list gets its identity
            index: dict[str, str] = {}
            for candidate in candidates[: max(min(self._indexable, _MANY), 0)]:
                if len(candidate) <= self._MAX_LENGTH:
                    for key in _shortened(candidate.casefold()):
                        index.setdefault(key, candidate)
            self._indexable -= len(candidates)
            self._indexes[id(candidates)] = index
        return self._indexes[id(candidates)]


def _shortened(word: str) -> Iterator[str]:
    """Yield a word, and what is left of it without each of its letters."""
    yield word
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]
