"""A citation names a paragraph or page that the source does not have.

What it does
    Reports a citation of a place after the end of the text, or of a place outside the `passages:`
    of the source. The rule needs the text of the source. It also reports a citation of a page if
    the text is counted in paragraphs, or the other way round; this is only a warning, because the
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
from argmap.model import Unit
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule

if TYPE_CHECKING:
    from argmap.sources.findings import MissingPassage

RULE = rule(__name__, "EVI312", Severity.ERROR, depends_on_environment=True)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    if context.citations is None:
        return
    from argmap.sources.findings import MissingPassage

    for fact in context.citations.of(MissingPassage):
        assert fact.citation.locator is not None
        is_countable = fact.citation.locator.unit is fact.unit
        yield RULE.diagnostic(
            fact.citation.location,
            _message(fact, context.map.sources[fact.citation.source].shown),
            severity=None if is_countable else Severity.WARNING,
            help=_help(fact),
            element=fact.element,
        )


def _message(fact: MissingPassage, source: str) -> str:
    locator = fact.citation.locator
    assert locator is not None
    if fact.is_foreign:
        return f"{locator.label} of the text is not {source}'s own, as its `passages:` say"
    if locator.unit is not fact.unit:
        return f"the text of {source} is counted in {fact.unit.value}s, not {locator.unit.value}s"
    count = f"{fact.length} {fact.unit.value}{'' if fact.length == 1 else 's'}"
    return f"{source} has {count}, and no {locator.label}"


def _help(fact: MissingPassage) -> str:
    if fact.stands_at:
        return f"“{fact.citation.quotation}” is in {', '.join(p.label for p in fact.stands_at)}"
    if fact.is_foreign:
        return "cite a place that `passages:` names; or name this one there too"
    sign = "p" if fact.unit is Unit.PAGE else ""
    return f"write @{fact.citation.source}:{sign}1 to @{fact.citation.source}:{sign}{fact.length}"
