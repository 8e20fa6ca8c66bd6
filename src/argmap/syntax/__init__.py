"""The language: from text to a syntax tree, whatever the text."""

from argmap.syntax.errors import ForeignNotation, ParseError, UnknownKeyword
from argmap.syntax.literals import bad_escapes, quote, unquote
from argmap.syntax.parser import Document, parse, parse_reading

__all__ = [
    "Document",
    "ForeignNotation",
    "ParseError",
    "UnknownKeyword",
    "bad_escapes",
    "parse",
    "parse_reading",
    "quote",
    "unquote",
]
