"""The overview of a map on one page: a card for each part, with what it concludes.

Data flows one way: map → parts (what each part says) → layout (cards in columns) → SVG.
"""

from __future__ import annotations

__all__ = ["PageNumbers", "Screen", "has_overview", "part_ids", "require_parts", "write_overview"]

from argmap.rendering.poster.document import PageNumbers, write_overview
from argmap.rendering.poster.parts import has_overview, part_ids, require_parts
from argmap.rendering.poster.screens import Screen
