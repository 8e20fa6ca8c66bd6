"""The picture as an interactive page: one HTML file without external resources."""

from argmap.rendering.html.page import to_html

__all__ = ["to_html"]
