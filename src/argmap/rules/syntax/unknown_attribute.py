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
from argmap.model.attributes import (
    CITING_KEYWORDS,
    DECLARATION_KEYWORDS,
    INFERENCE_KEYWORDS,
    STATEMENT_KEYWORDS,
)
from argmap.resolve.errors import UnknownAttribute
from argmap.rules._context import RuleContext, did_you_mean, replacement_fixes
from argmap.rules._rule import rule
from argmap.syntax.tree import Attribute, Declaration, Value
from argmap.text import Edit, Location, Span, closest_match, is_typo

RULE = rule(__name__, "SYN003", Severity.ERROR)

_SYNONYMS = {
    "alternatives": "options",
    "answers": "opposes",
    "attacks": "opposes",
    "beats": "outweighs",
    "because": "supported-by",
    "defeats": "opposes",
    "overrides": "outweighs",
    "prevails-over": "outweighs",
    "probability": "confidence",
    "rebuts": "opposes",
    "refutes": "opposes",
    "undermines": "opposes",
}
"""Common wrong names, with the attribute that each one means."""

_SYNONYMS_IN_QUESTIONS = dict.fromkeys(("answer", "choice", "chosen", "decision"), "expect")

_TITLE = 'write it in quotes after the keyword and the id: `{word} {id}"…"`'
_TEXT = 'write the text of a `{word}` in quotes after the keyword and the id: `{word} {id}"…"`'
_CITE = 'cite it after the text of the statement: `{word} {id}"…" @source:p12`'
_NOTE = "write `note:` for a remark, or `tags:` for search terms"
_CONFIDENCE = "write `confidence:` with a number from 0 to 1, or a word such as `likely`"
_QUESTION = 'write a question outside of this block: `question id "…" {{ … }}`'
_ADVICE = {
    "question": _QUESTION,
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

_CONTEXT_ADVICE = {
    "supports": ("supports", "evidence"),
    "opposes": ("opposes", "counterpoint"),
    "undercuts": ("opposes", "counterpoint"),
    "contradicts": ("opposes", "counterpoint"),
}
"""Relations that authors give to a context: what it does not do, and what to write instead."""

_WITH_TITLE = ("map", "source", "section")


def check(context: RuleContext) -> Iterator[Diagnostic]:
    for error in context.errors(UnknownAttribute):
        if error.keyword in _WITH_TITLE and error.name == "title":
            yield _title(context, error)
        elif error.name in _ADVICE and error.keyword in _keywords_with_advice(error.name):
            yield _written_elsewhere(error, f"`{error.name}` is not an attribute")
        elif error.allowed_under:
            yield _misplaced(error)
        else:
            yield _unknown(context, error)


def _keywords_with_advice(name: str) -> tuple[str, ...]:
    """Return the keywords for which the advice about a name applies."""
    if _ADVICE[name] is _CONFIDENCE:
        return (*STATEMENT_KEYWORDS, *INFERENCE_KEYWORDS)
    if _ADVICE[name] in (_CITE, _TEXT):
        return CITING_KEYWORDS
    return DECLARATION_KEYWORDS


def _written_elsewhere(
    error: UnknownAttribute, message: str, fixes: tuple[Fix, ...] = ()
) -> Diagnostic:
    id_ = "id " if error.keyword != "map" else ""
    return RULE.diagnostic(
        error.location,
        message,
        help=_ADVICE[error.name].format(word=error.keyword, id=id_),
        fixes=fixes,
        element=error.element,
    )


def _title(context: RuleContext, error: UnknownAttribute) -> Diagnostic:
    """Report a title in the block; the fix moves it if the declaration has no title yet."""
    declaration = _declaration(context, error.location)
    fixes: tuple[Fix, ...] = ()
    if declaration is not None and declaration.title is None:
        fixes = _move_title(declaration, error.location)
    message = "`title` is not an attribute: write the title before the block"
    return _written_elsewhere(error, message, fixes)


def _declaration(context: RuleContext, location: Location) -> Declaration | None:
    """Return the map, source or section whose block contains the attribute at a location."""
    for document in context.resolution.documents:
        if document.source is not location.source:
            continue
        pending = [item for item in document.items if isinstance(item, Declaration)]
        while pending:
            item = pending.pop()
            if item.block is None or not _contains(item.block.span, location.span):
                continue
            children = [child for child in item.block.items if isinstance(child, Declaration)]
            if not any(
                child.block and _contains(child.block.span, location.span) for child in children
            ):
                return item
            pending += children
    return None


def _contains(outer: Span, span: Span) -> bool:
    return outer.start < span.start and span.end < outer.end


def _move_title(declaration: Declaration, location: Location) -> tuple[Fix, ...]:
    """Return the fix that moves the title at a location before the block."""
    assert declaration.block is not None  # the block contains the attribute
    for item in declaration.block.items:
        if isinstance(item, Attribute) and item.name.span == location.span:
            value = item.values[0] if len(item.values) == 1 else None
            if not isinstance(value, Value) or value.kind != "TEXT":
                return ()
            text = location.source.text
            start, end = item.span.start, value.span.end
            while text[start - 1] in " \t":
                start -= 1
            edits = (
                Edit(Span(declaration.head.end, declaration.head.end), f" {value.text}"),
                Edit(Span(start, end), ""),
            )
            return (Fix("move it before the block", location.source, edits, Applicability.SAFE),)
    return ()


def _misplaced(error: UnknownAttribute) -> Diagnostic:
    if error.keyword == "context" and error.name in _CONTEXT_ADVICE:
        nothing, instead = _CONTEXT_ADVICE[error.name]
        return RULE.diagnostic(
            error.location,
            f"`{error.name}` is not an attribute of `context`: a context {nothing} nothing",
            help=f"write `{instead}` instead of `context`",
            element=error.element,
        )
    keywords = ", ".join(f"`{word}`" for word in error.allowed_under)
    return RULE.diagnostic(
        error.location,
        f"`{error.name}` is not an attribute of `{error.keyword}`",
        help=f"it is an attribute of {keywords}; "
        f"`{error.keyword}` can have {', '.join(error.allowed)}",
        element=error.element,
    )


def _unknown(context: RuleContext, error: UnknownAttribute) -> Diagnostic:
    synonyms = _SYNONYMS | _SYNONYMS_IN_QUESTIONS if error.keyword == "question" else _SYNONYMS
    suggestion = synonyms.get(error.name) or closest_match(error.name, error.allowed)
    if suggestion not in error.allowed:
        suggestion = None
    is_clear = error.name in synonyms or (
        suggestion is not None and is_typo(error.name, suggestion)
    )
    # In `supports: late: bus`, the name may be the id of a statement.
    is_safe = is_clear and error.name not in context.map.statements
    return RULE.diagnostic(
        error.location,
        f"unknown attribute `{error.name}`",
        help=did_you_mean(suggestion)
        or f"`{error.keyword}` can have {', '.join(error.allowed)}; "
        "begin the names of your own with x-",
        fixes=replacement_fixes(error.location, suggestion, is_safe=is_safe),
        element=error.element,
    )
