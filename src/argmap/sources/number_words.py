"""Scanner for numbers in words: `three`, `thirty-five`, `two thirds`, `half a million`, `both`.

A text is read word by word. A word has parts (`zweihundert`: 2 and 100); the parts of consecutive
words form a number as long as each can follow the previous one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from argmap.sources.number_language import NumberLanguage, alternatives
from argmap.sources.number_tokens import Atom, Decade, Reading, Token, fraction_values

_MAX_PARTS = 24  # of one number
_MAX_CACHED_WORDS = 50_000
_MAX_WORD_LENGTH = 80
_MAX_STEPS = 400  # of the search for the parts of a word
_MAX_PREFIX_LENGTH = 40  # of a decade
_MAX_OF_WORDS = 2  # in `a quarter of a million`
_LETTER = r"(?:[^\W\d_]|[\u0300-\u036f])"
_ROMAN = re.compile(r"(?<![\w.])(?=[IVXL])(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})(?:\b|(?=e\b|ème\b|º))")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_CENTURY = 1900  # of decades without a century, such as `the sixties`
_TEN, _TWENTY, _HUNDRED, _THOUSAND = 10, 20, 100, 1_000
_VIGESIMAL = (60, 80)


class _Kind(Enum):
    NUMBER = "three, hundred in languages that inflect it"
    SCALE = "hundred, million"
    AND = "and, within a number"
    HALF = "and a half"


class _Part(NamedTuple):
    kind: _Kind
    value: Decimal


class _Word(NamedTuple):
    """A word of a text: its span, the word in lower case, and its parts if it is a number word."""

    start: int
    end: int
    text: str
    parts: tuple[_Part, ...]


class _Number(NamedTuple):
    start: int
    end: int
    value: Decimal
    factor: int
    parts: tuple[_Part, ...]
    words: tuple[_Word, ...]
    clauses: tuple[Decimal, ...]


def scan_number_words(text: str, language: NumberLanguage) -> Iterator[Token]:
    """Yield the numbers in words, also those that are not asserted (`both`, `third`)."""
    vocabulary = _vocabulary(language)
    words = list(vocabulary.read(text))
    index = 0
    while index < len(words):
        token, index = _next_token(text, words, index, vocabulary)
        yield from token
    yield from _roman_numerals(text)


# ---- Vocabulary ---------------------------------------------------------------------------------


@lru_cache(maxsize=16)
def _vocabulary(language: NumberLanguage) -> _Vocabulary:
    return _Vocabulary(language)


class _Vocabulary:
    """The number words of a language, prepared for scanning."""

    def __init__(self, language: NumberLanguage) -> None:
        self.language = language
        self.lists = language.lowercase_words
        number_words = dict(language.values("numbers"))
        self.parts: dict[str, tuple[_Part, ...]] = {
            **{word: (_Part(_Kind.NUMBER, value),) for word, value in number_words.items()},
            **{word: (_Part(_Kind.SCALE, v),) for word, v in language.values("scales")},
            **{word: (_Part(_Kind.HALF, Decimal()),) for word in self.lists["and_a_half"]},
        }
        self.ordinals = dict(language.values("ordinals"))
        self.collectives = dict(language.values("collectives"))
        self.denominators = {word: int(v) for word, v in language.values("denominators")}
        self.mentions: dict[str, tuple[Decimal, ...]] = {}
        for word, value in language.values("collectives", "ordinals", "multiples"):
            self.mentions[word] = (*self.mentions.get(word, ()), value)
        for word, denominator in self.denominators.items():
            values = fraction_values(Decimal(1), denominator)
            self.mentions[word] = (*self.mentions.get(word, ()), *values)
        self.has_teens = Decimal(17) in number_words.values()
        self.is_joined = language.has("is_joined")
        self._units_first = language.has("units_first")
        self._vigesimal = language.has("vigesimal")
        phrases = [
            word
            for word in (*self.parts, *self.mentions, *self.lists["percent"])
            if not word.isalpha()
        ]
        self._word = re.compile(rf"\b(?:{alternatives(phrases)})\b|{_LETTER}+", re.IGNORECASE)
        scales = dict(language.values("scales")).values()
        stems = {
            word: (_Part(_Kind.SCALE if value in scales else _Kind.NUMBER, value),)
            for word, value in language.values("stems")
        }
        self._stems = frozenset(stems) - frozenset(self.parts)
        joined = {
            **stems,
            **self.parts,
            **{word: (_Part(_Kind.AND, Decimal()),) for word in self.lists["and"]},
        }
        self._joined = {word: parts[0] for word, parts in joined.items() if word.isalpha()}
        self._lengths = sorted({len(word) for word in self._joined}, reverse=True)
        self._prefixes: dict[str, tuple[_Part, ...]] = {}
        self._cache: dict[str, tuple[str, tuple[_Part, ...]]] = {}

    def read(self, text: str) -> Iterator[_Word]:
        """Yield the words of a text."""
        for match in self._word.finditer(text):
            word = match[0]
            if word not in self._cache:
                if len(self._cache) >= _MAX_CACHED_WORDS:
                    self._cache.clear()
                lowercase = self.language.lower(word)
                self._cache[word] = lowercase, self._parts(lowercase)
            yield _Word(match.start(), match.end(), *self._cache[word])

    def _parts(self, word: str) -> tuple[_Part, ...]:
        if word in self.parts or not self.is_joined:
            return self.parts.get(word, ())
        end, parts = self._segments(word, is_whole=True)
        return parts if end == len(word) else ()

    def prefix(self, word: str) -> tuple[_Part, ...]:
        """Return the number that a longer word begins with, in languages that join words."""
        if not self.is_joined or word in self.mentions:
            return ()
        if word not in self._prefixes:
            if len(self._prefixes) >= _MAX_CACHED_WORDS:
                self._prefixes.clear()
            self._prefixes[word] = self._segments(word)[1]
        return self._prefixes[word]

    def _segments(self, word: str, *, is_whole: bool = False) -> tuple[int, tuple[_Part, ...]]:
        """Return the parts that a word begins with, and the offset after them.

        A stem (`vent` in Italian) is no number by itself: if the parts are the whole word, the last
        one is not a stem.
        """
        best: tuple[int, tuple[_Part, ...]] = (0, ())
        pending: list[tuple[int, tuple[_Part, ...]]] = [(0, ())]
        for _ in range(_MAX_STEPS):
            if not pending or best[0] == len(word) or len(word) > _MAX_WORD_LENGTH:
                break
            position, parts = pending.pop()
            for length in reversed(self._lengths):  # the longest is tried first
                segment = word[position : position + length]
                part = self._joined.get(segment)
                if part is None or len(segment) < length or not self._can_follow(parts, part):
                    continue
                end, extended = position + length, (*parts, part)
                pending.append((end, extended))
                is_complete = part.kind is not _Kind.AND and not (
                    is_whole and segment in self._stems
                )
                if is_complete and end > best[0]:
                    best = end, extended
        return best

    def _can_follow(self, parts: Sequence[_Part], part: _Part) -> bool:
        return (part.kind is not _Kind.AND or bool(parts)) and self.continues(parts, part)

    def continues(self, parts: Sequence[_Part], part: _Part) -> bool:
        """Return whether a part can follow the parts of the same number."""
        if not parts:
            return part.kind is not _Kind.HALF
        previous = parts[-1]
        if len(parts) >= _MAX_PARTS or previous.kind is _Kind.HALF:
            return len(parts) < _MAX_PARTS and part.kind is _Kind.SCALE
        if part.kind is not _Kind.NUMBER:
            return previous.kind is not _Kind.AND or part.kind is _Kind.SCALE
        if previous.kind is _Kind.SCALE:
            return part.value < previous.value
        if previous.kind is _Kind.AND:
            return self._follows_and(parts[:-1], part.value)
        return self.completes(previous.value, part.value)

    def _follows_and(self, parts: Sequence[_Part], value: Decimal) -> bool:
        previous = parts[-1]
        if previous.kind is not _Kind.NUMBER:
            return previous.kind is _Kind.SCALE and value < previous.value
        is_unit_first = 0 < previous.value < _TEN and _is_ten(value)
        return (self._units_first and is_unit_first) or self.completes(previous.value, value)

    def completes(self, previous: Decimal, value: Decimal) -> bool:
        """Return whether a number completes the previous one, as `five` in `thirty-five`."""
        if not value or value % 1 or previous % 1:
            return False
        if previous and previous % _HUNDRED == 0:
            return value < _HUNDRED
        if self._vigesimal and previous in _VIGESIMAL and value < _TWENTY:
            return True
        is_ten = _is_ten(previous) or (previous == _TEN and not self.has_teens)
        return is_ten and value < _TEN


def _is_ten(value: Decimal) -> bool:
    return _TWENTY <= value < _HUNDRED and value % _TEN == 0


# ---- Numbers ------------------------------------------------------------------------------------


def _next_token(
    text: str, words: Sequence[_Word], index: int, vocabulary: _Vocabulary
) -> tuple[tuple[Token, ...], int]:
    """Return the tokens that begin with a word, and the index of the word after them."""
    number = _number(text, words, index, vocabulary) if words[index].parts else None
    after = index + len(number.words) if number else index
    fraction = _fraction(text, words, after, number, vocabulary)
    if fraction is not None:
        return fraction
    if number is not None:
        return (_number_token(text, words, index, number, vocabulary),), after
    word = words[index]
    atoms: list[Atom] = list(vocabulary.mentions.get(word.text, ()))
    first = vocabulary.ordinals.get(word.text)
    if first is not None:  # `décimo tercero`
        second = _ordinal_after(text, words, index + 1, first, vocabulary)
        atoms += [first + second] if second is not None else []
    if decade := vocabulary.language.decade_words.get(word.text):
        atoms += [Decade(_CENTURY + decade), Decimal(decade)]
    if not atoms and (prefix := vocabulary.prefix(word.text)):
        atoms.append(_value(prefix))
    readings = tuple((atom,) for atom in atoms)
    tokens = (Token(word.start, word.end, readings, is_asserted=False),) if atoms else ()
    return tokens, index + 1


def _number(
    text: str, words: Sequence[_Word], index: int, vocabulary: _Vocabulary
) -> _Number | None:
    """Return the longest number that begins with a word."""
    if words[index].parts[0].kind is _Kind.HALF:
        return None
    parts = words[index].parts
    clauses = [parts]  # what `and` joins: two numbers, or one
    end = index + 1
    while end < len(words):
        following = end
        is_clause = _is_after_comma(text, words, end) and parts[-1].kind is _Kind.SCALE
        if not is_clause and not _is_adjacent(text, words, end):
            break
        if words[end].text in vocabulary.lists["and"]:
            following = end + 1
            is_clause = True
            if following == len(words) or not _is_adjacent(text, words, following):
                break
        added = words[following].parts
        extended = _extended(parts, added, vocabulary)
        if extended is None:
            break
        parts = extended
        if is_clause:
            clauses.append(added)
        else:
            clauses[-1] = (*clauses[-1], *added)
        end = following + 1
    return _Number(
        words[index].start,
        words[end - 1].end,
        _value(parts),
        _factor(parts),
        parts,
        tuple(words[index:end]),
        tuple(_value(clause) for clause in clauses) if len(clauses) > 1 else (),
    )


def _extended(
    parts: tuple[_Part, ...], added: tuple[_Part, ...], vocabulary: _Vocabulary
) -> tuple[_Part, ...] | None:
    """Return parts with those of a further word, or None if they do not form one number."""
    if not added:
        return None
    for part in added:
        if not vocabulary.continues(parts, part):
            return None
        parts = (*parts, part)
    return parts


def _is_adjacent(text: str, words: Sequence[_Word], index: int) -> bool:
    return text[words[index - 1].end : words[index].start] in {" ", "-"}


def _is_after_comma(text: str, words: Sequence[_Word], index: int) -> bool:
    return text[words[index - 1].end : words[index].start] == ", "


def _value(parts: Sequence[_Part]) -> Decimal:
    """Return the value of a number: `two hundred thousand` is 2 × 100 × 1,000."""
    groups: list[tuple[Decimal, Decimal]] = []  # values, and the scales that they have
    scale = Decimal(1)
    for part in parts:
        if part.kind is _Kind.NUMBER:
            groups.append((part.value, Decimal(1)))
        elif part.kind is _Kind.HALF:
            groups.append((scale / 2, Decimal(1)))
        elif part.kind is _Kind.SCALE:
            total = Decimal()
            while groups and groups[-1][1] < part.value:
                total += groups.pop()[0]
            groups.append(((total or 1) * part.value, part.value))
        scale = part.value if part.kind is _Kind.SCALE else Decimal(1)
    return sum((value for value, _ in groups), Decimal())


def _factor(parts: Sequence[_Part]) -> int:
    """Return the factor of the last scale from thousand on; `mil millones` is one scale."""
    factor = 1
    is_scale = False
    for part in parts:
        if part.kind is _Kind.SCALE and part.value >= _THOUSAND:
            factor = int(part.value) * (factor if is_scale else 1)
        is_scale = part.kind is _Kind.SCALE and part.value >= _THOUSAND
    return factor


def _number_token(
    text: str, words: Sequence[_Word], index: int, number: _Number, vocabulary: _Vocabulary
) -> Token:
    readings: list[Reading] = [(number.value,)]
    if number.clauses:
        readings.append(number.clauses)
    is_asserted = _is_asserted(text, words, index, number, vocabulary)
    after = index + len(number.words)
    if after < len(words) and _is_adjacent(text, words, after):
        word = words[after].text
        if word in vocabulary.collectives:
            readings.append((number.value * vocabulary.collectives[word],))
        elif parts := _extended(number.parts, vocabulary.prefix(word), vocabulary):
            readings.append((_value(parts),))  # an ordinal, such as `yirmi beşinci`
            is_asserted = False
    if (ordinal := _ordinal_after(text, words, after, number.value, vocabulary)) is not None:
        readings.append((number.value + ordinal,))
        is_asserted = False
    if _is_ten(number.value) and _follows_decade_prefix(text, number.start, vocabulary.language):
        readings.append((Decade(_CENTURY + int(number.value)),))
    return Token(number.start, number.end, tuple(readings), number.factor, is_asserted)


def _ordinal_after(
    text: str, words: Sequence[_Word], index: int, number: Decimal, vocabulary: _Vocabulary
) -> Decimal | None:
    """Return the ordinal that completes a number, as in `twenty-first` or `vingt et unième`."""
    if index < len(words) - 1 and words[index].text in vocabulary.lists["and"]:
        index += 1
    if index >= len(words) or not _is_adjacent(text, words, index):
        return None
    ordinal = vocabulary.ordinals.get(words[index].text)
    if ordinal is None:
        return None
    last = number % _HUNDRED or number
    is_teen = last == _TEN and ordinal < _TEN
    return ordinal if is_teen or vocabulary.completes(last, ordinal) else None


def _follows_decade_prefix(text: str, start: int, language: NumberLanguage) -> bool:
    before = language.lower(text[max(0, start - _MAX_PREFIX_LENGTH) : start])
    prefixes = language.lowercase_words["decade_prefixes"]
    return any(before.endswith(f"{prefix} ") for prefix in prefixes)


def _is_asserted(
    text: str, words: Sequence[_Word], index: int, number: _Number, vocabulary: _Vocabulary
) -> bool:
    is_after_word = index > 0 and _is_adjacent(text, words, index)
    before = words[index - 1].text if is_after_word else ""
    if len(number.words) == 1:
        word = number.words[0]
        if len(word.parts) == 1 and word.parts[0].kind is _Kind.SCALE:
            return before in vocabulary.lists["articles"]
        if word.text in vocabulary.lists["ambiguous"]:
            return False
    return number.factor != 1 or before not in vocabulary.lists["definite"]


# ---- Fractions ----------------------------------------------------------------------------------


def _fraction(
    text: str,
    words: Sequence[_Word],
    index: int,
    number: _Number | None,
    vocabulary: _Vocabulary,
) -> tuple[tuple[Token, ...], int] | None:
    """Return the fraction whose denominator is a word: `two thirds`, `half a million`."""
    is_next = index < len(words) and (number is None or _is_adjacent(text, words, index))
    denominator = vocabulary.denominators.get(words[index].text) if is_next else None
    if denominator is None:
        return None
    if vocabulary.language.has("denominator_first") and not number:
        return _fraction_with_denominator_first(text, words, index, denominator, vocabulary)
    numerator = number.value if number else Decimal(1)
    start, end = number.start if number else words[index].start, words[index].end
    scale, after = _scale_after(text, words, index + 1, vocabulary)
    if scale is not None:
        value = numerator * scale / denominator
        return (Token(start, words[after - 1].end, ((value,),), int(scale)),), after
    if number is None:
        return None
    if vocabulary.completes(numerator % _HUNDRED or numerator, Decimal(denominator)):
        value = numerator + denominator  # twenty-fifth
        token = Token(start, end, ((value,),), is_asserted=False)
    else:
        token = _fraction_token(start, end, numerator, denominator)
    return (token,), index + 1


def _fraction_token(start: int, end: int, numerator: Decimal, denominator: int) -> Token:
    """Return a fraction. Its numerator alone is a reading: `tres cuartos` are also three rooms."""
    values = fraction_values(numerator, denominator)
    readings = (*((value,) for value in values), (numerator,))
    return Token(start, end, readings, is_asserted=numerator > 1)


def _fraction_with_denominator_first(
    text: str, words: Sequence[_Word], index: int, denominator: int, vocabulary: _Vocabulary
) -> tuple[tuple[Token, ...], int] | None:
    after = index + 1
    scale, end = _scale_after(text, words, after, vocabulary)
    if scale is not None:
        readings: tuple[Reading, ...] = ((scale / denominator,),)
        return (Token(words[index].start, words[end - 1].end, readings, int(scale)),), end
    if after == len(words) or not _is_adjacent(text, words, after):
        return None
    numerator = _value(words[after].parts or vocabulary.prefix(words[after].text))
    if not 0 < numerator < denominator:
        return None
    token = _fraction_token(words[index].start, words[after].end, numerator, denominator)
    return (token,), after + 1


def _scale_after(
    text: str, words: Sequence[_Word], index: int, vocabulary: _Vocabulary
) -> tuple[Decimal | None, int]:
    """Return the scale at an index, or after `of a`, and the index of the word after it."""
    for position in range(index, min(index + _MAX_OF_WORDS + 1, len(words))):
        word = words[position]
        if not _is_adjacent(text, words, position):
            break
        if len(word.parts) == 1 and word.parts[0].kind is _Kind.SCALE:
            return word.parts[0].value, position + 1
        if word.text not in vocabulary.lists["of"]:
            break
    return None, index


# ---- Roman numerals -----------------------------------------------------------------------------


def _roman_numerals(text: str) -> Iterator[Token]:
    """Yield the Roman numerals up to 99, as in `XIX siècle`; a text does not assert them."""
    for match in _ROMAN.finditer(text):
        if match[0]:
            value = Decimal(_roman_value(match[0]))
            yield Token(match.start(), match.end(), ((value,),), is_asserted=False)


def _roman_value(numeral: str) -> int:
    values: list[int] = [_ROMAN_VALUES[letter] for letter in numeral]
    following: Mapping[int, int] = dict(enumerate(values[1:]))
    return sum(-v if v < following.get(i, 0) else v for i, v in enumerate(values))
