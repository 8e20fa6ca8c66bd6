"""Argument maps for Pygments: colors in what is made with Sphinx, MkDocs or ``pygmentize``.

Pygments finds the lexer by its entry point, and is the only one that imports this module. The words
are those of the grammar and of the table of attributes; a test holds them against both.
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
    *("map", "source", "section", "claim", "evidence"),
    *("assumption", "counterpoint", "reason", "objection"),
)
IMPORTS = ("import", "as")
CONSTANTS = ("true", "false")
ATTRIBUTES = (
    *("supports", "opposes", "supported-by", "opposed-by", "undercuts", "contradicts", "premises"),
    *("scheme", "question", "confidence", "credibility", "reliability", "held-by", "expect"),
    *("standard", "strong-from", "margin", "doubt-from", "burden", "thesis", "lang", "author"),
    *("year", "date", "valid-until", "publisher", "url", "doi", "text", "passages", "tags", "note"),
)
VALUES = {
    "confidence": (
        *("almost-no-chance", "very-unlikely", "unlikely", "roughly-even"),
        *("likely", "very-likely", "almost-certain"),
    ),
    "expect": ("accepted", "rejected", "undecided"),
    "standard": (
        *("dialectical", "scintilla", "preponderance"),
        *("clear-and-convincing", "beyond-reasonable-doubt"),
    ),
    "burden": ("asserted", "strict"),
}

_BEFORE = r"(?<![\w.@-])"
_AFTER = rf"(?![\w{MARKS}]|-(?!>)|\.\w)"


def _among(listed: tuple[str, ...], after: str = _AFTER) -> words:
    return words(listed, prefix=_BEFORE, suffix=after)


def _fixed(attribute: str, listed: tuple[str, ...]) -> tuple[object, ...]:
    """Return the rule of an attribute with a value that is one of a few words."""
    values = "|".join(listed)
    rule = rf"{_BEFORE}({attribute})(\s*)(:)(\s*)({values}){_AFTER}"
    kinds = (Name.Attribute, Whitespace, Punctuation, Whitespace, Name.Constant)
    return rule, bygroups(*kinds)


class ArgmapLexer(RegexLexer):
    """Colors ``.argmap`` files."""

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
                rf"(@{ID}(?:\.{ID})*)(?:(:)([\w-]+))?",
                bygroups(Name.Decorator, Punctuation, Number),
            ),
            (rf"{_BEFORE}{ID}(?:\.{ID})+", Name),
            (_among(DECLARATIONS), Keyword.Declaration),
            (_among(IMPORTS), Keyword.Namespace),
            (_among(CONSTANTS), Keyword.Constant),
            *(_fixed(attribute, listed) for attribute, listed in VALUES.items()),
            (_among(ATTRIBUTES, r"(?=\s*:)"), Name.Attribute),
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
