"""Other notations: which lines of a broken file are Argdown, Markdown, JSON, prose and so on.

Only a file that does not parse is looked at. Each region of lines in another notation is one
mistake, and the parser reads what is around it.
"""

from argmap.syntax.notations.excerpts import Excerpt, find_excerpts, without
from argmap.syntax.notations.notation import Notation
from argmap.syntax.notations.report import foreign_notation

__all__ = ["Excerpt", "Notation", "find_excerpts", "foreign_notation", "without"]
