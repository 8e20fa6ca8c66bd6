"""A reference names an id that is not declared.

What it does
    Reports an undeclared id in `supports:`, `opposes:`, `undercuts:`, `contradicts:`, `premises:`,
    `thesis:` and similar attributes. The report suggests the most similar id of the right kind.

Why it matters
    argmap leaves the edge out, so the statement that you meant to support or attack is not
    affected.

Example
    claim complain "We should complain"
    claim late "The bus is late" { supports: complian }

Instead
    claim complain "We should complain"
    claim late "The bus is late" { supports: complain }

How to silence
    This rule cannot be silenced. Declare the statement, or remove the id.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.resolve.errors import UndefinedReference
from argmap.rules._context import RuleContext, did_you_mean, replacement_fixes
from argmap.rules._rule import rule

RULE = rule(__name__, "REF101", Severity.ERROR)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    errors = list(context.errors(UndefinedReference))
    if not errors:
        return
    from argmap.rules._look_alikes import IdSuggester  # imported only for mistakes

    ids = IdSuggester()
    for error in errors:
        suggestion, help_ = ids.suggest(error.name, error.candidates)
        if suggestion is None and ids.allows(error.candidates):
            suggestion = _with_same_words(error)
            help_ = did_you_mean(suggestion)
        yield RULE.diagnostic(
            error.location,
            f"unknown id `{error.name}`",
            label=f"no {error.expected_kind} has this id",
            help=help_ or _help(error),
            fixes=replacement_fixes(error.location, suggestion, is_safe=False),
            element=error.element,
        )


def _with_same_words(error: UndefinedReference) -> str | None:
    """Return the only id whose words include, or are included in, the words of the name."""
    words = _words(error.name)
    matching = [id_ for id_ in error.candidates if words <= _words(id_) or _words(id_) <= words]
    return matching[0] if len(matching) == 1 else None


def _words(id_: str) -> set[str]:
    return set(re.split(r"[-_.]", id_.casefold()))


def _help(error: UndefinedReference) -> str:
    alias = error.name.rpartition(".")[0]
    if alias:
        return f'check that the file is imported under this name: import "….argmap" as {alias}'
    return f'declare it, for example: claim {error.name} "…"'
