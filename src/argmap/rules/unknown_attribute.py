"""An attribute is not known, or not here.

What it does
    Tells an attribute that the language does not have, with the nearest one it has, and one that
    stands under a word it says nothing about, such as `reliability` on a claim.

Why it matters
    A misspelt attribute would silently say nothing.

Example
    claim late "The bus is late" { confidense: likely }

Instead
    claim late "The bus is late" { confidence: likely }

How to silence
    Attributes of your own begin with `x-` and are not checked: `x-owner: ann`.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.resolve.faults import UnknownAttribute
from argmap.rules._base import Subject, rewrite, rule
from argmap.text import is_slip, nearest

RULE = rule(__name__, "SYN003", Severity.ERROR)

_SYNONYMS = {
    "answers": "opposes",
    "attacks": "opposes",
    "because": "supported-by",
    "defeats": "opposes",
    "probability": "confidence",
    "rebuts": "opposes",
    "refutes": "opposes",
    "undermines": "opposes",
}
"""Words that people try first, each with the attribute that says it."""


def check(subject: Subject) -> Iterator[Diagnostic]:
    for fault in subject.faults(UnknownAttribute):
        yield _misplaced(fault) if fault.stands_under else _unknown(fault)


def _misplaced(fault: UnknownAttribute) -> Diagnostic:
    places = ", ".join(f"`{word}`" for word in fault.stands_under)
    return RULE.finds(
        fault.location,
        f"`{fault.name}` says nothing about a `{fault.word}`",
        help=f"it stands under {places}; a `{fault.word}` takes {', '.join(fault.allowed)}",
        element=fault.element,
    )


def _unknown(fault: UnknownAttribute) -> Diagnostic:
    meant = _SYNONYMS.get(fault.name) or nearest(fault.name, fault.allowed)
    if meant not in fault.allowed:
        meant = None
    is_sure = fault.name in _SYNONYMS or (meant is not None and is_slip(fault.name, meant))
    return RULE.finds(
        fault.location,
        f"there is no attribute `{fault.name}`",
        help=f"did you mean `{meant}`?"
        if meant
        else f"a `{fault.word}` takes {', '.join(fault.allowed)}; your own begin with x-",
        fixes=rewrite(fault.location, meant, is_sure=is_sure),
        element=fault.element,
    )
