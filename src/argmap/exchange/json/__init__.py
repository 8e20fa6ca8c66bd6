"""The resolved map as JSON; ``docs/json-export.md`` describes the format.

argmap reads what it writes, as the same map, and also what programs and language models write with
fewer keys.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from argmap.model import (
    ArgumentMap,
    Citation,
    Confidence,
    Context,
    Contradiction,
    Expectation,
    Inference,
    Locator,
    Polarity,
    Preference,
    Question,
    Section,
    Source,
    Statement,
)
from argmap.model.losses import LossReport
from argmap.text.safe import escape_unsafe_characters, location_data

if TYPE_CHECKING:
    from argmap.exchange.foreign import Draft, ForeignFile

TITLE = "argmap JSON"
SUFFIX = ".json"

VERSION = 3
"""The version of the format; it changes if a key is removed or gets another meaning."""

_encode = json.JSONEncoder(ensure_ascii=False).encode


def recognizes(file: ForeignFile) -> bool:
    """Return whether a file is a JSON object that names this format, or lists statements."""
    data = file.as_json()
    if not isinstance(data, dict):
        return False
    if "format" in data:
        return bool(data["format"] == "argmap")
    statements = data.get("statements")
    if not isinstance(statements, list) or not statements:
        return False
    return all(
        isinstance(one, str) or (isinstance(one, dict) and "text" in one) for one in statements
    )


def load(file: ForeignFile) -> Iterator[Draft]:
    """Yield the map.

    Raises:
        InvalidFile: If it is not valid; it lists all mistakes with their JSON pointers.
    """
    from argmap.exchange.foreign import Draft, InvalidFile
    from argmap.exchange.json.complete import is_complete, read_complete
    from argmap.exchange.json.minimal import read_minimal
    from argmap.exchange.json.values import JsonValue

    root = JsonValue(file.json, "", file.name)
    members = root.reported_members()
    version = members.get("version")
    if version and (isinstance(version.value, bool) or version.value not in range(1, VERSION + 1)):
        version.report(f"a version of the format up to {VERSION}")
    root.raise_mistakes()
    if not is_complete(root.value):
        if "statements" not in members:
            raise InvalidFile(f"`{file.name}` is not a map in JSON: it has no key `statements`")
        yield read_minimal(root)
        return
    draft = Draft()
    draft.complete_map = read_complete(root, draft.losses)
    yield draft


def dump(argument_map: ArgumentMap, losses: LossReport) -> str:  # noqa: ARG001 (nothing is lost)
    """Return the map as a JSON object."""
    data = {
        "format": "argmap",
        "version": VERSION,
        "title": argument_map.title,
        "thesis": argument_map.thesis,
        "theses": argument_map.theses,
        "thesis_named": bool(argument_map.named_theses) or argument_map.is_neutral,
        "standard": argument_map.standard and argument_map.standard.value,
        "strong_from": argument_map.strong_from,
        "margin": argument_map.margin,
        "doubt_from": argument_map.doubt_from,
        "burden": argument_map.burden and argument_map.burden.value,
        "lang": argument_map.lang,
        "author": argument_map.author,
        "date": argument_map.date,
        "tags": argument_map.tags,
        "note": argument_map.note,
        "extra": argument_map.extra,
        "location": location_data(argument_map.location),
        "statements": [_statement(statement) for statement in argument_map.statements.values()],
        "inferences": [_inference(inference) for inference in argument_map.inferences.values()],
        "edges": list(_edges(argument_map)),
        "contradictions": [_contradiction(pair) for pair in argument_map.contradictions],
        "preferences": [_preference(preference) for preference in argument_map.preferences],
        "questions": [_question(question) for question in argument_map.questions.values()],
        "contexts": [_context(context) for context in argument_map.contexts.values()],
        "sources": [_source(source) for source in argument_map.sources.values()],
        "sections": [_section(section) for section in argument_map.sections.values()],
    }
    text = ",\n".join(f"  {_encode(key)}: {_value(value)}" for key, value in data.items())
    return escape_unsafe_characters(f"{{\n{text}\n}}\n")


def _value(value: Any) -> str:
    """Return a value on one line, but a list with one line per item, for readable diffs."""
    if isinstance(value, list) and value:
        lines = ",\n".join(f"    {_encode(item)}" for item in value)
        return f"[\n{lines}\n  ]"
    return _encode(value)


def _statement(statement: Statement) -> dict[str, Any]:
    return {
        "id": statement.id,
        "named": statement.is_named,
        "kind": statement.kind,
        "text": statement.text,
        "label": statement.label,
        "section": statement.section,
        "citations": [_citation(citation) for citation in statement.citations],
        "fidelity": statement.fidelity and statement.fidelity.value,
        "critical_question": statement.critical_question,
        "confidence": _confidence(statement.confidence),
        "credibility": statement.credibility,
        "held_by": statement.held_by,
        "standard": statement.standard and statement.standard.value,
        "expect": _expectation(statement.expect),
        "date": statement.date,
        "valid_until": statement.valid_until,
        "url": statement.url,
        "was": statement.was,
        "tags": statement.tags,
        "note": statement.note,
        "extra": statement.extra,
        "location": location_data(statement.location),
    }


def _inference(inference: Inference) -> dict[str, Any]:
    return {
        "id": inference.id,
        "named": inference.is_named,
        "premises": inference.premises,
        "conclusion": inference.conclusion,
        "polarity": inference.polarity.value,
        "form": inference.form.value,
        "scheme": inference.scheme,
        "undercutters": inference.undercutters,
        "confidence": _confidence(inference.confidence),
        "label": inference.label,
        "fidelity": inference.fidelity and inference.fidelity.value,
        "tags": inference.tags,
        "note": inference.note,
        "extra": inference.extra,
        "location": location_data(inference.location),
    }


def _edges(argument_map: ArgumentMap) -> Iterator[dict[str, Any]]:
    for inference in argument_map.inferences.values():
        kind = "support" if inference.polarity is Polarity.PRO else "attack"
        for premise in inference.premises:
            yield {
                "from": premise,
                "to": inference.conclusion,
                "kind": kind,
                "inference": inference.id,
            }
        for undercutter in inference.undercutters:
            yield {
                "from": undercutter,
                "to": inference.id,
                "kind": "undercut",
                "inference": inference.id,
            }
    for pair in argument_map.contradictions:
        yield {"from": pair.first, "to": pair.second, "kind": "contradiction", "inference": None}


def _contradiction(pair: Contradiction) -> dict[str, Any]:
    return {"first": pair.first, "second": pair.second, "location": location_data(pair.location)}


def _preference(preference: Preference) -> dict[str, Any]:
    return {
        "stronger": preference.stronger,
        "weaker": preference.weaker,
        "location": location_data(preference.location),
    }


def _question(question: Question) -> dict[str, Any]:
    return {
        "id": question.id,
        "named": question.is_named,
        "text": question.text,
        "label": question.label,
        "section": question.section,
        "citations": [_citation(citation) for citation in question.citations],
        "options": question.options,
        "exclusive": question.is_exclusive,
        "standard": question.standard and question.standard.value,
        "expected_options": question.expected_options,
        "expects_open": question.expects_open,
        "was": question.was,
        "tags": question.tags,
        "note": question.note,
        "extra": question.extra,
        "location": location_data(question.location),
    }


def _context(context: Context) -> dict[str, Any]:
    return {
        "id": context.id,
        "named": context.is_named,
        "text": context.text,
        "label": context.label,
        "section": context.section,
        "parent": context.parent,
        "citations": [_citation(citation) for citation in context.citations],
        "date": context.date,
        "url": context.url,
        "was": context.was,
        "tags": context.tags,
        "note": context.note,
        "extra": context.extra,
        "location": location_data(context.location),
    }


def _source(source: Source) -> dict[str, Any]:
    return {
        "id": source.id,
        "title": source.title,
        "author": source.author,
        "year": source.year,
        "date": source.date,
        "valid_until": source.valid_until,
        "publisher": source.publisher,
        "url": source.url,
        "doi": source.doi,
        "text": source.text,
        "passages": [_locator(passage) for passage in source.passages],
        "lang": source.lang,
        "reliability": source.reliability,
        "tags": source.tags,
        "note": source.note,
        "extra": source.extra,
        "location": location_data(source.location),
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "id": section.id,
        "named": section.is_named,
        "title": section.title,
        "parent": section.parent,
        "tags": section.tags,
        "note": section.note,
        "extra": section.extra,
        "location": location_data(section.location),
    }


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "source": citation.source,
        "locator": _locator(citation.locator),
        "snippet": citation.quotation,
        "location": location_data(citation.location),
    }


def _locator(locator: Locator | None) -> dict[str, Any] | None:
    if locator is None:
        return None
    is_counted = not locator.text
    return {
        "unit": locator.unit.value,
        "first": locator.first if is_counted else None,
        "last": locator.last if is_counted else None,
        "text": locator.text or None,
        "label": locator.label,
    }


def _confidence(confidence: Confidence | None) -> dict[str, Any] | None:
    if confidence is None:
        return None
    return {"value": confidence.value, "word": confidence.word}


def _expectation(expectation: Expectation | None) -> dict[str, Any] | None:
    if expectation is None:
        return None
    return {
        "status": expectation.status and expectation.status.value,
        "comparison": expectation.comparison,
        "bound": expectation.bound,
    }
