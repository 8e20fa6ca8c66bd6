"""The picture as an interactive page: one HTML file without external resources."""

from argmap.rendering.html.page import to_html
from argmap.rendering.html.parts import PageContents

__all__ = ["PageContents", "to_html"]
