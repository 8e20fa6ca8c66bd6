"""A question contains something that is not an option.

What it does
    Reports everything directly in a question except claims, which are its options, and contexts.

Why it matters
    Evidence or a counterpoint does not bear on a question, but on one of the options. argmap cannot
    know which one, and leaves the connection out.

Example
    question how "How do we get there?" {
      claim bus "By bus"
      claim train "By train"
      evidence strike "The train drivers are on strike"
    }

Instead
    question how "How do we get there?" {
      claim bus "By bus"
      claim train "By train" {
        counterpoint strike "The train drivers are on strike"
      }
    }

How to silence
    Write `# argmap: ignore[STR211] because …` before the statement, the `reason` or the
    `objection`.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.resolve.errors import Misplacement, MisplacementReason
from argmap.rules._context import RuleContext, with_article
from argmap.rules._rule import rule

RULE = rule(__name__, "STR211", Severity.ERROR)

_HELP = {
    "evidence": "move it into the block of the option that it supports, "
    "or write `claim` if it is an option",
    "assumption": "write `claim` if it is an option, "
    "or move it into the block of the option that it supports",
    "counterpoint": "move it into the block of the option that it is against",
    "concession": "move it into the block of the option that it is granted against",
    "reason": "move it into the block of the option that it supports",
    "objection": "move it into the block of the option that it is against",
}


def check(context: RuleContext) -> Iterator[Diagnostic]:
    for error in context.errors(Misplacement):
        if error.reason is MisplacementReason.NO_OPTION:
            yield RULE.diagnostic(
                error.location,
                f"{with_article(error.keyword)} cannot be directly in a question; "
                "only its options and contexts can",
                help=_HELP[error.keyword],
                element=error.element,
            )
