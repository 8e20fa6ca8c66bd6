"""An edge has no valid premise or conclusion.

What it does
    Reports an edge whose target is not a statement, but for example a source, a section or a
    `reason`; a context that is used as a premise; an option of a question that is neither a claim
    nor evidence nor an assumption; and a question as the thesis. Also reports a `reason` or an
    `objection` in three cases: it is not nested under a statement, so it has no conclusion; it is
    nested in another `reason` or `objection`; or it has no premise.

Why it matters
    argmap leaves such an edge out of the argument.

Example
    reason { claim late "The bus is late" }

Instead
    claim angry "Passengers are angry" {
      reason { claim late "The bus is late" }
    }

How to silence
    Write `# argmap: ignore[STR205] because …` before the statement, the `reason` or the
    `objection`.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.resolve.errors import IllegalEdge, IllegalEdgeReason
from argmap.rules._context import RuleContext, with_article
from argmap.rules._rule import rule

RULE = rule(__name__, "STR205", Severity.ERROR)

_MESSAGES = {
    IllegalEdgeReason.NO_STATEMENT: (
        "`{name}` is {kind}; only statements can be supported or opposed",
        "name a claim, evidence, an assumption, a counterpoint or a concession",
    ),
    IllegalEdgeReason.CONTEXT_AS_PREMISE: (
        "`{name}` is a context, and a context supports nothing",
        "write `evidence {name}` instead of `context {name}`, or leave it out",
    ),
    IllegalEdgeReason.NO_OPTION: (
        "`{name}` is {kind}, which cannot be an option",
        "name a claim, evidence or an assumption",
    ),
    IllegalEdgeReason.NOT_COMPARABLE: (
        "`{name}` is {kind}; only statements and inferences can be outweighed",
        "name a statement, a reason or an objection, or write `a -> b`",
    ),
    IllegalEdgeReason.QUESTION_AS_THESIS: (
        "`{name}` is a question, and a thesis is a statement",
        "name an option, or leave it out: a map with a question needs no thesis",
    ),
    IllegalEdgeReason.NO_CONCLUSION: (
        "this `{name}` has no conclusion",
        "move it into the block of the statement that it supports or opposes",
    ),
    IllegalEdgeReason.NESTED_INFERENCE: (
        "a `{name}` cannot be nested in another inference",
        "move it into the block of one of the premises, or out of the inference",
    ),
    IllegalEdgeReason.NO_PREMISE: (
        "this inference has no premise",
        "add claims, evidence or assumptions to its block, or name some in `premises:`",
    ),
    IllegalEdgeReason.ONLY_CONTEXT: (
        "this inference has no premise",
        "a `context` supports nothing: write `evidence` or `claim` instead, or add premises",
    ),
}


def check(context: RuleContext) -> Iterator[Diagnostic]:
    for error in context.errors(IllegalEdge):
        message, help_ = _MESSAGES[error.reason]
        if error.reason is IllegalEdgeReason.NO_STATEMENT and error.kind == "inference":
            help_ = "to attack an inference, use `undercuts:`"
        if error.reason is IllegalEdgeReason.NO_STATEMENT and error.kind == "question":
            help_ = "to make a statement an option of the question, name it in its `options:`"
        yield RULE.diagnostic(
            error.location,
            message.format(name=error.name, kind=error.kind and with_article(error.kind)),
            help=help_.format(name=error.name),
            element=error.element,
        )
