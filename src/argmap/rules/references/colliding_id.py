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
from argmap.rules._source_index import explicit_ids, id_location
from argmap.text import Location

RULE = rule(__name__, "REF103", Severity.WARNING, is_structural=True)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    first: dict[str, tuple[str, Location]] = {}
    for declared in explicit_ids(context.map):
        earlier = first.setdefault(_folded(declared[0]), declared)
        if earlier[0] != declared[0]:
            yield _diagnostic(earlier, declared)


def _diagnostic(first: tuple[str, Location], second: tuple[str, Location]) -> Diagnostic:
    (earlier, earlier_head), (id_, head) = first, second
    if earlier_head.source is head.source and head.span < earlier_head.span:
        (earlier, earlier_head), (id_, head) = second, first
    return RULE.diagnostic(
        id_location(head, id_),
        f"`{id_}` and `{earlier}` differ only in upper and lower case",
        labels=(Label(id_location(earlier_head, earlier), "the other id is declared here"),),
        help="rename one of them",
        element=id_,
    )


def _folded(id_: str) -> str:
    """Return the case-folded id, normalized again because case folding may decompose letters."""
    return id_.lower() if id_.isascii() else normalize_id(id_.casefold())
