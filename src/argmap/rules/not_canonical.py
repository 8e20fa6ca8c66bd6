"""A file is not in the canonical layout.

What it does
    Tells, once a file, where the layout first differs from that of `argmap fmt`. A file with
    mistakes in how it is written is not looked at.

Why it matters
    Where all files are laid out alike, a difference between two versions shows what was changed in
    the argument, and nothing else.

Example
    claim late   "The bus is late"

Instead
    claim late "The bus is late"

How to silence
    It only runs when it is selected.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Fix, Severity
from argmap.rules._base import Subject, rule
from argmap.text import Location

# It takes about as long as reading the file once more.
RULE = rule(__name__, "TXT708", Severity.INFO, is_default=False)


def check(subject: Subject) -> Iterator[Diagnostic]:
    from argmap.formatting import format_document  # most checks do without

    for document in subject.resolution.documents:
        edits = () if document.faults else format_document(document)
        if edits:
            source = document.source
            yield RULE.finds(
                Location(source, edits[0].span),
                "the layout of this file is not canonical",
                label="it first differs here",
                help="`argmap fmt` puts it right",
                fixes=(Fix("format the file", source, edits),),
            )
