"""Source text: spans, line tables, reading and writing files, edits."""

from argmap.text.files import exclusive_access, write_atomically
from argmap.text.source_text import (
    LIMIT,
    UTF_16,
    Edit,
    Location,
    Position,
    Reading,
    SourceText,
    Span,
    apply_edits,
    decode,
    read,
)
from argmap.text.suggest import Suggestions, is_slip, nearest

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
