"""Ids for declarations that have none, made from their texts."""

from __future__ import annotations

from collections.abc import Collection

from argmap.lsp.session import DocumentSnapshot
from argmap.model.identifiers import id_words, with_letter_first
from argmap.syntax.grammar import keywords

_STOP_WORDS = frozenset([
    "a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "in", "is", "it", "its", "of",
    "on", "or", "that", "the", "to", "was", "with",
])  # fmt: skip
_MAX_ID_WORDS = 3


def id_from_text(
    snapshot: DocumentSnapshot, text: str, default: str, taken: Collection[str] = ()
) -> str:
    """Return an id that is not in use in a file, made from a text.

    Args:
        snapshot: The file.
        text: The text of the declaration.
        default: The beginning of the id, if the text contains no word.
        taken: Further names that are in use.
    """
    return _unused_id(snapshot, _slug(text) or default, taken)


def _slug(text: str) -> str:
    """Return the first words of a text as an id, without stop words if others remain."""
    words = id_words(text.lower())
    content_words = [word for word in words if word not in _STOP_WORDS]
    chosen = with_letter_first((content_words or words)[:_MAX_ID_WORDS])
    return "-".join(chosen) if chosen and not chosen[0][0].isdecimal() else ""


def _unused_id(snapshot: DocumentSnapshot, stem: str, taken: Collection[str]) -> str:
    """Return an id that is not in use in the file; it begins with ``stem``."""
    analysis = snapshot.analysis
    module = analysis.module(snapshot.source)
    kinds = analysis.resolution.scope.kinds
    prefix = module.prefix if module else ""
    aliases = module.aliases if module else {}
    candidate, count = stem, 1
    while (
        prefix + candidate in kinds
        or candidate in aliases
        or candidate in keywords()
        or candidate in taken
    ):
        count += 1
        candidate = f"{stem}-{count}"
    return candidate
