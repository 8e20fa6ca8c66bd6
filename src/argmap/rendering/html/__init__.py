"""The picture as a page to walk about in: one HTML file that needs nothing else."""

from argmap.rendering.html.page import to_html

__all__ = ["to_html"]
