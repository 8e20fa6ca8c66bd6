"""A map on pages: each at a readable size, filled from the thesis on by importance.

Data flows one way: scene → items (importance) → pages (filling) → scene of each page → SVG.
"""

from __future__ import annotations

__all__ = ["write_pages"]

from argmap.rendering.pages.document import write_pages
