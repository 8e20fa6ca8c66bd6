"""A text is too long.

What it does
    Reports a statement, a question or a context with more than 200 characters.

Why it matters
    Readers skip a long box. A long text also often makes two claims, of which only one may be
    wrong.

Example
    claim late "The bus is late because of the snow that has fallen since last night and which
    nobody has cleared, the drivers having called in sick one after the other, whereas the depot has
    had no salt for weeks, as was to be foreseen"

Instead
    claim late "The bus is late" {
      assumption snow "Nobody has cleared the snow"
      assumption sick "The drivers have called in sick"
    }

How to silence
    Write `# argmap: ignore[TXT702] because …` before the statement.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.model import Context
from argmap.rules._context import RuleContext
from argmap.rules._rule import Option, rule

OPTIONS = {"max": Option(200, "maximum number of characters in a text", minimum=1)}
RULE = rule(__name__, "TXT702", Severity.INFO, options=OPTIONS)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    maximum = context.option(RULE, "max")
    for sentence in context.map.sentences:
        if len(sentence.text) > maximum:
            yield RULE.diagnostic(
                sentence.location,
                f"this {sentence.kind} is too long: {len(sentence.text)} characters",
                help=f"use at most {maximum}: move remarks into a `note:`, and further points into "
                f"other {'contexts' if isinstance(sentence, Context) else 'statements'}",
                element=sentence.id,
            )
