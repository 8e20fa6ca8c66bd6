"""Which passages of a source are cited by what, and which are not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from argmap.model import ArgumentMap, Locator, Source, Unit
from argmap.sources.loader import Passages
from argmap.sources.verify import includes


class PassageCoverage(NamedTuple):
    """A passage: its number, what it begins with, and the ids of the statements that cite it.

    ``counts`` tells a passage that a map of the source should cite: no heading, and not left out by
    the source's ``passages:``.
    """

    number: int
    text: str
    cited_by: tuple[str, ...]
    is_heading: bool
    is_included: bool

    @property
    def is_citable(self) -> bool:
        return self.is_included and not self.is_heading


class Coverage(NamedTuple):
    """How a map covers a source; ``whole`` are the statements that cite it without a place.

    ``texts`` are the texts of the citing statements to which the author gave no id.
    """

    source: Source
    unit: Unit
    rows: tuple[PassageCoverage, ...]
    whole_source: tuple[str, ...]
    texts: Mapping[str, str] = {}

    @property
    def citable_rows(self) -> tuple[PassageCoverage, ...]:
        """The passages that count."""
        return tuple(row for row in self.rows if row.is_citable)

    @property
    def cited_count(self) -> int:
        """How many of those are cited."""
        return sum(bool(row.cited_by) for row in self.citable_rows)


def measure_coverage(argument_map: ArgumentMap, source: Source, passages: Passages) -> Coverage:
    """Return how a map covers one of its sources; a range of passages cites each of them."""
    by: list[list[str]] = [[] for _ in range(len(passages) + 1)]
    whole: list[str] = []
    for statement in argument_map.statements.values():
        for citation in statement.citations:
            if citation.source != source.id:
                continue
            locator = citation.locator
            if locator is None:
                whole.append(statement.id)
            elif locator.unit is passages.unit:
                for cited_by in by[locator.first : locator.last + 1]:
                    cited_by.append(statement.id)
    rows = (
        PassageCoverage(
            number,
            text,
            tuple(dict.fromkeys(by[number])),
            number in passages.headings,
            includes(source, Locator(passages.unit, number, number)),
        )
        for number, text in enumerate(passages.normalized, 1)
    )
    citing = {id_ for row in by for id_ in row} | set(whole)
    texts = {
        id_: statement.text
        for id_, statement in argument_map.statements.items()
        if id_ in citing and not statement.is_named
    }
    return Coverage(source, passages.unit, tuple(rows), tuple(dict.fromkeys(whole)), texts)
