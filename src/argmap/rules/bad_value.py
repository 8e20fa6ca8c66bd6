"""A value is none that its attribute can take.

What it does
    Tells numbers out of range, dates that do not exist, unknown words of probability, places in a
    source that mean nothing, attributes given twice, and escapes that are none.

Why it matters
    The value would be left out, and what rests on it would be computed without it.

Example
    claim late "The bus is late" { confidence: 80 }

Instead
    claim late "The bus is late" { confidence: 0.8 }

How to silence
    It cannot be silenced; put a free remark into `note:` or into an attribute of your own, `x-…`.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.resolve.faults import BadValue
from argmap.rules._base import Subject, rewrite, rule
from argmap.text import is_slip

RULE = rule(__name__, "SYN004", Severity.ERROR)


def check(subject: Subject) -> Iterator[Diagnostic]:
    for fault in subject.faults(BadValue):
        meant = fault.suggestion
        yield RULE.finds(
            fault.location,
            fault.message,
            help=f"did you mean `{meant}`? {fault.help}".rstrip() if meant else fault.help,
            fixes=rewrite(
                fault.location,
                meant,
                is_sure=meant is not None and is_slip(fault.location.text.strip('"'), meant),
            ),
            element=fault.element,
        )
