"""A claim has no support.

What it does
    Reports a claim that no statement in the map supports. Write what a source says as `evidence`,
    and what you take as given as an `assumption`. In a map with `thesis: none`, claims need no
    support.

    A claim that cites a source is asserted on its author's word, which EVI314 reports. In a map
    with `burden: strict`, a citation is not enough: the claim is rejected, and this rule reports
    it. Of the options of a question, only those that are accepted need support.

Why it matters
    Missing support is the most common gap in an argument: readers have no reason to accept the
    claim.

Example
    claim late "The bus is always late"

Instead
    claim late "The bus is always late" {
      evidence log "It came late on 19 of 20 days" @diary:2
    }

How to silence
    Write `# argmap: ignore[EVI301] because …` before the claim.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from argmap.diagnostics import Applicability, Diagnostic, Fix, Severity
from argmap.model import Burden, Claim, Context
from argmap.model.statement import display_name
from argmap.resolve.errors import UndefinedSource
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule
from argmap.rules._source_index import affected_by_undefined
from argmap.text import Edit, Span

RULE = rule(__name__, "EVI301", Severity.WARNING, is_structural=True)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    if context.map.is_neutral:
        return  # a neutral map does not need support
    excluded = context.resolution.dangling
    if context.resolution.errors:
        excluded |= affected_by_undefined(context.resolution)[1]
    no_fix = {*context.map.theses, *context.map.questions_of}
    is_strict = context.map.burden is Burden.STRICT
    with_undefined_source = {error.element for error in context.errors(UndefinedSource)}
    contexts: dict[str | None, list[Context]] = defaultdict(list)
    for declared in context.map.contexts.values():
        contexts[declared.parent].append(declared)
    for statement in context.statements:
        if not isinstance(statement, Claim) or statement.id in excluded:
            continue
        if statement.id in with_undefined_source or (statement.citations and not is_strict):
            continue
        if context.has_lost_rival(statement.id) or context.has_incomplete_inference(statement):
            continue  # the error that leaves it out is reported
        if not context.is_supported(statement.id) and not context.is_open_option(statement.id):
            yield RULE.diagnostic(
                statement.location,
                f"nothing supports the claim {display_name(statement)}",
                help=_help(statement, contexts.get(statement.id, [])),
                fixes=() if statement.id in no_fix else _fixes(statement),
                element=statement.id,
            )


def _help(claim: Claim, contexts: list[Context]) -> str:
    """Return what to do about a claim without support that has these contexts."""
    if claim.citations:
        help_ = "if the source says this, make it `evidence`; otherwise add what supports it"
    else:
        help_ = "add what supports it, or make it an `assumption` if it is taken as given"
    if not contexts:
        return help_
    name = display_name(contexts[0]) if len(contexts) == 1 else "one of its contexts"
    return (
        f"{help_}; a `context` supports nothing: if {name} is a fact that supports the claim, "
        "write `evidence`"
    )


def _fixes(claim: Claim) -> tuple[Fix, ...]:
    """Return the unsafe fix that turns the claim into evidence or an assumption."""
    keyword = Span(claim.location.span.start, claim.location.span.start + len("claim"))
    if claim.location.source.slice(keyword) != "claim":
        return ()  # a misspelled keyword, which is already reported
    word, title = ("evidence", "evidence") if claim.citations else ("assumption", "an assumption")
    edit = Edit(keyword, word)
    return (Fix(f"make it {title}", claim.location.source, (edit,), Applicability.UNSAFE),)
