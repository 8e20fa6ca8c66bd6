"""Source texts: spans, lines, edits, reading and writing of files, spelling suggestions."""

from argmap.text.files import exclusive_access, write_atomically
from argmap.text.source_text import (
    MAX_FILE_BYTES,
    UTF_16_BOMS,
    DecodedFile,
    Edit,
    Location,
    Position,
    SourceText,
    Span,
    apply_edits,
    decode,
    read,
)
from argmap.text.suggest import Suggester, closest_match, is_typo, suggest

__all__ = [
    "MAX_FILE_BYTES",
    "UTF_16_BOMS",
    "DecodedFile",
    "Edit",
    "Location",
    "Position",
    "SourceText",
    "Span",
    "Suggester",
    "apply_edits",
    "closest_match",
    "decode",
    "exclusive_access",
    "is_typo",
    "read",
    "suggest",
    "write_atomically",
]
