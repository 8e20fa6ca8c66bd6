"""How likely an author holds a statement to be."""

from __future__ import annotations

from attrs import frozen

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
