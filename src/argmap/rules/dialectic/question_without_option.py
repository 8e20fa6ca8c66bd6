"""A question has fewer than two options.

What it does
    Reports a question without an option, or with only one. The options of a question are the claims
    in its block, and the statements that its `options:` names.

Why it matters
    A question asks the reader to choose. With one option there is nothing to choose, and the other
    answers that were considered are missing from the map.

Example
    question how "How do we get there?" {
      claim bus "By bus"
    }

Instead
    question how "How do we get there?" {
      claim bus "By bus"
      claim train "By train"
    }

How to silence
    Write `# argmap: ignore[DIA411] because …` before the question.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.model.statement import display_name
from argmap.resolve.errors import (
    BadValue,
    IllegalEdge,
    ImportFailure,
    Misplacement,
    MisplacementReason,
    UndefinedReference,
)
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule

RULE = rule(__name__, "DIA411", Severity.WARNING)
_MIN_OPTIONS = 2


def check(context: RuleContext) -> Iterator[Diagnostic]:
    lacking = [q for q in context.map.questions.values() if len(q.options) < _MIN_OPTIONS]
    if not lacking or next(context.errors(ImportFailure), None):
        return  # the file that could not be imported may contain the options
    with_errors = {
        *(error.element for error in context.errors(BadValue)),
        *(error.element for error in context.errors(IllegalEdge)),
        *(error.element for error in context.errors(UndefinedReference)),
        *_with_misplaced_options(context),
    }
    for question in lacking:
        if question.id in with_errors:
            continue
        options = [context.map.statements[option] for option in question.options]
        yield RULE.diagnostic(
            question.location,
            f"{display_name(question)} has only one option, {display_name(options[0])}"
            if options
            else f"{display_name(question)} has no options",
            help="write each possible answer as a `claim` in its block, or name claims from "
            "elsewhere in `options:`",
            element=question.id,
        )


def _with_misplaced_options(context: RuleContext) -> Iterator[str]:
    """Yield the questions that contain something else than options, which STR211 reports."""
    for error in context.errors(Misplacement):
        if error.reason is MisplacementReason.NO_OPTION:
            before = [
                (question.location.span.start, question.id)
                for question in context.map.questions.values()
                if question.location.source is error.location.source
                and question.location.span.start < error.location.span.start
            ]
            if before:
                yield max(before)[1]
