"""A citation does not give a paragraph or a page.

What it does
    Reports a citation without a paragraph or a page, if other citations of the same source give
    one, or if the source names its text (`text:`). If the source names its text, a snippet is
    enough, because argmap can search for it. If more than five citations of a source lack a place,
    and most of its citations do, the rule reports them together.

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

from collections import defaultdict
from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Label, Severity
from argmap.model import Citation, Source
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule

RULE = rule(__name__, "EVI311", Severity.INFO, is_structural=True)
_SHOWN = 5
_HELP = "name the paragraph (@{0}:31) or the page (@{0}:p12)"


def check(context: RuleContext) -> Iterator[Diagnostic]:
    missing: dict[str, list[tuple[str, Citation]]] = defaultdict(list)
    placed: dict[str, int] = defaultdict(int)
    for statement in context.statements:
        for citation in statement.citations:
            if citation.locator is None:
                missing[citation.source].append((statement.id, citation))
            else:
                placed[citation.source] += 1
    for id_, citations in missing.items():
        source = context.map.sources[id_]
        found = [(s, c) for s, c in citations if not (source.text and c.quotation)]
        if found and (placed[id_] or source.text):
            yield from _diagnostics(source, found, placed[id_])


def _diagnostics(
    source: Source, found: list[tuple[str, Citation]], placed: int
) -> Iterator[Diagnostic]:
    total = len(found) + placed
    if len(found) > max(placed, _SHOWN):
        (element, first), *others = found
        yield RULE.diagnostic(
            first.location,
            f"{len(found)} of {total} citations of {source.shown} do not say where in it",
            labels=tuple(Label(c.location, "nor does this") for _, c in others[:_SHOWN]),
            help=_HELP.format(source.id),
            element=element,
        )
        return
    for element, citation in found:
        yield RULE.diagnostic(
            citation.location,
            f"this does not say where in {source.shown}",
            help=_HELP.format(source.id),
            element=element,
        )
