"""Source text: spans, line tables, reading and writing files, edits."""

from argmap.text.edit import Edit, apply_edits
from argmap.text.nearest import is_slip, nearest
from argmap.text.reading import LIMIT, UTF_16, Reading, decode, read
from argmap.text.source_text import Location, Position, SourceText
from argmap.text.span import Span
from argmap.text.writing import write_atomically

__all__ = [
    "LIMIT",
    "UTF_16",
    "Edit",
    "Location",
    "Position",
    "Reading",
    "SourceText",
    "Span",
    "apply_edits",
    "decode",
    "is_slip",
    "nearest",
    "read",
    "write_atomically",
]
