"""The canonical layout of a map's text: nothing is lost, and twice is once.

What belongs on a line and how deep it is indented is settled here; the author's order, comments and
groups (a blank line between them) are kept. It works on the text and its syntax tree alone, so that
a file is formatted whatever its imports say. `argmap.exchange.argmap` is another thing: it writes a
map that may never have been a text.
"""

from argmap.formatting.formatter import format_document, format_edits, format_text

__all__ = ["format_document", "format_edits", "format_text"]
