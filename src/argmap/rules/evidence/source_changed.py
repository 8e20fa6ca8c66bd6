"""A citation or the text of a source does not match the lock file.

What it does
    Compares the map with the file `argmap.lock` in its folder, if there is one. Reports citations
    that are new, or whose snippet or place has changed, since you locked the map. Also reports
    lines of the lock that no citation uses or that argmap cannot read. If the text of a source is
    available, the rule also reports whether the text has changed since then, and which citations
    are still correct.

Why it matters
    Web pages are edited and files are replaced. The lock shows such changes even if you cannot keep
    the text itself with the map.

Example
    source diary "My diary"
    evidence fare "A ticket costs two francs" @diary:3 "three francs"

Instead
    source diary "My diary"
    evidence fare "A ticket costs two francs" @diary:3 "two francs"   # as it was locked

How to silence
    Run `argmap lock` to write a new lock, with the texts of the sources available.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from argmap.diagnostics import Diagnostic, Label, Severity
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule

if TYPE_CHECKING:
    from argmap.sources.findings import ChangedText, CitationFindings

RULE = rule(__name__, "EVI306", Severity.WARNING, depends_on_environment=True)

_HELP = "check it, then update the lock with `argmap lock`"


def check(context: RuleContext) -> Iterator[Diagnostic]:
    if context.citations is None:
        return
    yield from _lock(context.citations)
    yield from _citations(context.citations)
    yield from _texts(context.citations)


def _lock(citations: CitationFindings) -> Iterator[Diagnostic]:
    from argmap.sources.findings import BrokenLock, UnusedEntries

    for broken in citations.of_type(BrokenLock):
        lines = "this line" if broken.line_count == 1 else f"{broken.line_count} lines"
        yield RULE.diagnostic(
            broken.location,
            f"{lines} of the lock cannot be read, so no citation is checked against it",
            help="delete the markers of a merge conflict, or rewrite the lock with `argmap lock`",
        )
    for leftover in citations.of_type(UnusedEntries):
        yield RULE.diagnostic(
            leftover.location,
            "this line of the lock belongs to no citation in the map"
            if leftover.line_count == 1
            else f"{leftover.line_count} lines of the lock, beginning with this one, belong to no "
            "citation in the map",
            help=_HELP,
        )


def _citations(citations: CitationFindings) -> Iterator[Diagnostic]:
    from argmap.sources.findings import UnlockedCitation

    messages = {
        "snippet": "the snippet of this citation differs from the lock",
        "place": "the place of this citation differs from the lock",
        "": "this citation is not in the lock",
    }
    for unlocked in citations.of_type(UnlockedCitation):
        yield RULE.diagnostic(
            unlocked.citation.location,
            messages[unlocked.changed_part],
            help=_HELP,
            element=unlocked.element,
        )


def _texts(citations: CitationFindings) -> Iterator[Diagnostic]:
    from argmap.sources.findings import ChangedText

    for text in citations.of_type(ChangedText):
        lost = (Label(citation.location, "no longer correct") for citation in text.lost)
        reworded = (
            Label(citation.location, "the wording has changed") for citation in text.reworded
        )
        yield RULE.diagnostic(
            text.source.location,
            f"`{text.name}`, the text of {text.source.display_name}, "
            "has changed since it was locked: " + _effect(text),
            labels=(*lost, *reworded),
            help=_HELP,
            element=text.source.id,
        )


def _effect(text: ChangedText) -> str:
    """Return how many citations are still correct, for a message."""
    total = len(text.unchanged) + len(text.reworded) + len(text.lost)
    correct = total - len(text.lost)
    if correct < total:
        effect = f"{correct} of {total} citations {'is' if correct == 1 else 'are'} still correct"
    elif total == 1:
        effect = "its citation is still correct"
    else:
        effect = f"all {total} citations are still correct"
    return f"{effect}, {len(text.reworded)} with changed wording" if text.reworded else effect
