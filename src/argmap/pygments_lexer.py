"""A Pygments lexer for syntax highlighting in Sphinx, MkDocs and ``pygmentize``.

Pygments loads it through its entry point. A test compares the words in this module with the grammar
and the table of attributes.
"""

from __future__ import annotations

from typing import ClassVar

from pygments.lexer import RegexLexer, bygroups, include, words
from pygments.token import (
    Comment,
    Error,
    Keyword,
    Literal,
    Name,
    Number,
    Operator,
    Punctuation,
    String,
    Whitespace,
)

from argmap.model.identifiers import ID, MARKS

DECLARATIONS = (
    *("map", "source", "section", "question", "claim", "evidence", "assumption"),
    *("counterpoint", "concession", "context", "reason", "objection"),
)
IMPORTS = ("import", "as")
CONSTANTS = ("true", "false")
ATTRIBUTES = (
    *("supports", "opposes", "supported-by", "opposed-by", "undercuts", "contradicts"),
    *("outweighs", "options", "exclusive", "premises", "scheme", "critical-question"),
    *("confidence", "credibility", "reliability", "held-by", "label", "fidelity", "expect"),
    *("standard", "strong-from", "margin", "doubt-from", "burden", "thesis", "lang", "author"),
    *("year", "date", "valid-until", "publisher", "url", "doi", "text", "passages", "was", "tags"),
    "note",
)
VALUES = {
    "confidence": (
        *("almost-no-chance", "very-unlikely", "unlikely", "roughly-even"),
        *("likely", "very-likely", "almost-certain"),
    ),
    "expect": ("accepted", "rejected", "undecided", "open"),
    "fidelity": ("quotation", "paraphrase", "condensed", "interpretation", "implicit"),
    "standard": (
        *("dialectical", "scintilla", "preponderance", "accrual"),
        *("clear-and-convincing", "beyond-reasonable-doubt"),
    ),
    "burden": ("asserted", "strict"),
    "thesis": ("none",),
}

_BEFORE = r"(?<![\w.@-])"
_AFTER = rf"(?![\w{MARKS}]|-(?!>)|\.\w)"


def _any_of(alternatives: tuple[str, ...], after: str = _AFTER) -> words:
    return words(alternatives, prefix=_BEFORE, suffix=after)


def _attribute_rule(attribute: str, values: tuple[str, ...]) -> tuple[object, ...]:
    """Return the lexer rule for an attribute that takes one of a few words."""
    pattern = rf"{_BEFORE}({attribute})(\s*)(:)(\s*)({'|'.join(values)}){_AFTER}"
    token_types = (Name.Attribute, Whitespace, Punctuation, Whitespace, Name.Constant)
    return pattern, bygroups(*token_types)


class ArgmapLexer(RegexLexer):
    """Highlights ``.argmap`` files."""

    name = "Argmap"
    aliases: ClassVar = ["argmap"]
    filenames: ClassVar = ["*.argmap"]

    tokens: ClassVar = {
        "root": [
            (r"\s+", Whitespace),
            (
                r"(#\s*)(argmap:\s*ignore(?:-file)?(?![\w-])(?:\[[^\]\r\n]*\])?)",
                bygroups(Comment.Single, Comment.Preproc),
            ),
            (r"#[^\r\n]*", Comment.Single),
            (r'"""', String.Heredoc, "prose"),
            (r'"', String.Double, "text"),
            (
                rf"(@{ID}(?:\.{ID})*)(?:(:)(\"[^\"\r\n]*\"(?![\w\"])|[\w§-]+))?",
                bygroups(Name.Decorator, Punctuation, Number),
            ),
            (rf"{_BEFORE}{ID}(?:\.{ID})+", Name),
            (_any_of(DECLARATIONS), Keyword.Declaration),
            (_any_of(IMPORTS), Keyword.Namespace),
            (_any_of(CONSTANTS), Keyword.Constant),
            *(_attribute_rule(attribute, values) for attribute, values in VALUES.items()),
            (_any_of(ATTRIBUTES, r"(?=\s*:)"), Name.Attribute),
            (rf"x-[\w-]*(?=\s*:)|{ID}(?=\s*:)", Name.Property),
            (rf"{ID}", Name),
            (r"\d{4}-\d{2}(?:-\d{2})?(?!\w)", Literal.Date),
            (r"[+-]?\d+\.\d+(?![\w-])", Number.Float),
            (r"[+-]?\d+(?![\w-])", Number.Integer),
            (r"->|>=|<=|[<>]", Operator),
            (r"[{}:,]", Punctuation),
        ],
        "text": [
            (r'"', String.Double, "#pop"),
            (r"(?=[\r\n])", Error, "#pop"),
            include("escapes"),
            (r'[^"\\\r\n]+', String.Double),
        ],
        "prose": [
            (r'"""', String.Heredoc, "#pop"),
            include("escapes"),
            (r'[^"\\]+|"', String.Heredoc),
        ],
        "escapes": [
            (r'\\(?:["\\nt]|u\{[0-9A-Fa-f]{1,6}\})', String.Escape),
            (r"\\[^\r\n]", Error),
            (r"\\", Error),
        ],
    }
