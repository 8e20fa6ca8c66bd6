"""Two ids differ only in upper and lower case.

What it does
    Reports two ids that are the same except for upper and lower case, such as `Late` and `late`.

Why it matters
    To argmap they are two ids, but to a reader they look like one. A reference to the wrong one is
    easy to overlook, and the links in a picture may confuse them.

Example
    claim Late "The bus is late" { supports: angry }
    claim late "The train is late" { supports: angry }
    claim angry "Passengers are angry"

Instead
    claim late-bus "The bus is late" { supports: angry }
    claim late-train "The train is late" { supports: angry }
    claim angry "Passengers are angry"

How to silence
    Write `# argmap: ignore[REF103] because …` before the underlined declaration.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Label, Severity
from argmap.model.identifiers import normalize_id
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule
from argmap.rules._source_index import given_ids, written_id
from argmap.text import Location

RULE = rule(__name__, "REF103", Severity.WARNING, is_structural=True)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    first: dict[str, tuple[str, Location]] = {}
    for given in given_ids(context.map):
        earlier = first.setdefault(_folded(given[0]), given)
        if earlier[0] != given[0]:
            (_, one), (_, other) = earlier, given
            is_reversed = one.source is other.source and other.span < one.span
            yield _diagnostic(given, earlier) if is_reversed else _diagnostic(earlier, given)


def _diagnostic(first: tuple[str, Location], second: tuple[str, Location]) -> Diagnostic:
    (earlier, place), (id_, location) = first, second
    return RULE.diagnostic(
        written_id(location, id_),
        f"`{id_}` and `{earlier}` differ by upper and lower case only",
        labels=(Label(written_id(place, earlier), "the other is declared here"),),
        help="give one of them another name",
        element=id_,
    )


def _folded(id_: str) -> str:
    """Return the case-folded id, normalized again because case folding may decompose letters."""
    return id_.lower() if id_.isascii() else normalize_id(id_.casefold())
