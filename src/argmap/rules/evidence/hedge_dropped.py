"""A statement is certain of what its source only holds to be possible.

What it does
    Reports a statement without any reservation, if the sentence in the cited passage that says the
    same contains a hedge: `may`, `might`, `could`, `can`, `arguably`, `presumably`, `perhaps`,
    `some`, `in part`, or an `if`. The rule needs the text of the source, and a citation of a place
    in it. It checks English texts only.

    The rule reports nothing for a statement that contains a reservation of any kind, that has a
    `confidence:`, that `held-by:` attributes to someone, or that `fidelity:` marks as an
    interpretation or as implicit.

Why it matters
    A map that turns “may” into “will” makes its source say more than it does, and a critic will
    notice.

Example
    source paper "The paper" { text: "paper.txt" }   # ¶4: Trade might fall further next year.
    claim fall "Trade will fall further next year" @paper:4

Instead
    source paper "The paper" { text: "paper.txt" }
    claim fall "Trade might fall further next year" @paper:4

How to silence
    Write `# argmap: ignore[EVI315] because …` before the statement. If you do not want this advice
    in any map, add `EVI315` to `ignore`.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.model.statement import display_name
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule

RULE = rule(__name__, "EVI315", Severity.INFO, depends_on_environment=True)
_MAX_SENTENCE_LENGTH = 300


def check(context: RuleContext) -> Iterator[Diagnostic]:
    if context.citations is None:
        return
    from argmap.sources.findings import DroppedHedge

    for finding in context.citations.of_type(DroppedHedge):
        statement, citation = finding.statement, finding.citation
        source = context.map.sources[citation.source].display_name
        place = f"{citation.locator.label} of {source}" if citation.locator else source
        yield RULE.diagnostic(
            statement.location,
            f"{display_name(statement)} is stated as certain, but {place} says “{finding.hedge}”",
            tree=(f"“{_shortened(finding.sentence)}”",),
            help=(
                f"add “{finding.hedge}” to the statement, or write how likely it is in "
                "`confidence:`"
            ),
            element=statement.id,
        )


def _shortened(sentence: str) -> str:
    if len(sentence) <= _MAX_SENTENCE_LENGTH:
        return sentence
    return f"{sentence[: _MAX_SENTENCE_LENGTH - 1].rstrip()}…"
