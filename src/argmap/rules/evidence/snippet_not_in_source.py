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

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from argmap.diagnostics import Applicability, Diagnostic, Fix, Severity
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule
from argmap.text import Edit, Span

if TYPE_CHECKING:
    from argmap.sources.findings import MissingQuotation

RULE = rule(__name__, "EVI307", Severity.ERROR, depends_on_environment=True)
_LOCATOR = re.compile(r":([\w-]+)")


def check(context: RuleContext) -> Iterator[Diagnostic]:
    if context.citations is None:
        return
    from argmap.sources.findings import MissingQuotation

    for quotation in context.citations.of_type(MissingQuotation):
        citation = quotation.citation
        passage = f"{citation.locator.label} of " if citation.locator else ""
        source = context.map.sources[citation.source].display_name
        reason = (
            f": “{quotation.missing_part}” is missing, or too far from the rest"
            if quotation.missing_part
            else ""
        )
        yield RULE.diagnostic(
            citation.location,
            f"“{citation.quotation}” is not in {passage}{source}{reason}",
            help=_help(quotation),
            fixes=_fixes(quotation),
            element=quotation.element,
        )


def _help(quotation: MissingQuotation) -> str:
    if quotation.occurrences:
        return f"it is in {', '.join(locator.label for locator in quotation.occurrences)}"
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
    match = _LOCATOR.search(citation.location.text)
    assert match is not None
    start = citation.location.span.start
    edit = Edit(Span(start + match.start(1), start + match.end(1)), str(locator))
    title = f"cite {locator.label}"
    return (Fix(title, citation.location.source, (edit,), Applicability.UNSAFE),)
