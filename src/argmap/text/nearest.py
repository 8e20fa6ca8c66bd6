"""Did you mean …?"""

from __future__ import annotations

import re
from collections.abc import Iterable

_TIES = 5
_MANY = 5_000  # candidates; beyond this a suggestion is not worth the wait


def is_slip(word: str, meant: str) -> bool:
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


def nearest(word: str, candidates: Iterable[str], *, cutoff: float = 0.7) -> str | None:
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
