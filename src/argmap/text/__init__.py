"""Source text: spans, line tables, reading and writing files, edits."""

from argmap.text.edit import Edit, apply_edits
from argmap.text.nearest import Suggestions, is_slip, nearest
from argmap.text.reading import LIMIT, UTF_16, Reading, decode, read
from argmap.text.source_text import Location, Position, SourceText
from argmap.text.span import Span
from argmap.text.writing import exclusive_access, write_atomically

__all__ = [
    "LIMIT",
    "UTF_16",
    "Edit",
    "Location",
    "Position",
    "Reading",
    "SourceText",
    "Span",
    "Suggestions",
    "apply_edits",
    "decode",
    "exclusive_access",
    "is_slip",
    "nearest",
    "read",
    "write_atomically",
]
