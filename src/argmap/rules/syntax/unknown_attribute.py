"""An attribute is unknown or in the wrong place.

What it does
    Reports an attribute that the language does not have, and suggests the most similar one. Also
    reports an attribute that its declaration cannot have, such as `reliability` on a claim.

Why it matters
    Without this rule, a misspelled attribute would silently have no effect.

Example
    claim late "The bus is late" { confidense: likely }

Instead
    claim late "The bus is late" { confidence: likely }

How to silence
    Begin the names of your own attributes with `x-`, for example `x-owner: ann`. argmap does not
    check them.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Applicability, Diagnostic, Fix, Severity
from argmap.model.attributes import DECLARATION_KEYWORDS, STATEMENT_KEYWORDS
from argmap.resolve.errors import UnknownAttribute
from argmap.rules._context import RuleContext, rewrite
from argmap.rules._rule import rule
from argmap.syntax.tree import Attribute, Declaration, Value
from argmap.text import Edit, Location, Span, closest_match, is_typo

RULE = rule(__name__, "SYN003", Severity.ERROR)

_SYNONYMS = {
    "answers": "opposes",
    "attacks": "opposes",
    "because": "supported-by",
    "defeats": "opposes",
    "probability": "confidence",
    "rebuts": "opposes",
    "refutes": "opposes",
    "undermines": "opposes",
}
"""Common wrong names, with the attribute that each one means."""

_TITLE = 'write it in quotes after the keyword and the id: `{word} {id}"…"`'
_TEXT = 'the text of a `{word}` is in quotes after the keyword and the id: `{word} {id}"…"`'
_CITE = 'cite it after the text of the statement: `{word} {id}"…" @source:p12`'
_NOTE = "write `note:` for a remark, `tags:` for words to find it by"
_CONFIDENCE = "write `confidence:` with a number from 0 to 1, or a word such as `likely`"
_ADVICE = {
    **dict.fromkeys(("title", "name"), _TITLE),
    **dict.fromkeys(("text", "content", "statement"), _TEXT),
    **dict.fromkeys(
        ("page", "pages", "paragraph", "cite", "cites", "citation", "ref", "reference", "quote"),
        _CITE,
    ),
    **dict.fromkeys(
        ("description", "topic", "summary", "comment", "remark", "subtitle", "abstract"), _NOTE
    ),
    **dict.fromkeys(
        ("weight", "strength", "certainty", "likelihood", "credence", "plausibility"), _CONFIDENCE
    ),
}
"""Common wrong names without a matching attribute, with advice on what to write instead."""


_TITLED = ("map", "source", "section")


def check(context: RuleContext) -> Iterator[Diagnostic]:
    for error in context.errors(UnknownAttribute):
        if error.word in _TITLED and error.name == "title":
            yield _title(context, error)
        elif error.name in _ADVICE and error.word in _words_of(error.name):
            yield _elsewhere(error)
        else:
            yield _misplaced(error) if error.stands_under else _unknown(context, error)


def _words_of(name: str) -> tuple[str, ...]:
    """Return the keywords for which the advice about a name applies."""
    if _ADVICE[name] in (_CITE, _CONFIDENCE, _TEXT):
        return STATEMENT_KEYWORDS
    return DECLARATION_KEYWORDS


def _elsewhere(error: UnknownAttribute) -> Diagnostic:
    return RULE.diagnostic(
        error.location,
        f"`{error.name}` is not an attribute",
        help=_ADVICE[error.name].format(word=error.word, id="id " if error.word != "map" else ""),
        element=error.element,
    )


def _title(context: RuleContext, error: UnknownAttribute) -> Diagnostic:
    """Report a title in the block; the fix moves it if the declaration has no title yet."""
    found = _declaration(context, error.location)
    fixes: tuple[Fix, ...] = ()
    if found is not None and found.title is None and found.block is not None:
        fixes = _moving(found, error.location)
    return RULE.diagnostic(
        error.location,
        "`title` is not an attribute: write the title before the block",
        help=_TITLE.format(word=error.word, id="id " if error.word != "map" else ""),
        fixes=fixes,
        element=error.element,
    )


def _declaration(context: RuleContext, location: Location) -> Declaration | None:
    """Return the map, source or section whose block contains the attribute at a location."""
    for document in context.resolution.documents:
        if document.source is not location.source:
            continue
        pending = [item for item in document.items if isinstance(item, Declaration)]
        while pending:
            item = pending.pop()
            if item.block is None or not _holds(item.block.span, location.span):
                continue
            inside = [each for each in item.block.items if isinstance(each, Declaration)]
            if not any(each.block and _holds(each.block.span, location.span) for each in inside):
                return item
            pending += inside
    return None


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start < inner.start and inner.end < outer.end


def _moving(found: Declaration, location: Location) -> tuple[Fix, ...]:
    assert found.block is not None  # the block contains the attribute
    for item in found.block.items:
        if isinstance(item, Attribute) and item.name.span == location.span:
            value = item.values[0] if len(item.values) == 1 else None
            if not isinstance(value, Value) or value.kind != "TEXT":
                return ()
            text = location.source.text
            start, end = item.span.start, value.span.end
            while text[start - 1] in " \t":
                start -= 1
            edits = (
                Edit(Span(found.head.end, found.head.end), f" {value.text}"),
                Edit(Span(start, end), ""),
            )
            return (Fix("move it before the block", location.source, edits, Applicability.SAFE),)
    return ()


def _misplaced(error: UnknownAttribute) -> Diagnostic:
    places = ", ".join(f"`{word}`" for word in error.stands_under)
    return RULE.diagnostic(
        error.location,
        f"`{error.name}` is not an attribute of a `{error.word}`",
        help=f"it belongs to {places}; a `{error.word}` takes {', '.join(error.allowed)}",
        element=error.element,
    )


def _unknown(context: RuleContext, error: UnknownAttribute) -> Diagnostic:
    meant = _SYNONYMS.get(error.name) or closest_match(error.name, error.allowed)
    if meant not in error.allowed:
        meant = None
    is_known = error.name in _SYNONYMS or (meant is not None and is_typo(error.name, meant))
    is_sure = is_known and error.name not in context.map.statements  # `supports: late: bus`
    return RULE.diagnostic(
        error.location,
        f"unknown attribute `{error.name}`",
        help=f"did you mean `{meant}`?"
        if meant
        else f"a `{error.word}` takes {', '.join(error.allowed)}; your own begin with x-",
        fixes=rewrite(error.location, meant, is_sure=is_sure),
        element=error.element,
    )
