"""The texts of a card below its sentence: citations, confidence, holders, and answers."""

from __future__ import annotations

from collections.abc import Mapping

from argmap.model import (
    ArgumentMap,
    Citation,
    Evidence,
    Fidelity,
    Inference,
    Question,
    Sentence,
    Statement,
    Status,
)
from argmap.rendering.annotations import Annotations
from argmap.rendering.cards.text_layout import isolate
from argmap.rendering.scene.scene import quote_name
from argmap.text.safe import safe_link

_MAX_UNBROKEN_LOCATOR = 30
"""Characters of a citation's source and locator that are kept on one line."""
_NO_BREAK_SPACE = "\xa0"
SEPARATOR = f"{_NO_BREAK_SPACE}· "
"""Separates the parts of a footer; a line never begins with the dot."""


def is_own_reading(element: Sentence | Inference | None) -> bool:
    """Return whether an element is what the author of the map reads into the source."""
    fidelity = element.fidelity if isinstance(element, Statement | Inference) else None
    return fidelity is not None and fidelity.is_own_reading


def format_footer(
    argument_map: ArgumentMap, sentence: Sentence, *, has_quotations: bool = True
) -> str:
    """Return citations, confidence and holders of a sentence: ``¶31 “34 billion” · likely``.

    Quotations are included for evidence only, unless ``has_quotations`` is false, and grouped by
    locator. A short locator is not broken
    into lines, and is separated from the quotations after it by a no-break space.
    """
    quotations: dict[str, dict[str, None]] = {}
    for citation in sentence.citations:
        group = quotations.setdefault(_format_locator(argument_map, citation), {})
        if has_quotations and citation.quotation and isinstance(sentence, Evidence):
            group[isolate(f"“{citation.quotation}”")] = None
    parts = [format_reading(sentence)] if isinstance(sentence, Statement) else []
    parts += [
        _NO_BREAK_SPACE.join([_without_breaks(locator), *filter(None, [", ".join(group)])])
        for locator, group in quotations.items()
    ]
    if isinstance(sentence, Question) and not sentence.is_exclusive:
        parts.append("several options may be accepted")
    if isinstance(sentence, Statement):
        if sentence.confidence is not None:
            parts.append(str(sentence.confidence).replace("-", " "))
        if sentence.held_by:
            parts.append(f"held by {', '.join(sentence.held_by)}")
    return SEPARATOR.join(map(isolate, filter(None, parts)))


def format_reading(element: Statement | Inference) -> str:
    """Return a note that an element is not in the source's words; empty if it is."""
    if element.fidelity is Fidelity.INTERPRETATION:
        return "our reading"
    return "our reading: implicit" if element.fidelity is Fidelity.IMPLICIT else ""


def format_inference_confidence(inference: Inference) -> str:
    if inference.confidence is None:
        return ""
    return f"inference: {str(inference.confidence).replace('-', ' ')}"


def format_answer(
    question: Question, argument_map: ArgumentMap, statuses: Mapping[str, Status]
) -> str:
    """Return which options answer a question; empty if the options have no statuses."""
    answer = question.answer(statuses)
    if answer is None:
        return ""
    status, options = answer
    names = [quote_name(argument_map.statements[option]) for option in options]
    if status is Status.ACCEPTED:
        return f"Answer: {' and '.join(names)}"
    if status is Status.UNDECIDED:
        return f"Open between {' and '.join(names)}" if len(names) > 1 else f"Open: {names[0]}"
    return "Open: no option is accepted"


def _without_breaks(locator: str) -> str:
    if len(locator) > _MAX_UNBROKEN_LOCATOR:
        return locator
    return locator.replace(" ", _NO_BREAK_SPACE)


def format_folded(annotations: Annotations, id_: str) -> str:
    """Return a note about statements that are not drawn, and where they are."""
    count = annotations.folded[id_]
    text = f"… {count:,} more {'statement' if count == 1 else 'statements'}"
    if annotations.view:
        return text
    place = " ".join(annotations.places.get(id_, "").split())
    return f"{text} in “{place}”" if place else f"{text} in a separate picture"


def format_citation(argument_map: ArgumentMap, citation: Citation) -> str:
    """Return a citation with its quotation: ``paper ¶31 “34 billion”``."""
    quotation = [isolate(f"“{citation.quotation}”")] if citation.quotation else []
    return " ".join([_format_locator(argument_map, citation), *quotation])


def _format_locator(argument_map: ArgumentMap, citation: Citation) -> str:
    """Return the locator of a citation, after its source unless that is the only one of the map."""
    locator = citation.locator
    parts = [isolate(locator.label) if locator.text else locator.label] if locator else []
    if len(argument_map.sources) != 1 or not parts:
        source = argument_map.sources.get(citation.source)
        is_named = source is None or source.is_named
        parts.insert(0, citation.source if is_named or source is None else source.title)
    return " ".join(parts)


def citation_url(argument_map: ArgumentMap, sentence: Sentence) -> str | None:
    """Return the URL of the cited source; None if there are several, or it is not a safe link."""
    urls: dict[str | None, None] = {}
    for citation in sentence.citations:
        source = argument_map.sources.get(citation.source)
        doi = f"https://doi.org/{source.doi}" if source and source.doi else None
        urls[safe_link((source.url if source else None) or doi)] = None
    return next(iter(urls)) if len(urls) == 1 else None
