"""A claim rests on its source's word alone.

What it does
    Reports a claim that cites a source and that no statement in the map supports. Such a claim is
    asserted on the word of the source's author, and EVI301 does not report it. If there are more
    than five, the rule reports them together.

    The rule reports nothing in a map with `thesis: none`, where claims need no support, and in a
    map with `burden: strict`, where EVI301 reports such a claim because it is rejected. Of the
    options of a question, only those that are accepted are reported.

Why it matters
    A citation shows who makes a claim, not that it is true. A reader should see which claims of the
    source the map takes over without a reason. This is often intended: a forecast, a proposal or an
    opinion of the source is a claim, and only facts and observations are evidence.

Example
    source report "The transport report"
    claim demand "Demand for buses will double" @report:12

Instead
    source report "The transport report"
    claim demand "Demand for buses will double" @report:12 {
      evidence growth "Demand grew by 7 percent in each of the past ten years" @report:9
    }

How to silence
    Write `# argmap: ignore[EVI314] because …` before the claim. If you do not want to see such
    claims in any map, add `EVI314` to `ignore`.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Label, Severity
from argmap.model import Burden, Claim, Statement
from argmap.model.statement import display_name
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule

RULE = rule(__name__, "EVI314", Severity.INFO, is_structural=True)
_MAX_SEPARATE = 5  # claims to report separately; more are reported together
_HELP = (
    "add the reasons that the source gives; if it states a fact or an observation, make it "
    "`evidence`"
)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    if context.map.is_neutral or context.map.burden is Burden.STRICT:
        return
    claims = [
        statement
        for statement in context.statements
        if isinstance(statement, Claim)
        and statement.citations
        and statement.id not in context.resolution.dangling
        and not context.is_supported(statement.id)
        and not context.is_open_option(statement.id)
    ]
    if len(claims) <= _MAX_SEPARATE:
        yield from (_diagnostic(context, claim) for claim in claims)
        return
    first, *others = claims
    yield RULE.diagnostic(
        first.location,
        f"{len(claims)} claims have no support in the map except a citation",
        labels=tuple(Label(claim.location, "also here") for claim in others[:_MAX_SEPARATE]),
        help=_HELP,
        element=first.id,
    )


def _diagnostic(context: RuleContext, claim: Statement) -> Diagnostic:
    sources = dict.fromkeys(citation.source for citation in claim.citations)
    names = [context.map.sources[source].display_name for source in sources]
    listed = f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
    return RULE.diagnostic(
        claim.location,
        f"the claim {display_name(claim)} has no support except the word of {listed}",
        help=_HELP,
        element=claim.id,
    )
