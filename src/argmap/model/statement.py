"""Statements: the sentences that can stand or fall.

How likely an author holds a statement to be.

What an author expects the evaluation to say: a test in the map.

How much it takes: proof standards, and who bears the burden.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import ClassVar

from attrs import field, frozen

from argmap.model.source import Citation
from argmap.text import Location

ESTIMATIVE_WORDS = {
    "almost-no-chance": (0.01, 0.05),
    "very-unlikely": (0.05, 0.20),
    "unlikely": (0.20, 0.45),
    "roughly-even": (0.45, 0.55),
    "likely": (0.55, 0.80),
    "very-likely": (0.80, 0.95),
    "almost-certain": (0.95, 0.99),
}
"""Words of estimative probability and the range each stands for.

Source: Intelligence Community Directive 203, Analytic Standards (Office of the Director of National
Intelligence, 2015), section D.6.e(2)(a).
"""


@frozen
class Confidence:
    """A probability from 0 to 1, and the word it was given as, if it was."""

    value: float
    word: str | None = None

    @classmethod
    def from_word(cls, word: str) -> Confidence:
        """Read a word of estimative probability as the middle of its range.

        Raises:
            KeyError: when it is none of `ESTIMATIVE_WORDS`.
        """
        low, high = ESTIMATIVE_WORDS[word]
        return cls(round((low + high) / 2, 3), word)

    def __str__(self) -> str:
        return self.word or f"{self.value:g}"


class Status(Enum):
    """Whether a statement stands once every counterpoint has had its turn."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    UNDECIDED = "undecided"


_FINE = 1e-9

_COMPARE: dict[str, Callable[[float, float], bool]] = {
    ">=": lambda strength, bound: strength >= bound - _FINE,
    "<=": lambda strength, bound: strength <= bound + _FINE,
    ">": lambda strength, bound: strength > bound + _FINE,
    "<": lambda strength, bound: strength < bound - _FINE,
}


@frozen
class Expectation:
    """Either a status, or a ``bound`` on the strength with its ``comparison`` (``>=``, ``<``)."""

    status: Status | None = None
    comparison: str | None = None
    bound: float | None = None
    location: Location = field(kw_only=True, eq=False, repr=False)

    def admits(self, strength: float) -> bool:
        """Whether a strength is within the bound, but for a rounding; False where there is none."""
        if self.comparison is None or self.bound is None:
            return False
        return _COMPARE[self.comparison](strength, self.bound)

    def __str__(self) -> str:
        return self.status.value if self.status else f"{self.comparison} {self.bound:g}"


class Standard(Enum):
    """What a statement needs in order to stand, over the inferences for and against it that hold.

    Source: Gordon, Prakken & Walton, The Carneades Model of Argument and Burden of Proof,
    Artificial Intelligence 171, 2007; Farley & Freeman, Burden of Proof in Legal Argumentation,
    ICAIL 1995; Gordon & Walton, Proof Burdens and Standards, 2009.
    """

    DIALECTICAL = "dialectical"
    """Something for it, and nothing against it."""
    SCINTILLA = "scintilla"
    """Something for it, whatever is against it."""
    PREPONDERANCE = "preponderance"
    """The strongest inference for it outweighs the strongest against it."""
    CLEAR_AND_CONVINCING = "clear-and-convincing"
    """It does so by a margin, and is strong in itself."""
    BEYOND_REASONABLE_DOUBT = "beyond-reasonable-doubt"
    """And the strongest inference against it is weak in itself."""


class Burden(Enum):
    """What a claim is that nothing supports."""

    ASSERTED = "asserted"
    """It stands until something speaks against it."""
    STRICT = "strict"
    """It falls: who claims must give a ground."""


@frozen
class Statement:
    """What the four kinds have in common; they add nothing to its fields.

    ``id`` is unique in the map; where the author gave none (``is_named`` is false) it is made from
    the text, so that it stays the same when neighbours come and go. ``question`` holds the numbers,
    from 1, of the critical questions of an inference's scheme that it takes up. ``credibility`` is
    the NATO Admiralty code, 1 (confirmed) to 6 (cannot be judged). ``valid_until`` is the last day,
    month or year in which it holds. ``location`` is the statement's head: its first word to the end
    of its text.
    """

    kind: ClassVar[str]

    id: str
    text: str
    citations: tuple[Citation, ...] = ()
    section: str | None = None
    is_named: bool = True
    question: tuple[int, ...] = ()
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
    extra: dict[str, tuple[str, ...]] = field(factory=dict)
    location: Location = field(kw_only=True, eq=False, repr=False)

    @property
    def is_ground(self) -> bool:
        """Whether it may stand without support: it rests on a source, or is openly assumed."""
        return False


class Claim(Statement):
    """A statement that wants support."""

    __slots__ = ()
    kind = "claim"


class Evidence(Statement):
    """A statement that rests on a source or an observation."""

    __slots__ = ()
    kind = "evidence"

    @property
    def is_ground(self) -> bool:
        return True


class Assumption(Statement):
    """A statement that is taken as given, openly."""

    __slots__ = ()
    kind = "assumption"

    @property
    def is_ground(self) -> bool:
        return True


class Counterpoint(Statement):
    """A statement against."""

    __slots__ = ()
    kind = "counterpoint"


_SHOWN = 40  # characters of a text that stands for a name


def display_name(statement: Statement) -> str:
    """Return a statement as a message names it: by its id, or by the beginning of its text."""
    if statement.is_named:
        return f"`{statement.id}`"
    text = statement.text
    return f"“{text}”" if len(text) <= _SHOWN else f"“{text[: _SHOWN - 1].rstrip()}…”"


STATEMENT_KINDS: dict[str, type[Statement]] = {
    kind.kind: kind for kind in (Claim, Evidence, Assumption, Counterpoint)
}
"""The four kinds by the word that makes them."""
