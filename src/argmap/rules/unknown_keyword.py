"""A declaration begins with a word that is none of the language's.

What it does
    Tells a first word that is neither `claim`, `evidence`, `assumption`, `counterpoint`, `reason`,
    `objection`, `section`, `source`, `import` nor `map`, and names the nearest of them.

Why it matters
    A misspelt word is the commonest mistake; what stands under it would be lost.

Example
    clam late "The bus is late"

Instead
    claim late "The bus is late"

How to silence
    It cannot be silenced.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.rules._base import Subject, from_syntax, rule
from argmap.syntax import UnknownWord

RULE = rule(__name__, "SYN002", Severity.ERROR)


def check(subject: Subject) -> Iterator[Diagnostic]:
    for document in subject.resolution.documents:
        for fault in document.faults:
            if isinstance(fault, UnknownWord):
                yield from_syntax(RULE, document, fault)
