"""Recognition of other notations in a file: Argdown, Markdown, JSON, prose and others.

Only files that do not parse are searched. Each excerpt in another notation is one error, and the
text around it is parsed.
"""

from __future__ import annotations

from argmap.syntax.errors import ForeignNotation
from argmap.syntax.notations.excerpts import Excerpt, blank_out, find_excerpts
from argmap.syntax.notations.notation import Notation


def foreign_notation(excerpt: Excerpt) -> ForeignNotation:
    """Return the error of an excerpt; the only fix deletes the lines of a fence around a map.

    Other notations have no fix, because the author must decide what each statement supports.
    """
    first, *remaining = excerpt.spans
    return ForeignNotation(
        first,
        f"this looks like {excerpt.notation.label}, not like argmap",
        help=excerpt.notation.advice,
        labels=tuple((span, "and this") for span in remaining),
        fix="delete the fence" if excerpt.deletions else "",
        edits=excerpt.deletions,
        concerns_file=True,
    )


__all__ = ["Excerpt", "Notation", "blank_out", "find_excerpts", "foreign_notation"]
