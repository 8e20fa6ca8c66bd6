"""Confusable letters of different scripts, and confusable ids.

Follows Unicode Technical Standard 39 ("Unicode Security Mechanisms"), section 4: two ids are
confusable if their skeletons are equal. The table is smaller than Unicode's: it contains the
Cyrillic and Greek letters that look like a Latin letter in most fonts.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from argmap.model.identifiers import INVISIBLE, normalize_id
from argmap.text.patterns import lazy_pattern

_CYRILLIC = dict(
    zip(
        "аеорсухіјѕһӏԁԛԝАВЕКМНОРСТУХІЈЅҮԚԜ",
        "aeopcyxijshldqwABEKMHOPCTYXIJSYQW",
        strict=True,
    )
)
_GREEK = dict(zip("οΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "oABEZHIKMNOPTYX", strict=True))
_NEARLY = dict(zip("νρ", "vp", strict=True))
"""Greek letters that look like a Latin letter in many fonts, but that authors use deliberately."""

_LATIN = {**_CYRILLIC, **_GREEK}
_FROM_LATIN = {
    "CYRILLIC": frozenset(_CYRILLIC.values()),
    "GREEK": frozenset(_GREEK.values()),
}
_TO_SKELETON = str.maketrans({**_LATIN, **_NEARLY})
_HIDDEN = lazy_pattern(f"[{INVISIBLE}\u115f\u1160\u3164\uffa0]")
_PARTS = lazy_pattern(r"[^-_.]+")


class LookAlike(NamedTuple):
    """A letter that looks like a letter of another script, in a word of that script."""

    letter: str
    offset: int


def skeleton(id_: str) -> str:
    """Return the skeleton of an id; ids that look the same have the same skeleton."""
    if id_.isascii():
        return id_
    visible = _HIDDEN.sub("", unicodedata.normalize("NFD", id_))
    return normalize_id(visible.translate(_TO_SKELETON))


class LookAlikes:
    """Finds ids by their appearance; caches the skeletons of each list of ids."""

    def __init__(self) -> None:
        self._by_skeleton: dict[int, dict[str, str]] = {}
        self._kept: list[tuple[str, ...]] = []

    def find(self, name: str, known: tuple[str, ...]) -> str | None:
        """Return the known id that looks the same as an unknown name.

        Pass the same tuple, not a copy, if the known ids are the same: the cache uses its identity.
        """
        if id(known) not in self._by_skeleton:
            self._kept.append(known)  # keeps the identity in use
            self._by_skeleton[id(known)] = {skeleton(id_): id_ for id_ in reversed(known)}
        return self._by_skeleton[id(known)].get(skeleton(name))


def difference(name: str, other: str) -> str:
    """Return a description of how two ids that look the same differ."""
    ours, theirs = normalize_id(name), normalize_id(other)
    hidden = [character for character in ours if _HIDDEN.match(character)]
    if hidden:
        return f"`{other}` looks the same, and has no {described(hidden[0])} in it"
    if any(_HIDDEN.match(character) for character in theirs):
        return f"`{other}` looks the same, and has an invisible character in it"
    pairs = ((one, two) for one, two in zip(ours, theirs, strict=False) if one != two)
    one, two = next(pairs, (ours[:1], theirs[:1]))
    return f"`{other}` looks the same: here is {described(one)}, there is {described(two)}"


def impostors(id_: str) -> list[LookAlike]:
    """Return the letters of an id that look like letters of the script around them.

    Deliberate letters of another script (`Δt`, `β-carotene`) are not included.
    """
    if id_.isascii():
        return []
    return [
        LookAlike(letter, part.start() + offset)
        for part in _PARTS.finditer(id_)
        if not part.group().isascii()
        for offset, letter in _in_word(part.group())
    ]


def _in_word(word: str) -> Iterator[tuple[int, str]]:
    scripts = {letter: _script(letter) for letter in word if letter.isalpha()}
    latin = [letter for letter in word if scripts.get(letter) == "LATIN"]
    for script, from_latin in _FROM_LATIN.items():
        others = [letter for letter in word if scripts.get(letter) == script]
        if not latin or not others:
            continue
        if all(_base(letter) in _LATIN for letter in others):
            odd = set(others)
        elif len(latin) < len(others) and from_latin.issuperset(map(_base, latin)):
            odd = set(latin)
        else:
            continue
        yield from ((offset, letter) for offset, letter in enumerate(word) if letter in odd)


def _base(letter: str) -> str:
    """Return a letter without its accents."""
    return unicodedata.normalize("NFD", letter)[0]


def hidden_letters(id_: str) -> list[LookAlike]:
    """Return the invisible characters of an id, except joiners, which may be needed."""
    if id_.isascii():
        return []
    return [
        LookAlike(found.group(), found.start())
        for found in _HIDDEN.finditer(id_)
        if found.group() not in "\u200c\u200d"
    ]


def described(letter: str) -> str:
    """Return a letter with its script and code point: ``Cyrillic а (U+0430)``."""
    code = f"U+{ord(letter):04X}"
    script = _script(letter).capitalize()
    name = unicodedata.name(letter, "unnamed").lower()
    return f"{script} {letter} ({code})" if letter.isalpha() and script else f"{code} ({name})"


def _script(letter: str) -> str:
    word = unicodedata.name(letter, "").partition(" ")[0]
    return word if word in {"LATIN", "CYRILLIC", "GREEK"} else ""
