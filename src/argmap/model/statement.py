"""Statements and their attributes: confidence, status, expectation, standard of proof."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING, ClassVar

from attrs import field, frozen

from argmap.model.source import Citation
from argmap.text import Location

if TYPE_CHECKING:
    from argmap.model.question import Sentence

ESTIMATIVE_WORDS = {
    "almost-no-chance": (0.01, 0.05),
    "very-unlikely": (0.05, 0.20),
    "unlikely": (0.20, 0.45),
    "roughly-even": (0.45, 0.55),
    "likely": (0.55, 0.80),
    "very-likely": (0.80, 0.95),
    "almost-certain": (0.95, 0.99),
}
"""Words of estimative probability and the range of each.

Source: Intelligence Community Directive 203, Analytic Standards (Office of the Director of National
Intelligence, 2015), section D.6.e(2)(a).
"""

_EVERYDAY_WORDS = {
    everyday: word
    for word, everyday_words in {
        "almost-no-chance": "impossible remote",
        "very-unlikely": "highly-improbable very-improbable highly-unlikely very-low",
        "unlikely": "improbable doubtful low",
        "roughly-even": "roughly-even-odds even even-odds maybe medium moderate perhaps possible "
        "possibly toss-up uncertain unsure",
        "likely": "probable probably plausible presumably",
        "very-likely": "highly-probable very-probable highly-likely high",
        "almost-certain": "nearly-certain almost-certainly certain certainly definite definitely "
        "sure very-high",
    }.items()
    for everyday in everyday_words.split()
}
"""Other words for a probability, each with the word of `ESTIMATIVE_WORDS` whose range fits best.

Remote, highly improbable, improbable, roughly even odds, probable, highly probable and nearly
certain are the directive's own synonyms.
"""


def estimative_word_for(words: str) -> str | None:
    """Return the word of estimative probability that everyday words mean; None if unknown."""
    return _EVERYDAY_WORDS.get("-".join(words.casefold().split()))


@frozen
class Confidence:
    """A probability from 0 to 1, and the word of estimative probability that it was given as."""

    value: float
    word: str | None = None

    @classmethod
    def from_word(cls, word: str) -> Confidence:
        """Return the confidence for a word of estimative probability: the middle of its range.

        Raises:
            KeyError: If the word is not one of `ESTIMATIVE_WORDS`.
        """
        low, high = ESTIMATIVE_WORDS[word]
        return cls(round((low + high) / 2, 3), word)

    def __str__(self) -> str:
        return self.word or f"{self.value:g}"


class Status(Enum):
    """The result of the evaluation for a statement or an inference."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    UNDECIDED = "undecided"


_TOLERANCE = 1e-9

_COMPARE: dict[str, Callable[[float, float], bool]] = {
    ">=": lambda strength, bound: strength >= bound - _TOLERANCE,
    "<=": lambda strength, bound: strength <= bound + _TOLERANCE,
    ">": lambda strength, bound: strength > bound + _TOLERANCE,
    "<": lambda strength, bound: strength < bound - _TOLERANCE,
}


@frozen
class Expectation:
    """An expected status, or a ``bound`` on the strength with a ``comparison`` such as ``>=``."""

    status: Status | None = None
    comparison: str | None = None
    bound: float | None = None
    location: Location = field(kw_only=True, eq=False, repr=False)

    def admits(self, strength: float) -> bool:
        """Return whether a strength is within the bound, up to rounding; False without a bound."""
        if self.comparison is None or self.bound is None:
            return False
        return _COMPARE[self.comparison](strength, self.bound)

    def __str__(self) -> str:
        return self.status.value if self.status else f"{self.comparison} {self.bound:g}"


class Standard(Enum):
    """A standard of proof: what a statement needs to be accepted.

    Only the inferences for and against it that hold are compared.

    Source: Gordon, Prakken & Walton, The Carneades Model of Argument and Burden of Proof,
    Artificial Intelligence 171, 2007; Farley & Freeman, Burden of Proof in Legal Argumentation,
    ICAIL 1995; Gordon & Walton, Proof Burdens and Standards, 2009. Accrual: Verheij, Accrual of
    Arguments in Defeasible Argumentation, 1995; Prakken, ICAIL 2005 and 2019.
    """

    DIALECTICAL = "dialectical"
    """Support, and no attack."""
    SCINTILLA = "scintilla"
    """Support, whatever the attacks."""
    PREPONDERANCE = "preponderance"
    """The strongest inference for it outweighs the strongest against it."""
    ACCRUAL = "accrual"
    """All inferences for it together outweigh all against it together."""
    CLEAR_AND_CONVINCING = "clear-and-convincing"
    """It outweighs it by a margin, and is strong in itself."""
    BEYOND_REASONABLE_DOUBT = "beyond-reasonable-doubt"
    """In addition, the strongest inference against it is weak in itself."""

    @property
    def is_weighing(self) -> bool:
        """Whether the standard compares the weights of the inferences for and against."""
        return self not in (Standard.DIALECTICAL, Standard.SCINTILLA)


