"""A declaration begins with an unknown keyword.

What it does
    Reports a declaration whose first word is not `claim`, `evidence`, `assumption`, `counterpoint`,
    `reason`, `objection`, `section`, `source`, `import` or `map`, and suggests the most similar
    one.

Why it matters
    Misspelled keywords are the most common mistake. Without this rule, the statements nested under
    a misspelled keyword would be lost.

Example
    clam late "The bus is late"

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
from argmap.syntax import UnknownKeyword

RULE = rule(__name__, "SYN002", Severity.ERROR)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    for document in context.resolution.documents:
        for error in document.errors:
            if isinstance(error, UnknownKeyword):
                yield syntax_diagnostic(RULE, document, error)
