"""The texts of the sources of a map, as its page shows them beside the map."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import define, field

from argmap.model import ArgumentMap, Citation, Unit
from argmap.rendering.escaping import clean
from argmap.sources.loader import Passages, TextUnavailable
from argmap.sources.quotations import TextSpan, quotation_spans

Data = dict[str, Any]

MAX_CHARACTERS = 2_000_000
"""The characters of all texts on a page. Of a longer text, only the cited passages are on it."""

_NEIGHBORS = 2
"""The number of passages before and after each cited one that are shown of a longer text."""

_MAX_PASSAGE_CHARACTERS = 20_000
_MAX_SEARCHED_PASSAGES = 2_000
"""The passages at a citation in which its quotation is searched."""

_UNITS = {Unit.PARAGRAPH: "¶", Unit.PAGE: "p. "}


def texts_data(
    argument_map: ArgumentMap, texts: Mapping[str, Passages | TextUnavailable]
) -> Data | None:
    """Return the texts of sources, and the passages that each sentence cites.

    Offsets into passages count UTF-16 code units, as JavaScript does.

    Args:
        argument_map: The map.
        texts: The texts of its sources; those that are unavailable are left out.

    Returns:
        None if no text is available.
    """
    available = {
        id_: text
        for id_, text in texts.items()
        if isinstance(text, Passages) and id_ in argument_map.sources
    }
    if not available:
        return None
    citations: dict[str, list[Data]] = {}
    cited: dict[str, set[int]] = {id_: set() for id_ in available}
    for sentence in argument_map.sentences:
        for citation in sentence.citations:
            if (passages := available.get(citation.source)) is None:
                continue
            if (data := _citation_data(citation, passages)) is not None:
                citations.setdefault(sentence.id, []).append(data)
                cited[citation.source] |= set(_cited_numbers(data))
    budget = _Budget(MAX_CHARACTERS)
    return {
        "sources": [
            {"id": id_, "unit": _UNITS.get(text.unit, ""), **budget.take(text, cited[id_])}
            for id_, text in available.items()
        ],
        "citations": citations,
    }


# ---- Citations -----------------------------------------------------------------------------------


def _citation_data(citation: Citation, passages: Passages) -> Data | None:
    """Return the cited passages and the spans of the quotation; None if there is no such place."""
    locator = citation.locator
    if not passages.contains(locator):
        return None
    first, last = passages.span_at(locator)
    spans: tuple[TextSpan, ...] = ()
    if citation.quotation:
        searched = min(last, first + _MAX_SEARCHED_PASSAGES)
        spans = quotation_spans(citation.quotation, passages, first, searched)
    data: Data = {"source": citation.source}
    if spans:
        data["spans"] = [_span_data(span, passages.texts[span.passage - 1]) for span in spans]
    if locator is not None and locator.is_searched:
        data["first"], data["last"] = first, last
    elif spans:
        data["first"], data["last"] = spans[0].passage, spans[-1].passage
    return data


def _cited_numbers(data: Data) -> Iterable[int]:
    return range(data["first"], data["last"] + 1) if "first" in data else ()


def _span_data(span: TextSpan, text: str) -> tuple[int, int, int]:
    start, end = (_utf16_length(text[:offset]) for offset in (span.start, span.end))
    return span.passage, start, end


def _utf16_length(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


# ---- Passages ------------------------------------------------------------------------------------


@define
class _Budget:
    """Selects the passages that are on the page."""

    characters: int
    _used: int = field(default=0, init=False)

    def take(self, text: Passages, cited: set[int]) -> Data:
        """Return the passages of a text, with their numbers, and how many are left out."""
        length = sum(min(len(passage), _MAX_PASSAGE_CHARACTERS) for passage in text.texts)
        numbers: Iterable[int] = range(1, len(text) + 1)
        if length > self.characters - self._used:
            numbers = sorted(_with_neighbors(cited, len(text)))
        shown = list(self._passages(text, numbers))
        data: Data = {"passages": shown, "omitted": len(text) - len(shown)}
        headings = [number for number, _ in shown if number in text.headings]
        return data | ({"headings": headings} if headings else {})

    def _passages(self, text: Passages, numbers: Iterable[int]) -> Iterator[tuple[int, str]]:
        for number in numbers:
            passage = text.readable(number)
            shown = passage[:_MAX_PASSAGE_CHARACTERS]
            if len(shown) > self.characters - self._used:
                return
            self._used += len(shown)
            yield number, clean(shown) + ("…" if len(shown) < len(passage) else "")


def _with_neighbors(cited: set[int], count: int) -> set[int]:
    return {
        neighbor
        for number in cited
        for neighbor in range(number - _NEIGHBORS, number + _NEIGHBORS + 1)
        if 1 <= neighbor <= count
    }
