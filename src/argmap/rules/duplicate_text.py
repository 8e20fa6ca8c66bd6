"""Two statements say the same.

What it does
    Warns of statements with the same text, whatever their case, white space and punctuation.

Why it matters
    One reason is counted twice; and what is answered in one place goes unanswered in the other.

Example
    claim bus "We should take the bus" { assumption "It is late." }
    claim walk "We should walk" { assumption "It is late" }

Instead
    assumption late "It is late" { supports: bus, walk }
    claim bus "We should take the bus"
    claim walk "We should walk"

How to silence
    `# argmap: ignore[TXT704] because …` before the second statement.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from argmap.diagnostics import Diagnostic, Label, Severity
from argmap.model import Statement
from argmap.rules._base import Subject, named, rule

RULE = rule(__name__, "TXT704", Severity.WARNING)

_ASCII = str.maketrans({chr(c): None for c in range(128) if not chr(c).isalnum()})
_WORDS = re.compile(r"(?<!\w)-(?=\d)|[\w%+$€£¥°<>=]+(?:[.,]\d+)*")


def check(subject: Subject) -> Iterator[Diagnostic]:
    alike: dict[str, list[Statement]] = defaultdict(list)
    for statement in subject.statements:
        alike[_letters(statement.text)].append(statement)
    for key, candidates in alike.items():
        if key and len(candidates) > 1:
            yield from _same(candidates)


def _same(candidates: list[Statement]) -> Iterator[Diagnostic]:
    first: dict[str, Statement] = {}
    for statement in candidates:
        earlier = first.setdefault(_normalized(statement.text), statement)
        if earlier is not statement:
            yield RULE.finds(
                statement.location,
                f"{named(statement)} says the same as {named(earlier)}"
                if statement.is_named and earlier.is_named
                else f"this {statement.kind} says the same as another statement",
                labels=(Label(earlier.location, "the same is said here"),),
                help="state it once, and let it bear on both by `supports:` or `opposes:`; "
                "if two things are meant, say how they differ",
                element=statement.id,
            )


@lru_cache(maxsize=50_000)  # while a map is being written, its texts are asked for again
def _letters(text: str) -> str:
    """Return the letters and digits: what texts share that say the same, quickly found."""
    if text.isascii():
        return text.lower().translate(_ASCII)
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def _normalized(text: str) -> str:
    """Return the words, numbers and signs that count."""
    return " ".join(_WORDS.findall(unicodedata.normalize("NFKC", text).casefold()))
