"""A statement says nothing.

What it does
    Tells a statement, or a section, whose text is empty or blank.

Why it matters
    It would be an empty box.

Example
    claim late ""

Instead
    claim late "The bus is late"

How to silence
    It cannot be silenced.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.rules._base import Subject, rule

RULE = rule(__name__, "TXT703", Severity.ERROR)


def check(subject: Subject) -> Iterator[Diagnostic]:
    for statement in subject.statements:
        # A text that is missing altogether was told when the file was read.
        if not statement.text.strip() and statement.location.text.endswith('"'):
            yield RULE.finds(
                statement.location,
                f"this {statement.kind} says nothing",
                help="write what it says, as one sentence",
                element=statement.id,
            )
    for section in subject.map.sections.values():
        if not section.title.strip() and section.location.text.endswith('"'):
            yield RULE.finds(
                section.location,
                "this section has no title",
                help="write one between the quotes",
                element=section.id,
            )
