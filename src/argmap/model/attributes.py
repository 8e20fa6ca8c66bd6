"""The attributes of the language: their names, the declarations that accept them, their values.

The grammar accepts any name before a colon; this table defines the valid ones. Editors and the
documentation take their lists from it.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

STATEMENT_KEYWORDS = ("claim", "evidence", "assumption", "counterpoint")
INFERENCE_KEYWORDS = ("reason", "objection")
DECLARATION_KEYWORDS = ("map", "source", "section", *STATEMENT_KEYWORDS, *INFERENCE_KEYWORDS)

NO_THESIS = "none"
"""The value of `thesis:` in a map that takes no side."""

FREE_PREFIX = "x-"
"""The prefix of custom attributes, which accept any value and are not in `ATTRIBUTES`."""


class ValueKind(Enum):
    """The kind of value that an attribute takes, described for messages."""

    STATEMENTS = "ids of statements"
    THESIS = "the id of a statement, or `none`"
    INFERENCES = "ids of inferences, or `a -> b`"
    CONFIDENCE = "a number from 0 to 1, or a word such as `likely`"
    CREDIBILITY = "a number from 1 to 6"
    RELIABILITY = "a letter from A to F"
    EXPECTATION = "`accepted`, `rejected`, `undecided`, or a bound such as `>= 0.6`"
    WORD = "a word"
    WORDS = "words or texts"
    SHARE = "a number from 0 to 1"
    STANDARD = "a standard of proof, such as `preponderance`"
    BURDEN = "`asserted` or `strict`"
    TEXT = "a text"
    QUESTIONS = "numbers of critical questions"
    DATE = "a date such as 2024, 2024-05 or 2024-05-31"
    YEAR = "a year"
    ADDRESS = "a web address in quotes"
    PASSAGES = 'paragraphs or pages in quotes, such as "1-89" or "p3-12"'


_LIST_KINDS = (
    ValueKind.STATEMENTS,
    ValueKind.INFERENCES,
    ValueKind.WORDS,
    ValueKind.PASSAGES,
    ValueKind.QUESTIONS,
)


class AttributeSpec(NamedTuple):
    """The definition of an attribute.

    Attributes:
        name: The name before the colon.
        declarations: The keywords of the declarations that accept it.
        value_kind: The kind of value that it takes.
        description: The meaning, in a few words.
    """

    name: str
    declarations: tuple[str, ...]
    value_kind: ValueKind
    description: str

    @property
    def is_list(self) -> bool:
        """Whether it takes several values, and can be given several times."""
        return self.value_kind in _LIST_KINDS


_STATEMENT = STATEMENT_KEYWORDS
_INFERENCE = INFERENCE_KEYWORDS

_SPECS = (
    AttributeSpec("supports", _STATEMENT, ValueKind.STATEMENTS, "supports statements elsewhere"),
    AttributeSpec("opposes", _STATEMENT, ValueKind.STATEMENTS, "attacks statements elsewhere"),
    AttributeSpec(
        "supported-by", _STATEMENT, ValueKind.STATEMENTS, "is supported by statements elsewhere"
    ),
    AttributeSpec(
        "opposed-by", _STATEMENT, ValueKind.STATEMENTS, "is attacked by statements elsewhere"
    ),
    AttributeSpec("undercuts", _STATEMENT, ValueKind.INFERENCES, "attacks inferences elsewhere"),
    AttributeSpec(
        "contradicts", _STATEMENT, ValueKind.STATEMENTS, "cannot be accepted together with"
    ),
    AttributeSpec(
        "premises", _INFERENCE, ValueKind.STATEMENTS, "further premises, declared elsewhere"
    ),
    AttributeSpec(
        "scheme",
        (*_STATEMENT, *_INFERENCE),
        ValueKind.WORD,
        "the argumentation scheme of the inference",
    ),
    AttributeSpec(
        "question",
        _STATEMENT,
        ValueKind.QUESTIONS,
        "the critical questions of a scheme that it takes up",
    ),
    AttributeSpec(
        "confidence", _STATEMENT, ValueKind.CONFIDENCE, "how likely the author thinks it is"
    ),
    AttributeSpec(
        "credibility", ("evidence",), ValueKind.CREDIBILITY, "Admiralty code of the information"
    ),
    AttributeSpec(
        "reliability", ("source",), ValueKind.RELIABILITY, "Admiralty code of the source"
    ),
    AttributeSpec(
        "held-by", _STATEMENT, ValueKind.WORDS, "who holds the view, if the text only reports it"
    ),
    AttributeSpec(
        "expect", _STATEMENT, ValueKind.EXPECTATION, "a test: the expected result of the evaluation"
    ),
    AttributeSpec(
        "standard",
        ("map", "claim", "counterpoint"),
        ValueKind.STANDARD,
        "the standard of proof that a claim must meet",
    ),
    AttributeSpec(
        "strong-from",
        ("map",),
        ValueKind.SHARE,
        "the least weight of clear and convincing support",
    ),
    AttributeSpec(
        "margin",
        ("map",),
        ValueKind.SHARE,
        "by how much such support must outweigh each attack",
    ),
    AttributeSpec(
        "doubt-from", ("map",), ValueKind.SHARE, "the least weight of a reasonable doubt"
    ),
    AttributeSpec(
        "burden", ("map",), ValueKind.BURDEN, "whether a claim can be accepted without support"
    ),
    AttributeSpec(
        "thesis",
        ("map",),
        ValueKind.THESIS,
        "the statement that the map argues for; `none` for a debate without a side",
    ),
    AttributeSpec("lang", ("map",), ValueKind.WORD, "the language of the texts, as in BCP 47"),
    AttributeSpec("author", ("map", "source"), ValueKind.WORDS, "who wrote it"),
    AttributeSpec("year", ("source",), ValueKind.YEAR, "when it was published"),
    AttributeSpec(
        "date", ("map", "source", *_STATEMENT), ValueKind.DATE, "when it was written or observed"
    ),
    AttributeSpec(
        "valid-until", ("source", "evidence"), ValueKind.DATE, "the last day on which it is valid"
    ),
    AttributeSpec("publisher", ("source",), ValueKind.TEXT, "who published it"),
    AttributeSpec("url", ("source", *_STATEMENT), ValueKind.ADDRESS, "where it can be read"),
    AttributeSpec("doi", ("source",), ValueKind.TEXT, "its digital object identifier"),
    AttributeSpec("text", ("source",), ValueKind.TEXT, "the file that contains its text"),
    AttributeSpec(
        "passages",
        ("source",),
        ValueKind.PASSAGES,
        "the part of that file that belongs to the source",
    ),
    AttributeSpec("tags", DECLARATION_KEYWORDS, ValueKind.WORDS, "words to find it by"),
    AttributeSpec(
        "note", DECLARATION_KEYWORDS, ValueKind.TEXT, "a remark that is not part of the argument"
    ),
)

ATTRIBUTES: dict[str, AttributeSpec] = {spec.name: spec for spec in _SPECS}
"""The attributes by name."""
