"""What a statement rests on, in the few words that stand under it."""

from __future__ import annotations

from argmap.model import ArgumentMap, Citation, Evidence, Statement
from argmap.render.face.bidi import isolate
from argmap.text.safe import link

_NO_BREAK = "\xa0"
_BETWEEN = f"{_NO_BREAK}· "
"""Between the parts of a foot: no line begins with the dot."""


def footing(argument: ArgumentMap, statement: Statement) -> str:
    """Return the citations, the confidence and whose view it is: ``¶31 “34 billion” · likely``.

    Evidence is cited with the words it rests on, those of one place together; of any other
    statement only the place is said. A place stays on the line on which its words begin.
    """
    places: dict[str, dict[str, None]] = {}
    for citation in statement.citations:
        said = places.setdefault(_place(argument, citation), {})
        if citation.snippet and isinstance(statement, Evidence):
            said[isolate(f"“{citation.snippet}”")] = None
    parts = [
        _NO_BREAK.join([place.replace(" ", _NO_BREAK), *filter(None, [", ".join(said)])])
        for place, said in places.items()
    ]
    if statement.confidence is not None:
        parts.append(str(statement.confidence).replace("-", " "))
    if statement.held_by:
        parts.append(f"held by {', '.join(statement.held_by)}")
    return _BETWEEN.join(map(isolate, parts))


def folded(count: int, *, has_picture: bool = True) -> str:
    """Return how many statements are left out, or left to another picture."""
    text = f"… {count:,} more {'statement' if count == 1 else 'statements'}"
    return f"{text}, in its own picture" if has_picture else text


def cite(argument: ArgumentMap, citation: Citation) -> str:
    """Return a citation with its words, as a reader writes it."""
    words = [isolate(f"“{citation.snippet}”")] if citation.snippet else []
    return " ".join([_place(argument, citation), *words])


def _place(argument: ArgumentMap, citation: Citation) -> str:
    """Return where a citation leads; the source is named unless it is the only one."""
    parts = [citation.locator.label] if citation.locator else []
    if len(argument.sources) != 1 or not parts:
        source = argument.sources.get(citation.source)
        is_named = source is None or source.is_named
        parts.insert(0, citation.source if is_named or source is None else source.title)
    return " ".join(parts)


def only_link(argument: ArgumentMap, statement: Statement) -> str | None:
    """Return where the citations lead, if they all lead to one place that may be linked."""
    urls: dict[str | None, None] = {}
    for citation in statement.citations:
        source = argument.sources.get(citation.source)
        doi = f"https://doi.org/{source.doi}" if source and source.doi else None
        urls[link((source.url if source else None) or doi)] = None
    return next(iter(urls)) if len(urls) == 1 else None
