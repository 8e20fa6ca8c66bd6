"""Findings about a map's citations, as data.

Verification compares the citations with the source texts and the lock. A rule
turns each type of finding into a diagnostic, as it does with the errors of the
resolver. ``element`` is the id of the citing statement, question or context.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, TypeVar

from argmap.model import Citation, Locator, Source, Statement, Unit
from argmap.sources.loader import UnavailableReason
from argmap.text import Location


class MissingText(NamedTuple):
    """A source that names a text that is not available.

    ``is_locked``: the lock has entries for the source, which replace the text.
    """

    source: Source
    name: str
    reason: UnavailableReason
    detail: str
    is_locked: bool


class MissingPassage(NamedTuple):
    """A locator that does not exist in the source.

    Attributes:
        unit: What the text is divided into; for a line, `Unit.LINE` if the text has lines.
        length: The number of these units in the text.
        is_excluded: Whether the text has the passage, but the source's ``passages:`` leave it out.
        occurrences: The passages that contain the quotation.
        similar: For a heading, one that the text has, which the author may have meant.
    """

    citation: Citation
    element: str
    unit: Unit
    length: int
    is_excluded: bool
    occurrences: tuple[Locator, ...]
    similar: str | None = None


class MissingQuotation(NamedTuple):
    """A quotation that the cited passages do not contain.

    Attributes:
        occurrences: The passages that contain it.
        similar: Words of the cited passages that the author may have meant.
        missing_part: The missing part of a quotation with omissions.
        is_misplaced: Whether the cited passages contain this part, but before the other parts or
            too far from them.
    """

    citation: Citation
    element: str
    occurrences: tuple[Locator, ...]
    similar: str | None
    missing_part: str | None = None
    is_misplaced: bool = False


class QuotationAsLocator(NamedTuple):
    """A locator in quotes with words that are in the source's text, like those of a quotation."""

    citation: Citation
    element: str


class MissingNumber(NamedTuple):
    """A number in evidence that the cited passages do not contain.

    ``text`` is the number as written; ``occurrences`` are passages that contain it, each with the
    id of its source.
    """

    location: Location
    element: str
    text: str
    citations: tuple[Citation, ...]
    occurrences: tuple[tuple[str, Locator], ...]


class DroppedHedge(NamedTuple):
    """A statement without reservation, of which the cited passage says only that it may be so.

    ``hedge`` is the word with which the ``sentence`` of the passage says so.
    """

    statement: Statement
    citation: Citation
    hedge: str
    sentence: str


class UnquotedStatement(NamedTuple):
    """A statement that is marked as a quotation, but whose words no cited passage contains.

    ``citation`` is its first one.
    """

    statement: Statement
    citation: Citation


class ChangedText(NamedTuple):
    """A source whose text has changed since it was locked, with the effect on its citations.

    The passages cited by ``unchanged`` are the same. Those cited by ``reworded`` have changed, but
    still contain the quotation, if there is one. Those cited by ``lost`` no longer contain it, or
    no longer exist.
    """

    source: Source
    name: str
    unchanged: tuple[Citation, ...]
    reworded: tuple[Citation, ...]
    lost: tuple[Citation, ...]


class UnlockedCitation(NamedTuple):
    """A citation that is not in the lock.

    ``changed_part`` is the part in which it differs from a locked citation that is no longer in the
    map: ``snippet``, ``place``, or empty if there is none.
    """

    citation: Citation
    element: str
    changed_part: str


class UnusedEntries(NamedTuple):
    """Lines of the lock without a citation in the map; ``location`` is the first."""

    location: Location
    line_count: int


class DeadLink(NamedTuple):
    """A URL that leads nowhere; ``reason`` continues a sentence that has named the URL."""

    location: Location
    element: str
    url: str
    reason: str


class BrokenLock(NamedTuple):
    """Lines of the lock that cannot be read; ``location`` is the first."""

    location: Location
    line_count: int


Finding = (
    MissingText
    | MissingPassage
    | MissingQuotation
    | QuotationAsLocator
    | MissingNumber
    | DroppedHedge
    | UnquotedStatement
    | ChangedText
    | UnlockedCitation
    | UnusedEntries
    | BrokenLock
    | DeadLink
)
F = TypeVar("F", bound=Finding)


class CitationFindings(NamedTuple):
    """All findings about the citations of one map, in the author's order."""

    findings: tuple[Finding, ...]

    def of_type(self, kind: type[F]) -> Iterator[F]:
        """Yield the findings of one type."""
        return (finding for finding in self.findings if type(finding) is kind)
