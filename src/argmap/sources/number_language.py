"""The languages whose numbers and dates can be read: one table for each, in `languages/`.

A table is a JSON object. Words are separated by spaces; `_` is a space within a phrase
(`pour_cent`). All words are compared in lower case, and with or without their accents.

`tags`
    The language tags (BCP 47) of the language, without a region.
`function_words`
    Frequent words by which a text in the language is recognized.
`decimal`
    The decimal separator, `.` or `,`.
`numbers`, `scales`, `abbreviated_scales`
    The words of each number below 1,000 that is not composed of others; words that multiply the
    number before them (`million`); the abbreviations of such words after digits (`bn`).
`stems`
    Shorter forms of numbers within a word (`ventuno`).
`collectives`, `denominators`, `ordinals`, `multiples`
    The words of each number in `a dozen`, `a third`, `the third`, `both`: they mention a number,
    but do not assert it.
`decade_words`, `decade_prefixes`, `decade_suffixes`
    `twenties` to `nineties`; words before a decade (`années 60`); endings of a decade (`60s`).
`ambiguous`
    Numbers that are often something else when they stand alone, such as `one`.
`articles`, `definite`
    Articles before a scale (`a million`); words after which a number only refers to things that
    were counted before (`the two`).
`and`, `and_a_half`, `of`, `range`
    What joins the parts of a number, adds a half (`two and a half`), is between a fraction and a
    scale (`half a million`), and between the ends of a range (`5 to 8`).
`percent`, `digit_suffixes`
    Words for `%`; endings of ordinals in digits (`15th`).
`months`, `month_first`, `date_of`, `first_day`
    The names and abbreviations of the months, whether a month can precede its day, what is between
    the parts of a date (`3 de mayo`), and the first day of a month in words.
`is_joined`, `units_first`, `vigesimal`, `denominator_first`, `folds`
    Whether number words are written together (`zweihundert`), units precede tens (`einundzwanzig`),
    sixty and eighty precede ten to nineteen (`soixante-dix`), a fraction begins with its
    denominator (`üçte iki`); other spellings of letters (`ä=ae`).
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from attrs import field, frozen

_FOLDER = Path(__file__).parent / "languages"
_FREQUENT_WORDS = (
    "the of and to that for with is are were was from by it not have has had this which be "
    "der die das und ist nicht ein eine den dem mit von zu auf für sich im la le les des est et "
    "que une du dans qui pas pour sur au el los las y es por con del una se il di che è per "
    "della non sono nel o os um uma não em do da ao een het van en dat niet zijn op te bir ve "
    "bu için ile olarak daha och att som det är på inte av i w na nie się że z jest do"
)
"""Frequent words of languages in the Latin script, supported or not."""
_FREQUENT = frozenset(_FREQUENT_WORDS.split())
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE_LENGTH = 20_000  # characters
_MIN_OTHER_WORDS = 3  # below, a text may be in any language
_TAG = re.compile(r"[-_]")
_TURKISH_CAPITALS = str.maketrans("Iİ", "ıi")
_DECADES = range(20, 100, 10)


def number_language(tag: str | None) -> NumberLanguage | None:
    """Return the language of a tag (BCP 47), or None if there is no table for it.

    Without a tag, it is English.
    """
    if tag is None:
        return english()
    name = _TAG.split(tag.lower())[0]
    return _language(name) or _language(_names_by_tag().get(name, ""))


def english() -> NumberLanguage:
    """Return the language of maps that name none."""
    language = _language("en")
    assert language is not None
    return language


@lru_cache(maxsize=64)
def _language(name: str) -> NumberLanguage | None:
    """Return the language with the table of a name."""
    path = _FOLDER / f"{name}.json"
    if not name.isalnum() or not path.is_file():
        return None
    return NumberLanguage(json.loads(path.read_text("utf-8")))


@lru_cache(maxsize=1)
def _names_by_tag() -> Mapping[str, str]:
    tables = {path.stem: json.loads(path.read_text("utf-8")) for path in _FOLDER.glob("*.json")}
    return {tag: name for name, table in tables.items() for tag in table["tags"].split()}


@frozen(eq=False)
class NumberLanguage:
    """The words and notations of numbers and dates in one language."""

    _table: Mapping[str, Any] = field(repr=False)

    def words(self, name: str) -> tuple[str, ...]:
        """Return the words of an entry of the table, as they are written."""
        return _split(self._table.get(name, ""))

    def values(self, *names: str) -> Iterator[tuple[str, Decimal]]:
        """Yield the words of entries that map numbers to words, in lower case, with the numbers."""
        for name in names:
            for value, words in self._table.get(name, {}).items():
                for word in self.spellings(_split(words)):
                    yield word, Decimal(value)

    def has(self, name: str) -> bool:
        """Return whether a property of the table is true."""
        return bool(self._table.get(name, False))

    def lower(self, word: str) -> str:
        """Return a word in lower case."""
        if self._table["tags"].startswith("tr "):  # whose I is not the capital of i
            word = word.translate(_TURKISH_CAPITALS)
        return unicodedata.normalize("NFC", word.lower())

    def spellings(self, words: Iterable[str]) -> Iterator[str]:
        """Yield words in lower case, each also without accents."""
        for word in words:
            lowercase = self.lower(word)
            yield from dict.fromkeys((lowercase, *self._folded(lowercase)))

    def _folded(self, word: str) -> Iterator[str]:
        replaced = word
        for pair in self.words("folds"):
            letter, _, replacement = pair.partition("=")
            replaced = replaced.replace(letter, replacement)
        yield replaced
        decomposed = unicodedata.normalize("NFD", word.replace("ı", "i"))
        yield "".join(letter for letter in decomposed if not unicodedata.combining(letter))

    @cached_property
    def lowercase_words(self) -> Mapping[str, frozenset[str]]:
        """The words of each entry that is a list of words, in lower case."""
        names = [name for name, entry in self._table.items() if isinstance(entry, str)]
        return {name: frozenset(self.spellings(self.words(name))) for name in names}

    @cached_property
    def has_decimal_comma(self) -> bool:
        """Whether a comma separates the decimals."""
        return bool(self._table["decimal"] == ",")

    @cached_property
    def months(self) -> Mapping[str, int]:
        """The numbers of the months by their names and abbreviations, as they are written."""
        return {
            name: number
            for number, names in enumerate(self._table["months"], 1)
            for word in _split(names)
            for name in dict.fromkeys((word, *self._folded(word)))
        }

    @cached_property
    def factors(self) -> Mapping[str, int]:
        """The factors of scales and their abbreviations, in lower case."""
        return {word: int(value) for word, value in self.values("abbreviated_scales", "scales")}

    @cached_property
    def decade_words(self) -> Mapping[str, int]:
        """The numbers of `twenties` to `nineties`, in lower case."""
        pairs = zip(self.words("decade_words"), _DECADES, strict=False)
        return {spelling: number for word, number in pairs for spelling in self.spellings((word,))}


def looks_like(text: str, language: NumberLanguage) -> bool:
    """Return whether a text is probably in a language, judging by its function words.

    A text with hardly any function words, such as a table of names and numbers, may be in any
    language.
    """
    language_words = language.lowercase_words["function_words"]
    words = Counter(map(language.lower, _WORD.findall(text[:_SAMPLE_LENGTH])))
    in_language = sum(words[word] for word in language_words)
    other = sum(words[word] for word in _FREQUENT - language_words)
    return other < _MIN_OTHER_WORDS or in_language >= other


def alternatives(words: Iterable[str]) -> str:
    """Return a pattern that matches one of some words, the longest first."""
    escaped = (re.escape(word).replace(r"\ ", "[ ]") for word in words)
    return "|".join(sorted(escaped, key=len, reverse=True)) or "(?!)"


def _split(words: str) -> tuple[str, ...]:
    return tuple(word.replace("_", " ") for word in words.split())
