"""A comment addressed to argmap is invalid.

What it does
    Reports a comment `# argmap: …` with a misspelled word, without rules in brackets, with a rule
    that does not exist, or with a rule that cannot be silenced.

Why it matters
    The author believes that the comment silences a rule, but it does not.

Example
    # argmap: ignore[EVI399] because everybody knows
    claim late "The bus is always late"

Instead
    # argmap: ignore[unsupported-claim] because everybody knows
    claim late "The bus is always late"

How to silence
    Correct the comment. If a comment is not for argmap, do not begin it with `argmap:`.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule
from argmap.rules._suppression import IGNORE, IGNORE_FILE, Pragma
from argmap.syntax.tree import Word
from argmap.text import Location

RULE = rule(__name__, "CFG801", Severity.ERROR)

_FORM = "write `# argmap: ignore[CODE] because …`, with a rule's code or name"


def check(context: RuleContext) -> Iterator[Diagnostic]:
    for pragma in context.suppressions.misread:
        yield _misread(pragma)
    for suppression in context.suppressions.all:
        pragma = suppression.pragma
        for word in pragma.rules or ():
            if not context.table.silenced(word.text):
                yield _without_meaning(context, Location(pragma.location.source, word.span), word)


def _misread(pragma: Pragma) -> Diagnostic:
    verb = pragma.verb
    if verb.text in (IGNORE, IGNORE_FILE):
        return RULE.diagnostic(pragma.location, "it is not said which rules to ignore", help=_FORM)
    place = Location(pragma.location.source, verb.span) if verb.text else pragma.location
    from argmap.text import closest_match

    meant = closest_match(verb.text, (IGNORE, IGNORE_FILE))
    return RULE.diagnostic(
        place,
        f"`{verb.text}` is not a directive of argmap"
        if verb.text
        else "this comment has no directive of argmap",
        help=f"did you mean `{meant}`?" if meant else _FORM,
    )


def _without_meaning(context: RuleContext, place: Location, word: Word) -> Diagnostic:
    if context.table.matching(word.text):
        return RULE.diagnostic(
            place,
            f"`{word.text}` cannot be silenced in a map",
            help="fix what it reports, and delete it from the comment",
        )
    meant = context.table.nearest(word.text)
    return RULE.diagnostic(
        place,
        f"there is no rule `{word.text}`",
        help=f"did you mean `{meant}`?" if meant else "`argmap rules` lists all rules",
    )
