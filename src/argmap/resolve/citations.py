"""Citations: ``@paper:31-33 "34 billion"``."""

from __future__ import annotations

from argmap.model import Citation, Locator
from argmap.resolve.faults import BadValue, Fault, UndefinedSource
from argmap.resolve.modules import Module
from argmap.resolve.scope import Kind, Scope
from argmap.resolve.values import place as read_place
from argmap.syntax import unquote
from argmap.syntax.tree import CitationDecl
from argmap.text import Span


def resolve_citation(
    citation: CitationDecl, module: Module, scope: Scope, faults: list[Fault], element: str
) -> Citation | None:
    """Look up the source and read the locator; None where there is no such source."""
    (written, span), snippet = citation
    name, colon, place = written[1:].partition(":")
    name_span = Span(span.start + 1, span.start + 1 + len(name))
    source = scope.find(module, name)
    locator = None
    if colon:
        place_span = Span(name_span.end + 1, span.end)
        locator = _locator(place, module, place_span, faults, element)
    if source is None and module.is_missing(name):
        return None  # told at the import
    if source is None or scope.kinds[source] is not Kind.SOURCE:
        known = scope.known(module, Kind.SOURCE)
        faults.append(UndefinedSource(module.locate(name_span), name, known, element=element))
        return None
    whole = span.join(snippet.span) if snippet else span
    said = unquote(snippet.raw) if snippet else None
    return Citation(source, locator, said, location=module.locate(whole))


def _locator(
    place: str, module: Module, span: Span, faults: list[Fault], element: str
) -> Locator | None:
    locator = read_place(place)
    if locator is not None:
        return locator
    faults.append(
        BadValue(
            module.locate(span),
            f"`{place}` is no place in a source",
            help="write a paragraph (@paper:31), paragraphs (@paper:31-33) or a page (@paper:p12), "
            "counted from 1",
            element=element,
        )
    )
    return None
