"""A citation names a place that the source does not have.

What it does
    Reports a citation of a paragraph, page or line after the end of the text, of a heading that the
    text does not have (`@manual:"#scope"`, in Markdown and HTML), or of a place outside the
    `passages:` of the source. The rule needs the text of the source. It also reports a citation of
    a page if the text is numbered by paragraphs, or the other way round, and of a line if the text
    has no lines, such as a PDF; this is only a warning, because the author may have another
    edition. Chapters, sections, footnotes, figures, tables, times and other places in quotes are
    not looked up.

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

from argmap.diagnostics import Applicability, Diagnostic, Fix, Severity
from argmap.model import Locator, Unit
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule
from argmap.rules._source_index import locator_span
from argmap.text import Edit

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
            severity=None if _is_comparable(passage, locator) else Severity.WARNING,
            help=_help(passage),
            fixes=_fixes(passage),
            element=passage.element,
        )


def _is_comparable(passage: MissingPassage, locator: Locator) -> bool:
    """Return whether the text counts in the unit of the locator, or has headings to look up."""
    return passage.is_excluded or locator.unit in (passage.unit, Unit.HEADING)


def _message(passage: MissingPassage, locator: Locator, source: str) -> str:
    if passage.is_excluded:
        return f"{locator.label} is outside the `passages:` of {source}"
    if locator.unit is Unit.HEADING:
        return f"{source} has no heading or anchor “{locator.text}”"
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
    if citation.locator is not None and citation.locator.unit is Unit.HEADING:
        if passage.similar:
            return f'did you mean `@{citation.source}:"#{passage.similar}"`?'
        return 'write the text of a heading, or its anchor, as `"#scope"`'
    first = Locator(passage.unit, 1, 1)
    last = Locator(passage.unit, passage.length, passage.length)
    return f"write a locator from @{citation.source}:{first} to @{citation.source}:{last}"


def _fixes(passage: MissingPassage) -> tuple[Fix, ...]:
    """Return the fix of a misspelled heading; it is unsafe, because another may be meant."""
    if passage.similar is None:
        return ()
    locator = Locator(Unit.HEADING, text=passage.similar)
    edit = Edit(locator_span(passage.citation), str(locator))
    fix = Fix(
        f"cite {locator.label}", passage.citation.location.source, (edit,), Applicability.UNSAFE
    )
    return (fix,)
