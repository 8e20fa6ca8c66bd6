"""A source or a piece of evidence is out of date.

What it does
    Reports a source or a piece of evidence whose `valid-until:` is in the past. A year or a month
    is past after its last day.

Why it matters
    Prices, laws and surveys are valid for a limited time. A map that was correct when it was
    written may be wrong today, and nothing in it shows this.

Example
    source fares "Fares in town" { valid-until: 2019 }
    evidence fare "A ride is two francs" @fares

Instead
    source fares "Fares in town, as of this year" { valid-until: 2999 }
    evidence fare "A ride is three francs" @fares

How to silence
    Write `# argmap: ignore[EVI305] because …` before the source or the evidence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Label, Severity
from argmap.model import Sentence
from argmap.model.statement import display_name
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule

RULE = rule(__name__, "EVI305", Severity.WARNING, depends_on_environment=True)
_MAX_LABELS = 5


def check(context: RuleContext) -> Iterator[Diagnostic]:
    sources = [source for source in context.map.sources.values() if source.valid_until]
    evidence = [statement for statement in context.statements if statement.valid_until]
    if not sources and not evidence:
        return
    today = _today()
    citing = _citing_sentences(context)
    for source in sources:
        if source.valid_until and _is_past(source.valid_until, today):
            yield RULE.diagnostic(
                source.location,
                f"the source {source.display_name} was valid until {source.valid_until}",
                labels=tuple(
                    Label(sentence.location, "cited here")
                    for sentence in citing[source.id][:_MAX_LABELS]
                ),
                help="cite a newer one, or set a later `valid-until:` if it is still valid",
                element=source.id,
            )
    for statement in evidence:
        if statement.valid_until and _is_past(statement.valid_until, today):
            yield RULE.diagnostic(
                statement.location,
                f"the evidence {display_name(statement)} was valid until {statement.valid_until}",
                help="update it, or set a later `valid-until:` if it is still valid",
                element=statement.id,
            )


def _citing_sentences(context: RuleContext) -> dict[str, list[Sentence]]:
    """Return the statements, questions and contexts that cite each source."""
    citing: dict[str, list[Sentence]] = defaultdict(list)
    for sentence in context.map.sentences:
        for source in dict.fromkeys(citation.source for citation in sentence.citations):
            citing[source].append(sentence)
    return citing


def _is_past(until: str, today: str) -> bool:
    """Return whether a day, a month or a year is in the past."""
    return today[: len(until)] > until


def _today() -> str:
    from datetime import datetime  # imported only for maps with `valid-until:`

    return datetime.now().astimezone().date().isoformat()
