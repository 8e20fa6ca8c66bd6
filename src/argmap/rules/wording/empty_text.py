"""A text is empty.

What it does
    Reports a statement, a section, a map, a source or a quotation whose text is empty, or contains
    only spaces and invisible characters. A source may have no title, but not an empty one.

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
from argmap.model import ArgumentMap, Source
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule

RULE = rule(__name__, "TXT703", Severity.ERROR)

_UNSEEN = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})
_DRAWN_AS_NOTHING = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Invisible characters that Unicode classifies as letters, marks or symbols."""


def check(context: RuleContext) -> Iterator[Diagnostic]:
    for statement in context.statements:
        # The parser reports a missing text.
        if _says_nothing(statement.text) and statement.location.text.endswith('"'):
            yield RULE.diagnostic(
                statement.location,
                f"this {statement.kind} says nothing",
                help="write what it says, as one sentence",
                element=statement.id,
            )
        for citation in statement.citations:
            if citation.quotation is not None and _says_nothing(citation.quotation):
                yield RULE.diagnostic(
                    citation.location,
                    "this quotation is empty",
                    help="quote a few words of the cited passage, or delete the quotation marks",
                    element=statement.id,
                )
    titles: list[ArgumentMap | Source] = [context.map, *context.map.sources.values()]
    for titled in titles:
        if _says_nothing(titled.title) and titled.location.text.endswith('"'):
            yield RULE.diagnostic(
                titled.location,
                f"this {'source' if isinstance(titled, Source) else 'map'} has no title",
                help="write one between the quotes",
                element=titled.id if isinstance(titled, Source) else None,
            )
    for section in context.map.sections.values():
        if _says_nothing(section.title) and section.location.text.endswith('"'):
            yield RULE.diagnostic(
                section.location,
                "this section has no title",
                help="write one between the quotes",
                element=section.id,
            )


def _says_nothing(text: str) -> bool:
    """Whether a text contains no visible character."""
    return not any(map(_can_be_seen, text))


def _can_be_seen(character: str) -> bool:
    return category(character) not in _UNSEEN and character not in _DRAWN_AS_NOTHING
