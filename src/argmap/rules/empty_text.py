"""A statement says nothing.

What it does
    Tells a statement, a section, a map or a source whose text is empty or blank. A source may do
    without a title, but not with an empty one.

Why it matters
    It would be an empty box.

Example
    claim late ""

Instead
    claim late "The bus is late"

How to silence
    `# argmap: ignore[TXT703] because …` before the statement.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.model import ArgumentMap, Source
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
    titles: list[ArgumentMap | Source] = [subject.map, *subject.map.sources.values()]
    for titled in titles:
        if not titled.title.strip() and titled.location.text.endswith('"'):
            yield RULE.finds(
                titled.location,
                f"this {'source' if isinstance(titled, Source) else 'map'} has no title",
                help="write one between the quotes",
                element=titled.id if isinstance(titled, Source) else None,
            )
    for section in subject.map.sections.values():
        if not section.title.strip() and section.location.text.endswith('"'):
            yield RULE.finds(
                section.location,
                "this section has no title",
                help="write one between the quotes",
                element=section.id,
            )
