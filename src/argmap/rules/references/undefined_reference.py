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
from argmap.text import Suggestions

RULE = rule(__name__, "REF101", Severity.ERROR)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    faults = list(context.faults(UndefinedReference))
    if not faults:
        return
    from argmap.rules._look_alikes import LookAlikes, difference  # imported only for mistakes

    suggestions, look_alikes = Suggestions(), LookAlikes()
    for fault in faults:
        twin = look_alikes.find(fault.name, fault.known)
        meant = twin or suggestions.nearest(fault.name, fault.known)
        alike = meant
        if meant is None and suggestions.allows(fault.known):
            alike = _of_the_same_words(fault)
        yield RULE.diagnostic(
            fault.location,
            f"nothing is called `{fault.name}`",
            label=f"no {fault.wanted} has this id",
            help=difference(fault.name, twin)
            if twin
            else f"did you mean `{alike}`?"
            if alike
            else _help(fault),
            fixes=rewrite(fault.location, alike, is_sure=False),
            element=fault.element,
        )


def _of_the_same_words(fault: UndefinedReference) -> str | None:
    """Return the only id whose words include, or are included in, the words of the name."""
    words = _words(fault.name)
    alike = [id_ for id_ in fault.known if words <= _words(id_) or _words(id_) <= words]
    return alike[0] if len(alike) == 1 else None


def _words(name: str) -> set[str]:
    return set(re.split(r"[-_.]", name.casefold()))


def _help(fault: UndefinedReference) -> str:
    alias, dot, _ = fault.name.rpartition(".")
    if dot:
        return f'is the file imported, and by this name? import "….argmap" as {alias}'
    return f'declare it, for example: claim {fault.name} "…"'