class Burden(Enum):
    """The burden of proof: the status of a claim without support."""

    ASSERTED = "asserted"
    """It is accepted unless something defeats it."""
    STRICT = "strict"
    """It is rejected: a claim needs a ground."""


class Fidelity(Enum):
    """How close a statement or an inference is to the words of its source; decides nothing."""

    QUOTATION = "quotation"
    """The source's own words."""
    PARAPHRASE = "paraphrase"
    """The same in other words."""
    CONDENSED = "condensed"
    """The gist of a longer passage."""
    INTERPRETATION = "interpretation"
    """What the author of the map takes the source to mean."""
    IMPLICIT = "implicit"
    """Not in the source, but needed by its argument: an enthymeme's unstated part."""

    @property
    def is_own_reading(self) -> bool:
        """Whether the author of the map added it, so that readers must be told."""
        return self in (Fidelity.INTERPRETATION, Fidelity.IMPLICIT)


@frozen(repr=False)
class Statement:
    """The base class of the five kinds of statements, which all have the same fields.

    Attributes:
        id: The id, unique in the map. For a statement without one it is generated from the text, so
            that it does not depend on the statements around it.
        is_named: Whether the author gave it an id.
        label: A short title, shown instead of the text where there is little room.
        fidelity: How close it is to the words of its source.
        critical_question: The numbers, from 1, of the critical questions that it takes up. They
            belong to the scheme of an inference.
        credibility: The NATO Admiralty code: 1 (confirmed) to 6 (cannot be judged).
        valid_until: The last day, month or year in which it is valid.
        was: Its former ids, by which two versions of a map are compared.
        location: The statement's head, from its keyword to the end of its text.
    """

    kind: ClassVar[str]

    id: str
    text: str
    citations: tuple[Citation, ...] = ()
    section: str | None = None
    is_named: bool = True
    label: str | None = None
    fidelity: Fidelity | None = None
    critical_question: tuple[int, ...] = ()
    confidence: Confidence | None = None
    credibility: int | None = None
    held_by: tuple[str, ...] = ()
    standard: Standard | None = None
    expect: Expectation | None = None
    tags: tuple[str, ...] = ()
    note: str | None = None
    date: str | None = None
    valid_until: str | None = None
    url: str | None = None
    was: tuple[str, ...] = ()
    extra: dict[str, tuple[str, ...]] = field(factory=dict)
    location: Location = field(kw_only=True, eq=False, repr=False)

    @property
    def is_ground(self) -> bool:
        """Whether it needs no support, as evidence and assumptions do not."""
        return False

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id}: “{self.text}”>"


class Claim(Statement):
    """A statement that needs support."""

    __slots__ = ()
    kind = "claim"


class Evidence(Statement):
    """A statement based on a source or an observation."""

    __slots__ = ()
    kind = "evidence"

    @property
    def is_ground(self) -> bool:
        return True


class Assumption(Statement):
    """A statement that is explicitly taken for granted."""

    __slots__ = ()
    kind = "assumption"

    @property
    def is_ground(self) -> bool:
        return True


class Counterpoint(Statement):
    """A statement that attacks another."""

    __slots__ = ()
    kind = "counterpoint"


class Concession(Statement):
    """A statement against another that is granted but does not decide ("although").

    Its attacks and undercuts never decide. What it supports or contradicts, it does in earnest.
    """

    __slots__ = ()
    kind = "concession"


_MAX_NAME_LENGTH = 40


def display_name(sentence: Sentence) -> str:
    """Return the name of a sentence in messages: its id, or the beginning of its text."""
    if sentence.is_named:
        return f"`{sentence.id}`"
    text = sentence.text
    if len(text) > _MAX_NAME_LENGTH:
        text = f"{text[: _MAX_NAME_LENGTH - 1].rstrip()}…"
    return f"“{text}”"


STATEMENT_KINDS: dict[str, type[Statement]] = {
    kind.kind: kind for kind in (Claim, Evidence, Assumption, Counterpoint, Concession)
}
"""The five kinds of statements by keyword."""
