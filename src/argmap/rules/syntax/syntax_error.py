"""A file contains a syntax error.

What it does
    Reports each place that does not follow the syntax of the language: a missing quote or brace, an
    unexpected word, or bytes that are not UTF-8. argmap reports each mistake once and continues
    after it.

Why it matters
    Text that argmap cannot parse is not part of the map.

Example
    claim late "The bus is late

Instead
    claim late "The bus is late"

How to silence
    This rule cannot be silenced.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.rules._context import RuleContext, syntax_diagnostic
from argmap.rules._rule import rule
from argmap.syntax import ForeignNotation, UnknownKeyword

RULE = rule(__name__, "SYN001", Severity.ERROR)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    for document in context.resolution.documents:
        for error in document.errors:
            if not isinstance(error, (UnknownKeyword, ForeignNotation)):
                yield syntax_diagnostic(RULE, document, error)
