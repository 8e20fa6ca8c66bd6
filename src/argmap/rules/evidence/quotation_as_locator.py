"""A quotation is written as the locator of a citation.

What it does
    Reports a locator in quotes that has more than six words, or whose words are in the text of the
    source. A locator in quotes names a place as the source counts it, such as `"art. 6(1)(f)"` or
    `"Gen 3:16"`, and argmap does not look it up. The rule ignores places that the text itself
    contains, in a heading, before a verse or in a reference.

Why it matters
    argmap searches the source for a snippet, but not for a locator, so nothing verifies these
    words.

Example
    source smith "The report" { text: "paper.txt" }   # ¶2: Trade passed $34 billion in 2021.
    evidence trade "Trade passed $34 billion" @smith:"34 billion"

Instead
    source smith "The report" { text: "paper.txt" }
    evidence trade "Trade passed $34 billion" @smith "34 billion"

How to silence
    Write `# argmap: ignore[EVI317] because …` before the statement with the citation.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Applicability, Diagnostic, Fix, Severity
from argmap.model import Citation, Unit
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule
from argmap.syntax.literals import quote
from argmap.text import Edit, Location, Span

RULE = rule(__name__, "EVI317", Severity.WARNING, depends_on_environment=True)
_MAX_WORDS = 6


def check(context: RuleContext) -> Iterator[Diagnostic]:
    in_sources = _locations_in_sources(context)
    for sentence in context.map.sentences:
        for citation in sentence.citations:
            if citation.locator is None or citation.locator.unit is not Unit.OTHER:
                continue
            is_in_text = citation.location in in_sources
            word_count = len(citation.locator.text.split())
            if not is_in_text and word_count <= _MAX_WORDS:
                continue
            source = context.map.sources[citation.source].display_name
            reason = f"its words are in {source}" if is_in_text else f"it has {word_count} words"
            yield RULE.diagnostic(
                citation.location,
                f"“{citation.locator.text}” is a locator, but reads like a quotation: {reason}",
                help=f'a quotation is written after a space: `@{citation.source} "…"`',
                fixes=_fixes(citation, is_safe=is_in_text),
                element=sentence.id,
            )


def _locations_in_sources(context: RuleContext) -> set[Location]:
    """Return the locations of the citations whose locator is in the text of the source."""
    if context.citations is None:
        return set()
    from argmap.sources.findings import QuotationAsLocator

    findings = context.citations.of_type(QuotationAsLocator)
    return {finding.citation.location for finding in findings}


def _fixes(citation: Citation, *, is_safe: bool) -> tuple[Fix, ...]:
    """Return the fix that inserts a space; none if the citation has a quotation already.

    The fix is unsafe if the words may be the name of a place.
    """
    written = citation.location.text
    colon = written.find(':"')
    if citation.quotation is not None or colon < 0:
        return ()
    start = citation.location.span.start
    edit = Edit(Span(start + colon, start + colon + 1), " ")
    if "\\" in written:
        place = Span(start + colon, citation.location.span.end)
        edit = Edit(place, f" {quote(written[colon + 2 : -1])}")
    applicability = Applicability.SAFE if is_safe else Applicability.UNSAFE
    title = "write the quotation after a space"
    return (Fix(title, citation.location.source, (edit,), applicability),)
