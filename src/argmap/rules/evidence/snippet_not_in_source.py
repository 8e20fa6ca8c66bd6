"""A snippet does not occur in the cited passage.

What it does
    Searches the cited passage for the snippet of each citation. If the snippet occurs in another
    passage, the report names that passage. The rule needs the text of the source.

    The comparison ignores differences between kinds of quotation marks, dashes and white space. It
    is case-sensitive and matches whole words: `rain` does not match “Ukraine”. You can leave words
    out with `…`, `...` or `[…]`; the parts must then occur in this order, with at most 600
    characters between them. Words in brackets are your own: `[t]he` matches “The” or “the”, and
    `[the tax]` matches any text at that position in the source.

Why it matters
    A reader who looks up the snippet and does not find it stops trusting the rest of the map.

Example
    source paper "The paper" { text: "paper.txt" }   # ¶2: Trade passed $34 billion in 2021.
    evidence trade "Trade passed $34 billion" @paper:2 "43 billion"

Instead
    source paper "The paper" { text: "paper.txt" }
    evidence trade "Trade passed $34 billion" @paper:2 "34 billion"

How to silence
    Write `# argmap: ignore[EVI307] because …` before the statement with the citation.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from argmap.diagnostics import Applicability, Diagnostic, Fix, Severity
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule
from argmap.rules._source_index import locator_span
from argmap.text import Edit

if TYPE_CHECKING:
    from argmap.sources.findings import MissingQuotation

RULE = rule(__name__, "EVI307", Severity.ERROR, depends_on_environment=True)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    if context.citations is None:
        return
    from argmap.sources.findings import MissingQuotation

    for quotation in context.citations.of_type(MissingQuotation):
        citation = quotation.citation
        is_searched = citation.locator is not None and citation.locator.is_searched
        passage = f"{citation.locator.label} of " if citation.locator and is_searched else ""
        source = context.map.sources[citation.source].display_name
        yield RULE.diagnostic(
            citation.location,
            f"“{citation.quotation}” is not in {passage}{source}{_reason(quotation)}",
            help=_help(quotation),
            fixes=_fixes(quotation),
            element=quotation.element,
        )


def _reason(quotation: MissingQuotation) -> str:
    if quotation.missing_part is None:
        return ""
    if quotation.is_misplaced:
        return f": “{quotation.missing_part}” does not follow the other words, or too far from them"
    return f": “{quotation.missing_part}” is missing"


def _help(quotation: MissingQuotation) -> str:
    if quotation.occurrences:
        return f"it is in {', '.join(locator.label for locator in quotation.occurrences)}"
    if quotation.is_misplaced:
        citation = quotation.citation
        place = f":{citation.locator}" if citation.locator else ""
        reference = f"@{citation.source}{place}"
        return f'write each part as a snippet: `{reference} "…" {reference} "…"`'
    if quotation.similar:
        return f"did you mean “{quotation.similar}”?"
    return ""


def _fixes(quotation: MissingQuotation) -> tuple[Fix, ...]:
    """Return the fix of the locator, if exactly one other passage contains the snippet.

    The fix is unsafe, because the author may have meant other words.
    """
    citation = quotation.citation
    if len(quotation.occurrences) != 1 or citation.locator is None:
        return ()
    (locator,) = quotation.occurrences
    edit = Edit(locator_span(citation), str(locator))
    title = f"cite {locator.label}"
    return (Fix(title, citation.location.source, (edit,), Applicability.UNSAFE),)
