"""The language: from text to a syntax tree, whatever the text."""

from argmap.syntax.faults import ForeignNotation, SyntaxFault, UnknownWord
from argmap.syntax.parser import Document, parse, parse_reading
from argmap.syntax.strings import bad_escapes, quote, unquote

__all__ = [
    "Document",
    "ForeignNotation",
    "SyntaxFault",
    "UnknownWord",
    "bad_escapes",
    "parse",
    "parse_reading",
    "quote",
    "unquote",
]
