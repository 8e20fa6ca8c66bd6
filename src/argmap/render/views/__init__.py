"""Views: maps made smaller, to be read on one sheet. Each makes a map of a map."""

from argmap.render.views.choice import WHOLE, Choice, make_view, tell
from argmap.render.views.cutting import View
from argmap.render.views.naming import UnknownName
from argmap.render.views.overview import overview, overview_of_sections

__all__ = [
    "WHOLE",
    "Choice",
    "UnknownName",
    "View",
    "make_view",
    "overview",
    "overview_of_sections",
    "tell",
]
