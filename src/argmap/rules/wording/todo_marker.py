"""A text contains a marker for unfinished work.

What it does
    Reports `TODO`, `TBD`, `FIXME`, `XXX` and `???` in the text of a statement, a question or a
    context, or in the title of a map, a section or a source. A `note:` may contain them.

Why it matters
    The marker is a reminder for the author, but readers see it, too.

Example
    claim trade "Trade passed ??? billion in 2021"

Instead
    claim trade "Trade passed $34 billion in 2021" { note: "TODO: look for 2022" }

How to silence
    Write `# argmap: ignore[TXT707] because …` before the statement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule
from argmap.rules._source_index import words_location
from argmap.text import Location

RULE = rule(__name__, "TXT707", Severity.WARNING)
_MARKERS = ("TODO", "TBD", "FIXME", "XXX", "???", "\\u{")
_MARKER = re.compile(r"(?<!\w)(?:TODO|TBD|FIXME|XXX)(?!\w)|\?{3,}")


def check(context: RuleContext) -> Iterator[Diagnostic]:
    files = [document.source.text for document in context.resolution.documents]
    if not any(marker in file for file in files for marker in _MARKERS):
        return
    for text, location, element in _texts(context):
        match = _MARKER.search(text)
        if match:
            yield RULE.diagnostic(
                words_location(location, match[0]),
                f"“{match[0]}” marks unfinished work",
                help="finish it, or move the reminder into a `note:` or a comment",
                element=element,
            )


def _texts(context: RuleContext) -> Iterator[tuple[str, Location, str | None]]:
    argument_map = context.map
    yield argument_map.title, argument_map.location, None
    for sentence in argument_map.sentences:
        yield sentence.text, sentence.location, sentence.id
    for table in (argument_map.sections, argument_map.sources):
        yield from ((item.title, item.location, item.id) for item in table.values())
