"""The attributes of the language: which there are, where they stand, what they take.

The grammar lets any name stand before a colon; this table is what the names mean. Editors and the
documentation take their lists from here.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

STATEMENT_KEYWORDS = ("claim", "evidence", "assumption", "counterpoint")
INFERENCE_KEYWORDS = ("reason", "objection")
DECLARATION_KEYWORDS = ("map", "source", "section", *STATEMENT_KEYWORDS, *INFERENCE_KEYWORDS)


NO_THESIS = "none"
"""The value of `thesis:` in a map that takes no side."""


class ValueKind(Enum):
    """What an attribute's value must be."""

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


_MANY = (
    ValueKind.STATEMENTS,
    ValueKind.INFERENCES,
    ValueKind.WORDS,
    ValueKind.PASSAGES,
    ValueKind.QUESTIONS,
)


class AttributeSpec(NamedTuple):
    """One attribute: its name, the words it may stand under, what it takes, what it says."""

    name: str
    under: tuple[str, ...]
    takes: ValueKind
    says: str

    @property
    def many(self) -> bool:
        """Whether it may list several values, and be given more than once."""
        return self.takes in _MANY


def _specs() -> tuple[AttributeSpec, ...]:
    statement = STATEMENT_KEYWORDS
    return (
        AttributeSpec(
            "supports", statement, ValueKind.STATEMENTS, "speaks for statements elsewhere"
        ),
        AttributeSpec(
            "opposes", statement, ValueKind.STATEMENTS, "speaks against statements elsewhere"
        ),
        AttributeSpec(
            "supported-by", statement, ValueKind.STATEMENTS, "is spoken for by statements elsewhere"
        ),
        AttributeSpec(
            "opposed-by",
            statement,
            ValueKind.STATEMENTS,
            "is spoken against by statements elsewhere",
        ),
        AttributeSpec("undercuts", statement, ValueKind.INFERENCES, "denies inferences elsewhere"),
        AttributeSpec("contradicts", statement, ValueKind.STATEMENTS, "cannot stand together with"),
        AttributeSpec(
            "premises",
            INFERENCE_KEYWORDS,
            ValueKind.STATEMENTS,
            "further premises, stated elsewhere",
        ),
        AttributeSpec(
            "scheme",
            (*statement, *INFERENCE_KEYWORDS),
            ValueKind.WORD,
            "the argumentation scheme of the inference",
        ),
        AttributeSpec(
            "question",
            statement,
            ValueKind.QUESTIONS,
            "the critical questions of a scheme that it takes up",
        ),
        AttributeSpec("confidence", statement, ValueKind.CONFIDENCE, "how likely it is held to be"),
        AttributeSpec(
            "credibility", ("evidence",), ValueKind.CREDIBILITY, "Admiralty code of the information"
        ),
        AttributeSpec(
            "reliability", ("source",), ValueKind.RELIABILITY, "Admiralty code of the source"
        ),
        AttributeSpec(
            "held-by", statement, ValueKind.WORDS, "who says so, where the text only reports it"
        ),
        AttributeSpec(
            "expect", statement, ValueKind.EXPECTATION, "a test: what the evaluation must say"
        ),
        AttributeSpec(
            "standard",
            ("map", "claim", "counterpoint"),
            ValueKind.STANDARD,
            "how much it takes for a claim to stand",
        ),
        AttributeSpec(
            "strong-from",
            ("map",),
            ValueKind.SHARE,
            "the least weight that is clear and convincing",
        ),
        AttributeSpec(
            "margin", ("map",), ValueKind.SHARE, "by how much it must outweigh what is against it"
        ),
        AttributeSpec(
            "doubt-from", ("map",), ValueKind.SHARE, "the least weight that is a reasonable doubt"
        ),
        AttributeSpec(
            "burden", ("map",), ValueKind.BURDEN, "whether a claim may stand without a ground"
        ),
        AttributeSpec(
            "thesis",
            ("map",),
            ValueKind.THESIS,
            "the statement that everything bears on; `none` for a debate without a side",
        ),
        AttributeSpec("lang", ("map",), ValueKind.WORD, "the language of the texts, as in BCP 47"),
        AttributeSpec("author", ("map", "source"), ValueKind.WORDS, "who wrote it"),
        AttributeSpec("year", ("source",), ValueKind.YEAR, "when it appeared"),
        AttributeSpec(
            "date", ("map", "source", *statement), ValueKind.DATE, "when it was written or observed"
        ),
        AttributeSpec(
            "valid-until", ("source", "evidence"), ValueKind.DATE, "the last day on which it holds"
        ),
        AttributeSpec("publisher", ("source",), ValueKind.TEXT, "who published it"),
        AttributeSpec("url", ("source", *statement), ValueKind.ADDRESS, "where it can be read"),
        AttributeSpec("doi", ("source",), ValueKind.TEXT, "its digital object identifier"),
        AttributeSpec("text", ("source",), ValueKind.TEXT, "the file that holds its text"),
        AttributeSpec(
            "passages", ("source",), ValueKind.PASSAGES, "what of that file is the source's own"
        ),
        AttributeSpec("tags", DECLARATION_KEYWORDS, ValueKind.WORDS, "free words to find it by"),
        AttributeSpec(
            "note", DECLARATION_KEYWORDS, ValueKind.TEXT, "a remark that is no part of the argument"
        ),
    )


ATTRIBUTES: dict[str, AttributeSpec] = {spec.name: spec for spec in _specs()}
"""Every attribute by name. Names that begin with `FREE_PREFIX` are free and not listed."""

FREE_PREFIX = "x-"
