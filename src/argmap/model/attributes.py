"""The attributes of the language: their names, the declarations that accept them, their values.

The grammar accepts any name before a colon; this table defines the valid ones. Editors and the
documentation take their lists from it.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

STATEMENT_KEYWORDS = ("claim", "evidence", "assumption", "counterpoint", "concession")
"""The declarations that have a status."""

AGAINST_KEYWORDS = ("counterpoint", "concession")
"""The statements that attack what they are nested in."""

CITING_KEYWORDS = (*STATEMENT_KEYWORDS, "context", "question")
"""The declarations of a sentence, which may be followed by citations."""

INFERENCE_KEYWORDS = ("reason", "objection")
DECLARATION_KEYWORDS = ("map", "source", "section", *CITING_KEYWORDS, *INFERENCE_KEYWORDS)

NO_THESIS = "none"
"""The value of `thesis:` in a map that takes no side."""

OPEN_QUESTION = "open"
"""The value of `expect:` of a question of which no option is accepted."""

FORMER_NAMES = {"question": "critical-question"}
"""Former names of attributes, which are still read and reported, with the current names."""

FREE_PREFIX = "x-"
"""The prefix of custom attributes, which accept any value and are not in `ATTRIBUTES`."""


class ValueKind(Enum):
    """The kind of value that an attribute takes, described for messages."""

    STATEMENTS = "ids of statements"
    THESIS = "ids of statements, or `none`"
    OPTIONS = "ids of claims, evidence or assumptions"
    ANSWERS = "ids of options, or `open`"
    INFERENCES = "ids of inferences, or `a -> b`"
    WEIGHED = "ids of statements or inferences, or `a -> b`"
    CONFIDENCE = "a number from 0 to 1, or a word such as `likely`"
    CREDIBILITY = "a number from 1 to 6"
    RELIABILITY = "a letter from A to F"
    EXPECTATION = "`accepted`, `rejected`, `undecided`, or a bound such as `>= 0.6`"
    FIDELITY = "how close to the source it is, such as `quotation` or `implicit`"
    SWITCH = "`true` or `false`"
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

    @property
    def is_list(self) -> bool:
        """Whether an attribute takes several of these values, and can be given several times."""
        return self in _LIST_KINDS


ARROW_KINDS = (ValueKind.INFERENCES, ValueKind.WEIGHED)
"""The kinds of values that may be an inference by its ends, `a -> b`."""

REFERENCE_KINDS = (
    *(ValueKind.STATEMENTS, ValueKind.THESIS, ValueKind.OPTIONS, ValueKind.ANSWERS),
    *ARROW_KINDS,
)
"""The kinds of values that are ids of elements."""

_LIST_KINDS = (*REFERENCE_KINDS, ValueKind.WORDS, ValueKind.PASSAGES, ValueKind.QUESTIONS)


class AttributeSpec(NamedTuple):
    """The definition of an attribute.

    Attributes:
        name: The name before the colon.
        declarations: The keywords of the declarations that accept it.
        value_kind: The kind of value that it takes.
        description: The meaning, in a few words.
        kinds_elsewhere: The kinds of values that it takes under other keywords than the rest.
    """

    name: str
    declarations: tuple[str, ...]
    value_kind: ValueKind
    description: str
    kinds_elsewhere: tuple[tuple[str, ValueKind], ...] = ()

    def kind_for(self, keyword: str) -> ValueKind:
        """Return the kind of value that it takes in a declaration with a keyword."""
        return dict(self.kinds_elsewhere).get(keyword, self.value_kind)

    @property
    def is_list(self) -> bool:
        """Whether it takes several values, and can be given several times."""
        return self.value_kind.is_list


_STATEMENT = STATEMENT_KEYWORDS
_INFERENCE = INFERENCE_KEYWORDS
_QUESTION = ("question",)

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
        "outweighs",
        (*_STATEMENT, *_INFERENCE),
        ValueKind.WEIGHED,
        "prevails over statements or inferences where they meet",
    ),
    AttributeSpec("options", _QUESTION, ValueKind.OPTIONS, "further options, declared elsewhere"),
    AttributeSpec(
        "exclusive", _QUESTION, ValueKind.SWITCH, "whether at most one option can be accepted"
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
        "critical-question",
        _STATEMENT,
        ValueKind.QUESTIONS,
        "the critical questions of a scheme that it takes up",
    ),
    AttributeSpec(
        "confidence",
        (*_STATEMENT, *_INFERENCE),
        ValueKind.CONFIDENCE,
        "how likely it is; of an inference, how well its premises carry the conclusion",
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
    AttributeSpec("label", (*CITING_KEYWORDS, *_INFERENCE), ValueKind.TEXT, "a short title"),
    AttributeSpec(
        "fidelity",
        (*_STATEMENT, *_INFERENCE),
        ValueKind.FIDELITY,
        "how close it is to the words of its source",
    ),
    AttributeSpec(
        "expect",
        (*_STATEMENT, *_QUESTION),
        ValueKind.EXPECTATION,
        "a test: the expected result of the evaluation",
        (("question", ValueKind.ANSWERS),),
    ),
    AttributeSpec(
        "standard",
        ("map", "claim", "counterpoint", "concession", *_QUESTION),
        ValueKind.STANDARD,
        "the standard of proof that a claim, or the options of a question, must meet",
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
        "the statements that the map argues for; `none` for a debate without a side",
    ),
    AttributeSpec(
        "lang", ("map", "source"), ValueKind.WORD, "the language of the texts, as in BCP 47"
    ),
    AttributeSpec("author", ("map", "source"), ValueKind.WORDS, "who wrote it"),
    AttributeSpec("year", ("source",), ValueKind.YEAR, "when it was published"),
    AttributeSpec(
        "date",
        ("map", "source", *_STATEMENT, "context"),
        ValueKind.DATE,
        "when it was written or observed",
    ),
    AttributeSpec(
        "valid-until", ("source", "evidence"), ValueKind.DATE, "the last day on which it is valid"
    ),
    AttributeSpec("publisher", ("source",), ValueKind.TEXT, "who published it"),
    AttributeSpec(
        "url", ("source", *_STATEMENT, "context"), ValueKind.ADDRESS, "where it can be read"
    ),
    AttributeSpec("doi", ("source",), ValueKind.TEXT, "its digital object identifier"),
    AttributeSpec("text", ("source",), ValueKind.TEXT, "the file that contains its text"),
    AttributeSpec(
        "passages",
        ("source",),
        ValueKind.PASSAGES,
        "the part of that file that belongs to the source",
    ),
    AttributeSpec(
        "was", CITING_KEYWORDS, ValueKind.WORDS, "its former ids, by which versions are compared"
    ),
    AttributeSpec("tags", DECLARATION_KEYWORDS, ValueKind.WORDS, "words to find it by"),
    AttributeSpec(
        "note", DECLARATION_KEYWORDS, ValueKind.TEXT, "a remark that is not part of the argument"
    ),
)

ATTRIBUTES: dict[str, AttributeSpec] = {spec.name: spec for spec in _SPECS}
"""The attributes by name."""
