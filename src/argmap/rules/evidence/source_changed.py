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

_ANEW = "look at it, then lock the map anew with `argmap lock`"


def check(context: RuleContext) -> Iterator[Diagnostic]:
    if context.citations is None:
        return
    yield from _lock(context.citations)
    yield from _citations(context.citations)
    yield from _texts(context.citations)


def _lock(citations: CitationFindings) -> Iterator[Diagnostic]:
    from argmap.sources.findings import BrokenLock, LeftoverEntries

    for broken in citations.of(BrokenLock):
        yield RULE.diagnostic(
            broken.location,
            f"{_lines(broken.lines)} of the lock cannot be read, "
            "so no citation is checked against it",
            help="lines of a merge conflict can be deleted; `argmap lock` rewrites the lock",
        )
    for leftover in citations.of(LeftoverEntries):
        yield RULE.diagnostic(
            leftover.location,
            f"{_lines(leftover.lines)} of the lock, from this one on, are of citations that the "
            "map does not have"
            if leftover.lines > 1
            else "this line of the lock is of a citation that the map does not have",
            help=_ANEW,
        )


def _citations(citations: CitationFindings) -> Iterator[Diagnostic]:
    from argmap.sources.findings import UnlockedCitation

    messages = {
        "snippet": "the snippet of this citation is not the one that was locked",
        "place": "the place of this citation is not the one that was locked",
        "": "this citation is not locked",
    }
    for fact in citations.of(UnlockedCitation):
        yield RULE.diagnostic(
            fact.citation.location, messages[fact.was], help=_ANEW, element=fact.element
        )


def _texts(citations: CitationFindings) -> Iterator[Diagnostic]:
    from argmap.sources.findings import ChangedText

    for fact in citations.of(ChangedText):
        reworded = (Label(each.location, "its words have changed") for each in fact.reworded)
        lost = (Label(each.location, "no longer holds") for each in fact.lost)
        yield RULE.diagnostic(
            fact.source.location,
            f"`{fact.name}`, the text of {fact.source.display_name}, "
            "is not the one that was locked: " + _holding(fact),
            labels=(*lost, *reworded),
            help=_ANEW,
            element=fact.source.id,
        )


def _holding(fact: ChangedText) -> str:
    total = len(fact.same) + len(fact.reworded) + len(fact.lost)
    holding = total - len(fact.lost)
    if holding == total:
        said = "its citation still holds" if total == 1 else f"all {total} citations still hold"
    else:
        said = f"{holding} of {total} citations still {'holds' if holding == 1 else 'hold'}"
    if not fact.reworded:
        return said
    return f"{said}, {len(fact.reworded)} of them in words that have changed"


def _lines(count: int) -> str:
    return "this line" if count == 1 else f"{count} lines"
