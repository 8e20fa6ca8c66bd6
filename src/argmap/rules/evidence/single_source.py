"""All evidence comes from one source.

What it does
    Reports a map in which all evidence for and against the thesis (three pieces or more) cites the
    same source and nothing else. The map is not reported if most of its claims, counterpoints and
    concessions cite that source, too, because it then summarizes the source.

Why it matters
    If that one source is wrong, all the evidence is wrong.

Example
    source blog "A blog on buses"
    claim bus "We should take the bus" {
      evidence quick "It takes ten minutes" @blog:1
      evidence cheap "It costs two francs" @blog:2
      evidence often "It comes every five minutes" @blog:3
    }

Instead
    source blog "A blog on buses"
    source fares "Fares in town"
    claim bus "We should take the bus" {
      evidence quick "It takes ten minutes" @blog:1
      evidence cheap "It costs two francs" @fares:1
      evidence often "It comes every five minutes" @blog:3
    }

How to silence
    Write `# argmap: ignore[EVI309] because …` before the thesis.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Label, Severity
from argmap.model import Claim, Concession, Counterpoint, Evidence, Statement
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule

RULE = rule(__name__, "EVI309", Severity.INFO, is_structural=True)
_MIN_EVIDENCE = 3


def check(context: RuleContext) -> Iterator[Diagnostic]:
    argument_map = context.map
    theses = [argument_map.statements[id_] for id_ in argument_map.theses]
    if not theses:
        return
    connected = [argument_map.statements[id_] for id_ in argument_map.depths]
    evidence = [statement for statement in connected if isinstance(statement, Evidence)]
    if len(evidence) < _MIN_EVIDENCE or any(item.url or item.held_by for item in evidence):
        return
    sources = {citation.source for item in evidence for citation in item.citations}
    if len(sources) != 1 or not all(item.citations for item in evidence):
        return
    (source,) = sources
    if not _is_summary(connected, source):
        yield RULE.diagnostic(
            theses[0].location,
            f"all {len(evidence)} pieces of evidence for and against the "
            f"{'thesis' if len(theses) == 1 else 'theses'} come from "
            f"{argument_map.sources[source].display_name}",
            labels=(Label(argument_map.sources[source].location, "the only source"),),
            help="add evidence from a second, independent source",
            element=theses[0].id,
        )


def _is_summary(statements: list[Statement], source: str) -> bool:
    """Return whether most statements with a view cite a source, so that the map summarizes it."""
    claims = [s for s in statements if isinstance(s, Claim | Counterpoint | Concession)]
    citing = [s for s in claims if any(citation.source == source for citation in s.citations)]
    return 2 * len(citing) > len(claims)
