"""A snippet does not stand where it is cited from.

What it does
    With the source's text at hand, looks for each citation's snippet in the cited passage, and says
    where it does stand if that is elsewhere. Kinds of quotes, dashes and white space do not count;
    the case does, and so do whole words: `rain` does not stand in “Ukraine”. A snippet may leave
    words out, with `…`, `...` or `[…]`: its parts must stand there in order, at most 600 characters
    apart. What is in brackets is yours: `[t]he` is “The” or “the”, and `[the tax]` stands for
    whatever the source says there.

Why it matters
    A reader who looks it up does not find it, and stops trusting the rest.

Example
    source paper "The paper" { text: "paper.txt" }   # ¶2: Trade passed $34 billion in 2021.
    evidence trade "Trade passed $34 billion" @paper:2 "43 billion"

Instead
    source paper "The paper" { text: "paper.txt" }
    evidence trade "Trade passed $34 billion" @paper:2 "34 billion"

How to silence
    `# argmap: ignore[EVI307] because …` before the statement that cites.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from argmap.diagnostics import Applicability, Diagnostic, Fix, Severity
from argmap.rules._base import Subject, rule
from argmap.text import Edit, Span

if TYPE_CHECKING:
    from argmap.sources.facts import MissingSnippet

RULE = rule(__name__, "EVI307", Severity.ERROR, varies=True)


def check(subject: Subject) -> Iterator[Diagnostic]:
    if subject.citations is None:
        return
    from argmap.sources.facts import MissingSnippet

    for fact in subject.citations.of(MissingSnippet):
        citation = fact.citation
        where = f"{citation.locator.label} of " if citation.locator else ""
        source = subject.map.sources[citation.source].shown
        which = f": “{fact.part}” is missing, or too far from the rest" if fact.part else ""
        yield RULE.finds(
            citation.location,
            f"“{citation.snippet}” does not stand in {where}{source}{which}",
            help=_help(fact),
            fixes=_fixes(fact),
            element=fact.element,
        )


def _help(fact: MissingSnippet) -> str:
    if fact.stands_at:
        return f"it stands in {', '.join(place.label for place in fact.stands_at)}"
    if fact.similar:
        return f"did you mean “{fact.similar}”?"
    return ""


def _fixes(fact: MissingSnippet) -> tuple[Fix, ...]:
    """Return the change of the place, where the snippet stands in one other passage only.

    It is for the author to judge: other words may have been meant.
    """
    citation = fact.citation
    if len(fact.stands_at) != 1 or citation.locator is None:
        return ()
    (place,) = fact.stands_at
    written = re.search(r":([\w-]+)", citation.location.text)
    assert written is not None
    start = citation.location.span.start
    edit = Edit(Span(start + written.start(1), start + written.end(1)), str(place))
    title = f"cite {place.label}"
    return (Fix(title, citation.location.source, (edit,), Applicability.UNSAFE),)
