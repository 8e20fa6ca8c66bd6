"""The canonical layout of a map's text.

Formatting decides about line breaks, spaces and indentation, and keeps the author's order, comments
and groups (separated by a blank line). It loses nothing, and formatting twice changes nothing more.
It only needs the text and its syntax tree, so it does not depend on imports. In contrast,
`argmap.exchange.argmap` writes the text of a map that may never have had one.
"""

from argmap.formatting.elements import INDENT, line_end_of, normalize_line_ends
from argmap.formatting.formatter import format_document, format_edits, format_text
from argmap.formatting.printer import Comments, FormattedItem, attach_comments

__all__ = [
    "INDENT",
    "Comments",
    "FormattedItem",
    "attach_comments",
    "format_document",
    "format_edits",
    "format_text",
    "line_end_of",
    "normalize_line_ends",
]
