"""The coverage of a source by a map: its cited and uncited passages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from argmap.model import ArgumentMap, Locator, Source, Unit
from argmap.sources.loader import Passages
from argmap.sources.normalize import normalize
from argmap.sources.verify import includes


class PassageCoverage(NamedTuple):
    """A passage, with the ids of the statements, questions and contexts that cite it.

    ``is_included`` is false if the source's ``passages:`` leave it out.
    """

    number: int
    text: str
    cited_by: tuple[str, ...]
    is_heading: bool
    is_included: bool

    @property
    def is_citable(self) -> bool:
        """Whether the passage counts: it is not a heading, and belongs to the source."""
        return self.is_included and not self.is_heading


class Coverage(NamedTuple):
    """The coverage of one source.

    Attributes:
        source: The source.
        unit: Whether the passages are paragraphs or pages.
        rows: All passages.
        whole_source: The ids of those that cite the source without a locator, or with one
            that is not looked up in the text.
        texts: The texts of those that have no id of the author's.
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
        """The number of cited passages among those that count."""
        return sum(bool(row.cited_by) for row in self.citable_rows)


def measure_coverage(argument_map: ArgumentMap, source: Source, passages: Passages) -> Coverage:
    """Return the coverage of a source; a citation of several passages cites each of them."""
    cited_by: list[list[str]] = [[] for _ in range(len(passages) + 1)]
    whole_source: list[str] = []
    for sentence in argument_map.sentences:
        for citation in sentence.citations:
            if citation.source != source.id:
                continue
            locator = citation.locator
            if locator is None or not locator.is_searched:
                whole_source.append(sentence.id)
            elif locator.unit is passages.unit or passages.contains(locator):
                first, last = passages.span_at(locator)
                for ids in cited_by[first : last + 1]:
                    ids.append(sentence.id)
    readable = map(passages.readable, range(1, len(passages) + 1))
    rows = (
        PassageCoverage(
            number,
            text,
            tuple(dict.fromkeys(cited_by[number])),
            number in passages.headings,
            includes(source, Locator(passages.unit, number, number)),
        )
        for number, text in enumerate(map(normalize, readable), 1)
    )
    citing = {id_ for ids in cited_by for id_ in ids} | set(whole_source)
    texts = {
        sentence.id: sentence.text
        for sentence in argument_map.sentences
        if sentence.id in citing and not sentence.is_named
    }
    return Coverage(source, passages.unit, tuple(rows), tuple(dict.fromkeys(whole_source)), texts)
