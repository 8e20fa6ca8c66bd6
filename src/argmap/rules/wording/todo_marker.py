"""A text contains a marker for unfinished work.

What it does
    Reports `TODO`, `TBD`, `FIXME`, `XXX` and `???` in the text of a statement or in the title of a
    map, a section or a source. A `note:` may contain them.

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
from argmap.rules._source_index import written_words
from argmap.text import Location

RULE = rule(__name__, "TXT707", Severity.WARNING)
_SIGNS = ("TODO", "TBD", "FIXME", "XXX", "???", "\\u{")
_MARKER = re.compile(r"(?<!\w)(?:TODO|TBD|FIXME|XXX)(?!\w)|\?{3,}")


def check(context: RuleContext) -> Iterator[Diagnostic]:
    written = [document.source.text for document in context.resolution.documents]
    if not any(sign in text for text in written for sign in _SIGNS):
        return
    for text, location, element in _texts(context):
        found = _MARKER.search(text)
        if found:
            yield RULE.diagnostic(
                written_words(location, found[0]),
                f"“{found[0]}” marks what is not finished",
                help="finish it, or put the reminder into a `note:` or a comment",
                element=element,
            )


def _texts(context: RuleContext) -> Iterator[tuple[str, Location, str | None]]:
    argument_map = context.map
    yield argument_map.title, argument_map.location, None
    for statement in context.statements:
        yield statement.text, statement.location, statement.id
    yield from ((each.title, each.location, each.id) for each in argument_map.sections.values())
    yield from ((each.title, each.location, each.id) for each in argument_map.sources.values())
