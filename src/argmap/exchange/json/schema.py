"""The JSON Schemas of maps: of what a language model writes, and of all keys that argmap reads.

`structured_schema` fits the structured output of model providers: each object has a fixed set of
keys, all of which are required, and the values have simple types. What does not apply is null.
"""

from __future__ import annotations

from collections.abc import Iterable

from argmap.exchange.json.fields import (
    CONTEXT_FIELDS,
    EXPECTATION_SCHEMA,
    INFERENCE_FIELDS,
    LOCATOR,
    MAP_FIELDS,
    QUESTION_FIELDS,
    SECTION_FIELDS,
    SOURCE_FIELDS,
    STATEMENT_FIELDS,
    TEXT,
    WORDS,
    FieldSpec,
    Schema,
    array,
    closed_object,
)
from argmap.model import ESTIMATIVE_WORDS, STATEMENT_KINDS, Fidelity, Polarity
from argmap.model.attributes import NO_THESIS
from argmap.model.schemes import schemes

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


# ---- Structured output ---------------------------------------------------------------------------


def structured_schema() -> Schema:
    """Return the schema of a map that a language model writes."""
    return {
        "$schema": _DIALECT,
        "title": "argument_map",
        "description": "An argument map: what a text claims, the reasons for it, the objections.",
        **_strict(
            {
                "title": _text("The question that the text answers, or its title"),
                "thesis": _optional_text(
                    "The id of the statement that the text argues for; "
                    f"`{NO_THESIS}` for a debate without a side; null for a decision"
                ),
                "sources": array(_structured_source()),
                "statements": array(_structured_statement()),
                "inferences": array(_structured_inference()),
                "questions": array(
                    _strict(
                        {
                            "id": _text("A short id"),
                            "text": _text("What is to be decided"),
                            "options": _texts("Ids of the claims that compete for the answer"),
                        }
                    )
                ),
                "contradictions": array(
                    _strict(
                        {
                            "first": _text("The id of a statement"),
                            "second": _text("The id of one that cannot be accepted with it"),
                        }
                    )
                ),
                "preferences": array(
                    _strict(
                        {
                            "stronger": _text("The id of the statement or inference that prevails"),
                            "weaker": _text("The id of the one on the other side"),
                        }
                    )
                ),
            }
        ),
    }


def _structured_source() -> Schema:
    return _strict(
        {
            "id": _text("A short id, such as `paper`"),
            "title": _text("The title of the work"),
            "author": _texts("The names of the authors"),
            "year": {"type": ["integer", "null"], "description": "The year of publication"},
            "url": _optional_text("The web address"),
            "text": _optional_text("The path of the file with its text"),
        }
    )


def _structured_statement() -> Schema:
    return _strict(
        {
            "id": _text("A short id in lower case with hyphens"),
            "kind": {
                "type": "string",
                "enum": list(STATEMENT_KINDS),
                "description": "claim: can be argued about; evidence: a fact with a source; "
                "assumption: taken as given; counterpoint: an objection; "
                "concession: an objection that the text grants and outweighs",
            },
            "text": _text("One full sentence"),
            "citations": array(
                _strict(
                    {
                        "source": _text("The id of a source"),
                        "locator": _optional_text("Paragraphs `31` or `31-33`, pages `p12`"),
                        "snippet": _optional_text("A few words, exactly as in the source"),
                    }
                )
            ),
            "fidelity": _one_of(
                (fidelity.value for fidelity in Fidelity),
                "How close it is to the source; interpretation: your reading; "
                "implicit: the text leaves it unsaid",
            ),
            "confidence": _one_of(ESTIMATIVE_WORDS, "How likely it is, if the text says so"),
            "held_by": _texts("Who holds the view, if the text only reports it"),
        }
    )


def _structured_inference() -> Schema:
    return _strict(
        {
            "id": _optional_text("A short id, if a preference names it, or null"),
            "premises": _texts("Ids of statements that count only together; often one"),
            "conclusion": _text("The id of the statement that they support or attack"),
            "polarity": {
                "type": "string",
                "enum": [polarity.value for polarity in Polarity],
                "description": "pro: for the conclusion; con: against it",
            },
            "scheme": _one_of(schemes(), "The argumentation scheme"),
            "undercutters": _texts("Ids of statements that deny the inference, not a premise"),
        }
    )


def _strict(properties: Schema) -> Schema:
    return closed_object(properties, tuple(properties))


def _text(description: str) -> Schema:
    return {"type": "string", "description": description}


def _optional_text(description: str) -> Schema:
    return {"type": ["string", "null"], "description": description}


def _texts(description: str) -> Schema:
    return {**array({"type": "string"}), "description": description}


def _one_of(words: Iterable[str], description: str) -> Schema:
    return {"type": ["string", "null"], "enum": [*words, None], "description": description}


# ---- All keys ------------------------------------------------------------------------------------


def complete_schema(version: int) -> Schema:
    """Return the schema of all that argmap writes, and reads without a loss.

    Args:
        version: The version of the format.
    """
    text, words = TEXT.schema, WORDS.schema
    citation = closed_object(
        {"source": text, "locator": LOCATOR.schema, "snippet": text, "location": _LOCATION},
        ("source",),
    )
    sentence = {"id": text, "text": text, "citations": array(citation)}
    statement = sentence | {"kind": {"enum": list(STATEMENT_KINDS)}, "expect": EXPECTATION_SCHEMA}
    inference = {"id": text, "premises": words, "conclusion": text}
    edge = {
        "id": text,
        "from": {"anyOf": [text, words]},
        "to": text,
        "kind": {"enum": ["support", "attack", "undercut", "contradiction"]},
        "inference": text,
    }
    lists = {
        "statements": _element(statement, STATEMENT_FIELDS, "text"),
        "inferences": _element(inference, INFERENCE_FIELDS, "premises", "conclusion"),
        "edges": _element(edge, (), "from", "to"),
        "contradictions": _element({"first": text, "second": text}, (), "first", "second"),
        "preferences": _element({"stronger": text, "weaker": text}, (), "stronger", "weaker"),
        "questions": _element(sentence, QUESTION_FIELDS, "text"),
        "contexts": _element(sentence, CONTEXT_FIELDS, "text"),
        "sources": _element({"id": text}, SOURCE_FIELDS),
        "sections": _element({"id": text}, SECTION_FIELDS),
    }
    head = {
        "format": {"const": "argmap"},
        "version": {"type": "integer", "minimum": 1, "maximum": version},
        "thesis": {"anyOf": [text, words]},
        "theses": words,
        "thesis_named": {"type": "boolean"},
    }
    lists = {key: array(element) for key, element in lists.items()}
    root = _element(head | lists, MAP_FIELDS, "statements")
    return {"$schema": _DIALECT, "title": f"argmap map, version {version}", **root}


_LOCATION: Schema = {"type": "object", "description": "Where it was written; ignored"}


def _element(properties: Schema, fields: tuple[FieldSpec, ...], *required: str) -> Schema:
    """Return the schema of an object with properties, those of fields, and a location."""
    described = {spec.key: spec.type.schema for spec in fields}
    return closed_object({**properties, **described, "location": _LOCATION}, required)
