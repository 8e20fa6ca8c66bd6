"""Views: maps made smaller, to be read on one sheet. Each makes a map of a map."""

from argmap.render.views.overview import Overview, overview

__all__ = ["Overview", "overview"]
