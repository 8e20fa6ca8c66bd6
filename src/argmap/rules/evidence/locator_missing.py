"""A citation does not give a paragraph, a page or another place.

What it does
    Reports a citation without a locator, such as a paragraph, a page or a chapter, if other
    citations of the same source have one, or if the source names its text (`text:`). If the source
    names its text, a snippet is enough, because argmap can search for it. If more than five
    citations of a source, and most of its citations, lack a locator, the rule reports them
    together.

Why it matters
    A reader who wants to check the citation has to read the whole source.

Example
    source book "A book on buses"
    evidence quick "It takes ten minutes" @book:p12
    evidence often "It comes every five minutes" @book

Instead
    source book "A book on buses"
    evidence quick "It takes ten minutes" @book:p12
    evidence often "It comes every five minutes" @book:p31

How to silence
    Write `# argmap: ignore[EVI311] because …` before the statement with the citation.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Label, Severity
from argmap.model import Citation, Source
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule

RULE = rule(__name__, "EVI311", Severity.INFO, is_structural=True)
_MAX_SHOWN = 5
_PLACE = re.compile(r"@[^\s\":]+:")
"""A citation with a locator; one that is not valid is reported by SYN004."""
_HELP = 'add the paragraph (@{0}:31), the page (@{0}:p12) or the place in quotes (@{0}:"art. 6")'


def check(context: RuleContext) -> Iterator[Diagnostic]:
    without_locator: dict[str, list[tuple[str, Citation]]] = defaultdict(list)
    with_locator: dict[str, int] = defaultdict(int)
    for sentence in context.map.sentences:
        for citation in sentence.citations:
            if citation.locator is None and not _PLACE.match(citation.location.text):
                without_locator[citation.source].append((sentence.id, citation))
            else:
                with_locator[citation.source] += 1
    for id_, citations in without_locator.items():
        source = context.map.sources[id_]
        incomplete = [(s, c) for s, c in citations if not (source.text and c.quotation)]
        if incomplete and (with_locator[id_] or source.text):
            yield from _diagnostics(source, incomplete, with_locator[id_])


def _diagnostics(
    source: Source, incomplete: list[tuple[str, Citation]], complete: int
) -> Iterator[Diagnostic]:
    total = len(incomplete) + complete
    if len(incomplete) > max(complete, _MAX_SHOWN):
        (element, first), *others = incomplete
        yield RULE.diagnostic(
            first.location,
            f"{len(incomplete)} of {total} citations of {source.display_name} have no locator",
            labels=tuple(Label(c.location, "also here") for _, c in others[:_MAX_SHOWN]),
            help=_HELP.format(source.id),
            element=element,
        )
        return
    for element, citation in incomplete:
        yield RULE.diagnostic(
            citation.location,
            f"this citation of {source.display_name} has no locator",
            help=_HELP.format(source.id),
            element=element,
        )
