"""A name refers to nothing.

What it does
    Tells an id in `supports:`, `opposes:`, `undercuts:`, `contradicts:`, `premises:`, `thesis:` and
    their like that nothing is declared under, and names the nearest one of the right kind.

Why it matters
    The edge is missing from the argument: what was meant to be carried or attacked is not.

Example
    claim complain "We should complain"
    claim late "The bus is late" { supports: complian }

Instead
    claim complain "We should complain"
    claim late "The bus is late" { supports: complain }

How to silence
    It cannot be silenced: declare the statement, or take the name out.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.resolve.faults import UndefinedReference
from argmap.rules._base import Subject, rewrite, rule
from argmap.text import nearest

RULE = rule(__name__, "REF101", Severity.ERROR)


def check(subject: Subject) -> Iterator[Diagnostic]:
    for fault in subject.faults(UndefinedReference):
        meant = nearest(fault.name, fault.known)
        yield RULE.finds(
            fault.location,
            f"nothing is called `{fault.name}`",
            label=f"no {fault.wanted} has this id",
            help=f"did you mean `{meant}`?" if meant else _help(fault),
            fixes=rewrite(fault.location, meant),
            element=fault.element,
        )


def _help(fault: UndefinedReference) -> str:
    alias, dot, _ = fault.name.rpartition(".")
    if dot:
        return f'is the file imported, and by this name? import "….argmap" as {alias}'
    return f'declare it, for example: claim {fault.name} "…"'
