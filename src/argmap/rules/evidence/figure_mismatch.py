"""A number or a date in evidence does not occur in the cited passage.

What it does
    Searches the cited passages for each number and date in the text of `evidence`. The rule needs
    the text of the source. It compares values, not spelling: `150,000` matches `150 000`,
    `$34 billion` matches 34,000,000,000, `40 percent` matches `40 %`, `two thirds` matches
    `66.7 %`, and `February 24, 2022` matches 2022-02-24.

    The rule reads numbers and dates in the languages that the `lang:` of the map and of the source
    name: English (the default), German, French, Spanish, Italian, Portuguese, Dutch and Turkish.
    `1.234,5` in a German source matches `1,234.5` in an English statement. A source without `lang:`
    is in the language of the map. The rule reports nothing in other languages, or if the text of a
    source without `lang:` does not look like the language of the map.

Why it matters
    A wrong number is an easy mistake to make, and it is hard to see.

Example
    source paper "The paper" { text: "paper.txt" }   # ¶2: Trade passed $34 billion in 2021.
    evidence trade "Trade passed $43 billion" @paper:2

Instead
    source paper "The paper" { text: "paper.txt" }
    evidence trade "Trade passed $34 billion" @paper:2

How to silence
    Write `# argmap: ignore[EVI308] because …` before the evidence.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from argmap.diagnostics import Diagnostic, Severity
from argmap.model import ArgumentMap
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule

if TYPE_CHECKING:
    from argmap.sources.findings import MissingNumber

RULE = rule(__name__, "EVI308", Severity.WARNING, depends_on_environment=True)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    if context.citations is None:
        return
    from argmap.sources.findings import MissingNumber

    for number in context.citations.of_type(MissingNumber):
        yield RULE.diagnostic(
            number.location,
            f"`{number.text}` does not occur in {_cited_passages(number, context.map)}",
            help=_help(number, context.map),
            element=number.element,
        )


def _cited_passages(number: MissingNumber, argument_map: ArgumentMap) -> str:
    passages = []
    for citation in number.citations:
        source = argument_map.sources[citation.source].display_name
        passages.append(f"{citation.locator.label} of {source}" if citation.locator else source)
    return " or in ".join(dict.fromkeys(passages))


def _help(number: MissingNumber, argument_map: ArgumentMap) -> str:
    if not number.occurrences:
        return "correct it; it occurs nowhere in the text"
    passages = ", ".join(
        f"{locator.label} of {argument_map.sources[source].display_name}"
        for source, locator in number.occurrences
    )
    return f"it occurs in {passages}"
