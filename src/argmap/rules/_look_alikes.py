"""Confusable letters of different scripts, and suggestions for ids that are not declared.

Follows Unicode Technical Standard 39 ("Unicode Security Mechanisms"), section 4: two ids are
confusable if their skeletons are equal. The table is smaller than Unicode's: it contains the
Cyrillic and Greek letters that look like a Latin letter in most fonts.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from argmap.model.identifiers import INVISIBLE, normalize_id
from argmap.rules._context import did_you_mean
from argmap.text import Suggester
from argmap.text.patterns import lazy_pattern

_CYRILLIC = dict(
    zip(
        "аеорсухіјѕһӏԁԛԝАВЕКМНОРСТУХІЈЅҮԚԜ",
        "aeopcyxijshldqwABEKMHOPCTYXIJSYQW",
        strict=True,
    )
)
_GREEK = dict(zip("οΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "oABEZHIKMNOPTYX", strict=True))
_GREEK_IN_SOME_FONTS = dict(zip("νρ", "vp", strict=True))
"""Greek letters that look like a Latin letter in many fonts, but that authors use deliberately."""

_LATIN = {**_CYRILLIC, **_GREEK}
_LATIN_COUNTERPARTS = {
    "CYRILLIC": frozenset(_CYRILLIC.values()),
    "GREEK": frozenset(_GREEK.values()),
}
_TO_SKELETON = str.maketrans({**_LATIN, **_GREEK_IN_SOME_FONTS})
_INVISIBLE_LETTER = lazy_pattern(f"[{INVISIBLE}\u115f\u1160\u3164\uffa0]")
_PART = lazy_pattern(r"[^-_.]+")


class IdSuggester:
    """Suggests a declared id for an undeclared one, by its appearance or else by its spelling.

    Caches the skeletons of each tuple of declared ids. Pass the same tuple, not a copy, if the
    declared ids are the same, because the cache uses its identity.
    """

    def __init__(self) -> None:
        self._suggestions = Suggester()
        self._by_skeleton: dict[int, dict[str, str]] = {}
        self._cached: list[tuple[str, ...]] = []  # prevents the reuse of an identity

    def suggest(self, name: str, declared: tuple[str, ...]) -> tuple[str | None, str]:
        """Return the suggested id, or None, and the help that offers it."""
        if id(declared) not in self._by_skeleton:
            self._cached.append(declared)
            self._by_skeleton[id(declared)] = {skeleton(id_): id_ for id_ in reversed(declared)}
        twin = self._by_skeleton[id(declared)].get(skeleton(name))
        if twin is not None:
            return twin, describe_difference(name, twin)
        similar = self._suggestions.closest_match(name, declared)
        return similar, did_you_mean(similar)

    def allows(self, declared: tuple[str, ...]) -> bool:
        """Return whether there is time to compare a name with all declared ids once more."""
        return self._suggestions.reserve(declared)


def skeleton(id_: str) -> str:
    """Return the skeleton of an id; ids that look the same have the same skeleton."""
    if id_.isascii():
        return id_
    visible = _INVISIBLE_LETTER.sub("", unicodedata.normalize("NFD", id_))
    return normalize_id(visible.translate(_TO_SKELETON))


def describe_difference(name: str, other: str) -> str:
    """Return a description of how two ids that look the same differ."""
    name, other_name = normalize_id(name), normalize_id(other)
    invisible = next(filter(_INVISIBLE_LETTER.match, name), None)
    if invisible:
        return f"`{other}` looks the same but does not contain {describe_letter(invisible)}"
    if any(map(_INVISIBLE_LETTER.match, other_name)):
        return f"`{other}` looks the same but contains an invisible character"
    pairs = ((a, b) for a, b in zip(name, other_name, strict=False) if a != b)
    letter, other_letter = next(pairs, (name[:1], other_name[:1]))
    return (
        f"`{other}` looks the same but has {describe_letter(other_letter)} "
        f"instead of {describe_letter(letter)}"
    )


def foreign_look_alikes(id_: str) -> list[str]:
    """Return the letters of an id that look like letters of the script around them.

    Deliberate letters of another script (`Δt`, `β-carotene`) are not included.
    """
    if id_.isascii():
        return []
    return [
        letter
        for part in _PART.findall(id_)
        if not part.isascii()
        for letter in _look_alikes_in(part)
    ]


def _look_alikes_in(part: str) -> Iterator[str]:
    scripts = {letter: _script(letter) for letter in part if letter.isalpha()}
    latin = [letter for letter in part if scripts.get(letter) == "LATIN"]
    for script, latin_counterparts in _LATIN_COUNTERPARTS.items():
        others = [letter for letter in part if scripts.get(letter) == script]
        if not latin or not others:
            continue
        if all(_base(letter) in _LATIN for letter in others):
            suspicious = set(others)
        elif len(latin) < len(others) and latin_counterparts.issuperset(map(_base, latin)):
            suspicious = set(latin)
        else:
            continue
        yield from (letter for letter in part if letter in suspicious)


def _base(letter: str) -> str:
    """Return a letter without its accents."""
    return unicodedata.normalize("NFD", letter)[0]


def invisible_letters(id_: str) -> list[str]:
    """Return the invisible characters of an id, except joiners, which may be needed."""
    if id_.isascii():
        return []
    return [letter for letter in _INVISIBLE_LETTER.findall(id_) if letter not in "\u200c\u200d"]


def describe_letter(letter: str) -> str:
    """Return a letter with its script and code point: ``Cyrillic а (U+0430)``."""
    code = f"U+{ord(letter):04X}"
    script = _script(letter).capitalize()
    name = unicodedata.name(letter, "unnamed").lower()
    return f"{script} {letter} ({code})" if letter.isalpha() and script else f"{code} ({name})"


def _script(letter: str) -> str:
    word = unicodedata.name(letter, "").partition(" ")[0]
    return word if word in {"LATIN", "CYRILLIC", "GREEK"} else ""
