"""The syntax of the language: from source text to syntax tree, with recovery from errors."""

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
