"""Other notations: which lines of a broken file are Argdown, Markdown, JSON, prose and so on.

Only a file that does not parse is looked at. Each region of lines in another notation is one
mistake, and the parser reads what is around it.

What to say of a region in another notation.
"""

from __future__ import annotations

from argmap.syntax.errors import ForeignNotation
from argmap.syntax.notations.excerpts import Excerpt, find_excerpts, without
from argmap.syntax.notations.notation import Notation


def foreign_notation(excerpt: Excerpt) -> ForeignNotation:
    """Return the fault of a region; only a fence around a map has a fix, which deletes its lines.

    Nothing else is certain: what a list item is for or against, its author has to say.
    """
    first, *others = excerpt.spans
    return ForeignNotation(
        first,
        f"this looks like {excerpt.notation.label}, not like argmap",
        help=excerpt.notation.advice,
        labels=tuple((span, "this too") for span in others),
        fix="delete the fence" if excerpt.deletions else "",
        edits=excerpt.deletions,
        concerns_file=True,
    )


__all__ = ["Excerpt", "Notation", "find_excerpts", "foreign_notation", "without"]
