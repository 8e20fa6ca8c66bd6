"""A statement makes two claims.

What it does
    Tells a statement whose text joins two clauses by a semicolon, or by a comma with `and` or
    `but`, where each has a subject and a verb of its own as far as can be told by a few common
    words. It knows English, and looks at maps whose `lang:` is English or not given. It is off
    until it is selected.

Why it matters
    One statement gets one verdict. Of two claims one may fall, and then nobody can say so.

Example
    claim late "The bus is late, and the passengers are angry"

Instead
    claim late "The bus is late"
    claim angry "The passengers are angry" { supported-by: late }

How to silence
    It is off unless a project selects it: leave `TXT706` out of what is selected.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.rules._base import Subject, rule

RULE = rule(__name__, "TXT706", Severity.INFO, is_default=False)

_JOINT = re.compile(r"; (?!\d)|(?:,|;) (?:and|but) ", re.IGNORECASE)
_VERB = re.compile(
    r"\b(?:is|are|was|were|am|has|have|had|does|do|did|will|would|can|cannot|could|shall|should|"
    r"must|may|might|isn't|aren't|wasn't|weren't|hasn't|haven't|doesn't|don't|didn't|won't|can't|"
    r"(?:it|he|she|they|we|you|I|this|that) \w+s?)\b",
    re.IGNORECASE,
)
_BOUND = re.compile(
    r"\b(?:if|when|whenever|because|since|although|though|while|unless|whether|that|which|who|"
    r"either|both|neither)\b",
    re.IGNORECASE,
)


def check(subject: Subject) -> Iterator[Diagnostic]:
    language = subject.map.lang
    if language is not None and not re.match(r"en(?![a-z])", language, re.IGNORECASE):
        return
    for statement in subject.statements:
        if _is_compound(statement.text):
            yield RULE.finds(
                statement.location,
                f"this {statement.kind} seems to make two claims",
                help="make two statements of it: one may fall while the other stands",
                element=statement.id,
            )


def _is_compound(text: str) -> bool:
    """Whether it falls into two clauses, neither of which hangs on the other."""
    joint = _JOINT.search(text)
    if joint is None:
        return False
    before, after = text[: joint.start()], text[joint.end() :]
    if _BOUND.search(before) or "," in before:  # an if-clause, or a list
        return False
    return bool(_VERB.search(before) and _VERB.search(after) and not _BOUND.match(after))
