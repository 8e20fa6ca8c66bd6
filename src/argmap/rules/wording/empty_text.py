"""A text is empty.

What it does
    Reports a statement, a question, a context, a section, a map, a source or a quotation whose text
    is empty, or contains only spaces and invisible characters. A source may have no title, but not
    an empty one. Also reports an empty text in an attribute, such as `label:` or `note:`.

Why it matters
    An empty statement appears as an empty box, and an empty quotation cannot be found in the
    source.

Example
    claim late ""

Instead
    claim late "The bus is late"

How to silence
    Write `# argmap: ignore[TXT703] because …` before the statement.
"""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import category

from argmap.diagnostics import Diagnostic, Severity
from argmap.model import ArgumentMap, Section, Source
from argmap.model.attributes import ATTRIBUTES, ValueKind
from argmap.resolve.attributes import text_of
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule
from argmap.rules._source_index import removal_fix, scoped_declarations
from argmap.syntax.tree import Attribute, Value

RULE = rule(__name__, "TXT703", Severity.ERROR)

_TEXT_KINDS = (ValueKind.TEXT, ValueKind.WORD, ValueKind.WORDS, ValueKind.ADDRESS)
_INVISIBLE_CATEGORIES = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})
_INVISIBLE_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Invisible characters that Unicode classifies as letters, marks or symbols."""


def check(context: RuleContext) -> Iterator[Diagnostic]:
    for sentence in context.map.sentences:
        # The parser reports a missing text.
        if _is_blank(sentence.text) and sentence.location.text.endswith('"'):
            yield RULE.diagnostic(
                sentence.location,
                f"this {sentence.kind} has no text",
                help="write its text between the quotes, as one sentence",
                element=sentence.id,
            )
        for citation in sentence.citations:
            if citation.quotation is not None and _is_blank(citation.quotation):
                yield RULE.diagnostic(
                    citation.location,
                    "this quotation is empty",
                    help="quote a few words of the cited passage, or delete the quotation marks",
                    element=sentence.id,
                )
    argument_map = context.map
    titled: list[tuple[str, ArgumentMap | Source | Section, str | None]] = [
        ("map", argument_map, None),
        *(("source", source, source.id) for source in argument_map.sources.values()),
        *(("section", section, section.id) for section in argument_map.sections.values()),
    ]
    for kind, item, element in titled:
        if _is_blank(item.title) and item.location.text.endswith('"'):
            yield RULE.diagnostic(
                item.location,
                f"this {kind} has no title",
                help="write a title between the quotes",
                element=element,
            )
    yield from _attributes(context)


def _attributes(context: RuleContext) -> Iterator[Diagnostic]:
    """Yield the diagnostics of empty texts in attributes."""
    for scoped in scoped_declarations(context.resolution, '"'):
        for item in scoped.items:
            if not isinstance(item, Attribute):
                continue
            spec = ATTRIBUTES.get(item.name.text)
            if spec is None or spec.value_kind not in _TEXT_KINDS:
                continue
            for value in item.values:
                if isinstance(value, Value) and value.kind == "TEXT" and _is_blank(text_of(value)):
                    location = scoped.locate(value.span)
                    yield RULE.diagnostic(
                        location,
                        f"this text of `{spec.name}` is empty",
                        help=f"write {spec.description}, or delete it",
                        fixes=(removal_fix(location, "delete it"),),
                        element=scoped.full_id(scoped.declaration.id),
                    )


def _is_blank(text: str) -> bool:
    """Return whether a text contains no visible character."""
    return not any(map(_is_visible, text))


def _is_visible(character: str) -> bool:
    return category(character) not in _INVISIBLE_CATEGORIES and character not in _INVISIBLE_LETTERS
