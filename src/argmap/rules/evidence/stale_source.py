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
from argmap.model import Statement
from argmap.model.statement import display_name
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule

RULE = rule(__name__, "EVI305", Severity.WARNING, depends_on_environment=True)
_SHOWN = 5


def check(context: RuleContext) -> Iterator[Diagnostic]:
    sources = [source for source in context.map.sources.values() if source.valid_until]
    evidence = [statement for statement in context.statements if statement.valid_until]
    if not sources and not evidence:
        return
    today = _today()
    resting = _resting(context)
    for source in sources:
        if source.valid_until and _is_over(source.valid_until, today):
            yield RULE.diagnostic(
                source.location,
                f"the source {source.shown} was valid until {source.valid_until}",
                labels=tuple(
                    Label(statement.location, "this cites it")
                    for statement in resting[source.id][:_SHOWN]
                ),
                help="look for a newer one, or, if it still holds, give it a later `valid-until:`",
                element=source.id,
            )
    for statement in evidence:
        if statement.valid_until and _is_over(statement.valid_until, today):
            yield RULE.diagnostic(
                statement.location,
                f"the evidence {display_name(statement)} was valid until {statement.valid_until}",
                help="see whether it still holds: change it, or give it a later `valid-until:`",
                element=statement.id,
            )


def _resting(context: RuleContext) -> dict[str, list[Statement]]:
    """Return the statements that cite each source."""
    resting: dict[str, list[Statement]] = defaultdict(list)
    for statement in context.statements:
        for source in dict.fromkeys(citation.source for citation in statement.citations):
            resting[source].append(statement)
    return resting


def _is_over(until: str, today: str) -> bool:
    """Whether a day, a month or a year is in the past."""
    return today[: len(until)] > until


def _today() -> str:
    from datetime import datetime  # few maps need it

    return datetime.now().astimezone().date().isoformat()
