"""Citations of a declaration: from the syntax tree to sources, locators and quotations."""

from __future__ import annotations

import re
from collections.abc import Iterable

from argmap.model import Citation, Locator
from argmap.model.locator import find_problem, guess_locator, parse_locator
from argmap.resolve.errors import BadValue, ResolveError, UndefinedSource
from argmap.resolve.imports import Module
from argmap.resolve.scope import NameKind, Scope
from argmap.syntax import unquote
from argmap.syntax.tree import CitationDecl
from argmap.text import Span

_OTHER_PLACE = re.compile(r"(?=.*[^\W\d_]).*\w")
"""A place that is not typed wrongly, but counted in another way: `433a`, `art6`."""


def resolve_citations(
    declarations: Iterable[CitationDecl],
    module: Module,
    scope: Scope,
    errors: list[ResolveError],
    element: str,
) -> tuple[Citation, ...]:
    """Resolve citations such as ``@paper:31-33 "34 billion"``; leave out those without a source."""
    resolved = (
        _resolve_citation(declaration, module, scope, errors, element)
        for declaration in declarations
    )
    return tuple(citation for citation in resolved if citation is not None)


def _resolve_citation(
    declaration: CitationDecl,
    module: Module,
    scope: Scope,
    errors: list[ResolveError],
    element: str,
) -> Citation | None:
    (written, span), quotation = declaration
    name, colon, place = written[1:].partition(":")
    name_span = Span(span.start + 1, span.start + 1 + len(name))
    source = scope.find(module, name)
    locator = None
    if colon:
        locator = parse_locator(place)
        if locator is None:
            place_span = Span(name_span.end + 1, span.end)
            errors.append(_invalid_place(place, place_span, module, element))
    if source is None and module.is_in_failed_import(name):
        return None  # reported at the import
    if source is None or scope.kinds[source] is not NameKind.SOURCE:
        candidates = scope.names(module, NameKind.SOURCE)
        errors.append(UndefinedSource(module.locate(name_span), name, candidates, element=element))
        return None
    return Citation(
        source,
        locator,
        unquote(quotation.raw) if quotation else None,
        location=module.locate(span.join(quotation.span) if quotation else span),
    )


def _invalid_place(place: str, span: Span, module: Module, element: str) -> BadValue:
    if place.startswith('"'):
        return BadValue(
            module.locate(span),
            "missing place between the quotes of a locator",
            help='write the place as the source names it: @law:"art. 6", @manual:"#heading"',
            element=element,
        )
    suggestion: str | Locator | None = guess_locator(place)
    if suggestion is None and (problem := find_problem(place)):
        return BadValue(
            module.locate(span),
            f"`{place}` is not a valid place in a source: {problem.message}",
            help=problem.help,
            element=element,
        )
    if suggestion is None and _OTHER_PLACE.fullmatch(place):
        suggestion = f'"{place}"'
    return BadValue(
        module.locate(span),
        f"`{place}` is not a valid place in a source",
        help="write a paragraph (@paper:31), a page (@paper:p12), a chapter (@paper:ch4), "
        'or any other place in quotes (@law:"art. 6")',
        suggestion=str(suggestion) if suggestion else None,
        element=element,
    )
