"""A file is not in the canonical layout.

What it does
    Reports, once per file, the first place where the layout differs from the output of
    `argmap fmt`. Files with syntax errors are not checked.

Why it matters
    If all files have the same layout, a comparison of two versions shows only the changes in the
    argument.

Example
    claim late   "The bus is late"

Instead
    claim late "The bus is late"

How to silence
    This rule is off by default. If your project turns it on with `select` or `severity`, add
    `TXT708` to `ignore`.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Fix, Severity
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule
from argmap.text import Location

# Off by default because it takes about as long as parsing the file again.
RULE = rule(__name__, "TXT708", Severity.INFO, is_default=False)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    from argmap.formatting import format_document  # imported only if the rule runs

    for document in context.resolution.documents:
        edits = () if document.errors else format_document(document)
        if edits:
            source = document.source
            yield RULE.diagnostic(
                Location(source, edits[0].span),
                "the layout of this file is not canonical",
                label="first difference",
                help="run `argmap fmt`",
                fixes=(Fix("format the file", source, edits),),
            )
