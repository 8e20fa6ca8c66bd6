"""A name refers to nothing.

What it does
    Tells an id in `supports:`, `opposes:`, `undercuts:`, `contradicts:`, `premises:`, `thesis:` and
    their like that nothing is declared under, and names the nearest one of the right kind.

Why it matters
    The edge is missing from the argument: what was meant to be carried or attacked is not.

Example
    claim late "The bus is late" { supports: complian }

Instead
    claim late "The bus is late" { supports: complain }

How to silence
    It cannot be silenced: declare the statement, or take the name out.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Fix, Severity
from argmap.resolve.faults import UndefinedReference
from argmap.rules._base import Subject, rule
from argmap.text import Edit, nearest

RULE = rule(__name__, "REF101", Severity.ERROR)


def check(subject: Subject) -> Iterator[Diagnostic]:
    for fault in subject.faults(UndefinedReference):
        meant = nearest(fault.name, fault.known)
        fixes = ()
        if meant:
            edit = Edit(fault.location.span, meant)
            fixes = (Fix(f"write `{meant}`", fault.location.source, (edit,)),)
        yield RULE.finds(
            fault.location,
            f"nothing is called `{fault.name}`",
            label=f"no {fault.wanted} has this id",
            help=f"did you mean `{meant}`?" if meant else _help(fault),
            fixes=fixes,
            element=fault.element,
        )


def _help(fault: UndefinedReference) -> str:
    alias, dot, _ = fault.name.rpartition(".")
    if dot:
        return f'is the file imported, and by this name? import "….argmap" as {alias}'
    return f"declare it, for example: claim {fault.name} \"…\""
