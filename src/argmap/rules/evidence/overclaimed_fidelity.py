"""A statement is not as close to its source as its `fidelity:` says.

What it does
    Reports a statement with `fidelity: quotation` whose words are not in the cited passage, which
    needs the text of the source; and a statement with `fidelity: implicit` whose citation quotes
    words that state it. The first letter of a quotation may have another case, and words may be
    left out with `…`.

Why it matters
    Readers rely on `fidelity:` to tell the words of the source from the reading of the map's
    author.

Example
    source paper "The paper" { text: "paper.txt" }   # ¶2: Trade passed $34 billion in 2021.
    evidence trade "Trade grew beyond $34 billion in 2021" @paper:2 { fidelity: quotation }

Instead
    source paper "The paper" { text: "paper.txt" }
    evidence trade "Trade passed $34 billion in 2021" @paper:2 { fidelity: quotation }

How to silence
    Write `# argmap: ignore[EVI316] because …` before the statement.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.model import Fidelity
from argmap.model.statement import display_name
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule

RULE = rule(__name__, "EVI316", Severity.WARNING, depends_on_environment=True)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    yield from _quoted_although_implicit(context)
    if context.citations is None:
        return
    from argmap.sources.findings import UnquotedStatement

    for finding in context.citations.of_type(UnquotedStatement):
        statement, citation = finding.statement, finding.citation
        source = context.map.sources[citation.source].display_name
        place = f"{citation.locator.label} of {source}" if citation.locator else source
        yield RULE.diagnostic(
            statement.location,
            f"{display_name(statement)} is marked as a quotation, but its words are not in {place}",
            help="copy the words of the source, or write `fidelity: paraphrase`",
            element=statement.id,
        )


def _quoted_although_implicit(context: RuleContext) -> Iterator[Diagnostic]:
    for statement in context.statements:
        quotations = [citation.quotation for citation in statement.citations if citation.quotation]
        if statement.fidelity is not Fidelity.IMPLICIT or not quotations:
            continue
        from argmap.sources.fidelity import states

        quotation = next((words for words in quotations if states(words, statement.text)), None)
        if quotation is not None:
            yield RULE.diagnostic(
                statement.location,
                f"{display_name(statement)} is marked as implicit, but “{quotation}” states it",
                help="write `fidelity: paraphrase`, or delete the attribute",
                element=statement.id,
            )
