"""A statement contains a hedging or emphasizing word.

What it does
    Reports words that weaken or emphasize a statement, such as `arguably`, `some say` and
    `clearly`. The rule knows English words only, and checks only maps whose `lang:` is English or
    missing.

Why it matters
    A statement that contains “arguably” cannot be refuted. Use attributes instead: `confidence:`
    for how likely the statement is, and `held-by:` for who holds it.

Example
    claim late "The bus will probably be late"

Instead
    claim late "The bus will be late" { confidence: likely }

How to silence
    This rule is off by default. If your project turns it on with `select` or `severity`, add
    `TXT705` to `ignore`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule
from argmap.rules._source_index import words_location

RULE = rule(__name__, "TXT705", Severity.INFO, is_default=False)

_UNCERTAIN = (
    "probably possibly perhaps maybe conceivably presumably seemingly apparently arguably "
    "supposedly somewhat rather~likely quite~likely it~seems it~appears seems~to appears~to "
    "more~or~less sort~of kind~of to~some~extent in~a~sense could~be~argued can~be~argued "
    "may~or~may~not one~could~say"
)
_VAGUE_SPEAKERS = (
    "some~say some~argue some~people~say many~say many~believe many~argue people~say critics~say "
    "experts~say it~is~said it~is~believed it~is~thought it~is~claimed is~widely~believed "
    "allegedly reportedly purportedly everybody~knows everyone~knows"
)
_EMPHATIC = (
    "clearly obviously undoubtedly unquestionably undeniably certainly surely evidently definitely "
    "of~course needless~to~say without~a~doubt no~doubt it~goes~without~saying"
)
_HELP = {
    _UNCERTAIN: "state it plainly, and write how likely it is in `confidence:`",
    _VAGUE_SPEAKERS: "name who says so in `held-by:`, or cite it",
    _EMPHATIC: "delete it, and support the statement instead if it is not obvious",
}


def check(context: RuleContext) -> Iterator[Diagnostic]:
    language = context.map.lang
    if language is not None and not re.match(r"en(?![a-z])", language, re.IGNORECASE):
        return
    patterns = [(_pattern(words), help_) for words, help_ in _HELP.items()]
    for statement in context.statements:
        for pattern, help_ in patterns:
            match = pattern.search(statement.text)
            if match:
                kind = "emphasis without support" if help_ == _HELP[_EMPHATIC] else "a hedge"
                yield RULE.diagnostic(
                    words_location(statement.location, match[0]),
                    f"“{match[0]}” is {kind}",
                    help=help_,
                    element=statement.id,
                )
                break


def _pattern(words: str) -> re.Pattern[str]:
    phrases = [word.replace("~", r"\s+") for word in words.split()]
    first = "".join(dict.fromkeys(phrase[0] for phrase in phrases))  # rejects most words fast
    return re.compile(rf"\b(?=[{first}])(?:{'|'.join(phrases)})\b", re.IGNORECASE)
