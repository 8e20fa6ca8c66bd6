"""The map has no thesis, or its thesis is not a claim.

What it does
    Reports a map that names no thesis if several statements could be it, because they support and
    attack nothing. If there is only one such statement, it is the thesis; the rule reports it if
    other statements support or attack it and it is evidence, a counterpoint or a concession. If the
    map names a thesis that is not a claim, the finding is an error, because a map argues for a
    claim. A map may name several theses (`thesis: bus, fares`), or take no side (`thesis: none`). A
    map with a question needs no thesis.

Why it matters
    The evaluation, the picture and the reader all start from the thesis.

Example
    claim bus "We should take the bus"
    claim train "We should take the train"

Instead
    map "How do we get there?" { thesis: bus }

How to silence
    Write `# argmap: ignore[STR201] because …` before `map`. If there is no `map`, write it before
    the first statement that could be the thesis.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Label, Severity
from argmap.model import Claim, Concession, Counterpoint, Evidence, Statement
from argmap.model.statement import display_name
from argmap.rules._context import RuleContext, with_article
from argmap.rules._rule import rule

RULE = rule(__name__, "STR201", Severity.WARNING)
_MAX_LABELS = 5
_NOT_ARGUED_FOR = (Evidence, Counterpoint, Concession)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    argument_map = context.map
    if argument_map.named_theses:
        for thesis in argument_map.named_theses:
            yield from _named(context, thesis)
    elif argument_map.thesis_location is not None or argument_map.questions:
        return
    elif len(argument_map.roots) > 1:
        yield from _ambiguous(context)
    elif argument_map.thesis is not None:
        yield from _implied(context, argument_map.statements[argument_map.thesis])


def _named(context: RuleContext, thesis: str) -> Iterator[Diagnostic]:
    statement = context.map.statements[thesis]
    if not isinstance(statement, Claim):
        yield RULE.diagnostic(
            context.map.thesis_location or context.map.location,
            f"the thesis {display_name(statement)} is {with_article(statement.kind)}, not a claim",
            severity=Severity.ERROR,
            labels=(Label(statement.location, "declared here"),),
            help="name a claim as the thesis, or make this a claim",
            element=thesis,
        )


def _implied(context: RuleContext, statement: Statement) -> Iterator[Diagnostic]:
    if isinstance(statement, _NOT_ARGUED_FOR) and statement.id in context.map.inferences_to:
        yield RULE.diagnostic(
            statement.location,
            f"everything else supports or attacks {display_name(statement)}, "
            f"which is {with_article(statement.kind)}, not a claim",
            help="nest it under a claim, or make it a claim",
            element=statement.id,
        )


def _ambiguous(context: RuleContext) -> Iterator[Diagnostic]:
    argument_map = context.map
    roots = [argument_map.statements[root] for root in argument_map.roots]
    roots = [root for root in roots if not context.is_misplaced(root)]  # which is reported
    if len(roots) < 2:  # noqa: PLR2004
        return
    has_header = bool(argument_map.location.text)
    example = next((root.id for root in roots if root.is_named), "its-id")
    labeled = roots if has_header else roots[1:]
    yield RULE.diagnostic(
        argument_map.location if has_header else roots[0].location,
        f"the map names no thesis, and {len(roots)} statements could be it",
        label="" if has_header else "this one?",
        labels=tuple(Label(root.location, "or this one?") for root in labeled[:_MAX_LABELS]),
        help=f"name the one that the map argues for: thesis: {example}"
        if has_header
        else f'name the one that the map argues for: map "Title" {{ thesis: {example} }}',
    )
