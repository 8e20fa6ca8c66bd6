"""The output of `argmap compare`: two maps of one text, passage by passage."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from attrs import frozen

from argmap.comparison import CitedBy, PassageReading, SourceReading, compare_readings
from argmap.errors import InputError
from argmap.evaluation import Evaluation, evaluate
from argmap.model import Locator, Side, Statement
from argmap.resolve import Resolution
from argmap.text.word_diff import diff_words
from argmap.workspace.evaluation_report import MARKS, count_of, joined_lines, statement_line

VERSION = 1
"""The version of the JSON output. It changes if a key is removed or changes its meaning."""

_WIDTH = 100
_SIDES = {
    Side.FOR: "for the thesis",
    Side.AGAINST: "against the thesis",
    Side.BOTH: "on both sides",
}


class _Reader(NamedTuple):
    """One of the two maps: its name, and its evaluation."""

    name: str
    evaluation: Evaluation

    def side(self, statement: Statement) -> Side | None:
        return self.evaluation.argument_map.sides.get(statement.id)

    def difference(self, statement: Statement, other: _Reader, partner: Statement) -> list[str]:
        """Return what two readers make differently of the same words."""
        notes = []
        if statement.kind != partner.kind:
            notes.append(f"{statement.kind} / {partner.kind}")
        sides = self.side(statement), other.side(partner)
        if None not in sides and sides[0] is not sides[1]:
            notes.append(" / ".join(_SIDES[side] for side in sides if side is not None))
        statuses = self.evaluation.status(statement.id), other.evaluation.status(partner.id)
        if statuses[0] is not statuses[1]:
            notes.append(f"{statuses[0].value} / {statuses[1].value}")
        return notes


@frozen(eq=False)
class Readings:
    """Two maps, and what they say about the sources that both cite."""

    first: _Reader
    second: _Reader
    sources: tuple[SourceReading, ...]

    def text(self, *, only_differences: bool = False) -> str:
        """Return the comparison as text.

        Args:
            only_differences: Whether to leave out passages of which both maps say the same.
        """
        return joined_lines(list(self._lines(only_differences=only_differences)))

    def json(self) -> str:
        """Return the comparison as JSON (see ``docs/comparing.md``)."""
        data = {
            "version": VERSION,
            "first": self.first.name,
            "second": self.second.name,
            "sources": [self._source_data(source) for source in self.sources],
        }
        return json.dumps(data, ensure_ascii=False, indent=2) + "\n"

    # ---- Text -----------------------------------------------------------------------------------

    def _lines(self, *, only_differences: bool) -> Iterator[str]:
        for number, source in enumerate(self.sources):
            if number:
                yield ""
            yield f"{source.first_source.title or source.first_source.id}"
            yield f"  a: {self.first.name}"
            yield f"  b: {self.second.name}"
            for passage in source.passages:
                if not (only_differences and self._is_agreed(passage)):
                    yield ""
                    yield from self._passage(passage)
            yield ""
            counts = [source.count(cited_by) for cited_by in CitedBy]
            yield (
                f"{count_of(len(source.passages), 'passage')}: {counts[0]:,} cited by both maps, "
                f"{counts[1]:,} only by a, {counts[2]:,} only by b"
            )

    def _is_agreed(self, passage: PassageReading) -> bool:
        return not (passage.first or passage.second) and not any(
            self.first.difference(one, self.second, other) for one, other in passage.agreements
        )

    def _passage(self, passage: PassageReading) -> Iterator[str]:
        only = {CitedBy.FIRST: "  only a", CitedBy.SECOND: "  only b"}.get(passage.cited_by, "")
        yield f"{_label(passage.locator)}{only}"
        for one, other in passage.agreements:
            notes = self.first.difference(one, self.second, other)
            if one.text == other.text:
                yield f"  a b {self._line(self.first, one)}"
            else:
                yield f"  a   {self._line(self.first, one)}"
                yield f"    b {self._line(self.second, other)}"
            if notes:
                yield f"      differs: {', '.join(notes)}"
        yield from (f"  a   {self._line(self.first, one)}" for one in passage.first)
        yield from (f"    b {self._line(self.second, other)}" for other in passage.second)

    def _line(self, reader: _Reader, statement: Statement) -> str:
        mark = MARKS[reader.evaluation.status(statement.id)]
        return f"{mark} {statement.kind} {statement_line(statement, _WIDTH)}"

    # ---- JSON -----------------------------------------------------------------------------------

    def _source_data(self, source: SourceReading) -> dict[str, Any]:
        return {
            "first": source.first_source.id,
            "second": source.second_source.id,
            "title": source.first_source.title,
            "passages": [self._passage_data(passage) for passage in source.passages],
        }

    def _passage_data(self, passage: PassageReading) -> dict[str, Any]:
        return {
            "locator": None if passage.locator is None else str(passage.locator),
            "cited_by": passage.cited_by.value,
            "same": [
                {
                    "first": self._data(self.first, one),
                    "second": self._data(self.second, other),
                    "words": [[piece.old, piece.new] for piece in diff_words(one.text, other.text)],
                }
                for one, other in passage.agreements
            ],
            "first": self._all_data(self.first, passage.first),
            "second": self._all_data(self.second, passage.second),
        }

    def _all_data(self, reader: _Reader, statements: Iterable[Statement]) -> list[dict[str, Any]]:
        return [self._data(reader, statement) for statement in statements]

    def _data(self, reader: _Reader, statement: Statement) -> dict[str, Any]:
        side = reader.side(statement)
        return {
            "id": statement.id,
            "kind": statement.kind,
            "text": statement.text,
            "status": reader.evaluation.status(statement.id).value,
            "side": None if side is None else side.name.lower(),
        }


def read_both(first: Resolution, second: Resolution) -> Readings:
    """Compare two maps by the passages that they cite.

    Raises:
        InputError: If they have no source in common.
    """
    sources = compare_readings(first.map, second.map)
    readers = [
        _Reader(resolution.documents[0].source.name, evaluate(resolution.map))
        for resolution in (first, second)
    ]
    if not sources:
        raise InputError(
            f"`{readers[0].name}` and `{readers[1].name}` have no source in common; a source is "
            "the same if it has the same DOI, address, title or id"
        )
    return Readings(readers[0], readers[1], sources)


def _label(locator: Locator | None) -> str:
    return "the whole source" if locator is None else locator.label
