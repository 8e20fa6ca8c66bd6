"""What is found when citations are held against texts and lock: facts, not yet sentences.

A rule makes a diagnostic of each kind (`argmap.rules`), as it does of the resolver's faults.
``element`` is the id of the statement that cites.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, TypeVar

from argmap.model import Citation, Locator, Source, Unit
from argmap.sources.loader import UnavailableReason
from argmap.text import Location


class TextUnavailableFact(NamedTuple):
    """The text that a source names is not at hand; ``is_locked``: the lock stands in for it."""

    source: Source
    name: str
    trouble: UnavailableReason
    reason: str
    is_locked: bool


class MissingPassage(NamedTuple):
    """A place that the source does not have: it has ``length`` passages, in ``unit``.

    ``is_foreign`` tells one that the text has and the source's ``passages:`` leave out.
    ``stands_at`` are passages that hold the snippet.
    """

    citation: Citation
    element: str
    unit: Unit
    length: int
    is_foreign: bool
    stands_at: tuple[Locator, ...]


class MissingQuotation(NamedTuple):
    """A snippet that does not stand where it is cited from.

    ``stands_at`` are passages that hold it; ``similar`` are words in the cited ones that may be
    meant. ``part`` is the part that is not there, where the snippet leaves something out.
    """

    citation: Citation
    element: str
    stands_at: tuple[Locator, ...]
    similar: str | None
    part: str | None = None


class MissingNumber(NamedTuple):
    """A figure in evidence that its cited passages do not contain; ``stands_at`` others that do."""

    location: Location
    element: str
    written: str
    citations: tuple[Citation, ...]
    stands_at: tuple[tuple[str, Locator], ...]


class ChangedText(NamedTuple):
    """A source whose text is not the one that was locked, by what that means for its citations.

    ``same`` rest on passages that are as they were; the passages of ``reworded`` have changed, and
    the snippet still stands in them, or there is none; the snippet of ``lost`` does not.
    """

    source: Source
    name: str
    same: tuple[Citation, ...]
    reworded: tuple[Citation, ...]
    lost: tuple[Citation, ...]


class UnlockedCitation(NamedTuple):
    """A citation that is not in the lock; ``was`` is what has changed of one that is, if so."""

    citation: Citation
    element: str
    was: str


class LeftoverEntries(NamedTuple):
    """Lines of the lock that the map has no citation for; ``location`` is the first."""

    location: Location
    lines: int


class DeadAddress(NamedTuple):
    """A web address that leads nowhere; ``trouble`` is what came of asking."""

    location: Location
    element: str
    address: str
    trouble: str


class BrokenLock(NamedTuple):
    """Lines of the lock that cannot be read; ``location`` is the first."""

    location: Location
    lines: int


Fact = (
    TextUnavailableFact
    | MissingPassage
    | MissingQuotation
    | MissingNumber
    | ChangedText
    | UnlockedCitation
    | LeftoverEntries
    | BrokenLock
    | DeadAddress
)
F = TypeVar("F", bound=Fact)


class CitationFindings(NamedTuple):
    """All that was found of one map's citations, in the author's order."""

    facts: tuple[Fact, ...]

    def of(self, kind: type[F]) -> Iterator[F]:
        """Yield the facts of one kind."""
        return (fact for fact in self.facts if type(fact) is kind)
