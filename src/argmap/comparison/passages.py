"""Two maps of the same text, passage by passage: who read it how, and what one of them left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from enum import Enum

from attrs import evolve, frozen

from argmap.comparison.matching import significant_words, similarity
from argmap.model import ArgumentMap, Locator, Source, Statement, Unit
from argmap.text.comparison import alphanumeric_key

MIN_AGREEMENT = 0.5
"""The least share of common words of two statements that say the same (Dice, 0 to 1)."""
_MAX_RANGE = 200
"""Longer ranges of passages are listed as a whole."""


class CitedBy(Enum):
    """Which of the two maps cites a passage."""

    BOTH = "both"
    FIRST = "first"
    SECOND = "second"


@frozen(eq=False)
class PassageReading:
    """What two maps say about one passage.

    Attributes:
        locator: The passage; None if the source as a whole is cited.
        agreements: Pairs of statements, one of each map, with many common words.
        first: The other statements of the first map that cite the passage.
        second: The other statements of the second map.
    """

    locator: Locator | None
    agreements: tuple[tuple[Statement, Statement], ...]
    first: tuple[Statement, ...]
    second: tuple[Statement, ...]

    @property
    def cited_by(self) -> CitedBy:
        """Which map cites the passage."""
        if self.agreements or (self.first and self.second):
            return CitedBy.BOTH
        return CitedBy.FIRST if self.first else CitedBy.SECOND


@frozen(eq=False)
class SourceReading:
    """What two maps say about one source, in the order of its passages.

    Attributes:
        first_source: The source as the first map declares it.
        second_source: The source as the second map declares it.
    """

    first_source: Source
    second_source: Source
    passages: tuple[PassageReading, ...]

    def count(self, cited_by: CitedBy) -> int:
        """Return the number of passages that both maps cite, or only one."""
        return sum(passage.cited_by is cited_by for passage in self.passages)


def compare_readings(first: ArgumentMap, second: ArgumentMap) -> tuple[SourceReading, ...]:
    """Compare two maps by the passages that they cite.

    Sources are the same if they have the same DOI, address, title or id.
    """
    readings = []
    by_source_1, by_source_2 = _statements_by_passage(first), _statements_by_passage(second)
    for one, other in _common_sources(first, second):
        statements_1, statements_2 = by_source_1[one.id], by_source_2[other.id]
        locators = sorted({*statements_1, *statements_2}, key=_sort_key)
        passages = tuple(
            _compare_passage(locator, statements_1.get(locator, []), statements_2.get(locator, []))
            for locator in locators
        )
        readings.append(SourceReading(one, other, passages))
    return tuple(readings)


def _common_sources(first: ArgumentMap, second: ArgumentMap) -> Iterator[tuple[Source, Source]]:
    left = dict(second.sources)
    pairs: dict[str, Source] = {}
    for attribute in ("doi", "url", "title", "id"):
        by_value: dict[str, Source] = {}
        for source in left.values():
            if key := _key(source, attribute):
                by_value.setdefault(key, source)
        for source in first.sources.values():
            other = by_value.get(_key(source, attribute))
            if source.id not in pairs and other is not None and other.id in left:
                pairs[source.id] = left.pop(other.id)
    for id_, source in first.sources.items():
        if id_ in pairs:
            yield source, pairs[id_]


def _key(source: Source, attribute: str) -> str:
    return alphanumeric_key(getattr(source, attribute) or "")


def _statements_by_passage(
    argument_map: ArgumentMap,
) -> dict[str, dict[Locator | None, list[Statement]]]:
    """Return the statements that cite each passage, by source; a range is split into its parts."""
    by_source: dict[str, dict[Locator | None, list[Statement]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for statement in argument_map.statements.values():
        for citation in statement.citations:
            for locator in _single(citation.locator):
                statements = by_source[citation.source][locator]
                if statement not in statements:
                    statements.append(statement)
    return by_source


def _single(locator: Locator | None) -> Iterator[Locator | None]:
    """Yield the single passages of a range."""
    if (
        locator is None
        or locator.unit in (Unit.TIME, Unit.HEADING, Unit.OTHER)
        or locator.last - locator.first > _MAX_RANGE
    ):
        yield locator
    else:
        for number in range(locator.first, locator.last + 1):
            yield evolve(locator, first=number, last=number)


def _sort_key(locator: Locator | None) -> tuple[int, int, int, str]:
    if locator is None:
        return (-1, 0, 0, "")
    return ([*Unit].index(locator.unit), locator.first, locator.last, locator.text)


def _compare_passage(
    locator: Locator | None, first: list[Statement], second: list[Statement]
) -> PassageReading:
    """Pair the statements that say the same, the most similar first."""
    words_1 = [significant_words(statement.text) for statement in first]
    words_2 = [significant_words(statement.text) for statement in second]
    candidates = sorted(
        (-similarity(one, other), i, j)
        for i, one in enumerate(words_1)
        for j, other in enumerate(words_2)
        if one and other and similarity(one, other) >= MIN_AGREEMENT
    )
    partners: dict[int, int] = {}
    for _, i, j in candidates:
        if i not in partners and j not in partners.values():
            partners[i] = j
    return PassageReading(
        locator,
        tuple((first[i], second[partners[i]]) for i in sorted(partners)),
        tuple(statement for i, statement in enumerate(first) if i not in partners),
        tuple(s for j, s in enumerate(second) if j not in set(partners.values())),
    )
