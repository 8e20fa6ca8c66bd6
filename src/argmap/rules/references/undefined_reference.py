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
from argmap.rules._context import RuleContext, rewrite
from argmap.rules._rule import rule
from argmap.text import Suggester

RULE = rule(__name__, "REF101", Severity.ERROR)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    errors = list(context.errors(UndefinedReference))
    if not errors:
        return
    from argmap.rules._look_alikes import LookAlikes, difference  # imported only for mistakes

    suggestions, look_alikes = Suggester(), LookAlikes()
    for error in errors:
        twin = look_alikes.find(error.name, error.known)
        meant = twin or suggestions.nearest(error.name, error.known)
        alike = meant
        if meant is None and suggestions.allows(error.known):
            alike = _of_the_same_words(error)
        yield RULE.diagnostic(
            error.location,
            f"nothing is called `{error.name}`",
            label=f"no {error.wanted} has this id",
            help=difference(error.name, twin)
            if twin
            else f"did you mean `{alike}`?"
            if alike
            else _help(error),
            fixes=rewrite(error.location, alike, is_sure=False),
            element=error.element,
        )


def _of_the_same_words(error: UndefinedReference) -> str | None:
    """Return the only id whose words include, or are included in, the words of the name."""
    words = _words(error.name)
    alike = [id_ for id_ in error.known if words <= _words(id_) or _words(id_) <= words]
    return alike[0] if len(alike) == 1 else None


def _words(name: str) -> set[str]:
    return set(re.split(r"[-_.]", name.casefold()))


def _help(error: UndefinedReference) -> str:
    alias, dot, _ = error.name.rpartition(".")
    if dot:
        return f'is the file imported, and by this name? import "….argmap" as {alias}'
    return f'declare it, for example: claim {error.name} "…"'
