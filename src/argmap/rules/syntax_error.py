"""The file is not written as the language wants it.

What it does
    Tells every place where the text is no `.argmap`: a missing quote or brace, a word out of place,
    bytes that are not UTF-8. Each mistake is told once, and reading goes on behind it.

Why it matters
    What cannot be read is not in the map, and so not in the argument.

Example
    claim late "The bus is late

Instead
    claim late "The bus is late"

How to silence
    It cannot be silenced.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.rules._base import Subject, from_syntax, rule
from argmap.syntax import ForeignNotation, UnknownWord

RULE = rule(__name__, "SYN001", Severity.ERROR)


def check(subject: Subject) -> Iterator[Diagnostic]:
    for document in subject.resolution.documents:
        for fault in document.faults:
            if not isinstance(fault, (UnknownWord, ForeignNotation)):
                yield from_syntax(RULE, document, fault)
