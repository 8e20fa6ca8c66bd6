"""A citation names a paragraph or page that the source does not have.

What it does
    Reports a citation of a place after the end of the text, or of a place outside the `passages:`
    of the source. The rule needs the text of the source. It also reports a citation of a page if
    the text is numbered by paragraphs, or the other way round; this is only a warning, because the
    author may have another edition.

Why it matters
    Readers cannot look up the passage that the statement relies on.

Example
    source paper "The paper" { text: "paper.txt" }   # it has three paragraphs
    evidence trade "Trade passed $34 billion" @paper:22

Instead
    source paper "The paper" { text: "paper.txt" }
    evidence trade "Trade passed $34 billion" @paper:2

How to silence
    Write `# argmap: ignore[EVI312] because …` before the statement with the citation.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from argmap.diagnostics import Diagnostic, Severity
from argmap.model import Locator, Unit
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule

if TYPE_CHECKING:
    from argmap.sources.findings import MissingPassage

RULE = rule(__name__, "EVI312", Severity.ERROR, depends_on_environment=True)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    if context.citations is None:
        return
    from argmap.sources.findings import MissingPassage

    for passage in context.citations.of_type(MissingPassage):
        locator = passage.citation.locator
        assert locator is not None
        source = context.map.sources[passage.citation.source].display_name
        yield RULE.diagnostic(
            passage.citation.location,
            _message(passage, locator, source),
            severity=None if locator.unit is passage.unit else Severity.WARNING,
            help=_help(passage),
            element=passage.element,
        )


def _message(passage: MissingPassage, locator: Locator, source: str) -> str:
    if passage.is_excluded:
        return f"{locator.label} is outside the `passages:` of {source}"
    if locator.unit is not passage.unit:
        return (
            f"the text of {source} is numbered by {passage.unit.value}s, "
            f"not by {locator.unit.value}s"
        )
    count = f"{passage.length} {passage.unit.value}{'' if passage.length == 1 else 's'}"
    return f"{source} has no {locator.label}: it has {count}"


def _help(passage: MissingPassage) -> str:
    citation = passage.citation
    if passage.occurrences:
        labels = ", ".join(locator.label for locator in passage.occurrences)
        return f"“{citation.quotation}” is in {labels}"
    if passage.is_excluded:
        return "cite a place that is in `passages:`, or add this one to it"
    prefix = "p" if passage.unit is Unit.PAGE else ""
    return (
        f"write a locator from @{citation.source}:{prefix}1 "
        f"to @{citation.source}:{prefix}{passage.length}"
    )
