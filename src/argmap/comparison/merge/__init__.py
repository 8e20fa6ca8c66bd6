"""Three-way merge of a map: the text of both versions' changes, and what conflicts.

The elements of the versions are paired, and each is merged by itself: its head, its attributes, its
comments, its place. So the order of siblings does not matter, and a rename follows new references.
"""

from argmap.comparison.merge.elements import ConflictReason
from argmap.comparison.merge.merge import Conflict, Merge, merge_texts
from argmap.comparison.merge.printer import DEFAULT_MARKER_SIZE

__all__ = [
    "DEFAULT_MARKER_SIZE",
    "Conflict",
    "ConflictReason",
    "Merge",
    "merge_texts",
]
