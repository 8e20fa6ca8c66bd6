"""A comment addressed to argmap is invalid.

What it does
    Reports a comment `# argmap: …` with a misspelled word, without rules in brackets, with a rule
    that does not exist, or with a rule that cannot be silenced.

Why it matters
    You expect the comment to silence a rule, but it does not.

Example
    # argmap: ignore[EVI399] because every passenger knows it
    claim late "The bus is always late"

Instead
    # argmap: ignore[unsupported-claim] because every passenger knows it
    claim late "The bus is always late"

How to silence
    Correct the comment. If a comment is not for argmap, do not begin it with `argmap:`.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.rules._context import RuleContext, did_you_mean
from argmap.rules._rule import rule
from argmap.rules._suppression import IGNORE, IGNORE_FILE, Pragma
from argmap.text import Location, closest_match

RULE = rule(__name__, "CFG801", Severity.ERROR)

_SYNTAX = "write `# argmap: ignore[CODE] because …`, with a rule's code or name"


def check(context: RuleContext) -> Iterator[Diagnostic]:
    for pragma in context.suppressions.invalid:
        yield _invalid_pragma(pragma)
    for suppression in context.suppressions.comments:
        source = suppression.pragma.location.source
        for word in suppression.pragma.rules or ():
            if not context.table.suppressible(word.text):
                yield _invalid_rule(context, Location(source, word.span), word.text)


def _invalid_pragma(pragma: Pragma) -> Diagnostic:
    verb = pragma.verb.text
    if verb in (IGNORE, IGNORE_FILE):
        return RULE.diagnostic(pragma.location, "missing rules to ignore", help=_SYNTAX)
    if not verb:
        return RULE.diagnostic(pragma.location, "missing directive after `argmap:`", help=_SYNTAX)
    return RULE.diagnostic(
        Location(pragma.location.source, pragma.verb.span),
        f"unknown directive `{verb}`",
        help=did_you_mean(closest_match(verb, (IGNORE, IGNORE_FILE))) or _SYNTAX,
    )


def _invalid_rule(context: RuleContext, location: Location, word: str) -> Diagnostic:
    if context.table.matching(word):
        return RULE.diagnostic(
            location,
            f"`{word}` cannot be silenced in a map",
            help="fix what it reports, and remove it from the comment",
        )
    return RULE.diagnostic(
        location,
        f"unknown rule `{word}`",
        help=did_you_mean(context.table.suggest(word)) or "run `argmap rules` to list all rules",
    )
