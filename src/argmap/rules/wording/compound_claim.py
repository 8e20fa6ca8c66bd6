"""A statement makes two claims.

What it does
    Reports a statement whose text joins two clauses with a semicolon, or with a comma and `and` or
    `but`, if each clause has its own subject and verb. The rule recognizes clauses by a few common
    English words, and checks only maps whose `lang:` is English or missing.

Why it matters
    argmap accepts or rejects a statement as a whole. If only one of its two claims is wrong, the
    map cannot show which.

Example
    claim late "The bus is late, and the passengers are angry"

Instead
    claim late "The bus is late"
    claim angry "The passengers are angry" { supported-by: late }

How to silence
    This rule is off by default. If your project turns it on with `select` or `severity`, add
    `TXT706` to `ignore`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule

RULE = rule(__name__, "TXT706", Severity.INFO, is_default=False)

_CONJUNCTION = re.compile(r"; (?!\d)|(?:,|;) (?:and|but) ", re.IGNORECASE)
_VERB = re.compile(
    r"\b(?:is|are|was|were|am|has|have|had|does|do|did|will|would|can|cannot|could|shall|should|"
    r"must|may|might|isn't|aren't|wasn't|weren't|hasn't|haven't|doesn't|don't|didn't|won't|can't|"
    r"(?:it|he|she|they|we|you|I|this|that) \w+s?)\b",
    re.IGNORECASE,
)
_SUBORDINATOR = re.compile(
    r"\b(?:if|when|whenever|because|since|although|though|while|unless|whether|that|which|who|"
    r"either|both|neither)\b",
    re.IGNORECASE,
)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    language = context.map.lang
    if language is not None and not re.match(r"en(?![a-z])", language, re.IGNORECASE):
        return
    for statement in context.statements:
        if _is_compound(statement.text):
            yield RULE.diagnostic(
                statement.location,
                f"this {statement.kind} seems to make two claims",
                help="split it into two statements, so that each can be accepted or rejected",
                element=statement.id,
            )


def _is_compound(text: str) -> bool:
    """Return whether a text consists of two independent clauses."""
    conjunction = _CONJUNCTION.search(text)
    if conjunction is None:
        return False
    before, after = text[: conjunction.start()], text[conjunction.end() :]
    if _SUBORDINATOR.search(before) or "," in before:  # an if-clause, or a list
        return False
    return bool(_VERB.search(before) and _VERB.search(after) and not _SUBORDINATOR.match(after))
